from __future__ import annotations

import json
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from rules.expression.evaluate import compile_condition, compile_formula
from rules.expression.functions.registry import FUNCTIONS
from rules.expression.numbers import as_number, number_text
from rules.expression.operators.registry import OPERATORS
from rules.expression.problem import Refused
from rules.expression.read import read_condition
from rules.expression.scope import Scope
from rules.expression.trace import LeafTrace, trace_condition
from tests.rules.expression.strategies import CONDITION, FACTS, FORMULA

_FIXTURE = json.loads((Path(__file__).parents[1] / "fixtures" / "expressions.json").read_text("utf-8"))
_CASES = _FIXTURE["cases"]
_FAST = settings(max_examples=150, deadline=None)


@pytest.mark.parametrize("case", _CASES, ids=lambda case: case["name"])
def test_the_shared_fixture_holds(case: dict[str, Any]) -> None:
    compiled = compile_condition if case["kind"] == "condition" else compile_formula
    got = compiled(case["tree"])(_FIXTURE["facts"])
    assert got == case["expected"]
    assert type(got) is type(case["expected"])


def test_the_fixture_covers_every_operator_and_function() -> None:
    text = json.dumps(_CASES)
    missing = [name for name in OPERATORS if f'"operator": "{name}"' not in text]
    missing += [name for name in FUNCTIONS if f'"call": "{name}"' not in text]
    assert missing == []


def test_both_languages_have_words_for_every_operator_and_function() -> None:
    for language in ("en", "fr"):
        words = json.loads(files("rules").joinpath("words", f"{language}.json").read_text("utf-8"))
        assert words["operators"].keys() == OPERATORS.keys()
        assert words["joined"].keys() | words["functions"].keys() == FUNCTIONS.keys()


@given(tree=CONDITION, facts=FACTS)
@_FAST
def test_compiled_and_traced_conditions_agree_and_never_raise(tree: Any, facts: Any) -> None:
    truth = compile_condition(tree)(facts)
    assert isinstance(truth, bool)
    assert trace_condition(read_condition(tree), Scope(facts)).truth is truth


@given(tree=FORMULA, facts=FACTS)
@_FAST
def test_a_well_typed_formula_always_has_a_json_value(tree: Any, facts: Any) -> None:
    json.dumps(compile_formula(tree)(facts))


@given(tree=FORMULA, facts=FACTS)
@_FAST
def test_evaluating_changes_no_facts(tree: Any, facts: Any) -> None:
    before = json.dumps(facts)
    compile_formula(tree)(facts)
    assert json.dumps(facts) == before


@pytest.mark.parametrize(
    "text",
    [
        *("1e5", "1E5", "+1", " 1", "1 ", "1_000", "1,5", "NaN", "sNaN", "Infinity", "-Infinity", "", "-", ".5", "5."),
        *("0x1f", "١", "１", "1\n", "1e999999", "9" * 19, "9" * 5000, "0." + "1" * 13, "--1", "1.2.3"),
    ],
)
def test_what_is_not_plainly_a_number_is_no_number(text: str) -> None:
    assert as_number(text) is None


def test_a_boolean_and_a_float_are_no_numbers() -> None:
    assert [as_number(value) for value in (True, False, 1.5, float("nan"), [], {}, None, 10**18)] == [None] * 8


def test_a_number_is_written_in_one_way() -> None:
    assert [number_text(Decimal(text)) for text in ("1E+3", "-0.00", "2.50", "100")] == ["1000", "0", "2.5", "100"]


def test_the_trace_says_that_there_was_no_value() -> None:
    tree = {"all": [{"left": {"fact": "answers.pages"}, "operator": "at_least", "right": {"value": "1"}}]}
    group = trace_condition(read_condition(tree, "/conditions"), Scope({"answers": {"pages": None}}))
    assert group.as_json() == {
        "kind": "all",
        "truth": False,
        "place": "/conditions",
        "items": [
            {
                "truth": False,
                "operator": "at_least",
                "fact": "answers.pages",
                "left": None,
                "right": "1",
                "note": "no_value",
                "place": "/conditions/all/0",
            }
        ],
    }


def test_the_trace_says_that_a_value_is_of_the_wrong_type() -> None:
    tree = {"left": {"fact": "a"}, "operator": "at_least", "right": {"value": "1"}}
    leaf = trace_condition(read_condition(tree), Scope({"a": "many"}))
    assert isinstance(leaf, LeafTrace)
    assert (leaf.truth, leaf.left, leaf.note) == (False, "many", "wrong_type")


def test_a_pattern_over_much_text_spends_the_budget() -> None:
    leaf = {"left": {"fact": "a"}, "operator": "matches", "right": {"value": "(a+)+b"}}
    test = compile_condition({"any": [leaf] * 20})
    with pytest.raises(Refused) as refused:
        test({"a": "a" * 60_000})
    assert refused.value.problems[0].code == "budget_spent"


def test_long_lists_spend_the_budget() -> None:
    leaf = {"left": {"fact": "a"}, "operator": "includes", "right": {"value": "x"}}
    test = compile_condition({"any": [leaf] * 300})
    with pytest.raises(Refused):
        test({"a": ["y"] * 10_000})


def test_a_text_cannot_grow_beyond_its_cap() -> None:
    tree: dict[str, Any] = {"fact": "a"}
    for _ in range(12):
        tree = {"call": "concat", "args": [tree, tree]}
    with pytest.raises(Refused):
        compile_formula(tree)({"a": "x" * 1000})


def test_half_a_surrogate_pair_is_only_text() -> None:
    leaf = {"left": {"fact": "a"}, "operator": "matches", "right": {"value": "."}}
    assert compile_condition(leaf)({"a": "\ud800"}) is True
