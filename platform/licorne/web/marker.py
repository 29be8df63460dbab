"""A mark for texts that are translated later than where they are written."""


def N_(text: str) -> str:
    """The text itself; catalogues are made from what stands in these brackets."""
    return text
