"""Notes that the law wants on a document, as data: `mentions.json` holds the words, this module chooses.

Sources: art. L441-9, L441-10, D441-5 C. com. (PMT, PMD, AAB; BR-FR-05), art. 242 nonies A ann. II CGI (debits),
art. 293 B CGI (franchise), § 19 UStG, § 288 BGB, art. 104 CO. An engineer's list, not legal advice.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

DATA: Mapping[str, Any] = json.loads((resources.files("licorne.billing") / "mentions.json").read_text("utf-8"))

#: The one reason code of categories that have only one.
DEFAULTS = {"AE": "VATEX-EU-AE", "K": "VATEX-EU-IC", "G": "VATEX-EU-G", "O": "VATEX-EU-O"}


@dataclass(frozen=True, slots=True)
class Note:
    """A note with its subject code of UNTDID 4451 (PMT: 40 €, PMD: penalties, AAB: discount) or "" (BT-21, BT-22)."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Situation:
    """What decides which notes apply. `business`: the buyer acts as one (the 40 € charge is not for consumers)."""

    country: str
    language: str
    kind: str
    business: bool
    on_debits: bool = False
    small_business: bool = False

    def holds(self, when: str) -> bool:
        """Whether a condition named in the data holds here."""
        invoice = self.kind == "invoice"
        return {
            "invoice": invoice,
            "business_invoice": invoice and self.business,
            "on_debits": self.on_debits,
            "small_business": self.small_business,
        }[when]


def worded(texts: Mapping[str, str], language: str) -> str:
    """The text in a language, else in English: a note may not be missing because a translation is."""
    return texts.get(language, texts["en"])


def legal_notes(situation: Situation) -> tuple[Note, ...]:
    """The notes of the seller's country, in the order of the data; none for a country without data."""
    return tuple(
        Note(entry["code"], worded(entry["text"], situation.language))
        for entry in DATA["notes"].get(situation.country, [])
        if situation.holds(entry["when"])
    )


def default_exemption(category: str) -> str:
    """The VATEX code that a category has by itself, "" where it must be entered or is none."""
    return DEFAULTS.get(category, "")


def is_exemption(code: str) -> bool:
    """Whether a VATEX code is known here."""
    return code in DATA["exemptions"]


def exemption_text(code: str, language: str) -> str:
    """The words of a VATEX code, "" for none."""
    texts: Mapping[str, str] | None = DATA["exemptions"].get(code)
    return worded(texts, language) if texts else ""
