"""Files of documents: inserted once, served for ever, found under their contact."""

import hashlib
from dataclasses import dataclass

from sqlalchemy import Select, select

from licorne.adapters import clock
from licorne.adapters.ids import new_id
from licorne.errors import NotFound
from licorne.models.database import current_session
from licorne.models.guard import GuardedSession
from licorne.models.invoice import DocumentFile, FileContent, Invoice

PDF = "pdf"


@dataclass(frozen=True)
class StoredFile:
    """A file with its bytes."""

    id: str
    name: str
    media_type: str
    sha256: str
    content: bytes


def store_pdf(session: GuardedSession, invoice: Invoice, content: bytes) -> DocumentFile:
    """Stores the PDF of an invoice unless it has one: the first bytes stay."""
    existing = session.scalars(_of_invoice(invoice.organisation_id, invoice.id)).first()
    if existing is not None:
        return existing
    file = DocumentFile(
        id=new_id(),
        organisation_id=invoice.organisation_id,
        contact_id=invoice.contact_id,
        invoice_id=invoice.id,
        kind=PDF,
        name=f"{invoice.number.replace('/', '-')}.pdf",
        media_type="application/pdf",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        created_at=clock.now(),
    )
    session.add(file)
    session.flush()
    session.add(FileContent(organisation_id=invoice.organisation_id, file_id=file.id, content=content))
    session.flush()
    return file


def _of_invoice(organisation_id: str, invoice_id: str) -> Select[DocumentFile]:
    return select(DocumentFile).where(
        DocumentFile.organisation_id == organisation_id, DocumentFile.invoice_id == invoice_id, DocumentFile.kind == PDF
    )


def invoice_pdf(organisation_id: str, invoice_id: str) -> StoredFile:
    """The PDF of an invoice. Raises NotFound while it is not rendered."""
    file = current_session().scalars(_of_invoice(organisation_id, invoice_id)).first()
    if file is None:
        raise NotFound(invoice_id)
    return load(organisation_id, file.id)


def load(organisation_id: str, file_id: str) -> StoredFile:
    """A file with its bytes. Raises NotFound."""
    row = (
        current_session()
        .execute(
            select(DocumentFile, FileContent.content)
            .join(
                FileContent,
                (FileContent.file_id == DocumentFile.id)
                & (FileContent.organisation_id == DocumentFile.organisation_id),
            )
            .where(DocumentFile.organisation_id == organisation_id, DocumentFile.id == file_id)
        )
        .first()
    )
    if row is None:
        raise NotFound(file_id)
    file, content = row
    return StoredFile(file.id, file.name, file.media_type, file.sha256, content)
