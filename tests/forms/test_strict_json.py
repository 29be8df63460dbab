"""JSON from strangers."""

import json
import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.strict_json import loads
from rules.expression.problem import Refused


def code(data: bytes, max_bytes: int = 300_000, max_depth: int = 32) -> str:
    with pytest.raises(Refused) as caught:
        loads(data, max_bytes, max_depth)
    return caught.value.problems[0].code


@pytest.mark.parametrize("opening", [b"[", b'{"a":', b"[{", b'[{"a":['])
def test_deep_input_is_refused_and_not_a_recursion_error(opening):
    assert code(opening * (100_000 // len(opening))) == "json_too_deep"


def test_brackets_inside_texts_are_no_depth():
    assert loads(json.dumps(["[" * 1_000 + '\\"{']).encode(), 10_000, 2) == ["[" * 1_000 + '\\"{']


def test_the_depth_itself_is_allowed():
    assert loads(b"[[[]]]", 100, 3) == [[[]]]
    assert code(b"[[[[]]]]", max_depth=3) == "json_too_deep"
    assert loads(b"[[],[],[],[],[]]", 100, 2) == [[]] * 5


@pytest.mark.parametrize(
    ("data", "refused"),
    [
        (b'{"total": 1, "total": 2}', "json_duplicate_key"),
        (b'[{"a": {"b": 1, "\\u0062": 2}}]', "json_duplicate_key"),
        (b"NaN", "json_not_finite"),
        (b"[Infinity]", "json_not_finite"),
        (b"-Infinity", "json_not_finite"),
        (b"1e999", "json_not_finite"),
        (b"1e999999999", "json_not_finite"),
        (b"9" * 31, "json_number_too_long"),
        (b"9" * 200_000, "json_number_too_long"),
        (b"0." + b"1" * 5_000, "json_number_too_long"),
        (b'"\\u0000"', "json_character"),
        (b'{"a\\u0000b": 1}', "json_character"),
        (b'["\\ud800"]', "json_character"),
        (b'{"\\udfff": 1}', "json_character"),
        (b'"\x00"', "json_malformed"),
        (b'"\xff"', "json_not_utf8"),
        (b'"\xed\xa0\x80"', "json_not_utf8"),
        ('"é"'.encode("utf-16"), "json_not_utf8"),
        (b"\xef\xbb\xbf{}", "json_malformed"),
        (b"", "json_malformed"),
        (b"{} {}", "json_malformed"),
        (b"{'a': 1}", "json_malformed"),
        (b'{"a": 1,}', "json_malformed"),
        (b"]" * 100_000, "json_malformed"),
        (b"[" * 40 + b"]" * 41, "json_too_deep"),
        (b" " * 300_001, "json_too_large"),
    ],
)
def test_what_other_readers_take_is_refused_with_a_code(data, refused):
    assert code(data) == refused


def test_a_pair_of_surrogates_is_one_character():
    assert loads(b'"\\ud83d\\ude00"', 100, 1) == "😀"


@pytest.mark.parametrize("data", [b'"' + b'\\"' * 140_000, b'"' * 290_000, b"[" * 40 + b'"\\' * 140_000])
def test_hostile_quoting_costs_no_time(data):
    start = time.perf_counter()
    code(data)
    assert time.perf_counter() - start < 1


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.text(st.characters(codec="utf-8", exclude_characters="\x00")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text('abc"\\é[', max_size=3), inner, max_size=3),
    max_leaves=10,
)


@given(JSON, st.booleans())
def test_sound_json_is_read_as_it_is(document, ascii_only):
    assert loads(json.dumps(document, ensure_ascii=ascii_only).encode(), 100_000, 64) == document


@given(st.binary(max_size=60) | st.text('[]{}",:\\u0d8e1-. ', max_size=40).map(str.encode))
def test_any_bytes_are_read_or_refused(data):
    with suppress(Refused):
        assert loads(data, 100, 8) == json.loads(data)
