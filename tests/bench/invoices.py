"""An invoice of one page, with other texts and amounts each time: caches must not draw the same page twice."""

from datetime import date, timedelta
from typing import Any

from licorne.billing.bill import Bill
from licorne.billing.decimals import parse_price, parse_quantity, parse_rate
from licorne.billing.lines import Line
from licorne.billing.model import Particulars, build_model
from licorne.billing.presentation import document_view
from licorne.billing.totals import total

_ISSUED = date(2026, 11, 24)
_SELLER = {
    "name": "Atelier Licorne", "legal": "SAS au capital de 10 000 €", "street": "14 rue des Tanneurs",
    "postcode": "44000", "city": "Nantes", "country_code": "FR", "siren": "732829320", "register": "RCS Nantes",
    "vat_id": "FR44732829320", "email": "bonjour@atelier-licorne.example", "phone": "+33 2 40 00 00 00",
    "web": "atelier-licorne.example", "iban": "FR7630006000011234567890189", "bic": "AGRIFRPP",
    "holder": "Atelier Licorne",
}  # fmt: skip


def document(number: int, lines: int = 2) -> dict[str, Any]:
    """What the document templates read, for invoice `number`."""
    bill = Bill("EUR", tuple(_line(number, position) for position in range(lines)))
    particulars = Particulars(
        kind="invoice",
        number=f"F-2026-{number:04d}",
        language="fr",
        issued=_ISSUED,
        due=_ISSUED + timedelta(days=30),
        supplied=_ISSUED,
    )
    return dict(document_view(build_model(particulars, bill, total(bill), _SELLER, _buyer(number))))


def _line(number: int, position: int) -> Line:
    return Line(
        name=("Page de site, conçue et réalisée", "Livraison express")[position % 2],
        quantity=parse_quantity(str(1 + number % 9)),
        price=parse_price(f"{240 + position}.00"),
        rate=parse_rate("20"),
    )


def _buyer(number: int) -> dict[str, object]:
    return {"name": f"Client {number}", "country_code": "FR", "email": f"client-{number}@bench.test"}
