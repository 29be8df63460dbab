"""Attacks on the two-stage binding: whatever a stranger answers, it is data at every stage."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.expression.bind import bind
from rules.expression.problem import Refused
from rules.plan import Intent, Plan, compile_rule
from tests.rules.documents import leaf, rule, step
from tests.rules.expression.strategies import PLAIN

_ATTACKS: list[Any] = [
    "{{7*7}}",
    "{{ secret }}",
    "{{ steps.issue.number }}",
    "${7*7}",
    "=2+3",
    "{{#each secret}}x{{/each}}",
    "$bind",
    {"formula": {"fact": "secret"}},
    {"$formula": {"fact": "secret"}},
    {"$text": "{{ secret }}"},
    {"$value": "x"},
    {"$value": {"$formula": {"fact": "secret"}}},
    {"$bind": 1, "to": {"$text": "{{ secret }}"}},
    {"$when": {"any": []}, "$item": "gone"},
    {"when": {"any": []}, "product": "x"},
    [{"$formula": {"fact": "secret"}}, "{{ secret }}"],
    [{"when": {"any": []}, "a": 1}],
    [[{"$when": {"any": []}, "$item": 1}]],
    {"deep": {"deeper": [{"$text": "{{ secret }}"}]}},
]
_STEPS: dict[str, Any] = {"issue": {"invoice": "inv_1", "number": "2026-1", "lines": [{"a": "1"}]}}


def _plan(settings: dict[str, Any], facts: dict[str, Any], **more: Any) -> Plan:
    document = rule(step({}, id="issue"), step(settings, id="do", **more), form=None)
    plan = compile_rule("v1", document).plan(facts)
    assert plan is not None
    return plan


def _intent(settings: dict[str, Any], facts: dict[str, Any], **more: Any) -> Intent:
    plan = _plan(settings, facts, **more)
    assert plan.problems == ()
    return plan.intents[-1]


def _stored(settings: dict[str, Any], facts: dict[str, Any], **more: Any) -> dict[str, Any]:
    """The settings as they come back from a database row."""
    stored: dict[str, Any] = json.loads(json.dumps(_intent(settings, facts, **more).settings))
    return stored


def _bound(settings: dict[str, Any], facts: dict[str, Any], steps: dict[str, Any] = _STEPS) -> dict[str, Any] | None:
    return bind(_stored(settings, facts), facts, steps)


@pytest.mark.parametrize("attack", _ATTACKS, ids=json.dumps)
def test_an_answer_is_data_in_a_formula_at_every_depth(attack: Any) -> None:
    facts = {"a": attack, "secret": "SECRET"}
    formula = {"formula": {"fact": "a"}}
    nested = {"x": formula, "list": [formula, {"y": formula}], "object": {"z": [formula]}}
    expected = {"x": attack, "list": [attack, {"y": attack}], "object": {"z": [attack]}}
    assert _bound(nested, facts) == expected


@pytest.mark.parametrize("attack", _ATTACKS, ids=json.dumps)
def test_what_an_earlier_step_made_is_data(attack: Any) -> None:
    formula = {"formula": {"fact": "steps.issue.made"}}
    nested = {"x": formula, "list": [formula], "object": {"z": formula}}
    bound = _bound(nested, {"secret": "SECRET"}, {"issue": {"made": attack}})
    assert bound == {"x": attack, "list": [attack], "object": {"z": attack}}


@pytest.mark.parametrize("attack", [attack for attack in _ATTACKS if isinstance(attack, str)])
def test_an_answer_is_data_in_a_text(attack: str) -> None:
    facts = {"a": attack, "secret": "SECRET"}
    texts = {"now": "<{{ a }}>", "later": "<{{ a }}> {{ steps.issue.number }}", "made": "{{ steps.issue.made }}"}
    bound = _bound(texts, facts, {"issue": {"number": "7", "made": attack}})
    assert bound == {"now": f"<{attack}>", "later": f"<{attack}> 7", "made": attack}


@pytest.mark.parametrize("attack", [attack for attack in _ATTACKS if isinstance(attack, str)])
def test_a_constant_in_a_formula_is_data(attack: str) -> None:
    later = {"call": "coalesce", "args": [{"fact": "steps.issue.none"}, {"value": attack}]}
    values = {"now": {"formula": {"value": attack}}, "later": {"formula": later}}
    assert _bound(values, {"secret": "SECRET"}) == {"now": attack, "later": attack}


def test_facts_that_pretend_to_be_steps_are_not_read() -> None:
    facts = {"steps": {"issue": {"number": "FORGED"}}, "a": {"steps": {}}}
    settings = {"text": "{{ steps.issue.number }}", "value": {"formula": {"fact": "steps.issue.number"}}}
    assert _bound(settings, facts) == {"text": "2026-1", "value": "2026-1"}


@given(answer=PLAIN, made=PLAIN)
@settings(max_examples=150, deadline=None)
def test_planning_storing_and_binding_insert_exactly_the_data(answer: Any, made: Any) -> None:
    settings_ = {
        "a": {"formula": {"fact": "a"}},
        "m": {"formula": {"fact": "steps.issue.m"}},
        "l": [{"a": {"formula": {"fact": "a"}}}, {"formula": {"fact": "steps.issue.m"}}],
    }
    bound = _bound(settings_, {"a": answer}, {"issue": {"m": made}})
    assert bound == {"a": answer, "m": made, "l": [{"a": answer}, made]}


def test_settings_cannot_be_bound_a_second_time() -> None:
    facts = {"a": {"$bind": 1, "$text": "{{ secret }}"}, "secret": "SECRET"}
    bound = _bound({"x": {"formula": {"fact": "a"}}}, facts)
    assert bound is not None
    for settings_ in (bound, {}, {"$bind": True}, {"$bind": "1"}, {"x": "{{ secret }}"}):
        with pytest.raises(Refused, match="not_planned"):
            bind(settings_, facts, _STEPS)


@pytest.mark.parametrize("key", ["$bind", "$value", "$text", "$formula", "$when", "$item", "$"])
def test_a_document_cannot_write_markers_itself(key: str) -> None:
    for settings_ in ({key: 1}, {"a": {key: 1}}, {"a": [{key: 1}]}, {"a": [{"b": {key: "x", "c": 1}}]}):
        with pytest.raises(Refused, match="reserved_key"):
            compile_rule("v1", rule(step(settings_)))


def test_what_names_steps_waits_and_the_rest_is_bound() -> None:
    settings_ = {
        "literal": 5,
        "now": "Dear {{ contact.name }}",
        "later": "Dear {{ contact.name }}: {{ steps.issue.number }}",
        "sum": {"formula": {"call": "add", "args": [{"fact": "a"}, {"value": "1"}]}},
        "invoice": {"formula": {"fact": "steps.issue.invoice"}},
    }
    facts = {"contact": {"name": "Ada"}, "a": "2"}
    assert _stored(settings_, facts) == {
        "$bind": 1,
        "literal": 5,
        "now": "Dear Ada",
        "later": {"$text": "Dear {{ contact.name }}: {{ steps.issue.number }}"},
        "sum": "3",
        "invoice": {"$formula": {"fact": "steps.issue.invoice"}},
    }
    assert _bound(settings_, facts) == {
        "literal": 5,
        "now": "Dear Ada",
        "later": "Dear Ada: 2026-1",
        "sum": "3",
        "invoice": "inv_1",
    }


def test_elements_are_dropped_where_their_condition_is_false() -> None:
    lines = [
        {"p": "a", "when": leaf("yes", "is_true")},
        {"p": "b", "when": {"all": [leaf("no", "is_true")]}},
        {"p": "c", "when": leaf("steps.issue.invoice", "is_not_empty")},
        {"p": "d", "when": leaf("steps.issue.none", "is_not_empty")},
        {"p": "e", "when": "an ordinary value"},
    ]
    bound = _bound({"lines": lines}, {"yes": True, "no": False})
    assert bound == {"lines": [{"p": "a"}, {"p": "c"}, {"p": "e", "when": "an ordinary value"}]}


def test_a_step_whose_condition_names_steps_is_decided_at_binding() -> None:
    facts = {"a": "1"}
    stored = _stored({"x": "y"}, facts, when=leaf("steps.issue.invoice", "is_not_empty"))
    assert bind(stored, facts, _STEPS) == {"x": "y"}
    assert bind(stored, facts, {}) is None


def test_a_text_that_needs_what_a_skipped_step_made_is_refused_unless_it_has_a_default() -> None:
    with pytest.raises(Refused, match="unknown_tag"):
        _bound({"x": "{{ steps.issue.number }}"}, {}, {})
    assert _bound({"x": '{{ steps.issue.number | default("-") }}'}, {}, {}) == {"x": "-"}


def test_bound_data_is_a_copy() -> None:
    facts: dict[str, Any] = {"a": [1, {"b": []}]}
    bound = _bound({"x": {"formula": {"fact": "a"}}}, facts)
    planned = _intent({"x": {"formula": {"fact": "a"}}, "l": [[]]}, facts)
    assert bound is not None
    bound["x"][1]["b"].append("changed")
    planned.settings["x"]["$value"][1]["b"].append("changed")  # type: ignore[index, call-overload, union-attr]  # JSON
    assert facts == {"a": [1, {"b": []}]}


def test_a_text_that_cannot_be_written_fails_its_run_visibly() -> None:
    plan = _plan({"x": "Dear {{ contact.tenant.smtp_password }}"}, {"contact": {"name": "Ada"}})
    assert plan.intents == ()
    (problem,) = plan.problems
    assert (problem.code, problem.place) == ("unknown_tag", "/steps/1/settings/x:1:6")


@given(text=st.text(alphabet="{} $abc.\"|", max_size=20))
@settings(max_examples=100, deadline=None)
def test_a_literal_without_tags_stays_as_it_is(text: str) -> None:
    single = text.replace("{", "{ ")
    assert _bound({"x": single, "y": [single]}, {}) == {"x": single, "y": [single]}
