"""Answers in words: labels instead of ids, options instead of values, each by the version of the form that asked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from flask_babel import format_decimal, get_locale

from forms.definition import FormDefinition, parse
from forms.fields.base import Field
from forms.fields.file import File
from forms.fields.product import Product
from forms.fields.section import Section
from forms.text import localised
from licorne.web import formats
from licorne.web.translate import _, ngettext
from rules.expression.json_types import Json

NOTHING: Final = "–"


@dataclass(frozen=True, slots=True)
class Answer:
    """A question and what was answered, both as the reader reads them. `rows` are those of a repeating section."""

    id: str
    question: str
    answer: str
    rows: tuple[tuple["Answer", ...], ...] = ()


def shown_answers(document: Mapping[str, Json], answers: Mapping[str, Json]) -> list[Answer]:
    """All questions of a form version with their answers, in the order of the form."""
    return answers_by(parse(dict(document)), answers)


def answers_by(definition: FormDefinition, answers: Mapping[str, Json]) -> list[Answer]:
    """The same for a definition that is parsed already."""
    return [_answer(definition, field, answers.get(field.id)) for field in definition.fields if field.answers]


def question_of(definition: FormDefinition, field: Field) -> str:
    """What the field asks, in the reader's language."""
    return localised(field.label, str(get_locale()), definition.default_language) or field.id


def _answer(definition: FormDefinition, field: Field, answer: Json) -> Answer:
    question = question_of(definition, field)
    if isinstance(field, Section) and isinstance(answer, list) and answer:
        rows = tuple(_row(definition, field, row) for row in answer if isinstance(row, dict))
        return Answer(field.id, question, "", rows)
    return Answer(field.id, question, in_words(definition, field, answer))


def _row(definition: FormDefinition, section: Section, row: Mapping[str, Json]) -> tuple[Answer, ...]:
    return tuple(_answer(definition, field, row.get(field.id)) for field in section.fields if field.answers)


def in_words(definition: FormDefinition, field: Field, answer: Json) -> str:
    """One answer as text; a dash where the question was left out."""
    if answer is None or answer in ("", [], {}):
        return NOTHING
    if isinstance(answer, bool):
        return _("Yes") if answer else _("No")
    if isinstance(field, Section) and isinstance(answer, list):
        return "\n".join(_row_words(definition, field, row) for row in answer if isinstance(row, dict))
    if isinstance(answer, dict):
        return _whole(definition, field, answer)
    if isinstance(field, File) and isinstance(answer, list):  # their names stand beside the submission
        return ngettext("%(num)s file", "%(num)s files", len(answer))
    options = dict(field.choices(str(get_locale()), definition.default_language))
    if isinstance(answer, list):
        return ", ".join(options.get(str(each), str(each)) for each in answer)
    text = str(answer)
    return options.get(text) or _typed(field.type, text, definition.currency)


def _row_words(definition: FormDefinition, section: Section, row: Mapping[str, Json]) -> str:
    parts = _row(definition, section, row)
    return ", ".join(
        _("%(title)s: %(detail)s", title=one.question, detail=one.answer) for one in parts if one.answer != NOTHING
    )


def _whole(definition: FormDefinition, field: Field, answer: Mapping[str, Any]) -> str:
    """An answer of several parts."""
    match field.type:
        case "product":
            return _product(definition, field, answer)
        case "date_range":
            first, last = (formats.day(date.fromisoformat(str(answer[end]))) for end in ("from", "to"))
            return f"{first} – {last}"
        case "person_name":
            return " ".join(str(answer[part]) for part in ("given", "family") if answer.get(part))
        case "address":
            return _address(answer)
        case _:
            return "\n".join(str(part) for part in answer.values() if part)


def _product(definition: FormDefinition, field: Field, answer: Mapping[str, Any]) -> str:
    assert isinstance(field, Product)
    languages = str(get_locale()), definition.default_language
    words = {code: text for part in field.parts[:-1] for code, text in part.choices(*languages)}
    named = " – ".join(words.get(str(code), str(code)) for code in (answer["product"], answer.get("variant")) if code)
    return _("%(quantity)s × %(product)s", quantity=_number(str(answer["quantity"])), product=named)


def _address(answer: Mapping[str, Any]) -> str:
    country = str(answer.get("country") or "")
    town = " ".join(str(answer[part]) for part in ("postcode", "city") if answer.get(part))
    named = get_locale().territories.get(country, country)
    return "\n".join(str(line) for line in (answer.get("street"), answer.get("extra"), town, named) if line)


def _typed(kind: str, text: str, currency: str) -> str:
    write = _WRITTEN.get(kind)
    return write(text, currency) if write else text


def _number(text: str) -> str:
    try:
        return str(format_decimal(Decimal(text)))
    except InvalidOperation:
        return text


def _moment(text: str) -> str:
    """As it was answered, in the zone that it was answered in."""
    instant = datetime.fromisoformat(text)
    return f"{formats.day(instant.date())}, {instant:%H:%M}"


_WRITTEN: Final[dict[str, Callable[[str, str], str]]] = {
    "money": lambda text, currency: formats.amount(text, currency),
    "number": lambda text, currency: _number(text),
    "quantity": lambda text, currency: _number(text),
    "calculated": lambda text, currency: _number(text),
    "percentage": lambda text, currency: f"{_number(text)} %",
    "date": lambda text, currency: formats.day(date.fromisoformat(text)),
    "date_time": lambda text, currency: _moment(text),
}
