"""One e-mail address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, ClassVar

from email_validator import EmailNotValidError, ValidatedEmail, validate_email

from forms.answer_error import AnswerError
from forms.characters import single_line
from forms.fields.base import CONTACT_TEXTS, Field, Occasion
from rules.expression.json_types import Json

MAX_LENGTH = 254  # RFC 3696 erratum 1690
MAX_LOCAL = 64  # RFC 5321 4.5.3.1.1, which the library lets pass
# "=cmd@b.co" is an address by RFC 5322 and a formula in a spreadsheet.
_COMMON_LOCAL = re.compile(r"[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*", re.ASCII)
_SAFE_START = re.compile(r"[A-Za-z0-9][^@]*@[^@]+", re.ASCII)


@dataclass(frozen=True, kw_only=True, eq=False)
class Email(Field):
    """Exactly one bare address, as it will stand in RCPT TO: no display name, no quoting, an ASCII domain.

    Only the syntax is judged; asking DNS would make a form fail when a resolver does. International domains are kept
    in their ASCII form (RFC 5891), so that one mailbox has one spelling. The local part keeps its case (RFC 5321 2.4).
    """

    type = "email"
    input_type = "email"
    default_autocomplete = "email"
    contact_attributes = CONTACT_TEXTS | {"email"}
    settings_schema: ClassVar = {"verify": {"type": "boolean", "title": "Ask for a code that is sent to it"}}

    not_in_rows: ClassVar = frozenset({"verify"})

    verify: bool = False

    def parse(self, value: str, occasion: Occasion) -> Json:
        return read_email(value)

    def answer_schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "email", "minLength": 3, "maxLength": MAX_LENGTH}

    def attributes(self, today: date) -> dict[str, str]:
        return {"maxlength": str(MAX_LENGTH), "inputmode": "email"}


def read_email(value: str) -> str:
    """The normalised address; `email_invalid` for anything that is not exactly one."""
    text = single_line(value, MAX_LENGTH)
    if not _SAFE_START.fullmatch(text):
        raise AnswerError("email_invalid")
    local, _, domain = text.rpartition("@")
    if len(local) > MAX_LOCAL:
        raise AnswerError("email_invalid")
    # The library agrees with all common local parts, so only the domain is left to it.
    local = local if _COMMON_LOCAL.fullmatch(local) else _judged(text).local_part
    address = f"{local}@{ascii_domain(domain)}"
    if len(address) > MAX_LENGTH:
        raise AnswerError("email_invalid")
    return address


@lru_cache(maxsize=1024)
def ascii_domain(domain: str) -> str:
    """The domain in its ASCII form; `email_invalid` for what no mail could be sent to (an IP address, `localhost`)."""
    # Most answers share a few domains, and judging one costs as much as reading all other fields of a form.
    return _judged(f"a@{domain}").ascii_domain


def _judged(address: str) -> ValidatedEmail:
    try:
        # test_environment only adds the reserved domain ".test" (RFC 6761), which never delivers to a stranger.
        return validate_email(address, check_deliverability=False, allow_smtputf8=False, test_environment=True)
    except EmailNotValidError as error:
        raise AnswerError("email_invalid") from error
