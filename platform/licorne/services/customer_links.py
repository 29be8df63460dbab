"""The link by which a customer comes back to what was sent, to look at it, correct it or withdraw it (docs/forms.md, 10).

The database does not have the link's key: it is computed from the submission and a number that moves when the link is taken back.
Facts, and what colleagues read of a mail, hold the address without it; it is added while a mail is written.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from itsdangerous import Signer
from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from licorne.adapters import clock
from licorne.errors import Conflict, NotFound
from licorne.models.base import table_of
from licorne.models.database import current_session, transaction
from licorne.models.event import Event
from licorne.models.form import Submission
from licorne.models.guard import GuardedSession
from licorne.models.submission import SubmissionLink
from licorne.services import audit, live
from licorne.services.action import Work
from licorne.services.live import LiveForm
from licorne.services.parts import parts

#: The argument of the address that opens it.
KEY: Final = "key"
#: `opened_at` is moved at most this often: looking should not write.
STEP: Final = timedelta(minutes=5)
#: What the submission's own version may let its customers do beside looking.
EDIT, WITHDRAW = "edit", "withdraw"


@dataclass(frozen=True, slots=True)
class Opened:
    """A submission that its customer came back to. `form` is its own version, `until` the last moment of the link."""

    submission: Submission
    form: LiveForm
    until: datetime

    def may(self, deed: str) -> bool:
        """Whether the form lets its customers do that."""
        return self.form.definition.after.get(deed) is True


@dataclass(frozen=True, slots=True)
class Standing:
    """A link as staff see it."""

    until: datetime
    revoked_at: datetime | None
    opened: int
    opened_at: datetime | None

    @property
    def works(self) -> bool:
        """Whether it opens anything now."""
        return self.revoked_at is None and self.until > clock.now()


def address(form: LiveForm, submission_id: str) -> str | None:
    """Where a submission of this version can be looked at again; None where it cannot. Without its key it opens nothing."""
    return _address(form.slug, submission_id) if form.definition.after else None


def whole(submission: Submission) -> str:
    """The address with the key that is good now."""
    form = live.version_of(submission.organisation_id, submission.form_version_id)
    row = _row(current_session(), submission)
    return f"{_address(form.slug, submission.id)}?{KEY}={_key(submission.id, row.serial if row else 0)}"


def opened(organisation_id: str, form_id: str, submission_id: str, key: str) -> Opened:
    """What the link leads to.

    Raises:
        NotFound: no such submission, or not its key: a stranger learns nothing.
        Conflict: why it leads to nothing any more.
    """
    mine = (Submission.organisation_id == organisation_id, Submission.form_id == form_id)
    found = current_session().scalar(select(Submission).where(*mine, Submission.id == submission_id))
    if found is None:
        raise NotFound(submission_id)
    return judged(current_session(), found, key)


def judged(session: GuardedSession, submission: Submission, key: str) -> Opened:
    """The same for a submission that is at hand. Raises NotFound and Conflict."""
    row = _row(session, submission)
    form = live.version_of(submission.organisation_id, submission.form_version_id)
    serial = row.serial if row else 0
    if not form.definition.after or not _is_key(submission.id, serial, key):
        # The key of a link that was taken back still shows who asks: that person is told.
        if row is not None and row.revoked_at is not None and _is_key(submission.id, serial - 1, key):
            raise Conflict("link_revoked")
        raise NotFound(submission.id)
    if row is not None and row.revoked_at is not None:
        # The next key is good only once staff have made the next link, however it became known.
        raise Conflict("link_revoked")
    until = _until(submission, form, row)
    if code := _over(submission, until):
        raise Conflict(code)
    return Opened(submission, form, until)


def note_use(one: Opened) -> None:
    """Remembers that the link was opened just now, to within `STEP`."""
    now, row = clock.now(), _row(current_session(), one.submission)
    if row is not None and row.opened_at is not None and row.opened_at > now - STEP:
        return
    with transaction() as session:
        _upsert(
            session,
            one.submission,
            {"opened": SubmissionLink.opened + 1, "opened_at": now},
            {"opened": 1, "opened_at": now},
        )


def standing(submission: Submission) -> Standing | None:
    """The link of a submission; None where its form gives none, or nothing is left to be seen."""
    form = live.version_of(submission.organisation_id, submission.form_version_id)
    if not form.definition.after or submission.erased_at is not None:
        return None
    row = _row(current_session(), submission)
    until = _until(submission, form, row)
    return Standing(until, row.revoked_at, row.opened, row.opened_at) if row else Standing(until, None, 0, None)


def revoke(organisation_id: str, submission_id: str, actor: str) -> None:
    """Takes the link back. Raises NotFound."""
    now = clock.now()
    with transaction() as session:
        submission = _locked(session, organisation_id, submission_id)
        row = _row(session, submission)
        if row is not None and row.revoked_at is not None:
            return  # its key went with the first time, and whoever bears it is told so
        changes = {"revoked_at": now, "serial": SubmissionLink.serial + 1}
        _upsert(session, submission, changes, {"revoked_at": now, "serial": 1})
        audit.record(session, organisation_id, actor, "submission.link_revoked", submission_id)


def renew(organisation_id: str, submission_id: str, actor: str) -> str:
    """A new link that is good for the days that the form gives, from now on; earlier ones are dead. Raises NotFound."""
    with transaction() as session:
        submission = _locked(session, organisation_id, submission_id)
        form = live.version_of(organisation_id, submission.form_version_id)
        if not form.definition.after:
            raise NotFound(submission_id)
        until = clock.now() + timedelta(days=form.definition.after["days"])
        fresh = {"revoked_at": None, "expires_at": until}
        _upsert(session, submission, {**fresh, "serial": SubmissionLink.serial + 1}, {**fresh, "serial": 1})
        audit.record(session, organisation_id, actor, "submission.link_made", submission_id)
    return whole(submission)


def in_mail(work: Work, text: str) -> str:
    """A mail's text in which the address of the submission that it answers has its key. That of another one gets none, whoever typed it."""
    if "/mine/" not in text or work.event_id is None:
        return text
    submission = current_session().scalar(
        select(Submission)
        .join(Event, (Event.organisation_id == Submission.organisation_id) & (Event.subject_id == Submission.id))
        .where(Submission.organisation_id == work.organisation_id, Event.id == work.event_id)
    )
    if submission is None or submission.erased_at is not None:
        return text
    form = live.version_of(submission.organisation_id, submission.form_version_id)
    plain = address(form, submission.id)
    return text.replace(plain, whole(submission)) if plain else text


def _over(submission: Submission, until: datetime) -> str:
    if submission.deleted_at is not None or submission.spam_at is not None:
        return "link_gone"
    if submission.withdrawn_at is not None:
        return "link_withdrawn"
    return "link_expired" if until <= clock.now() else ""


def _until(submission: Submission, form: LiveForm, row: SubmissionLink | None) -> datetime:
    given = submission.received_at + timedelta(days=form.definition.after["days"])
    return row.expires_at if row and row.expires_at else given


def _address(slug: str, submission_id: str) -> str:
    return f"{parts().settings.base_url.rstrip('/')}/f/{slug}/mine/{submission_id}"


def _key(submission_id: str, serial: int) -> str:
    signer = Signer(parts().secret, salt="customer-link", key_derivation="hmac")
    return signer.get_signature(f"{submission_id}.{serial}").decode("ascii")


def _is_key(submission_id: str, serial: int, key: str) -> bool:
    return hmac.compare_digest(_key(submission_id, serial).encode(), key.encode("utf-8", "replace"))


def _row(session: GuardedSession, submission: Submission) -> SubmissionLink | None:
    return session.scalar(
        select(SubmissionLink)
        .where(
            SubmissionLink.organisation_id == submission.organisation_id,
            SubmissionLink.submission_id == submission.id,
        )
        .execution_options(populate_existing=True)
    )


def _upsert(
    session: GuardedSession, submission: Submission, changes: Mapping[str, Any], fresh: Mapping[str, Any]
) -> None:
    dialect = {"sqlite": sqlite, "postgresql": postgresql}[session.get_bind().dialect.name]
    own = {"organisation_id": submission.organisation_id, "submission_id": submission.id}
    row = {**own, "serial": 0, "opened": 0, **fresh}
    inserted = dialect.insert(table_of(SubmissionLink)).values(row)
    session.execute(inserted.on_conflict_do_update(index_elements=list(own), set_=dict(changes)))


def _locked(session: GuardedSession, organisation_id: str, submission_id: str) -> Submission:
    """Changes by the customer wait, and are judged by what is decided here."""
    mine = (Submission.organisation_id == organisation_id, Submission.id == submission_id)
    found = session.scalar(select(Submission).where(*mine).with_for_update())
    if found is None:
        raise NotFound(submission_id)
    return found
