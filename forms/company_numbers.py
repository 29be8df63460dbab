"""Numbers of companies, checked by their check digits (python-stdnum); none of this asks a register."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from stdnum.ch import uid
from stdnum.eu import vat
from stdnum.exceptions import ValidationError
from stdnum.fr import siren, siret
from stdnum.gb import vat as british_vat

_LONGEST = 30


def vat_id(text: str) -> str | None:
    """A VAT id with its country in front (`FR83404833048`), of the EU, Great Britain (`GB…`) or Switzerland (`CHE…`)."""
    compact = _compact(text)
    if compact.startswith("CHE"):
        return _valid(uid.validate, compact.removesuffix("MWST").removesuffix("TVA").removesuffix("IVA"))
    if compact.startswith("GB"):
        number = _valid(british_vat.validate, compact[2:])
        return f"GB{number}" if number else None
    return _valid(vat.validate, compact)


def siren_number(text: str) -> str | None:
    """The nine digits of a French company."""
    return _valid(siren.validate, _compact(text))


def siret_number(text: str) -> str | None:
    """The fourteen digits of a French establishment; the first nine are its SIREN."""
    return _valid(siret.validate, _compact(text))


def uid_number(text: str) -> str | None:
    """The number of a Swiss company as it is written: `CHE-107.787.577`."""
    number = _valid(uid.validate, _compact(text))
    return str(uid.format(number)) if number else None


def _compact(text: str) -> str:
    return "".join(character for character in text.upper() if character not in " .-/\u00a0\u202f")


def _valid(validate: Callable[[str], Any], text: str) -> str | None:
    # The library folds look-alike digits of other scripts; here only ASCII is a number.
    if not text.isascii() or not text.isalnum() or len(text) > _LONGEST:
        return None
    try:
        return str(validate(text))
    except ValidationError:
        return None
