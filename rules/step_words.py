"""The steps and limits of a rule in words, as parts of its sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

from rules.expression.json_types import Json
from rules.expression.settings import Computed, Fields, Items, Literal, Setting, Text
from rules.expression.tree import Condition, Formula
from rules.step import ACTION, APPROVAL, BRANCH, CALL, DO, EACH, ELSE, ERROR, FAIL, REFUSED, TIMEOUT, WAIT, Step


class Writer(Protocol):
    """Who knows the words of a language and the labels of an organisation."""

    def words(self, name: str, **values: str) -> str:
        """A phrase with values put in."""

    def action(self, kind: str) -> str:
        """The name of an action."""

    def trigger(self, kind: str) -> str:
        """The name of a kind of event."""

    def condition(self, node: Condition, outermost: bool = False) -> str:
        """A condition in words."""

    def formula(self, node: Formula) -> str:
        """What is computed, in words."""


class StepWords:
    """Tells steps."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._say = writer.words

    def steps(self, steps: tuple[Step, ...]) -> str:
        """Steps one after the other."""
        return self._say("next").join(map(self._step, steps)) if steps else self._say("no_steps")

    def limits(self, limits: Fields) -> str:
        """What holds the rule back, as sentences that begin with a blank; empty without limits."""
        return "".join(f" {text}" for name, setting in limits.fields for text in self._limit(name, setting))

    def _step(self, step: Step) -> str:
        tell: Callable[[Step], str] | None = {
            ACTION: self._action,
            BRANCH: self._branch,
            EACH: self._each,
            WAIT: self._wait,
            APPROVAL: self._approval,
            CALL: self._call,
            FAIL: self._fail,
        }.get(step.kind)
        told = tell(step) if tell else self._say("stop")
        return told + "".join(self._after(step))

    def _after(self, step: Step) -> Iterator[str]:
        for name in (REFUSED, TIMEOUT, ERROR):
            block = step.block(name)
            if block is not None:
                yield self._say(f"on_{name}", steps=self.steps(block.steps))

    def _call(self, step: Step) -> str:
        return self._say("call", rule=self._setting(step, "rule"))

    def _fail(self, step: Step) -> str:
        return self._say("fail", message=self._setting(step, "message"))

    def _action(self, step: Step) -> str:
        name = self._writer.action(step.action)
        if step.when is None:
            return name
        return self._say("step_if", step=name, condition=self._writer.condition(step.when, True))

    def _branch(self, step: Step) -> str:
        told = [
            self._say("case", condition=self._writer.condition(block.condition, True), steps=self.steps(block.steps))
            for block in step.blocks
            if block.condition is not None
        ]
        otherwise = step.block(ELSE)
        if otherwise is not None:
            told.append(self._say("else", steps=self.steps(otherwise.steps)))
        return self._say("else_case").join(told)

    def _each(self, step: Step) -> str:
        rows = step.block(DO)
        assert rows is not None  # the schema asks for both
        assert step.each is not None
        return self._say("each", list=self._writer.formula(step.each), steps=self.steps(rows.steps))

    def _wait(self, step: Step) -> str:
        given = dict(step.settings.fields)
        if "for" in given:
            return self._say("wait_for", time=self._duration(given["for"]))
        if "until" in given:
            return self._until(given["until"])
        told = self._say("wait_event", event=self._writer.trigger(self._within(given.get("event"), "kind")))
        return told + (self._say("at_most", time=self._duration(given["timeout"])) if "timeout" in given else "")

    def _until(self, setting: Setting) -> str:
        offset = self._within(setting, "offset") or "0"
        values = {"date": self._within(setting, "date"), "time": self._time(setting)}
        if offset == "0":
            return self._say("wait_until", **values)
        unit = self._within(setting, "unit") or "days"
        amount = self._amount(offset.removeprefix("-"), unit)
        return self._say("wait_before" if offset.startswith("-") else "wait_after", amount=amount, **values)

    def _approval(self, step: Step) -> str:
        given = dict(step.settings.fields)
        asked = given.get("ask")
        people = [self._value(one.setting) for one in asked.elements] if isinstance(asked, Items) else []
        joined = self._say("and" if given.get("need") == Literal("all") else "or").join(map(self._person, people))
        told = self._say("approval", people=joined, title=self._setting(step, "title"))
        return told + (self._say("at_most", time=self._duration(given["timeout"])) if "timeout" in given else "")

    def _person(self, asked: str) -> str:
        role = asked.removeprefix("role:")
        if asked == "contact_owner":
            return self._say("contact_owner")
        return self._say("role", role=role) if role != asked else asked.removeprefix("user:")

    def _duration(self, setting: Setting) -> str:
        told = self._amount(self._within(setting, "amount"), self._within(setting, "unit"))
        return told + self._time(setting)

    def _time(self, setting: Setting) -> str:
        at = self._within(setting, "at")
        return self._say("at_time", time=at) if at else ""

    def _amount(self, amount: str, unit: str) -> str:
        return self._say(f"{unit}_one" if amount == "1" else unit, amount=amount)

    def _limit(self, name: str, setting: Setting) -> Iterator[str]:
        if isinstance(setting, Fields):
            told = {key: self._within(setting, key) for key, _ in setting.fields}
            period = told.get("period")
            phrase = f"limit_{name}_period" if period else f"limit_{name}"
            yield self._say(phrase, **{**told, "period": self._say(f"per_{period}") if period else ""})
        elif name != "catch_up":
            yield self._say(f"limit_{name}", number=self._value(setting))
        else:
            yield self._say(f"catch_up_{self._value(setting)}")

    def _setting(self, step: Step, name: str) -> str:
        return self._value(dict(step.settings.fields).get(name))

    def _within(self, setting: Setting | None, name: str) -> str:
        return self._value(dict(setting.fields).get(name)) if isinstance(setting, Fields) else ""

    def _value(self, setting: Setting | None) -> str:
        if isinstance(setting, Computed):
            return self._writer.formula(setting.formula)
        if isinstance(setting, Text):
            return setting.source
        return _plain(setting.value) if isinstance(setting, Literal) else ""


def _plain(value: Json) -> str:
    return "" if value is None else str(value)
