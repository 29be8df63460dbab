"""JSON Schemas (2020-12, as OpenAPI 3.1 uses it) that several resources share."""

from collections.abc import Mapping
from typing import Final

from rules.expression.json_types import Json

Schema = dict[str, Json]

ID: Final[Schema] = {
    "type": "string",
    "format": "uuid",
    "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
}
SLUG: Final[Schema] = {"type": "string", "pattern": "^[a-z0-9][a-z0-9-]{0,79}$"}
TEXT: Final[Schema] = {"type": "string"}
COUNT: Final[Schema] = {"type": "integer", "minimum": 0}
TRUTH: Final[Schema] = {"type": "boolean"}
DATE: Final[Schema] = {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
INSTANT: Final[Schema] = {
    "type": "string",
    "format": "date-time",
    "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+\+00:00$",
    "description": "ISO 8601 with an offset",
}
MONEY: Final[Schema] = {
    "type": "string",
    "pattern": r"^-?[0-9]+(\.[0-9]+)?$",
    "description": 'major units with all decimals of the currency, "1260.00"',
}
CURRENCY: Final[Schema] = {"type": "string", "pattern": "^[A-Z]{3}$"}
HASH: Final[Schema] = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
OPEN: Final[Schema] = {"type": "object"}

PROBLEM: Final[Schema] = {
    "type": "object",
    "required": ["code", "place", "parameters"],
    "properties": {
        "code": TEXT,
        "place": {"type": "string", "description": "id of a field, JSON pointer or name of a parameter"},
        "parameters": {"type": "object", "additionalProperties": TEXT},
    },
}


def extended(properties: Mapping[str, Schema], **more: Schema) -> Schema:
    """A record with more members."""
    return record({**properties, **more})


def record(properties: Mapping[str, Schema]) -> Schema:
    """An object that always has exactly these members."""
    return {
        "type": "object",
        "required": list(properties),
        "properties": dict(properties),
        "additionalProperties": False,
    }


def or_null(schema: Schema) -> Schema:
    """The same, or null."""
    return {"anyOf": [schema, {"type": "null"}]}


def list_of(schema: Schema) -> Schema:
    """An array of such."""
    return {"type": "array", "items": schema}


def one_of(*values: str) -> Schema:
    """One of these words."""
    return {"type": "string", "enum": list(values)}


def page_of(name: str) -> Schema:
    """One page of a list of a named schema."""
    return record({"items": list_of(reference(name)), "next": or_null(TEXT)})


def reference(name: str) -> Schema:
    """A named schema of the OpenAPI document."""
    return {"$ref": f"#/components/schemas/{name}"}


ERROR: Final[Schema] = record({"error": record({"code": TEXT, "message": TEXT, "problems": list_of(PROBLEM)})})
