"""The invoice as its client reads it: from the frozen model, in the document's language, with the words and formats of the PDF."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from licorne.adapters.pdf.formats import Formats
from licorne.billing.shape import InvoiceModel
from licorne.web.icons import find_templates

FALLBACK = "en"


@dataclass(frozen=True, slots=True)
class Paper:
    """What the preview draws: the document, its labels, and how numbers are written on it."""

    doc: InvoiceModel
    labels: Mapping[str, Any]
    formats: Formats


def paper_of(model: InvoiceModel) -> Paper:
    """The paper of a frozen invoice."""
    language = model["language"].partition("-")[0]
    labels = _labels(language) or _labels(FALLBACK)
    return Paper(model, labels, Formats(language, model["currency"], labels["months"]))


@cache
def _labels(language: str) -> dict[str, Any]:
    file = find_templates() / "documents" / "labels" / f"{language}.json"
    loaded: dict[str, Any] = json.loads(file.read_text("utf-8")) if language.isalpha() and file.is_file() else {}
    return loaded
