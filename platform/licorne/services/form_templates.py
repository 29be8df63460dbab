"""The gallery: worked-out forms to begin with, files in `gallery/`, fitted to the organisation that takes one."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from forms.text import localised
from licorne.services.draft_rows import Document
from licorne.services.live import LiveOrganisation
from rules.expression.json_types import Json

#: In the order of the gallery.
KEYS: Final = ("quote_request", "order", "booking", "membership", "repair", "subscription")
#: What forms that begin here ask of a post: nobody reads, fills in and sends a page within two seconds.
SPAM: Final[Mapping[str, Json]] = {"min_seconds": 2, "per_network": 60, "per_sender": 6}
#: What stands for products in a file: replaced by those of the catalogue.
_PRODUCTS: Final = 3


@dataclass(frozen=True, slots=True)
class Offer:
    """A form of the gallery, in the reader's words."""

    key: str
    title: str
    intro: str
    questions: int


def offered(language: str) -> list[Offer]:
    """All of them."""
    return [_offer(key, language) for key in KEYS]


def blank(language: str, title: str, currency: str, country: str) -> Document:
    """A form that asks nothing yet."""
    return {
        "schema": 1,
        "title": {language: title},
        "default_language": language,
        "languages": [language],
        "currency": currency,
        "country": country,
        "fields": [],
        "contact": {"key": "email", "map": {}},
        "spam": dict(SPAM),
    }


def document_of(key: str, language: str, organisation: LiveOrganisation) -> Document | None:
    """A form of the gallery with the organisation's currency, country and products, in the reader's language first; None if unknown."""
    if key not in KEYS:
        return None
    document: Document = json.loads(json.dumps(_read(key)))
    document["currency"], document["country"] = organisation.currency, organisation.country
    document["default_language"], document["spam"] = language, dict(SPAM)
    document["fields"] = _fitted(document["fields"], organisation.catalogue)
    return document


def _fitted(fields: Json, catalogue: Mapping[str, Json]) -> Json:
    """Product pickers offer what the organisation sells; the files name examples only."""
    assert isinstance(fields, list)
    return [_fitted_field(dict(one), catalogue) for one in fields if isinstance(one, dict)]


def _fitted_field(field: dict[str, Json], catalogue: Mapping[str, Json]) -> Json:
    if field["type"] == "section":
        return {**field, "fields": _fitted(field["fields"], catalogue)}
    if field["type"] != "product" or not catalogue:
        return field
    offers: list[Json] = [{"code": code} for code in sorted(catalogue)[:_PRODUCTS]]
    return {**field, "products": offers}


def _offer(key: str, language: str) -> Offer:
    document = _read(key)
    default = document["default_language"]
    asked = [one for one in document["fields"] if one["type"] not in ("page_break", "heading", "text_block")]
    return Offer(
        key,
        localised(document["title"], language, default),
        localised(document["intro"], language, default),
        len(asked),
    )


@cache
def _read(key: str) -> Mapping[str, Any]:
    text = files("licorne.services").joinpath("gallery", f"{key}.json").read_text("utf-8")
    document: Mapping[str, Any] = json.loads(text)
    return document
