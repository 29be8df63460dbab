"""A stretch of past events on which a draft of a rule is tried; written by `services/back_tests.py`, one after the other."""

from typing import ClassVar

from licorne.models.effect import EffectClass
from licorne.models.guard import GuardedSession
from licorne.services import back_tests
from licorne.services.action import OutsideAction, Result, Work
from licorne.services.back_tests import Stretch
from licorne.services.outcome import Outcome


class TryOnPast(OutsideAction):
    """Repeatable: the same events and documents give the same stretch, and it is written once."""

    kind = back_tests.KIND
    effect_class = EffectClass.DERIVED
    offered: ClassVar[bool] = False

    def prepare(self, work: Work) -> Stretch:
        return back_tests.look(work)

    def carry_out(self, work: Work, prepared: Stretch) -> Stretch:
        return prepared

    def record(self, session: GuardedSession, work: Work, outcome: Outcome) -> Result:
        back_tests.keep(session, work, outcome.value)
        return Result(detail={"events": outcome.value.tally.seen})
