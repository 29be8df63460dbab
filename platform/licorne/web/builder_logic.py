"""The operators of conditions with their words, so that the builder writes each condition as a sentence."""

from collections.abc import Mapping
from typing import Final

from flask_babel import get_locale

from rules.expression.json_types import Json
from rules.expression.operators.operator import Operator
from rules.expression.operators.registry import OPERATORS
from rules.sentence import operator_words

#: What the builder has a box for on the right of a comparison; operators with anything else are for rules.
_EDITABLE: Final = frozenset(("text", "texts", "number", "date", "days", "range", "pattern"))
_RIGHT: Final = ("{right}", "{right_or}", "{right_and}")


def operators() -> Json:
    """Each operator: the kinds of answers that it judges, what stands on its right, and the words around that."""
    words = operator_words(str(get_locale()))
    return [_operator(one, words) for one in OPERATORS.values() if one.right is None or one.right.name in _EDITABLE]


def rule_operators() -> Json:
    """Those of rules, with whether nothing but a fixed value can stand on the right. What was answered before only forms know."""
    words = operator_words(str(get_locale()))
    offered = [one for one in OPERATORS.values() if not one.looked_up]
    return [{**_operator(one, words), "fixed": one.right is not None and one.right.constant_only} for one in offered]


def _operator(one: Operator, words: Mapping[str, str]) -> dict[str, Json]:
    phrase = words[one.name].replace("{left}", "").strip()
    mark = next((mark for mark in _RIGHT if mark in phrase), "")
    before, _, after = phrase.partition(mark) if mark else (phrase, "", "")
    kinds: list[Json] = [*sorted(one.kinds)]
    return {
        "name": one.name,
        "kinds": kinds,
        "right": one.right.name if one.right else "",
        "before": before.strip(),
        "after": after.strip(),
        "past": one.looked_up,
    }
