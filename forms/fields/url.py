"""The address of a web page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import SplitResult, quote, urlsplit

from forms.answer_error import AnswerError
from forms.characters import single_line
from forms.fields.base import Field, Occasion
from forms.fields.email import ascii_domain
from rules.expression.json_types import Json

MAX_LENGTH = 2000
# RFC 3986 knows no such characters; "\\" is a "/" to browsers and a letter to parsers, so it decides who is called.
_REFUSED = re.compile(r"[\s\\\\<>\"^`{|}]")
_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


@dataclass(frozen=True, kw_only=True, eq=False)
class Url(Field):
    """http or https and a host with a name; no user, no password. "example.org" is taken for https://example.org.

    Whether such an address may be called, `adapters.egress` judges when it is called.
    """

    type = "url"
    default_autocomplete = "url"

    def parse(self, value: str, occasion: Occasion) -> Json:
        return read_url(value)

    def answer_schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^https?://", "maxLength": 3 * MAX_LENGTH}

    def attributes(self, today: date) -> dict[str, str]:
        # Not type=url: browsers would ask for the scheme that nobody types.
        return {"maxlength": str(MAX_LENGTH), "inputmode": "url"}


def read_url(value: str) -> str:
    """The address with scheme and host in small ASCII letters; `url_invalid` for anything else."""
    text = single_line(value, 3 * MAX_LENGTH)
    if _REFUSED.search(text):
        raise AnswerError("url_invalid")
    scheme = _SCHEME.match(text)
    parts = _split(text if scheme and text[scheme.end() : scheme.end() + 2] == "//" else f"https://{text}")
    if parts.scheme not in ("http", "https") or "@" in parts.netloc:
        raise AnswerError("url_invalid")
    tail = quote(parts._replace(scheme="", netloc="").geturl(), safe="/?#[]@!$&'()*+,;=:%~-._")
    url = f"{parts.scheme}://{_authority(parts)}{tail}"
    if len(url) > 3 * MAX_LENGTH:
        raise AnswerError("too_long", maximum=str(MAX_LENGTH))
    return url


def _split(text: str) -> SplitResult:
    try:
        return urlsplit(text)
    except ValueError as error:
        raise AnswerError("url_invalid") from error


def _authority(parts: SplitResult) -> str:
    try:
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise AnswerError("url_invalid") from error
    if not (_HOST.fullmatch(host) and host.rpartition(".")[2].isalpha()):
        host = _ascii_host(host)
    return host if port is None else f"{host}:{port}"


def _ascii_host(host: str) -> str:
    if host.isascii() and not host.rpartition(".")[2].startswith("xn--"):
        raise AnswerError("url_invalid")  # no name but an IP address, or a name that only this network knows
    try:
        return ascii_domain(host)
    except AnswerError as error:
        raise AnswerError("url_invalid") from error
