"""What the logic of a form says about a page: decided here for what the server draws, carried along for the script's preview."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import select

from forms.css_rules import css
from forms.definition import FormDefinition
from forms.fields.base import Field
from forms.fields.section import Section
from forms.logic import View, view
from licorne.models.database import current_session
from licorne.models.form import FormVersion
from rules.expression.json_types import Json
from rules.expression.problem import Refused

#: What the preview looks at; words stay behind, so that pages stay light.
_KEPT: Final = (
    "id", "type", "required", "default", "shown_if", "required_if", "read_only_if", "formula", "format", "decimals",
    "min", "max", "max_length", "working_days", "min_choices", "max_choices",
)  # fmt: skip
_PRICED: Final = re.compile(r'"catalogue\.([\w-]+)')
_WHOLE: Final = '{"fact": "catalogue"}'
_CHOSEN: Final = re.compile(r'"(?:code|value)": "([^"]+)"')
_CACHED: Final = 256


@dataclass(frozen=True, slots=True)
class Preview:
    """The logic of a form version as the page carries it; `codes` are the products whose prices its formulas name."""

    form: Mapping[str, Json]
    codes: frozenset[str]

    def at(self, today: date, language: str, catalogue: Mapping[str, Json]) -> dict[str, Json]:
        """What the script is given on this day."""
        prices: Json = {code: catalogue[code] for code in sorted(self.codes) if code in catalogue}
        known: Json = {"catalogue": prices}
        return {"form": dict(self.form), "today": today.isoformat(), "language": language, "known": known}


@lru_cache(maxsize=_CACHED)
def has_logic(definition: FormDefinition) -> bool:
    """Whether anything on the page depends on answers."""
    return bool(definition.logic) or any(map(_depends, definition.fields))


def _depends(field: Field) -> bool:
    inner = field.fields if isinstance(field, Section) else ()
    own = (field.shown_if, field.required_if, field.read_only_if)
    return field.type == "calculated" or any(one is not None for one in own) or any(map(_depends, inner))


@lru_cache(maxsize=_CACHED)
def style(definition: FormDefinition) -> str:
    """The style sheet that decides simple conditions where no script runs."""
    return css(definition)


def decided(
    definition: FormDefinition,
    answers: Mapping[str, Json],
    today: date,
    language: str,
    known: Mapping[str, Json],
) -> View | None:
    """The view of a form that has logic; None for others, and where it costs too much to decide beforehand."""
    if not has_logic(definition):
        return None
    try:
        return view(definition, answers, today, language, known)
    except Refused:
        return None  # shown whole; what is sent is judged by itself and says what is wrong


@lru_cache(maxsize=_CACHED)
def preview(organisation_id: str, version_id: str) -> Preview:
    """The logic of a published version; versions never change."""
    statement = select(FormVersion.document).where(
        FormVersion.organisation_id == organisation_id, FormVersion.id == version_id
    )
    return preview_of(dict(current_session().execute(statement).scalar_one()))


def preview_of(document: Mapping[str, Any]) -> Preview:
    """The logic of a checked definition."""
    form: dict[str, Json] = {
        "default_language": document["default_language"],
        "currency": document["currency"],
        "fields": [_kept(one) for one in document["fields"]],
        "logic": document.get("logic", []),
    }
    return Preview(form, _priced(document, json.dumps(form)))


def _priced(document: Mapping[str, Any], logic: str) -> frozenset[str]:
    """The products that formulas name; where one picks from the whole catalogue, all that the form lets anybody choose."""
    named = frozenset(_PRICED.findall(logic))
    return named | frozenset(_CHOSEN.findall(json.dumps(document["fields"]))) if _WHOLE in logic else named


def _kept(field: Mapping[str, Any]) -> dict[str, Json]:
    kept: dict[str, Json] = {name: field[name] for name in _KEPT if name in field}
    if field["type"] in ("choice", "multiple_choice"):
        kept["options"] = [{"value": one["value"]} for one in field["options"]]
    if field["type"] == "section":
        kept["fields"] = [_kept(one) for one in field["fields"]]
    return kept
