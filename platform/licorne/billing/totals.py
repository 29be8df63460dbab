"""The totals of a bill (EN 16931, BG-22 and BG-23), in minor units."""

from collections.abc import Sequence
from dataclasses import dataclass

from licorne.billing.adjustments import Applied, applied
from licorne.billing.bill import Adjustment, Bill, Key
from licorne.billing.decimals import half_up
from licorne.billing.errors import problem, refuse_if
from licorne.billing.included import nets_of, tax_on
from licorne.billing.lines import Line, LineFigures, figures_of
from licorne.billing.mentions import default_exemption
from licorne.billing.scales import AMOUNT_LIMIT
from licorne.billing.validation import problems_of


@dataclass(frozen=True, slots=True)
class Group:
    """VAT of one category and rate (BG-23): base BT-116, tax BT-117."""

    category: str
    rate: int
    base: int
    tax: int
    exemption_code: str = ""
    exemption_text: str = ""


@dataclass(frozen=True, slots=True)
class Totals:
    """Every total of a document. `line_nets` (BT-131) and `adjustment_nets` (BT-92, BT-99) are net of VAT."""

    currency: str
    figures: tuple[LineFigures, ...]
    line_nets: tuple[int, ...]
    adjustments: tuple[Applied, ...]
    adjustment_nets: tuple[int, ...]
    groups: tuple[Group, ...]
    priced: int  # what the customer was promised: lines and adjustments in the terms of the prices
    lines: int  # BT-106
    allowances: int  # BT-107
    charges: int  # BT-108
    net: int  # BT-109
    tax: int  # BT-110
    gross: int  # BT-112
    prepaid: int  # BT-113
    rounding: int  # BT-114
    due: int  # BT-115


def group_order(key: Key) -> tuple[int, str]:
    """Highest rate first, as invoices are read."""
    return -key[1], key[0]


def line_sums(bill: Bill, figures: Sequence[LineFigures]) -> dict[Key, int]:
    """The lines per VAT group, in the terms of the prices."""
    sums: dict[Key, int] = {}
    for line, figure in zip(bill.lines, figures, strict=True):
        key = (line.category, line.rate)
        sums[key] = sums.get(key, 0) + figure.figure
    return {key: sums[key] for key in sorted(sums, key=group_order)}


def net_items(items: Sequence[tuple[Key, int]], prices_include_vat: bool) -> list[int]:
    """The net of each line or adjustment, given with its VAT group and sign."""
    nets = [figure for _, figure in items]
    if not prices_include_vat:
        return nets
    for key in {key for key, _ in items}:
        places = [index for index, (owner, _) in enumerate(items) if owner == key]
        for index, net in zip(places, nets_of([items[index][1] for index in places], key[1]), strict=True):
            nets[index] = net
    return nets


def exemption_of(bill: Bill, key: Key) -> tuple[str, str]:
    """Code and text of why a group bears no VAT: as entered, else the one code that its category has (AE, K, G, O)."""
    owners: list[Line | Adjustment] = [*bill.lines, *bill.allowances, *bill.charges]
    for owner in owners:
        if (owner.category, owner.rate) == key and (owner.exemption_code or owner.exemption_text):
            return owner.exemption_code, owner.exemption_text
    return default_exemption(key[0]), ""


def groups_of(bill: Bill, items: Sequence[tuple[Key, int]], nets: Sequence[int]) -> tuple[Group, ...]:
    """BG-23: nets per category and rate, tax rounded once per group and never per line (BR-CO-17)."""
    bases: dict[Key, int] = {}
    for (key, _), net in zip(items, nets, strict=True):
        bases[key] = bases.get(key, 0) + net
    return tuple(
        Group(*key, bases[key], tax_on(bases[key], key[1]), *exemption_of(bill, key))
        for key in sorted(bases, key=group_order)
    )


def cash_rounding_of(payable: int, step: int) -> int:
    """What brings a payable to a multiple of the step, halves away from zero; 0 without a step."""
    return half_up(payable, step) * step - payable if step else 0


def assemble(bill: Bill, figures: tuple[LineFigures, ...], shares: tuple[Applied, ...]) -> Totals:
    """Sums by BR-CO-10 to BR-CO-16."""
    items = [((line.category, line.rate), figure.figure) for line, figure in zip(bill.lines, figures, strict=True)]
    items += [(share.key, share.signed) for share in shares]
    nets = net_items(items, bill.prices_include_vat)
    groups = groups_of(bill, items, nets)
    line_nets, rest = tuple(nets[: len(figures)]), nets[len(figures) :]
    adjustment_nets = tuple(-net if share.kind == "allowance" else net for share, net in zip(shares, rest, strict=True))
    pairs = list(zip(shares, adjustment_nets, strict=True))
    allowances = sum(net for share, net in pairs if share.kind == "allowance")
    charges = sum(net for share, net in pairs if share.kind == "charge")
    net, tax = sum(line_nets) - allowances + charges, sum(group.tax for group in groups)
    priced = sum(figure for _, figure in items)
    promised = priced if bill.prices_include_vat else net + tax
    rounding = promised - net - tax + cash_rounding_of(promised - bill.prepaid, bill.cash_rounding)
    return Totals(
        bill.currency, figures, line_nets, shares, adjustment_nets, groups, priced, sum(line_nets), allowances, charges,
        net, tax, net + tax, bill.prepaid, rounding, net + tax - bill.prepaid + rounding,
    )  # fmt: skip


def refuse_overflow(totals: Totals) -> None:
    """Totals of more than 15 digits are a mistake of entry, and would not fit where they are stored."""
    amounts = {
        name: getattr(totals, name)
        for name in ("lines", "allowances", "charges", "net", "tax", "gross", "prepaid", "rounding", "due")
    }
    amounts |= {f"groups/{index}/base": group.base for index, group in enumerate(totals.groups)}
    amounts |= {f"lines/{index}/net": net for index, net in enumerate(totals.line_nets)}
    refuse_if([
        problem("amount_too_large", f"/totals/{name}", digits="15")
        for name, amount in amounts.items() if abs(amount) >= AMOUNT_LIMIT
    ])  # fmt: skip


def total(bill: Bill) -> Totals:
    """The totals of a bill. Raises BillingError with every problem of it."""
    refuse_if(problems_of(bill))
    figures = tuple(figures_of(line, bill.currency) for line in bill.lines)
    totals = assemble(bill, figures, applied(bill, line_sums(bill, figures)))
    refuse_overflow(totals)
    return totals
