"""Events in words: what happened, and to whom, from the facts that were written down then."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask import url_for

from licorne.models.event import Event
from licorne.web.translate import _, ngettext


@dataclass(frozen=True, slots=True)
class Link:
    """A thing that an event is about."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class EventWords:
    """An event as a title, a sentence, and links."""

    title: str
    text: str
    links: list[Link]


Facts = Mapping[str, Any]


def event_words(event: Event) -> EventWords:
    """The words of one event; an unknown kind is shown by its name."""
    words = _WORDS.get(event.kind)
    return words(event, event.facts) if words else EventWords(event.kind, "", [])


def _submission(event: Event, facts: Facts) -> EventWords:
    form, contact = facts.get("form", {}), facts.get("contact", {})
    title = _("“%(form)s” was submitted", form=form.get("title", ""))
    who = contact.get("name") or contact.get("email") or ""
    text = _(
        "%(who)s answered the form “%(form)s” v%(version)s.",
        who=who,
        form=form.get("title", ""),
        version=form.get("version", ""),
    )
    links = [Link(_("Submission"), url_for("submissions.show", submission_id=event.subject_id)), *_contact(facts)]
    return EventWords(title, text, links)


def _edited(event: Event, facts: Facts) -> EventWords:
    return _about_submission(event, facts, _("A submission of “%(form)s” was corrected", form=_title(facts)))


def _withdrawn(event: Event, facts: Facts) -> EventWords:
    return _about_submission(event, facts, _("A submission of “%(form)s” was withdrawn", form=_title(facts)))


def _refused(event: Event, facts: Facts) -> EventWords:
    return _about_submission(event, facts, _("A submission of “%(form)s” was put aside as spam", form=_title(facts)))


def _imported(event: Event, facts: Facts) -> EventWords:
    return _about_submission(event, facts, _("A submission of “%(form)s” was imported", form=_title(facts)))


def _version_published(event: Event, facts: Facts) -> EventWords:
    title = _(
        "Version %(version)s of “%(form)s” was published",
        version=facts.get("form", {}).get("version", ""),
        form=_title(facts),
    )
    return EventWords(title, "", [Link(_title(facts), url_for("form_pages.show", form_id=event.subject_id))])


def _form_closed(event: Event, facts: Facts) -> EventWords:
    return _about_form(facts, _("“%(form)s” closed", form=_title(facts)))


def _quota_reached(event: Event, facts: Facts) -> EventWords:
    option = facts.get("quota", {}).get("label", "")
    if not option:
        return _about_form(facts, _("All places of “%(form)s” are taken", form=_title(facts)))
    return _about_form(facts, _("All places of “%(option)s” are taken in “%(form)s”", option=option, form=_title(facts)))


def _started(event: Event, facts: Facts) -> EventWords:
    return _about_form(facts, _("Somebody began to fill in “%(form)s”", form=_title(facts)))


def _saved(event: Event, facts: Facts) -> EventWords:
    return _about_form(facts, _("Answers of “%(form)s” were put aside", form=_title(facts)))


def _abandoned(event: Event, facts: Facts) -> EventWords:
    hours = int(facts.get("saved", {}).get("after_hours", 0))
    text = ngettext("They were put aside an hour ago.", "They were put aside %(num)s hours ago.", hours)
    return _about_form(facts, _("Answers of “%(form)s” were not sent", form=_title(facts)), text)


def _file_refused(event: Event, facts: Facts) -> EventWords:
    question = facts.get("file", {}).get("label", "")
    return _about_form(facts, _("“%(form)s” refused a file for “%(question)s”", form=_title(facts), question=question))


def _about_form(facts: Facts, title: str, text: str = "") -> EventWords:
    form = facts.get("form", {}).get("id", "")
    return EventWords(title, text, [Link(_title(facts), url_for("form_pages.show", form_id=form))])


def _about_submission(event: Event, facts: Facts, title: str) -> EventWords:
    link = Link(_("Submission"), url_for("submissions.show", submission_id=event.subject_id))
    return EventWords(title, "", [link, *_contact(facts)])


def _title(facts: Facts) -> str:
    return str(facts.get("form", {}).get("title", ""))


def _issued(event: Event, facts: Facts) -> EventWords:
    return _invoice(event, facts, _("Invoice %(number)s was issued", number=_number(facts)))


def _paid(event: Event, facts: Facts) -> EventWords:
    return _invoice(event, facts, _("Invoice %(number)s was paid", number=_number(facts)))


def _due(event: Event, facts: Facts) -> EventWords:
    return _invoice(event, facts, due_words(_number(facts), int(facts.get("due", {}).get("days", 0))))


def due_words(number: str, days: int) -> str:
    """An invoice that is not paid, so many days after its due day; before it, where they are negative."""
    if days < 0:
        return ngettext("Invoice %(number)s is due in one day", "Invoice %(number)s is due in %(num)s days", -days, number=number)
    if days == 0:
        return _("Invoice %(number)s is due", number=number)
    return ngettext(
        "Invoice %(number)s was due one day ago", "Invoice %(number)s was due %(num)s days ago", days, number=number
    )


def _invoice(event: Event, facts: Facts, title: str) -> EventWords:
    links = [Link(_number(facts), url_for("invoices.show", invoice_id=event.subject_id)), *_contact(facts)]
    return EventWords(title, "", links)


def _number(facts: Facts) -> str:
    return str(facts.get("invoice", {}).get("number", ""))


def _contact(facts: Facts) -> list[Link]:
    contact = facts.get("contact", {})
    if not contact.get("id"):
        return []
    name = contact.get("name") or contact.get("email") or _("Contact")
    return [Link(str(name), url_for("contacts.show", contact_id=contact["id"]))]


_WORDS: Final[dict[str, Callable[[Event, Facts], EventWords]]] = {
    "submission.received": _submission,
    "submission.edited": _edited,
    "submission.withdrawn": _withdrawn,
    "submission.refused_as_spam": _refused,
    "submission.imported": _imported,
    "form.version_published": _version_published,
    "submission.started": _started,
    "submission.saved": _saved,
    "submission.abandoned": _abandoned,
    "submission.file_refused": _file_refused,
    "form.closed": _form_closed,
    "form.quota_reached": _quota_reached,
    "invoice.issued": _issued,
    "invoice.due": _due,
    "invoice.paid": _paid,
}
