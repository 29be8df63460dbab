"""Notices: the list, and the stream that shows new ones while a page is open (server-sent events)."""

import json
from collections.abc import Iterator
from typing import Final
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, stream_with_context, url_for
from sqlalchemy import ColumnElement, select, update
from werkzeug.wrappers import Response

from licorne.adapters import clock
from licorne.models.database import current_session, db, transaction
from licorne.models.work import Notification
from licorne.services.notices import Feed
from licorne.services.sessions import Member
from licorne.stopping import STOPPING
from licorne.web.access import access
from licorne.web.identity import member, no_visit
from licorne.web.notice_words import notice_text
from licorne.web.paging import page_of
from licorne.web.redirects import local_path
from licorne.web.shell import unread_notices
from licorne.web.streams import PLACES

blueprint = Blueprint("notices", __name__)

#: A stream holds a thread of the web server: it ends soon, and the browser takes up where it was (Last-Event-ID).
LIFETIME: Final = 15.0
#: Looks this often: a notice must be seen within two seconds.
PAUSE: Final = 0.8
_RETRY_MILLISECONDS: Final = 400
#: Soon, too: the place of a page that was left is free after two writes.
_RETRY_WHEN_FULL: Final = 2_000


@blueprint.get("/notices")
@access("viewer")
def index() -> str:
    """All notices of the person, newest first."""
    statement = select(Notification).where(*_mine(member()))
    page = page_of(statement, Notification.id, lambda row: str(row[0].id), lambda row: row[0])
    return render_template("app/notices.html", page=page, notice_text=notice_text)


@blueprint.post("/notices/read")
@access("viewer")
def read_all() -> Response:
    """Marks everything as read."""
    _mark(*_mine(member()))
    return redirect(url_for("notices.index"))


@blueprint.post("/notices/<uuid:notice_id>/open")
@access("viewer")
def open_one(notice_id: UUID) -> Response:
    """Marks one as read and leads to what it is about."""
    which = (*_mine(member()), Notification.id == str(notice_id))
    path = current_session().scalar(select(Notification.path).where(*which))
    _mark(*which)
    return redirect(local_path(path, url_for("notices.index")))


@blueprint.get("/notices/stream")
@access("viewer")
@no_visit
def stream() -> Response:
    """The events `unread` (a number, at once) and `notice` (JSON with text, path and the number of unread ones)."""
    who = member()
    give_back = PLACES.take(who.session_id)
    # A page that was refused for a while begins anew, and has no header to say where it was.
    position = request.headers.get("Last-Event-ID") or request.args.get("after", "")
    events = _events(who, position) if give_back else _number_only(who)
    answer = Response(stream_with_context(events), mimetype="text/event-stream")
    if give_back:
        answer.call_on_close(give_back)
    answer.headers["X-Accel-Buffering"] = "no"
    return answer


def _number_only(who: Member) -> Iterator[str]:
    """Where all places are taken: the number is right, and the browser asks again later."""
    yield f"retry: {_RETRY_WHEN_FULL}\n\n"
    yield f"event: unread\ndata: {_unread(who)}\n\n"


def _events(who: Member, position: str) -> Iterator[str]:
    until = clock.monotonic() + LIFETIME
    yield f"retry: {_RETRY_MILLISECONDS}\n\n"
    feed = Feed(who.organisation_id, who.user_id, position)
    yield f"id: {feed.position}\nevent: unread\ndata: {_unread(who)}\n\n"
    while True:
        for notice in feed.fresh():
            yield _event(who, notice, feed.position)
        # A comment: writing is how a page that was left is noticed, and its place is another one's at once.
        yield ": \n\n"
        # No connection is held while nothing happens: a hundred open pages must not need a hundred of them.
        db.session.remove()
        if clock.monotonic() >= until or STOPPING.wait(PAUSE):
            return


def _event(who: Member, notice: Notification, position: str) -> str:
    data = {"text": notice_text(notice), "path": notice.path, "unread": _unread(who)}
    return f"id: {position}\nevent: notice\ndata: {json.dumps(data)}\n\n"


def _mine(who: Member) -> tuple[ColumnElement[bool], ...]:
    return (Notification.organisation_id == who.organisation_id, Notification.user_id == who.user_id)


def _unread(who: Member) -> int:
    return current_session().scalar(select(unread_notices(who.organisation_id, who.user_id))) or 0


def _mark(*which: ColumnElement[bool]) -> None:
    with transaction() as session:
        session.execute(
            update(Notification).where(*which, Notification.read_at.is_(None)).values(read_at=clock.now()),
            execution_options={"synchronize_session": False},
        )
