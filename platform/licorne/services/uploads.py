"""Files that customers add: judged by their content, kept under their page's token, linked in the transaction that accepts.

An id is worth something on its own page only: what another page, form or organisation kept is unknown here.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from forms.answer_error import AnswerError
from forms.fields.file import File
from forms.file_questions import files_in
from forms.file_types import check_file, safe_label
from forms.uploads import Upload
from licorne.adapters import clock
from licorne.adapters.ids import new_id
from licorne.errors import Conflict, NotFound
from licorne.models.base import table_of
from licorne.models.database import current_session, transaction
from licorne.models.guard import EVERY, GuardedSession
from licorne.models.submission import HeldPost, SavedAnswers
from licorne.models.upload import FormUpload, UploadContent
from licorne.services.posts import Post

#: After this long a file that no submission names is erased.
ORPHANED: Final = timedelta(days=1)
#: What one page may have kept, and what all pages of an organisation may have waiting: a disk has an end.
MOST_BYTES: Final = 64 * 2**20
MOST_FILES: Final = 200
MOST_WAITING: Final = 2 * 2**30
#: Erased in one round at most.
BATCH: Final = 50


@dataclass(frozen=True, slots=True)
class Page:
    """One showing of a form."""

    organisation_id: str
    form_id: str
    token: str


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as it arrived; its name is a claim."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Stored:
    """A file of a submission with its bytes."""

    upload: Upload
    content: bytes


def find(page: Page) -> dict[str, Upload]:
    """The files that this page sent before, by id."""
    statement = select(FormUpload).where(*_of(page)).order_by(FormUpload.id)
    return {row.id: _upload(row) for row in current_session().scalars(statement)}


def keep(page: Page, place: str, question: File, sent: Sequence[Sent]) -> list[str]:
    """Keeps files for a question (`plan`, `items.photo`), all of them or none; their ids in order.

    The same bytes once more are the file that was kept before, so that a page posted twice gives the same answers.

    Raises:
        AnswerError: what is wrong with one of them, or `files_too_large`, `too_many_files`, `files_full` for all.
    """
    kinds = [check_file(one.content, question.accept, question.max_bytes) for one in sent]
    with transaction() as session:
        ids = [_keep(session, page, place, kind, one) for kind, one in zip(kinds, sent, strict=True)]
        _check_room(session, page)
    return ids


def _keep(session: GuardedSession, page: Page, place: str, kind: str, sent: Sent) -> str:
    row = {
        "id": new_id(), "organisation_id": page.organisation_id, "form_id": page.form_id, "token": page.token, "field": place,
        "name": safe_label(sent.name), "kind": kind, "size": len(sent.content), "created_at": clock.now(),
        "sha256": hashlib.sha256(sent.content).hexdigest(),
    }  # fmt: skip
    dialect = {"sqlite": sqlite, "postgresql": postgresql}[session.get_bind().dialect.name]
    session.execute(dialect.insert(table_of(FormUpload)).values(row).on_conflict_do_nothing())
    same = (*_of(page), FormUpload.field == place, FormUpload.sha256 == row["sha256"])
    kept = str(session.execute(select(FormUpload.id).where(*same)).scalar_one())
    if kept == row["id"]:
        session.add(UploadContent(organisation_id=page.organisation_id, upload_id=kept, content=sent.content))
        session.flush()
    return kept


def _check_room(session: GuardedSession, page: Page) -> None:
    """Raising takes back what was written just now."""
    count, size = session.execute(select(func.count(), func.sum(FormUpload.size)).where(*_of(page))).one()
    if count > MOST_FILES:
        raise AnswerError("too_many_files", maximum=str(MOST_FILES))
    if (size or 0) > MOST_BYTES:
        raise AnswerError("files_too_large", maximum=str(MOST_BYTES))
    waiting = select(func.sum(FormUpload.size)).where(
        FormUpload.organisation_id == page.organisation_id, FormUpload.submission_id.is_(None)
    )
    if (session.scalar(waiting) or 0) > MOST_WAITING:
        raise AnswerError("files_full")


def copy(page: Page, fresh: Page) -> dict[str, str]:
    """Keeps the files of a page for another one of the same form too; the old id of each → its new one."""
    rows = current_session().execute(
        select(FormUpload, UploadContent.content)
        .join(
            UploadContent,
            (UploadContent.organisation_id == FormUpload.organisation_id) & (UploadContent.upload_id == FormUpload.id),
        )
        .where(*_of(page))
    )
    found = [(row.id, row.field, row.kind, Sent(row.name, content)) for row, content in rows]
    with transaction() as session:
        return {old: _keep(session, fresh, place, kind, sent) for old, place, kind, sent in found}


def link(session: GuardedSession, accepted: Sequence[tuple[Post, str]]) -> None:
    """Gives submissions the files that their answers name, within the transaction that accepts them.

    Raises:
        Conflict: one of them is gone since the answers were read.
    """
    for post, submission_id in accepted:
        ids = files_in(post.form.definition, post.posted.answers)
        if ids:
            _link(session, Page(post.organisation.id, post.form.id, post.posted.token), ids, submission_id)


def link_more(session: GuardedSession, page: Page, ids: Sequence[str], submission_id: str) -> None:
    """Gives a submission the files that its corrected answers name, within the transaction that corrects. Files that are named no more
    stay its own: the history tells of them.

    Raises:
        Conflict: one of them is gone since the answers were read.
    """
    mine = (*_of(page), FormUpload.submission_id == submission_id)
    linked = set(session.scalars(select(FormUpload.id).where(*mine)))
    fresh = [one for one in ids if one not in linked]
    if fresh:
        _link(session, page, fresh, submission_id)


def _link(session: GuardedSession, page: Page, ids: Sequence[str], submission_id: str) -> None:
    statement = (
        update(FormUpload)
        .where(*_of(page), FormUpload.id.in_(ids), FormUpload.submission_id.is_(None))
        .values(submission_id=submission_id)
        .returning(FormUpload.id)
    )
    linked = session.execute(statement, execution_options={"synchronize_session": False}).all()
    if len(linked) != len(ids):
        raise Conflict("files_gone")


def of_submission(organisation_id: str, submission_id: str) -> dict[str, Upload]:
    """The files of a submission, in the order of their arrival."""
    mine = (FormUpload.organisation_id == organisation_id, FormUpload.submission_id == submission_id)
    rows = current_session().scalars(select(FormUpload).where(*mine).order_by(FormUpload.id))
    return {row.id: _upload(row) for row in rows}


def load(organisation_id: str, submission_id: str, upload_id: str) -> Stored:
    """A file of a submission with its bytes. Raises NotFound."""
    row = (
        current_session()
        .execute(
            select(FormUpload, UploadContent.content)
            .join(
                UploadContent,
                (UploadContent.organisation_id == FormUpload.organisation_id)
                & (UploadContent.upload_id == FormUpload.id),
            )
            .where(FormUpload.organisation_id == organisation_id, FormUpload.id == upload_id)
            .where(FormUpload.submission_id == submission_id)
        )
        .first()
    )
    if row is None:
        raise NotFound(upload_id)
    return Stored(_upload(row[0]), row[1])


def erase_of(session: GuardedSession, organisation_id: str, submission_id: str) -> None:
    """Erases the files of a submission, within the caller's transaction."""
    mine = (FormUpload.organisation_id == organisation_id, FormUpload.submission_id == submission_id)
    _erase(session, organisation_id, list(session.scalars(select(FormUpload.id).where(*mine).with_for_update())))


def tick() -> int:
    """Erases files that no submission has named for a day, for all organisations; how many."""
    due = current_session().execute(
        select(FormUpload.organisation_id, FormUpload.id)
        .where(FormUpload.created_at <= clock.now() - ORPHANED, *_unused())
        .order_by(FormUpload.created_at)
        .limit(BATCH)
        .execution_options(**{EVERY: "the sweeper serves all"})
    )
    return sum(_erase_orphan(organisation_id, upload_id) for organisation_id, upload_id in due.all())


def _erase_orphan(organisation_id: str, upload_id: str) -> int:
    """Looked at again under the lock: it may have been linked a moment ago."""
    with transaction() as session:
        mine = (FormUpload.organisation_id == organisation_id, FormUpload.id == upload_id)
        statement = select(FormUpload.id).where(*mine, *_unused()).with_for_update()
        return _erase(session, organisation_id, list(session.scalars(statement)))


def _unused() -> tuple[ColumnElement[bool], ...]:
    """What a trap for robots caught may still be let through, and what was put aside be sent, with its files."""
    held = select(HeldPost.id).where(
        HeldPost.organisation_id == FormUpload.organisation_id,
        HeldPost.form_id == FormUpload.form_id,
        HeldPost.token == FormUpload.token,
    )
    saved = select(SavedAnswers.id).where(
        SavedAnswers.organisation_id == FormUpload.organisation_id,
        SavedAnswers.form_id == FormUpload.form_id,
        SavedAnswers.page == FormUpload.token,
    )
    return FormUpload.submission_id.is_(None), ~held.exists(), ~saved.exists()


def _erase(session: GuardedSession, organisation_id: str, ids: list[str]) -> int:
    for table, column in ((UploadContent, UploadContent.upload_id), (FormUpload, FormUpload.id)):
        session.execute(
            delete(table).where(table.organisation_id == organisation_id, column.in_(ids)),
            execution_options={"synchronize_session": False},
        )
    return len(ids)


def _of(page: Page) -> tuple[ColumnElement[bool], ...]:
    return (
        FormUpload.organisation_id == page.organisation_id,
        FormUpload.form_id == page.form_id,
        FormUpload.token == page.token,
    )


def _upload(row: FormUpload) -> Upload:
    return Upload(row.id, row.name, row.kind, row.size)
