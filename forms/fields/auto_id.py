"""A running number that every submission gets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from forms.fields.layout import Unasked


@dataclass(frozen=True, kw_only=True, eq=False)
class AutoId(Unasked):
    """`prefix` and a number without gaps per form, given by the service that accepts the answers."""

    type = "auto_id"
    input_type = "none"
    in_rows = False
    settings_schema: ClassVar = {
        "prefix": {"type": "string", "pattern": "^[A-Za-z0-9./_-]{0,20}$", "title": "Prefix"},
        "digits": {"type": "integer", "minimum": 1, "maximum": 12, "title": "Digits at least"},
    }

    prefix: str = ""
    digits: int = 1

    def written(self, number: int) -> str:
        """The id of the submission that is the `number`th."""
        return f"{self.prefix}{number:0{self.digits}d}"
