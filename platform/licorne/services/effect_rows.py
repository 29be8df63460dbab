"""New rows of `effect`, and the words for why a step cannot have one."""

from datetime import datetime

from licorne.adapters import clock
from licorne.adapters.ids import new_id
from licorne.models.effect import EffectClass, State
from rules.expression.json_types import Json
from rules.expression.problem import Problem, Refused

QUEUE = "licorne"
#: Where the effects of rules lie while an organisation has halted all of them: nobody claims from it.
HALTED = "halted"


def effect_row(
    *,
    organisation_id: str,
    run_id: str | None,
    event_id: str | None,
    step: str,
    item: str,
    position: int,
    kind: str,
    effect_class: EffectClass,
    key: str,
    settings: dict[str, Json],
    state: State,
    now: datetime | None = None,
) -> dict[str, object]:
    """A new row of `effect`, due at once; `now` where several rows are to bear the same instant."""
    now = now or clock.now()
    return {
        "id": new_id(),
        "organisation_id": organisation_id,
        "run_id": run_id,
        "event_id": event_id,
        "step": step,
        "item": item,
        "position": position,
        "kind": kind,
        "effect_class": effect_class.value,
        "key": key,
        "settings": settings,
        "state": state.value,
        "queue": QUEUE,
        "next_at": now,
        "attempts": 0,
        "lease_epoch": 0,
        "doubtful": False,
        "created_at": now,
    }


def cannot_bind(refusal: Refused) -> dict[str, Json]:
    """The error of a step whose settings name what there is not."""
    return {"code": "cannot_bind", "problems": [plain(problem) for problem in refusal.problems]}


def plain(problem: Problem) -> dict[str, Json]:
    """A problem as plain data for an effect's error."""
    return {"code": problem.code, "place": problem.place, "parameters": dict(problem.parameters)}
