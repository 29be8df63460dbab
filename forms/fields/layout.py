"""What stands between the questions and has no answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from forms.fields.base import Field, Occasion
from forms.wtfields import NoteField
from rules.expression.json_types import Json


@dataclass(frozen=True, kw_only=True, eq=False)
class Unasked(Field):
    """Nothing is read for it, whatever was posted under its name."""

    asked = False
    form_field = NoteField
    prefillable = False
    contact_attributes = frozenset()

    def read(self, raw: Sequence[str], occasion: Occasion) -> Json:
        return None

    def raw_of(self, answer: Json) -> Sequence[str]:
        return ()


@dataclass(frozen=True, kw_only=True, eq=False)
class Layout(Unasked):
    """A part of the page."""

    answers = False
    kind = "any"
