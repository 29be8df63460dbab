"""Drafts of rules tried over all past events, in the background: a row that says how far it is, and an effect per stretch of events.

Each stretch is read and planned without a lock; what it came to, the row's new position and the effect for the next stretch are one
transaction. So a crash repeats the stretch that was under way and nothing else, and whoever cancels stops it at the next one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Select, func, insert, select, update
from sqlalchemy.orm import Session

from licorne.adapters import clock
from licorne.adapters.ids import new_id
from licorne.errors import NotFound, Refused
from licorne.models.database import current_session, transaction
from licorne.models.effect import Effect, State
from licorne.models.event import Event
from licorne.models.guard import GuardedSession
from licorne.models.proof import BackTest, BackTestRow
from licorne.models.rule import Rule, RuleVersion
from licorne.services import audit, publishing
from licorne.services.action import Work, action_for
from licorne.services.effect_rows import effect_row
from licorne.services.parts import ring_after_commit
from rules.backtest import Difference, Past, Tally, compile_tried, differences
from rules.expression.json_types import Json
from rules.plan import SCHEDULE, CompiledRule

KIND = "back_test"
#: Events of one stretch at most, and seconds: other effects get their turn, and progress is seen.
STRETCH = 20_000
SECONDS = 2.0
#: Differences that are kept one by one; all are counted.
MOST = 1_000
#: Rows in memory at a time.
_AT_ONCE = 200


@dataclass
class Stretch:
    """What a stretch came to. `position` is the last event that was looked at, None where there was none."""

    position: str | None = None
    is_last: bool = True
    left_out: int = 0
    tally: Tally = field(default_factory=Tally)
    found: list[Difference] = field(default_factory=list)


def begin(organisation_id: str, rule_id: str, document: Mapping[str, Json], actor: str) -> str:
    """Begins a back-test of a document beside the rule's live version; one that is under way for the rule is cancelled. Its id.

    Raises:
        NotFound: there is no such rule. Refused: what is wrong with the document.
    """
    found = publishing.problems_of_rule(organisation_id, dict(document))
    if found:
        raise Refused(tuple(found))
    with transaction() as session:
        mine = (Rule.organisation_id == organisation_id, Rule.id == rule_id)
        rule = session.scalars(select(Rule).where(*mine).with_for_update()).first()
        if rule is None:
            raise NotFound(rule_id)
        _cancel(session, organisation_id, BackTest.rule_id == rule_id)
        test = _new(session, rule, dict(document), actor)
        _write_stretch(session, test, 0)
        audit.record(session, organisation_id, actor, "rule.back_tested", rule_id)
        return test.id


def cancel(organisation_id: str, test_id: str, actor: str) -> None:
    """Stops a back-test before its next stretch; what it has found stays. Doing so twice changes nothing."""
    with transaction() as session:
        if _cancel(session, organisation_id, BackTest.id == test_id):
            audit.record(session, organisation_id, actor, "rule.back_test_cancelled", test_id)


def newest(organisation_id: str, rule_id: str) -> BackTest | None:
    """The latest back-test of a rule."""
    mine = (BackTest.organisation_id == organisation_id, BackTest.rule_id == rule_id)
    return current_session().scalars(select(BackTest).where(*mine).order_by(BackTest.id.desc()).limit(1)).first()


def rows(organisation_id: str, test_id: str, limit: int) -> list[tuple[BackTestRow, Event]]:
    """The differences that were kept, newest event first."""
    statement = (
        select(BackTestRow, Event)
        .join(Event, (Event.organisation_id == BackTestRow.organisation_id) & (Event.id == BackTestRow.event_id))
        .where(BackTestRow.organisation_id == organisation_id, BackTestRow.back_test_id == test_id)
        .order_by(Event.id.desc())
        .limit(limit)
    )
    return [(row, event) for row, event in current_session().execute(statement)]


def compare(
    organisation_id: str, document: Json, beside: Json, rule_id: str | None, tally: Tally
) -> Iterator[Difference]:
    """The same at once and in this process: nothing is written. `beside` is the other document, None for no rule.

    Raises:
        Refused: one of them is no rule.
    """
    tried = compile_tried(document), compile_tried(beside) if beside is not None else None
    which = [Event.organisation_id == organisation_id, Event.erased_at.is_(None), *_of_kinds(tried, rule_id)]
    statement = select(Event.id, Event.kind, Event.facts).where(*which).order_by(Event.id)
    rows = current_session().execute(statement, execution_options={"yield_per": _AT_ONCE})
    return differences(((row.id, row.kind, row.facts) for row in rows), *tried, tally)


def look(work: Work) -> Stretch:
    """Plans the events of a stretch; it reads only. One of a back-test that was cancelled is empty."""
    session = current_session()
    test = _of(session, work, locked=False)
    if not _is_next(test, work):
        return Stretch()
    new, old = _documents(session, test)
    stretch = Stretch(is_last=False)
    until = clock.monotonic() + SECONDS
    stretch.found = list(differences(_events(session, test, (new, old), stretch, until), new, old, stretch.tally))
    return stretch


def keep(session: GuardedSession, work: Work, stretch: Stretch) -> None:
    """Writes what a stretch came to, and asks for the next one."""
    test = _of(session, work, locked=True)
    if not _is_next(test, work):
        return
    kept = _kept(session, test)
    found = [_row(test, one) for one in stretch.found[: max(0, MOST - kept)]]
    if found:
        session.execute(insert(BackTestRow), found)
    test.position = stretch.position or test.position
    test.seen += stretch.tally.seen + stretch.left_out
    test.left_out += stretch.left_out
    test.matched += stretch.tally.matched
    test.counts = {name: int(str(test.counts[name])) + number for name, number in stretch.tally.counts.items()}
    if stretch.is_last:
        test.state, test.finished_at = "done", clock.now()
    else:
        _write_stretch(session, test, int(str(work.settings["number"])) + 1)
    session.flush()


def _new(session: GuardedSession, rule: Rule, document: dict[str, Json], actor: str) -> BackTest:
    organisation, live = rule.organisation_id, rule.live_version_id or rule.paused_version_id
    test = BackTest(
        id=new_id(),
        organisation_id=organisation,
        rule_id=rule.id,
        document=document,
        compared_with=live,
        state="running",
        total=0,
        seen=0,
        left_out=0,
        matched=0,
        counts=dict(Tally().counts),
        position=None,
        until=session.scalar(_newest_event(organisation)),
        begun_by=actor,
        created_at=clock.now(),
        finished_at=None,
    )
    which = _which(test, _documents(session, test))
    test.total = session.scalar(select(func.count()).select_from(Event).where(*which)) or 0
    session.add(test)
    session.flush()
    return test


def _newest_event(organisation_id: str) -> Select[str]:
    return select(Event.id).where(Event.organisation_id == organisation_id).order_by(Event.id.desc()).limit(1)


def _cancel(session: GuardedSession, organisation_id: str, which: ColumnElement[bool]) -> bool:
    statement = (
        update(BackTest)
        .where(BackTest.organisation_id == organisation_id, BackTest.state == "running", which)
        .values(state="cancelled", finished_at=clock.now())
        .returning(BackTest.id)
    )
    return bool(session.execute(statement, execution_options={"synchronize_session": False}).all())


def _write_stretch(session: GuardedSession, test: BackTest, number: int) -> None:
    row = effect_row(
        organisation_id=test.organisation_id,
        run_id=None,
        event_id=None,
        step=KIND,
        item="",
        position=0,
        kind=KIND,
        effect_class=action_for(KIND).effect_class,
        key=f"{KIND}:{test.id}:{number}",
        settings={"back_test": test.id, "number": number, "after": test.position},
        state=State.PENDING,
    )
    session.execute(insert(Effect), [row])
    ring_after_commit()


def _of(session: Session, work: Work, locked: bool) -> BackTest:
    mine = (BackTest.organisation_id == work.organisation_id, BackTest.id == str(work.settings["back_test"]))
    statement = select(BackTest).where(*mine).execution_options(populate_existing=True)
    return session.scalars(statement.with_for_update() if locked else statement).one()


def _is_next(test: BackTest, work: Work) -> bool:
    return test.state == "running" and test.position == work.settings["after"]


def _documents(session: Session, test: BackTest) -> tuple[CompiledRule, CompiledRule | None]:
    """The document that is tried, and that of the version that was live."""
    mine = (RuleVersion.organisation_id == test.organisation_id, RuleVersion.id == test.compared_with)
    live = session.scalar(select(RuleVersion.document).where(*mine)) if test.compared_with else None
    return compile_tried(test.document), compile_tried(live) if live is not None else None


def _which(test: BackTest, tried: tuple[CompiledRule, CompiledRule | None]) -> Iterator[ColumnElement[bool]]:
    """The events that one of the two may answer; of a schedule's, those of the rule itself."""
    yield Event.organisation_id == test.organisation_id
    yield Event.id <= test.until
    yield from _of_kinds(tried, test.rule_id)


def _of_kinds(tried: tuple[CompiledRule, CompiledRule | None], rule_id: str | None) -> Iterator[ColumnElement[bool]]:
    kinds = {one.kind for one in tried if one is not None}
    yield Event.kind.in_(kinds)
    if kinds == {SCHEDULE}:
        yield Event.subject_id == rule_id


def _events(
    session: Session,
    test: BackTest,
    tried: tuple[CompiledRule, CompiledRule | None],
    stretch: Stretch,
    until: float,
) -> Iterator[Past]:
    """The events of a stretch as they stream out of the database; it ends by their number or by the clock."""
    statement = select(Event.id, Event.kind, Event.facts, Event.erased_at).where(*_which(test, tried))
    if test.position is not None:
        statement = statement.where(Event.id > test.position)
    rows = session.execute(statement.order_by(Event.id).limit(STRETCH), execution_options={"yield_per": _AT_ONCE})
    number = 0
    for event_id, kind, facts, erased_at in rows:
        number += 1
        stretch.position = event_id
        if erased_at is not None:
            stretch.left_out += 1
        else:
            yield event_id, kind, facts
        if clock.monotonic() > until:
            rows.close()
            return
    stretch.is_last = number < STRETCH


def _kept(session: GuardedSession, test: BackTest) -> int:
    mine = (BackTestRow.organisation_id == test.organisation_id, BackTestRow.back_test_id == test.id)
    return session.scalar(select(func.count()).select_from(BackTestRow).where(*mine)) or 0


def _row(test: BackTest, one: Difference) -> dict[str, object]:
    what = {"event_id": one.event_id, "kind": one.kind, "steps": list(one.steps)}
    return {"organisation_id": test.organisation_id, "back_test_id": test.id, **what}
