"""Documents to draw: those of the pictures, and a zoo of what people may type."""

import json
import random
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "data"
NAMES = ("invoice-5-fr", "invoice-5-en", "invoice-40-fr", "credit-note-fr", "quote-fr", "receipt-fr")

#: What breaks layouts: long words, spaces of all kinds, tags, entities, letters from everywhere, nothing at all.
HOSTILE = (
    "",
    "Łódź, Ærø, Ünye — façade",
    "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen" * 2,
    '<img src="http://127.0.0.1:1/canary"> & <b>"quoted"</b> \'single\'',
    "a&amp;b &lt;c&gt; &#65; &eacute; &nbsp; &bogus; R&D",
    "no\u00a0break\u00a0at all but here",
    "narrow\u202fspaces\u202fand\u2009thin ones",
    "soft\u00adhyphen in a wo\u00adrd",
    "  spaces   at the ends  ",
    "Ελληνικά и кириллица в одной строке",
    "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34",
    "(parentheses) \\ backslash \\) ((",
    "{{ 7 * 7 }} {% raw %} {0} %s",
    "zero\u200cwidth\u2060joiners\ufeff",
    "cafe\u0301 in two code points",
    "-–—−‑ • … ‘’ “” « » ° € £ ½ ² ³ µ",
    "&",
    "·",
    "A very ordinary description of some work that was done, long enough to need a second and perhaps a third line",
)


def load(name: str) -> dict[str, Any]:
    """A document of the pictures."""
    document: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    return document


def zoo(seed: int, count: int, most: int = 40) -> Iterator[dict[str, Any]]:
    """Documents of up to `most` lines that differ in everything; the same ones for the same seed."""
    dice = random.Random(seed)
    for number in range(count):
        yield animal(dice, number, most)


def animal(dice: random.Random, number: int, most: int) -> dict[str, Any]:
    """One document: half of them with texts that no one expects."""
    doc = load(dice.choice(NAMES))
    doc["number"] = f"Z-{number:04d}"
    doc["design"] = dice.choice(("modern", "classic", "minimal"))
    wild = dice.random() < 0.5
    count = min(dice.choice((1, 2, 3, 5, 8, 13, 24, 40)), most)
    doc["lines"] = [line(dice, place, wild) for place in range(1, count + 1)]
    doc["totals"] = totals(dice, doc["lines"])
    for key in ("due", "supplied", "reference"):
        doc[key] = doc[key] if dice.random() < 0.7 else ""
    doc["notes"] = text(dice, wild) + ("\n" + text(dice, wild) if dice.random() < 0.3 else "")
    doc["delivery"] = doc["delivery"] if dice.random() < 0.5 else None
    doc["payment"] = {**doc["payment"], "method": dice.choice(("transfer", "transfer", "card"))}
    for party in filter(None, (doc["seller"], doc["buyer"], doc["delivery"])):
        dress(dice, party, wild)
    return doc


def dress(dice: random.Random, party: dict[str, Any], wild: bool) -> None:
    """Some parties have no logo, no tax number, or a name of their own."""
    for key in ("contact", "extra", "siren", "vat_id", "logo", "logo_white", "logo_black", "legal", "phone"):
        if key in party and dice.random() < 0.3:
            party[key] = ""
    if wild:
        party["name"] = text(dice, wild) or "Nobody"
        party["street"] = text(dice, wild)


def text(dice: random.Random, wild: bool) -> str:
    """Some words."""
    if not wild:
        return " ".join(
            dice.choice(("conception", "site", "forfait", "étude", "livraison", "2026"))
            for _ in range(dice.randint(1, 6))
        )
    return " ".join(dice.choice(HOSTILE) for _ in range(dice.randint(1, 3)))


def line(dice: random.Random, number: int, wild: bool) -> dict[str, Any]:
    """One line; its net is what billing would say, near enough."""
    quantity, price = str(dice.choice((1, 2, 12, 250, "4.5", "7.25"))), f"{dice.randint(1, 9_999_99) / 100:.2f}"
    return {
        "number": number,
        "name": text(dice, wild) or "x",
        "detail": text(dice, wild) if dice.random() < 0.6 else "",
        "quantity": quantity,
        "unit": dice.choice(("jour", "h", "forfait", "")),
        "price": price,
        "discount": dice.choice(("", "", "10", "2.5")),
        "rate": dice.choice(("20", "5.5", "10", "0")),
        "net": f"{Decimal(quantity) * Decimal(price):.2f}",
    }


def totals(dice: random.Random, lines: list[dict[str, Any]]) -> dict[str, Any]:
    """Sums by rate."""
    bases: dict[str, Decimal] = {}
    for one in lines:
        bases[one["rate"]] = bases.get(one["rate"], Decimal(0)) + Decimal(one["net"])
    groups = [
        {"rate": rate, "base": f"{base:.2f}", "tax": f"{base * Decimal(rate) / 100:.2f}"}
        for rate, base in bases.items()
    ]
    net, tax = sum(bases.values()), sum(Decimal(group["tax"]) for group in groups)
    deposit = f"{net / 10:.2f}" if dice.random() < 0.3 else ""
    due = net + tax - Decimal(deposit or 0)
    return {
        "groups": groups,
        "net": f"{net:.2f}",
        "tax": f"{tax:.2f}",
        "gross": f"{net + tax:.2f}",
        "deposit": deposit,
        "due": f"{due:.2f}",
    }
