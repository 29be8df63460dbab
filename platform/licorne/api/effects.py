"""Effects: what rules and clicks wanted, what became of it, and what a person decides about a parked one."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Final

from sqlalchemy import select

from licorne.api.collection import Collection, Item, filter_by
from licorne.api.route import Answer, Call, Route
from licorne.api.schemas import (
    COUNT,
    ID,
    INSTANT,
    OPEN,
    TEXT,
    TRUTH,
    Schema,
    extended,
    list_of,
    one_of,
    or_null,
    record,
)
from licorne.models.database import current_session
from licorne.models.effect import Effect, EffectAttempt, EffectClass, State
from licorne.services import attention
from rules.expression.json_types import Json

_EFFECT: Final[dict[str, Schema]] = {
    "id": ID,
    "run_id": or_null(ID),
    "event_id": or_null(ID),
    "step": TEXT,
    "item": TEXT,
    "kind": TEXT,
    "class": one_of(*EffectClass),
    "state": one_of(*State),
    "attempts": COUNT,
    "may_have_been_sent_twice": TRUTH,
    "external_id": or_null(TEXT),
    "result": or_null(OPEN),
    "error": or_null(OPEN),
    "next_at": INSTANT,
    "created_at": INSTANT,
    "done_at": or_null(INSTANT),
}
ATTEMPT: Final = record({"epoch": COUNT, "phase": TEXT, "at": INSTANT, "milliseconds": or_null(COUNT), "detail": OPEN})
#: Settings are shown for effects of rules only: those of others may hold secrets (the link of an invitation).
MORE: Final[dict[str, Schema]] = {"settings": or_null(OPEN), "tries": list_of(ATTEMPT)}


def present(organisation_id: str, effects: Sequence[Effect]) -> list[Item]:
    """Items of effects."""
    return [_item(effect) for effect in effects]


def _item(effect: Effect) -> Item:
    return {
        "id": effect.id,
        "run_id": effect.run_id,
        "event_id": effect.event_id,
        "step": effect.step,
        "item": effect.item,
        "kind": effect.kind,
        "class": effect.effect_class,
        "state": effect.state,
        "attempts": effect.attempts,
        "may_have_been_sent_twice": effect.doubtful,
        "external_id": effect.external_id,
        "result": effect.result,
        "error": effect.error,
        "next_at": effect.next_at.isoformat(),
        "created_at": effect.created_at.isoformat(),
        "done_at": effect.done_at.isoformat() if effect.done_at else None,
    }


def detailed(organisation_id: str, effects: Sequence[Effect]) -> list[Item]:
    """Items with settings and every try, oldest first."""
    tries: dict[str, list[Json]] = defaultdict(list)
    rows = current_session().scalars(
        select(EffectAttempt)
        .where(
            EffectAttempt.organisation_id == organisation_id,
            EffectAttempt.effect_id.in_([effect.id for effect in effects]),
        )
        .order_by(EffectAttempt.at, EffectAttempt.id)
    )
    for row in rows:
        tries[row.effect_id].append(_attempt(row))
    return [
        _item(effect) | {"settings": effect.settings if effect.run_id else None, "tries": tries[effect.id]}
        for effect in effects
    ]


def _attempt(row: EffectAttempt) -> Json:
    return {
        "epoch": row.epoch,
        "phase": row.phase,
        "at": row.at.isoformat(),
        "milliseconds": row.milliseconds,
        "detail": row.detail,
    }


EFFECTS: Final = Collection(
    "effects",
    "Effect",
    Effect,
    present,
    (
        filter_by("run", Effect.run_id),
        filter_by("state", Effect.state, one_of(*State)),
        filter_by("kind", Effect.kind, {"type": "string", "maxLength": 40}),
    ),
    lambda effect: detailed(effect.organisation_id, [effect])[0],
)


def _deciding(decide: Callable[[str, str, str], None]) -> Callable[[Call], Answer]:
    def view(call: Call) -> Answer:
        decide(call.organisation_id, call.id, call.actor)
        return Answer(EFFECTS.one(call))

    return view


_DECISIONS: Final = (
    ("retry", attention.retry, "Try a parked effect again"),
    ("cancel", attention.cancel, "Give a parked effect up, with the steps that wait for it"),
    ("mark-done", attention.mark_done, "Say that a parked effect has happened; its run goes on"),
)
ROUTES: Final = (
    *EFFECTS.routes,
    *(
        Route(
            "POST",
            f"/effects/<id>/{word}",
            f"{word.replace('-', '_')}_effect",
            text,
            _deciding(decide),
            {200: "EffectDetail"},
        )
        for word, decide, text in _DECISIONS
    ),
)
SCHEMAS: Final[dict[str, Schema]] = {"Effect": record(_EFFECT), "EffectDetail": extended(_EFFECT, **MORE)}
