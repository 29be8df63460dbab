"""One telephone number."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from phonenumbers import NumberParseException, PhoneNumberFormat, format_number, is_possible_number, parse

from forms.answer_error import AnswerError
from forms.fields.base import CONTACT_TEXTS, Field, Occasion, Surroundings
from rules.expression.json_types import Json

# Address books wrap copied numbers in invisible direction marks; none of them reaches the stored form.
_WRAPPING = re.compile(r"[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# ASCII digits and the punctuation of numbers: no letters ("1-800-FLOWERS"), no extensions, which E.164 cannot keep.
_SHAPE = re.compile(r"\+?[0-9 ()./\u00a0\u202f\u2010\u2011-]{3,40}")


@dataclass(frozen=True, kw_only=True, eq=False)
class Phone(Field):
    """A number with its country code, or as it is dialled in the form's country; kept as E.164."""

    type = "phone"
    input_type = "tel"
    default_autocomplete = "tel"
    contact_attributes = CONTACT_TEXTS | {"phone"}

    country: str

    @classmethod
    def own(cls, settings: Mapping[str, Any], surroundings: Surroundings) -> dict[str, Any]:
        return {"country": surroundings.country}

    def parse(self, value: str, occasion: Occasion) -> Json:
        return read_phone(value, self.country)

    def answer_schema(self) -> dict[str, Any]:
        return {"type": "string", "minLength": 3, "maxLength": 60}

    def attributes(self, today: date) -> dict[str, str]:
        return {"maxlength": "60", "inputmode": "tel"}


def read_phone(value: str, country: str) -> str:
    """E.164 (`+33612345678`); judged by length, because new number ranges appear before any library knows them."""
    if len(value) > 60:
        raise AnswerError("phone_invalid", country=country)
    text = _WRAPPING.sub("", value).strip()
    if not _SHAPE.fullmatch(text):
        raise AnswerError("phone_invalid", country=country)
    try:
        number = parse(text, country)
    except NumberParseException as error:
        raise AnswerError("phone_invalid", country=country) from error
    if not is_possible_number(number):
        raise AnswerError("phone_invalid", country=country)
    return str(format_number(number, PhoneNumberFormat.E164))
