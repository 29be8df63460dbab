"""How the counts of a form are called (`form_count.what`)."""

from typing import Final

TOTAL: Final = "total"
#: How the running numbers of `form_numbers` are called among the counts: nothing ever counts them anew.
NUMBERS: Final = "number:"


def option(field: str, value: str) -> str:
    """How an option is called among the counts."""
    return f"option:{field}:{value}"
