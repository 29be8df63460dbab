"""What public pages tell the rules before anything is sent; so much of it from one network, and no more."""

import logging
from collections.abc import Sequence
from typing import Final

from flask import request

from licorne.services import page_events, throttle
from licorne.services.live import LiveForm, LiveOrganisation
from licorne.services.throttle import Purse, TooManyAttempts
from licorne.services.uploads import Page
from licorne.web import form_token
from rules.expression.problem import Problem

log = logging.getLogger(__name__)
#: Of one network within a window: a school that fills in a form at once, and no flood.
_MOST: Final = 200
#: What stands before the page's token in its beacon.
AT: Final = "at:"


def started(form: LiveForm, organisation: LiveOrganisation, said: set[str]) -> None:
    """Tells that somebody began to answer, where the beacon says of which of our pages."""
    tokens = [word.removeprefix(AT) for word in said if word.startswith(AT)]
    page = form_token.read(form.id, tokens[0]) if len(tokens) == 1 else None
    if page and _may_tell():
        page_events.started(form, organisation, page)


def files_refused(form: LiveForm, organisation: LiveOrganisation, problems: Sequence[Problem]) -> None:
    """Tells of the files of this post that were not taken."""
    page = form_token.read(form.id, request.form.get(form_token.NAME, "")) if problems else None
    if page and _may_tell():
        page_events.file_refused(form, organisation, Page(organisation.id, form.id, page), problems)


def _may_tell() -> bool:
    try:
        throttle.spend(Purse("page events", throttle.network_of(request.remote_addr), _MOST))
    except TooManyAttempts as error:
        log.warning("events of public pages are not told: %s", error)
        return False
    return True
