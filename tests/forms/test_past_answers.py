"""Logic may look at earlier submissions, where that stops a form or demands an answer, and nowhere else."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from forms.definition import parse
from forms.logic import view
from forms.validate import Moment, check_answers
from licorne.services import publishing
from rules.expression.problem import Refused

_DEMO = json.loads((Path(publishing.__file__).parent / "demo" / "project-request.form.json").read_text("utf-8"))
_PAST = {"left": {"fact": "answers.email"}, "operator": "exists_in_past"}
_STOP = {"do": "stop", "message": {"en": "You have asked us already.", "fr": "Vous nous avez déjà écrit."}}
_ANSWERS = {
    "name": "Ada",
    "email": "ada@example.com",
    "service": "website",
    "pages": "4",
    "rush": True,
    "consent": True,
}


def _form(when: Any, step: Any = _STOP) -> Any:
    return {**_DEMO, "logic": [{"id": "again", "when": when, "then": [step]}]}


def _stopped(when: Any, past: Any) -> list[str]:
    moment = Moment(known={"past": past} if past is not None else {})
    return [one.code for one in check_answers(parse(_form(when)), _ANSWERS, date(2026, 11, 24), moment).problems]


def test_the_form_is_stopped_by_what_is_known_and_by_nothing_else() -> None:
    never = {**_PAST, "operator": "not_exists_in_past"}
    assert [_stopped(_PAST, past) for past in ({"answers.email": True}, {"answers.email": False}, {}, None)] == [
        ["stopped"], [], [], [],
    ]  # fmt: skip
    assert [_stopped(never, past) for past in ({"answers.email": True}, {"answers.email": False}, {}, None)] == [
        [], ["stopped"], [], [],
    ]  # fmt: skip


def test_an_answer_can_be_demanded_of_who_comes_again() -> None:
    definition = parse(_form(_PAST, {"do": "require", "field": "pages"}))
    known: Any = {"past": {"answers.email": True}}
    assert definition.past_questions == ("email",)
    assert "pages" in view(definition, _ANSWERS, date(2026, 11, 24), "en", known).required
    plain = {**_DEMO, "logic": []}
    assert parse(plain).past_questions == ()


@pytest.mark.parametrize(
    "document",
    [
        _form(_PAST, {"do": "hide", "field": "pages"}),
        _form(_PAST, {"do": "set", "field": "pages", "value": "1"}),
        _form({"none": [_PAST]}),
        _form({"left": {"call": "if", "args": [_PAST, {"value": "a"}, {"value": "b"}]}, "operator": "is", "right": {"value": "a"}}),
        _form({**_PAST, "left": {"fact": "answers.service"}}),
        _form({**_PAST, "left": {"value": "ada@example.com"}}),
        {**_DEMO, "fields": [{**one, "shown_if": _PAST} if one["id"] == "pages" else one for one in _DEMO["fields"]]},
        {**_DEMO, "fields": [{**one, "required_if": _PAST} if one["id"] == "pages" else one for one in _DEMO["fields"]]},
    ],
    ids=["hide", "set", "none", "formula", "choice", "constant", "shown_if", "required_if"],
)  # fmt: skip
def test_where_a_page_would_tell_of_it_unasked_it_is_refused(document: Any) -> None:
    with pytest.raises(Refused) as refused:
        parse(document)
    assert "past_misplaced" in {problem.code for problem in refused.value.problems}
