"""Numbers from a locked row, in the transaction that freezes the document: no gap, no double, dates in order (I4)."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite

from licorne.adapters import clock
from licorne.adapters.ids import new_id
from licorne.billing.errors import refuse_if
from licorne.billing.numbering import Reset, check_pattern, format_number, period_of
from licorne.errors import Transient
from licorne.models.base import table_of
from licorne.models.guard import GuardedSession
from licorne.models.invoice import NumberSeries
from licorne.services.live import LiveOrganisation

MAIN = "main"
GENESIS = "0" * 64
#: Every series begins anew with the year.
RESET: Final[Reset] = "yearly"


@dataclass(frozen=True)
class Allotted:
    """A number that is ours as soon as the transaction commits; `previous_chain` is the chain's head before it."""

    series_id: str
    counter: int
    number: str
    issued_on: date
    previous_chain: str


def check(pattern: str, place: str) -> None:
    """Refuses a pattern that could give a double, a gap or what BR-FR-01/02 forbid. Whoever sets one calls this first."""
    refuse_if(check_pattern(pattern, RESET, place))


def allot(session: GuardedSession, organisation: LiveOrganisation, document_kind: str) -> Allotted:
    """The next number of the year's series; the series stays locked until the transaction ends.

    Raises:
        Transient: the series already holds a later date than today (clocks differ around midnight).
    """
    series, today = _of_today(session, organisation, document_kind)
    if series.last_issued_on is not None and today < series.last_issued_on:
        raise Transient("date_before_series", f"{today} < {series.last_issued_on}")
    counter = series.last_counter + 1
    return Allotted(series.id, counter, format_number(series.pattern, counter, today), today, series.last_chain)


def _of_today(session: GuardedSession, organisation: LiveOrganisation, document_kind: str) -> tuple[NumberSeries, date]:
    """The locked series of today, and today as read under its lock: who waited past New Year takes the new year's."""
    while True:
        period = period_of(RESET, clock.today(organisation.zone))
        series = _locked(session, organisation, document_kind, period)
        today = clock.today(organisation.zone)
        if period_of(RESET, today) == period:
            return series, today


def advance(session: GuardedSession, organisation_id: str, allotted: Allotted, chain: str) -> None:
    """Moves the series past an allotted number, with the chain's new head."""
    session.execute(
        update(NumberSeries)
        .where(NumberSeries.organisation_id == organisation_id, NumberSeries.id == allotted.series_id)
        .values(last_counter=allotted.counter, last_issued_on=allotted.issued_on, last_chain=chain),
        execution_options={"synchronize_session": False},
    )


def _locked(session: GuardedSession, organisation: LiveOrganisation, document_kind: str, period: str) -> NumberSeries:
    statement = (
        select(NumberSeries)
        .where(
            NumberSeries.organisation_id == organisation.id,
            NumberSeries.document_kind == document_kind,
            NumberSeries.name == MAIN,
            NumberSeries.period == period,
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    found = session.scalars(statement).first()
    if found is None:
        _open(session, organisation, document_kind, period)
        found = session.scalars(statement).one()
    return found


def _open(session: GuardedSession, organisation: LiveOrganisation, document_kind: str, period: str) -> None:
    check(organisation.number_pattern, "/number_pattern")  # whoever has set it: a series keeps its pattern for ever
    dialect = {"sqlite": sqlite, "postgresql": postgresql}[session.get_bind().dialect.name]
    row = {
        "id": new_id(),
        "organisation_id": organisation.id,
        "document_kind": document_kind,
        "name": MAIN,
        "period": period,
        "pattern": organisation.number_pattern,
        "last_counter": 0,
        "last_issued_on": None,
        "last_chain": GENESIS,
    }
    session.execute(dialect.insert(table_of(NumberSeries)).values(row).on_conflict_do_nothing())
