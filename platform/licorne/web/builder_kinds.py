"""The types of fields as the builder offers them. Their settings come from each type's JSON Schema: a new type needs no line here."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from flask_babel import get_locale

from forms.fields.base import COMMON, FIELD_TYPES, Field
from licorne.web.setting_words import group_word, setting_word, value_word
from licorne.web.words import field_type_word
from rules.expression.json_types import Json

#: What the palette shows, in its order; types that are not listed come last.
_GROUPS: Final = (
    (
        "ask",
        ("text", "long_text", "email", "phone", "number", "date", "time", "date_time", "date_range", "url", "file"),
    ),
    ("choose", ("choice", "multiple_choice", "yes_no", "consent")),
    ("who", ("person_name", "company", "address", "iban")),
    ("money", ("product", "quantity", "money", "percentage", "section", "calculated")),
    ("layout", ("heading", "text_block", "page_break", "image")),
    ("behind", ("hidden", "auto_id")),
)
_EDITORS: Final = {"options": "options", "products": "products", "fields": "rows", "formula": "formula"}
_PICTURE: Final = ("image", "file")


def kinds() -> Json:
    """Every type that can be served, in the order of the palette."""
    listed = [(group, name) for group, names in _GROUPS for name in names]
    rest = [("behind", name) for name in FIELD_TYPES if name not in {name for _, name in listed}]
    return [_kind(FIELD_TYPES[name], group) for group, name in (*listed, *rest)]


def _kind(kind: type[Field], group: str) -> Json:
    contact: list[Json] = [*sorted(kind.contact_attributes)] if kind.asked else []
    return {
        "type": kind.type,
        "word": field_type_word(kind.type),
        "group": group,
        "groupWord": group_word(group),
        "asked": kind.asked,
        "answers": kind.answers,
        "labelled": kind.labelled,
        "inRows": kind.in_rows,
        "kind": kind.kind,
        "contact": contact,
        "needs": list(kind.required_settings),
        "settings": list(_settings(kind)),
    }


def _settings(kind: type[Field]) -> Iterator[Json]:
    schema: Mapping[str, Any] = kind.whole_schema()["properties"]
    for name, one in kind.settings_schema.items():
        word, in_rows = setting_word(str(one.get("title", name))), name not in kind.not_in_rows
        yield {"name": name, "word": word, "inRows": in_rows, **_shape(kind.type, name, schema[name])}


def _shape(kind: str, name: str, schema: Mapping[str, Any]) -> dict[str, Json]:
    """What edits a setting."""
    if (kind, name) == _PICTURE:
        return {"shape": "picture"}
    if name in _EDITORS:
        return {"shape": _EDITORS[name]}
    if "enum" in schema:
        return {"shape": "choice", "values": _values(name, schema["enum"])}
    if schema.get("type") == "array" and "enum" in schema.get("items", {}):
        return {"shape": "ticks", "values": _values(name, schema["items"]["enum"])}
    if schema.get("type") == "object":
        return {"shape": "texts", "long": "minProperties" not in schema}
    simple = {"boolean": "switch", "integer": "integer"}
    return {"shape": simple.get(str(schema.get("type")), "line"), **_bounds(schema)}


def _bounds(schema: Mapping[str, Any]) -> dict[str, Json]:
    return {key: schema[key] for key in ("minimum", "maximum") if key in schema}


def _values(name: str, values: list[Any]) -> Json:
    return [{"value": value, "word": value_word(name, value, get_locale())} for value in values]


def autocompletes() -> Json:
    """What browsers can fill in by themselves."""
    offered: Any = COMMON["autocomplete"]
    return list(offered["enum"])
