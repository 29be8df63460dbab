"""States as people see them: a word and a mark; colour comes last (ui rule 4)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from licorne.models.form import Submission
from licorne.models.rule import Rule
from licorne.web.translate import _


@dataclass(frozen=True, slots=True)
class Mark:
    """A chip: `tone` is its CSS class, `icon` its drawing, `word` what it says."""

    tone: str
    icon: str
    word: str


#: Words are functions: the language is the reader's, known only when the page is written.
_EFFECT: Final[dict[str, Callable[[], Mark]]] = {
    "waiting": lambda: Mark("todo", "clock", _("Waiting for an earlier step")),
    "pending": lambda: Mark("info", "clock", _("To be done now")),
    "leased": lambda: Mark("info", "again", _("In progress")),
    "done": lambda: Mark("ok", "check", _("Done")),
    "failed": lambda: Mark("no", "alert", _("Parked")),
    "unknown": lambda: Mark("warn", "question", _("Result unknown")),
    "cancelled": lambda: Mark("todo", "x", _("Cancelled")),
    "skipped": lambda: Mark("todo", "x", _("Left out")),
    "handled": lambda: Mark("warn", "split", _("Failed, and seen to")),
}
_RUN: Final[dict[str, Callable[[], Mark]]] = {
    "running": lambda: Mark("info", "again", _("Running")),
    "done": lambda: Mark("ok", "check", _("Done")),
    "failed": lambda: Mark("no", "alert", _("Stopped")),
    "cancelled": lambda: Mark("todo", "x", _("Cancelled")),
    "queued": lambda: Mark("todo", "clock", _("Queued")),
    "skipped": lambda: Mark("todo", "x", _("Held back")),
}
_STAGE: Final[dict[str, Callable[[], Mark]]] = {
    "prospect": lambda: Mark("todo", "users", _("Prospect")),
    "client": lambda: Mark("accent", "star", _("Client")),
}
_ROLE: Final[dict[str, Callable[[], str]]] = {
    "owner": lambda: _("Owner"),
    "member": lambda: _("Member"),
    "viewer": lambda: _("Viewer"),
}
_PROMISE: Final[dict[str, Callable[[], str]]] = {
    "transactional": lambda: _("exactly once"),
    "keyed": lambda: _("exactly once"),
    "derived": lambda: _("exactly once"),
    "message": lambda: _("at least once"),
}


def effect_mark(state: str, doubtful: bool = False) -> Mark:
    """Where an effect stands; a mail that may have gone out twice says so, even when it is done."""
    if doubtful and state == "done":
        return Mark("warn", "check", _("Done, perhaps sent twice"))
    return _EFFECT[state]()


def run_mark(state: str) -> Mark:
    """Where a run stands."""
    return _RUN[state]()


def stage_mark(stage: str) -> Mark:
    """Prospect or client."""
    return _STAGE[stage]()


def invoice_mark(state: str, due_on: date, today: date) -> Mark:
    """Paid, late, or open; lateness is counted in the organisation's days."""
    if state == "paid":
        return Mark("ok", "check", _("Paid"))
    if due_on < today:
        return Mark("no", "alert", _("Late"))
    return Mark("info", "send", _("Open"))


def live_mark(is_live: bool) -> Mark:
    """Whether a form or rule is published."""
    return Mark("ok", "check", _("Live")) if is_live else Mark("todo", "pencil", _("Draft"))


def rule_mark(rule: Rule) -> Mark:
    """Whether a rule answers events, is held back with all others, or does not."""
    if rule.paused_version_id:
        return Mark("warn", "clock", _("On hold"))
    return live_mark(rule.live_version_id is not None)


def offered_mark(active: bool) -> Mark:
    """Whether a product can be chosen."""
    return Mark("ok", "check", _("Offered")) if active else Mark("todo", "x", _("Archived"))


def price_mark(when: str) -> Mark:
    """A price that holds `now`, or is `planned`."""
    return Mark("ok", "check", _("Holds now")) if when == "now" else Mark("info", "clock", _("Planned"))


def submission_marks(submission: Submission) -> list[Mark]:
    """What is special about a submission; nothing for an ordinary one."""
    marks: tuple[tuple[object, Callable[[], Mark]], ...] = (
        (submission.erased_at, lambda: Mark("todo", "x", _("Erased"))),
        (submission.deleted_at and not submission.erased_at, lambda: Mark("todo", "trash", _("Deleted"))),
        (submission.spam_at, lambda: Mark("warn", "shield", _("Spam"))),
        (submission.withdrawn_at, lambda: Mark("no", "out", _("Withdrawn"))),
        (submission.edited is not None, lambda: Mark("info", "pencil", _("Corrected"))),
        (submission.filled_in_by, lambda: Mark("accent", "users", _("By staff"))),
    )
    return [mark() for holds, mark in marks if holds]


def task_mark(state: str) -> Mark:
    """Open, done or cancelled."""
    marks = {
        "open": Mark("todo", "clock", _("Open")),
        "done": Mark("ok", "check", _("Done")),
        "cancelled": Mark("todo", "x", _("Cancelled")),
    }
    return marks[state]


def mail_mark(doubtful: bool) -> Mark:
    """What is known of a mail: a server took it, once or perhaps twice."""
    if doubtful:
        return Mark("warn", "again", _("Perhaps sent twice"))
    return Mark("ok", "check", _("Accepted"))


def role_word(role: str) -> str:
    """Owner, member, viewer."""
    return _ROLE[role]()


def promise(effect_class: str) -> str:
    """How often an effect may reach the world: “exactly once” or “at least once”."""
    return _PROMISE[effect_class]()
