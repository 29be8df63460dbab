"""Issue an invoice: number, frozen document and lines, exactly once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import select

from forms.text import localised
from licorne.billing.bill import Bill
from licorne.billing.decimals import parse_price, parse_quantity, parse_rate
from licorne.billing.lines import Line
from licorne.billing.terms import Terms
from licorne.billing.totals import total
from licorne.errors import refuse
from licorne.models.contact import Contact
from licorne.models.effect import EffectClass
from licorne.models.guard import GuardedSession
from licorne.services import invoices, live
from licorne.services.action import Action, Follow, Result, Work
from licorne.services.facts import actor_of, contact_id_of, event_facts
from licorne.services.live import LiveOrganisation
from rules.expression.dates import as_date
from rules.expression.envelope import RESERVED
from rules.expression.json_types import Json
from rules.settings_check import EACH, WHEN

_LINE: dict[str, Json] = {
    "type": "object",
    "required": ["product", "quantity"],
    "additionalProperties": False,
    "properties": {
        "product": {"type": "string", "title": "Product"},
        "variant": {"title": "Variant"},
        "quantity": {"title": "Quantity"},
        "price": {"title": "Unit price without VAT", "description": "Empty: the catalogue's"},
        "name": {"title": "Name", "description": "Empty: the catalogue's"},
        "detail": {"title": "Detail"},
        "when": WHEN,
        "each": EACH,
    },
}


@dataclass(frozen=True)
class _Prices:
    """The catalogue, and what is asked of it: a currency and a language."""

    catalogue: Mapping[str, Any]
    currency: str
    language: str
    fallback: str

    def said(self, texts: Any) -> str:
        """In the client's language."""
        return localised(texts, self.language, self.fallback)


class IssueInvoice(Action):
    """Prices are those of the catalogue when the event happened; a line without quantity is left out."""

    kind = "issue_invoice"
    effect_class = EffectClass.TRANSACTIONAL
    makes_document: ClassVar[bool] = True
    settings_schema: ClassVar[Mapping[str, Json]] = {
        "type": "object",
        "required": ["lines"],
        "additionalProperties": False,
        "properties": {
            "lines": {"type": "array", "items": _LINE, "minItems": 1, "maxItems": 200, "title": "Lines"},
            "due_days": {"type": "integer", "minimum": 0, "maximum": 366, "default": 30, "title": "Due after days"},
            "due_on": {"title": "Due on", "description": "A date; empty: so many days after the issue"},
            "currency": {"title": "Currency", "description": "Empty: the form's, else the organisation's"},
            "reference": {"title": "Client's reference"},
            "notes": {"title": "Notes"},
            "contact": {"title": "Contact"},
        },
    }

    def record(self, session: GuardedSession, work: Work, outcome: Any) -> Result:
        organisation = live.organisation(work.organisation_id)
        contact_id = contact_id_of(work)
        catalogue = event_facts(work).get("catalogue") or organisation.catalogue
        currency = _currency(work.settings, event_facts(work), organisation)
        language = _language(session, work.organisation_id, contact_id) or organisation.language
        order = invoices.Order(
            contact_id=contact_id,
            lines=_lines(work.settings, _Prices(catalogue, currency, language, organisation.language)),
            terms=Terms("net", int(str(work.settings.get("due_days", 30)))),
            due_on=_due_on(work.settings),
            currency=currency,
            reference=str(work.settings.get("reference") or ""),
            notes=str(work.settings.get("notes") or ""),
            effect_id=work.id,
            actor=actor_of(work),
        )
        invoice = invoices.issue(session, organisation, order)
        facts = invoices.invoice_facts(invoice, invoices.load_model(invoice))
        value: dict[str, Json] = {**facts, "invoice": invoice.id}
        return Result(
            value, {"number": invoice.number}, invoice.number, (Follow("render_document", {"invoice": invoice.id}),)
        )

    def would(self, organisation_id: str, settings: Mapping[str, Any], facts: Mapping[str, Any]) -> Mapping[str, Json]:
        if _is_open(settings.get("lines")) or _is_open(settings.get("currency")):
            return {}
        organisation = live.organisation(organisation_id)
        currency = _currency(settings, facts, organisation)
        catalogue = facts.get("catalogue") or organisation.catalogue
        prices = _Prices(catalogue, currency, organisation.language, organisation.language)
        due = total(Bill(currency, _lines(settings, prices))).due
        return {"total": due, "currency": currency}


def _language(session: GuardedSession, organisation_id: str, contact_id: str) -> str | None:
    return session.scalar(
        select(Contact.language).where(Contact.organisation_id == organisation_id, Contact.id == contact_id)
    )


def _currency(settings: Mapping[str, Any], facts: Mapping[str, Any], organisation: LiveOrganisation) -> str:
    """What the rule says, else the currency of the form that was answered, else the organisation's."""
    of_form = (facts.get("form") or {}).get("currency")
    return str(settings.get("currency") or of_form or organisation.currency)


def _is_open(value: Any) -> bool:
    """Whether earlier steps still decide a part of it (`rules.expression.envelope`)."""
    if isinstance(value, Mapping):
        return any(str(key).startswith(RESERVED) or _is_open(inner) for key, inner in value.items())
    return isinstance(value, list) and any(map(_is_open, value))


def _due_on(settings: Mapping[str, Any]) -> date | None:
    given = settings.get("due_on")
    if given in (None, ""):
        return None
    day = as_date(str(given))
    if day is None:
        raise refuse("not_a_date", "/due_on", value=str(given)[:80])
    return day


def _lines(settings: Mapping[str, Any], prices: _Prices) -> tuple[Line, ...]:
    wanted = [(place, line) for place, line in enumerate(settings["lines"]) if line["quantity"] not in (None, "", "0")]
    if not wanted:
        raise refuse("invoice_without_lines", "/lines")
    return tuple(_line(f"/lines/{place}", line, prices) for place, line in wanted)


def _line(place: str, line: Mapping[str, Any], prices: _Prices) -> Line:
    product = prices.catalogue.get(str(line["product"]))
    if product is None:
        raise refuse("unknown_product", f"{place}/product", product=str(line["product"]))
    variant = _variant(place, line, product)
    named = " – ".join(prices.said(one["name"]) for one in (product, variant) if one)
    priced = variant or product
    if not line.get("price") and product["currency"] != prices.currency:
        raise refuse(
            "price_of_other_currency", f"{place}/price", product=str(line["product"]), currency=prices.currency
        )
    return Line(
        name=str(line.get("name") or named),
        detail=str(line.get("detail") or ""),
        quantity=parse_quantity(str(line["quantity"]), f"{place}/quantity"),
        price=parse_price(str(line.get("price") or priced["price"]), f"{place}/price"),
        rate=parse_rate(priced["rate"], f"{place}/rate"),
        category=priced["category"],
        exemption_text=priced.get("exemption", ""),
        unit=prices.said(product["unit"]),
        product=str(line["product"]),
    )


def _variant(place: str, line: Mapping[str, Any], product: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The variant that the line names; a catalogue without variants knows only what the form's author called one."""
    code, offered = line.get("variant"), product.get("variants")
    if not code or not offered:
        return None
    if code not in offered:
        raise refuse("unknown_variant", f"{place}/variant", variant=str(code))
    found: Mapping[str, Any] = offered[code]
    return found
