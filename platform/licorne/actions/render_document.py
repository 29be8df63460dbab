"""Render the PDF of an issued invoice from its frozen model, in a child process that can be killed."""

from typing import Any, ClassVar

from sqlalchemy import select

from licorne.billing.presentation import document_view
from licorne.errors import Permanent
from licorne.models.database import current_session
from licorne.models.effect import EffectClass
from licorne.models.guard import GuardedSession
from licorne.models.invoice import Invoice
from licorne.services import files, invoices
from licorne.services.action import OutsideAction, Result, Work
from licorne.services.outcome import Outcome
from licorne.services.parts import parts

#: A page takes a tenth of a second; only a monster takes this long.
SECONDS = 60.0


class RenderDocument(OutsideAction):
    """Asked for by `issue_invoice`; repeatable, the same bytes each time, stored once."""

    kind = "render_document"
    effect_class = EffectClass.DERIVED
    offered: ClassVar[bool] = False
    makes_document: ClassVar[bool] = True

    def prepare(self, work: Work) -> dict[str, Any]:
        invoice = _invoice(work)
        return dict(document_view(invoices.load_model(invoice)))

    def carry_out(self, work: Work, prepared: dict[str, Any]) -> bytes:
        return parts().renderer.render(prepared, SECONDS)

    def record(self, session: GuardedSession, work: Work, outcome: Outcome) -> Result:
        file = files.store_pdf(session, _invoice(work), outcome.value)
        return Result({"file": file.id}, {"bytes": file.size, "sha256": file.sha256})


def _invoice(work: Work) -> Invoice:
    found = (
        current_session()
        .scalars(
            select(Invoice).where(
                Invoice.organisation_id == work.organisation_id, Invoice.id == str(work.settings["invoice"])
            )
        )
        .first()
    )
    if found is None:
        raise Permanent("invoice_missing", str(work.settings["invoice"]))
    return found
