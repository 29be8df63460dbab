"""What is wrong with a definition of sound JSON: first its envelope, then field by field, then the contact."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from phonenumbers import SUPPORTED_REGIONS

from forms.answer_error import AnswerError
from forms.contact import contact_problems
from forms.currencies import known_currency
from forms.fields.base import FIELD_TYPES, Field, Occasion, Surroundings
from forms.languages import known_language
from forms.logic_document import formula_in
from forms.schema_problems import compiled, schema_problems
from rules.expression.json_types import Json
from rules.expression.problem import Problem

_ENVELOPE = compiled(json.loads(Path(__file__).with_name("schema.json").read_text("utf-8")))


def envelope_problems(document: Json) -> list[Problem]:
    """All but the fields' own settings."""
    problems = list(schema_problems(_ENVELOPE, document))
    if problems or not isinstance(document, dict):
        return problems
    settings: dict[str, Any] = document
    return [*_code_problems(settings), *_language_problems(settings)]


def field_problems(settings: Mapping[str, Any], surroundings: Surroundings) -> list[Problem]:
    """The fields one by one, then what they are to each other and to the contact."""
    problems = [problem for place, texts in _form_texts(settings) for problem in _foreign(texts, surroundings, place)]
    fields: dict[str, Field] = {}
    for place, one in enumerate(settings["fields"]):
        problems += _one_field_problems(one, surroundings, fields, f"fields[{place}]")
    return problems or list(contact_problems(settings["contact"], fields))


def _one_field_problems(
    one: Mapping[str, Any], surroundings: Surroundings, fields: dict[str, Field], place: str
) -> Iterator[Problem]:
    kind = FIELD_TYPES.get(str(one["type"]))
    if kind is None:
        yield Problem("field_type_unknown", f"{place}.type", {"type": one["type"]})
        return
    problems = [
        *_id_problems(one["id"], fields, place),
        *schema_problems(settings_validator(one["type"]), dict(one), place),
    ]
    if not problems and kind.type == "section":
        problems = _row_problems(one["fields"], surroundings, f"{place}.fields")
    yield from problems
    if not problems:
        fields[one["id"]] = field = kind.from_settings(one, surroundings)
        yield from _contradictions(field, surroundings, place)


def _row_problems(settings: Sequence[Mapping[str, Any]], surroundings: Surroundings, place: str) -> list[Problem]:
    """The fields of a section, which stand in one table with each other and in no section themselves."""
    problems: list[Problem] = []
    fields: dict[str, Field] = {}
    for index, one in enumerate(settings):
        kind = FIELD_TYPES.get(str(one["type"]))
        if kind is not None and not kind.in_rows:
            problems.append(Problem("field_type_not_in_rows", f"{place}[{index}].type", {"type": kind.type}))
        else:
            problems += _one_field_problems(one, surroundings, fields, f"{place}[{index}]")
    return problems


def _contradictions(field: Field, surroundings: Surroundings, place: str) -> Iterator[Problem]:
    contradictions = field.contradictions(surroundings)
    for setting, code, parameters in contradictions:
        yield Problem(code, f"{place}.{setting}", parameters)
    if not contradictions:
        yield from _default_problems(field, surroundings, place)
    if (field.labelled or field.label) and not field.label.get(surroundings.default_language, "").strip():
        yield Problem("text_missing", f"{place}.label", {"language": surroundings.default_language})
    for name, texts in (("label", field.label), ("help", field.help), ("placeholder", field.placeholder)):
        yield from _foreign(texts, surroundings, f"{place}.{name}")


def _default_problems(field: Field, surroundings: Surroundings, place: str) -> Iterator[Problem]:
    """A default must be an answer; whether a day is too early depends on the day, so that is not judged here."""
    if field.default is None or formula_in(field.default) is not None:
        return
    try:
        posted = field.posted_of(field.default, field.id)
        if not field.asked:
            raise AnswerError("wrong_type", expected="nothing")
        field.optional.read_posted(posted, field.id, Occasion("en", date(2000, 1, 3)))
    except AnswerError as error:
        if error.code not in ("date_too_early", "date_too_late", "date_not_working"):
            yield Problem("default_invalid", f"{place}.default", {"reason": error.code})


@cache
def settings_validator(name: str) -> Draft202012Validator:
    """The compiled schema of one type's settings."""
    return compiled(FIELD_TYPES[name].whole_schema())


def _id_problems(name: Json, fields: Mapping[str, Field], place: str) -> Iterator[Problem]:
    if not isinstance(name, str):
        return
    if name.startswith("_"):
        yield Problem("reserved_id", f"{place}.id", {"id": name[:80]})
    if name in fields:
        yield Problem("duplicate_id", f"{place}.id", {"id": name})


def _code_problems(settings: Mapping[str, Any]) -> Iterator[Problem]:
    if not known_currency(settings["currency"]):
        yield Problem("currency_unknown", "currency", {"currency": settings["currency"]})
    country = settings.get("country")
    if country is not None and country not in SUPPORTED_REGIONS:
        yield Problem("country_unknown", "country", {"country": country})


def _language_problems(settings: Mapping[str, Any]) -> Iterator[Problem]:
    default = settings["default_language"]
    yield from _unknown_languages(settings)
    if "languages" in settings and default not in settings["languages"]:
        yield Problem("language_unlisted", "default_language", {"language": default})
        return
    success = settings.get("success", {})
    needed = {"title": settings["title"], "submit": settings.get("submit"), "success.title": success.get("title")}
    for place, texts in needed.items():
        if texts is not None and not texts.get(default, "").strip():
            yield Problem("text_missing", place, {"language": default})


def _unknown_languages(settings: Mapping[str, Any]) -> Iterator[Problem]:
    listed = "languages" in settings
    languages: Sequence[str] = settings["languages"] if listed else list(settings["title"])
    for index, language in enumerate(languages):
        if not known_language(language):
            place = f"languages[{index}]" if listed else f"title.{language[:20]}"
            yield Problem("language_unknown", place, {"language": language[:20]})


def _form_texts(settings: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, str]]]:
    success = settings.get("success", {})
    yield from ((name, settings.get(name, {})) for name in ("title", "intro", "submit"))
    yield from ((f"success.{name}", success.get(name, {})) for name in ("title", "text"))


def _foreign(texts: Mapping[str, str], surroundings: Surroundings, place: str) -> Iterator[Problem]:
    for language in texts:
        if language not in surroundings.languages:
            yield Problem("language_unlisted", place, {"language": language[:20]})
