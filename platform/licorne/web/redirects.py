"""Where a visitor may be sent after signing in: paths of this application, nothing else."""

import re
from typing import Final
from urllib.parse import unquote, urlsplit

# One slash, then a character that is neither a slash nor a backslash: browsers read `/\host` and `//host` as hosts.
_LOCAL: Final = re.compile(r"/(?![/\\])[\x21-\x7e]*", re.ASCII)
_HOPS: Final = 3


def local_path(target: str | None, default: str) -> str:
    """`target` if it is a path on this host, else `default`.

    Refuses other schemes and hosts, control characters, backslashes, and each of these hidden by percent-encoding
    (decoded up to three times: some proxies decode once more than we do).
    """
    return target if target and _is_local(target) else default


def _is_local(target: str) -> bool:
    if _LOCAL.fullmatch(target) is None:
        return False
    seen = target
    for _ in range(_HOPS):
        if not _is_plain_path(seen):
            return False
        seen = unquote(seen)
    return _is_plain_path(seen)


def _is_plain_path(text: str) -> bool:
    if not text.isprintable():
        return False
    try:
        parts = urlsplit(text)
    except ValueError:  # `//[` is no address
        return False
    return text.startswith("/") and not (parts.scheme or parts.netloc) and "\\" not in text and "//" not in parts.path
