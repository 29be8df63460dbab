"""Pages by cursor: ids sort by time, so the last id of a page is where the next one starts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeAlias, TypeVar

from flask import request
from sqlalchemy import Select
from sqlalchemy.orm import InstrumentedAttribute

from licorne.adapters.ids import is_id
from licorne.models.database import current_session
from licorne.services.submission_search import like_pattern
from licorne.web.address import this_page

SIZE = 50
#: A statement with whatever columns.
AnySelect: TypeAlias = Select[*tuple[Any, ...]]
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """One page of a list, newest first."""

    items: Sequence[Item]
    next_url: str | None
    first_url: str
    is_later: bool


def page_of(
    statement: AnySelect, key: InstrumentedAttribute[str], id_of: Callable[[Any], str], item: Callable[[Any], Item]
) -> Page[Item]:
    """Runs `statement` for the page that the address names by `?after`, and makes an item of each row."""
    rows = list(current_session().execute(_from_cursor(statement, key).limit(SIZE + 1)))
    shown = rows[:SIZE]
    after = id_of(shown[-1]) if len(rows) > SIZE else None
    return Page([item(row) for row in shown], _url(after) if after else None, _url(None), cursor() is not None)


def cursor() -> str | None:
    """The id after which the page starts; nonsense in the address is the first page."""
    after = request.args.get("after", "")
    return after if is_id(after) else None


def search_words() -> str:
    """What the person searches for, trimmed and bounded."""
    return request.args.get("q", "").strip()[:100]


def pattern(words: str) -> str:
    """A LIKE pattern for `words` anywhere."""
    return like_pattern(words)


def _from_cursor(statement: AnySelect, key: InstrumentedAttribute[str]) -> AnySelect:
    after = cursor()
    ordered = statement.order_by(key.desc())
    return ordered.where(key < after) if after else ordered


def _url(after: str | None) -> str:
    kept: dict[str, str | Sequence[str]] = {
        name: values
        for name, given in request.args.lists()
        if name != "after" and (values := list(filter(None, given)))
    }
    if after:
        kept["after"] = after
    return this_page(kept)
