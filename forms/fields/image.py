"""A picture between questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from forms.fields.base import LABEL, Surroundings
from forms.fields.layout import Layout
from forms.text import Texts


@dataclass(frozen=True, kw_only=True, eq=False)
class Image(Layout):
    """A picture that was uploaded to the organisation, by its id: a page shows nothing from elsewhere.

    The label says in words what it shows (WCAG 1.1.1).
    """

    type = "image"
    input_type = "image"
    in_rows = False
    required_settings = ("file",)
    settings_schema: ClassVar = {
        "file": {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,80}$", "title": "Picture"},
        "caption": {**LABEL, "title": "Caption"},
    }

    file: str
    caption: Texts

    @classmethod
    def own(cls, settings: Mapping[str, Any], surroundings: Surroundings) -> dict[str, Any]:
        return {"file": settings["file"], "caption": settings.get("caption", {})}

    def statement(self) -> Texts:
        return self.caption
