"""Names that people gave to triggers, actions, facts and options, with fallbacks made from the ids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

Translated: TypeAlias = Mapping[str, str]
"""Language to text."""


@dataclass(frozen=True)
class Labels:
    """Labels by id. `options` is by fact path, then by value; a trigger's setting is the path `trigger.<setting>`."""

    triggers: Mapping[str, Translated] = field(default_factory=dict)
    actions: Mapping[str, Translated] = field(default_factory=dict)
    facts: Mapping[str, Translated] = field(default_factory=dict)
    options: Mapping[str, Mapping[str, Translated]] = field(default_factory=dict)

    def trigger(self, kind: str, language: str) -> str:
        """The name of a trigger; "submission.received" becomes "submission received"."""
        return _in(self.triggers.get(kind), language) or _spoken(kind)

    def action(self, kind: str, language: str) -> str:
        """The name of an action; "issue_invoice" becomes "issue invoice"."""
        return _in(self.actions.get(kind), language) or _spoken(kind)

    def fact(self, path: str, language: str) -> str:
        """The name of a fact; "answers.first_name" becomes "first name", "contact.email" "contact email"."""
        return _in(self.facts.get(path), language) or _spoken(path.removeprefix("answers."))

    def option(self, path: str, value: str, language: str) -> str | None:
        """The label of a value of this fact, None where the fact has no such option."""
        return _in(self.options.get(path, {}).get(value), language)


def _in(texts: Translated | None, language: str) -> str | None:
    """The text in the language, else in English, else in any."""
    if not texts:
        return None
    return texts.get(language) or texts.get("en") or next(iter(texts.values()))


def _spoken(identifier: str) -> str:
    return identifier.replace(".", " ").replace("_", " ").replace("-", " ")
