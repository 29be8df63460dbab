"""An invoice got its number."""

from collections.abc import Mapping
from typing import ClassVar

from licorne.services.trigger import NO_SETTINGS, Trigger
from rules.expression.json_types import Json


class InvoiceIssued(Trigger):
    """No settings. Facts: the invoice as it was frozen, its contact as it was known then."""

    kind = "invoice.issued"
    label = "An invoice is issued"
    settings_schema: ClassVar[Mapping[str, Json]] = NO_SETTINGS
    facts: ClassVar[Mapping[str, str]] = {
        "invoice.id": "text",
        "invoice.number": "text",
        "invoice.currency": "text",
        "invoice.total": "number",
        "invoice.net": "number",
        "invoice.tax": "number",
        "invoice.issued_on": "date",
        "invoice.due_on": "date",
        "invoice.state": "text",
        "invoice.contact_id": "text",
        "contact.id": "text",
        "contact.name": "text",
        "contact.email": "text",
        "contact.phone": "text",
        "contact.company": "text",
        "contact.street": "text",
        "contact.postcode": "text",
        "contact.city": "text",
        "contact.country": "text",
        "contact.vat_number": "text",
        "contact.siren": "text",
        "contact.stage": "text",
        "contact.language": "text",
        "contact.tags": "list",
        "organisation.name": "text",
        "organisation.currency": "text",
        "organisation.country": "text",
    }
