"""What the page's address says and nobody types: a campaign, a reference."""

from __future__ import annotations

from dataclasses import dataclass

from forms.fields.text import Text


@dataclass(frozen=True, kw_only=True, eq=False)
class Hidden(Text):
    """A text like any other to the reader, who is a stranger all the same; the page does not show it."""

    type = "hidden"
    input_type = "hidden"
    labelled = False
