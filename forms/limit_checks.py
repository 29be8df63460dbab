"""What is wrong with the limits of a form: a limit that is written down and held by nobody is worse than none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from forms.fields.base import Field
from forms.fields.choice import WithOptions
from rules.expression.problem import Problem

#: Argon2id in its encoded form (RFC 9106), of no more than 97 MiB and nine rounds: a document from elsewhere must not be able to
#: exhaust whoever checks a password against it.
_HASH: Final = re.compile(
    r"^\$argon2id\$v=19\$m=[0-9]{2,5},t=[1-9],p=[1-8]\$[A-Za-z0-9+/]{11,64}\$[A-Za-z0-9+/]{22,86}$"
)


def limit_problems(limits: Mapping[str, Any], fields: Mapping[str, Field]) -> Iterator[Problem]:
    """A password that is not hashed, places of options that do not exist."""
    if "password" in limits and not _HASH.match(limits["password"]):
        yield Problem("password_not_hashed", "limits.password")
    for name, most in limits.get("per_option", {}).items():
        field = fields.get(name)
        if not isinstance(field, WithOptions):
            yield Problem("limit_without_field", "limits.per_option", {"field": name[:80]})
            continue
        for value in most:
            if value not in field.values:
                yield Problem("limit_without_option", "limits.per_option", {"field": name, "option": value[:80]})
