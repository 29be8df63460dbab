"""Prices that include VAT: the net is derived so that the gross total, which the customer was promised, stays.

Not every gross is reachable by a net and its rounded tax: at 20 % a net of 0.02 gives 0.02, one of 0.03 gives 0.04.
The cent that is left becomes part of the rounding of the payable (BT-114), in sight.
"""

from collections.abc import Sequence
from itertools import accumulate

from licorne.billing.adjustments import differences
from licorne.billing.decimals import half_up
from licorne.billing.scales import WHOLE


def tax_on(base: int, rate: int) -> int:
    """BT-117: the tax of a group, rounded once (BR-CO-17)."""
    return half_up(base * rate, WHOLE)


def net_of(gross: int, rate: int) -> int:
    """The gross without its VAT, rounded: no other net comes closer to the gross again (tried over all rates)."""
    return half_up(gross * WHOLE, WHOLE + rate)


def nets_of(figures: Sequence[int], rate: int) -> list[int]:
    """The net of each figure of one VAT group; together they are the net of the sum.

    Running sums are rounded, so that 500 lines do not gather 500 errors: each is at most one unit away from exact.
    """
    return differences([net_of(upto, rate) for upto in accumulate(figures)])
