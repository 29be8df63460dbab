"""Settings compiled to closures that make the resting form (see `envelope`) from the facts of an event."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from enum import Enum
from typing import TypeAlias

from rules.expression.caps import EACH_ITEMS
from rules.expression.envelope import EACH, FORMULA, ITEM, STAGE, TEXT, VERSION, WHEN, sealed
from rules.expression.evaluate import Test, condition_test, formula_reading
from rules.expression.json_types import Facts, Json
from rules.expression.paths import ITEM as ITEM_NAME
from rules.expression.paths import Path, getter, lookup, names_steps
from rules.expression.problem import Refused, refuse
from rules.expression.scope import Scope
from rules.expression.settings import Computed, Element, Fields, Items, Literal, Setting, Text, parts
from rules.expression.tree import Condition, Fact, Formula, facts_in
from rules.expression.values import clone


class Dropped(Enum):
    """Stands for an element whose condition is false."""

    DROPPED = "dropped"


Binder: TypeAlias = Callable[[Scope], Json]
_ElementBinder: TypeAlias = Callable[[Scope], "Json | Dropped"]
_ElementsBinder: TypeAlias = Callable[[Scope], "Iterable[Json | Dropped]"]
_LANGUAGE_PLACES: tuple[Path, ...] = (
    ("language",),
    *((owner, "language") for owner in ("contact", "submission", "organisation")),
)


def language_of(facts: Facts) -> str:
    """The language in which texts are written: of the event, else the contact, the submission, the organisation."""
    for place in _LANGUAGE_PLACES:
        found = lookup(facts, place)
        if isinstance(found, str) and found:
            return found
    return "en"


def waits_for_steps(node: Formula) -> bool:
    """Whether only the results of earlier steps can decide the node."""
    return any(names_steps(fact.path) for fact in facts_in(node))


def settings_binder(fields: Fields) -> Callable[[Scope], dict[str, Json]]:
    """The closure for all settings of a step; its result is the resting form.

    The closure raises `Refused` where a text cannot be rendered or a cap is hit.
    """
    binders = _field_binders(fields)

    def bind(scope: Scope) -> dict[str, Json]:
        bound: dict[str, Json] = {key: binder(scope) for key, binder in binders}
        bound[STAGE] = VERSION
        return bound

    return bind


def _binder(setting: Setting) -> Binder:
    if isinstance(setting, Literal):
        value = setting.value
        return lambda _: value
    if isinstance(setting, Text):
        return _text_binder(setting)
    if isinstance(setting, Computed):
        return _computed_binder(setting)
    return _items_binder(setting) if isinstance(setting, Items) else _fields_binder(setting)


def _text_binder(text: Text) -> Binder:
    if text.template.names_steps():
        return lambda _: {TEXT: text.source}
    name = f"text {text.source}"

    def render(scope: Scope) -> Json:
        if name not in scope.seen:  # rules of one event often write the same texts
            scope.seen[name] = _rendered(text, scope)
        return scope.text(scope.seen[name])

    return render


def _rendered(text: Text, scope: Scope) -> str:
    try:
        return text.template.render(scope.facts, language_of(scope.facts))
    except Refused as refused:
        raise Refused(tuple(problem.at(f"{text.place}:") for problem in refused.problems)) from refused


def _computed_binder(computed: Computed) -> Binder:
    if waits_for_steps(computed.formula):
        return lambda _: {FORMULA: clone(computed.raw)}
    reading = formula_reading(computed.formula)
    return lambda scope: sealed(reading(scope))


def _field_binders(fields: Fields) -> tuple[tuple[str, Binder], ...]:
    return tuple((key, _binder(setting)) for key, setting in fields.fields)


def _fields_binder(fields: Fields) -> Binder:
    binders = _field_binders(fields)
    return lambda scope: {key: binder(scope) for key, binder in binders}


def _items_binder(items: Items) -> Binder:
    binders = tuple(_elements_binder(element) for element in items.elements)

    def bind(scope: Scope) -> Json:
        return [value for binder in binders for value in binder(scope) if not isinstance(value, Dropped)]

    return bind


def _elements_binder(element: Element) -> _ElementsBinder:
    """The closure for one element of a document's list: one value, or as many as `each` has items."""
    one = _element_binder(element)
    if element.each is None:
        return lambda scope: (one(scope),)
    if _names_steps(element):
        one = _with_item(one)
    each, read, cost = element.each, getter(element.each.path), 8 * (1 + sum(1 for _ in parts(element.setting)))

    def bind(scope: Scope) -> Iterator[Json | Dropped]:
        for item in _items_of(read(scope.facts), each):
            scope.charge(cost)
            inner = scope.at(item)
            yield one(inner)
            scope.settle(inner)

    return bind


def _items_of(found: Json, each: Fact) -> list[Json]:
    if found is not None and not isinstance(found, list):
        raise refuse("not_a_list", each.place, tag=each.name)
    if found and len(found) > EACH_ITEMS:
        raise refuse("too_many_items", each.place, limit=str(EACH_ITEMS))
    return found or []


def _names_steps(element: Element) -> bool:
    named = [element.when] if element.when is not None else []
    return any(_waits(part) for part in (*named, *parts(element.setting)))


def _waits(part: Text | Formula) -> bool:
    return part.template.names_steps() if isinstance(part, Text) else waits_for_steps(part)


def _with_item(binder: _ElementBinder) -> _ElementBinder:
    """What waits for earlier steps keeps its item, which is data and never walked."""

    def bind(scope: Scope) -> Json | Dropped:
        resting = binder(scope)
        return resting if isinstance(resting, Dropped) else {EACH: clone(scope.facts[ITEM_NAME]), ITEM: resting}

    return bind


def _element_binder(element: Element) -> _ElementBinder:
    binder = _binder(element.setting)
    if element.when is None:
        return binder
    if waits_for_steps(element.when):
        return lambda scope: {WHEN: clone(element.raw_when), ITEM: binder(scope)}
    return _conditional(condition_test(element.when), binder)


def _conditional(test: Test, binder: Binder) -> _ElementBinder:
    return lambda scope: binder(scope) if test(scope) else Dropped.DROPPED


def decided_now(when: Condition | None) -> Test | None:
    """The test of a step's condition if facts alone decide it; None where there is none or steps must decide."""
    return None if when is None or waits_for_steps(when) else condition_test(when)
