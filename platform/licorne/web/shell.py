"""The frame of staff pages: navigation with its counts, and how many notices are unread. One query per page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from flask import url_for
from sqlalchemy import ScalarSelect, func, select

from licorne.models.database import current_session
from licorne.models.effect import Effect, waits_for_person
from licorne.models.organisation import Organisation
from licorne.models.work import Notification, Task
from licorne.services import approvals
from licorne.services.sessions import Member
from licorne.web.access import Role, may
from licorne.web.identity import member
from licorne.web.translate import _


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the navigation, as it is declared."""

    endpoint: str
    icon: str
    word: Callable[[], str]
    on_phones: bool = False
    count: str = ""
    role: Role = "viewer"


@dataclass(frozen=True, slots=True)
class Entry:
    """A place as this page shows it."""

    url: str
    icon: str
    title: str
    current: bool
    count: int
    on_phones: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Entries under one small title."""

    title: str
    entries: list[Entry]


@dataclass(frozen=True, slots=True)
class Shell:
    """All that the frame needs."""

    groups: list[Group]
    unread: int
    #: Whether the page is about rules while all of them are stopped.
    halted: bool


_PLACES: Final[tuple[tuple[Callable[[], str], tuple[Place, ...]], ...]] = (
    (
        lambda: "",
        (
            Place("inbox.index", "inbox", lambda: _("Inbox"), on_phones=True, count="attention"),
            Place("submissions.index", "answers", lambda: _("Submissions")),
            Place("form_pages.index", "form", lambda: _("Forms")),
            Place("rule_pages.index", "flow", lambda: _("Rules")),
        ),
    ),
    (
        lambda: _("Clients"),
        (
            Place("contacts.index", "users", lambda: _("Contacts"), on_phones=True),
            Place("invoices.index", "receipt", lambda: _("Invoices"), on_phones=True),
            Place("tasks.index", "checks", lambda: _("Tasks"), on_phones=True, count="tasks"),
            Place("mails.index", "mail", lambda: _("Mails")),
        ),
    ),
    (
        lambda: _("Business"),
        (
            Place("products.index", "grid", lambda: _("Catalogue")),
            Place("team.index", "key", lambda: _("Team")),
            Place("settings.index", "gear", lambda: _("Settings")),
        ),
    ),
)


def shell_of(endpoint: str | None) -> Shell:
    """The frame of the page at `endpoint`, for the signed-in person."""
    counts = _counts(member())
    section = _section(endpoint or "")
    groups = [
        Group(title(), [_entry(place, section, counts) for place in places if may(place.role)])
        for title, places in _PLACES
    ]
    return Shell(groups, counts["unread"], bool(counts["halted"]) and section == "rule")


def _entry(place: Place, section: str, counts: dict[str, int]) -> Entry:
    current = _section(place.endpoint) == section
    number = counts.get(place.count, 0)
    return Entry(url_for(place.endpoint), place.icon, place.word(), current, number, place.on_phones)


def _section(endpoint: str) -> str:
    """The place that a page belongs to: `submissions_care.bulk` to `submissions`, runs to rules."""
    place = endpoint.partition(".")[0].partition("_")[0]
    return "rule" if place == "runs" else place


def _counts(who: Member) -> dict[str, int]:
    numbers = {
        "attention": needing_attention(who.organisation_id),
        "tasks": _open_tasks(who.organisation_id),
        "unread": unread_notices(who.organisation_id, who.user_id),
        "asked": approvals.waiting_count(who.organisation_id, who.user_id),
        "halted": _halted(who.organisation_id),
    }
    row = current_session().execute(select(*(number.label(name) for name, number in numbers.items()))).one()
    counts = dict(zip(numbers, row, strict=True))
    return counts | {"attention": counts["attention"] + counts["asked"]}


def needing_attention(organisation: str) -> ScalarSelect[int]:
    """How many effects wait for a person."""
    mine = Effect.organisation_id == organisation
    return select(func.count()).where(mine, waits_for_person()).scalar_subquery()


def unread_notices(organisation: str, user: str) -> ScalarSelect[int]:
    """How many notices a person has not read."""
    mine = (Notification.organisation_id == organisation, Notification.user_id == user)
    return select(func.count()).where(*mine, Notification.read_at.is_(None)).scalar_subquery()


def _halted(organisation: str) -> ScalarSelect[int]:
    halted = (Organisation.id == organisation, Organisation.rules_halted_at.is_not(None))
    return select(func.count()).select_from(Organisation).where(*halted).scalar_subquery()


def _open_tasks(organisation: str) -> ScalarSelect[int]:
    mine = Task.organisation_id == organisation
    return select(func.count()).where(mine, Task.state == "open").scalar_subquery()
