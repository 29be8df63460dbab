"""From a document to tags: Jinja on the files that we ship, in its sandbox, with everything escaped."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader
from jinja2.sandbox import ImmutableSandboxedEnvironment

from licorne.adapters.pdf.canvas import QR_PICTURE, Extras
from licorne.adapters.pdf.document import Cleaned, Theme
from licorne.adapters.pdf.epc import epc_text
from licorne.adapters.pdf.faces import FACES, missing
from licorne.adapters.pdf.failures import RenderFailed
from licorne.adapters.pdf.formats import Formats, most_places
from licorne.adapters.pdf.places import DOCUMENTS
from licorne.adapters.pdf.texts import clean, texts_of

THEME: Theme = {"accent": "#6a3de8", "tint": "#f4f0fe", "on_accent_soft": "#ded4ff", "line_strong": "#a99bd6"}
LANGUAGES = ("en", "fr")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_LOGO = re.compile(r"(?:[a-z0-9-]+\.png|data:image/(?:png|jpeg);base64,[A-Za-z0-9+/=]+)")
_LOGOS = ("logo", "logo_white", "logo_black")


@dataclass(frozen=True)
class Markup:
    """The tags of a document, and what the canvas adds to them."""

    html: str
    extras: Extras


@dataclass(frozen=True)
class Language:
    """The words and formats of a language, with the Jinja environment that knows them."""

    environment: Environment
    labels: Mapping[str, Any]
    formats: Formats


@cache
def language(lang: str, currency: str) -> Language:
    """Kept for the life of the process: compiling the templates takes as long as half a short invoice."""
    if lang not in LANGUAGES:
        raise RenderFailed("bad_document", f"language {lang}")
    labels = json.loads((DOCUMENTS / "labels" / f"{lang}.json").read_text("utf-8"))
    formats = Formats(lang, currency, labels["months"])
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(DOCUMENTS),
        autoescape=lambda name: not (name or "").endswith(".css"),
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters.update(formats.filters())
    environment.filters["fromjson"] = json.loads
    return Language(environment, labels, formats)


def share(least: float, texts: Iterable[str]) -> float:
    """A column's share in %, wide enough for the longest number: a figure takes about 1 % of the width."""
    return round(max(least, 1.8 + max(map(len, texts), default=0)), 1)


def column_widths(lines: list[Any], formats: Formats, quantity_places: int, price_places: int) -> dict[str, float]:
    """The shares of the columns of the line table in %; the description takes what the numbers leave."""
    widths = {
        "quantity": share(8.5, (formats.aligned(line["quantity"], 0, quantity_places) for line in lines)),
        "unit": 9,
        "price": share(11.5, (formats.aligned(line["price"], 2, price_places) for line in lines)),
        "discount": 7 if has_discount(lines) else 0,
        "rate": 7.5,
        "net": share(13.5, (formats.money(line["net"]) for line in lines)),
    }
    return widths | {"what": round(100 - sum(widths.values()), 1)}


def has_discount(lines: list[Any]) -> bool:
    """Whether the line table needs a column for discounts."""
    return any(line["discount"] for line in lines)


def checked_theme(doc: Cleaned) -> Mapping[str, str]:
    """The colours; they go into a style sheet, so nothing but a colour may pass."""
    theme: dict[str, str] = {**THEME, **(doc.get("theme") or {})}  # type: ignore[dict-item]  # mypy sees objects in it
    if set(theme) != set(THEME) or not all(_COLOUR.fullmatch(colour) for colour in theme.values()):
        raise RenderFailed("bad_theme", ", ".join(sorted(theme)))
    return theme


def logos(seller: Mapping[str, Any]) -> dict[str, str]:
    """The seller's logos as addresses that the resource policy lets through."""
    found = {}
    for kind in _LOGOS:
        name = seller.get(kind) or ""
        if name and not _LOGO.fullmatch(name):
            raise RenderFailed("bad_logo", name[:80])
        found[kind] = name if not name or name.startswith("data:") else f"assets/{name}"
    return found


def design_of(doc: Cleaned) -> str:
    """Quotes, credit notes and receipts exist in the modern design."""
    design = str(doc.get("design", "modern")) if doc["kind"] == "invoice" else "modern"
    if design not in FACES:
        raise RenderFailed("bad_document", f"design {design}")
    return design


def template_of(doc: Cleaned) -> str:
    """The file of `templates/documents`."""
    kinds = {"invoice": "", "quote": "-quote", "credit_note": "-credit-note", "receipt": "-receipt"}
    if doc["kind"] not in kinds:
        raise RenderFailed("bad_document", f"kind {doc['kind']}")
    return f"{design_of(doc)}{kinds[doc['kind']]}.html"


def prepared(doc: Mapping[str, Any]) -> Cleaned:
    """The document with clean texts. Refuses a character that a face lacks: it would print as an empty box."""
    cleaned: dict[str, Any] = clean(doc)
    lacking = missing(design_of(cleaned), texts_of(cleaned))
    if lacking:
        raise RenderFailed("missing_glyph", " ".join(f"{c} (U+{ord(c):04X})" for c in lacking[:10]))
    return cleaned


def html_of(doc: Cleaned, qr: str, counting: str = "stamp") -> str:
    """The tags of a prepared document; `qr` is the address of the payment code's picture."""
    words = language(doc["lang"], doc["currency"])
    lines = doc["lines"]
    quantity_places = most_places(line["quantity"] for line in lines)
    price_places = max(2, most_places(line["price"] for line in lines))
    seller = {**doc["seller"], **logos(doc["seller"])}
    return words.environment.get_template(template_of(doc)).render(
        doc={**doc, "seller": seller},
        t=words.labels,
        theme=checked_theme(doc),
        faces=FACES[design_of(doc)],
        counting=counting,
        qr=qr,
        has_discount=has_discount(lines),
        quantity_places=quantity_places,
        price_places=price_places,
        widths=column_widths(lines, words.formats, quantity_places, price_places),
    )


def markup(doc: Cleaned) -> Markup:
    """The tags of a prepared document and what stands beside them."""
    qr_text = epc_text(doc)
    page_label = language(doc["lang"], doc["currency"]).labels["page"]
    html = html_of(doc, f"assets/{QR_PICTURE}" if qr_text else "")
    return Markup(html, Extras(design_of(doc), page_label, qr_text))
