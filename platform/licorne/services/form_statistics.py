"""What became of a form's visitors in a span of days: how many looked, began, reached each page and sent, and how long it took."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import select

from licorne.adapters import clock
from licorne.adapters.ids import is_id, made_at
from licorne.models.database import current_session
from licorne.models.form import Submission
from licorne.models.submission import FormDay

#: Submissions that are looked at; of a busier form the newest ones are.
MOST: Final = 20_000
#: Longer than this was not filled in at one go.
_ONE_GO: Final = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of a span. `pages` are counts of visitors who reached each page, in the form's order.

    `seconds` is the median from the showing of the page to its sending, None where nothing was sent. `caught` are posts that a
    trap for robots caught.
    """

    days: list[date]
    views: dict[date, int]
    sent: dict[date, int]
    starts: int
    pages: list[int]
    seconds: int | None
    caught: int
    is_capped: bool

    @property
    def total_views(self) -> int:
        """Views of all days; whoever sent must have looked."""
        return max(sum(self.views.values()), self.total_starts)

    @property
    def total_starts(self) -> int:
        """Starts of all days; whoever sent must have begun, also without a script."""
        return max(self.starts, self.total_sent)

    @property
    def total_sent(self) -> int:
        """Submissions of all days."""
        return sum(self.sent.values())


def numbers(organisation_id: str, form_id: str, pages: Sequence[str], zone: str, length: int) -> Numbers:
    """The last `length` days, today included, of one form with these pages."""
    today = clock.today(zone)
    days = [today - timedelta(days=back) for back in reversed(range(length))]
    seen = _seen(organisation_id, form_id, days[0])
    rows = _sent(organisation_id, form_id, _midnight(days[0], zone))
    return Numbers(
        days=days,
        views={day: number for (day, what), number in seen.items() if what == "view"},
        sent=Counter(clock.date_in(received, zone) for _token, received in rows),
        starts=_total(seen, "start"),
        pages=[_total(seen, f"page:{page}") for page in pages],
        seconds=_median([took for token, received in rows if (took := duration(token, received))]),
        caught=sum(number for (_day, what), number in seen.items() if what.startswith("trap:")),
        is_capped=len(rows) == MOST,
    )


def duration(token: str, received: datetime) -> timedelta | None:
    """How long a page was open before it was sent: its token tells when it was shown."""
    if not is_id(token):
        return None
    took = received - made_at(token)
    return took if timedelta(0) < took <= _ONE_GO else None


def _seen(organisation_id: str, form_id: str, since: date) -> dict[tuple[date, str], int]:
    rows = current_session().execute(
        select(FormDay.day, FormDay.what, FormDay.number).where(
            FormDay.organisation_id == organisation_id, FormDay.form_id == form_id, FormDay.day >= since
        )
    )
    return {(day, what): number for day, what, number in rows}


def _sent(organisation_id: str, form_id: str, since: datetime) -> Sequence[tuple[str, datetime]]:
    """Token and instant of what customers sent; what staff filled in or put aside as spam is not the form's doing."""
    rows = current_session().execute(
        select(Submission.token, Submission.received_at)
        .where(
            Submission.organisation_id == organisation_id,
            Submission.form_id == form_id,
            Submission.received_at >= since,
            Submission.spam_at.is_(None),
            Submission.filled_in_by.is_(None),
        )
        .order_by(Submission.id.desc())
        .limit(MOST)
    )
    return [(row.token, row.received_at) for row in rows]


def _total(seen: dict[tuple[date, str], int], wanted: str) -> int:
    return sum(number for (_day, what), number in seen.items() if what == wanted)


def _median(durations: list[timedelta]) -> int | None:
    ordered = sorted(durations)
    return round(ordered[len(ordered) // 2].total_seconds()) if ordered else None


def _midnight(day: date, zone: str) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone))
