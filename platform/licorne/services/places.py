"""The places of a form that are left, for its page: looked up once a second at most, however many look at it.

Nothing is decided by these numbers: a place is taken in the transaction that accepts (`form_limits`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from licorne.adapters import clock
from licorne.services import form_counts, form_limits
from licorne.services.live import LiveForm

#: Seconds for which the numbers are believed.
SECONDS: Final = 1.0
#: Forms whose numbers are remembered at most.
_MOST: Final = 500


@dataclass(frozen=True, slots=True)
class Places:
    """`left` says how many there are of each limited option (field, value); `is_full` whether there are none in all."""

    is_full: bool = False
    left: Mapping[tuple[str, str], int] = field(default_factory=dict)


#: Of a form that takes as many as come.
_ENDLESS: Final = Places()
_remembered: dict[str, tuple[float, Places]] = {}


def lately(organisation_id: str, form: LiveForm) -> Places:
    """The places as they were a moment ago."""
    if not _is_counted(form):
        return _ENDLESS
    seen, places = _remembered.get(form.version_id, (float("-inf"), _ENDLESS))
    return places if clock.monotonic() - seen < SECONDS else now(organisation_id, form)


def now(organisation_id: str, form: LiveForm) -> Places:
    """The places of this moment."""
    if not _is_counted(form):
        return _ENDLESS
    if len(_remembered) >= _MOST:
        _remembered.clear()
    places = _places(form, form_limits.taken(organisation_id, form))
    _remembered[form.version_id] = clock.monotonic(), places
    return places


def _is_counted(form: LiveForm) -> bool:
    limits = form.definition.limits
    return "total" in limits or "per_option" in limits


def _places(form: LiveForm, taken: Mapping[str, int]) -> Places:
    limits = form.definition.limits
    return Places(
        "total" in limits and taken[form_counts.TOTAL] >= limits["total"],
        {
            (name, value): max(0, number - taken[form_counts.option(name, value)])
            for name, most in limits.get("per_option", {}).items()
            for value, number in most.items()
        },
    )
