"""An action that does nothing, with all promises of a keyed one, and the worker that knows it: `python -m tests.bench.noop`."""

import os
from functools import partial
from typing import Any

from licorne import worker
from licorne.adapters import clock
from licorne.adapters.ids import new_id
from licorne.app import create_app
from licorne.config import Settings
from licorne.models.base import table_of
from licorne.models.database import transaction
from licorne.models.effect import Effect, EffectClass, State
from licorne.models.guard import GuardedSession
from licorne.services.action import KeyedAction, Result, Work
from licorne.services.parts import ring_after_commit
from licorne.services.steps import effect_row


class Noop(KeyedAction):
    """A remote that is always there and has nothing to do."""

    kind = "bench_noop"
    offered = False

    def prepare(self, work: Work) -> None:
        return None

    def carry_out(self, work: Work, prepared: Any) -> str:
        return work.key

    def record(self, session: GuardedSession, work: Work, outcome: Any) -> Result:
        return Result(external_id=work.key)


def order(organisation_id: str, count: int) -> None:
    """Writes `count` due effects down and rings, in one transaction."""
    with transaction() as session:
        session.execute(table_of(Effect).insert(), [_row(organisation_id) for _ in range(count)])
        ring_after_commit()


def _row(organisation_id: str) -> dict[str, object]:
    return effect_row(
        organisation_id=organisation_id,
        run_id=None,
        event_id=None,
        step="noop",
        item="",
        position=0,
        kind=Noop.kind,
        effect_class=EffectClass.KEYED,
        key=new_id(),
        settings={"at": clock.now().isoformat()},
        state=State.PENDING,
    )


if __name__ == "__main__":
    worker.run(partial(create_app, Settings.from_environment(os.environ)), "bench")
