"""One line per event that whoever watches over the installation wants to see (ASVS 16.3): refused, forged, guessed."""

import hashlib
import json
import logging
from typing import Final, Literal

from flask import g, request

Event = Literal["forbidden", "csrf", "sign_in_failed", "sign_in_throttled"]
log: Final = logging.getLogger("licorne.security")


def security_event(event: Event, account: str = "") -> None:
    """Writes `security_event` and a JSON object; `account` is the address that somebody tried, kept as a short hash.

    JSON in ASCII escapes line breaks and control characters: nobody writes a second line into the log.
    """
    member = g.get("member")
    facts = {
        "event": event,
        "method": request.method,
        "path": request.path[:200],
        "endpoint": request.endpoint,
        "network": request.remote_addr,
        "user": member.user_id if member else None,
    }
    if account:
        facts["account"] = hashlib.sha256(account.strip().lower().encode("utf-8", "surrogateescape")).hexdigest()[:16]
    log.warning("security_event %s", json.dumps(facts))
