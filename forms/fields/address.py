"""A postal address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from babel import Locale, UnknownLocaleError
from phonenumbers import SUPPORTED_REGIONS

from forms.answer_error import AnswerError, PartsRefused
from forms.fields.base import Field, Occasion, Surroundings
from forms.fields.choice import Choice, Option
from forms.fields.compound import Compound, Values
from forms.fields.text import Text
from forms.postcodes import WITHOUT, canonical_postcode
from rules.expression.json_types import Json

NEIGHBOURS = ("FR", "CH", "DE", "BE", "LU", "AT", "IT", "ES", "NL", "GB")
_TEXTS = {
    "street": ("address-line1", True, 120),
    "extra": ("address-line2", False, 120),
    "postcode": ("postal-code", False, 16),
    "city": ("address-level2", True, 80),
}


@dataclass(frozen=True, kw_only=True, eq=False)
class Country(Choice):
    """Which country: named in the reader's language by Unicode's own lists."""

    def choices(self, language: str, default_language: str) -> list[tuple[str, str]]:
        names = _territories(language)
        return [(option.value, names.get(option.value, option.value)) for option in self.options]


@dataclass(frozen=True, kw_only=True, eq=False)
class Address(Compound):
    """`{"street", "extra", "postcode", "city", "country"}`; the country decides what a postcode looks like.

    Where only one country is offered it is not asked; where none was chosen, the form's own is meant.
    """

    type = "address"
    silent = frozenset({"country"})
    contact_attributes = frozenset({"street", "postcode", "city", "country"})
    settings_schema: ClassVar = {
        "countries": {
            "type": "array",
            "items": {"enum": sorted(SUPPORTED_REGIONS)},
            "minItems": 1,
            "maxItems": 250,
            "uniqueItems": True,
            "title": "Countries",
        }
    }

    country: str

    @classmethod
    def own(cls, settings: Mapping[str, Any], surroundings: Surroundings) -> dict[str, Any]:
        countries = tuple(settings.get("countries", NEIGHBOURS))
        home = surroundings.country if surroundings.country in countries else countries[0]
        texts: tuple[Field, ...] = tuple(
            Text(id=name, label=cls.named(name, surroundings), required=needed, autocomplete=hint, max_length=size)
            for name, (hint, needed, size) in _TEXTS.items()
        )
        options = tuple(Option(code, {}) for code in (home, *(code for code in countries if code != home)))
        label = cls.named("country", surroundings)
        chosen = Country(
            id="country", label=label, options=options, display="list", default=home, autocomplete="country"
        )
        return {"country": home, "parts": (*texts, chosen)}

    def whole(self, values: Values, occasion: Occasion) -> Json:
        country = str(values["country"] or self.country)
        return {**values, "postcode": _postcode(values["postcode"], country), "country": country}

    def contact_value(self, attribute: str, answer: Json) -> str:
        if not isinstance(answer, dict):
            return ""
        names = ("street", "extra") if attribute == "street" else (attribute,)
        return ", ".join(str(answer[name]) for name in names if answer.get(name))

    def contact_posted(self, attribute: str, value: str, name: str) -> dict[str, Sequence[str]]:
        return {f"{name}.{attribute}": [value]}


def _postcode(typed: Json, country: str) -> str | None:
    if not isinstance(typed, str):
        if country in WITHOUT:
            return None
        raise PartsRefused([("postcode", AnswerError("required"))])
    postcode = canonical_postcode(typed, country)
    if postcode is None:
        raise PartsRefused([("postcode", AnswerError("postcode_invalid", country=country))])
    return postcode


def _territories(language: str) -> Mapping[str, str]:
    try:
        return Locale.parse(language, sep="-").territories
    except (UnknownLocaleError, ValueError):
        return Locale("en").territories
