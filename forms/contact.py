"""From answers to the contact that gave them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from forms.fields.base import FIELD_TYPES, Field
from rules.expression.json_types import Json
from rules.expression.problem import Problem

if TYPE_CHECKING:
    from forms.definition import FormDefinition


@dataclass(frozen=True, slots=True)
class ContactDraft:
    """What a submission says about its sender; `key_value` is normalised, so that one person stays one contact."""

    key_kind: str
    key_value: str
    values: dict[str, str]


def contact_of(definition: FormDefinition, answers: Mapping[str, Json]) -> ContactDraft:
    """The contact in accepted answers (a Reading without problems, whose key the definition requires)."""
    values: dict[str, str] = {}
    for attribute, name in definition.contact_map.items():
        value = definition.by_id[name].contact_value(attribute, answers.get(name))
        if value:
            values[attribute] = value
    kind = definition.contact_key
    return ContactDraft(kind, normalised_key(kind, values[kind]), values)


def known_answers(definition: FormDefinition, known: Mapping[str, str]) -> dict[str, Sequence[str]]:
    """What is known of a contact (attribute → value), as a browser would post it in the questions that ask it."""
    posted: dict[str, Sequence[str]] = {}
    for attribute, name in definition.contact_map.items():
        if value := known.get(attribute):
            posted.update(definition.by_id[name].contact_posted(attribute, value, name))
    return posted


def normalised_key(kind: str, value: str) -> str:
    """The form under which a key is compared: e-mail addresses without case, phone numbers as their E.164."""
    return value.casefold() if kind == "email" else value


def contact_problems(contact: Mapping[str, Any], fields: Mapping[str, Field]) -> Iterator[Problem]:
    """What is wrong with the mapping of a definition; the key must be there in every submission."""
    for attribute, name in contact["map"].items():
        yield from _mapped_problems(attribute, fields.get(name), name)
    key = contact["key"]
    if key not in contact["map"]:
        yield Problem("contact_key_unmapped", "contact.key", {"key": key})
        return
    field = fields.get(contact["map"][key])
    if field is not None and not field.required:
        yield Problem("contact_key_optional", "contact.key", {"key": key, "field": field.id})


def _mapped_problems(attribute: str, field: Field | None, name: str) -> Iterator[Problem]:
    place = f"contact.map.{attribute}"
    if field is None:
        yield Problem("contact_field_unknown", place, {"field": name})
        return
    if attribute not in field.contact_attributes:
        allowed = sorted(name for name, kind in FIELD_TYPES.items() if attribute in kind.contact_attributes)
        yield Problem("contact_field_type", place, {"field": name, "allowed": ", ".join(allowed)})
