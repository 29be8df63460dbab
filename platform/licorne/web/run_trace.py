"""The trace of a run: event, conditions with what they saw, what the rule wanted, what was done, each try."""

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from licorne.errors import NotFound
from licorne.models.database import current_session
from licorne.models.effect import Effect, EffectAttempt, State
from licorne.models.event import Event, Run
from licorne.models.rule import Rule, RuleVersion
from licorne.services.replay import Replayed, is_planned, replay
from licorne.web.attempts import Try, tries
from licorne.web.effect_words import Told, problem_of, told, why
from licorne.web.event_words import EventWords, event_words
from licorne.web.messages import sentence as sentence_of_problem
from licorne.web.rule_labels import labels_for, language
from licorne.web.seen import Box, boxed
from licorne.web.sourced import Source, Sourced
from licorne.web.states import Mark, effect_mark, promise
from licorne.web.step_words import wants_of
from rules.explain import explain
from rules.labels import Labels
from rules.plan import CompiledRule, compile_rule
from rules.sentence import sentence


@dataclass(frozen=True, slots=True)
class Deed:
    """An effect with its words and tries."""

    effect: Effect
    told: Told
    mark: Mark
    promise: str
    tries: list[Try]
    sources: list[Source]
    is_proven: bool

    @property
    def why(self) -> str:
        """Why it is parked, empty where it is not."""
        return why(self.effect.error) if self.effect.state in (State.FAILED, State.UNKNOWN) else ""

    @property
    def took(self) -> int | None:
        """Milliseconds of the last try."""
        return self.tries[-1].milliseconds if self.tries else None

    @property
    def may_be_retried(self) -> bool:
        """Whether the run can go on from here: the step is parked."""
        return self.effect.state in (State.FAILED, State.UNKNOWN)

    @property
    def given(self) -> str:
        """What the step was given and what came of it, as JSON."""
        told = {"settings": self.effect.settings, "result": self.effect.result, "error": self.effect.error}
        return json.dumps({name: value for name, value in told.items() if value}, ensure_ascii=False, indent=2)

    @property
    def is_interesting(self) -> bool:
        """One try that worked at once needs no table."""
        return self.effect.effect_class == "message" or len(self.tries) > 1 or bool(self.why)


@dataclass(frozen=True, slots=True)
class Trace:
    """All that the page of a run says."""

    run: Run
    event: Event
    version: RuleVersion
    rule: Rule
    happened: EventWords
    conditions: Box | None
    wants: list[str]
    deeds: list[Deed]
    sentence: str
    others: int
    is_proven: bool

    @property
    def problems(self) -> list[str]:
        """Why the run could not be planned or begin."""
        return [sentence_of_problem(problem_of(one)) for one in self.run.problems if isinstance(one, dict)]

    @property
    def facts(self) -> str:
        """All that the rule could look at, as JSON."""
        return json.dumps(self.event.facts, ensure_ascii=False, indent=2, sort_keys=True)

    @property
    def took(self) -> int | None:
        """Milliseconds from the event to the end, None while it runs."""
        finished = self.run.finished_at
        return round((finished - self.run.created_at).total_seconds() * 1000) if finished else None

    @property
    def attempts(self) -> int:
        """All tries of all effects."""
        return sum(len(deed.tries) for deed in self.deeds)


def trace_of(organisation: str, run_id: str) -> Trace:
    """Reads and replays a run. Raises NotFound."""
    run, event, version, rule = _row(organisation, run_id)
    compiled = compile_rule(version.id, version.document)
    labels = labels_for(organisation, compiled.document)
    replayed = replay(run)
    deeds = _deeds(run, Sourced(compiled, event, labels), replayed)
    settings_by_step = {deed.effect.step: deed.effect.settings for deed in deeds if not deed.effect.item}
    return Trace(
        run=run,
        event=event,
        version=version,
        rule=rule,
        happened=event_words(event),
        conditions=_conditions(labels, compiled, event),
        wants=wants_of(version.document, settings_by_step, labels),
        deeds=deeds,
        sentence=sentence(compiled.document, labels, language()),
        others=_others(organisation, run),
        is_proven=replayed.is_same and all(deed.is_proven for deed in deeds),
    )


def _row(organisation: str, run_id: str) -> Any:
    same = Run.organisation_id
    row = (
        current_session()
        .execute(
            select(Run, Event, RuleVersion, Rule)
            .join(Event, (Event.organisation_id == same) & (Event.id == Run.event_id))
            .join(RuleVersion, (RuleVersion.organisation_id == same) & (RuleVersion.id == Run.rule_version_id))
            .join(Rule, (Rule.organisation_id == same) & (Rule.id == RuleVersion.rule_id))
            .where(Run.organisation_id == organisation, Run.id == run_id)
        )
        .first()
    )
    if row is None:
        raise NotFound(run_id)
    return row


def _conditions(labels: Labels, compiled: CompiledRule, event: Event) -> Box | None:
    """None where the replay itself met a problem; the page then says so."""
    told_again = explain(event.kind, event.facts, compiled)
    if told_again.conditions is None:
        return None
    return boxed(compiled.document.conditions, told_again.conditions, labels)


def _deeds(run: Run, sourced: Sourced, replayed: Replayed) -> list[Deed]:
    session, organisation = current_session(), run.organisation_id
    mine = (Effect.organisation_id == organisation, Effect.run_id == run.id)
    effects = session.scalars(select(Effect).where(*mine).order_by(Effect.position, Effect.id)).all()
    attempts: dict[str, list[EffectAttempt]] = defaultdict(list)
    rows = session.scalars(
        select(EffectAttempt).where(
            EffectAttempt.organisation_id == organisation,
            EffectAttempt.effect_id.in_([effect.id for effect in effects]),
        )
    )
    for attempt in rows:
        attempts[attempt.effect_id].append(attempt)
    return [_deed(effect, attempts[effect.id], sourced, replayed) for effect in effects]


def _deed(effect: Effect, attempts: list[EffectAttempt], sourced: Sourced, replayed: Replayed) -> Deed:
    return Deed(
        effect,
        told(effect),
        effect_mark(effect.state, effect.doubtful),
        promise(effect.effect_class),
        tries(attempts),
        sourced.of(effect.step) if is_planned(effect) else [],
        not is_planned(effect) or replayed.agrees(effect),
    )


def _others(organisation: str, run: Run) -> int:
    """How many other rules answered the same event."""
    statement = select(func.count(Run.id)).where(
        Run.organisation_id == organisation, Run.event_id == run.event_id, Run.id != run.id
    )
    return current_session().scalar(statement) or 0
