"""What edits each setting of a trigger, an action or a step: read off its JSON Schema, so that a new one needs no line in the editor."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from flask_babel import get_locale

from licorne.services.trigger import Trigger
from licorne.web.rule_setting_words import title_word, value_word
from rules.expression.json_types import Json

Schema = Mapping[str, Any]
#: Settings that are chosen from what the organisation has, wherever they stand.
_CHOSEN: Final = {"form": "form", "product": "product", "rule": "rule", "fact": "fact"}
_PEOPLE: Final = frozenset(("ask", "to", "among"))
#: What an earlier step has made, or the event brings along.
_MADE: Final = {"invoice": "invoice", "attach_invoice": "invoice", "task": "task", "contact": "contact"}
_LONG: Final = frozenset(("text", "note", "detail", "message"))
_PATTERNS: Final = {"^([01]": "time", "^[0-9]{4}-": "day"}


def shapes(schema: Schema) -> list[Json]:
    """The settings of an object, in their order."""
    needed = schema.get("required", ())
    return [_shape(name, one, name in needed) for name, one in schema.get("properties", {}).items()]


def _shape(name: str, schema: Schema, needed: bool) -> Json:
    title = schema.get("title")
    hint = schema.get("description")
    named: dict[str, Json] = {"name": name, "word": title_word(str(title)) if title else "", "needed": needed}
    if hint:
        named["hint"] = title_word(str(hint))
    if "default" in schema:
        named["default"] = schema["default"]
    return {**named, **dict(_edited(name, schema))}


def _edited(name: str, schema: Schema) -> Iterator[tuple[str, Json]]:
    kind = schema.get("type")
    if "enum" in schema:
        yield from (("shape", "choice"), ("values", _values(name, schema["enum"])))
    elif name == "kind":
        yield from (("shape", "choice"), ("values", _values(name, [*Trigger.registered])))
    elif kind == "array":
        yield from _list(name, schema)
    elif kind == "object":
        inner = shapes(schema)
        yield from (("shape", "object"), ("fields", inner)) if inner else (("shape", "map"),)
    elif kind == "integer":
        yield "shape", "integer"
        yield from ((limit, schema[limit]) for limit in ("minimum", "maximum") if limit in schema)
    else:
        yield "shape", _simple(name, schema)
        yield "long", name in _LONG


def _list(name: str, schema: Schema) -> Iterator[tuple[str, Json]]:
    items: Schema = schema.get("items", {})
    if items.get("type") == "object":
        yield from (("shape", "list"), ("fields", shapes(items)))
    elif items.get("type") == "integer":
        span = [*range(items.get("minimum", 1), items.get("maximum", 7) + 1)]
        yield from (("shape", "ticks"), ("values", _values(name, span)))
    else:
        yield "shape", "people" if name in _PEOPLE else "texts"


def _simple(name: str, schema: Schema) -> str:
    if schema.get("format") in ("condition", "list-fact"):
        return "condition" if schema["format"] == "condition" else "each"
    if schema.get("type") == "boolean":
        return "switch"
    if name in _CHOSEN:
        return _CHOSEN[name]
    if schema.get("type") != "string":
        return _MADE.get(name, "value")
    pattern = str(schema.get("pattern", ""))
    return next((shape for begin, shape in _PATTERNS.items() if pattern.startswith(begin)), "text")


def _values(name: str, values: list[Any]) -> list[Json]:
    return [{"value": one, "word": value_word(name, one, get_locale())} for one in values if one != ""]
