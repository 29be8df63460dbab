"""Definitions and fields for the tests of this folder."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from forms.answer_error import AnswerError
from forms.definition import FormDefinition, parse
from forms.fields.base import FIELD_TYPES, Field, Occasion, Surroundings
from forms.uploads import Upload

FIXTURE = Path(__file__).with_name("fixtures") / "project-request.json"
TODAY = date(2026, 11, 24)
UPLOADS = {
    "kept": Upload("kept", "plan.pdf", "pdf", 1000),
    "huge": Upload("huge", "huge.pdf", "pdf", 10**9),
    "page": Upload("page", "page.txt", "text", 10),
}
ENGLISH = Occasion("en", TODAY, "Europe/Paris", UPLOADS, {"answers": {}, "today": TODAY.isoformat()})
SURROUNDINGS = Surroundings("en", ("en", "fr"), "EUR", "FR")
# A setting that some type demands; a new type whose settings are all optional needs no line here.
DEMANDED = {
    "options": [{"value": "a", "label": {"en": "A"}}, {"value": "b", "label": {"en": "B", "fr": "Bé"}}],
    "text": {"en": "I agree.", "fr": "J’accepte."},
    "products": [
        {"code": "page", "label": {"en": "Page"}},
        {"code": "shirt", "variants": [{"code": "red", "label": {"en": "Red"}}, {"code": "blue"}]},
    ],
    "fields": [
        {"id": "note", "type": "text", "label": {"en": "Note"}},
        {"id": "many", "type": "quantity", "label": {"en": "How many"}, "required": True, "max": 9},
        {"id": "item", "type": "product", "label": {"en": "Item"}, "products": [{"code": "a"}, {"code": "b"}]},
    ],
    "file": "0192f0c1",
    "formula": {"call": "add", "args": [{"value": "1"}, {"value": "2"}]},
}
FILLED = {
    "name": ["Léa Moreau"], "email": ["Lea.Moreau@Atelier-Moreau.example"], "service": ["website"], "pages": ["12"],
    "rush": ["on"], "consent": ["yes"],
}  # fmt: skip


def project_document() -> dict[str, Any]:
    """A fresh copy of the demo form's document."""
    document: dict[str, Any] = json.loads(FIXTURE.read_text("utf-8"))
    return document


def project_form() -> FormDefinition:
    """The demo form."""
    return parse(project_document())


def settings_of(kind: str, **own: Any) -> dict[str, Any]:
    """The least settings of a field of this type, and its own."""
    demanded = {name: DEMANDED[name] for name in FIELD_TYPES[kind].required_settings}
    return {"id": "sample", "type": kind, "label": {"en": "Sample"}, **demanded, **own}


def field_of(kind: str, currency: str = "EUR", **own: Any) -> Field:
    """One field outside a form."""
    surroundings = Surroundings("en", ("en", "fr"), currency, "FR")
    return FIELD_TYPES[kind].from_settings(settings_of(kind, **own), surroundings)


def document_of(*fields: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A form of these fields behind an e-mail address that is the contact's key."""
    email = {"id": "email", "type": "email", "label": {"en": "Email"}, "required": True}
    contact = {"key": "email", "map": {"email": "email"}}
    envelope = {"schema": 1, "title": {"en": "Form", "fr": "Formulaire"}, "default_language": "en", "currency": "EUR"}
    return {**envelope, "fields": [email, *fields], "contact": contact, **more}


def verdict(field: Field, *raw: str, language: str = "en") -> object:
    """The answer that is read, or the code with which it is refused."""
    try:
        return field.read(raw, occasion_in(language))
    except AnswerError as error:
        return error.code


def occasion_in(language: str) -> Occasion:
    """The moment of these tests on a page in this language."""
    return replace(ENGLISH, language=language)


def whole_verdict(field: Field, posted: dict[str, Any], language: str = "en") -> object:
    """The answer of a whole post whose names begin with a point for parts (`.city`), or what is refused by its name."""
    raw = {f"sample{name}": [value] if isinstance(value, str) else value for name, value in posted.items()}
    try:
        return field.read_posted(raw, "sample", occasion_in(language))
    except AnswerError as error:
        return {place.removeprefix("sample"): one.code for place, one in error.located("sample")}
