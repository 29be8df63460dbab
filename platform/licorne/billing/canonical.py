"""One text per model, and hashes of it: what is frozen at issue and proved ever after (invariant I5).

The text is RFC 8785 for models of strings, integers, booleans and null: keys sorted by UTF-16 code units, no white
space, only the escapes that JSON demands, UTF-8. Floats are refused; amounts are strings.
"""

import hashlib
import json
from collections.abc import Mapping

#: Integers beyond are not the same number in every JSON reader (RFC 7493).
SAFE_INTEGER = 2**53 - 1


def plain(value: object, place: str) -> object:
    """The value with its keys in canonical order. TypeError for what has no canonical form, with its place."""
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int) and abs(value) <= SAFE_INTEGER:
        return value
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) for key in value):
            raise TypeError(f"a key of {place or 'the model'} is not a string")
        keys = sorted(value, key=lambda key: str(key).encode("utf-16-be"))
        return {key: plain(value[key], f"{place}.{key}") for key in keys}
    if isinstance(value, list | tuple):
        return [plain(item, f"{place}.{index}") for index, item in enumerate(value)]
    raise TypeError(f"{place or 'the model'} holds {type(value).__name__}, which has no canonical form")


def canonical_json(model: Mapping[str, object]) -> str:
    """The canonical text. A lone surrogate raises UnicodeEncodeError: it has no UTF-8."""
    text = json.dumps(plain(model, ""), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    text.encode("utf-8")
    return text


def sha256(text: str) -> str:
    """SHA-256 of the UTF-8 of a text, as 64 hex digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def chain_hash(previous: str, digest: str) -> str:
    """The link of a document in its series: over the link before it ("" for the first) and its own digest."""
    return sha256(f"{previous}\n{digest}")
