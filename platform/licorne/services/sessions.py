"""Signing in and out: sessions are rows; the cookie holds a token of which only the hash is kept."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from licorne.adapters import clock
from licorne.models.database import current_session, transaction
from licorne.models.organisation import LoginSession, Membership, Organisation, User
from licorne.services import audit, throttle
from licorne.services.passwords import matches

#: ASVS 7.3: a session ends after this long without use, and at last after this long.
IDLE = timedelta(days=7)
LONGEST = timedelta(days=30)
#: `seen_at` is moved at most this often: reading a page should not write.
_STEP = timedelta(minutes=5)


@dataclass(frozen=True)
class Member:
    """A signed-in person in one organisation. `role` is owner, member or viewer."""

    session_id: str
    user_id: str
    name: str
    email: str
    language: str
    membership_id: str
    role: str
    organisation_id: str
    organisation_name: str
    time_zone: str
    currency: str

    @property
    def actor(self) -> str:
        """How the audit trail names this person."""
        return f"user:{self.user_id}"


def token_hash(token: str) -> str:
    """What is kept of a bearer token or cookie."""
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).hexdigest()


def sign_in(email: str, password: str, user_agent: str, network: str = "") -> str | None:
    """A new session's token, None where address and password do not fit, or the person belongs nowhere.

    Raises:
        TooManyAttempts: account or network (`network` is the client's address) have failed too often lately.
    """
    throttle.check(email, network)
    token = _sign_in(email, password, user_agent)
    if token is None:
        throttle.count_failure(email, network)
    return token


def _sign_in(email: str, password: str, user_agent: str) -> str | None:
    session = current_session()
    user = session.scalars(
        select(User).where(User.email == email.strip().lower()).execution_options(populate_existing=True)
    ).first()
    if not matches(password, user.password_hash if user else "") or user is None:
        return None
    membership = session.scalars(
        select(Membership)
        .where(Membership.user_id == user.id)
        .order_by(Membership.id)
        .limit(1)
        .execution_options(every_organisation="a person is looked for in all")
    ).first()
    if membership is None:
        return None
    return start(user.id, membership.id, membership.organisation_id, user_agent)


def start(user_id: str, membership_id: str, organisation_id: str, user_agent: str) -> str:
    """A session's token for somebody who has proven who they are."""
    token, now = secrets.token_urlsafe(32), clock.now()
    with transaction() as session:
        session.add(
            LoginSession(
                id=token_hash(token),
                user_id=user_id,
                membership_id=membership_id,
                data={},
                user_agent=user_agent[:300],
                created_at=now,
                seen_at=now,
                expires_at=now + LONGEST,
            )
        )
        audit.record(session, organisation_id, f"user:{user_id}", "session.started", user_id)
    return token


def find(token: str, touch: bool = True) -> Member | None:
    """Who a cookie's token belongs to; None for an unknown or expired one. Without `touch` the session is not seen in use."""
    now = clock.now()
    row = (
        current_session()
        .execute(
            select(LoginSession, User, Membership, Organisation)
            .join(User, User.id == LoginSession.user_id)
            .join(Membership, (Membership.id == LoginSession.membership_id) & (Membership.user_id == User.id))
            .join(Organisation, Organisation.id == Membership.organisation_id)
            .where(LoginSession.id == token_hash(token), LoginSession.expires_at > now)
            .execution_options(every_organisation="the cookie's token names one")
        )
        .first()
    )
    if row is None or row.LoginSession.seen_at < now - IDLE:
        return None
    if touch:
        _see(row.LoginSession, now)
    user, membership = row.User, row.Membership
    return Member(
        row.LoginSession.id,
        user.id,
        user.name,
        user.email,
        user.language,
        membership.id,
        membership.role,
        membership.organisation_id,
        row.Organisation.name,
        row.Organisation.time_zone,
        row.Organisation.currency,
    )


def _see(kept: LoginSession, now: datetime) -> None:
    if now - kept.seen_at < _STEP:
        return
    with transaction() as session:
        session.execute(
            update(LoginSession).where(LoginSession.id == kept.id).values(seen_at=now),
            execution_options={"synchronize_session": False},
        )


def sign_out(session_id: str) -> None:
    """Ends a session; its cookie is worth nothing from now on."""
    with transaction() as session:
        session.execute(delete(LoginSession).where(LoginSession.id == session_id))


def sessions_of(user_id: str) -> list[LoginSession]:
    """A person's sessions that are still good, newest first."""
    return list(
        current_session().scalars(
            select(LoginSession)
            .where(LoginSession.user_id == user_id, LoginSession.expires_at > clock.now())
            .order_by(LoginSession.created_at.desc())
        )
    )


def end(user_id: str, session_id: str) -> None:
    """Ends one of a person's own sessions."""
    with transaction() as session:
        session.execute(delete(LoginSession).where(LoginSession.user_id == user_id, LoginSession.id == session_id))
