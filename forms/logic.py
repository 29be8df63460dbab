"""What a form shows and asks for, given the answers so far: Python's word is the last one, the page's script only previews."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from forms.definition import FormDefinition
from forms.fields.base import Occasion
from forms.fields.section import Section
from forms.logic_run import Outcome, kept_source, run
from forms.text import localised
from rules.expression.json_types import Json


@dataclass(frozen=True)
class PageView:
    """A page that is not left out, with the visible fields on it in their order."""

    id: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class RowView:
    """A row of a section: names are those of the section's fields."""

    visible: frozenset[str]
    required: frozenset[str]
    read_only: frozenset[str]
    computed: Mapping[str, Json]


@dataclass(frozen=True)
class View:
    """What is to be seen. `answers` are all answers after what is hidden was dropped and what is computed was put in.

    `computed` has calculated values, values that logic set and those of read-only fields. `stopped` is the message of
    the step that stops the form. `rows` is by section. Pages on which nothing is visible are left out.
    """

    visible: frozenset[str]
    required: frozenset[str]
    read_only: frozenset[str]
    pages: tuple[PageView, ...]
    computed: Mapping[str, Json]
    stopped: str | None
    answers: Mapping[str, Json]
    rows: Mapping[str, tuple[RowView, ...]]


def view(
    definition: FormDefinition,
    answers: Mapping[str, Json],
    today: date,
    language: str,
    known: Mapping[str, Json] | None = None,
) -> View:
    """Decide everything about accepted answers. `known` are further facts that formulas name, such as `catalogue`.

    Raises:
        Refused: `budget_spent`.
    """
    kept: dict[str, Json] = {}
    occasion = occasion_of(today, language, kept, known)
    out = run(definition.program, kept_source(answers, occasion), occasion.facts, occasion, kept)
    return viewed(definition, out, occasion)


def occasion_of(
    today: date, language: str, answers: dict[str, Json], known: Mapping[str, Json] | None = None
) -> Occasion:
    """The moment with its facts, in which `answers` grow while they are read."""
    facts: dict[str, Json] = {**(known or {}), "answers": answers, "today": today.isoformat(), "language": language}
    return Occasion(language, today, facts=facts)


def viewed(definition: FormDefinition, out: Outcome, occasion: Occasion) -> View:
    """The view of what was decided."""
    asked = {field.id for field in definition.fields if field.required and field.asked and field.id in out.visible}
    pages = (
        PageView(page.id, tuple(name for name in page.fields if name in out.visible))
        for page in definition.program.pages
        if page.index not in out.closed
    )
    return View(
        visible=frozenset(out.visible),
        required=frozenset(asked | out.required),
        read_only=frozenset(out.read_only),
        pages=tuple(page for page in pages if page.fields),
        computed=dict(out.computed),
        stopped=None if out.stopped is None else localised(out.stopped, occasion.language, definition.default_language),
        answers=dict(out.answers),
        rows={field.id: _rows(field, out, occasion) for field in definition.fields if isinstance(field, Section)},
    )


def _rows(section: Section, out: Outcome, occasion: Occasion) -> tuple[RowView, ...]:
    if section.id not in out.visible:
        return ()
    return tuple(_row(section, one) for one in section.row_outcomes(out.answers[section.id], occasion))


def _row(section: Section, out: Outcome) -> RowView:
    asked = {field.id for field in section.fields if field.required and field.asked and field.id in out.visible}
    visible, required = frozenset(out.visible), frozenset(asked | out.required)
    return RowView(visible, required, frozenset(out.read_only), dict(out.computed))
