"""What the address of a form's page fills in: what its arguments say, and what is known of the contact that it was made for."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

from flask import request
from werkzeug.datastructures import MultiDict

from forms.contact import known_answers
from forms.defaults import defaults_posted, prefilled
from forms.validate import Moment, occasion_of
from licorne.services import contact_details, personal_links
from licorne.services.live import LiveForm, LiveOrganisation
from licorne.web import embedding, public_rows
from licorne.web.translate import _
from rules.expression.json_types import Json

_OWN = frozenset({"lang", embedding.NAME, personal_links.NAME})


class Visiting(Protocol):
    """What is needed of a visit (`web.public_form.Visit`)."""

    @property
    def form(self) -> LiveForm: ...
    @property
    def organisation(self) -> LiveOrganisation: ...
    @property
    def language(self) -> str: ...
    @property
    def today(self) -> date: ...
    @property
    def known(self) -> dict[str, Json]: ...


def filled_in(visit: Visiting) -> tuple[public_rows.Post | None, str]:
    """What the page begins with, None for nothing but its defaults; and what is to be said about it.

    A value in the address goes before what is known, and that before a default.
    """
    personal, notice = _personal(visit)
    given = personal | _linked(visit)
    if not given:
        return None, notice
    defaults = defaults_posted(visit.form.definition, visit.language, visit.today, visit.known)
    return MultiDict((name, value) for name, values in (defaults | given).items() for value in values), notice


def _linked(visit: Visiting) -> dict[str, list[str]]:
    query = {name: values for name, values in request.args.lists() if name not in _OWN}
    if not query:
        return {}
    occasion = occasion_of(visit.language, visit.today, Moment(zone=visit.organisation.zone, known=visit.known))
    return _lists(prefilled(visit.form.definition, query, occasion))


def _personal(visit: Visiting) -> tuple[dict[str, list[str]], str]:
    token = request.args.get(personal_links.NAME, "")
    if not token:
        return {}, ""
    contact = personal_links.opened(visit.organisation.id, visit.form.id, token)
    if contact is None:
        return {}, _("This personal link is no longer good. Please fill in the form yourself.")
    known = contact_details.attributes(contact_details.columns(contact))
    notice = _("We filled in what we know of you. Please check it before you send.")
    return _lists(known_answers(visit.form.definition, known)), notice


def _lists(posted: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    return {name: [*values] for name, values in posted.items()}
