"""A heading between questions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from forms.fields.layout import Layout


@dataclass(frozen=True, kw_only=True, eq=False)
class Heading(Layout):
    """Its label is the heading. Level 1 is the form's title, so these are 2 and 3."""

    type = "heading"
    input_type = "heading"
    in_rows = False
    settings_schema: ClassVar = {"level": {"enum": [2, 3], "title": "Level"}}

    level: int = 2
