"""From bound fields to drawn questions: labels of parts, prices, pages, and what the logic says about each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import format_decimal

from forms.definition import FormDefinition
from forms.logic import View
from forms.text import localised
from forms.uploads import Upload
from forms.wtfields import AnswerField
from forms.wtform import AnswersForm
from licorne.web import formats
from licorne.web.question_offers import Catalogue, grouped, offers, products_of
from licorne.web.question_words import part_word
from licorne.web.questions import Asked, Row
from licorne.web.translate import _, ngettext
from rules.expression.json_types import Json


@dataclass(frozen=True, slots=True)
class Around:
    """What a showing knows beside the fields: prices, the reader's language, what the logic decided (None: everything shown)."""

    definition: FormDefinition
    language: str
    catalogue: Catalogue
    view: View | None
    #: Files that were kept before, by id, and whether more can be added here.
    uploads: Mapping[str, Upload] = field(default_factory=dict)
    takes_files: bool = False
    #: What is left of limited options (field, value), and whether the number is said.
    left: Mapping[tuple[str, str], int] = field(default_factory=dict)
    shows_left: bool = False

    @property
    def languages(self) -> tuple[str, str]:
        """The reader's language, and the one of the form."""
        return self.language, self.definition.default_language


def drawn(form: AnswersForm, around: Around) -> tuple[Asked, ...]:
    """All questions in their order."""
    return tuple(_levelled([_question(field, around) for field in form], around))


def _levelled(questions: list[Asked], around: Around) -> Iterator[Asked]:
    """Headings below the title of the page they stand on, none of them skipping a level (WCAG 1.3.1)."""
    above = 2 if len(around.definition.program.pages) > 1 else 1
    level = above
    for one in questions:
        if one.kind == "heading":
            question: Any = one.field.question
            level = min(question.level + above - 1, level + 1)
        yield replace(one, level=level)


def _question(field: AnswerField, around: Around) -> Asked:
    """A question of the form itself, on which the view has its say."""
    if around.left:
        _say_left(field, around)
    view = around.view
    if view is None:
        return _asked(field, around, required=field.required)
    required, read_only = field.name in view.required, field.name in view.read_only
    computed = view.computed.get(field.name)
    if computed is not None:
        _fill(field, computed)
    return _asked(
        field,
        around,
        required=required,
        read_only=read_only,
        visible=field.name in view.visible,
        value=_shown(field, computed, around),
    )


def _asked(field: AnswerField, around: Around, label: str = "", **said: Any) -> Asked:
    more: dict[str, Any] = {"label": label or str(field.label.text), "unit": _unit(field, around), **said}
    if field.kind == "section":
        section: Any = field.question
        more["add"] = localised(section.add, *around.languages)
        return Asked(field, rows=_rows(field, around), **more)
    if field.kind == "file":
        kept = tuple(around.uploads[one] for one in field.raws if one in around.uploads)
        return Asked(field, files=kept, takes_files=around.takes_files, **more)
    parts = tuple(_part(field, part, around, more["required"]) for part in getattr(field, "parts", ()))
    if field.kind == "product":
        return _product(field, around, parts, more)
    return Asked(field, parts=parts, **more)


def _part(whole: AnswerField, part: AnswerField, around: Around, needed: bool) -> Asked:
    """A part is demanded where its answer is: a form that may be left out must not be held up by the browser."""
    question: Any = part.question
    if part.raw_data is None and isinstance(question.default, str):
        part.raw_data = [question.default]
    label = part_word(whole.kind, question.id)
    return _asked(part, around, label=label, required=needed and part.required)


def _product(field: AnswerField, around: Around, parts: tuple[Asked, ...], more: dict[str, Any]) -> Asked:
    product = products_of(field)
    shown = offers(parts[0].field.choices, around.catalogue, around.languages)
    chosen = parts[1].field.choices if len(parts) > 2 else []
    variants = grouped(product, shown, chosen, around.catalogue, around.languages)
    return Asked(field, parts=parts, offers=shown, variants=variants, **more)


def _rows(field: Any, around: Around) -> tuple[Row, ...]:
    return tuple(_row(fields, around) for fields in field.rows)


def _row(fields: Sequence[AnswerField], around: Around) -> Row:
    name = str(fields[0].name).rpartition(".")[0]
    return Row(name, tuple(_asked(field, around, required=field.required) for field in fields))


def _unit(field: AnswerField, around: Around) -> str:
    if field.kind == "quantity":
        return field.text
    return {"money": around.definition.currency, "percentage": "%"}.get(field.kind, "")


def _say_left(field: AnswerField, around: Around) -> None:
    """Marks the options of which nothing is left, in words: a colour alone says nothing to many (WCAG 1.4.1)."""
    left = {value: number for (name, value), number in around.left.items() if name == field.name}
    field.taken = frozenset(value for value, number in left.items() if number == 0)
    field.notes = {value: _left(number) for value, number in left.items() if number == 0 or around.shows_left}


def _left(number: int) -> str:
    return ngettext("%(num)s left", "%(num)s left", number) if number else _("fully booked")


def _fill(field: AnswerField, value: Json) -> None:
    """Puts a computed answer where it is seen."""
    question: Any = field.question
    if question.asked and not getattr(field, "parts", ()) and question.type != "section":
        field.raw_data = list(question.raw_of(value))


def _shown(field: AnswerField, value: Json, around: Around) -> str:
    """A computed value as the reader writes it."""
    if value is None or field.kind != "calculated":
        return ""
    return written(str(value), getattr(field.question, "format", "text"), around.definition.currency)


def written(text: str, form: str, currency: str) -> str:
    """A calculated answer in words, by its `format`."""
    if form == "money":
        return formats.amount(text, currency)
    if form == "date":
        return formats.day(date.fromisoformat(text))
    return str(format_decimal(Decimal(text))) if form == "number" else text


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the form. `open` says that a script shows it first, `left_out` that the logic leaves it out."""

    id: str
    title: str
    questions: tuple[Asked, ...]
    open: bool
    left_out: bool


def pages(questions: tuple[Asked, ...], around: Around) -> list[Page]:
    """The pages with their questions; open is the first, or the first with something to correct."""
    by_name = {one.name: one for one in questions}
    found: list[Page] = []
    for page in around.definition.program.pages:
        shown = tuple(by_name[name] for name in page.fields)
        there = around.view is None or page.id in {each.id for each in around.view.pages}
        found.append(Page(page.id, localised(page.label, *around.languages), shown, False, not there))
    reachable = [page for page in found if page.questions]
    first = next((page for page in reachable if any(map(_is_wrong, page.questions))), reachable[0])
    return [Page(one.id, one.title, one.questions, one is first, one.left_out) for one in reachable]


def _is_wrong(one: Asked) -> bool:
    return bool(one.error) or any(map(_is_wrong, one.inner))
