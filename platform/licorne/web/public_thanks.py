"""What the page after sending shows to who sent it, and to nobody else: where the answers can be looked at again.

The address of that page bears a receipt, signed for one showing of one form and good for an hour: a page that is thanked without one,
or with an old one, knows nothing of anybody.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Final

from flask import request, url_for
from itsdangerous import BadSignature, Signer
from sqlalchemy import select
from werkzeug.wrappers import Response

from licorne.adapters import clock
from licorne.adapters.ids import is_id
from licorne.models.database import current_session
from licorne.models.form import Submission
from licorne.services import customer_links
from licorne.services.live import LiveForm, LiveOrganisation
from licorne.services.parts import parts
from licorne.web import answer_forms, embedding

#: The argument that holds the receipt.
RECEIPT: Final = "receipt"
#: How long a receipt is good.
GOOD: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Sent:
    """A page that was sent, and how long ago."""

    token: str
    age: timedelta


@dataclass(frozen=True, slots=True)
class Way:
    """Where the customer can look at the answers again, until when, and what can be done there."""

    url: str
    until: date
    edit: bool
    withdraw: bool


def sent(form: LiveForm, token: str, language: str) -> Response:
    """The answer to who has sent a form."""
    return Response(status=303, headers={"Location": url(form, token, language)})


def url(form: LiveForm, token: str, language: str) -> str:
    """Where who has sent a form goes next."""
    embedded = embedding.wanted()
    if not form.definition.after and not form.definition.thanks.get("document"):
        return _plain(request.root_path, form.slug, language, embedded)
    values: dict[str, Any] = {"embed": "1" if embedded else None, RECEIPT: receipt(form.id, token)}
    return url_for("public_form.thanks", slug=form.slug, lang=language, **values)


@lru_cache(maxsize=answer_forms.KEPT)
def _plain(root: str, slug: str, language: str, embedded: bool) -> str:
    """Remembered: building it costs as much as reading the answers. `root` is where the app is mounted."""
    return url_for("public_form.thanks", slug=slug, lang=language, embed="1" if embedded else None)


def receipt(form_id: str, token: str) -> str:
    """Says that this page was sent just now."""
    said = f"{token}.{int(clock.now().timestamp())}"
    return f"{said}.{_signer(form_id).get_signature(said).decode('ascii')}"


def sent_of(form: LiveForm, given: str) -> Sent | None:
    """The page that was sent, as this receipt says; None where it is not ours, of another form, or too old."""
    try:
        said = _signer(form.id).unsign(given.encode("utf-8", "replace")).decode("ascii")
    except BadSignature:
        return None
    token, _, at = said.rpartition(".")
    age = timedelta(seconds=clock.now().timestamp() - int(at))
    return Sent(token, age) if is_id(token) and age < GOOD else None


def submission_of(form: LiveForm, organisation: LiveOrganisation) -> Submission | None:
    """What the receipt of this request is for."""
    sent = sent_of(form, request.args.get(RECEIPT, ""))
    if sent is None:
        return None
    mine = (Submission.organisation_id == organisation.id, Submission.form_id == form.id)
    return current_session().scalar(select(Submission).where(*mine, Submission.token == sent.token))


def way_back(form: LiveForm, organisation: LiveOrganisation) -> Way | None:
    """The link that leads back to what was sent; None where the form gives none, or nobody is known to have sent it."""
    if not form.definition.after:
        return None
    submission = submission_of(form, organisation)
    link = customer_links.standing(submission) if submission else None
    if submission is None or link is None or not link.works:
        return None
    after = form.definition.after
    until = clock.date_in(link.until, organisation.zone)
    return Way(customer_links.whole(submission), until, after.get("edit") is True, after.get("withdraw") is True)


def _signer(form_id: str) -> Signer:
    return Signer(parts().secret, salt=f"form-receipt:{form_id}", key_derivation="hmac")
