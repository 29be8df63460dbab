"""The canonical text and its hashes."""

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licorne.billing.canonical import canonical_json, chain_hash, sha256

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(st.characters(codec="utf-8")),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(codec="utf-8"), max_size=4), inner, max_size=4)
    ),
    max_leaves=8,
)
MODELS = st.dictionaries(st.text(st.characters(codec="utf-8"), max_size=8), JSON, max_size=5)


def test_keys_are_sorted_by_utf_16_as_rfc_8785_wants():
    # The example of RFC 8785, 3.2.3: by code points the emoji would come after U+FB33.
    model = {"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\U0001f600": 5, "\u0080": 6, "\u00f6": 7}
    assert list(json.loads(canonical_json(model)).values()) == [2, 4, 6, 7, 1, 5, 3]


def test_text_is_written_with_the_least_escapes_and_no_space():
    assert canonical_json({"b": ["é", '"\\\n\x1f/\x7f'], "a": None}) == '{"a":null,"b":["é","\\"\\\\\\n\\u001f/\x7f"]}'


@given(MODELS)
def test_the_text_reads_back_and_does_not_depend_on_the_order_of_keys(model: dict[str, object]):
    text = canonical_json(model)
    assert json.loads(text) == model
    assert canonical_json(dict(reversed(list(model.items())))) == text


@pytest.mark.parametrize("value", [1.0, float("nan"), 2**53, {1: 2}, {"a": {2}}, b"x", [{"a": 0.1}]])
def test_what_has_no_canonical_form_is_refused(value: object):
    with pytest.raises(TypeError):
        canonical_json({"value": value})


def test_a_lone_surrogate_is_refused():
    with pytest.raises(UnicodeEncodeError):
        canonical_json({"name": "\ud800"})


def test_the_chain_depends_on_everything_before():
    first = chain_hash("", sha256("a"))
    assert sha256("é") == hashlib.sha256("é".encode()).hexdigest()
    assert (
        len({first, chain_hash(first, sha256("b")), chain_hash(first, sha256("c")), chain_hash("", sha256("b"))}) == 4
    )
