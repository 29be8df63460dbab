"""What a route of the API is. The same table of routes makes the URLs, the checks of requests and the OpenAPI document."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from flask.typing import ResponseReturnValue
from jsonschema import Draft202012Validator

from forms.schema_problems import compiled
from licorne.api.schemas import OPEN, Schema
from rules.expression.json_types import Json

#: Bodies up to this size are read; a form or rule document may be as large.
MOST_BYTES: Final = 256 * 1024
MOST_DEPTH: Final = 64
JSON: Final = "application/json"


@dataclass(frozen=True, slots=True)
class Call:
    """A checked request. `actor` is how the audit trail names the token; `body` fits the route's schema."""

    organisation_id: str
    actor: str
    path: Mapping[str, str]
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: Json

    @property
    def id(self) -> str:
        """The id in the path."""
        return self.path["id"]

    @property
    def slug(self) -> str:
        """The slug in the path."""
        return self.path["slug"]


@dataclass(frozen=True)
class Parameter:
    """A query parameter or header; `schema` is what its text must be (an integer is read from digits)."""

    name: str
    schema: Schema
    description: str = ""
    required: bool = False

    @cached_property
    def validator(self) -> Draft202012Validator:
        """Judges a value."""
        return compiled(self.schema)


@dataclass(frozen=True)
class Body:
    """A JSON body. Without `required` an empty one stands for `{}`."""

    schema: Schema = field(default_factory=lambda: dict(OPEN))
    required: bool = True

    @cached_property
    def validator(self) -> Draft202012Validator:
        """Judges a document."""
        return compiled(self.schema)


@dataclass(frozen=True, slots=True)
class Answer:
    """Plain data with its status."""

    data: Json
    status: int = 200


View = Callable[[Call], Answer | ResponseReturnValue]


@dataclass(frozen=True, slots=True)
class Route:
    """One operation. `path` is Flask's below /api/v1; `answers` names a schema per status that is no error."""

    method: str
    path: str
    name: str
    summary: str
    view: View
    answers: Mapping[int, str]
    query: tuple[Parameter, ...] = ()
    headers: tuple[Parameter, ...] = ()
    body: Body | None = None
    media_type: str = JSON
    public: bool = False
