"""Traps for robots on public forms. What is caught is kept aside, never lost: a person may have been caught by mistake."""

from collections.abc import Iterator, Mapping
from typing import Final

from flask import request

from forms.contact import contact_of
from forms.definition import FormDefinition
from licorne.adapters import clock
from licorne.adapters.ids import made_at
from licorne.services import submissions, throttle
from licorne.services.live import LiveForm
from licorne.services.posts import Posted
from licorne.services.throttle import Purse, TooManyAttempts

#: A question that nobody sees and only robots answer. No field can be called that (`forms`: reserved_id).
BAIT: Final = "_more"
#: Traps that count: the setting of a form, and how the trap is called.
_NETWORK, _SENDER = "network", "sender"


def sprung(post: Mapping[str, str], definition: FormDefinition, page: str) -> str:
    """Which trap caught a post from a page, which its token names: `bait`, `time`, or empty for none."""
    if post.get(BAIT, "").strip():
        return "bait"
    return "time" if _is_faster_than_people(definition, page) else ""


def _is_faster_than_people(definition: FormDefinition, page: str) -> bool:
    """Whether less time went by than the form's author gives a person (`spam.min_seconds`).

    A page from the future is one of a clock that was set back, and no robot's. Nothing is asked of forms that say nothing: whoever
    posts to them by a program of their own goes on doing so; the builder and the gallery say it for every form that they begin.
    """
    least = definition.spam.get("min_seconds", 0)
    return bool(least) and 0 <= (clock.now() - made_at(page)).total_seconds() < least


def flooded(organisation_id: str, form: LiveForm, posted: Posted) -> str:
    """Whether more came within a quarter of an hour than the form's author expects: from one `network`, or in the name of one `sender`.

    Who writes a stranger's address into a form a hundred times must not have a hundred mails sent there. Counted in the database, for all
    processes; the table holds hashes only. A page that was accepted before, a double click, is not counted again.
    """
    purses = list(_purses(form, posted))
    if not purses or submissions.was_sent(organisation_id, form.id, posted.token):
        return ""
    try:
        throttle.spend(*purses)
    except TooManyAttempts as error:
        return error.kind.partition(" ")[0]
    return ""


def counts(definition: FormDefinition) -> bool:
    """Whether the form has traps that count, which `flooded` asks the database about."""
    return any(f"per_{kind}" in definition.spam for kind in (_NETWORK, _SENDER))


def _purses(form: LiveForm, posted: Posted) -> Iterator[Purse]:
    if most := form.definition.spam.get("per_network"):
        yield Purse(f"{_NETWORK} {form.id}", throttle.network_of(request.remote_addr), most)
    if most := form.definition.spam.get("per_sender"):
        yield Purse(f"{_SENDER} {form.id}", contact_of(form.definition, posted.answers).key_value, most)
