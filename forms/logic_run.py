"""Running a program: field by field, each after what it depends on. What is hidden has no answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from forms.answer_error import AnswerError
from forms.fields.base import Field, Occasion
from forms.logic_document import formula_in
from forms.logic_program import FieldNode, PageNode, Program
from forms.text import Texts
from rules.expression.caps import BUDGET
from rules.expression.json_types import Facts, Json
from rules.expression.scope import Scope
from rules.expression.values import to_json

Source: TypeAlias = Callable[[Field, bool | None], Json]
"""Gives the answer of a field, or raises AnswerError. The flag overrides whether it is required, None leaves it."""

# All conditions of a form together; a rule has a tenth for itself.
_UNITS = 10 * BUDGET


@dataclass
class Outcome:
    """What was decided. `answers` has every answer, None where there is none; `refused` are in the order of deciding."""

    answers: dict[str, Json]
    visible: set[str] = field(default_factory=set)
    required: set[str] = field(default_factory=set)
    read_only: set[str] = field(default_factory=set)
    computed: dict[str, Json] = field(default_factory=dict)
    closed: set[int] = field(default_factory=set)
    refused: list[tuple[str, AnswerError]] = field(default_factory=list)
    stopped: Texts | None = None


def posted_source(posted: Mapping[str, Sequence[str]], prefix: str, occasion: Occasion) -> Source:
    """Answers as a browser posted them."""

    def read(question: Field, demanded: bool | None) -> Json:
        if demanded is not None:
            question = question.demanded if demanded else question.optional
        return question.read_posted(posted, prefix + question.id, occasion)

    return read


def kept_source(answers: Mapping[str, Json], occasion: Occasion) -> Source:
    """Answers that were accepted before."""
    return lambda question, _: question.reviewed(answers.get(question.id), occasion)


def run(
    program: Program, source: Source, facts: Facts, occasion: Occasion, answers: dict[str, Json] | None = None
) -> Outcome:
    """Decide everything.

    `answers` is filled on the way; the caller hands it in where it stands in `facts` already.

    Raises:
        Refused: `budget_spent` alone, for conditions that cost more than all of them together may.
    """
    kept: dict[str, Json] = {} if answers is None else answers
    inner = facts if answers is not None else {**facts, program.root: kept}
    return _Run(program, source, Scope(inner, _UNITS), occasion, Outcome(kept)).outcome()


class _Run:
    __slots__ = ("occasion", "out", "program", "scope", "source")

    def __init__(self, program: Program, source: Source, scope: Scope, occasion: Occasion, out: Outcome) -> None:
        self.program, self.source, self.scope, self.occasion, self.out = program, source, scope, occasion, out

    def outcome(self) -> Outcome:
        out, scope = self.out, self.scope
        for node in self.program.nodes:
            if isinstance(node, PageNode):
                self._page(node)
            else:
                self._field(node)
        for node in self.program.demanding:
            self._demand(node)
        out.stopped = next((message for test, message in self.program.stops if test(scope)), None)
        return out

    def _page(self, node: PageNode) -> None:
        scope = self.scope
        if (node.shown is not None and not node.shown(scope)) or any(skip(scope) for skip in node.skips):
            self.out.closed.add(node.page)

    def _field(self, node: FieldNode) -> None:
        out, question = self.out, node.field
        if not node.plain and not self._is_visible(node):
            if question.answers:
                out.answers[question.id] = None
            return
        out.visible.add(question.id)
        if not question.answers:
            return
        try:
            out.answers[question.id] = self.source(question, None) if node.plain else self._value(node)
        except AnswerError as error:
            out.answers[question.id] = None
            out.refused.append((question.id, error))

    def _is_visible(self, node: FieldNode) -> bool:
        if node.page in self.out.closed:
            return False
        scope = self.scope
        shown = node.initially if node.shown is None else node.shown(scope)
        for switch in node.switches:
            if switch.test(scope):
                shown = switch.on
        return shown

    def _value(self, node: FieldNode) -> Json:
        question, scope = node.field, self.scope
        if node.formula is not None:
            return self._compute(question, question.written_value(node.formula(scope)))
        for setting in reversed(node.settings):
            if setting.test(scope):
                return self._compute(question, self._given(question, to_json(setting.reading(scope))))
        if node.read_only is not None and node.read_only(scope):
            self.out.read_only.add(question.id)
            return self._compute(question, self._given(question, self._default(node)))
        return self.source(question, False if node.demands else None) if question.asked else None

    def _compute(self, question: Field, value: Json) -> Json:
        self.out.computed[question.id] = value
        return value

    def _default(self, node: FieldNode) -> Json:
        if node.default is not None:
            return to_json(node.default(self.scope))
        return None if formula_in(node.field.default) is not None else node.field.default

    def _given(self, question: Field, value: Json) -> Json:
        """A value that the form itself gives, judged like one that is typed."""
        posted = question.posted_of(value, question.id)
        return question.optional.read_posted(posted, question.id, replace(self.occasion, language="en"))

    def _demand(self, node: FieldNode) -> None:
        question, out = node.field, self.out
        if question.id not in out.visible or not (question.required or any(test(self.scope) for test in node.demands)):
            return
        out.required.add(question.id)
        if question.id in out.computed or any(name == question.id for name, _ in out.refused):
            return
        try:
            out.answers[question.id] = self.source(question, True)
        except AnswerError as error:
            out.refused.append((question.id, error))
