from __future__ import annotations

import json
from typing import Any

import pytest

from rules.expression.caps import check_document
from rules.expression.kinds import mismatches
from rules.expression.problem import Refused
from rules.expression.read import read_condition, read_formula

_IS = {"left": {"fact": "a"}, "operator": "is", "right": {"value": "x"}}


def _sum(*arguments: Any) -> dict[str, Any]:
    return {"call": "add", "args": list(arguments)}


def _problems(raw: Any) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as refused:
        read_condition(raw)
    return [(problem.code, problem.place) for problem in refused.value.problems]


@pytest.mark.parametrize(
    ("raw", "code", "place"),
    [
        ({}, "not_a_condition", ""),
        ([], "not_a_condition", ""),
        ("x", "not_a_condition", ""),
        ({"fact": "a"}, "not_a_condition", ""),
        ({"all": {}}, "not_a_condition", ""),
        ({"all": [], "any": []}, "not_a_condition", ""),
        ({"all": [_IS, 3]}, "not_a_condition", "/all/1"),
        ({**_IS, "operator": "eval"}, "unknown_operator", "/operator"),
        ({**_IS, "operator": ["is"]}, "unknown_operator", "/operator"),
        ({**_IS, "operator": "__class__"}, "unknown_operator", "/operator"),
        ({**_IS, "extra": 1}, "not_a_condition", ""),
        ({**_IS, "left": {"fact": "a..b"}}, "not_a_path", "/left/fact"),
        ({**_IS, "left": {"fact": "a[0]"}}, "not_a_path", "/left/fact"),
        ({**_IS, "left": {"fact": "a.b\n"}}, "not_a_path", "/left/fact"),
        ({**_IS, "left": {"fact": ["a"]}}, "not_a_path", "/left/fact"),
        ({**_IS, "left": "a"}, "not_a_formula", "/left"),
        ({**_IS, "left": {"value": 1, "fact": "a"}}, "not_a_formula", "/left"),
        ({**_IS, "left": {"call": "eval", "args": []}}, "unknown_function", "/left/call"),
        ({**_IS, "left": {"call": {}, "args": []}}, "unknown_function", "/left/call"),
        ({**_IS, "left": {"call": "divide", "args": []}}, "wrong_number_of_arguments", "/left/args"),
        ({**_IS, "left": {"value": 1.5}}, "value_not_allowed", "/left/value"),
        ({**_IS, "left": {"value": {"a": 1}}}, "value_not_allowed", "/left/value"),
        ({**_IS, "left": {"value": [[1]]}}, "value_not_allowed", "/left/value"),
        ({"left": {"fact": "a"}, "operator": "is"}, "right_missing", ""),
        ({**_IS, "operator": "is_true"}, "right_not_expected", "/right"),
        ({**_IS, "operator": "is", "right": {"value": None}}, "not_a_text", "/right"),
        ({**_IS, "operator": "is_one_of"}, "not_a_texts", "/right"),
        ({**_IS, "operator": "at_least"}, "not_a_number", "/right"),
        ({**_IS, "operator": "at_least", "right": {"value": "1e999999"}}, "not_a_number", "/right"),
        ({**_IS, "operator": "at_least", "right": {"value": "NaN"}}, "not_a_number", "/right"),
        ({**_IS, "operator": "on"}, "not_a_date", "/right"),
        ({**_IS, "operator": "on", "right": {"value": "2026-02-30"}}, "not_a_date", "/right"),
        ({**_IS, "operator": "within_last_days", "right": {"value": -1}}, "not_a_days", "/right"),
        ({**_IS, "operator": "between", "right": {"value": ["1", "2026-01-01"]}}, "not_a_range", "/right"),
        ({**_IS, "operator": "between", "right": {"value": ["1"]}}, "not_a_range", "/right"),
        ({**_IS, "operator": "matches", "right": {"value": "(?=a)"}}, "not_a_pattern", "/right"),
        ({**_IS, "operator": "matches", "right": {"value": "(a)\\1"}}, "not_a_pattern", "/right"),
        ({**_IS, "operator": "matches", "right": {"value": "a{5000}"}}, "not_a_pattern", "/right"),
        ({**_IS, "operator": "matches", "right": {"value": "a" * 501}}, "not_a_pattern", "/right"),
        ({**_IS, "operator": "matches", "right": {"fact": "b"}}, "must_be_constant", "/right"),
    ],
)
def test_a_wrong_tree_is_refused_with_its_place(raw: Any, code: str, place: str) -> None:
    assert (code, place) in _problems(raw)


def test_all_problems_are_told_at_once() -> None:
    found = _problems({"all": [{**_IS, "operator": "x"}, {"none": [{**_IS, "left": {"fact": ""}}]}, 1]})
    assert [place for _, place in found] == ["/all/0/operator", "/all/1/none/0/left/fact", "/all/2"]


def test_the_depth_of_a_tree_is_capped() -> None:
    tree: Any = _IS
    for _ in range(30):
        tree = {"all": [tree]}
    read_condition(tree)
    assert [code for code, _ in _problems({"all": [tree]})] == ["tree_too_deep", "tree_too_deep"]


def test_the_nodes_of_a_tree_are_capped() -> None:
    assert [code for code, _ in _problems({"all": [_IS] * 400})] == ["tree_too_large"]


def test_a_long_list_of_values_counts_as_nodes() -> None:
    many = {"value": [str(number) for number in range(1100)]}
    assert "tree_too_large" in [code for code, _ in _problems({"all": [{**_IS, "operator": "is_one_of", "right": many}, _IS]})]


def test_a_bomb_of_brackets_is_refused_and_does_not_crash() -> None:
    document: Any = []
    for _ in range(100_000):
        document = [document]
    with pytest.raises(Refused) as refused:
        check_document(document)
    assert refused.value.problems[0].code == "document_too_deep"


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ({"a": 1.5}, "float_in_document"),
        ({"a": "\x00"}, "character_not_allowed"),
        ({"a\x00": 1}, "character_not_allowed"),
        ({"a": "\udfff"}, "character_not_allowed"),
        ({"a": object()}, "not_plain_data"),
        ({"a": "x" * 270_000}, "document_too_large"),
        ([0] * 300_000, "document_too_large"),
    ],
)
def test_documents_are_plain_small_and_storable(document: Any, code: str) -> None:
    with pytest.raises(Refused) as refused:
        check_document(document)
    assert code in [problem.code for problem in refused.value.problems]


def test_a_problem_is_plain_data() -> None:
    with pytest.raises(Refused) as refused:
        read_formula({"call": "evil", "args": []}, "/x")
    assert json.loads(json.dumps(refused.value.problems[0].as_json())) == {
        "code": "unknown_function",
        "place": "/x/call",
        "parameters": {"function": "evil"},
    }


@pytest.mark.parametrize(
    ("tree", "places"),
    [
        ({"left": {"fact": "yes"}, "operator": "is", "right": {"value": "x"}}, ["/left"]),
        ({"left": {"fact": "name"}, "operator": "at_least", "right": {"value": "1"}}, ["/left"]),
        ({"left": {"fact": "pages"}, "operator": "at_least", "right": {"fact": "name"}}, ["/right"]),
        ({"left": {"fact": "pages"}, "operator": "at_least", "right": {"fact": "unknown"}}, []),
        ({"left": {"call": "today"}, "operator": "on", "right": {"fact": "day"}}, []),
        ({"left": {"call": "today"}, "operator": "equals", "right": {"value": "1"}}, ["/left"]),
        ({"left": _sum({"fact": "pages"}, {"fact": "name"}), "operator": "equals", "right": {"value": 1}}, ["/left/args/1"]),
        ({"left": _sum({"value": "1"}, {"value": "x"}), "operator": "equals", "right": {"value": 1}}, ["/left/args/1"]),
        ({"left": {"fact": "tags"}, "operator": "is_empty"}, []),
    ],
)  # fmt: skip
def test_types_that_cannot_fit_are_found(tree: Any, places: list[str]) -> None:
    kinds = {"yes": "boolean", "name": "text", "pages": "number", "day": "date", "tags": "list"}
    found = list(mismatches(read_condition(tree), kinds))
    assert [problem.place for problem in found] == places
    assert {problem.code for problem in found} <= {"type_mismatch"}
