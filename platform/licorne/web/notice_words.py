"""Notices in words, from their codes."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from licorne.models.work import Notification
from licorne.web.translate import _


def _reminder(facts: Mapping[str, Any]) -> str:
    return str(facts.get("text", "")) or _("A reminder is due.")


def _mail_sent(facts: Mapping[str, Any]) -> str:
    subject, recipient = facts.get("subject", ""), facts.get("recipient", "")
    return _("The mail “%(subject)s” to %(recipient)s has left.", subject=subject, recipient=recipient)


def _approval_asked(facts: Mapping[str, Any]) -> str:
    return _("Your approval is asked for: %(title)s", title=facts.get("title", ""))


def _task_assigned(facts: Mapping[str, Any]) -> str:
    return _("A task was given to you: %(title)s", title=facts.get("title", ""))


_WORDS: Final[dict[str, Callable[[Mapping[str, Any]], str]]] = {
    "reminder": _reminder,
    "mail_sent": _mail_sent,
    "approval_asked": _approval_asked,
    "task_assigned": _task_assigned,
}


def notice_text(notice: Notification) -> str:
    """The sentence of a notice; an unknown code is shown as it is."""
    words = _WORDS.get(notice.code)
    return words(notice.parameters) if words else notice.code
