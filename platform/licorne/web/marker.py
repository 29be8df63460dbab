"""A mark for texts that are translated later than where they are written."""


def N_(text: str) -> str:  # noqa: N802 - gettext's own name, which extractors look for
    """The text itself; catalogues are made from what stands in these brackets."""
    return text
