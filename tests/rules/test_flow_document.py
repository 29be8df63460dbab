from __future__ import annotations

from typing import Any

import pytest

from rules.document import problems
from rules.plan import RuleIndex, compile_rule
from tests.rules.documents import leaf, rule
from tests.rules.flows import YES, approval, branch, do, each, wait, wait_event

_ANY: Any = {"type": "object"}
_TEXT = {"text": "{{ item.n }}"}
_FACTS = {"answers.rows": "list", "answers.rows.*.n": "text", "answers.name": "text", "yes": "boolean"}


def _found(*steps: Any, **more: Any) -> list[tuple[str, str]]:
    document = {**rule(*steps, form=None), **more}
    return [(one.code, one.place) for one in problems(document, {"submission.received": _ANY}, {"act": _ANY}, _FACTS)]


def test_every_construct_may_be_written() -> None:
    rows = each("rows", "answers.rows", do("in", settings=_TEXT), on_error=[do("oops")])
    flow = branch(
        "b", (YES, [wait("w"), approval("ok", on_refused=[do("no")])]), otherwise=[{"id": "s", "kind": "stop"}]
    )
    until = {
        "date": {"formula": {"fact": "today"}},
        "offset": -3,
        "unit": "working_days",
        "country": "FR",
        "at": "08:00",
    }
    more = [
        wait_event("e", "invoice.paid", on_timeout=[{"id": "f", "kind": "fail", "settings": {"message": "Unpaid"}}]),
        {"id": "u", "kind": "wait", "settings": {"until": until}},
        {"id": "c", "kind": "call", "settings": {"rule": "other", "with": {"name": "{{ answers.name }}"}}},
        do("r", retry={"transient": {"tries": 3, "seconds": 60, "factor": 2}, "permanent": {"tries": 1}}),
    ]
    limits = {
        "once": {"per": "{{ answers.name }}", "period": "month"},
        "frequency": {"per": {"formula": {"fact": "answers.name"}}, "times": 1, "days": 7},
        "daily": 5,
        "debounce": {"per": "x", "seconds": 60},
        "one_at_a_time": {"per": "x"},
        "hours": {"from": "08:00", "until": "18:00", "weekdays": [1, 2], "country": "CH"},
        "catch_up": "latest",
    }
    settings = {"priority": 5, "match": "first", "stop_processing": True, "limits": limits, "on_error": [do("last")]}
    assert _found(rows, flow, *more, **settings) == []


@pytest.mark.parametrize(
    ("step", "code", "place"),
    [
        ({"id": "b", "kind": "branch"}, "schema_required", "/steps/0"),
        ({"id": "e", "kind": "each", "steps": []}, "schema_required", "/steps/0"),
        ({"id": "a"}, "schema_required", "/steps/0"),
        ({"id": "s", "kind": "stop", "when": YES}, "member_not_of_kind", "/steps/0/when"),
        (do("a", cases=[{"if": YES, "steps": []}]), "member_not_of_kind", "/steps/0/cases"),
        (branch("b", (leaf("yes", "frob"), [])), "unknown_operator", "/steps/0/cases/0/if/operator"),
        (branch("b", (YES, [do("b")])), "step_id_twice", "/steps/0/id"),
        (branch("b", (YES, [do("x"), do("Y")])), "not_a_step_id", "/steps/0/cases/0/steps/1/id"),
        (branch("b", (YES, [{"id": "x", "action": "rm"}])), "unknown_action", "/steps/0/cases/0/steps/0/action"),
        (branch("b", (leaf("steps.c.x", "is", "1"), [])), "unknown_step", "/steps/0/cases/0/if/left"),
        (branch("b", (leaf("nope", "is", "1"), [])), "unknown_fact", "/steps/0/cases/0/if/left"),
        (each("e", "nope", do("x")), "unknown_fact", "/steps/0/in"),
        (each("e", "answers.rows", each("f", "item.x", do("x"))), "each_in_each", "/steps/0/steps/0/in"),
        ({"id": "e", "kind": "each", "in": {"value": 1}, "steps": []}, "not_a_list_fact", "/steps/0/in"),
        (wait("w", settings={}), "wait_for_one_thing", "/steps/0/settings"),
        (wait("w", amount=-1), "setting_below_minimum", "/steps/0/settings/for/amount"),
        (wait("w", unit="moons"), "setting_not_allowed", "/steps/0/settings/for/unit"),
        (wait("w", on_timeout=[do("x")]), "timeout_without_time", "/steps/0/on_timeout"),
        (approval("ok", on_timeout=[do("x")]), "timeout_without_time", "/steps/0/on_timeout"),
        (approval("ok", settings={"ask": [], "title": "x"}), "setting_too_few", "/steps/0/settings/ask"),
        (
            approval("ok", settings={"ask": ["a", "b"], "title": "x", "need": "one"}),
            "one_is_asked",
            "/steps/0/settings/ask",
        ),
        ({"id": "c", "kind": "call", "settings": {}}, "setting_missing", "/steps/0/settings"),
        (do("x", on_error=[do("y", settings=_TEXT)]), "unknown_fact", "/steps/0/on_error/0/settings/text"),
        (do("x", retry={"transient": {"tries": -1}}), "schema_minimum", "/steps/0/retry/transient/tries"),
    ],
)
def test_a_mistake_in_a_step_has_a_code_and_a_place(step: Any, code: str, place: str) -> None:
    assert (code, place) in _found(step)


@pytest.mark.parametrize(
    ("member", "value", "code", "place"),
    [
        ("limits", {"often": 1}, "setting_unknown", "/limits/often"),
        ("limits", {"daily": 0}, "setting_below_minimum", "/limits/daily"),
        ("limits", {"once": {}}, "setting_missing", "/limits/once"),
        ("limits", {"once": {"per": "{{ steps.a.x }}"}}, "unknown_step", "/limits/once/per"),
        ("limits", {"hours": {"from": "08:00", "until": "08:00"}}, "hours_without_length", "/limits/hours"),
        ("priority", 5000, "schema_maximum", "/priority"),
        ("match", "some", "schema_enum", "/match"),
        ("on_error", [do("a")], "step_id_twice", "/on_error/0/id"),
    ],
)
def test_a_mistake_in_how_a_rule_runs_has_a_code_and_a_place(member: str, value: Any, code: str, place: str) -> None:
    assert (code, place) in _found(do("a"), **{member: value})


def test_an_awaited_event_is_judged_by_a_condition() -> None:
    step = wait_event("w", "invoice.paid")
    step["settings"]["event"]["if"] = leaf("invoice.total", "frob")
    assert _found(step) == [("unknown_operator", "/steps/0/settings/event/if/operator")]


def test_a_deep_tree_and_a_long_one_end_as_a_problem() -> None:
    steps: list[Any] = [do("x")]
    for number in range(40):
        steps = [branch(f"b{number}", (YES, steps))]
    assert [code for code, _ in _found(*steps)] == ["document_too_deep"]
    many = [branch(f"b{number}", *((YES, [do(f"s{number}-{one}")]) for one in range(30))) for number in range(40)]
    assert ("too_many_steps", "/steps/32/cases/7/steps/0") in _found(*many)


def test_a_higher_priority_is_asked_first_and_may_stop_the_others() -> None:
    def asked(*members: dict[str, Any]) -> list[str]:
        rules = [compile_rule(f"v{at}", {**rule(form=None), **more}) for at, more in enumerate(members)]
        return [plan.version_id for plan in RuleIndex(rules).plan("submission.received", {})]

    assert asked({}, {"priority": 1}, {}) == ["v1", "v0", "v2"]
    assert asked({}, {"match": "first"}) == ["v0"]
    assert asked({"match": "first"}, {}) == ["v0", "v1"]
    assert asked({"stop_processing": True}, {}, {"priority": -1}) == ["v0"]
    assert asked({"priority": 1}, {"match": "first", "stop_processing": True}, {}) == ["v0", "v2"]


def test_the_keys_of_limits_come_from_the_facts() -> None:
    document = {**rule(form=None), "limits": {"once": {"per": {"formula": {"fact": "answers.name"}}}, "daily": 2}}
    (plan,) = RuleIndex([compile_rule("v", document)]).plan("submission.received", {"answers": {"name": "Ada"}})
    assert plan.limits == {"once": {"per": "Ada"}, "daily": 2}
