"""Pages: what stands between two page breaks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from forms.fields.base import Field
from forms.text import Texts

FIRST = "_first"
"""The id of the page that no page break opens."""
_BREAK = "page_break"


@dataclass(frozen=True)
class Page:
    """A page with the ids of its fields; `id` and `label` are those of the page break that opens it."""

    index: int
    id: str
    label: Texts
    fields: tuple[str, ...]


def pages_of(fields: Sequence[Field]) -> tuple[Page, ...]:
    """All pages in their order; a form without page breaks is one page."""
    groups: list[tuple[str, Texts, list[str]]] = [(FIRST, {}, [])]
    for field in fields:
        if field.type == _BREAK:
            groups.append((field.id, field.label, []))
        else:
            groups[-1][2].append(field.id)
    return tuple(Page(index, name, label, tuple(ids)) for index, (name, label, ids) in enumerate(groups))


def page_numbers(pages: Sequence[Page]) -> dict[str, int]:
    """Under the id of every field and page the number of its page."""
    numbers = {page.id: page.index for page in pages}
    return numbers | {name: page.index for page in pages for name in page.fields}
