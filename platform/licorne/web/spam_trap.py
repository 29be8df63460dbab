"""Traps for robots on public forms. What is caught is kept aside, never lost: a person may have been caught by mistake."""

from collections.abc import Mapping
from typing import Final

#: A question that nobody sees and only robots answer. No field can be called that (`forms`: reserved_id).
BAIT: Final = "_more"


def sprung(post: Mapping[str, str]) -> str:
    """Which trap caught a post; empty for none."""
    return "bait" if post.get(BAIT, "").strip() else ""
