"""One line of an invoice and its net amount (EN 16931, BG-25)."""

from dataclasses import dataclass

from licorne.billing.currency import exponent
from licorne.billing.decimals import half_up
from licorne.billing.scales import PRICE, QUANTITY, WHOLE


@dataclass(frozen=True, slots=True)
class Percent:
    """A share of a base; `rate` in ten-thousandths of a percent point."""

    rate: int


@dataclass(frozen=True, slots=True)
class Amount:
    """A fixed sum in minor units, never negative."""

    minor: int


Part = Percent | Amount


@dataclass(frozen=True, slots=True)
class Line:
    """A line as entered. `category` is of UNCL5305 (S Z E AE K G O); `account` is the seller's revenue account.

    `price` is for `base_quantity` units (BT-149) and includes VAT only where the bill says so. A return is a negative
    quantity, never a negative price (BR-27).
    """

    name: str
    quantity: int
    price: int
    rate: int = 0
    category: str = "S"
    detail: str = ""
    unit: str = ""
    unit_code: str = "C62"
    base_quantity: int = QUANTITY
    discount: Part | None = None
    charge: Part | None = None
    exemption_code: str = ""
    exemption_text: str = ""
    account: str = ""
    product: str = ""


@dataclass(frozen=True, slots=True)
class LineFigures:
    """Minor units of a line, all in the terms of its price (with VAT where prices include it)."""

    amount: int
    discount: int
    charge: int

    @property
    def figure(self) -> int:
        """The line after its discount and charge; BT-131 where prices are net."""
        return self.amount - self.discount + self.charge


def part_of(part: Part | None, base: int) -> int:
    """A percentage of a base, rounded (BT-136, BT-141), or the fixed amount itself."""
    if part is None:
        return 0
    if isinstance(part, Percent):
        return half_up(base * part.rate, WHOLE)
    return part.minor


def line_part(part: Part | None, amount: int) -> int:
    """As `part_of`, a fixed amount taking the line's sign: giving back a piece sold with 5 off gives back 5 less."""
    if isinstance(part, Amount) and amount < 0:
        return -part.minor
    return part_of(part, amount)


def figures_of(line: Line, currency: str) -> LineFigures:
    """quantity × price / base quantity, rounded, then each part rounded by itself (BT-131)."""
    amount = half_up(line.quantity * line.price * 10 ** exponent(currency), line.base_quantity * PRICE)
    return LineFigures(amount, line_part(line.discount, amount), line_part(line.charge, amount))
