"""What totals are computed from."""

from dataclasses import dataclass

from licorne.billing.lines import Line, Part

#: A VAT group: category and rate (BT-118, BT-119).
Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Adjustment:
    """An allowance or charge on the whole document (BG-20, BG-21).

    Without a `category` it is spread over the VAT groups of the lines in proportion to them; with one it belongs to
    that category and `rate` (postage at 20 % on books at 5.5 %).
    """

    reason: str
    part: Part
    category: str = ""
    rate: int = 0
    reason_code: str = ""
    exemption_code: str = ""
    exemption_text: str = ""


@dataclass(frozen=True, slots=True)
class Bill:
    """Lines and what else changes the sum.

    `prepaid` (BT-113) in minor units. `cash_rounding` is the step of the payable in minor units (5 for the 0.05 of
    Swiss cash), 0 for none. With `prices_include_vat` prices, amounts of discounts and adjustments all include VAT.
    """

    currency: str
    lines: tuple[Line, ...]
    allowances: tuple[Adjustment, ...] = ()
    charges: tuple[Adjustment, ...] = ()
    prepaid: int = 0
    cash_rounding: int = 0
    prices_include_vat: bool = False
