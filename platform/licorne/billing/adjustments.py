"""Allowances and charges of a whole document, laid on the VAT groups (BG-20, BG-21)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Literal

from licorne.billing.bill import Adjustment, Bill, Key
from licorne.billing.decimals import half_up
from licorne.billing.errors import BillingError, problem
from licorne.billing.lines import Amount, Percent, part_of

Kind = Literal["allowance", "charge"]


@dataclass(frozen=True, slots=True)
class Applied:
    """The share of an adjustment that lies on one VAT group.

    `amount` is in the terms of the prices, `base` the lines of the group that it was reckoned from.
    """

    kind: Kind
    source: Adjustment
    key: Key
    base: int
    amount: int

    @property
    def percent(self) -> int | None:
        """The percentage as entered (BT-94, BT-101), scaled; None for a fixed amount."""
        return self.source.part.rate if isinstance(self.source.part, Percent) else None

    @property
    def signed(self) -> int:
        """What it adds to the sum."""
        return -self.amount if self.kind == "allowance" else self.amount


def differences(running: Sequence[int]) -> list[int]:
    """What each running sum adds to the one before it."""
    return [upto - before for before, upto in pairwise((0, *running))]


def spread(total: int, weights: Sequence[int]) -> list[int]:
    """`total` in proportion to the weights. Parts sum up exactly: running sums are rounded, the last takes the rest.

    Each part is at most one unit away from its exact share, however many there are. Weights against the sign of
    their sum get nothing: 5 off goods and a return of other goods is 5 off the goods. The sum must not be zero.
    """
    whole = sum(weights)
    carrying = [weight if weight * whole > 0 else 0 for weight in weights]
    return differences([half_up(total * upto, sum(carrying)) for upto in accumulate(carrying)])


def spread_percent(percent: Percent, bases: Sequence[int]) -> list[int]:
    """A percentage of each base, at most one unit away from exact; together that of the sum, rounded once."""
    return differences([part_of(percent, upto) for upto in accumulate(bases)])


def shares(adjustment: Adjustment, sums: Mapping[Key, int], place: str) -> Iterator[tuple[Key, int, int]]:
    """Key, base and amount of each share; groups on which nothing falls are left out."""
    part, bases = adjustment.part, list(sums.values())
    if adjustment.category:
        key = (adjustment.category, adjustment.rate)
        yield key, sums.get(key, 0), part_of(part, sums.get(key, 0))
        return
    if isinstance(part, Amount) and not sum(bases):
        raise BillingError((problem("adjustment_without_base", place),))
    amounts = spread_percent(part, bases) if isinstance(part, Percent) else spread(part.minor, bases)
    yield from ((key, base, amount) for (key, base), amount in zip(sums.items(), amounts, strict=True) if amount)


def applied(bill: Bill, sums: Mapping[Key, int]) -> tuple[Applied, ...]:
    """All shares, allowances first. `sums` are the lines per VAT group: adjustments do not stack on each other."""
    kinds: tuple[tuple[Kind, tuple[Adjustment, ...]], ...] = (("allowance", bill.allowances), ("charge", bill.charges))
    return tuple(
        Applied(kind, adjustment, key, base, amount)
        for kind, adjustments in kinds
        for index, adjustment in enumerate(adjustments)
        for key, base, amount in shares(adjustment, sums, f"/{kind}s/{index}")
    )
