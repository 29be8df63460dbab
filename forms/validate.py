"""Reading a set of answers: what a browser posted, or typed JSON from the API. Both end in the same readers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from forms.answer_error import AnswerError
from forms.definition import FormDefinition
from forms.fields.base import Field, Occasion
from rules.expression.json_types import Json
from rules.expression.problem import Problem

# A stranger's names of fields are kept for the log only: few of them, and short.
_MAX_UNKNOWN = 50
_MAX_NAME = 80
# JSON writes numbers with a point and dates as ISO 8601, whatever the page's language.
_JSON_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class Reading:
    """The acceptable answers, the problems of the others (place = id of the field), and names that the form lacks.

    Unknown names are never used; `total=0.01` in a post changes nothing.
    """

    answers: dict[str, Json]
    problems: tuple[Problem, ...]
    unknown: tuple[str, ...]


def read_answers(definition: FormDefinition, raw: Mapping[str, Sequence[str]], language: str, today: date) -> Reading:
    """Read posted values. Names that begin with an underscore are the page's own (its token) and are left alone."""
    occasion = Occasion(language, today)
    answers: dict[str, Json] = {}
    problems: list[Problem] = []
    for field in definition.fields:
        try:
            answers[field.id] = field.read(raw.get(field.id, ()), occasion)
        except AnswerError as error:
            problems.append(_problem(field, error))
    return Reading(answers, tuple(problems), _unknown(definition, raw))


def check_answers(definition: FormDefinition, answers: Json, today: date) -> Reading:
    """Judge typed answers by the version's JSON Schema and by the fields' own rules."""
    if not isinstance(answers, dict):
        return Reading({}, (Problem("answers_not_an_object"),), ())
    misshapen = {
        str(error.absolute_path[0]) for error in definition.answers_validator.iter_errors(answers) if error.path
    }
    occasion = Occasion(_JSON_LANGUAGE, today)
    accepted: dict[str, Json] = {}
    problems: list[Problem] = []
    for field in definition.fields:
        try:
            accepted[field.id] = _read_typed(field, answers.get(field.id), occasion, field.id in misshapen)
        except AnswerError as error:
            problems.append(_problem(field, error))
    return Reading(accepted, tuple(problems), _unknown(definition, answers))


def _read_typed(field: Field, answer: Json, occasion: Occasion, misshapen: bool) -> Json:
    # The field's own reader goes first: its codes say more than "does not match the schema".
    value = field.read(field.raw_of(answer), occasion)
    if misshapen:
        raise AnswerError("answer_shape")
    return value


def _problem(field: Field, error: AnswerError) -> Problem:
    return Problem(error.code, field.id, error.parameters)


def _unknown(definition: FormDefinition, names: Iterable[str]) -> tuple[str, ...]:
    known = definition.by_id
    extra = [name[:_MAX_NAME] for name in names if name not in known and not name.startswith("_")]
    return tuple(extra[:_MAX_UNKNOWN])
