"""An invoice that is not paid is due, soon or since some days."""

from collections.abc import Mapping
from typing import ClassVar

from licorne.services.trigger import Trigger
from licorne.triggers.invoice_issued import InvoiceIssued
from rules.expression.json_types import Json


class InvoiceDue(Trigger):
    """Settings: `due_days` after the due day, negative before it, 0 on it. Told by the sweeper from 8 o'clock of that day on (the
    organisation's zone), once per invoice and number of days, while it is not paid.
    """

    kind = "invoice.due"
    label = "An invoice is due"
    settings_schema: ClassVar[Mapping[str, Json]] = {
        "type": "object",
        "properties": {
            "due_days": {
                "type": "integer",
                "minimum": -365,
                "maximum": 365,
                "default": 0,
                "title": "Days after the due day (before it: with a minus)",
            },
        },
        "required": ["due_days"],
        "additionalProperties": False,
    }
    facts: ClassVar[Mapping[str, str]] = {
        **InvoiceIssued.facts,
        "due.days": "number",
        "due.on": "date",
        "due.is_late": "boolean",
    }
