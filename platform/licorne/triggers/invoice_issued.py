"""An invoice got its number."""

from collections.abc import Mapping
from typing import ClassVar

from licorne.services.trigger import NO_SETTINGS, OF_CONTACT, OF_ORGANISATION, Trigger
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
        **OF_CONTACT,
        **OF_ORGANISATION,
    }
