"""What a form shows, asks for, computes and skips."""

import json
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.defaults import defaults, prefilled
from forms.definition import parse
from forms.logic import View, view
from forms.validate import Moment, check_answers, problems_until, read_answers
from rules.expression.problem import Refused
from tests.forms import logic_cases
from tests.forms.logic_cases import FILE
from tests.forms.logic_words import OPTIONS, P, do, entry, field, is_, yes
from tests.forms.samples import ENGLISH, TODAY, document_of

CASES = json.loads(FILE.read_text("utf-8"))["cases"]
MAIL = {"email": ["a@b.co"]}


def form(*fields: dict[str, Any], logic: Any = (), **more: Any):
    return parse(document_of(*fields, logic=list(logic), **more))


def in_order(definition, names) -> list[str]:
    order = [one.id for one in definition]
    return sorted((name for name in names if name != "email"), key=order.index)


def told(definition, seen: View) -> dict[str, Any]:
    """The view as the fixture writes it, without the e-mail field that every form here has."""
    rows = {
        name: [
            {
                "visible": in_order(definition.by_id[name].fields, row.visible),
                "required": in_order(definition.by_id[name].fields, row.required),
                "read_only": in_order(definition.by_id[name].fields, row.read_only),
                "computed": dict(row.computed),
            }
            for row in listed
        ]
        for name, listed in seen.rows.items()
    }
    pages = [[page.id, [name for name in page.fields if name != "email"]] for page in seen.pages]
    return {
        "visible": in_order(definition.fields, seen.visible),
        "required": in_order(definition.fields, seen.required),
        "read_only": in_order(definition.fields, seen.read_only),
        "pages": pages,
        "computed": dict(seen.computed),
        "stopped": seen.stopped,
        "rows": rows,
    }


def test_the_shared_fixture_is_large_and_says_what_the_tables_say() -> None:
    assert len(CASES) >= 300
    assert len({one["name"] for one in CASES}) == len(CASES)
    assert FILE.read_text("utf-8") == logic_cases.written()


@pytest.mark.parametrize("number", range(len(CASES)), ids=lambda number: CASES[number]["name"])
def test_the_shared_fixture_holds(number: int) -> None:
    one = CASES[number]
    definition = form(*one["fields"], logic=one["logic"])
    answers = {"email": "a@b.co", **one["answers"]}
    assert told(definition, view(definition, answers, TODAY, "en")) == one["expected"]


def codes(reading) -> dict[str, str]:
    return {problem.place: problem.code for problem in reading.problems}


def test_a_hidden_answer_is_dropped_even_if_it_was_posted_and_even_if_it_is_wrong() -> None:
    definition = form(field("p", "yes_no"), field("n", "number", shown_if=P, required=True))
    hidden = read_answers(definition, {**MAIL, "n": ["abc"]}, "en", TODAY)
    assert (hidden.answers["n"], hidden.problems, hidden.unknown) == (None, (), ())
    assert codes(read_answers(definition, {**MAIL, "p": ["yes"], "n": ["abc"]}, "en", TODAY)) == {"n": "number_format"}
    assert codes(read_answers(definition, {**MAIL, "p": ["yes"]}, "en", TODAY)) == {"n": "required"}
    assert check_answers(definition, {"email": "a@b.co", "n": 7}, TODAY).answers["n"] is None


def test_what_is_required_only_sometimes_is_asked_for_then() -> None:
    definition = form(field("p", "yes_no"), field("t", required_if=P), field("c", "yes_no", required_if=P))
    assert codes(read_answers(definition, MAIL, "en", TODAY)) == {}
    assert codes(read_answers(definition, {**MAIL, "p": ["yes"]}, "en", TODAY)) == {"t": "required", "c": "required"}
    answered = read_answers(definition, {**MAIL, "p": ["yes"], "t": ["x"], "c": ["no"]}, "en", TODAY)
    assert (answered.problems, answered.answers["c"]) == ((), False)


def test_computed_and_read_only_values_are_the_servers_whatever_was_posted() -> None:
    total = {"call": "multiply", "args": [{"fact": "answers.n"}, {"fact": "catalogue.page.price"}]}
    definition = form(
        field("n", "number"),
        field("total", "calculated", formula=total, format="money"),
        field("fixed", read_only_if={"all": []}, default="ours"),
        field("id", "auto_id"),
    )
    forged = {**MAIL, "n": ["3"], "total": ["0.01"], "fixed": ["theirs"], "id": ["X"]}
    moment = Moment(known={"catalogue": {"page": {"price": "240.00"}}})
    reading = read_answers(definition, forged, "en", TODAY, moment)
    assert (reading.problems, reading.unknown) == ((), ())
    assert reading.answers == {"email": "a@b.co", "n": "3", "total": "720.00", "fixed": "ours", "id": None}
    typed = {"email": "a@b.co", "n": 3, "total": "0.01", "fixed": "theirs"}
    assert check_answers(definition, typed, TODAY, moment).answers == reading.answers


def test_a_value_that_logic_sets_is_judged_like_one_that_is_typed() -> None:
    definition = form(
        field("p", "yes_no"),
        field("n", "number", max=5),
        logic=[entry(P, do("set", "n", value={"formula": {"value": "9"}}))],
    )
    assert codes(read_answers(definition, {**MAIL, "p": ["yes"]}, "en", TODAY)) == {"n": "above_maximum"}


def test_a_stop_refuses_the_answers_with_its_message_in_the_pages_language() -> None:
    stop = {"do": "stop", "message": {"en": "We deliver in France only.", "fr": "Nous livrons en France seulement."}}
    definition = form(field("p", "yes_no"), field("n", "number"), logic=[entry(P, stop)])
    first, second = read_answers(definition, {**MAIL, "p": ["yes"], "n": ["x"]}, "fr", TODAY).problems
    assert (first.code, first.place, first.parameters) == (
        "stopped",
        "",
        {"message": "Nous livrons en France seulement."},
    )
    assert (second.code, second.place) == ("number_format", "n")


def test_problems_come_in_the_order_of_the_form_and_up_to_a_page() -> None:
    definition = form(
        field("z", shown_if=yes("p"), required=True),
        field("two", "page_break"),
        field("p", "yes_no"),
        field("n", "number"),
    )
    reading = read_answers(definition, {**MAIL, "p": ["yes"], "n": ["x"]}, "en", TODAY)
    assert [problem.place for problem in reading.problems] == ["z", "n"]
    assert [problem.place for problem in problems_until(definition, reading, "_first")] == ["z"]
    assert problems_until(definition, reading, "two") == reading.problems


def test_rows_are_judged_one_by_one_under_their_posted_names() -> None:
    inner = [field("kind"), field("n", "number", required_if=is_("item.kind", "is", "x"), shown_if=yes("p"))]
    definition = form(field("p", "yes_no"), field("items", "section", fields=inner, min=1, max=3))
    posted = {**MAIL, "p": ["yes"], "items.4.kind": ["x"], "items.2.kind": ["y"], "items.9.kind": [" "]}
    assert codes(read_answers(definition, posted, "en", TODAY)) == {"items.4.n": "required"}
    reading = read_answers(definition, {**posted, "items.4.n": ["7"]}, "en", TODAY)
    assert reading.answers["items"] == [{"kind": "y", "n": None}, {"kind": "x", "n": "7"}]
    hidden = read_answers(definition, {**posted, "p": ["no"], "items.4.n": ["7"]}, "en", TODAY)
    assert hidden.answers["items"] == [{"kind": "y", "n": None}, {"kind": "x", "n": None}]
    assert check_answers(definition, reading.answers, TODAY).answers == reading.answers
    assert codes(read_answers(definition, MAIL, "en", TODAY)) == {"items": "too_few_rows"}
    many = {f"items.{number}.kind": ["x"] for number in range(4)}
    assert codes(read_answers(definition, {**MAIL, **many}, "en", TODAY)) == {"items": "too_many_rows"}


def refused(*fields: dict[str, Any], logic: Any = ()) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as caught:
        form(*fields, logic=logic)
    return [(problem.code, problem.place) for problem in caught.value.problems]


def test_circles_are_refused_with_their_path() -> None:
    circle = [field("a", shown_if=is_("answers.b", "is", "x")), field("b", shown_if=is_("answers.a", "is", "x"))]
    with pytest.raises(Refused) as caught:
        form(*circle)
    (problem,) = caught.value.problems
    assert (problem.code, problem.place, problem.parameters) == ("logic_circle", "fields[1]", {"path": "a → b → a"})
    assert refused(field("a", shown_if=is_("answers.a", "is", "x"))) == [("logic_circle", "fields[1]")]
    own_page = [field("one", "page_break", shown_if=is_("answers.a", "is", "x")), field("a")]
    assert refused(*own_page) == [("logic_circle", "fields[2]")]
    row = [field("x", shown_if=is_("item.y", "is", "x")), field("y", shown_if=is_("item.x", "is", "x"))]
    assert refused(field("items", "section", fields=row)) == [("logic_circle", "fields[1].fields[0]")]
    total = {"call": "sum", "args": [{"fact": "answers.items"}]}
    looped = field("items", "section", fields=[field("n", "calculated", formula=total)])
    assert refused(looped) == [("logic_circle", "fields[1]")]
    setting = entry(is_("answers.t", "is", "x"), do("set", value="y"))
    assert refused(field("t"), logic=[setting]) == [("logic_circle", "fields[1]")]


def test_the_key_of_the_contact_is_out_of_reach_of_logic() -> None:
    key = [("contact_key_optional", "contact.key")]
    for step in (do("hide", "email"), do("show", "email"), do("set", "email", value="x@y.example")):
        assert refused(field("p", "yes_no"), logic=[entry(P, step)]) == key
    mail = {"id": "email", "type": "email", "label": {"en": "Mail"}, "required": True}
    for settings_ in ({"shown_if": P}, {"read_only_if": P}):
        with pytest.raises(Refused, match="contact_key_optional"):
            parse(document_of(fields=[field("p", "yes_no"), {**mail, **settings_}]))
    with pytest.raises(Refused, match="contact_key_optional"):
        parse(document_of(fields=[field("p", "yes_no"), field("two", "page_break", shown_if=P), mail]))


def test_names_that_are_not_there_and_types_that_do_not_fit_are_refused_at_their_place() -> None:
    assert refused(field("a", shown_if={"all": [is_("answers.gone", "is", "x")]})) == [
        ("logic_fact_unknown", "fields[1].shown_if/all/0/left")
    ]
    assert refused(field("a", shown_if=is_("secret.key", "is", "x"))) == [
        ("logic_fact_unknown", "fields[1].shown_if/left")
    ]
    assert refused(field("a", shown_if=is_("item.x", "is", "x"))) == [("logic_fact_unknown", "fields[1].shown_if/left")]
    assert refused(field("p", "yes_no"), field("a", required_if=is_("answers.p", "contains", "x"))) == [
        ("type_mismatch", "fields[2].required_if/left")
    ]
    assert refused(field("a", shown_if={"left": 1})) == [("unknown_operator", "fields[1].shown_if/operator")]
    steps = [
        do("show", "gone"), do("set", "h", value="x"), {"do": "skip_page", "page": "_first"}, {"do": "jump", "to": "gone"},
        {"do": "jump", "to": "one"}, do("show", "one"),
    ]  # fmt: skip
    fields = [field("h", "heading"), field("one", "page_break"), field("p", "yes_no")]
    assert [code for code, _ in refused(*fields, logic=[entry(P, *steps)])] == [
        "logic_field_unknown", "logic_field_unasked", "logic_page_unknown", "logic_page_unknown", "logic_jump_back",
        "logic_field_unknown",
    ]  # fmt: skip
    assert refused(*fields, logic=[entry(P, do("show", "h")), entry(P, do("hide", "h"))]) == [
        ("duplicate_id", "logic[1].id")
    ]


def test_defaults_may_be_computed_from_the_answers_so_far() -> None:
    soon = {"formula": {"call": "date_add_days", "args": [{"call": "today"}, {"value": 14}]}}
    definition = form(
        field("n", "number", default="3"), field("day", "date", default=soon),
        field("m", "number", default={"formula": {"fact": "answers.n"}}), field("c", "choice", options=OPTIONS, default="b"),
    )  # fmt: skip
    assert defaults(definition, {}, TODAY, "en", {}) == {"n": "3", "day": "2026-12-08", "c": "b"}
    assert defaults(definition, {"n": "5"}, TODAY, "en", {}) == {"day": "2026-12-08", "m": "5", "c": "b"}
    wrong = field("c", "choice", options=OPTIONS, default="z")
    assert refused(wrong) == [("default_invalid", "fields[1].default")]


def test_a_link_fills_in_what_is_acceptable_and_safe_alone() -> None:
    definition = form(
        field("n", "number", max=5), field("c", "consent", text={"en": "I agree", "fr": "D’accord"}), field("account", "iban"),
        field("who", "person_name"),
    )  # fmt: skip
    query = {
        "n": ["4"], "c": ["yes"], "account": ["DE89370400440532013000"], "who.given": ["Ada"], "who.family": ["L"], "total": ["1"],
    }  # fmt: skip
    assert prefilled(definition, query, ENGLISH) == {"n": ["4"], "who.given": ["Ada"], "who.family": ["L"]}
    assert prefilled(definition, {"n": ["9"], "who.given": ["Ada"]}, ENGLISH) == {}


def test_forty_fields_with_conditions_are_read_in_under_a_millisecond() -> None:
    fields = [field("p", "yes_no")]
    for number in range(38):
        condition = {"shown_if": P, "required_if": is_("answers.p", "is_true")} if number % 2 else {}
        fields.append(field(f"f{number}", ("text", "number", "money", "date")[number % 4], **condition))
    definition = form(*fields)
    posted = {**MAIL, "p": ["yes"], **{f"f{n}": [("text", "12", "12.50", "2026-12-01")[n % 4]] for n in range(38)}}
    assert read_answers(definition, posted, "en", TODAY).problems == ()
    best = min(_seconds(lambda: read_answers(definition, posted, "en", TODAY)) for _ in range(50))
    assert best < 0.001


def _seconds(run) -> float:
    start = time.process_time()
    run()
    return time.process_time() - start


BOXES = st.fixed_dictionaries(
    {name: st.sampled_from([["yes"], ["no"], [], ["\x00"], ["yes", "no"]]) for name in ("p", "q")}
)


@given(
    one=st.sampled_from([one for one in CASES if {"p", "q"} <= {each["id"] for each in one["fields"]}]),
    boxes=BOXES,
    value=st.text(max_size=9),
)
@settings(max_examples=80, deadline=None)
def test_what_is_hidden_never_leaks(one, boxes, value) -> None:
    definition = form(*one["fields"], logic=one["logic"])
    posted = {
        **MAIL,
        **{name: [f"LEAK{value}"] for name in definition.by_id if name not in ("email", "p", "q")},
        **boxes,
    }
    reading = read_answers(definition, posted, "en", TODAY)
    seen = view(definition, reading.answers, TODAY, "en")
    assert all(reading.answers.get(name) is None for name in definition.by_id if name not in seen.visible)
    assert set(reading.answers) <= set(definition.by_id)
    places = {problem.place for problem in reading.problems if problem.place}
    assert places | set(reading.answers) == {one.id for one in definition.fields if one.answers}
