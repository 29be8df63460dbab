"""JSON Schema without the network, and its errors as our problems.

By default `jsonschema` fetches remote references over http and reads `file:` ones. The registry here is empty and
nothing retrieves, so a reference that leaves the schema is an error of ours, never a request.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from jsonschema import Draft202012Validator, ValidationError
from referencing import Registry

from rules.expression.json_types import Json
from rules.expression.problem import Problem

# More than a person would correct in one go; a hostile document could produce a hundred thousand.
MAX_PROBLEMS = 50

_LIMITS = {
    "maxLength": ("setting_too_long", "maximum"),
    "maxItems": ("setting_too_many", "maximum"),
    "minItems": ("setting_too_few", "minimum"),
    "minProperties": ("setting_too_few", "minimum"),
    "minimum": ("setting_below_minimum", "minimum"),
    "maximum": ("setting_above_maximum", "maximum"),
}


def compiled(schema: Mapping[str, Any]) -> Draft202012Validator:
    """A validator that is checked itself, and that can reach no schema but this one."""
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, registry=Registry())


def schema_problems(validator: Draft202012Validator, document: Json, prefix: str = "") -> Iterator[Problem]:
    """Each thing that the schema refuses, at places like `fields[2].options`."""
    for error in validator.iter_errors(document):
        yield from _problems(error, prefix)


def place_of(path: Iterable[str | int], prefix: str = "") -> str:
    """`["fields", 2, "options"]` as a person writes it."""
    place = prefix
    for step in path:
        place += f"[{step}]" if isinstance(step, int) else f".{step}" if place else step
    return place[:300]


def _problems(error: ValidationError, prefix: str) -> Iterator[Problem]:
    place = place_of(error.absolute_path, prefix)
    instance, demanded = _plain(error.instance), _plain(error.validator_value)
    if error.validator == "required":
        # One error per missing name, each of them carrying the whole list; its message begins with the name.
        missing = (name for name in demanded if name not in instance and error.message.startswith(repr(name)))
        yield from (Problem("setting_missing", place, {"name": name}) for name in missing)
    elif error.validator == "additionalProperties":
        extra = [name for name in instance if name not in _plain(error.schema).get("properties", {})]
        yield from (Problem("setting_unknown", place, {"name": name[:80]}) for name in extra[:MAX_PROBLEMS])
    else:
        yield _problem(str(error.validator), demanded, place)


def _problem(keyword: str, demanded: Any, place: str) -> Problem:
    if keyword in _LIMITS:
        code, parameter = _LIMITS[keyword]
        return Problem(code, place, {parameter: str(demanded)})
    if keyword == "type":
        return Problem(
            "setting_type", place, {"expected": demanded if isinstance(demanded, str) else " or ".join(demanded)}
        )
    if keyword in ("enum", "const"):
        allowed = demanded if keyword == "enum" else [demanded]
        return Problem("setting_not_allowed", place, {"allowed": ", ".join(str(value) for value in allowed)})
    return Problem("setting_pattern", place, {"pattern": str(demanded)})


def _plain(value: Any) -> Any:
    # The library's types say that these may be unset, which no error of a finished validation is.
    return value
