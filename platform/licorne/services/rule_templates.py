"""The gallery of rules: whole jobs to begin with, files in `rule_gallery/`, fitted to the organisation that takes one."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from sqlalchemy import select

from forms.text import localised
from licorne.models.database import current_session
from licorne.models.form import Form
from licorne.services.draft_rows import Document
from licorne.services.live import LiveOrganisation

#: In the order of the gallery.
KEYS: Final = (
    "request_to_invoice",
    "thank_you",
    "approve_then_issue",
    "welcome",
    "overdue",
    "after_three_days",
    "corrected",
    "withdrawn",
    "rule_failed",
)


@dataclass(frozen=True, slots=True)
class Offer:
    """A rule of the gallery, in the reader's words."""

    key: str
    title: str
    intro: str


def offered(language: str) -> list[Offer]:
    """All of them."""
    return [_offer(key, language) for key in KEYS]


def blank(language: str, name: str, form: str) -> Document:
    """A rule that does nothing yet when the form is sent."""
    trigger: Document = {"kind": "submission.received", "settings": {"form": form}}
    return {"schema": 1, "name": {language: name}, "trigger": trigger, "conditions": {"all": []}, "steps": []}


def document_of(key: str, language: str, organisation: LiveOrganisation, form: str) -> Document | None:
    """A rule of the gallery that listens to this form and sells the first product of the catalogue; None if unknown."""
    if key not in KEYS:
        return None
    read = json.loads(json.dumps(_read(key)))
    steps = read["steps"].get(language, read["steps"]["en"])
    document: Document = {**read["rule"], "steps": [_fitted(step, organisation) for step in steps]}
    settings = read["rule"]["trigger"].get("settings", {})
    if "form" in settings:
        settings["form"] = form
    return document


def newest_form(organisation_id: str) -> str:
    """The address of the form that was last begun among those that customers see; empty where there is none."""
    statement = select(Form.slug).where(Form.organisation_id == organisation_id, Form.live_version_id.is_not(None))
    return current_session().scalar(statement.order_by(Form.id.desc()).limit(1)) or ""


def _fitted(step: dict[str, Any], organisation: LiveOrganisation) -> Any:
    for line in step.get("settings", {}).get("lines", ()):
        line["product"] = first_product(organisation)
    return step


def first_product(organisation: LiveOrganisation) -> str:
    """The code of a product in the organisation's own currency, since no invoice mixes two; empty where there is none."""
    products = organisation.catalogue.items()
    own = sorted(code for code, one in products if isinstance(one, dict) and one["currency"] == organisation.currency)
    return own[0] if own else ""


def _offer(key: str, language: str) -> Offer:
    read = _read(key)
    return Offer(key, localised(read["rule"]["name"], language, "en"), localised(read["intro"], language, "en"))


@cache
def _read(key: str) -> Mapping[str, Any]:
    text = files("licorne.services").joinpath("rule_gallery", f"{key}.json").read_text("utf-8")
    document: Mapping[str, Any] = json.loads(text)
    return document
