"""Contacts with their tags."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from sqlalchemy import select

from licorne.api.collection import Collection, Item, filter_by
from licorne.api.schemas import ID, INSTANT, TEXT, Schema, list_of, one_of, or_null, record
from licorne.models.contact import STAGES, Contact, ContactTag
from licorne.models.database import current_session
from rules.expression.json_types import Json

CONTACT: Final = record(
    {
        "id": ID,
        "name": TEXT,
        "email": or_null(TEXT),
        "phone": or_null(TEXT),
        "company": or_null(TEXT),
        "stage": one_of(*STAGES),
        "language": TEXT,
        "tags": list_of(TEXT),
        "created_at": INSTANT,
    }
)


def present(organisation_id: str, contacts: Sequence[Contact]) -> list[Item]:
    """Items of contacts."""
    tags = _tags(organisation_id, contacts)
    return [
        {
            "id": each.id,
            "name": each.name,
            "email": each.email,
            "phone": each.phone,
            "company": each.company,
            "stage": each.stage,
            "language": each.language,
            "tags": tags[each.id],
            "created_at": each.created_at.isoformat(),
        }
        for each in contacts
    ]


def _tags(organisation_id: str, contacts: Sequence[Contact]) -> dict[str, list[Json]]:
    found: dict[str, list[Json]] = defaultdict(list)
    rows = current_session().execute(
        select(ContactTag.contact_id, ContactTag.tag)
        .where(
            ContactTag.organisation_id == organisation_id,
            ContactTag.contact_id.in_([contact.id for contact in contacts]),
        )
        .order_by(ContactTag.tag)
    )
    for contact_id, tag in rows:
        found[contact_id].append(tag)
    return found


CONTACTS: Final = Collection(
    "contacts",
    "Contact",
    Contact,
    present,
    (
        filter_by("stage", Contact.stage, one_of(*STAGES)),
        filter_by("email", Contact.email, {"type": "string", "maxLength": 254}),
    ),
)
ROUTES: Final = CONTACTS.routes
SCHEMAS: Final[dict[str, Schema]] = {"Contact": CONTACT}
