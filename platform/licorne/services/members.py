"""Who belongs to an organisation, and who looks after a new contact."""

from sqlalchemy import select

from licorne.models.contact import Contact
from licorne.models.database import current_session
from licorne.models.guard import GuardedSession
from licorne.models.organisation import Membership, User

_OWNERS: dict[str, str | None] = {}


def default_owner(organisation_id: str) -> str | None:
    """The user who looks after contacts that nobody took yet: the organisation's first owner. None without one."""
    if organisation_id not in _OWNERS:
        found = current_session().scalar(
            select(Membership.user_id)
            .where(Membership.organisation_id == organisation_id, Membership.role == "owner")
            .order_by(Membership.id)
            .limit(1)
        )
        if found is None:
            return None
        _OWNERS[organisation_id] = found
    return _OWNERS[organisation_id]


def members(organisation_id: str) -> list[tuple[Membership, User]]:
    """Everyone of an organisation, oldest first."""
    rows = current_session().execute(
        select(Membership, User)
        .join(User, User.id == Membership.user_id)
        .where(Membership.organisation_id == organisation_id)
        .order_by(Membership.id)
    )
    return [(membership, user) for membership, user in rows]


def owner_of(session: GuardedSession, organisation_id: str, contact_id: str | None) -> str | None:
    """The user who looks after a contact; the organisation's first owner where nobody does."""
    owner = None
    if contact_id is not None:
        owner = session.scalar(
            select(Contact.owner_id).where(Contact.organisation_id == organisation_id, Contact.id == contact_id)
        )
    return owner or default_owner(organisation_id)
