"""Answers that a customer puts aside to go on later: kept for a month as they were typed, found by a secret that is not kept."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from itsdangerous import Signer
from sqlalchemy import ColumnElement, delete, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from licorne.adapters import clock
from licorne.adapters.ids import new_id
from licorne.errors import Conflict, Permanent
from licorne.models.base import table_of
from licorne.models.database import current_session, transaction
from licorne.models.form import Form, Submission
from licorne.models.guard import EVERY, GuardedSession
from licorne.models.submission import SavedAnswers
from licorne.services import form_events, listening, live
from licorne.services.live import LiveForm
from licorne.services.parts import parts
from licorne.services.posts import of_page
from rules.expression.json_types import Json

#: How long they are kept after they were last saved.
KEPT: Final = timedelta(days=30)
SAVED: Final = "submission.saved"
#: Of one form at a time; half a megabyte each at most, as any post.
MOST: Final = 2_000
#: Erased in one round at most.
BATCH: Final = 100


@dataclass(frozen=True, slots=True)
class Begun:
    """What was typed into a page, which its token names."""

    page: str
    language: str
    typed: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Saved:
    """The same, found again."""

    page: str
    form_version_id: str
    typed: Mapping[str, Sequence[str]]
    expires_at: datetime


def save(form: LiveForm, organisation_id: str, secret: str, begun: Begun) -> None:
    """Keeps the answers of a page; those that it saved before give way.

    Raises:
        Conflict: the page was sent already, or `saved_full`.
    """
    now = clock.now()
    changing: dict[str, Any] = {
        "form_version_id": form.version_id, "language": begun.language, "saved_at": now, "expires_at": now + KEPT,
        "typed": {name: list(values) for name, values in begun.typed.items()},
    }  # fmt: skip
    row = {
        "id": new_id(), "organisation_id": organisation_id, "form_id": form.id, "page": begun.page,
        "secret_sha256": digest(secret), **changing,
    }  # fmt: skip
    mine = (SavedAnswers.organisation_id == organisation_id, SavedAnswers.form_id == form.id)
    with transaction() as session:
        if session.scalar(of_page(organisation_id, form.id, begun.page)):
            raise Conflict("page_already_sent")
        dialect = {"sqlite": sqlite, "postgresql": postgresql}[session.get_bind().dialect.name]
        inserted = dialect.insert(table_of(SavedAnswers)).values(row)
        same = ["organisation_id", "form_id", "page"]
        upsert = inserted.on_conflict_do_update(index_elements=same, set_=changing).returning(SavedAnswers.id)
        kept = session.execute(upsert).scalar_one()
        if (session.scalar(select(func.count()).select_from(SavedAnswers).where(*mine)) or 0) > MOST:
            raise Conflict("saved_full")
        if kept == row["id"]:
            _tell(session, form, organisation_id, kept)


def _tell(session: GuardedSession, form: LiveForm, organisation_id: str, saved_id: str) -> None:
    """The first time that a page is saved; without the answers, which are erased sooner than an event."""
    organisation = live.organisation(organisation_id)
    if not listening.is_heard(organisation, SAVED, form.slug):
        return
    found = session.scalars(
        select(SavedAnswers).where(SavedAnswers.organisation_id == organisation_id, SavedAnswers.id == saved_id)
    ).one()
    facts = {"saved": facts_of(found, organisation.zone)}
    form_events.tell_about(session, SAVED, organisation_id, form, saved_id, facts)


def facts_of(found: SavedAnswers, zone: str) -> dict[str, Json]:
    """What rules may know of answers that were put aside; days in the organisation's zone."""
    return {
        "id": found.id,
        "language": found.language,
        "saved_on": clock.date_in(found.saved_at, zone).isoformat(),
        "expires_on": clock.date_in(found.expires_at, zone).isoformat(),
    }


def find(organisation_id: str, form_id: str, secret: str) -> Saved | None:
    """What the secret leads to, unless its time is over or it was sent."""
    row = current_session().scalar(
        select(SavedAnswers).where(
            SavedAnswers.organisation_id == organisation_id,
            SavedAnswers.form_id == form_id,
            SavedAnswers.secret_sha256 == digest(secret),
            SavedAnswers.expires_at > clock.now(),
        )
    )
    if row is None or current_session().scalar(of_page(organisation_id, form_id, row.page)):
        return None
    typed = {name: [str(value) for value in values] for name, values in row.typed.items() if isinstance(values, list)}
    return Saved(row.page, row.form_version_id, typed, row.expires_at)


def tick() -> int:
    """Erases what was sent meanwhile or is too old, for all organisations; how many."""
    due = select(SavedAnswers.id).where(or_(SavedAnswers.expires_at <= clock.now(), was_sent())).limit(BATCH)
    ids = list(current_session().scalars(due.execution_options(**{EVERY: "the sweeper serves all"})))
    if ids:
        options = {EVERY: "the sweeper serves all", "synchronize_session": False}
        with transaction() as session:
            session.execute(delete(SavedAnswers).where(SavedAnswers.id.in_(ids)), execution_options=options)
    return len(ids)


def was_sent() -> ColumnElement[bool]:
    """Whether the page of saved answers has become a submission; for a statement over `SavedAnswers`."""
    return (
        select(Submission.id)
        .where(
            Submission.organisation_id == SavedAnswers.organisation_id,
            Submission.form_id == SavedAnswers.form_id,
            Submission.token == SavedAnswers.page,
        )
        .exists()
    )


def secret_of(form_id: str, page: str) -> str:
    """The secret of the link that leads back to a page: the same for the same page, and told by nothing that is in the database."""
    signer = Signer(parts().secret, salt=f"form-saved:{form_id}", key_derivation="hmac")
    return signer.get_signature(page).decode("ascii")


def whole_address(slug: str, language: str, secret: str) -> str:
    """The link as it is written down: with the installation's own host, outside any frame."""
    query = urlencode({"lang": language, "resume": secret})
    return f"{parts().settings.base_url.rstrip('/')}/f/{slug}?{query}"


def link_in_mail(organisation_id: str, saved_id: str, language: str) -> str:
    """The link of answers that are kept. Raises Permanent where they were sent or are erased by now: there is nothing to go on with."""
    row = current_session().execute(
        select(SavedAnswers.form_id, SavedAnswers.page, Form.slug)
        .join(Form, (Form.organisation_id == SavedAnswers.organisation_id) & (Form.id == SavedAnswers.form_id))
        .where(SavedAnswers.organisation_id == organisation_id, SavedAnswers.id == saved_id, ~was_sent())
    ).first()
    if row is None:
        raise Permanent("saved_gone", saved_id)
    return whole_address(row.slug, language, secret_of(row.form_id, row.page))


def digest(secret: str) -> str:
    """What is kept of a link's secret."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
