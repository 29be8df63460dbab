"""Who belongs to an organisation, and who looks after a new contact."""

from sqlalchemy import select

from licorne.models.contact import Contact
from licorne.models.database import current_session
from licorne.models.guard import GuardedSession
from licorne.models.organisation import Membership, User
from licorne.services import live


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
    """The user who looks after a contact; the organisation's first owner where nobody does, or the person has left."""
    owner = None
    if contact_id is not None:
        owner = session.scalar(
            select(Contact.owner_id).where(Contact.organisation_id == organisation_id, Contact.id == contact_id)
        )
    return present(organisation_id, owner)


def present(organisation_id: str, user_id: str | None) -> str | None:
    """The user where it is still a member, else the organisation's first owner: who has left hears nothing any more."""
    if user_id is not None:
        found = current_session().scalar(
            select(Membership.user_id).where(
                Membership.organisation_id == organisation_id, Membership.user_id == user_id
            )
        )
        if found is not None:
            return found
    return live.organisation(organisation_id).owner_id
