"""What a fresh page has filled in already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from forms.answer_error import AnswerError
from forms.definition import FormDefinition
from forms.fields.base import Field, Occasion
from forms.logic_document import formula_in
from rules.expression.evaluate import formula_reading
from rules.expression.json_types import Json
from rules.expression.read import read_formula
from rules.expression.scope import Scope
from rules.expression.values import to_json


def defaults(
    definition: FormDefinition, answers: Mapping[str, Json], today: date, language: str, known: Mapping[str, Json]
) -> dict[str, Json]:
    """The defaults of questions that are not answered yet, those of formulas computed from the answers so far.

    Raises:
        Refused: `budget_spent`.
    """
    facts: dict[str, Json] = {**known, "answers": dict(answers), "today": today.isoformat(), "language": language}
    scope = Scope(facts)
    unanswered = [field for field in definition.fields if answers.get(field.id) is None]
    found = {field.id: _default(field, scope) for field in unanswered if field.default is not None}
    return {name: value for name, value in found.items() if value is not None}


def defaults_posted(
    definition: FormDefinition, language: str, today: date, known: Mapping[str, Json] | None = None
) -> dict[str, Sequence[str]]:
    """The same for an empty form, as a browser would post them: what the controls of a fresh page hold."""
    if not definition.has_defaults:
        return {}
    posted: dict[str, Sequence[str]] = {}
    for name, value in defaults(definition, {}, today, language, known or {}).items():
        posted.update(_posted(definition.by_id[name], value))
    return posted


def prefilled(
    definition: FormDefinition, query: Mapping[str, Sequence[str]], occasion: Occasion
) -> dict[str, Sequence[str]]:
    """What of a page's address may fill in the form: acceptable values of types that a stranger's link may fill in."""
    posted: dict[str, Sequence[str]] = {}
    for field in definition.fields:
        names = [name for name in query if name == field.id or name.startswith(f"{field.id}.")]
        if field.prefillable and names:
            posted.update(_acceptable(field, {name: query[name] for name in names}, occasion))
    return posted


def _acceptable(field: Field, posted: dict[str, Sequence[str]], occasion: Occasion) -> dict[str, Sequence[str]]:
    try:
        field.optional.read_posted(posted, field.id, occasion)
    except AnswerError:
        return {}  # a link with a mistake in it is a link without it: the question is asked
    return posted


def _default(field: Field, scope: Scope) -> Json:
    tree = formula_in(field.default)
    return field.default if tree is None else to_json(formula_reading(read_formula(tree))(scope))


def _posted(field: Field, value: Json) -> Mapping[str, Sequence[str]]:
    try:
        return field.posted_of(value, field.id)
    except AnswerError:
        return {}  # a formula gave what the field cannot hold: it stays empty
