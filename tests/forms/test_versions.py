"""Old versions stay readable; what changed is told."""

import copy
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from forms.definition import parse
from forms.fields.base import FIELD_TYPES
from forms.validate import Moment, check_answers, read_answers
from forms.versions import Change, difference
from rules.expression.problem import Refused
from tests.forms.logic_words import field, is_
from tests.forms.samples import FILLED, TODAY, UPLOADS, document_of, project_document, settings_of

MOMENT = Moment("Europe/Paris", UPLOADS)


def fields(*names: str) -> dict[str, Any]:
    return document_of(*[field(name) for name in names])


def test_nothing_changed_is_no_change():
    assert difference(project_document(), project_document(), "en") == []


def test_added_removed_and_changed_fields_are_told_with_their_names():
    new = document_of(
        field("a", label={"en": "A", "fr": "Ah"}, required=True, help={"en": "?"}), field("c"), currency="CHF"
    )
    assert difference(fields("a", "b"), new, "fr") == [
        Change("changed", "", "Formulaire", ("currency",)),
        Change("changed", "a", "Ah", ("label", "required", "help")),
        Change("added", "c", "c"),
        Change("removed", "b", "b"),
    ]


def test_as_few_fields_as_possible_are_told_to_have_moved():
    assert difference(fields(*"abcdef"), fields(*"fabcde"), "en") == [Change("moved", "f", "f")]
    assert len(difference(fields(*"abcdef"), fields(*"abdcef"), "en")) == 1
    assert difference(fields(*"abc"), fields(*"axbc"), "en") == [Change("added", "x", "x")]
    assert len(difference(fields(*"abcd"), fields(*"dcba"), "en")) == 3


def test_fields_of_a_section_are_told_one_by_one():
    old = document_of(field("items", "section", fields=[field("a"), field("b")]))
    new = document_of(field("items", "section", max=3, fields=[field("a", required=True), field("c")]))
    assert difference(old, new, "en") == [
        Change("changed", "items", "items", ("max",)),
        Change("changed", "items.a", "a", ("required",)),
        Change("added", "items.c", "c"),
        Change("removed", "items.b", "b"),
    ]


@given(st.permutations(list("abcdefg")), st.sets(st.sampled_from("abcdefg")), st.sets(st.sampled_from("xyz")))
def test_the_changes_are_exactly_what_is_different(order, gone, fresh):
    new = [name for name in order if name not in gone] + sorted(fresh)
    found = difference(fields(*"abcdefg"), fields(*new), "en")
    told = {kind: {one.place for one in found if one.kind == kind} for kind in ("added", "removed", "moved", "changed")}
    assert (told["added"], told["removed"], told["changed"]) == (fresh, gone, set())
    stayed = [name for name in new if name not in told["moved"] | fresh]
    assert stayed == sorted(stayed), "what is not told to have moved stands in the old order"


def test_a_definition_of_the_first_days_is_read_as_it_was():
    form = parse(project_document())
    assert read_answers(form, FILLED, "fr", TODAY).problems == ()
    assert (form.logic, form.limits, form.program.demanding) == ((), {}, ())
    assert form.answers_schema["required"] == ["name", "email", "service", "consent"]


SIMPLE_POSTS = {
    "text": "x", "number": "3", "yes_no": "yes", "choice": "a", "date": "2026-12-01", "money": "5",
    "long_text": "y", "email": "x@y.example",
}  # fmt: skip
NAMES = st.sampled_from(["f0", "f1", "f2", "f3"])
EDITS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), NAMES, st.sampled_from(sorted(FIELD_TYPES))),
        st.tuples(st.just("remove"), NAMES, st.none()),
        st.tuples(st.just("require"), NAMES, st.booleans()),
        st.tuples(st.just("show"), NAMES, NAMES),
        st.tuples(st.just("move"), NAMES, st.integers(0, 4)),
        st.tuples(st.just("rename"), NAMES, NAMES),
    ),
    min_size=1,
    max_size=12,
)


def edited(document: dict[str, Any], edit: tuple[str, str, Any]) -> dict[str, Any]:
    """The document after one click in the editor; it need not be one that can be published."""
    what, name, more = edit
    new = copy.deepcopy(document)
    listed = new["fields"]
    place = next((place for place, one in enumerate(listed) if one["id"] == name), None)
    if what == "add" and place is None:
        listed.append({**settings_of(more), "id": name})
    if place is None:
        return new
    if what == "remove":
        del listed[place]
    elif what == "require":
        listed[place]["required"] = more
    elif what == "show":
        listed[place]["shown_if"] = is_(f"answers.{more}", "is_not_empty")
    elif what == "move":
        listed.insert(1 + more % len(listed), listed.pop(place))
    elif what == "rename":
        listed[place]["id"] = more
    return new


def published(document: dict[str, Any]):
    try:
        return parse(document)
    except Refused:
        return None


@given(EDITS)
@settings(max_examples=60, deadline=None)
def test_every_submission_is_read_by_its_own_version_whatever_was_edited_since(edits):
    document = document_of(field("f0"), field("f1", "number"))
    kept = []
    for edit in edits:
        document = edited(document, edit)
        form = published(document)
        if form is None:
            continue
        posted = {one.id: [SIMPLE_POSTS[one.type]] for one in form.fields if one.type in SIMPLE_POSTS}
        reading = read_answers(form, posted, "en", TODAY, MOMENT)
        kept.append((copy.deepcopy(document), reading))
    for old, reading in kept:
        again = parse(old)
        typed = check_answers(again, dict(reading.answers), TODAY, MOMENT)
        assert {name: typed.answers.get(name) for name in reading.answers} == reading.answers
        assert isinstance(difference(old, document, "en"), list)
