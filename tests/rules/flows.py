"""Steps of every kind, for tests."""

from __future__ import annotations

from typing import Any

from rules.plan import CompiledRule, Plan, compile_rule, go_on
from rules.results import Finished
from tests.rules.documents import leaf, rule


def do(name: str, **more: Any) -> dict[str, Any]:
    """An action."""
    return {"id": name, "action": "act", "settings": {}, **more}


def branch(name: str, *cases: tuple[Any, list[Any]], otherwise: list[Any] | None = None) -> dict[str, Any]:
    """A branch with cases of condition and steps."""
    told = [{"if": condition, "steps": steps} for condition, steps in cases]
    return {"id": name, "kind": "branch", "cases": told, **({"else": otherwise} if otherwise is not None else {})}


def each(name: str, path: str, *steps: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A step for each row."""
    return {"id": name, "kind": "each", "in": {"fact": path}, "steps": list(steps), **more}


def wait(name: str, amount: int = 3, unit: str = "days", **more: Any) -> dict[str, Any]:
    """A wait for a time."""
    return {"id": name, "kind": "wait", "settings": {"for": {"amount": amount, "unit": unit}}, **more}


def wait_event(name: str, kind: str, **more: Any) -> dict[str, Any]:
    """A wait for an event, three days at most."""
    settings = {"event": {"kind": kind}, "timeout": {"amount": 3, "unit": "days"}}
    return {"id": name, "kind": "wait", "settings": settings, **more}


def approval(name: str, **more: Any) -> dict[str, Any]:
    """An approval by an owner."""
    return {"id": name, "kind": "approval", "settings": {"ask": ["role:owner"], "title": "Send it?"}, **more}


YES = leaf("yes", "is_true")


def compiled(*steps: Any, **more: Any) -> CompiledRule:
    """A rule that answers every event."""
    return compile_rule("v", {**rule(*steps, form=None), **more})


def wanted(plan: Plan | None) -> list[str]:
    """What a plan wants, as `step` or `step:item`."""
    assert plan is not None
    assert plan.problems == ()
    return [f"{one.step}:{one.item}" if one.item else one.step for one in plan.intents]


class Run:
    """A run that does what is wanted; `results` decides what comes of a step, by `step` or `step:item`."""

    def __init__(self, rule: CompiledRule, facts: Any, results: Any = None) -> None:
        self.rule, self.facts, self.results = rule, facts, results or {}
        self.finished: list[Finished] = []
        plan = rule.plan(facts)
        assert plan is not None
        self.stretches = [plan]

    def to_the_end(self) -> list[list[str]]:
        """What each stretch wants."""
        while self._do(self.stretches[-1]):
            plan = self.stretches[-1]
            self.stretches.append(go_on(self.rule, self.facts, plan.cursor, self.finished))
        return [wanted(plan) for plan in self.stretches if plan.intents or not plan.cursor][:50]

    def _do(self, plan: Plan) -> bool:
        for name, intent in zip(wanted(plan), plan.intents, strict=True):
            result = self.results.get(name, self.results.get(intent.step, {}))
            self.finished.append(Finished(intent.step, intent.item, intent.action, result))
        return bool(plan.cursor)
