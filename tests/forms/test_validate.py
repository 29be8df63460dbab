"""Whole sets of answers."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.contact import ContactDraft, contact_of
from forms.definition import parse
from forms.validate import check_answers, read_answers
from tests.forms.samples import FILLED, TODAY, document_of, project_form, settings_of

FORM = project_form()
ACCEPTED = {
    "name": "Léa Moreau", "email": "Lea.Moreau@atelier-moreau.example", "service": "website", "pages": "12", "rush": True, "consent": True,
}  # fmt: skip


def codes(reading) -> dict[str, str]:
    return {problem.place: problem.code for problem in reading.problems}


def test_a_filled_form_becomes_answers_and_a_contact_and_the_answers_read_back():
    reading = read_answers(FORM, FILLED, "fr", TODAY)
    assert reading.answers == ACCEPTED
    assert reading.problems == reading.unknown == ()
    again = check_answers(FORM, reading.answers, TODAY)
    assert again == reading
    values = {"name": "Léa Moreau", "email": "Lea.Moreau@atelier-moreau.example"}
    assert contact_of(FORM, reading.answers) == ContactDraft("email", "lea.moreau@atelier-moreau.example", values)


def test_an_empty_post_names_every_missing_answer():
    reading = read_answers(FORM, {}, "en", TODAY)
    assert codes(reading) == {
        "name": "required",
        "email": "required",
        "service": "required",
        "consent": "consent_required",
    }
    assert reading.answers == {"pages": None, "rush": False}


def test_prices_in_a_post_change_nothing():
    extra = {"total": ["0.01"], "items[0][unit_price]": ["0.01"], "tax": ["0"], "currency": ["XXX"], "_token": ["t"]}
    reading = read_answers(FORM, {**FILLED, **extra}, "en", TODAY)
    assert reading.answers == ACCEPTED
    assert reading.unknown == ("total", "items[0][unit_price]", "tax", "currency")


def test_strangers_names_are_kept_few_and_short():
    reading = read_answers(FORM, {f"{n}{'x' * 500}": ["1"] for n in range(5_000)}, "en", TODAY)
    assert len(reading.unknown) == 50
    assert max(map(len, reading.unknown)) == 80


@pytest.mark.parametrize("name", ["name", "email", "service", "pages", "rush", "consent"])
def test_nul_is_refused_in_every_field(name):
    assert set(codes(read_answers(FORM, {**FILLED, name: ["a\x00b"]}, "en", TODAY))) == {name}


def test_a_field_that_came_twice_is_refused():
    assert codes(read_answers(FORM, {**FILLED, "pages": ["1", "2"]}, "en", TODAY)) == {"pages": "several_values"}


def test_a_problem_carries_what_its_sentence_needs():
    (problem,) = read_answers(FORM, {**FILLED, "pages": ["201"]}, "en", TODAY).problems
    assert (problem.code, problem.place, problem.parameters) == ("above_maximum", "pages", {"maximum": "200"})


def test_hostile_values_everywhere_are_judged_at_once():
    start = time.perf_counter()
    reading = read_answers(FORM, {name: ["٣" * 1_000_000] for name in FILLED}, "en", TODAY)
    assert time.perf_counter() - start < 0.2
    assert set(codes(reading)) == set(FILLED)


@pytest.mark.parametrize("answers", [None, [], "x", 1, True])
def test_the_api_takes_an_object_only(answers):
    assert codes(check_answers(FORM, answers, TODAY)) == {"": "answers_not_an_object"}


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        ({"name": 7}, {"name": "wrong_type"}),
        ({"name": ["Léa"]}, {"name": "wrong_type"}),
        ({"name": None}, {"name": "required"}),
        ({"name": "a\x00"}, {"name": "character"}),
        ({"pages": 12.0}, {"pages": "wrong_type"}),
        ({"pages": True}, {"pages": "wrong_type"}),
        ({"pages": 0}, {"pages": "below_minimum"}),
        ({"pages": "1,2"}, {"pages": "number_format"}),
        ({"pages": 10**30}, {"pages": "too_many_digits"}),
        ({"pages": {"$ref": "http://127.0.0.1/"}}, {"pages": "wrong_type"}),
        ({"rush": "yes"}, {"rush": "wrong_type"}),
        ({"rush": 1}, {"rush": "wrong_type"}),
        ({"service": "other"}, {"service": "choice_unknown"}),
        ({"consent": False}, {"consent": "consent_required"}),
    ],
)
def test_typed_answers_meet_the_same_rules(change, refused):
    assert codes(check_answers(FORM, {**ACCEPTED, **change}, TODAY)) == refused


def test_the_api_takes_whole_numbers_as_numbers_and_stores_them_as_text():
    assert check_answers(FORM, {**ACCEPTED, "pages": 12}, TODAY).answers == ACCEPTED


def test_the_api_writes_numbers_one_way_only():
    form = parse(document_of(settings_of("money", id="budget")))
    assert check_answers(form, {"email": "a@b.co", "budget": "1234.5"}, TODAY).answers["budget"] == "1234.50"
    assert codes(check_answers(form, {"email": "a@b.co", "budget": "1,234.50"}, TODAY)) == {"budget": "answer_shape"}


def test_unknown_names_of_typed_answers_are_reported():
    assert check_answers(FORM, {**ACCEPTED, "total": "0.01"}, TODAY).unknown == ("total",)


def test_a_phone_number_can_be_the_key():
    phone = {"id": "tel", "type": "phone", "label": {"en": "Phone"}, "required": True}
    form = parse(document_of(fields=[phone], contact={"key": "phone", "map": {"phone": "tel"}}, country="CH"))
    reading = read_answers(form, {"tel": ["044 668 18 00"]}, "en", TODAY)
    assert contact_of(form, reading.answers) == ContactDraft("phone", "+41446681800", {"phone": "+41446681800"})


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(list(ACCEPTED)), inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(list(ACCEPTED)), ANYTHING))
def test_any_json_is_judged_field_by_field(answers):
    reading = check_answers(FORM, answers, TODAY)
    assert set(reading.answers) ^ {problem.place for problem in reading.problems} == set(ACCEPTED)
