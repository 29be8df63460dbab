"""Allowances and charges of a whole document, laid on the VAT groups (BG-20, BG-21)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from licorne.billing.bill import Adjustment, Bill, Key
from licorne.billing.decimals import half_up
from licorne.billing.errors import BillingError, problem
from licorne.billing.lines import Percent, part_of

Kind = Literal["allowance", "charge"]


@dataclass(frozen=True, slots=True)
class Applied:
    """The share of an adjustment that lies on one VAT group.

    `amount` is in the terms of the prices, `base` the lines of the group it was reckoned from, `percent` scaled or None.
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


def spread(total: int, weights: Sequence[int]) -> list[int]:
    """`total` in proportion to the weights. The parts sum up exactly: running sums are rounded, so the last takes the rest.

    Each part is less than one unit away from its exact share, however many there are. Weights must not sum to zero.
    """
    whole, running, given, parts = sum(weights), 0, 0, []
    for weight in weights:
        running += weight
        upto = half_up(total * running, whole)
        parts.append(upto - given)
        given = upto
    return parts


def shares(adjustment: Adjustment, sums: Mapping[Key, int], place: str) -> Iterator[tuple[Key, int, int]]:
    """Key, base and amount of each share; groups on which nothing falls are left out."""
    if adjustment.category:
        key = (adjustment.category, adjustment.rate)
        base = sums.get(key, 0)
        yield key, base, part_of(adjustment.part, base)
        return
    total, whole = part_of(adjustment.part, sum(sums.values())), sum(sums.values())
    if total and not whole:
        raise BillingError((problem("adjustment_without_base", place),))
    amounts = spread(total, list(sums.values())) if total else []
    yield from ((key, base, amount) for (key, base), amount in zip(sums.items(), amounts, strict=False) if amount)


def applied(bill: Bill, sums: Mapping[Key, int]) -> tuple[Applied, ...]:
    """All shares, allowances first. `sums` are the lines per VAT group: adjustments do not stack on each other."""
    kinds: tuple[tuple[Kind, tuple[Adjustment, ...]], ...] = (("allowance", bill.allowances), ("charge", bill.charges))
    return tuple(
        Applied(kind, adjustment, key, base, amount)
        for kind, adjustments in kinds
        for index, adjustment in enumerate(adjustments)
        for key, base, amount in shares(adjustment, sums, f"/{kind}s/{index}")
    )
