"""Organisations, the people who work in them, and how they sign in."""

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from licorne.models.base import Base, Id, Key, Line, Owned, PlainJson, Short, referable
from rules.expression.json_types import Json

ROLES = ("owner", "member", "viewer")
SCOPES = ("read", "write")


class Organisation(Base):
    """A business that sends invoices: the tenant.

    `legal` holds what documents print of the seller (name, street, postcode, city, siren, vat_id, register, iban, bic …);
    `stamp` grows with every change that cached forms, rules or prices must see. `rules_halted_at`: no rule does anything since.
    """

    __tablename__ = "organisation"
    id: Mapped[Id]
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[Line]
    country: Mapped[str] = mapped_column(String(2))
    currency: Mapped[str] = mapped_column(String(3))
    time_zone: Mapped[Short]
    language: Mapped[str] = mapped_column(String(5))
    legal: Mapped[dict[str, Json]] = mapped_column(PlainJson)
    number_pattern: Mapped[str] = mapped_column(String(60), server_default="F-{YYYY}-{NNNN}")
    stamp: Mapped[int] = mapped_column(Integer, server_default=text("1"))
    created_at: Mapped[datetime]
    rules_halted_at: Mapped[datetime | None]


class User(Base):
    """A person; may belong to several organisations. `password_hash` is Argon2id, empty until an invitation is accepted."""

    __tablename__ = "user_account"
    id: Mapped[Id]
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[Line]
    language: Mapped[str] = mapped_column(String(5))
    password_hash: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime]


class Membership(Owned, Base):
    """What a person may do in an organisation."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("organisation_id", "user_id"), referable())
    user_id: Mapped[str] = mapped_column(Key, ForeignKey("user_account.id"), index=True)
    role: Mapped[str] = mapped_column(String(10))
    created_at: Mapped[datetime]


class Invitation(Owned, Base):
    """An invitation by mail; the token itself is only in the mail."""

    __tablename__ = "invitation"
    __table_args__ = (referable(),)
    email: Mapped[str] = mapped_column(String(254))
    role: Mapped[str] = mapped_column(String(10))
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    invited_by: Mapped[str] = mapped_column(Key, ForeignKey("user_account.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]


class LoginSession(Base):
    """A signed-in browser. The id is the SHA-256 of the cookie's token: reading the table signs nobody in."""

    __tablename__ = "login_session"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[str] = mapped_column(Key, ForeignKey("user_account.id"), index=True)
    membership_id: Mapped[str | None] = mapped_column(Key)
    data: Mapped[dict[str, Json]] = mapped_column(PlainJson)
    user_agent: Mapped[Line]
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class ApiToken(Owned, Base):
    """A key of the REST API; only its hash is kept. `scope` is one of SCOPES: `read` changes nothing."""

    __tablename__ = "api_token"
    __table_args__ = (referable(),)
    name: Mapped[Line]
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    scope: Mapped[str] = mapped_column(String(5))
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class FailedLogins(Base):
    """Failed sign-ins of one window of time, by address or by network; the key is a hash. Shared by all processes."""

    __tablename__ = "failed_logins"
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    count: Mapped[int]
    expires_at: Mapped[datetime]
