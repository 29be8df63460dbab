"""Conditions as a style sheet for browsers without scripts."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.css_rules import css, quoted
from forms.definition import parse
from tests.forms.logic_words import P, Q, do, entry, field, is_
from tests.forms.samples import document_of

OPTIONS = [{"value": value, "label": {"en": '</style><svg onload="x">'}} for value in ("a", "b.c", "d-1")]
FIELDS = [
    field("p", "yes_no"), field("q", "yes_no", required=True), field("c", "choice", options=OPTIONS),
    field("l", "choice", options=OPTIONS, display="list"), field("m", "multiple_choice", options=OPTIONS), field("t"),
]  # fmt: skip


def sheet(tree: Any, *more: dict[str, Any], logic: Any = (), **settings: Any) -> str:
    definition = parse(document_of(*FIELDS, *more, field("x", shown_if=tree, **settings), logic=list(logic)))
    whole = css(definition)
    assert whole == "" or (whole.startswith("@media (scripting:none){") and whole.endswith("}"))
    return whole.removeprefix("@media (scripting:none){").removesuffix("}")


def chosen(value: str, name: str = "c") -> str:
    return f':has([name="{name}"][value="{value}"]:checked)'


TICKED = ':has([name="p"]:checked)'
HIDE = " #q-x{display:none}"


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        (is_("answers.c", "is", "a"), f"form:not({chosen('a')}){HIDE}"),
        (is_("answers.c", "is_one_of", ["a", "d-1"]), f"form:not({chosen('a')},{chosen('d-1')}){HIDE}"),
        (is_("answers.c", "is_not", "a"), f"form:not({chosen('b.c')},{chosen('d-1')}){HIDE}"),
        (is_("answers.l", "is", "b.c"), f'form:not(:has([name="l"] option[value="b.c"]:checked)){HIDE}'),
        (is_("answers.m", "includes", "a"), f"form:not({chosen('a', 'm')}){HIDE}"),
        (is_("answers.m", "includes_all", ["a", "d-1"]), f"form:not({chosen('a', 'm')}{chosen('d-1', 'm')}){HIDE}"),
        (P, f"form:not({TICKED}){HIDE}"),
        (is_("answers.p", "is_false"), f"form:not(:not({TICKED})){HIDE}"),
        (is_("answers.q", "is_false"), f"form:not({chosen('no', 'q')}){HIDE}"),
        ({"all": [P, is_("answers.c", "is", "a")]}, f"form:not({chosen('a')}{TICKED}){HIDE}"),
        ({"any": [P, is_("answers.c", "is", "a")]}, f"form:not({TICKED},{chosen('a')}){HIDE}"),
        ({"none": [P]}, f"form:not(:not({TICKED})){HIDE}"),
        ({"any": []}, f"form{HIDE}"),
        ({"all": []}, ""),
        (is_("answers.c", "is", "gone"), f"form{HIDE}"),
        (is_("answers.t", "is", "x"), ""),
        (is_("answers.c", "contains", "a"), ""),
        (is_("language", "is", "fr"), ""),
        ({"all": [P, is_("answers.t", "is", "x")]}, ""),
    ],
)
def test_simple_conditions_become_rules_and_others_none(tree, expected):
    assert sheet(tree) == expected


def test_what_a_hidden_question_holds_does_not_count():
    inner = field("inner", "choice", options=OPTIONS, shown_if=P)
    rules = sheet(is_("answers.inner", "is", "a"), inner)
    hidden_inner = f"form:not({TICKED}) #q-inner{{display:none}}"
    assert rules == f"{hidden_inner}form:not({chosen('a', 'inner')}{TICKED}){HIDE}"


def test_what_logic_decides_or_another_page_asks_is_left_to_the_server():
    assert sheet(P, logic=[entry(Q, do("hide", "x"))]) == ""
    assert sheet(P, logic=[entry(Q, do("hide", "p"))]) == ""
    assert sheet(P, field("two", "page_break")) == ""


def test_too_many_combinations_are_left_to_the_server():
    values = [("a", "a"), ("b.c", "d-1")]
    pairs = [{"any": [is_("answers.c", "is", one), is_("answers.l", "is", other)]} for one, other in values]
    boxes = [field(f"b{n}", "yes_no") for n in range(14)]
    wide = {
        "all": [
            {"any": [is_(f"answers.b{n}", "is_true"), is_(f"answers.b{n + 1}", "is_true")]} for n in range(0, 14, 2)
        ]
    }
    assert sheet(wide, *boxes) == ""
    assert len(sheet({"all": pairs})) < 1000


def test_labels_never_reach_the_style_sheet():
    assert "svg" not in sheet(is_("answers.c", "is", "a"))


@given(st.text())
def test_no_text_can_end_a_css_string(text):
    inside = quoted(text)[1:-1]
    assert all(one.isascii() and (one.isalnum() or one in "_.-\\ ") for one in inside)
    assert quoted("a") == '"a"'
    assert quoted('"</') == '"\\22 \\3c \\2f "'
