"""The beginning of a further page."""

from __future__ import annotations

from dataclasses import dataclass

from forms.fields.layout import Layout


@dataclass(frozen=True, kw_only=True, eq=False)
class PageBreak(Layout):
    """Its label is the title of the page that begins here; where its `shown_if` does not hold, that page is left out."""

    type = "page_break"
    input_type = "page_break"
    labelled = False
    in_rows = False
