"""A link that opens a form with what is known of one contact filled in (docs/forms.md, 8).

It fills in and does nothing else: the answers are anybody's, and their contact is found by the form's key. Nothing is kept of it: the
address says for whom it is and until when, signed. It ends when the contact's e-mail address changes, since it went to the former one.
"""

from datetime import timedelta
from typing import Final

from itsdangerous import BadSignature, Signer
from sqlalchemy import select

from licorne.adapters import clock
from licorne.adapters.ids import is_id
from licorne.errors import NotFound
from licorne.models.contact import Contact
from licorne.models.database import current_session, transaction
from licorne.models.form import Form
from licorne.services import audit, live
from licorne.services.parts import parts

#: The argument of the form's address; no field can be called that (`forms`: reserved_id).
NAME: Final = "_for"
LASTS: Final = timedelta(days=30)
_LONGEST: Final = 200


def made(organisation_id: str, form_id: str, contact_id: str, actor: str) -> str:
    """The link; the trail says who made it. Raises NotFound."""
    contact = _contact(organisation_id, contact_id)
    mine = (Form.organisation_id == organisation_id, Form.id == form_id, Form.live_version_id.is_not(None))
    slug = current_session().scalar(select(Form.slug).where(*mine))
    if contact is None or slug is None:
        raise NotFound(contact_id)
    with transaction() as session:
        audit.record(session, organisation_id, actor, "contact.form_link_made", contact_id, {"form": slug})
    form, _organisation = live.form_at(slug)
    language = contact.language if contact.language in form.definition.languages else form.definition.default_language
    until = int((clock.now() + LASTS).timestamp())
    token = _signer(form_id, contact).sign(f"{contact.id}.{until}").decode("ascii")
    return f"{parts().settings.base_url.rstrip('/')}/f/{slug}?lang={language}&{NAME}={token}"


def opened(organisation_id: str, form_id: str, token: str) -> Contact | None:
    """The contact that a link was made for, with what is known now; None where the link is not ours or its time is over."""
    contact_id, _, rest = token.partition(".")
    until = rest.partition(".")[0]
    if not token.isascii() or len(token) > _LONGEST or not is_id(contact_id) or not until.isdigit():
        return None
    contact = _contact(organisation_id, contact_id)
    if contact is None or contact.merged_into_id or int(until) <= clock.now().timestamp():
        return None  # what another contact is known by was not meant for whoever has this link
    try:
        _signer(form_id, contact).unsign(token)
    except BadSignature:
        return None
    return contact


def _contact(organisation_id: str, contact_id: str) -> Contact | None:
    return current_session().scalar(
        select(Contact).where(Contact.organisation_id == organisation_id, Contact.id == contact_id)
    )


def _signer(form_id: str, contact: Contact) -> Signer:
    purpose = f"personal-link:{form_id}:{(contact.email or '').casefold()}"
    return Signer(parts().secret, salt=purpose, key_derivation="hmac")
