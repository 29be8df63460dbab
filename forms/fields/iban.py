"""The number of a bank account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from stdnum import iban
from stdnum.exceptions import ValidationError

from forms.answer_error import AnswerError
from forms.characters import single_line
from forms.fields.base import Field, Occasion
from rules.expression.json_types import Json


@dataclass(frozen=True, kw_only=True, eq=False)
class Iban(Field):
    """ISO 13616, judged by its two check digits, its length and its country's own digits; kept without blanks."""

    type = "iban"
    contact_attributes = frozenset()
    # A link that fills in an account is what a fraudster would send.
    prefillable = False

    def parse(self, value: str, occasion: Occasion) -> Json:
        text = single_line(value, 60)
        if not text.isascii():
            raise AnswerError("iban_invalid")
        try:
            return str(iban.validate(text))
        except ValidationError as error:
            raise AnswerError("iban_invalid") from error

    def answer_schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[A-Z]{2}[0-9]{2}[A-Z0-9]{8,30}$"}

    def attributes(self, today: date) -> dict[str, str]:
        return {"maxlength": "42", "spellcheck": "false", "autocapitalize": "characters"}
