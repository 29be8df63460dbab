"""Conditions with what they saw: the replay of `rules.explain` in words, row by row."""

from dataclasses import dataclass
from typing import Final

from licorne.web.rule_labels import language
from licorne.web.translate import _
from rules.expression.json_types import Json
from rules.expression.trace import NO_VALUE, WRONG_TYPE, ConditionTrace, GroupTrace, LeafTrace
from rules.expression.tree import Condition, Group, Leaf
from rules.labels import Labels
from rules.sentence import condition_sentence

_BLANK: Final[tuple[Json, ...]] = (None, "", [], {})


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison: what was asked, what it saw, and whether it held."""

    truth: bool
    text: str
    saw: str

    @property
    def is_group(self) -> bool:
        """For templates, which know no types."""
        return False


@dataclass(frozen=True, slots=True)
class Box:
    """A group of comparisons."""

    truth: bool
    title: str
    items: "list[Row | Box]"

    @property
    def is_group(self) -> bool:
        """For templates, which know no types."""
        return True


def seen(node: Condition, trace: ConditionTrace, labels: Labels) -> Row | Box:
    """A condition beside its trace; the two have the same shape."""
    if isinstance(node, Group) and isinstance(trace, GroupTrace):
        pairs = zip(node.items, trace.items, strict=True)
        return Box(trace.truth, _title(node.kind), [seen(item, found, labels) for item, found in pairs])
    assert isinstance(node, Leaf)
    assert isinstance(trace, LeafTrace)
    return Row(trace.truth, _capital(condition_sentence(node, labels, language())), _saw(trace, labels))


def boxed(node: Condition, trace: ConditionTrace, labels: Labels) -> Box:
    """The same, a single comparison put into a group, so that a page has one way to show it."""
    found = seen(node, trace, labels)
    return found if isinstance(found, Box) else Box(found.truth, _title("all"), [found])


def _title(kind: str) -> str:
    titles = {"all": _("All of these are true"), "any": _("Any of these is true"), "none": _("None of these is true")}
    return titles[kind]


def _saw(trace: LeafTrace, labels: Labels) -> str:
    if trace.note == NO_VALUE or trace.left is None:
        return _("there was no answer") if _is_answer(trace) else _("there was nothing")
    value = value_words(trace.left, trace.fact or "", labels)
    if trace.note == WRONG_TYPE:
        return _("it was %(value)s, which cannot be compared", value=value)
    return _("the answer was %(value)s", value=value) if _is_answer(trace) else _("it was %(value)s", value=value)


def _is_answer(trace: LeafTrace) -> bool:
    return (trace.fact or "").startswith("answers.")


def value_words(value: Json, fact: str, labels: Labels) -> str:
    """A value of a fact as the reader writes it; options by their labels."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(value_words(each, fact, labels) for each in value) or _("nothing")
    if isinstance(value, dict):  # an address, a row of an order
        return ", ".join(value_words(part, fact, labels) for part in value.values() if part not in _BLANK) or _(
            "nothing"
        )
    text = str(value)
    label = labels.option(fact, text, language())
    plain = text.replace(".", "", 1).replace("-", "").isdigit()
    return _("“%(text)s”", text=label or text) if label or not plain else text


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
