"""A run replayed: its version planned again on its event's facts, stretch by stretch, up to the settings of every step.

It is the proof that what was done follows from the event and the rule alone: the same effects come out, to the byte.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from licorne.models.database import current_session
from licorne.models.effect import Effect, State
from licorne.models.event import Event, Run
from licorne.models.work import Reminder
from licorne.services import rule_versions
from rules.expression.bind import bind
from rules.expression.envelope import is_resting
from rules.expression.json_types import Json
from rules.expression.problem import Refused
from rules.intent import Intent, Plan
from rules.json_text import json_bytes
from rules.plan import CompiledRule, error_cursor_of, go_on, plan_hash
from rules.results import Finished, facts_after, seen_results

Key = tuple[str, str]
#: Stretches that are replayed at most; a run has as many as waits, approvals and failures.
_MOST = 1_000


@dataclass(frozen=True)
class Replayed:
    """`is_same`: the first plan is the one that was written. `settings` are those that each step is given now, by step and row."""

    is_same: bool
    settings: Mapping[Key, Mapping[str, Json] | None]

    def agrees(self, effect: Effect) -> bool:
        """Whether the effect is what the replay wants. One whose settings still wait for earlier steps has nothing to compare."""
        key = (effect.step, effect.item)
        if is_resting(effect.settings):
            return True
        return json_bytes(self.settings.get(key), sort_keys=True) == json_bytes(dict(effect.settings), sort_keys=True)


def replay(run: Run) -> Replayed:
    """Plans a run again. Raises NoResultFound where its event is gone."""
    session = current_session()
    compiled = rule_versions.compiled(session, run.organisation_id, run.rule_version_id)
    mine = Event.organisation_id == run.organisation_id
    facts = session.scalars(select(Event.facts).where(mine, Event.id == run.event_id)).one()
    effects = _effects(run)
    first = compiled.plan(facts)
    if first is None:
        return Replayed(False, {})
    settings = dict(_all_settings(compiled, facts, first, effects))
    return Replayed(plan_hash([first]) == run.plan_sha256, settings)


def is_planned(effect: Effect) -> bool:
    """Whether a rule's step asked for it, and not another effect (`Follow`)."""
    return effect.run_id is not None and (effect.item == "" or effect.item.isdigit())


def origin(effect: Effect) -> Effect | None:
    """The step of a run that an effect goes back to: itself, what asked for it, what set the reminder that it carries out.

    None for what a person asked for by a click.
    """
    if is_planned(effect):
        return effect
    session = current_session()
    mine = Effect.organisation_id == effect.organisation_id
    if effect.run_id is not None:
        return session.scalars(
            select(Effect).where(mine, Effect.run_id == effect.run_id, Effect.key == effect.key.rpartition(":")[0])
        ).first()
    kind, _, subject = effect.key.partition(":")
    if kind != "reminder":
        return None
    made_by = select(Reminder.effect_id).where(
        Reminder.organisation_id == effect.organisation_id, Reminder.id == subject
    )
    return session.scalars(select(Effect).where(mine, Effect.id.in_(made_by))).first()


def _effects(run: Run) -> list[Effect]:
    mine = (Effect.organisation_id == run.organisation_id, Effect.run_id == run.id)
    rows = current_session().scalars(select(Effect).where(*mine).order_by(Effect.position, Effect.id))
    return [effect for effect in rows if is_planned(effect)]


def _all_settings(
    compiled: CompiledRule, facts: Mapping[str, Json], first: Plan, effects: Sequence[Effect]
) -> Iterator[tuple[Key, Mapping[str, Json] | None]]:
    by_key = {(effect.step, effect.item): effect for effect in effects}
    plan, begun = first, 0
    for _ in range(_MOST):
        for intent in plan.intents:
            effect = by_key.get((intent.step, intent.item))
            if effect is not None:
                begun = max(begun, effect.position)
                yield (intent.step, intent.item), _settings(intent, facts, _finished(effects, effect.position))
        cursor = _goes_on_at(compiled, plan, by_key)
        finished = _finished(effects, begun + 1)
        if not cursor or not any(effect.position > begun for effect in effects):
            return
        plan = go_on(compiled, facts, cursor, finished)
        if not plan.intents and not plan.cursor:
            return


def _goes_on_at(compiled: CompiledRule, plan: Plan, by_key: Mapping[Key, Effect]) -> str:
    """Where the walk went on: after the stretch, or at the steps for a failure within it."""
    for intent in plan.intents:
        effect = by_key.get((intent.step, intent.item))
        if effect is not None and effect.state == State.HANDLED:
            return error_cursor_of(compiled, intent.step, intent.item)
    return plan.cursor


def _settings(intent: Intent, facts: Mapping[str, Json], finished: Sequence[Finished]) -> Mapping[str, Json] | None:
    """None for a step that was not wanted, or that could not be filled in."""
    try:
        return bind(intent.settings, facts_after(facts, finished), seen_results(finished, intent.item))
    except Refused:
        return None


def _finished(effects: Sequence[Effect], before: int) -> list[Finished]:
    over = (State.DONE.value, State.HANDLED.value)
    return [
        Finished(effect.step, effect.item, effect.kind, effect.result or {})
        for effect in effects
        if effect.position < before and effect.state in over
    ]
