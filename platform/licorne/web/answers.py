"""Answers in words: labels instead of ids, options instead of values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flask_babel import format_decimal, get_locale

from forms.definition import FormDefinition, parse
from forms.fields.base import Field
from forms.text import localised
from licorne.web import formats
from licorne.web.translate import _
from rules.expression.json_types import Json


@dataclass(frozen=True, slots=True)
class Answer:
    """A question and what was answered, both as the reader reads them."""

    question: str
    answer: str


def shown_answers(document: Mapping[str, Json], answers: Mapping[str, Json]) -> list[Answer]:
    """All questions of a form version with their answers, in the order of the form."""
    definition = parse(dict(document))
    language = str(get_locale())
    return [
        Answer(
            localised(field.label, language, definition.default_language),
            in_words(definition, field, answers.get(field.id)),
        )
        for field in definition.fields
    ]


def in_words(definition: FormDefinition, field: Field, answer: Json) -> str:
    """One answer as text; a dash where the question was left out."""
    if answer is None or answer in ("", []):
        return "–"
    if isinstance(answer, bool):
        return _("Yes") if answer else _("No")
    options = dict(field.choices(str(get_locale()), definition.default_language))
    if isinstance(answer, list):
        return ", ".join(options.get(str(each), str(each)) for each in answer)
    text = str(answer)
    return options.get(text) or _typed(field.type, text, definition.currency)


def _typed(kind: str, text: str, currency: str) -> str:
    if kind == "money":
        return formats.amount(text, currency)
    if kind == "number":
        return str(format_decimal(Decimal(text)))
    if kind == "date":
        return formats.day(date.fromisoformat(text))
    return text
