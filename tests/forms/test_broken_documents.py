"""Definitions with anything anywhere: read, or refused with known codes at places."""

import copy
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from forms.codes import DEFINITION_CODES
from forms.css_rules import css
from forms.definition import parse
from forms.fields.base import FIELD_TYPES
from forms.logic import view
from forms.validate import read_answers
from forms.versions import difference
from forms.warnings import warnings
from rules.expression.problem import Refused
from tests.forms.logic_words import P, Q, call, do, entry, field, is_
from tests.forms.samples import TODAY, document_of, settings_of

RICH: dict[str, Any] = document_of(
    field("c", "choice", options=[{"value": "a", "label": {"en": "A", "fr": "A"}}]),
    field("p", "yes_no"), field("q", "yes_no", shown_if=P), field("two", "page_break", shown_if=P),
    *[{**settings_of(kind), "id": f"x{place}", "required_if": Q} for place, kind in enumerate(sorted(FIELD_TYPES)) if kind != "page_break"],
    field("total", "calculated", formula=call("sum", call("pluck", "answers.rows", ["n"]))),
    field("rows", "section", fields=[field("n", "number", default="1", shown_if=is_("answers.p", "is_true"))]),
    logic=[
        entry(P, do("set", "x0", value={"formula": {"fact": "answers.p"}}), {"do": "skip_page", "page": "two"}),
        entry(Q, {"do": "stop", "message": {"en": "No", "fr": "Non"}}, {"do": "jump", "to": "_end"}, name="other"),
    ],
    limits={"total": 5, "per_option": {"c": {"a": 2}}}, theme={"accent": "#6a3de8"}, embed={"origins": ["https://example.org"]},
)  # fmt: skip
KEYS = st.sampled_from(
    ["all", "any", "left", "operator", "right", "fact", "value", "call", "args", "formula", "en", "id"]
)
WORDS = st.sampled_from(["", "p", "x0", "two", "formula", "_end", "\x00", "today+3", "a\nb", "9" * 40])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 500) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=6,
)


def places(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in the document."""
    keys = list(node) if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ()
    return [path] * bool(path) + [found for key in keys for found in places(node[key], (*path, key))]


PLACES = places(RICH)


@given(st.lists(st.tuples(st.sampled_from(PLACES), JSON, st.booleans()), min_size=1, max_size=3))
@settings(max_examples=300, deadline=None)
def test_any_damage_is_refused_with_known_codes_or_makes_another_sound_form(damages) -> None:
    document = copy.deepcopy(RICH)
    for path, value, gone in damages:
        _damage(document, path, value, gone)
    form = sound(document)
    if form is None:
        return
    reading = read_answers(form, {"email": ["a@b.co"], "p": ["yes"], "rows.0.n": ["2"]}, "en", TODAY)
    view(form, reading.answers, TODAY, "en")
    assert isinstance(css(form), str)
    assert isinstance(warnings(form), list)
    assert isinstance(difference(RICH, document, "en"), list)


def sound(document: Any) -> Any:
    """The form, or None where it was refused as a form is: problems of ours, or of its trees at places within it."""
    try:
        return parse(document)
    except Refused as refused:
        strange = [one for one in refused.problems if one.code not in DEFINITION_CODES and "." not in one.place]
        return strange or None


def _damage(document: Any, path: tuple[Any, ...], value: Any, gone: bool) -> None:
    node = document
    try:
        for key in path[:-1]:
            node = node[key]
        if gone:
            del node[path[-1]]
        else:
            node[path[-1]] = value
    except (KeyError, IndexError, TypeError):
        return  # an earlier damage took the place away


def test_the_rich_document_itself_is_sound() -> None:
    assert len(PLACES) > 300
    assert parse(RICH).program.stops
