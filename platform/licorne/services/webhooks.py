"""The secrets with which an organisation's webhooks are signed. They are derived, so that no table holds them."""

import base64
import hashlib
import hmac

from licorne.services.parts import parts

PREFIX = "whsec_"


def key_of(organisation_id: str, generation: int = 1) -> bytes:
    """The raw key of a generation: a receiver that lost its secret is given the next one."""
    return hmac.new(parts().secret, f"webhook:{organisation_id}:{generation}".encode(), hashlib.sha256).digest()


def secret_of(organisation_id: str, generation: int = 1) -> str:
    """The secret as receivers want it: `whsec_` and Base64."""
    return PREFIX + base64.b64encode(key_of(organisation_id, generation)).decode()
