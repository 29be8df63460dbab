"""Bills, parties and Hypothesis strategies for the tests of billing."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from licorne.billing.bill import Adjustment, Bill
from licorne.billing.decimals import parse_price, parse_quantity, parse_rate
from licorne.billing.lines import Amount, Line, Part, Percent
from licorne.billing.model import InvoiceModel, Particulars, build_model
from licorne.billing.totals import total

SELLER: dict[str, Any] = {
    "name": "Atelier Brume", "legal": "SARL au capital de 10 000 €", "street": "12 rue de l’Église",
    "postcode": "75011", "city": "Paris",
    "country_code": "FR", "siren": "732829320", "register": "RCS Paris", "vat_id": "FR44732829320",
    "email": "bonjour@atelier-brume.example", "phone": "+33 1 84 80 00 00", "web": "atelier-brume.example",
    "logo": "logo.png", "logo_white": "logo-white.png",
    "logo_black": "logo-black.png", "iban": "FR76 3000 6000 0112 3456 7890 189", "bic": "AGRIFRPP",
    "bank": "Crédit Agricole",
}  # fmt: skip
BUYER: dict[str, Any] = {
    "name": "Maison Vauclair SAS", "contact": "Service comptabilité", "street": "48 quai des Célestins",
    "extra": "Bâtiment C", "postcode": "69002", "city": "Lyon", "country_code": "FR", "siren": "552081317",
    "vat_id": "FR03552081317",
}  # fmt: skip


def line(quantity: str, price: str, rate: str = "20", **more: Any) -> Line:
    """A line from texts."""
    return Line(
        name=more.pop("name", "Work"), quantity=parse_quantity(quantity), price=parse_price(price),
        rate=parse_rate(rate), **more,
    )  # fmt: skip


def bill(*lines: Line, currency: str = "EUR", **more: Any) -> Bill:
    """A bill of lines."""
    return Bill(currency, lines, **more)


def percent(text: str) -> Percent:
    """A percentage from text."""
    return Percent(parse_rate(text))


def particulars(**changes: Any) -> Particulars:
    """An invoice of 24 November 2026, due a month later."""
    facts: dict[str, Any] = {
        "kind": "invoice", "number": "F-2026-0142", "language": "fr", "issued": date(2026, 11, 24),
        "due": date(2026, 12, 24), "supplied": date(2026, 11, 20), "process": "M1",
    }  # fmt: skip
    return Particulars(**(facts | changes))


def model_of(made: Bill, **changes: Any) -> InvoiceModel:
    """The frozen model of a bill."""
    return build_model(particulars(**changes), made, total(made), SELLER, BUYER)


RATES = st.sampled_from(["20", "10", "5.5", "2.1", "8.1", "19"]).map(parse_rate)
PARTS: st.SearchStrategy[Part | None] = st.one_of(
    st.none(), st.integers(0, 1_000_000).map(Percent), st.integers(0, 100).map(Amount)
)


@st.composite
def lines(draw: st.DrawFn) -> Line:
    """A line of any valid numbers; a discount that exceeds a small line becomes a percentage."""
    taxed = draw(st.booleans())
    return Line(
        name="Work",
        quantity=draw(st.one_of(st.integers(-(10**8), 10**8), st.integers(-5, 5).map(lambda whole: whole * 10_000))),
        price=draw(st.one_of(st.integers(0, 10**10), st.integers(0, 10**5).map(lambda cents: cents * 10_000))),
        rate=draw(RATES) if taxed else 0,
        category="S" if taxed else draw(st.sampled_from(["Z", "E"])),
        exemption_text="" if taxed else "Exempt",
        base_quantity=draw(st.sampled_from([10_000, 10_000, 1_000_000])),
        charge=draw(PARTS),
        discount=draw(st.one_of(st.none(), st.integers(0, 1_000_000).map(Percent))),
    )


ADJUSTMENTS = st.builds(
    Adjustment,
    reason=st.just("Terms"),
    part=st.one_of(st.integers(0, 1_000_000).map(Percent), st.integers(0, 10**6).map(Amount)),
    category=st.just("S"),
    rate=RATES,
)
SPREAD = st.builds(
    Adjustment, reason=st.just("Terms"), part=st.integers(0, 1_000_000).map(Percent) | st.integers(0, 10**6).map(Amount)
)


def bills(**fixed: Any) -> st.SearchStrategy[Bill]:
    """Any valid bill; the sums of mixed signs that cannot carry a spread adjustment are left to the caller."""
    parts: dict[str, Any] = {
        "currency": st.sampled_from(["EUR", "CHF", "JPY", "KWD"]),
        "lines": st.lists(lines(), min_size=1, max_size=6).map(tuple),
        "allowances": st.lists(ADJUSTMENTS | SPREAD, max_size=2).map(tuple),
        "charges": st.lists(ADJUSTMENTS | SPREAD, max_size=2).map(tuple),
        "prepaid": st.integers(0, 10**6),
        "cash_rounding": st.sampled_from([0, 0, 5, 100]),
        "prices_include_vat": st.booleans(),
    }
    return st.builds(Bill, **(parts | {name: st.just(value) for name, value in fixed.items()}))
