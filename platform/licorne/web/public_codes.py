"""E-mail questions that ask for a code (`verify`): the box for it on the page that comes back, and what was typed into it.

The page carries its check signed together with the addresses that a code went to: another address is another check. It bears the token
that it was first sent with, because the code belongs to that.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from flask import request
from itsdangerous import BadSignature, Signer

from forms.definition import FormDefinition
from forms.fields.email import Email
from licorne.adapters.ids import is_id
from licorne.services import email_codes, submissions, throttle
from licorne.services.email_codes import Wish
from licorne.services.live import LiveForm
from licorne.services.parts import parts
from licorne.services.throttle import TooManyAttempts
from licorne.web import form_token
from licorne.web.public_gate import Showing
from licorne.web.translate import _, ngettext
from rules.expression.json_types import Json

#: The hidden field, the boxes (`_code0`), the button. No field can be called that (`forms`: reserved_id).
CHECK, CODE, NEW = "_check", "_code", "_new_code"
_LONGEST: Final = 40


@dataclass(frozen=True, slots=True)
class Box:
    """Where the code of one address is typed."""

    name: str
    address: str
    typed: str
    error: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """What the page shows and carries. Without boxes the codes were right."""

    carried: str
    boxes: tuple[Box, ...]
    status: int = 200
    notice: str = ""


def asks(definition: FormDefinition) -> bool:
    """Whether a question wants its address verified; those within sections do not."""
    return any(isinstance(field, Email) and field.verify for field in definition.fields)


def were_asked(definition: FormDefinition, answers: Mapping[str, Json]) -> bool:
    """Whether there was an address to verify."""
    return bool(_addresses(definition, answers))


def carried_token(form: LiveForm) -> str | None:
    """The posted token of a page whose codes belong to it: the page that comes back bears it again."""
    if request.method != "POST" or not asks(form.definition):
        return None
    token = request.form.get(form_token.NAME, "")
    return token if form_token.read(form.id, token) else None


def returned(form: LiveForm, token: str, answers: Mapping[str, Json]) -> Check | None:
    """The boxes of a page that comes back for another reason, with what was typed; None where no code was asked for yet."""
    page = form_token.read(form.id, token)
    addresses = _addresses(form.definition, answers)
    if request.method != "POST" or page is None or not addresses:
        return None
    check = _read(form.id, page, addresses)
    return Check(_signed(form.id, page, addresses, check), _boxes(addresses)) if check else None


def judged(visit: Showing, page: str, answers: Mapping[str, Json]) -> Check | None:
    """What still has to be typed for these answers; None where nothing has to, or the page was accepted before.

    Has codes mailed where it is time for them.
    """
    form, organisation_id = visit.form, visit.organisation.id
    addresses = _addresses(form.definition, answers)
    if not addresses or submissions.was_sent(organisation_id, form.id, page):
        return None
    check = _read(form.id, page, addresses)
    wish = Wish(page, visit.language, throttle.network_of(request.remote_addr), check)
    if not check or NEW in request.form:
        return _mailed(form, organisation_id, addresses, wish)
    if email_codes.is_over(check):
        return _mailed(
            form, organisation_id, addresses, wish, _("This code is older than ten minutes. We have sent a new one.")
        )
    return _compared(form, organisation_id, addresses, wish)


def _compared(form: LiveForm, organisation_id: str, addresses: tuple[str, ...], wish: Wish) -> Check | None:
    typed = _boxes(addresses)
    try:
        boxes = tuple(_told(form.id, wish, box) for box in typed)
    except TooManyAttempts:
        return _mailed(
            form, organisation_id, addresses, wish, _("There were too many wrong codes. We have sent a new one.")
        )
    if not any(box.error for box in boxes):
        return None
    return Check(_signed(form.id, wish.page, addresses, wish.earlier), boxes, 422)


def _told(form_id: str, wish: Wish, box: Box) -> Box:
    """The box with what is wrong with its code. An empty one is no try."""
    if not box.typed.strip():
        return Box(box.name, box.address, "", _("Type the code from the mail."))
    if email_codes.is_right(form_id, wish.page, wish.earlier, box.address, box.typed):
        return box
    return Box(box.name, box.address, box.typed, _("This is not the code that we sent. Look at the latest mail."))


def _mailed(form: LiveForm, organisation_id: str, addresses: tuple[str, ...], wish: Wish, problem: str = "") -> Check:
    """A page that waits for codes which are on their way; `problem` is why the earlier ones are not taken."""
    try:
        check = email_codes.send(form, organisation_id, addresses, wish)
    except TooManyAttempts as error:
        minutes = math.ceil(error.seconds / 60)
        wait = ngettext(
            "Enough codes went out. Look for the latest mail, or wait a minute.",
            "Enough codes went out. Look for the latest mail, or wait %(num)s minutes.",
            minutes,
        )
        carried = _signed(form.id, wish.page, addresses, wish.earlier) if wish.earlier else ""
        return Check(carried, tuple(Box(box.name, box.address, box.typed, wait) for box in _boxes(addresses)), 429)
    boxes = tuple(Box(f"{CODE}{number}", address, "", problem) for number, address in enumerate(addresses))
    told = _("A new code is on its way.") if wish.earlier and not problem else ""
    return Check(_signed(form.id, wish.page, addresses, check), boxes, 422 if problem else 200, told)


def _boxes(addresses: tuple[str, ...]) -> tuple[Box, ...]:
    return tuple(
        Box(name, address, request.form.get(name, "").replace("\0", "")[:_LONGEST])
        for name, address in ((f"{CODE}{number}", address) for number, address in enumerate(addresses))
    )


def _addresses(definition: FormDefinition, answers: Mapping[str, Json]) -> tuple[str, ...]:
    """Each address once; a question that was not answered, or not asked, has none."""
    asked = (field.id for field in definition.fields if isinstance(field, Email) and field.verify)
    return tuple(dict.fromkeys(str(answers[name]) for name in asked if answers.get(name)))


def _signed(form_id: str, page: str, addresses: tuple[str, ...], check: str) -> str:
    return f"{check}.{_signer(form_id, page, addresses).get_signature(check).decode('ascii')}"


def _read(form_id: str, page: str, addresses: tuple[str, ...]) -> str:
    """The check that the posted page carries; empty for none, or that of another page or address."""
    text = request.form.get(CHECK, "")
    if not text.isascii() or not is_id(text.partition(".")[0]):
        return ""
    try:
        return _signer(form_id, page, addresses).unsign(text).decode("ascii")
    except BadSignature:
        return ""


def _signer(form_id: str, page: str, addresses: tuple[str, ...]) -> Signer:
    about = "\n".join((form_id, page, *addresses))
    return Signer(parts().secret, salt=f"email-check:{about}", key_derivation="hmac")
