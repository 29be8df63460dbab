"""Whether an answer was given before. Who keeps the answers looks it up and says so in the fact `past`, by the name of the fact."""

from __future__ import annotations

from rules.expression.operators.operator import TEXT, Operator
from rules.expression.scope import Scope
from rules.expression.values import as_text

#: The fact that has `{"answers.email": true}`; where it says nothing, neither operator holds.
PAST = "past"


def _says(name: str | None, scope: Scope, wanted: bool) -> bool:
    past = scope.facts.get(PAST)
    return isinstance(past, dict) and name is not None and past.get(name) is wanted


_TEXT = frozenset((TEXT,))
OPERATORS = (
    Operator("exists_in_past", _TEXT, as_text, None, lambda _, name, scope: _says(name, scope, True), looked_up=True),
    Operator(
        "not_exists_in_past", _TEXT, as_text, None, lambda _, name, scope: _says(name, scope, False), looked_up=True
    ),
)
