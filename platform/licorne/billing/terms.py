"""Payment terms: the day a document is due, in calendar days of the seller's time zone."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from licorne.billing.errors import BillingError, problem
from rules.expression.problem import Problem

#: net: issue + N days. end_of_month: end of the issue month + N days. days_end_of_month: end of the month of issue + N.
Kind = Literal["net", "end_of_month", "days_end_of_month"]

MOST_DAYS = 366


@dataclass(frozen=True, slots=True)
class Terms:
    """A kind and its days."""

    kind: Kind = "net"
    days: int = 30


def month_end(day: date) -> date:
    """The last day of the month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def due_date(terms: Terms, issued: date) -> date:
    """The last day on which a payment is in time. Refuses fewer than 0 or more than 366 days."""
    if not 0 <= terms.days <= MOST_DAYS:
        raise BillingError((problem("terms_out_of_range", "/terms/days", most=str(MOST_DAYS)),))
    days = timedelta(days=terms.days)
    if terms.kind == "net":
        return issued + days
    return month_end(issued) + days if terms.kind == "end_of_month" else month_end(issued + days)


def due_problems(issued: date, due: date | None) -> list[Problem]:
    """BR-FR-CO-07: not due before it is issued."""
    return [problem("BR-FR-CO-07", "/due")] if due is not None and due < issued else []


def far_problems(issued: date, due: date) -> list[Problem]:
    """A day that was agreed on lies no further ahead than terms may reach: a mistyped year is no agreement."""
    too_far = due > issued + timedelta(days=MOST_DAYS)
    return [problem("terms_out_of_range", "/due", most=str(MOST_DAYS))] if too_far else []


def french_cap_problems(terms: Terms) -> list[Problem]:
    """Art. L441-10 C. com.: between businesses at most 60 days, or 45 days end of month."""
    most = 60 if terms.kind == "net" else 45
    return [problem("terms_beyond_law", "/terms/days", most=str(most))] if terms.days > most else []
