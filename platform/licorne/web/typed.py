"""What staff type into fields: numbers and days as people write them, in either language."""

from collections.abc import Mapping
from datetime import date

from licorne.errors import refuse
from licorne.web.language import LANGUAGES

_SPACES = str.maketrans("", "", " \u00a0\u202f'’")


def decimal_of(text: str) -> str:
    """`1 234,50` and `1,234.50` as a decimal string; what is no number is left for its reader to refuse."""
    plain = text.translate(_SPACES)
    point, comma = plain.rfind("."), plain.rfind(",")
    if comma > point:
        return plain.replace(".", "").replace(",", ".")
    return plain.replace(",", "")


def day_of(text: str, place: str) -> date:
    """The day of a date field (ISO 8601). Raises Refused."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise refuse("bad_date", place, value=text[:40]) from error


def texts_of(values: Mapping[str, str], name: str) -> dict[str, str]:
    """What was typed into `name.en`, `name.fr`; languages that were left empty are left out."""
    typed = {code: values.get(f"{name}.{code}", "").strip() for code in LANGUAGES}
    return {code: text for code, text in typed.items() if text}
