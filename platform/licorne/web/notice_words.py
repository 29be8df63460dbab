"""Notices in words, from their codes."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from flask_babel import gettext as _

from licorne.models.work import Notification

_WORDS: Final[dict[str, Callable[[Mapping[str, Any]], str]]] = {
    "reminder": lambda facts: str(facts.get("text", "")) or _("A reminder is due."),
    "mail_sent": lambda facts: _("The mail “%(subject)s” to %(recipient)s has left.", subject=facts.get("subject", ""), recipient=facts.get("recipient", "")),
    "effect_parked": lambda facts: _("Something needs your attention."),
}


def notice_text(notice: Notification) -> str:
    """The sentence of a notice; an unknown code is shown as it is."""
    words = _WORDS.get(notice.code)
    return words(notice.parameters) if words else notice.code
