"""A form's definition: the JSON document of docs/architecture.md 4.1, read once into objects that never change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from jsonschema import Draft202012Validator

from forms import fields  # noqa: F401  (importing the folder registers the field types)
from forms.checks import envelope_problems, field_problems
from forms.fields.base import FIELD_TYPES, Field, Surroundings
from forms.limit_checks import limit_problems
from forms.logic_checks import kinds_of, logic_problems
from forms.logic_document import Collector, Entry
from forms.logic_past import questions_in
from forms.logic_program import ANSWERS, FieldNode, Program, program_of
from forms.schema_problems import MAX_PROBLEMS, compiled
from forms.soundness import document_problems
from forms.text import Texts
from forms.theme import theme_problems
from rules.expression.json_types import Json
from rules.expression.problem import Problem, Refused

DEFAULT_COUNTRY = "FR"
#: Values that a browser may send at once. All questions with all their rows must fit, with what the page itself posts.
MOST_POSTED = 5000
_OF_THE_PAGE = 20


@dataclass(frozen=True)
class Success:
    """What the customer reads after sending."""

    title: Texts
    text: Texts


@dataclass(frozen=True, eq=False)
class FormDefinition:
    """One form version. Parse it once and keep it: readers, schema and WTForms class hang on it.

    `contact_map` is contact attribute → id of a field; `contact_key` the attribute that tells contacts apart.
    """

    title: Texts
    intro: Texts
    languages: tuple[str, ...]
    default_language: str
    currency: str
    country: str
    fields: tuple[Field, ...]
    contact_key: str
    contact_map: Mapping[str, str]
    submit: Texts
    success: Success
    logic: tuple[Entry, ...]
    program: Program
    limits: Mapping[str, Any]
    spam: Mapping[str, Any]
    theme: Mapping[str, Any]
    thanks: Mapping[str, Any]
    after: Mapping[str, Any]
    embed: Mapping[str, Any]

    @cached_property
    def by_id(self) -> dict[str, Field]:
        """The fields by their id."""
        return {field.id: field for field in self.fields}

    @cached_property
    def answers_schema(self) -> dict[str, Any]:
        """JSON Schema (2020-12) of one set of answers, as the API takes and stores it."""
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "type": "object",
            "properties": {field.id: self._schema(field) for field in self.fields if field.answers},
            "required": [field.id for field in self.fields if field.required and field.id in self.unconditional],
        }

    @cached_property
    def has_defaults(self) -> bool:
        """Whether a fresh page has anything filled in."""
        return any(field.default is not None for field in self.fields)

    @cached_property
    def unconditional(self) -> frozenset[str]:
        """The fields that are always there, whatever was answered."""
        nodes = (node for node in self.program.nodes if isinstance(node, FieldNode))
        return frozenset(node.field.id for node in nodes if node.always)

    @cached_property
    def fact_kinds(self) -> dict[str, str]:
        """The paths under `answers` that rules may name, with their data types; `*` stands for every row of a list."""
        return kinds_of(self.fields, ANSWERS)

    @cached_property
    def past_questions(self) -> tuple[str, ...]:
        """The questions whose answers are compared with those of earlier submissions; of most forms none."""
        return questions_in(self.logic)

    def _schema(self, field: Field) -> dict[str, Any]:
        # What may be hidden has no answer then, required or not.
        schema = field.answer_schema()
        needed = field.required and field.id in self.unconditional
        return schema if needed else {"anyOf": [schema, {"type": "null"}]}

    @cached_property
    def answers_validator(self) -> Draft202012Validator:
        """The schema compiled, without access to any other."""
        return compiled(self.answers_schema)


def parse(document: Json) -> FormDefinition:
    """The definition that the document describes; Refused with every problem found, at places like `fields[2].options`."""
    _raise_any(document_problems(document))
    _raise_any(envelope_problems(document))
    assert isinstance(document, dict)
    settings: dict[str, Any] = document
    surroundings = _surroundings(settings)
    _raise_any([*theme_problems(settings.get("theme", {})), *field_problems(settings, surroundings)])
    _raise_any(logic_problems(fields_of(settings, surroundings), settings.get("logic", ())))
    definition = _definition(settings, surroundings)
    limits = limit_problems(definition.limits, definition.by_id)
    _raise_any([*_key_problems(definition), *_width_problems(definition), *limits, *_thanks_problems(definition)])
    return definition


def _key_problems(definition: FormDefinition) -> list[Problem]:
    """Logic must not take away or overwrite the answer by which contacts are told apart."""
    key = definition.contact_map[definition.contact_key]
    plain = any(
        isinstance(node, FieldNode) and node.plain and node.field.id == key for node in definition.program.nodes
    )
    return (
        [] if plain else [Problem("contact_key_optional", "contact.key", {"key": definition.contact_key, "field": key})]
    )


def _thanks_problems(definition: FormDefinition) -> list[Problem]:
    """Who is sent on to another page cannot wait for a document on this one."""
    both = definition.thanks.get("document") and "redirect" in definition.thanks
    return [Problem("thanks_two_ways", "thanks.document")] if both else []


def _width_problems(definition: FormDefinition) -> list[Problem]:
    count, maximum = sum(field.most_posted for field in definition.fields), MOST_POSTED - _OF_THE_PAGE
    if count <= maximum:
        return []
    return [Problem("form_too_wide", "fields", {"count": str(count), "maximum": str(maximum)})]


def _raise_any(problems: list[Problem]) -> None:
    if problems:
        raise Refused(tuple(problems[:MAX_PROBLEMS]))


def _surroundings(settings: Mapping[str, Any]) -> Surroundings:
    default = settings["default_language"]
    languages = settings.get("languages") or list(settings["title"])
    ordered = (default, *(language for language in languages if language != default))
    return Surroundings(default, ordered, settings["currency"], settings.get("country", DEFAULT_COUNTRY))


def _definition(settings: Mapping[str, Any], surroundings: Surroundings) -> FormDefinition:
    made = fields_of(settings, surroundings)
    entries = Collector().entries(settings.get("logic", ()))
    contact = settings["contact"]
    success = settings.get("success", {})
    return FormDefinition(
        title=settings["title"],
        intro=settings.get("intro", {}),
        languages=surroundings.languages,
        default_language=surroundings.default_language,
        currency=surroundings.currency,
        country=surroundings.country,
        fields=made,
        contact_key=contact["key"],
        contact_map=contact["map"],
        submit=settings.get("submit", {}),
        success=Success(success.get("title", {}), success.get("text", {})),
        logic=entries,
        program=program_of(made, ANSWERS, entries),
        **{name: settings.get(name, {}) for name in ("limits", "spam", "theme", "thanks", "after", "embed")},
    )


def fields_of(settings: Mapping[str, Any], surroundings: Surroundings) -> tuple[Field, ...]:
    """The fields that checked settings describe."""
    return tuple(FIELD_TYPES[one["type"]].from_settings(one, surroundings) for one in settings["fields"])
