from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings

from rules.explain import explain
from rules.plan import compile_rule
from tests.rules.documents import leaf, project_request, rule, step, submission
from tests.rules.expression.strategies import CONDITION, FACTS

_KIND = "submission.received"


def _explained(document: dict[str, Any], facts: dict[str, Any], kind: str = _KIND) -> dict[str, Any]:
    explained: dict[str, Any] = json.loads(json.dumps(explain(kind, facts, compile_rule("v1", document)).as_json()))
    return explained


def test_a_match_tells_what_every_condition_saw_and_what_would_be_done() -> None:
    told = _explained(project_request(), submission())
    assert (told["matched"], told["problems"]) == (True, [])
    assert told["trigger"]["items"][0] == {
        "fact": "form.slug",
        "operator": "is",
        "left": "project-request",
        "right": "project-request",
        "truth": True,
        "note": None,
        "place": "/trigger/settings/form",
    }
    pages = told["conditions"]["items"][1]["items"][0]
    assert (pages["fact"], pages["left"], pages["right"], pages["truth"]) == ("answers.pages", "3", "1", True)
    assert [(one["step"], one["outcome"]) for one in told["steps"]] == [("issue", "would_run"), ("mail", "would_run")]
    assert told["steps"][0]["settings"] == {
        "due_days": 30,
        "lines": [{"product": "website-page", "quantity": "3"}],
    }


def test_why_not_is_told_leaf_by_leaf() -> None:
    told = _explained(project_request(), submission(consent=False, pages=None))
    assert told["matched"] is False
    consent, pages = told["conditions"]["items"]
    assert (consent["truth"], consent["left"]) == (False, False)
    assert (pages["truth"], pages["items"][0]["note"]) == (False, "no_value")
    assert {one["outcome"] for one in told["steps"]} == {"not_reached"}


def test_another_kind_of_event_does_not_match() -> None:
    told = _explained(project_request(), submission(), kind="invoice.paid")
    assert (told["matched"], told["kind"], told["rule_kind"]) == (False, "invoice.paid", _KIND)


def test_steps_tell_whether_they_run() -> None:
    document = rule(
        step({"x": "1"}, id="a", when=leaf("no", "is_true")),
        step({}, id="b", when=leaf("steps.a.id", "is_empty")),
        step({"text": "{{ gone }}"}, id="c"),
        form=None,
    )
    told = _explained(document, {"no": False})
    assert [one["outcome"] for one in told["steps"]] == ["skipped", "depends", "failed"]
    assert told["steps"][0]["when"]["left"] is False
    assert told["steps"][0]["settings"] is None
    assert told["steps"][2]["problems"] == [
        {"code": "unknown_tag", "place": "/steps/2/settings/text:1:1", "parameters": {"tag": "gone"}}
    ]


def test_a_rule_that_hits_a_cap_is_explained_too() -> None:
    told = _explained(rule(form=None, conditions={"any": [leaf("a", "matches", "(a+)+b")] * 20}), {"a": "a" * 60_000})
    assert told["matched"] is False
    assert told["problems"][0]["code"] == "budget_spent"


@given(condition=CONDITION, facts=FACTS)
@settings(max_examples=80, deadline=None)
def test_the_explanation_agrees_with_the_plan(condition: Any, facts: Any) -> None:
    compiled = compile_rule("v1", rule(form=None, conditions=condition))
    told = explain(_KIND, facts, compiled)
    assert told.matched is (compiled.plan(facts) is not None)
    assert told.conditions is not None
    assert told.conditions.truth is told.matched
    json.dumps(told.as_json())
