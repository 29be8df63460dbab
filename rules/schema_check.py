"""The outer shape of a rule document against its JSON Schema, without any reference that leaves the file."""

from __future__ import annotations

import json
from collections.abc import Iterable
from importlib.resources import files

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from referencing import Registry

from rules.expression.json_types import Json
from rules.expression.problem import Problem
from rules.expression.settings import escaped

SCHEMA = json.loads(files("rules").joinpath("schema.json").read_text("utf-8"))
# An empty registry resolves nothing: the default one would fetch a remote or file reference.
_VALIDATOR = Draft202012Validator(SCHEMA, registry=Registry())


def schema_problems(document: Json) -> list[Problem]:
    """Where the document breaks its schema: `schema_required`, `schema_type` and so on, with the keyword's name."""
    errors = sorted(_VALIDATOR.iter_errors(document), key=lambda error: list(map(str, error.absolute_path)))
    return [_problem(error) for error in errors]


def _problem(error: ValidationError) -> Problem:
    place = "".join(f"/{escaped(str(step))}" for step in error.absolute_path)
    return Problem(f"schema_{error.validator}", place, {"expected": _expected(error), "names": ", ".join(_names(error))})


def _expected(error: ValidationError) -> str:
    return json.dumps(error.validator_value)[:80]


def _names(error: ValidationError) -> Iterable[str]:
    """Which properties are missing or too many."""
    instance, schema = error.instance, error.schema
    if not isinstance(instance, dict) or not isinstance(schema, dict):
        return []
    if error.validator == "required":
        return [name for name in schema["required"] if name not in instance]
    if error.validator == "additionalProperties":
        return [name[:80] for name in instance if name not in schema.get("properties", {})]
    return []
