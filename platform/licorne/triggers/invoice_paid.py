"""An invoice is paid."""

from collections.abc import Mapping
from typing import ClassVar

from licorne.services.trigger import NO_SETTINGS, Trigger
from licorne.triggers.invoice_issued import InvoiceIssued
from rules.expression.json_types import Json


class InvoicePaid(Trigger):
    """No settings; told once per invoice, with `today` the day on which it was marked."""

    kind = "invoice.paid"
    label = "An invoice is paid"
    settings_schema: ClassVar[Mapping[str, Json]] = NO_SETTINGS
    facts: ClassVar[Mapping[str, str]] = InvoiceIssued.facts
