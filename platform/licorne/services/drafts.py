"""Drafts of forms: one per form, saved as it is typed, published when it is good. The live version runs on meanwhile.

A save names the revision that it builds on. Where somebody else has saved since, nothing is written and the other draft is handed
back (`Overtaken`), so that two editors see each other instead of losing each other's work.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import exists, select

from forms.text import localised
from licorne.adapters import clock
from licorne.adapters.ids import new_id
from licorne.errors import Conflict, NotFound
from licorne.models.database import current_session, transaction
from licorne.models.draft import FormDraft
from licorne.models.form import Form, FormVersion
from licorne.models.guard import EVERY, GuardedSession
from licorne.services import audit
from licorne.services.draft_rows import LONGEST, NAMELESS, Document, OvertakenBy, Saved, first, rewrite
from licorne.services.publishing import Published, publish_form

#: Bytes and depth of a document that is kept; what may be published is judged by `forms.definition`.
MAX_BYTES, MAX_DEPTH = 300_000, 40


@dataclass(frozen=True, slots=True)
class Draft(Saved):
    """A form as it is being built; its live version is what customers see."""

    form_id: str
    is_published_once: bool

    @property
    def title(self) -> str:
        """The form's title in its own language."""
        return _name(self.document)


class Overtaken(OvertakenBy):
    """`theirs` is what is kept now."""

    def __init__(self, theirs: Draft) -> None:
        super().__init__(theirs)
        self.theirs = theirs


def create(organisation_id: str, document: Document, actor: str) -> str:
    """Begins a form; the id. It has a provisional address until it is published."""
    form_id = new_id()
    with transaction() as session:
        session.add(
            Form(
                id=form_id,
                organisation_id=organisation_id,
                slug=f"form-{form_id.replace('-', '')[-12:]}",
                name=_name(document),
                live_version_id=None,
                created_at=clock.now(),
            )
        )
        session.flush()
        session.add(_row(organisation_id, form_id, document, None, actor))
        audit.record(session, organisation_id, actor, "form.begun", form_id)
    return form_id


def load(organisation_id: str, form_id: str) -> Draft:
    """The draft; where there is none, the live or newest version as one. Raises NotFound."""
    return _draft(current_session(), _form(current_session(), organisation_id, form_id))


def save(organisation_id: str, form_id: str, revision: int, document: Document, actor: str) -> Draft:
    """Keeps the document. Saving what is kept already changes nothing, so an answer that was lost can be asked for again.

    Raises:
        NotFound. Overtaken: the draft is not the one of `revision`.
    """
    with transaction() as session:
        form = _form(session, organisation_id, form_id, locked=True)
        now = _draft(session, form)
        if now.document == document:
            return now
        if now.revision != revision:
            raise Overtaken(now)
        _keep(session, form, now, document, actor)
        if form.live_version_id is None:
            form.name = _name(document)
        session.flush()
        return _draft(session, form)


def publish(organisation_id: str, form_id: str, revision: int, slug: str | None, actor: str) -> Published:
    """Makes the draft live. `slug` is the address to have, for a form that never had a public one.

    Raises:
        Refused: what is wrong with it. Overtaken: somebody has saved since. Conflict: the address is taken.
    """
    with transaction() as session:
        form = _form(session, organisation_id, form_id, locked=True)
        now = _draft(session, form)
        if now.revision != revision:
            raise Overtaken(now)
        if slug and slug != form.slug and not now.is_published_once:
            _move(session, form, slug)
        done = publish_form(organisation_id, form.slug, now.document, actor)
        row = _kept(session, form)
        if row is not None:
            row.based_on = done.number
        return done


def restore(organisation_id: str, form_id: str, number: int, revision: int, actor: str) -> Draft:
    """Makes an earlier version the draft; what is live stays live."""
    return save(organisation_id, form_id, revision, version(organisation_id, form_id, number), actor)


def duplicate(organisation_id: str, form_id: str, titles: Mapping[str, str], actor: str) -> str:
    """Begins a new form like this one, under other titles; its id."""
    return create(organisation_id, {**load(organisation_id, form_id).document, "title": dict(titles)}, actor)


def version(organisation_id: str, form_id: str, number: int) -> Document:
    """The document of a version. Raises NotFound."""
    found = current_session().scalar(
        select(FormVersion.document).where(
            FormVersion.organisation_id == organisation_id,
            FormVersion.form_id == form_id,
            FormVersion.number == number,
        )
    )
    if found is None:
        raise NotFound(f"{form_id} v{number}")
    return found


def _form(session: GuardedSession, organisation_id: str, form_id: str, locked: bool = False) -> Form:
    statement = select(Form).where(Form.organisation_id == organisation_id, Form.id == form_id)
    form = session.scalars(statement.with_for_update() if locked else statement).first()
    if form is None:
        raise NotFound(form_id)
    return form


def _draft(session: GuardedSession, form: Form) -> Draft:
    row, latest = _kept(session, form), _latest(session, form)
    shown = row or latest
    if shown is None:
        raise NotFound(form.id)
    kept = (row.revision, row.saved_at, row.saved_by) if row else (0, form.created_at, "")
    if row is None and latest is not None:
        kept = (0, latest.created_at, latest.published_by or "")
    live = latest if latest is not None and latest.id == form.live_version_id else None
    changed = live is None or live.document != shown.document
    number = live.number if live else None
    return Draft(form.slug, shown.document, *kept, number, changed, form.id, latest is not None)


def _kept(session: GuardedSession, form: Form) -> FormDraft | None:
    return session.scalars(
        select(FormDraft).where(FormDraft.organisation_id == form.organisation_id, FormDraft.form_id == form.id)
    ).first()


def _latest(session: GuardedSession, form: Form) -> FormVersion | None:
    mine = (FormVersion.organisation_id == form.organisation_id, FormVersion.form_id == form.id)
    return session.scalars(select(FormVersion).where(*mine).order_by(FormVersion.number.desc()).limit(1)).first()


def _keep(session: GuardedSession, form: Form, now: Draft, document: Document, actor: str) -> None:
    row = _kept(session, form)
    if row is None:
        session.add(_row(form.organisation_id, form.id, document, now.live_number, actor))
    else:
        rewrite(row, document, actor)


def _row(organisation_id: str, form_id: str, document: Document, based_on: int | None, actor: str) -> FormDraft:
    return FormDraft(form_id=form_id, **first(organisation_id, document, based_on, actor))


def _move(session: GuardedSession, form: Form, slug: str) -> None:
    taken = session.scalar(select(exists().where(Form.slug == slug)).execution_options(**{EVERY: "one namespace"}))
    if taken:
        raise Conflict("address_taken", slug=slug)
    form.slug = slug
    session.flush()


def _name(document: Document) -> str:
    titles = document.get("title")
    texts = {key: text for key, text in titles.items() if isinstance(text, str)} if isinstance(titles, dict) else {}
    default = str(document.get("default_language", "en"))
    return (localised(texts, default, default) or next(iter(texts.values()), "") or NAMELESS)[:LONGEST]
