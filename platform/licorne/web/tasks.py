"""Tasks: work for people, by due date; a tick completes one."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from licorne.adapters import clock
from licorne.models.contact import Contact
from licorne.models.database import current_session
from licorne.models.effect import Effect
from licorne.models.organisation import User
from licorne.models.work import Task
from licorne.services import tasks as service
from licorne.web.access import access
from licorne.web.contact_timeline import why_url
from licorne.web.identity import member, organisation_id, zone_of
from licorne.web.paging import AnySelect, page_of
from licorne.web.tabs import Tab, tab
from licorne.web.translate import _

blueprint = Blueprint("tasks", __name__)
#: Open tasks are a to-do list, not an archive: beyond this many nobody reads on.
MOST = 200


@dataclass(frozen=True, slots=True)
class Row:
    """A task in the list."""

    task: Task
    contact_name: str | None
    assignee: str | None
    run_id: str | None

    @property
    def why_url(self) -> str:
        """The run that made it, empty for one made by hand."""
        return why_url(self.run_id)


@dataclass(frozen=True, slots=True)
class Section:
    """Tasks that are due at about the same time."""

    id: str
    title: str
    rows: list[Row]


@blueprint.get("/tasks")
@access("viewer")
def index() -> str:
    """Open tasks in three sections."""
    today = clock.today(zone_of(member()))
    return render_template("app/tasks.html", sections=_sections(today), tabs=_tabs("tasks.index"), today=today)


@blueprint.get("/tasks/done")
@access("viewer")
def done() -> str:
    """Completed and cancelled ones, newest first."""
    statement = _listed().where(Task.state != "open")
    page = page_of(statement, Task.id, lambda row: str(row[0].id), lambda row: Row(*row))
    return render_template("app/tasks_done.html", page=page, tabs=_tabs("tasks.done"))


@blueprint.post("/tasks/<uuid:task_id>/complete")
@access("member")
def complete(task_id: UUID) -> Response:
    """Ticks one off."""
    service.complete(organisation_id(), str(task_id), member().actor)
    flash(_("Done."), "ok")
    return redirect(url_for("tasks.index"))


def _tabs(endpoint: str) -> list[Tab]:
    words = {"tasks.index": _("Open"), "tasks.done": _("Done")}
    return [tab(word, url_for(name), name == endpoint) for name, word in words.items()]


def _listed() -> AnySelect:
    same = Task.organisation_id
    return (
        select(Task, Contact.name, User.name, Effect.run_id)
        .outerjoin(Contact, (Contact.organisation_id == same) & (Contact.id == Task.contact_id))
        .outerjoin(User, User.id == Task.assignee_id)
        .outerjoin(Effect, (Effect.organisation_id == same) & (Effect.id == Task.effect_id))
        .where(Task.organisation_id == organisation_id())
    )


def _sections(today: date) -> list[Section]:
    statement = _listed().where(Task.state == "open").order_by(Task.due_on.is_(None), Task.due_on, Task.id).limit(MOST)
    rows = [Row(*row) for row in current_session().execute(statement)]
    late = [row for row in rows if row.task.due_on and row.task.due_on < today]
    now = [row for row in rows if row.task.due_on == today]
    later = [row for row in rows if row.task.due_on is None or row.task.due_on > today]
    parts = (("late", _("Late"), late), ("today", _("Today"), now), ("later", _("Later"), later))
    return [Section(*part) for part in parts if part[2]]
