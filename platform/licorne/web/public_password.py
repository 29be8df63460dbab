"""Forms that ask for a password before they show anything.

Who knew it bears a pass: a signed cookie of this form, and a signed field in its page, because a frame may keep no cookies. A pass
says until when it is good and nothing about who bears it; another password makes all earlier ones worthless.
"""

from collections.abc import Iterator
from typing import Final

from flask import g, request

from licorne.adapters import clock
from licorne.services import passwords, throttle
from licorne.services.live import LiveForm
from licorne.web import public_cookies

#: What the visitor writes, and the pass that a page carries. No field can be called that (`forms`: reserved_id).
WORD: Final = "_password"
PASS: Final = "_pass"  # noqa: S105 - the name of a field
COOKIE: Final = "licorne_pass"
_HOUR: Final = 3_600
#: Hours for which the page opens without asking again.
_LASTS: Final = 12
#: A page that was shown may be sent for a week: what somebody has written must not be lost.
_TO_SEND: Final = 7 * 24 * _HOUR
_LONGEST: Final = 1_000
_KEPT: Final = "form_pass"


def is_asked(form: LiveForm) -> bool:
    """Whether the form has a password."""
    return "password" in form.definition.limits


def carried(form: LiveForm) -> str:
    """The pass for the page that is drawn; empty where none is needed. The same for everybody within an hour, so pages can be kept."""
    if not is_asked(form):
        return ""
    until = (int(clock.now().timestamp()) // _HOUR + 1 + _LASTS) * _HOUR
    return public_cookies.signed(_purpose(form), str(until))


def is_let_in(form: LiveForm) -> bool:
    """Whether this request bears a pass, or has just earned one."""
    if g.get(_KEPT) == form.id:
        return True
    now = clock.now().timestamp()
    if _until(form, request.cookies.get(COOKIE, "")) > now:
        return True
    return request.method == "POST" and _until(form, request.form.get(PASS, "")) + _TO_SEND > now


def enter(form: LiveForm) -> bool:
    """Whether the word that was posted is the right one; from then on its browser bears a pass.

    Raises:
        TooManyAttempts: too many wrong ones, for this form or from this network.
    """
    word, network = request.form.get(WORD, ""), f"form {throttle.network_of(request.remote_addr)}"
    throttle.check(f"form {form.id}", network)
    if len(word) > _LONGEST or not passwords.matches_form(word, form.definition.limits["password"]):
        throttle.count_failure(f"form {form.id}", network)
        return False
    g.setdefault(_KEPT, form.id)
    public_cookies.keep(COOKIE, carried(form), f"/f/{form.slug}", (_LASTS + 1) * _HOUR)
    return True


def written() -> Iterator[tuple[str, str]]:
    """What was posted without a pass, to be posted again with the password: nobody writes it twice."""
    for name, value in request.form.items(multi=True):
        if name not in (WORD, PASS):
            yield name.replace("\0", ""), value.replace("\0", "")


def sheet_key(form: LiveForm) -> str:
    """What the address of a style sheet bears: conditions name questions, and a style sheet is fetched without cookies in a frame."""
    return public_cookies.signed(f"form-sheet:{form.id}", form.version_id).rpartition(".")[2] if is_asked(form) else ""


def _until(form: LiveForm, text: str) -> int:
    """When a pass ends, in seconds since 1970; long ago for what is none."""
    value = public_cookies.unsigned(_purpose(form), text)
    return int(value) if value.isdecimal() else -_TO_SEND


def _purpose(form: LiveForm) -> str:
    """With the hash, so that a new password ends all passes."""
    return f"form-pass:{form.id}:{form.definition.limits['password']}"
