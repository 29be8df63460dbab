"""Facts and well-typed trees for properties."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

TEXTS = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12),
    st.sampled_from(["", "{{7*7}}", "{{ contact.name }}", "3", "1e999999", "NaN", "2026-02-30", "$value", "${x}"]),
)
NUMBERS = st.one_of(
    st.integers(-(10**17), 10**17),
    st.decimals(-(10**17), 10**17, places=6, allow_nan=False).map(lambda number: format(number, "f")),
    st.sampled_from(["0", "-0", "1", "0.000000000001", "999999999999999999"]),
)
NEARLY_NUMBERS = st.sampled_from(["1e5", "+1", " 1", "1_0", "١", "1e999999", "sNaN", 10**20, "9" * 30])
DATES = st.dates(date(1, 1, 1), date(9999, 12, 31)).map(date.isoformat)
CONSTANTS = st.one_of(st.none(), st.booleans(), TEXTS, NUMBERS, NEARLY_NUMBERS, DATES)
LISTS = st.lists(CONSTANTS, max_size=5)
# Facts may hold what a document may not: half a surrogate pair, a NUL, a float.
SCALARS = st.one_of(CONSTANTS, st.text(max_size=3), st.sampled_from(["\x00", "\ud800", 1.5]))
MARKERS = st.sampled_from(["$value", "$formula", "$text", "$when", "$item", "$bind", "formula", "fact", "when", "a"])
PLAIN = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(MARKERS, inner, max_size=3)),
    max_leaves=8,
)
NAMES = st.sampled_from(["a", "b", "c", "d"])
FACTS = st.fixed_dictionaries(
    {"answers": st.dictionaries(NAMES, PLAIN, max_size=4)}, optional={"today": st.one_of(DATES, PLAIN)}
)


def _value(values: st.SearchStrategy[object]) -> st.SearchStrategy[dict[str, object]]:
    return values.map(lambda value: {"value": value})


def _call(name: str, *arguments: st.SearchStrategy[object]) -> st.SearchStrategy[dict[str, object]]:
    return st.tuples(*arguments).map(lambda found: {"call": name, "args": list(found)})


FACT = NAMES.map(lambda name: {"fact": f"answers.{name}"})
ANY = st.deferred(lambda: st.one_of(FACT, _value(CONSTANTS), _value(LISTS), NUMBER, TEXT, DATE, CHOICE))
NUMBER = st.deferred(
    lambda: st.one_of(
        _value(NUMBERS),
        FACT,
        *(_call(name, NUMBER, NUMBER) for name in ("add", "subtract", "multiply", "divide", "percent", "round")),
        *(_call(name, ANY, ANY) for name in ("sum", "min", "max", "count")),
        _call("length", TEXT),
    )
)
TEXT = st.deferred(
    lambda: st.one_of(
        _value(TEXTS), FACT, _call("concat", ANY, ANY), *(_call(name, TEXT) for name in ("lower", "upper", "trim"))
    )
)
DATE = st.deferred(lambda: st.one_of(_value(DATES), FACT, _call("today"), _call("date_add_days", DATE, NUMBER)))
CHOICE = st.deferred(lambda: st.one_of(_call("if", CONDITION, ANY, ANY), _call("coalesce", ANY, ANY)))


def _leaf(
    left: st.SearchStrategy[object], names: str, right: st.SearchStrategy[object] | None = None
) -> st.SearchStrategy[dict[str, object]]:
    parts = {"left": left, "operator": st.sampled_from(names.split())}
    return st.fixed_dictionaries(parts if right is None else {**parts, "right": right})


_READABLE_NUMBER = st.integers(0, 10**9).map(str)
_NUMBER_RIGHT = st.one_of(_value(_READABLE_NUMBER), FACT)
_DATE_RIGHT = st.one_of(_value(DATES), FACT, _call("today"))
_RANGE = st.one_of(st.tuples(_READABLE_NUMBER, _READABLE_NUMBER), st.tuples(DATES, DATES)).map(list)
LEAF = st.deferred(
    lambda: st.one_of(
        _leaf(TEXT, "is is_not contains not_contains starts_with ends_with", st.one_of(_value(TEXTS), FACT, TEXT)),
        _leaf(TEXT, "is_one_of is_none_of", st.one_of(_value(LISTS), FACT)),
        _leaf(TEXT, "length_at_least length_at_most", _NUMBER_RIGHT),
        _leaf(TEXT, "matches", _value(st.sampled_from([".*", "[a-z]+", "(a+)+b", "\\pL\\d*"]))),
        _leaf(NUMBER, "equals not_equals greater_than at_least less_than at_most", _NUMBER_RIGHT),
        _leaf(st.one_of(NUMBER, DATE), "between", _value(_RANGE)),
        _leaf(DATE, "on before after on_or_before on_or_after", _DATE_RIGHT),
        _leaf(DATE, "within_last_days within_next_days", _value(_READABLE_NUMBER)),
        _leaf(FACT, "is_true is_false is_empty is_not_empty"),
        _leaf(FACT, "includes excludes", st.one_of(_value(TEXTS), FACT)),
        _leaf(FACT, "includes_any includes_all", st.one_of(_value(LISTS), FACT)),
        _leaf(FACT, "count_at_least", _NUMBER_RIGHT),
    )
)
CONDITION = st.deferred(lambda: st.one_of(LEAF, LEAF, LEAF, _GROUP))
_GROUP = st.deferred(
    lambda: st.tuples(st.sampled_from(["all", "any", "none"]), st.lists(CONDITION, max_size=3)).map(
        lambda found: {found[0]: found[1]}
    )
)
FORMULA = st.one_of(NUMBER, TEXT, DATE, CHOICE, ANY)
