"""H01: twenty processes issue at once; the numbers are unique and without a gap, and nobody sees an error."""

import pytest

from licorne.adapters.pdf.pool import PdfRenderer
from licorne.config import Settings
from licorne.models.invoice import Invoice
from tests.prove import processes, roles
from tests.services.house import opened

PROCESSES, EACH = 20, 3


@pytest.mark.every_day
def test_twenty_processes_issue_at_once_without_gap_or_double(seeded_settings: Settings, renderer: PdfRenderer) -> None:
    with opened(seeded_settings, renderer) as house:
        contact_id, environ = house.submit().contact_id, seeded_settings.to_environment()
        organisation_id = house.organisation_id
        began = [processes.spawn(roles.issuer, environ, contact_id, organisation_id, EACH) for _ in range(PROCESSES)]
        for process in began:
            process.join(90)
        assert [process.exitcode for process in began] == [0] * PROCESSES
        counters = sorted(invoice.counter for invoice in house.rows(Invoice))
        assert counters == list(range(1, PROCESSES * EACH + 1))
        assert len({invoice.number for invoice in house.rows(Invoice)}) == PROCESSES * EACH
        assert house.examine() == []
