"""Whether who fills in a form reads the mail of the address that it names: a code of six digits, sent there and typed into the page.

Nothing is kept but how often it was tried. A check is an id that tells when it began; the code is an HMAC of it, of the page and of the
address, reckoned anew while the mail is written and when the page is sent. No effect, event or kept mail holds it.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from itsdangerous import Signer
from sqlalchemy import select

from licorne.adapters import clock
from licorne.adapters.ids import made_at, new_id
from licorne.errors import Permanent
from licorne.models.database import transaction
from licorne.models.effect import Effect
from licorne.models.guard import GuardedSession
from licorne.services import throttle
from licorne.services.fixed_mails import FixedMail
from licorne.services.live import LiveForm
from licorne.services.parts import parts, ring_after_commit
from licorne.services.throttle import Purse

TEMPLATE: Final = "email-code"
#: How long a code is good, and how many guesses it stands. Guesses are counted by day.
LASTS: Final = timedelta(minutes=10)
TRIES: Final = 5
_DIGITS: Final = 6
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Wish:
    """Who asks: the showing of the page, its language and network; the check that a new code takes the place of, if any."""

    page: str
    language: str
    network: str
    earlier: str = ""


def is_over(check: str) -> bool:
    """Whether the codes of a check are too old."""
    return clock.now() - made_at(check) >= LASTS


def send(form: LiveForm, organisation_id: str, addresses: tuple[str, ...], wish: Wish) -> str:
    """Has a code mailed to each address; the check that they belong to. The same page posted twice is one mail.

    Raises:
        TooManyAttempts: enough codes went to one of them, or from this network.
    """
    with transaction() as session:
        throttle.spend(Purse("code ask", wish.page, 100, _DAY))  # the row makes two clicks wait for each other
        earlier = wish.earlier
        while found := _sent(session, organisation_id, _key(wish.page, addresses, earlier)):
            if not is_over(found):
                return found
            earlier = found
        check = new_id()
        throttle.spend(*_purses(organisation_id, addresses, wish.network))
        for number, address in enumerate(addresses):
            key = _key(wish.page, addresses, earlier) + (f":{number}" if number else "")
            session.add(Effect(**_mail(form, wish, check, address, key).row(form, organisation_id)))
        ring_after_commit()
        return check


def is_right(form_id: str, page: str, check: str, address: str, typed: str) -> bool:
    """Whether somebody typed the code of an address, with or without spaces. Counts the try.

    Raises:
        TooManyAttempts: it was tried too often; not even the right code is taken any more.
    """
    throttle.spend(Purse("code try", f"{check} {address}", TRIES, _DAY))
    given = "".join(typed.split()).encode("utf-8", "replace")
    return hmac.compare_digest(given, code(form_id, page, check, address).encode())


def code(form_id: str, page: str, check: str, address: str) -> str:
    """Six digits."""
    digest = hashlib.sha256(_signer(form_id).get_signature(f"{page} {check} {address}")).digest()
    return f"{int.from_bytes(digest) % 10**_DIGITS:0{_DIGITS}}"


def code_in_mail(check: str, address: str) -> str:
    """The code for the mail that carries it, by the words of its effect. Raises Permanent where it would come too late."""
    form_id, page, number = check.split(" ")
    if is_over(number):
        raise Permanent("code_expired", number)
    return code(form_id, page, number, address)


def _signer(form_id: str) -> Signer:
    return Signer(parts().secret, salt=f"email-code:{form_id}", key_derivation="hmac", digest_method=hashlib.sha256)


def _key(page: str, addresses: tuple[str, ...], earlier: str) -> str:
    named = hashlib.sha256("\n".join(addresses).encode("utf-8", "replace")).hexdigest()[:16]
    return f"{TEMPLATE}:{page}:{named}:{earlier or 'first'}"


def _sent(session: GuardedSession, organisation_id: str, key: str) -> str:
    """The check that was begun under a key; empty where none was."""
    statement = select(Effect.settings).where(Effect.organisation_id == organisation_id, Effect.key == key)
    facts = (session.scalar(statement) or {}).get("facts")
    return str(facts["check"]).rpartition(" ")[2] if isinstance(facts, dict) else ""


def _purses(organisation_id: str, addresses: tuple[str, ...], network: str) -> tuple[Purse, ...]:
    to = [f"{organisation_id} {address}" for address in addresses]
    return (
        *(Purse("code to", one, 5) for one in to),
        *(Purse("code to, a day", one, 15, _DAY) for one in to),
        Purse("code from", network, 20),
        Purse("code from, a day", network, 100, _DAY),
    )


def _mail(form: LiveForm, wish: Wish, check: str, address: str, key: str) -> FixedMail:
    return FixedMail(TEMPLATE, key, address, wish.language, {"check": f"{form.id} {wish.page} {check}"})
