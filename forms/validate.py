"""Reading a set of answers: what a browser posted, or typed JSON from the API. Both end in the same readers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from forms.answer_error import AnswerError
from forms.definition import FormDefinition
from forms.fields.base import Field, Occasion
from forms.logic_run import Outcome, Source, posted_source, run
from forms.text import localised
from forms.uploads import Upload
from rules.expression.json_types import Json
from rules.expression.problem import Problem, Refused

# A stranger's names of fields are kept for the log only: few of them, and short.
_MAX_UNKNOWN = 50
_MAX_NAME = 80
# JSON writes numbers with a point and dates as ISO 8601, whatever the page's language.
_JSON_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class Reading:
    """The acceptable answers, the problems of the others (place = posted name), and names that the form lacks.

    What is hidden has the answer null, whatever was posted. Unknown names are never used; `total=0.01` in a post changes
    nothing. A problem without a place is one of the form: `stopped` with the message of its author.
    """

    answers: dict[str, Json]
    problems: tuple[Problem, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Moment:
    """What else decides about answers: the organisation's zone, files that were kept before, facts that formulas name.

    `needs_files` is False for staff, who answer for somebody and have no files of theirs: no question for files is required then.
    """

    zone: str = "UTC"
    uploads: Mapping[str, Upload] = field(default_factory=dict)
    known: Mapping[str, Json] = field(default_factory=dict)
    needs_files: bool = True


NOTHING_ELSE = Moment()


def read_answers(
    definition: FormDefinition,
    raw: Mapping[str, Sequence[str]],
    language: str,
    today: date,
    moment: Moment = NOTHING_ELSE,
) -> Reading:
    """Read posted values. Names that begin with an underscore are the page's own (its token) and are left alone."""
    occasion = occasion_of(language, today, moment)
    return _reading(definition, posted_source(raw, "", occasion), occasion, raw)


def check_answers(definition: FormDefinition, answers: Json, today: date, moment: Moment = NOTHING_ELSE) -> Reading:
    """Judge typed answers by the version's JSON Schema and by the fields' own rules."""
    if not isinstance(answers, dict):
        return Reading({}, (Problem("answers_not_an_object"),), ())
    misshapen = {
        str(error.absolute_path[0]) for error in definition.answers_validator.iter_errors(answers) if error.path
    }
    occasion = occasion_of(_JSON_LANGUAGE, today, moment)
    return _reading(definition, _typed_source(answers, occasion, misshapen), occasion, answers)


def problems_until(definition: FormDefinition, reading: Reading, page: str) -> tuple[Problem, ...]:
    """The problems of the pages up to this one: what stands in the way of going on to the next."""
    reached: set[str] = {""}
    for one in definition.program.pages:
        reached.update(one.fields)
        if one.id == page:
            break
    return tuple(problem for problem in reading.problems if problem.place.partition(".")[0] in reached)


def occasion_of(language: str, today: date, moment: Moment = NOTHING_ELSE) -> Occasion:
    """What fields read answers by: `language` and `today` are the page's."""
    facts: dict[str, Json] = {**moment.known, "answers": {}, "today": today.isoformat(), "language": language}
    return Occasion(language, today, moment.zone, moment.uploads, facts, moment.needs_files)


def _typed_source(answers: Mapping[str, Json], occasion: Occasion, misshapen: set[str]) -> Source:
    def read(question: Field, demanded: bool | None) -> Json:
        # The field's own reader goes first: its codes say more than "does not match the schema".
        posted = question.posted_of(answers.get(question.id), question.id)
        value = posted_source(posted, "", occasion)(question, demanded)
        if question.id in misshapen:
            raise AnswerError("answer_shape")
        return value

    return read


def _reading(definition: FormDefinition, source: Source, occasion: Occasion, names: Iterable[str]) -> Reading:
    kept: Any = occasion.facts["answers"]
    try:
        out = run(definition.program, source, occasion.facts, occasion, kept)
    except Refused as refused:
        return Reading({}, refused.problems, _unknown(definition, names))
    problems = _problems(definition, out, occasion)
    return Reading(out.answers, problems, _unknown(definition, names))


def _problems(definition: FormDefinition, out: Outcome, occasion: Occasion) -> tuple[Problem, ...]:
    if not out.refused and out.stopped is None:
        return ()
    places = definition.program.places
    for name, _ in out.refused:
        del out.answers[name]
    refused = sorted(out.refused, key=lambda one: places[one[0]])
    found = [Problem(e.code, place, e.parameters) for name, error in refused for place, e in error.located(name)]
    if out.stopped is not None:
        message = localised(out.stopped, occasion.language, definition.default_language)
        found.insert(0, Problem("stopped", "", {"message": message}))
    return tuple(found)


def _unknown(definition: FormDefinition, names: Iterable[str]) -> tuple[str, ...]:
    known = definition.by_id
    extra = [name[:_MAX_NAME] for name in names if name not in known and not name.startswith("_")]
    if not extra:
        return ()
    return tuple([name for name in extra if not _is_part(known, name)][:_MAX_UNKNOWN])


def _is_part(known: Mapping[str, Field], name: str) -> bool:
    first, _, rest = name.partition(".")
    return first in known and known[first].owns(rest)
