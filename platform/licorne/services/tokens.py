"""API tokens: shown once, kept as hashes."""

import secrets
from datetime import timedelta

from sqlalchemy import select, update

from licorne.adapters import clock
from licorne.adapters.ids import new_id
from licorne.errors import NotFound
from licorne.models.database import current_session, transaction
from licorne.models.organisation import ApiToken, Organisation
from licorne.services import audit
from licorne.services.sessions import token_hash

#: Tells people and secret scanners what it is.
PREFIX = "lic_"
#: `last_used_at` is moved at most this often: reading should not write.
STEP = timedelta(minutes=5)


def create(organisation_slug: str, name: str, actor: str = "system", scope: str = "write") -> str:
    """A new token of an organisation; `scope` is one of `models.organisation.SCOPES`. Raises NotFound for an unknown slug."""
    token = PREFIX + secrets.token_urlsafe(32)
    with transaction() as session:
        organisation_id = session.scalar(select(Organisation.id).where(Organisation.slug == organisation_slug))
        if organisation_id is None:
            raise NotFound(organisation_slug)
        row = ApiToken(
            id=new_id(),
            organisation_id=organisation_id,
            name=name,
            token_sha256=token_hash(token),
            scope=scope,
            created_at=clock.now(),
            last_used_at=None,
            revoked_at=None,
        )
        session.add(row)
        session.flush()
        audit.record(session, organisation_id, actor, "token.created", row.id, {"name": name, "scope": scope})
    return token


def find(token: str) -> ApiToken | None:
    """The token's row, None where it is unknown or revoked."""
    return (
        current_session()
        .scalars(
            select(ApiToken)
            .where(ApiToken.token_sha256 == token_hash(token), ApiToken.revoked_at.is_(None))
            .execution_options(every_organisation="the token names one")
        )
        .first()
    )


def note_use(row: ApiToken) -> None:
    """Remembers that a token was used just now, to within `STEP`."""
    now = clock.now()
    if row.last_used_at is not None and row.last_used_at > now - STEP:
        return
    with transaction() as session:
        session.execute(
            update(ApiToken)
            .where(ApiToken.organisation_id == row.organisation_id, ApiToken.id == row.id)
            .values(last_used_at=now),
            execution_options={"synchronize_session": False},
        )


def of(organisation_id: str) -> list[ApiToken]:
    """Tokens of an organisation that still work, newest first."""
    return list(
        current_session().scalars(
            select(ApiToken)
            .where(ApiToken.organisation_id == organisation_id, ApiToken.revoked_at.is_(None))
            .order_by(ApiToken.id.desc())
        )
    )


def revoke(organisation_id: str, token_id: str, actor: str) -> None:
    """Makes a token worthless. Raises NotFound."""
    with transaction() as session:
        row = session.scalars(
            select(ApiToken).where(ApiToken.organisation_id == organisation_id, ApiToken.id == token_id)
        ).first()
        if row is None:
            raise NotFound(token_id)
        row.revoked_at = row.revoked_at or clock.now()
        audit.record(session, organisation_id, actor, "token.revoked", token_id)
