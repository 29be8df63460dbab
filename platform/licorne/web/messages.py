"""Problems in words: the engines answer with codes and parameters, here they become sentences in the reader's language."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from flask_babel import format_decimal

from licorne.web import (
    formats,
    message_answers,
    message_billing,
    message_documents,
    message_fields,
    message_flow,
    message_rules,
    message_services,
)
from licorne.web.marker import N_
from licorne.web.translate import _
from rules.expression.problem import Problem

#: Every code that we can put into words → its English sentence.
TEXTS: Final[dict[str, str]] = {
    **message_answers.TEXTS,
    **message_documents.TEXTS,
    **message_fields.TEXTS,
    **message_flow.TEXTS,
    **message_rules.TEXTS,
    **message_billing.TEXTS,
    **message_services.TEXTS,
}

#: Codes that come in great numbers share a sentence.
_FAMILIES: Final = {
    "BR-": N_("The document breaks the rule %(code)s of EN 16931."),
    "schema_": N_("The document has not the shape it must have here: %(expected)s."),
    "smtp_4": N_("The mail server asks us to try again later."),
    "smtp_5": N_("The mail server refused the mail for good."),
}
#: Codes whose maximum is a number of bytes, written as kB and MB.
_IN_BYTES: Final = frozenset({"file_too_large", "files_too_large"})
_PLACEHOLDER: Final = re.compile(r"%\((\w+)\)s")
_UNKNOWN: Final = N_("Something is not right (%(code)s).")


def sentence(problem: Problem) -> str:
    """The problem as one sentence; a code that has none yet is shown as it is, it still helps whoever is asked for help."""
    text = TEXTS.get(problem.code)
    if text is not None:
        return _(text, **dict.fromkeys(_PLACEHOLDER.findall(text), "…") | _shown_all(problem))
    family = next((words for prefix, words in _FAMILIES.items() if problem.code.startswith(prefix)), _UNKNOWN)
    return _(family, code=problem.code, expected=problem.parameters.get("expected", ""))


def sentence_of(code: str, parameters: Mapping[str, str] | None = None) -> str:
    """The same from a code that was kept in the database."""
    return sentence(Problem(code, "", dict(parameters or {})))


def _shown_all(problem: Problem) -> dict[str, str]:
    shown = {name: _shown(name, value) for name, value in problem.parameters.items()}
    maximum = str(problem.parameters.get("maximum", ""))
    if problem.code in _IN_BYTES and maximum.isdecimal():
        shown["maximum"] = formats.size(int(maximum))
    return shown


def _shown(name: str, value: str) -> str:
    """Bounds are numbers or dates in canonical form: written as the reader writes them."""
    if name not in {"minimum", "maximum", "count"}:
        return value
    try:
        return formats.day(date.fromisoformat(value)) if value.count("-") == 2 else str(format_decimal(Decimal(value)))
    except (ValueError, InvalidOperation):
        return value
