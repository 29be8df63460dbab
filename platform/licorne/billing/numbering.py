"""Document numbers from a pattern, a counter and the date of issue: `F-{YYYY}-{NNNN}` gives F-2026-0142.

The counter itself is a locked row elsewhere; here is what a number looks like and when counting starts again.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from licorne.billing.errors import BillingError, problem
from rules.expression.problem import Problem

Reset = Literal["never", "yearly", "monthly"]

TOKEN = re.compile(r"\{(YYYY|YY|MM|N{1,12})\}", re.ASCII)
#: BR-FR-02: what a number may be written with.
LITERAL = re.compile(r"[A-Za-z0-9+\-_/]*", re.ASCII)
#: BR-FR-01.
LONGEST = 35


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern taken apart: literals at even places, tokens at odd ones."""

    pieces: tuple[str, ...]

    @property
    def literals(self) -> tuple[str, ...]:
        """The fixed texts."""
        return self.pieces[::2]

    @property
    def tokens(self) -> tuple[str, ...]:
        """YYYY, YY, MM and the N's, as written."""
        return self.pieces[1::2]


def parse_pattern(pattern: str) -> Pattern:
    """Splits a pattern at its tokens; braces that are no token stay in a literal, where they are refused."""
    return Pattern(tuple(TOKEN.split(pattern)))


def counters_of(tokens: tuple[str, ...]) -> list[str]:
    """The tokens that show the counter."""
    return [token for token in tokens if token.startswith("N")]


def check_pattern(pattern: str, reset: Reset = "never", place: str = "/pattern") -> list[Problem]:
    """Why a pattern may not be used; empty where it can.

    One counter only, so that no two counters give one number: all else has a fixed width. A yearly series shows the
    year and a monthly one the month too, else the first number of the next period would be a double.
    """
    parts, found = parse_pattern(pattern), []
    if not all(LITERAL.fullmatch(text) for text in parts.literals):
        found.append(problem("BR-FR-02", place))
    if len(counters_of(parts.tokens)) != 1:
        found.append(problem("pattern_needs_one_counter", place))
    if reset != "never" and not {"YYYY", "YY"} & set(parts.tokens):
        found.append(problem("pattern_needs_year", place))
    if reset == "monthly" and "MM" not in parts.tokens:
        found.append(problem("pattern_needs_month", place))
    if sum(map(len, parts.literals)) + sum(map(len, parts.tokens)) > LONGEST:
        found.append(problem("BR-FR-01", place, most=str(LONGEST)))
    return found


def format_number(pattern: str, counter: int, issued: date) -> str:
    """The number of a counter that starts at 1. A counter beyond its padding grows; the whole stays within BR-FR-01.

    Refuses years outside 2000–2099 (BR-FR-03), in which {YY} is unambiguous too.
    """
    if counter < 1:
        raise BillingError((problem("counter_not_positive", "/counter"),))
    if not 2000 <= issued.year <= 2099:
        raise BillingError((problem("BR-FR-03", "/issued"),))
    values = {"YYYY": f"{issued:%Y}", "YY": f"{issued:%y}", "MM": f"{issued:%m}"}
    pieces = list(parse_pattern(pattern).pieces)
    pieces[1::2] = [values.get(token) or str(counter).rjust(len(token), "0") for token in pieces[1::2]]
    number = "".join(pieces)
    number_problems = check_number(number)
    if number_problems:
        raise BillingError(tuple(number_problems))
    return number


def check_number(number: str, place: str = "/number") -> list[Problem]:
    """BR-FR-01 and BR-FR-02 for a finished number, wherever it comes from."""
    found = [] if 0 < len(number) <= LONGEST else [problem("BR-FR-01", place, most=str(LONGEST))]
    return found if LITERAL.fullmatch(number) else [*found, problem("BR-FR-02", place)]


def period_of(reset: Reset, issued: date) -> str:
    """The period in which counters are unique: "2026", "2026-11", or "" where a series never starts again."""
    return {"never": "", "yearly": f"{issued:%Y}", "monthly": f"{issued:%Y-%m}"}[reset]


def date_problems(last_issued: date | None, issued: date) -> list[Problem]:
    """The date of issue never goes back within a series (invariant I4)."""
    if last_issued is not None and issued < last_issued:
        return [problem("issued_before_last", "/issued", last=last_issued.isoformat())]
    return []
