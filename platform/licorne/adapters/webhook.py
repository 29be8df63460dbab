"""Posting webhooks as Standard Webhooks describes them: a stable id, a time, a signature over id, time and body (HMAC-SHA-256)."""

import base64
import hashlib
import hmac
from dataclasses import dataclass

import requests

from licorne.adapters import egress
from licorne.errors import Doubtful, Permanent, Transient

#: What is kept of an answer.
_SHOWN = 500
_ANSWER_BYTES = 64 * 1024
#: Answers that say that trying again may help; other refusals stay.
_PASSING = frozenset({408, 425, 429})


@dataclass(frozen=True)
class Hook:
    """What is posted where. `sent_at` is in seconds since 1970; `secret` the raw key."""

    url: str
    id: str
    sent_at: int
    body: bytes
    secret: bytes

    @property
    def signature(self) -> str:
        """`v1,` and the Base64 of the HMAC."""
        signed = f"{self.id}.{self.sent_at}.".encode() + self.body
        return "v1," + base64.b64encode(hmac.new(self.secret, signed, hashlib.sha256).digest()).decode()


@dataclass(frozen=True)
class Answer:
    """What the receiver said."""

    status: int
    text: str


def post(hook: Hook, allowed: egress.Allowed) -> Answer:
    """Posts a webhook.

    Raises:
        Transient: it did not get there, or the receiver asks to try again.
        Permanent: the address is not one that we call, or the receiver refuses for good.
        Doubtful: it may have got there, the answer is lost.
    """
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Licorne-Webhook/1",
        "webhook-id": hook.id,
        "webhook-timestamp": str(hook.sent_at),
        "webhook-signature": hook.signature,
    }
    with egress.session(allowed) as session:
        try:
            response = session.post(hook.url, data=hook.body, headers=headers, stream=True)
            text = response.raw.read(_ANSWER_BYTES, decode_content=True).decode("utf-8", "replace")
        except (requests.ConnectTimeout, requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema) as error:
            raise _unreached(error) from error
        except requests.ConnectionError as error:
            raise _broken(error) from error
        except (requests.RequestException, OSError) as error:
            raise Doubtful("no_answer", str(error)[:_SHOWN]) from error
    return _judged(Answer(response.status_code, text[:_SHOWN]))


def _judged(answer: Answer) -> Answer:
    if 200 <= answer.status < 300:
        return answer
    detail = f"HTTP {answer.status} {answer.text}"[:_SHOWN]
    if answer.status >= 500 or answer.status in _PASSING:
        raise Transient("receiver_busy", detail)
    raise Permanent("receiver_refuses", detail)


def _unreached(error: Exception) -> Transient:
    if isinstance(error, requests.ConnectTimeout):
        return Transient("receiver_away", str(error)[:_SHOWN])
    return Permanent("bad_address", str(error)[:_SHOWN])


def _broken(error: requests.ConnectionError) -> Transient:
    """A connection that was never made did nothing; one that broke off may have."""
    words = str(error)
    if "not a public address" in words:
        return Permanent("address_not_allowed", words[:_SHOWN])
    never = any(name in words for name in ("NewConnectionError", "NameResolutionError", "Failed to establish"))
    return Transient("receiver_away", words[:_SHOWN]) if never else Doubtful("no_answer", words[:_SHOWN])
