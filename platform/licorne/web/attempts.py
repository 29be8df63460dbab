"""Tries at an effect, one row each: when, what came of it, how long it took."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from licorne.models.effect import EffectAttempt
from licorne.web.effect_words import remote_detail, why
from licorne.web.translate import _


@dataclass(frozen=True, slots=True)
class Try:
    """One try. `milliseconds` is None where the process ended before it could tell."""

    number: int
    at: datetime
    answer: str
    milliseconds: int | None


def tries(attempts: Iterable[EffectAttempt]) -> list[Try]:
    """The tries of one effect in their order; beginning and end of a try have the same epoch."""
    ordered = sorted(attempts, key=lambda attempt: (attempt.epoch, attempt.id))
    groups = (list(group) for _epoch, group in groupby(ordered, lambda attempt: attempt.epoch))
    return [_try(number, group) for number, group in enumerate(groups, start=1)]


def _try(number: int, group: list[EffectAttempt]) -> Try:
    last = group[-1]
    return Try(number, group[0].at, _answer(last), last.milliseconds)


def _answer(attempt: EffectAttempt) -> str:
    if attempt.phase in ("started", "begun"):
        return _("begun; nothing was heard of it")
    said = remote_detail(attempt.detail)
    if attempt.phase == "done":
        return said or _("done")
    reason = why(attempt.detail)
    return f"{reason} {said}" if said and said not in reason else reason
