"""Elements of a list of settings that repeat over a list of the facts: rows of a form become lines of an invoice."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.document import problems
from rules.explain import explain
from rules.expression.bind import bind
from rules.expression.caps import EACH_ITEMS
from rules.expression.problem import Refused
from rules.plan import compile_rule
from tests.rules.documents import leaf, rule, step
from tests.rules.expression.strategies import PLAIN

_ROWS: list[Any] = [
    {"product": {"product": "website-page", "variant": None, "quantity": "3"}, "note": "{{ secret }}", "rush": False},
    {"product": {"product": "logo", "variant": "blue", "quantity": "1"}, "note": "two", "rush": True},
]
_FACTS: dict[str, Any] = {"answers": {"items": _ROWS, "none": None, "text": "x"}, "secret": "SECRET"}
_LINE: dict[str, Any] = {
    "each": {"fact": "answers.items"},
    "product": {"formula": {"fact": "item.product.product"}},
    "quantity": {"formula": {"fact": "item.product.quantity"}},
    "detail": "Note: {{ item.note }}",
}


def _document(*lines: Any) -> dict[str, Any]:
    return rule(step({}, id="before"), step({"lines": list(lines)}, id="do"), form=None)


def _bound(lines: list[Any], facts: dict[str, Any] = _FACTS, **made: Any) -> Any:
    plan = compile_rule("v1", _document(*lines)).plan(facts)
    assert plan is not None
    if plan.problems:
        raise Refused(plan.problems)
    stored = json.loads(json.dumps(plan.intents[-1].settings))
    finished = bind(stored, facts, {"before": made})
    assert finished is not None
    return finished["lines"]


def test_every_row_becomes_a_line_in_the_order_of_the_rows() -> None:
    assert _bound([_LINE, {"product": "fee", "quantity": "1"}]) == [
        {"product": "website-page", "quantity": "3", "detail": "Note: {{ secret }}"},
        {"product": "logo", "quantity": "1", "detail": "Note: two"},
        {"product": "fee", "quantity": "1"},
    ]


def test_a_condition_drops_single_rows() -> None:
    (line,) = _bound([{**_LINE, "when": leaf("item.rush", "is_true")}])
    assert line["product"] == "logo"


def test_what_also_waits_for_a_step_keeps_its_row() -> None:
    later = {
        "each": {"fact": "answers.items"},
        "when": {"any": [leaf("steps.before.all", "is_true"), leaf("item.rush", "is_true")]},
        "text": "{{ steps.before.number }}: {{ item.note }}",
        "formula": {"formula": {"call": "concat", "args": [{"fact": "steps.before.number"}, {"fact": "item.note"}]}},
    }
    both = [{"text": f"7: {row['note']}", "formula": f"7{row['note']}"} for row in _ROWS]
    assert _bound([later], number="7", all=True) == both
    assert _bound([later], number="7", all=False) == both[1:]


def test_no_rows_make_no_lines() -> None:
    assert _bound([{**_LINE, "each": {"fact": "answers.none"}}]) == []
    assert _bound([{**_LINE, "each": {"fact": "answers.gone"}}]) == []
    assert _bound([_LINE], {"answers": {"items": []}}) == []


def test_a_setting_that_is_called_each_and_is_no_fact_stays_a_setting() -> None:
    assert _bound([{"each": "month"}, {"each": {"value": 1}}]) == [{"each": "month"}, {"each": {"value": 1}}]


@pytest.mark.parametrize(
    ("each", "code"),
    [({"fact": "answers.text"}, "not_a_list"), ({"fact": "answers.many"}, "too_many_items")],
)
def test_what_is_no_list_or_too_long_fails_the_rule_visibly(each: Any, code: str) -> None:
    facts = {"answers": {**_FACTS["answers"], "many": [{"note": ""}] * (EACH_ITEMS + 1)}}
    with pytest.raises(Refused, match=code):
        _bound([{"each": each, "a": "1"}], facts)


def test_costs_of_all_rows_come_out_of_one_budget() -> None:
    facts = {"answers": {"items": [{"n": "x" * 6000}] * EACH_ITEMS}}
    texts = {f"t{place}": "{{ item.n }}" + " " * place for place in range(4)}
    with pytest.raises(Refused, match="budget_spent"):
        _bound([{"each": {"fact": "answers.items"}, **texts}], facts)


def test_rows_within_rows_and_rows_of_steps_are_refused_when_saved() -> None:
    nested = {"each": {"fact": "answers.items"}, "inner": [{"each": {"fact": "item.more"}, "a": "1"}]}
    of_step = {"each": {"fact": "steps.before.rows"}, "a": "1"}
    codes = [
        [(one.code, one.place) for one in problems(_document(line), {"submission.received": {}}, {"act": {}})]
        for line in (nested, of_step, {"each": {"fact": "no path"}})
    ]
    place = "/steps/1/settings/lines/0"
    assert codes == [
        [("each_in_each", f"{place}/inner/0/each")],
        [("each_of_steps", f"{place}/each")],
        [("not_a_path", f"{place}/each/fact")],
    ]


def test_names_in_a_row_are_checked_against_the_rows_of_the_form() -> None:
    known = {"answers.items": "list", "answers.items.*.note": "text", "answers.items.*.rush": "boolean"}

    def found(line: Any) -> list[tuple[str, str]]:
        saved = problems(_document(line), {"submission.received": {}}, {"act": {}}, known)
        return [(one.code, one.parameters.get("name", "")) for one in saved]

    row = {"each": {"fact": "answers.items"}}
    assert found({**row, "a": "{{ item.note }}", "when": leaf("item.rush", "is_true")}) == []
    assert found({**row, "a": "{{ item.gone }}"}) == [("unknown_fact", "answers.items.*.gone")]
    assert found({**row, "a": {"formula": {"fact": "item.gone"}}}) == [("unknown_fact", "answers.items.*.gone")]
    assert found({**row, "when": leaf("item.rush", "contains", "x")}) == [("type_mismatch", "contains")]
    assert found({"a": "{{ item.note }}"}) == [("unknown_fact", "item.note")], "outside of a row there is no item"


def test_the_explanation_shows_the_lines_as_they_would_be() -> None:
    told = explain("submission.received", _FACTS, compile_rule("v1", _document(_LINE))).as_json()
    assert told["steps"][1]["settings"] == {"lines": _bound([_LINE])}


@given(rows=st.lists(PLAIN, max_size=4), made=PLAIN)
@settings(max_examples=100, deadline=None)
def test_whatever_a_row_holds_is_inserted_as_data(rows: Any, made: Any) -> None:
    both = {"call": "coalesce", "args": [{"fact": "steps.before.none"}, {"fact": "item"}]}
    line = {"each": {"fact": "rows"}, "now": {"formula": {"fact": "item"}}, "later": {"formula": both}}
    expected = [{"now": row, "later": None if row in ("", [], {}) and row is not False else row} for row in rows]
    assert _bound([line], {"rows": rows}, made=made) == expected
