"""Conditions that never or always hold."""

from typing import Any

import pytest

from forms.definition import parse
from forms.warnings import warnings
from tests.forms.logic_words import P, Q, do, entry, field, is_
from tests.forms.samples import document_of

OPTIONS = [{"value": value, "label": {"en": value}} for value in "abc"]
FIELDS = [
    field("p", "yes_no"), field("q", "yes_no"), field("c", "choice", options=OPTIONS),
    field("must", "choice", options=OPTIONS, required=True),
    field("n", "number", min=1, max=9), field("m", "multiple_choice", options=OPTIONS), field("t"), field("d", "date"),
]  # fmt: skip
OF_P = field("of_p", "choice", options=OPTIONS, shown_if=P, required=True)


def doubts(tree: Any, *more: dict[str, Any], **settings: Any) -> list[tuple[str, str]]:
    definition = parse(document_of(*FIELDS, *more, field("x", shown_if=tree, **settings)))
    return [(problem.code, problem.place) for problem in warnings(definition)]


def verdict(tree: Any, *more: dict[str, Any]) -> bool | None:
    """True for always, False for never, None for no doubt."""
    found = doubts(tree, *more)
    assert all(place == f"fields[{len(FIELDS) + len(more) + 1}].shown_if" for _, place in found)
    return {"condition_always": True, "condition_never": False}[found[0][0]] if found else None


def c(operator: str, right: Any = None, name: str = "c") -> dict[str, Any]:
    return is_(f"answers.{name}", operator, right)


OPAQUE = c("matches", "x.*", "t")


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        (c("is", "a"), None),
        (c("is", "gone"), False),
        (c("is_one_of", ["gone", "a"]), None),
        (c("is_one_of", []), False),
        ({"all": [c("is", "a"), c("is", "b")]}, False),
        ({"all": [c("is", "a"), c("is_not", "a")]}, False),
        ({"any": [c("is", "a"), c("is_not", "a")]}, None),  # no answer is neither
        ({"any": [c("is", "a", "must"), c("is_not", "a", "must")]}, True),
        (c("is_one_of", ["a", "b", "c"], "must"), True),
        (c("is_one_of", ["a", "b", "c"]), None),
        (c("is_empty", None, "must"), False),
        ({"all": [P, {"none": [P]}]}, False),
        ({"any": [c("is_true", None, "p"), c("is_false", None, "p")]}, True),
        ({"all": []}, True),
        ({"any": []}, False),
        (c("at_least", "10", "n"), False),
        (c("at_least", "9", "n"), None),
        ({"all": [c("greater_than", "3", "n"), c("less_than", "4", "n")]}, False),
        ({"all": [c("at_least", "3", "n"), c("less_than", "4", "n")]}, None),
        ({"all": [c("includes", "a", "m"), c("excludes", "a", "m")]}, False),
        ({"all": [c("includes", "a", "m"), c("includes", "b", "m")]}, None),
        (c("includes", "gone", "m"), False),
        ({"all": [c("is", "x", "t"), c("is", "y", "t")]}, False),
        ({"all": [c("before", "2026-01-01", "d"), c("after", "2026-01-01", "d")]}, False),
        (c("between", ["2026-01-05", "2026-01-01"], "d"), False),
        (OPAQUE, None),
        ({"all": [OPAQUE, c("is", "a"), c("is", "b")]}, False),
        ({"any": [OPAQUE, {"all": []}]}, True),
        ({"none": [P, {"none": [P]}]}, False),
    ],
)
def test_dead_and_constant_conditions_are_named_and_no_others(tree, expected):
    assert verdict(tree) is expected


def test_the_condition_of_what_it_looks_at_counts_too():
    is_a = is_("answers.of_p", "is", "a")
    assert verdict({"all": [is_a, {"none": [P]}]}, OF_P) is False, "of_p has an answer only where p is ticked"
    assert verdict({"all": [is_a, Q]}, OF_P) is None
    assert verdict({"all": [is_a, P]}, OF_P) is None
    assert verdict({"any": [is_("answers.of_p", "is_not_empty"), {"none": [P]}]}, OF_P) is True


def test_what_logic_shows_and_hides_is_not_guessed_at():
    fields = [*FIELDS, OF_P, field("x", shown_if={"all": [is_("answers.of_p", "is", "a"), {"none": [P]}]})]
    definition = parse(document_of(*fields, logic=[entry(Q, do("show", "of_p"))]))
    assert warnings(definition) == []


def test_entries_and_the_other_conditions_of_a_field_are_judged_as_well():
    never = c("is", "gone")
    definition = parse(
        document_of(
            *FIELDS, field("x", required_if=never, read_only_if={"all": []}), logic=[entry(never, do("hide", "x"))]
        )
    )
    assert [(problem.code, problem.place) for problem in warnings(definition)] == [
        ("condition_never", "fields[9].required_if"), ("condition_always", "fields[9].read_only_if"), ("condition_never", "logic[0].when"),
    ]  # fmt: skip


def test_a_condition_that_is_too_dear_to_try_is_left_alone():
    many = [field(f"f{n}", "choice", options=OPTIONS) for n in range(8)]
    tree = {"all": [{"any": [is_(f"answers.f{n}", "is", "a"), is_(f"answers.f{n}", "is", "b")]} for n in range(8)]}
    assert verdict(tree, *many) is None
