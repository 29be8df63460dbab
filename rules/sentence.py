"""A rule as one plain sentence, in English or French, for lists, reviews and the trail of changes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from rules.document import RuleDocument
from rules.expression.dates import as_date
from rules.expression.json_types import Json
from rules.expression.merge_formats import date_text, locale_of
from rules.expression.operators.operator import DATE
from rules.expression.operators.registry import OPERATORS
from rules.expression.tree import Call, Condition, Constant, Fact, Formula, Group, Leaf
from rules.expression.values import as_text
from rules.labels import Labels
from rules.step_words import StepWords

LANGUAGES = ("en", "fr")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_WORDS: Mapping[str, dict[str, Any]] = {
    language: json.loads(files("rules").joinpath("words", f"{language}.json").read_text("utf-8"))
    for language in LANGUAGES
}


def sentence(document: RuleDocument, labels: Labels, language: str) -> str:
    """The sentence in `en` or `fr`; another language is told in English."""
    writer = _Writer(labels, language if language in LANGUAGES else "en")
    return writer.rule(document)


def operator_words(language: str) -> Mapping[str, str]:
    """Every operator with its phrase around `{left}` and `{right}`, in `en` or `fr`; another language gets English."""
    words: Mapping[str, str] = _WORDS[language if language in LANGUAGES else "en"]["operators"]
    return words


def condition_sentence(condition: Condition, labels: Labels, language: str) -> str:
    """One condition, with what it looks at, as part of a sentence: "the number of pages is at least 1"."""
    return _Writer(labels, language if language in LANGUAGES else "en").condition(condition)


def fill(fragment: str, values: Mapping[str, str]) -> str:
    """Put values into a fragment in one pass: a value that holds `{left}` is not read again."""
    return _PLACEHOLDER.sub(lambda found: values.get(found[1], ""), fragment)


@dataclass(frozen=True)
class _Writer:
    """The words of one language and the labels of one organisation."""

    labels: Labels
    language: str

    def rule(self, document: RuleDocument) -> str:
        parts = [fill(self._word("when"), {"trigger": self._trigger(document)})]
        if document.conditions != Group("all", ()):
            parts.append(fill(self._word("if"), {"conditions": self.condition(document.conditions, True)}))
        told = StepWords(self)
        parts.append(self.words("then", steps=told.steps(document.steps)))
        if document.on_error:
            parts.append(f" {self.words('rule_on_error', steps=told.steps(document.on_error))}")
        if document.is_first:
            parts.append(f" {self._word('match_first')}")
        if document.stops:
            parts.append(f" {self._word('stops_others')}")
        return "".join((*parts, told.limits(document.limits)))

    def words(self, name: str, **values: str) -> str:
        """A phrase of the language with values put in."""
        return fill(self._word(name), values)

    def action(self, kind: str) -> str:
        """The name of an action."""
        return self.labels.action(kind, self.language)

    def trigger(self, kind: str) -> str:
        """The name of a kind of event."""
        return self.labels.trigger(kind, self.language)

    def _word(self, name: str) -> str:
        return str(_WORDS[self.language][name])

    def _trigger(self, document: RuleDocument) -> str:
        name = self.labels.trigger(document.trigger.kind, self.language)
        settings = [self._constant(value, f"trigger.{key}") for key, value in document.trigger.settings.items()]
        return fill(self._word("trigger_with"), {"trigger": name, "settings": ", ".join(settings)}) if settings else name

    def condition(self, node: Condition, outermost: bool = False) -> str:
        """A group or comparison; groups within groups stand in brackets."""
        if isinstance(node, Leaf):
            return self._leaf(node)
        if not node.items:
            return self._word("never" if node.kind == "any" else "always")
        if node.kind == "none":
            return fill(self._word("not_any"), {"items": self._joined("or", map(self.condition, node.items))})
        items = self._joined("and" if node.kind == "all" else "or", map(self.condition, node.items))
        return items if outermost or len(node.items) == 1 else fill(self._word("group"), {"items": items})

    def _leaf(self, leaf: Leaf) -> str:
        fact = leaf.left.name if isinstance(leaf.left, Fact) else ""
        right = leaf.right
        items = right.value if isinstance(right, Constant) and isinstance(right.value, list) else None
        texts = [self._operand(item, fact, leaf.operator) for item in items or ()]
        values = {
            "left": self.formula(leaf.left),
            "right": self._right(right, fact, leaf.operator),
            "right_or": self._joined("or", texts) if texts else self._right(right, fact, leaf.operator),
            "right_and": self._joined("and", texts) if texts else self._right(right, fact, leaf.operator),
        }
        return fill(_WORDS[self.language]["operators"][leaf.operator], values)

    def _right(self, right: Formula | None, fact: str, operator: str) -> str:
        if isinstance(right, Constant):
            return self._operand(right.value, fact, operator)
        return "" if right is None else self.formula(right)

    def _operand(self, value: Json, fact: str, operator: str) -> str:
        day = as_date(value) if DATE in OPERATORS[operator].kinds else None
        return date_text(day, "long", locale_of(self.language)) if day else self._constant(value, fact)

    def formula(self, node: Formula) -> str:
        """What is computed, in words."""
        if isinstance(node, Constant):
            return self._constant(node.value, "")
        if isinstance(node, Fact):
            return self.labels.fact(node.name, self.language)
        if isinstance(node, Call):
            return self._call(node)
        return fill(self._word("holds"), {"condition": self.condition(node)})

    def _call(self, call: Call) -> str:
        arguments = [self._argument(argument) for argument in call.arguments]
        joiner = _WORDS[self.language]["joined"].get(call.function)
        if joiner is not None:
            return str(joiner).join(arguments)
        numbered = {str(index): argument for index, argument in enumerate(arguments)}
        values = {"0": "", "1": "", "2": self._word("nothing"), **numbered, "args": ", ".join(arguments)}
        return fill(_WORDS[self.language]["functions"][call.function], values)

    def _argument(self, node: Formula) -> str:
        if isinstance(node, Group | Leaf):
            return self.condition(node)
        within = isinstance(node, Call) and node.function in _WORDS[self.language]["joined"]
        return fill(self._word("group"), {"items": self.formula(node)}) if within else self.formula(node)

    def _constant(self, value: Json, fact: str) -> str:
        if value is None:
            return self._word("nothing")
        if isinstance(value, bool):
            return self._word("yes" if value else "no")
        if isinstance(value, list):
            return ", ".join(self._constant(item, fact) for item in value)
        text = as_text(value) or ""
        label = self.labels.option(fact, text, self.language)
        return label or (text if _is_plain(text) else fill(self._word("quoted"), {"text": text}))

    def _joined(self, word: str, items: Iterable[str]) -> str:
        return self._word(word).join(items)


def _is_plain(text: str) -> bool:
    """Numbers and dates need no quotation marks."""
    return text.replace(".", "", 1).replace("-", "").isdigit()
