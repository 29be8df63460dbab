"""A company and its numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from forms.answer_error import AnswerError, PartsRefused
from forms.company_numbers import siren_number, siret_number, uid_number, vat_id
from forms.fields.base import Occasion, Surroundings
from forms.fields.compound import Compound, Values
from forms.fields.text import Text
from rules.expression.json_types import Json

_CHECKS: dict[str, tuple[str, Callable[[str], str | None]]] = {
    "vat_id": ("vat_id_invalid", vat_id),
    "siren": ("siren_invalid", siren_number),
    "siret": ("siret_invalid", siret_number),
    "uid": ("uid_invalid", uid_number),
}
#: Attribute of a contact → the part that answers it.
_NUMBERS = {"vat_number": "vat_id", "siren": "siren"}


@dataclass(frozen=True, kw_only=True, eq=False)
class CompanyNumber(Text):
    """One number, kept in the one way in which it is written."""

    def parse(self, value: str, occasion: Occasion) -> Json:
        code, check = _CHECKS[self.id]
        number = check(str(super().parse(value, occasion) or ""))
        if number is None:
            raise AnswerError(code)
        return number


@dataclass(frozen=True, kw_only=True, eq=False)
class Company(Compound):
    """`{"name", …}` with the numbers that `ask` lists. French numbers of one company begin or end alike."""

    type = "company"
    contact_attributes = frozenset({"name", "company", *_NUMBERS})
    settings_schema: ClassVar = {
        "ask": {
            "type": "array",
            "items": {"enum": list(_CHECKS)},
            "uniqueItems": True,
            "maxItems": len(_CHECKS),
            "title": "Numbers to ask for",
        },
        "numbers_required": {"type": "boolean", "title": "Numbers must be given"},
    }

    @classmethod
    def own(cls, settings: Mapping[str, Any], surroundings: Surroundings) -> dict[str, Any]:
        asked = settings.get("ask", ["vat_id"])
        needed = settings.get("numbers_required", False)
        hint = "organization"
        name = Text(id="name", label=cls.named("name", surroundings), required=True, max_length=160, autocomplete=hint)
        numbers = tuple(
            CompanyNumber(id=one, label=cls.named(one, surroundings), required=needed, max_length=40)
            for one in _CHECKS
            if one in asked
        )
        return {"parts": (name, *numbers)}

    def whole(self, values: Values, occasion: Occasion) -> Json:
        sirens = {name: str(values[name])[:9] for name in ("siren", "siret") if values.get(name)}
        french = str(values.get("vat_id") or "")
        if french.startswith("FR"):
            sirens["vat_id"] = french[4:]
        if len(set(sirens.values())) > 1:
            raise PartsRefused([(next(reversed(sirens)), AnswerError("company_numbers_differ"))])
        return values

    def contact_value(self, attribute: str, answer: Json) -> str:
        if not isinstance(answer, dict):
            return ""
        return str(answer.get(_part(attribute)) or "")

    def contact_posted(self, attribute: str, value: str, name: str) -> dict[str, Sequence[str]]:
        return {f"{name}.{_part(attribute)}": [value]} if self.owns(_part(attribute)) else {}


def _part(attribute: str) -> str:
    return _NUMBERS.get(attribute, "name")
