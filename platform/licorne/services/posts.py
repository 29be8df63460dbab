"""One post of a form: what was sent, and all that it will become. Planned before the write transaction begins."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import Select, select

from forms.contact import ContactDraft, contact_of
from forms.text import localised
from licorne.adapters import clock
from licorne.adapters.ids import new_id
from licorne.models.form import Submission
from licorne.services import customer_links, events
from licorne.services.contacts import Sender
from licorne.services.live import LiveForm, LiveOrganisation
from rules.expression.json_types import Json
from rules.json_text import json_bytes


@dataclass(frozen=True)
class Accepted:
    """A submission that is durable. `is_new` is False where the same page had posted it before."""

    id: str
    contact_id: str
    is_new: bool


@dataclass(frozen=True)
class Posted:
    """Answers that passed validation, with the token of the page that they come from."""

    answers: Mapping[str, Json]
    token: str
    language: str
    #: What the browser calls itself to this form; None where the form does not ask.
    browser: str | None = None
    #: Whether a code that was mailed to the address was typed.
    verified: bool = False

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the answers: tells a repeated post from another one under the same token."""
        return hashlib.sha256(json_bytes(dict(self.answers), sort_keys=True)).hexdigest()


@dataclass(frozen=True)
class Post:
    """What was posted, with what it was validated against."""

    form: LiveForm
    organisation: LiveOrganisation
    posted: Posted

    @cached_property
    def draft(self) -> ContactDraft:
        """The sender as the answers name them."""
        return contact_of(self.form.definition, self.posted.answers)

    @property
    def page(self) -> tuple[str, str]:
        """The showing of the form that it comes from."""
        return self.form.id, self.posted.token

    @property
    def key(self) -> tuple[str, str, str]:
        """What its contact is found by: organisation, kind, value."""
        return self.organisation.id, self.draft.key_kind, self.draft.key_value


def of_page(organisation_id: str, form_id: str, token: str) -> Select[str, str]:
    """Id and digest of the submission that came from a page."""
    return select(Submission.id, Submission.answers_sha256).where(
        Submission.organisation_id == organisation_id, Submission.form_id == form_id, Submission.token == token
    )


@dataclass(frozen=True)
class Planned:
    """The rows of a post."""

    organisation: LiveOrganisation
    sender: Sender
    row: Mapping[str, object]
    event: events.Planned

    @property
    def id(self) -> str:
        """The submission's id."""
        return str(self.row["id"])


def planned(post: Post, sender: Sender, given: Mapping[str, Json] | None = None) -> Planned:
    """What a post becomes, with the runs of the rules that answer it and their effects. `given` are answers that nobody wrote."""
    answers = {**post.posted.answers, **(given or {})}
    row = _row(post, sender, answers)
    organisation = post.organisation
    subject = events.Subject(organisation.id, "submission.received", str(row["id"]), _facts(post, row, answers, sender))
    return Planned(organisation, sender, row, events.plan_event(organisation.index, organisation.stamp, subject))


def _row(post: Post, sender: Sender, answers: dict[str, Json]) -> dict[str, object]:
    return {
        "id": new_id(),
        "organisation_id": post.organisation.id,
        "form_id": post.form.id,
        "form_version_id": post.form.version_id,
        "contact_id": sender.id,
        "token": post.posted.token,
        "answers": answers,
        "answers_sha256": post.posted.digest,
        "language": post.posted.language,
        "received_at": clock.now(),
        "browser": post.posted.browser,
    }


def _facts(post: Post, row: Mapping[str, object], answers: Mapping[str, Json], sender: Sender) -> dict[str, Json]:
    """The facts of `submission.received` (docs/architecture.md, 4.3)."""
    definition, language = post.form.definition, post.posted.language
    today = clock.today(post.organisation.zone).isoformat()
    return {
        "form": {
            "id": post.form.id,
            "slug": post.form.slug,
            "version": post.form.number,
            "title": localised(definition.title, language, definition.default_language),
            "currency": definition.currency,
        },
        "submission": {
            "id": str(row["id"]),
            "received_at": clock.now().isoformat(timespec="seconds"),
            "received_on": today,
            "language": language,
            "edit_url": customer_links.address(post.form, str(row["id"])),
            "verified": post.posted.verified,
        },
        "answers": dict(answers),
        "contact": dict(sender.facts),
        "organisation": post.organisation.facts,
        "catalogue": dict(post.organisation.catalogue),
        "today": today,
    }
