"""The reader and note-taker of the second implementation: exact fractions from the texts of a frozen model.

Shares no arithmetic with the engine on purpose. Only the table of currency exponents is common to both.
"""

import math
import re
from dataclasses import dataclass, field
from fractions import Fraction

from licorne.billing.errors import problem
from rules.expression.problem import Problem

NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})(?:\.([0-9]{1,12}))?", re.ASCII)


@dataclass
class Ledger:
    """Problems found so far in a document whose amounts have `places` decimals."""

    places: int
    problems: list[Problem] = field(default_factory=list)

    @property
    def unit(self) -> Fraction:
        """One minor unit."""
        return Fraction(1, 10**self.places)

    def number(self, text: str, place: str) -> Fraction:
        """The value of a text; notes what is no number and the negative zero, which official validators refuse."""
        if not NUMBER.fullmatch(text):
            self.problems.append(problem("model_number", place, found=text[:40]))
            return Fraction(0)
        value = Fraction(text)
        if value == 0 and text.startswith("-"):
            self.problems.append(problem("negative_zero", place, found=text))
        return value

    def amount(self, text: str, place: str) -> Fraction:
        """As `number`, with exactly the decimals of the currency."""
        match = NUMBER.fullmatch(text)
        if match and len(match[1] or "") != self.places:
            self.problems.append(problem("model_decimals", place, found=text))
        return self.number(text, place)

    def rounded(self, value: Fraction) -> Fraction:
        """To the minor unit, halves away from zero."""
        size = math.floor(abs(value) / self.unit + Fraction(1, 2))
        return (size if value >= 0 else -size) * self.unit

    def expect(self, found: Fraction, expected: Fraction, code: str, place: str) -> None:
        """Notes a number that is not what it must be."""
        if found != expected:
            self.problems.append(problem(code, place, found=self.shown(found), expected=self.shown(expected)))

    def expect_near(self, found: Fraction, exact: Fraction, units: int, code: str, place: str) -> None:
        """Notes a number that is more than `units` minor units away from the exact value."""
        if abs(found - exact) > units * self.unit:
            self.problems.append(problem(code, place, found=self.shown(found), expected=self.shown(exact)))

    def demand(self, holds: bool, code: str, place: str) -> None:
        """Notes a rule that does not hold."""
        if not holds:
            self.problems.append(problem(code, place))

    def shown(self, value: Fraction) -> str:
        """A number for the report, two decimals more than an amount has."""
        size = round(abs(value) * 10 ** (self.places + 2))
        digits = str(size).rjust(self.places + 3, "0")
        return ("-" if value < 0 else "") + digits[: -self.places - 2] + "." + digits[-self.places - 2 :]
