"""The token of a public page: which showing of which form a post comes from. The same page posts once, however often it is sent."""

from typing import Final

from flask import request
from itsdangerous import BadSignature, Signer

from licorne.adapters.ids import beside, is_id, new_id
from licorne.services.parts import parts

#: Its name among the answers; no field can be called that (`forms`: reserved_id).
NAME: Final = "_token"


def mint(form_id: str) -> str:
    """A fresh token for one showing of a form, signed so that nobody can make submissions collide on purpose."""
    return of(form_id, new_id())


def again(form_id: str) -> str:
    """A fresh token for the page that answers a post: one that tells when the customer saw the first one."""
    posted = request.form.get(NAME, "") if request.method == "POST" else ""
    earlier = read(form_id, posted)
    return of(form_id, beside(earlier)) if earlier else mint(form_id)


def of(form_id: str, nonce: str) -> str:
    """The token of a showing that is known: a page that is opened again."""
    return f"{nonce}.{_signer(form_id).get_signature(nonce).decode('ascii')}"


def read(form_id: str, token: str) -> str | None:
    """The showing that a token names; None where it is not ours or of another form. It does not grow old: prices are the server's."""
    nonce, _, signature = token.partition(".")
    if not is_id(nonce) or not token.isascii():
        return None
    try:
        _signer(form_id).unsign(f"{nonce}.{signature}")
    except BadSignature:
        return None
    return nonce


def _signer(form_id: str) -> Signer:
    return Signer(parts().secret, salt=f"form-token:{form_id}", key_derivation="hmac")
