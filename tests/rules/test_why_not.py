from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from rules.document import parse
from rules.expression.read import read_condition
from rules.expression.scope import Scope
from rules.expression.trace import trace_condition
from rules.sources import sources
from rules.why_not import Failure, first_failure
from tests.rules.documents import leaf, project_request
from tests.rules.expression.strategies import CONDITION, FACTS

YES, NO = leaf("answers.yes", "is_true"), leaf("answers.no", "is_true")
SEEN: dict[str, Any] = {"answers": {"yes": True, "no": False}}


def failure(condition: dict[str, Any], facts: dict[str, Any] | None = None) -> Failure | None:
    """The first failure of a condition."""
    node = read_condition(condition)
    return first_failure(node, trace_condition(node, Scope(SEEN if facts is None else facts)))


@pytest.mark.parametrize(
    ("condition", "place", "unwanted"),
    [
        (NO, "", False),
        ({"all": [YES, NO]}, "/all/1", False),
        ({"any": [NO, {"all": [YES, NO]}]}, "/any/0", False),
        ({"none": [NO, YES]}, "/none/1", True),
        ({"all": [YES, {"none": [{"any": [NO, YES]}]}]}, "/all/1/none/0/any/1", True),
        ({"none": [{"none": [NO]}]}, "/none/0/none/0", False),
    ],
)
def test_the_first_comparison_that_decided_is_named(condition: dict[str, Any], place: str, unwanted: bool) -> None:
    found = failure(condition)
    assert found is not None
    assert (found.trace.place, found.unwanted) == (place, unwanted)


def test_what_holds_and_what_is_empty_has_no_failure() -> None:
    assert failure({"all": [YES, {"none": [NO]}]}) is None
    assert failure({"any": []}) is None


@settings(max_examples=300)
@given(CONDITION, FACTS)
def test_a_condition_that_fails_names_a_comparison_that_is_not_as_wanted(condition: Any, facts: Any) -> None:
    node = read_condition(condition)
    trace = trace_condition(node, Scope(facts))
    found = first_failure(node, trace)
    if trace.truth:
        assert found is None
    elif found is not None:
        assert found.trace.truth is found.unwanted


def test_each_value_of_a_step_names_where_it_comes_from() -> None:
    issue, mail = parse(project_request()).steps
    assert list(sources(issue.settings)) == [
        ("lines/0/quantity", ("answers", "pages")),
        ("lines/1/when", ("answers", "rush")),
    ]
    assert ("to", ("contact", "email")) in list(sources(mail.settings))
