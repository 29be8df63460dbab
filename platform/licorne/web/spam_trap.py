"""Traps for robots on public forms. What is caught is kept aside, never lost: a person may have been caught by mistake."""

from collections.abc import Mapping
from typing import Final

from forms.definition import FormDefinition
from licorne.adapters import clock
from licorne.adapters.ids import made_at

#: A question that nobody sees and only robots answer. No field can be called that (`forms`: reserved_id).
BAIT: Final = "_more"


def sprung(post: Mapping[str, str], definition: FormDefinition, page: str) -> str:
    """Which trap caught a post from a page, which its token names: `bait`, `time`, or empty for none."""
    if post.get(BAIT, "").strip():
        return "bait"
    return "time" if _is_faster_than_people(definition, page) else ""


def _is_faster_than_people(definition: FormDefinition, page: str) -> bool:
    """Whether less time went by than the form's author gives a person (`spam.min_seconds`).

    A page from the future is one of a clock that was set back, and no robot's. Nothing is asked of forms that say nothing: whoever
    posts to them by a program of their own goes on doing so; the builder and the gallery say it for every form that they begin.
    """
    least = definition.spam.get("min_seconds", 0)
    return bool(least) and 0 <= (clock.now() - made_at(page)).total_seconds() < least
