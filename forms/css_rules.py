"""Simple conditions as a style sheet for browsers without scripts: a question is hidden while its condition does not hold.

What is too difficult for a style sheet stays visible, and so it does in browsers that do not know `:has()`: the server
drops the answers of hidden questions in any case. A page gives each question the id `q-` and its name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from typing import TypeAlias

from forms.definition import FormDefinition
from forms.fields.base import Field
from forms.fields.choice import WithOptions
from forms.logic_document import Collector
from forms.logic_pages import page_numbers
from forms.logic_program import ANSWERS
from rules.expression.tree import Condition, Constant, Fact, Leaf
from rules.expression.values import as_text

_Terms: TypeAlias = list[frozenset[str]]
"""One of these, each of which is all of its selectors; every selector is put behind `form`."""
_MOST_TERMS = 64
_CONTROLS = ("radio", "select", "checkboxes", "checkbox", "buttons")
PREFIX = "q-"


class TooDifficult(Exception):
    """The condition is none that a style sheet can decide."""


def css(definition: FormDefinition) -> str:
    """The rules, empty where no condition is simple. Safe within a style element and in a file of its own."""
    writer = _Writer(definition)
    rules = [rule for field in definition.fields for rule in writer.rule(field)]
    return f"@media (scripting:none){{{''.join(rules)}}}" if rules else ""


class _Writer:
    def __init__(self, definition: FormDefinition) -> None:
        self.fields = definition.by_id
        self.pages = page_numbers(definition.program.pages)
        self.switched = {step.target for entry in definition.logic for step in entry.steps}

    def rule(self, field: Field) -> Iterator[str]:
        """The rule that hides the field, if there is one."""
        if field.shown_if is None or field.type == "page_break":
            return
        try:
            terms = self._visible(field, self.pages[field.id])
        except TooDifficult:
            return
        selectors = ["".join(sorted(term)) for term in terms]
        if "" not in selectors:
            unless = f":not({','.join(selectors)})" if selectors else ""
            yield f"form{unless} #{PREFIX}{field.id}{{display:none}}"

    def _visible(self, field: Field, page: int) -> _Terms:
        """When the field is to be seen: its own condition. Only questions of one page see each other."""
        if field.id in self.switched or self.pages[field.id] != page:
            raise TooDifficult
        tree = Collector().trees(field).shown_if
        return [frozenset()] if tree is None else self._terms(tree, page)

    def _terms(self, condition: Condition, page: int) -> _Terms:
        if isinstance(condition, Leaf):
            return self._leaf(condition, page)
        parts = [self._terms(item, page) for item in condition.items]
        if condition.kind == "all":
            return _all(parts)
        either = _capped([term for part in parts for term in part])
        return either if condition.kind == "any" else _negated(either)

    def _leaf(self, leaf: Leaf, page: int) -> _Terms:
        field = self._asked(leaf)
        own = _own_terms(field, leaf.operator, _texts(leaf))
        return _all([self._visible(field, page), own])

    def _asked(self, leaf: Leaf) -> Field:
        if not isinstance(leaf.left, Fact) or len(leaf.left.path) != 2 or leaf.left.path[0] != ANSWERS:
            raise TooDifficult
        field = self.fields[leaf.left.path[1]]
        if field.control() not in _CONTROLS or not isinstance(leaf.right, Constant | None):
            raise TooDifficult
        return field


def _own_terms(field: Field, operator: str, texts: list[str]) -> _Terms:
    shapes = _TICKED if field.kind == "boolean" else _LISTED if field.kind == "list" else _CHOSEN
    shape = shapes.get(operator)
    if shape is None:
        raise TooDifficult
    return shape(field, texts)


def _is(field: Field, texts: list[str]) -> _Terms:
    return [frozenset((_has(_chosen(field, text)),)) for text in texts if text in _offered(field)]


def _is_not(field: Field, texts: list[str]) -> _Terms:
    return _is(field, [value for value in _offered(field) if value not in texts])


def _some(field: Field, _: list[str]) -> _Terms:
    return _is(field, _offered(field))


def _none(field: Field, texts: list[str]) -> _Terms:
    return _negated(_some(field, texts))


def _every(field: Field, texts: list[str]) -> _Terms:
    return _all([_is(field, [text]) for text in texts])


def _lacks(field: Field, texts: list[str]) -> _Terms:
    # Only an answered list lacks something: no answer at all makes "does not include" untrue.
    return _all([_some(field, []), _negated(_is(field, texts))])


def _yes(field: Field, _: list[str]) -> _Terms:
    return [frozenset((_has(_ticked(field, "yes")),))]


def _no(field: Field, texts: list[str]) -> _Terms:
    return [frozenset((_has(_ticked(field, "no")),))] if field.control() == "buttons" else _negated(_yes(field, texts))


_Shape: TypeAlias = Callable[[Field, list[str]], _Terms]
_CHOSEN: dict[str, _Shape] = {
    "is": _is, "is_one_of": _is, "is_not": _is_not, "is_none_of": _is_not, "is_empty": _none, "is_not_empty": _some,
}  # fmt: skip
_LISTED: dict[str, _Shape] = {
    "includes": _is, "includes_any": _is, "includes_all": _every, "excludes": _lacks, "is_empty": _none, "is_not_empty": _some,
}  # fmt: skip
_TICKED: dict[str, _Shape] = {"is_true": _yes, "is_false": _no}


def _offered(field: Field) -> list[str]:
    return [option.value for option in field.options] if isinstance(field, WithOptions) else []


def _texts(leaf: Leaf) -> list[str]:
    if not isinstance(leaf.right, Constant):
        return []
    values = leaf.right.value if isinstance(leaf.right.value, list) else [leaf.right.value]
    return [text for text in map(as_text, values) if text is not None]


def _has(selector: str) -> str:
    return f":has({selector})"


def _chosen(field: Field, value: str) -> str:
    if field.control() == "select":
        return f"[name={quoted(field.id)}] option[value={quoted(value)}]:checked"
    return f"[name={quoted(field.id)}][value={quoted(value)}]:checked"


def _ticked(field: Field, word: str) -> str:
    named = f"[name={quoted(field.id)}]"
    return f"{named}[value={quoted(word)}]:checked" if field.control() == "buttons" else f"{named}:checked"


def quoted(text: str) -> str:
    """A CSS string. All but letters, digits, `_`, `.` and `-` is written by its code point, so nothing can end it."""
    safe = (one if one.isascii() and (one.isalnum() or one in "_.-") else f"\\{ord(one):x} " for one in text)
    return f'"{"".join(safe)}"'


def _all(parts: list[_Terms]) -> _Terms:
    terms: _Terms = [frozenset()]
    for part in parts:
        terms = _capped([one | other for one, other in product(terms, part)])
    return terms


def _negated(terms: _Terms) -> _Terms:
    return _all([[frozenset((_opposite(selector),)) for selector in sorted(term)] for term in terms])


def _opposite(selector: str) -> str:
    return selector[len(":not(") : -1] if selector.startswith(":not(") else f":not({selector})"


def _capped(terms: _Terms) -> _Terms:
    kept = list(dict.fromkeys(terms))
    if len(kept) > _MOST_TERMS:
        raise TooDifficult
    return kept
