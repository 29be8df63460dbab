"""Answers from a CSV file: each row is judged like a customer's post, and becomes a submission that is no arrival."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from forms.definition import FormDefinition
from forms.fields.base import Field
from forms.validate import Moment, read_answers
from licorne.adapters import clock
from licorne.errors import refuse
from licorne.models.database import transaction
from licorne.services.filling import Hand, fill_in
from licorne.services.live import LiveForm, LiveOrganisation
from licorne.services.posts import Posted
from licorne.services.spreadsheet import plain
from rules.expression.json_types import Json
from rules.expression.problem import Problem

MOST_ROWS: Final = 2_000
MOST_CHARACTERS: Final = 400_000
#: Rows of one transaction.
_TOGETHER: Final = 50
_YES: Final = frozenset({"yes", "oui", "true", "vrai", "1", "x"})
_NO: Final = frozenset({"no", "non", "false", "faux", "0"})


@dataclass(frozen=True, slots=True)
class Asked:
    """What a column answers: a question, or the part of one that is posted as `name`."""

    field: Field
    name: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the file: its answers, or what is wrong with it. `number` counts the file's lines of data from 1."""

    number: int
    answers: Mapping[str, Json]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a file would become. `unknown` are headings that no question has."""

    rows: list[Row]
    unknown: list[str]

    @property
    def good(self) -> list[Row]:
        """The rows that can be taken over."""
        return [row for row in self.rows if not row.problems]

    @property
    def bad(self) -> list[Row]:
        """The others."""
        return [row for row in self.rows if row.problems]


def read(form: LiveForm, organisation: LiveOrganisation, text: str, language: str) -> Sheet:
    """Reads a file without keeping anything. Headings are ids of questions, or their labels in any language.

    Raises:
        Refused: it is too large, or no heading names a question.
    """
    if len(text) > MOST_CHARACTERS:
        raise refuse("file_too_long", "file", most=str(MOST_CHARACTERS // 1000))
    lines = list(_lines(text))
    if len(lines) > MOST_ROWS + 1:
        raise refuse("file_too_many_rows", "file", most=str(MOST_ROWS))
    headings = [_asked_by(form.definition, heading) for heading in (lines[0] if lines else [])]
    if not any(headings):
        raise refuse("no_known_heading", "file")
    unknown = [heading for heading, asked in zip(lines[0], headings, strict=True) if asked is None]
    rows = [_row(form, organisation, number, headings, line, language) for number, line in enumerate(lines[1:], 1)]
    return Sheet(rows, unknown)


def take_over(
    form: LiveForm, organisation: LiveOrganisation, sheet: Sheet, page: str, language: str, actor: str
) -> int:
    """Makes submissions of the good rows; how many. The same page posted twice makes them once. Raises Conflict."""
    hand = Hand(actor, kind="submission.imported")
    good = sheet.good
    for start in range(0, len(good), _TOGETHER):
        with transaction():
            for row in good[start : start + _TOGETHER]:
                fill_in(form, organisation, Posted(row.answers, f"{page}.{row.number}", language), hand)
    return len(good)


def _lines(text: str) -> Iterator[list[str]]:
    body = text.removeprefix("\ufeff")
    first = body.partition("\n")[0]
    separator = max((",", ";", "\t"), key=first.count)
    return (
        line for line in csv.reader(io.StringIO(body, newline=""), delimiter=separator) if any(map(str.strip, line))
    )


def _asked_by(definition: FormDefinition, heading: str) -> Asked | None:
    """The question behind a heading: its id, its label, or a part of it as the form posts it (`home.city`)."""
    name = heading.strip()
    first, _dot, rest = name.partition(".")
    whole = definition.by_id.get(first)
    if rest and whole is not None and whole.asked and whole.owns(rest):
        return Asked(whole, name)
    field = _field_called(definition, name)
    return Asked(field, field.id) if field else None


def _field_called(definition: FormDefinition, heading: str) -> Field | None:
    wanted = heading.strip().casefold()
    for field in definition.fields:
        named = {field.id, *(label.casefold() for label in field.label.values())}
        if field.asked and field.answers and wanted in named:
            return field
    return None


def _row(
    form: LiveForm,
    organisation: LiveOrganisation,
    number: int,
    headings: Sequence[Asked | None],
    line: Sequence[str],
    language: str,
) -> Row:
    posted: dict[str, Sequence[str]] = {}
    for asked, cell in zip(headings, line, strict=False):
        if asked is not None and cell.strip():
            text = plain(cell.strip())
            is_part = asked.name != asked.field.id
            posted[asked.name] = [text] if is_part else _posted(form.definition, asked.field, text)
    moment = Moment(zone=organisation.zone, known={"catalogue": dict(organisation.catalogue)}, needs_files=False)
    reading = read_answers(form.definition, posted, language, clock.today(organisation.zone), moment)
    return Row(number, reading.answers, reading.problems)


def _posted(definition: FormDefinition, field: Field, cell: str) -> Sequence[str]:
    """What a browser would post for it: values for the labels of options, yes and no in both languages."""
    if field.kind == "boolean":
        word = cell.casefold()
        return ["yes"] if word in _YES else ["no"] if word in _NO else [cell]
    values = {
        text.casefold(): value for code in definition.languages for value, text in _options(definition, field, code)
    }
    if field.kind == "list" and values:
        return [values.get(one.strip().casefold(), one.strip()) for one in cell.split(",")]
    return [values.get(cell.casefold(), cell)]


def _options(definition: FormDefinition, field: Field, language: str) -> list[tuple[str, str]]:
    return field.choices(language, definition.default_language)
