"""Problems in words: the engines answer with codes and parameters, here they become sentences in the reader's language."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from flask_babel import format_decimal

from licorne.web import formats, message_answers, message_documents, message_rules, message_services
from licorne.web.translate import _
from rules.expression.problem import Problem

#: Every code that we can put into words → its English sentence.
TEXTS: Final[dict[str, str]] = {
    **message_answers.TEXTS,
    **message_documents.TEXTS,
    **message_rules.TEXTS,
    **message_services.TEXTS,
}


def sentence(problem: Problem) -> str:
    """The problem as one sentence; a code that has none yet is shown as it is, it still helps whoever is asked for help."""
    text = TEXTS.get(problem.code)
    if text is None:
        return _("Something is not right (%(code)s).", code=problem.code)
    return _(text, **{name: _shown(name, value) for name, value in problem.parameters.items()})


def located(problem: Problem) -> str:
    """The sentence with the place it is about, for documents: `fields[2].options: …`."""
    return f"{problem.place}: {sentence(problem)}" if problem.place else sentence(problem)


def sentence_of(code: str, parameters: Mapping[str, str] | None = None) -> str:
    """The same from a code that was kept in the database."""
    return sentence(Problem(code, "", dict(parameters or {})))


def _shown(name: str, value: str) -> str:
    """Bounds are numbers or dates in canonical form: written as the reader writes them."""
    if name not in {"minimum", "maximum", "count"}:
        return value
    try:
        return formats.day(date.fromisoformat(value)) if value.count("-") == 2 else str(format_decimal(Decimal(value)))
    except (ValueError, InvalidOperation):
        return value
