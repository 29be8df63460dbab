"""A list of one kind of thing, newest first, page by page, and one thing of it: the same for every resource.

Ids sort by time, so the last id of a page is where the next one starts: rows that are added meanwhile are newer and
move nothing.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select

from licorne.api.route import Answer, Call, Parameter, Route
from licorne.api.schemas import ID, Schema
from licorne.errors import NotFound, refuse
from licorne.models.base import Owned
from licorne.models.database import current_session
from rules.expression.json_types import Json

PAGE: Final = 50
MOST: Final = 100
LIMIT: Final = Parameter(
    "limit", {"type": "integer", "minimum": 1, "maximum": MOST}, f"items per page, {PAGE} if absent"
)
CURSOR: Final = Parameter(
    "cursor", {"type": "string", "maxLength": 64}, "`next` of the page before, with the same filters"
)

Item = dict[str, Json]


Row = TypeVar("Row", bound=Owned)


@dataclass(frozen=True)
class Filter:
    """A query parameter that narrows a list. `condition` gets the organisation and the checked text."""

    parameter: Parameter
    condition: Callable[[str, str], ColumnElement[bool]]


def filter_by(name: str, column: Any, schema: Schema = ID) -> Filter:
    """Rows whose column equals the parameter."""
    return Filter(Parameter(name, schema), lambda organisation, text: column == text)


@dataclass(frozen=True)
class Collection(Generic[Row]):
    """One resource. `present` makes items of rows, whole pages at once; `detail` is what one thing shows beyond its item.

    `key` is the column by which one thing is addressed.
    """

    name: str
    item: str
    model: type[Row]
    present: Callable[[str, Sequence[Row]], list[Item]]
    filters: tuple[Filter, ...] = ()
    detail: Callable[[Row], Item] | None = None
    key: str = "id"

    @property
    def routes(self) -> tuple[Route, Route]:
        """GET of the list and of one."""
        one = self.item + ("Detail" if self.detail else "")
        query = (LIMIT, CURSOR, *(each.parameter for each in self.filters))
        listed = Route(
            "GET",
            f"/{self.name}",
            f"list_{self.name}",
            f"List {self.name}, newest first",
            self.list,
            {200: f"{self.item}Page"},
            query,
        )
        shown = Route(
            "GET",
            f"/{self.name}/<{self.key}>",
            f"get_{self.item.lower()}",
            f"Get one of the {self.name}",
            self.show,
            {200: one},
        )
        return listed, shown

    def list(self, call: Call) -> Answer:
        """One page."""
        limit = int(call.query.get("limit", PAGE))
        rows = list(current_session().scalars(self._statement(call).limit(limit + 1)))
        shown = rows[:limit]
        following = _cursor(shown[-1].id) if len(rows) > limit else None
        items: list[Json] = [*self.present(call.organisation_id, shown)]
        return Answer({"items": items, "next": following})

    def show(self, call: Call) -> Answer:
        """One thing."""
        return Answer(self.one(call))

    def one(self, call: Call) -> Item:
        """The thing that the path names, as it is now. Raises NotFound."""
        row = self.row(call)
        item = self.present(call.organisation_id, [row])[0]
        return item | self.detail(row) if self.detail else item

    def row(self, call: Call) -> Row:
        """Its row. Raises NotFound."""
        wanted = getattr(self.model, self.key) == call.path[self.key]
        statement = select(self.model).where(self.model.organisation_id == call.organisation_id, wanted)
        found = current_session().scalars(statement.execution_options(populate_existing=True)).first()
        if found is None:
            raise NotFound(call.path[self.key])
        return found

    def _statement(self, call: Call) -> Select[Row]:
        statement = select(self.model).where(self.model.organisation_id == call.organisation_id)
        for each in self.filters:
            text = call.query.get(each.parameter.name)
            if text is not None:
                statement = statement.where(each.condition(call.organisation_id, text))
        if "cursor" in call.query:
            statement = statement.where(self.model.id < _last(call.query["cursor"]))
        return statement.order_by(self.model.id.desc())


def _cursor(last: str) -> str:
    return urlsafe_b64encode(UUID(last).bytes).decode().rstrip("=")


def _last(cursor: str) -> str:
    try:
        return str(UUID(bytes=urlsafe_b64decode(f"{cursor}==".encode("ascii"))))
    except (Base64Error, ValueError) as error:
        raise refuse("cursor_unknown", "cursor") from error


def by_id(statement: Select[str, Any]) -> Mapping[str, Any]:
    """The result of a statement of two columns: the first names the second."""
    return {str(name): value for name, value in current_session().execute(statement)}
