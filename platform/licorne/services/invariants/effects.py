"""I2: no effect is stuck. I3: done once. I8: nothing outside before its cause. I13: no zombie's word counts. I16: poison is parked."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import func, select

from licorne.adapters import clock
from licorne.models.database import current_session
from licorne.models.effect import Effect, EffectAttempt, State, Worker
from licorne.models.work import Message
from licorne.services.action import Action
from licorne.services.effect_rows import QUEUE
from licorne.services.finding import Finding, check
from licorne.services.takeover import MOST_DEATHS, most_tries

#: A due effect that nobody has begun for this long is stuck.
OVERDUE = timedelta(minutes=10)
#: A holder of leases without a sign of life for this long is dead, and the sweeper should have seen it.
SILENT = timedelta(minutes=1)


@check
def nothing_is_stuck(organisation_id: str) -> Iterator[Finding]:
    """I2. What an organisation has halted lies in a queue of its own."""
    rows = current_session().execute(
        select(Effect.id, Effect.state, Effect.queue, Effect.next_at, Worker.seen_at)
        .outerjoin(Worker, Worker.name == Effect.lease_owner)
        .where(Effect.organisation_id == organisation_id, Effect.state.in_((State.PENDING.value, State.LEASED.value)))
    )
    now, wall = clock.now(), clock.wall()
    for row in rows:
        if (row.state, row.queue) == (State.PENDING.value, QUEUE) and row.next_at < now - OVERDUE:
            yield Finding("I2", row.id, f"due since {row.next_at.isoformat()}, begun by nobody")
        if row.state == State.LEASED.value and (row.seen_at is None or row.seen_at < wall - SILENT):
            yield Finding("I2", row.id, "leased to a process that is gone")


@check
def done_is_done_once(organisation_id: str) -> Iterator[Finding]:
    """I3: an effect that is done has one attempt that says so (but for what a person marked)."""
    counts = (
        select(EffectAttempt.effect_id, func.count().label("times"))
        .where(EffectAttempt.organisation_id == organisation_id, EffectAttempt.phase == "done")
        .group_by(EffectAttempt.effect_id)
        .subquery()
    )
    rows = current_session().execute(
        select(Effect.id, Effect.state, Effect.result, counts.c.times)
        .outerjoin(counts, counts.c.effect_id == Effect.id)
        .where(Effect.organisation_id == organisation_id)
        .execution_options(every_organisation="the counts are the organisation's")
    )
    for row in rows:
        times, done = row.times or 0, row.state == State.DONE.value
        by_hand = done and (row.result or {}).get("by_hand") is True
        if times > 1 or (done and times == 0 and not by_hand) or (times and not done):
            yield Finding("I3", row.id, f"{row.state}, with {times} attempts that say done")


@check
def effects_are_of_their_class(organisation_id: str) -> Iterator[Finding]:
    """I3: the class that decides the protocol is the one that the action declares."""
    rows = current_session().execute(
        select(Effect.kind, Effect.effect_class).where(Effect.organisation_id == organisation_id).distinct()
    )
    for kind, effect_class in rows:
        action = Action.registered.get(kind)
        if action is None or action.effect_class.value != effect_class:
            yield Finding("I3", kind, f"effects of class {effect_class}, the action says otherwise")


@check
def mails_follow_their_cause(organisation_id: str) -> Iterator[Finding]:
    """I8: a mail that went out has an effect, and a try at it that began before."""
    first = (
        select(EffectAttempt.effect_id, func.min(EffectAttempt.at).label("began"))
        .where(EffectAttempt.organisation_id == organisation_id, EffectAttempt.phase == "started")
        .group_by(EffectAttempt.effect_id)
        .subquery()
    )
    rows = current_session().execute(
        select(Message.id, Message.sent_at, first.c.began, Effect.created_at)
        .join(Effect, Effect.id == Message.effect_id)
        .outerjoin(first, first.c.effect_id == Message.effect_id)
        .where(Message.organisation_id == organisation_id, Effect.organisation_id == organisation_id)
        .execution_options(every_organisation="the attempts are the organisation's")
    )
    for row in rows:
        if row.began is None or row.sent_at < row.began or row.began < row.created_at:
            yield Finding("I8", row.id, "a mail without a try that began before it")


@check
def no_zombie_was_heard(organisation_id: str) -> Iterator[Finding]:
    """I13: no attempt ended under an epoch that was never given."""
    rows = current_session().execute(
        select(EffectAttempt.effect_id, EffectAttempt.epoch, Effect.lease_epoch)
        .join(Effect, Effect.id == EffectAttempt.effect_id)
        .where(
            EffectAttempt.organisation_id == organisation_id,
            Effect.organisation_id == organisation_id,
            EffectAttempt.epoch > Effect.lease_epoch,
        )
    )
    for row in rows:
        yield Finding("I13", row.effect_id, f"an attempt of epoch {row.epoch}, the effect is at {row.lease_epoch}")


@check
def poison_is_parked(organisation_id: str) -> Iterator[Finding]:
    """I16: what killed its worker again and again is not tried any more."""
    limit = {kind: most_tries(kind) for kind in Action.registered}
    rows = current_session().execute(
        select(Effect.id, Effect.kind, Effect.attempts).where(
            Effect.organisation_id == organisation_id, Effect.state.in_((State.PENDING.value, State.LEASED.value))
        )
    )
    for row in rows:
        if row.attempts > limit.get(row.kind, MOST_DEATHS):
            yield Finding("I16", row.id, f"tried {row.attempts} times and still not parked")
