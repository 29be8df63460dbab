"""The settings of a step or trigger against the JSON Schema that its action or trigger declares.

What is known only later is judged only later: a formula may give anything, a text with merge tags gives some text.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, TypeAlias

from jsonschema import Draft202012Validator, FormatChecker, validators
from jsonschema.exceptions import ValidationError
from referencing import Registry

from rules.expression.json_types import Json
from rules.expression.problem import Problem
from rules.expression.settings import Computed, Fields, Items, Literal, Setting, Text, escaped

Schema: TypeAlias = Mapping[str, Json]
_Keyword: TypeAlias = Callable[..., "Iterator[ValidationError] | None"]

#: How a schema says that objects in a list take `when` and `each`. What can be read as such is gone before the schema is
#: asked (`expression.settings`), so whatever is still there is none.
WHEN: Final[dict[str, Json]] = {"title": "Only if", "format": "condition"}
EACH: Final[dict[str, Json]] = {"title": "One for each", "format": "list-fact"}
_FORMATS: Final = {"condition": "not_a_condition", "list-fact": "not_a_list_fact"}
_LONGEST: Final = 80
_LIMITS: Final = {
    "maxLength": ("setting_too_long", "maximum"),
    "minLength": ("setting_too_short", "minimum"),
    "maxItems": ("setting_too_many", "maximum"),
    "minItems": ("setting_too_few", "minimum"),
    "minProperties": ("setting_too_few", "minimum"),
    "minimum": ("setting_below_minimum", "minimum"),
    "maximum": ("setting_above_maximum", "maximum"),
}


@dataclass(frozen=True)
class _Later:
    """Stands for a value that facts decide; `is_text` where it will be a text, which may be read as a number or day."""

    is_text: bool


def settings_problems(settings: Fields, schema: Schema, place: str) -> list[Problem]:
    """What the schema refuses in the settings of a step. `place` is the pointer of the settings."""
    return _problems(_seen(settings), schema, place)


def literal_problems(settings: Mapping[str, Json], schema: Schema, place: str) -> list[Problem]:
    """The same for settings of a trigger, in which nothing is filled in later."""
    return _problems(dict(settings), schema, place)


def _seen(setting: Setting) -> Any:
    """The settings as the schema sees them."""
    if isinstance(setting, Literal):
        return setting.value
    if isinstance(setting, Text | Computed):
        return _Later(isinstance(setting, Text))
    if isinstance(setting, Items):
        return [_seen(element.setting) for element in setting.elements]
    return {key: _seen(value) for key, value in setting.fields}


def _problems(seen: Any, schema: Schema, place: str) -> list[Problem]:
    validator = _Validator(dict(schema), registry=Registry(), format_checker=_CHECKER)
    errors = sorted(validator.iter_errors(seen), key=lambda error: list(map(str, error.absolute_path)))
    return [problem for error in errors for problem in _told(error, place)]


def _told(error: ValidationError, prefix: str) -> Iterator[Problem]:
    place = prefix + "".join(f"/{escaped(str(step))}" for step in error.absolute_path)
    instance, demanded, keyword = _any(error.instance), _any(error.validator_value), str(error.validator)
    if keyword == "required":
        # One error per missing name, each of them carrying the whole list; its message begins with the name.
        missing = next(name for name in demanded if error.message.startswith(repr(name)))
        yield Problem("setting_missing", place, {"name": missing})
    elif keyword == "additionalProperties":
        known = _any(error.schema).get("properties", {})
        for name in (name for name in instance if name not in known):
            yield Problem("setting_unknown", f"{place}/{escaped(name)}", {"name": name[:_LONGEST]})
    else:
        yield _one(keyword, demanded, place)


def _one(keyword: str, demanded: Any, place: str) -> Problem:
    if keyword in _LIMITS:
        code, parameter = _LIMITS[keyword]
        return Problem(code, place, {parameter: str(demanded)})
    if keyword == "type":
        return Problem("setting_type", place, {"expected": " or ".join(_listed(demanded))})
    if keyword in ("enum", "const"):
        allowed = ", ".join(str(value) for value in (demanded if keyword == "enum" else [demanded]) if value != "")
        return Problem("setting_not_allowed", place, {"allowed": allowed})
    if keyword == "format" and demanded in _FORMATS:
        return Problem(_FORMATS[demanded], place)
    return Problem(f"schema_{keyword}", place, {"expected": json.dumps(demanded)[:_LONGEST]})


def _listed(demanded: Any) -> list[str]:
    return [demanded] if isinstance(demanded, str) else list(demanded)


def _any(value: Any) -> Any:
    # The library's types say that these may be unset, which no error of a finished validation is.
    return value


def _unless_later(
    judge: _Keyword, keyword: str, validator: Any, demanded: Any, instance: Any, schema: Any
) -> Iterator[ValidationError]:
    """One keyword of JSON Schema, blind for what is known later; but no text becomes a list or an object."""
    if not isinstance(instance, _Later):
        yield from judge(validator, demanded, instance, schema) or ()
    elif keyword == "type" and instance.is_text and not {*_listed(demanded)} - {"array", "object"}:
        yield ValidationError("a text is no list and no object")


_CHECKER = FormatChecker(formats=())
for _name in _FORMATS:
    _CHECKER.checks(_name)(lambda value: False)
_Validator = validators.extend(  # type: ignore[no-untyped-call]  # jsonschema gives this function no types
    Draft202012Validator,
    {keyword: partial(_unless_later, judge, keyword) for keyword, judge in Draft202012Validator.VALIDATORS.items()},
)
