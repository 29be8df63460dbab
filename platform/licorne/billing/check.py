"""A second, independent reckoning of a frozen document (invariant I6): run before it is committed, and by `doctor`.

The official rule sets let a VAT amount pass that is wrong by 0.90, and a line that is not quantity × price; this does
not. It reads nothing but the JSON, computes in exact fractions and shares no arithmetic with the engine.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import cast

from licorne.billing.currency import EXPONENTS
from licorne.billing.errors import problem
from licorne.billing.ledger import Ledger
from licorne.billing.shape import SCHEMA, TYPE_CODES, GroupModel, InvoiceModel, LineModel, PartModel
from licorne.billing.shape_check import shape_problems
from rules.expression.problem import Problem

#: A VAT group as written: category and rate.
Key = tuple[str, str]


def check_part(ledger: Ledger, part: PartModel | None, base: Fraction, place: str) -> Fraction:
    """A line's discount or charge: a percentage of the line's amount, or a sum of its sign (BT-136)."""
    if part is None:
        return Fraction(0)
    amount = ledger.amount(part["amount"], f"{place}/amount")
    if part["percent"]:
        share = ledger.number(part["percent"], f"{place}/percent") / 100
        ledger.expect(amount, ledger.rounded(base * share), "line_percent", f"{place}/amount")
    ledger.demand(amount * base >= 0, "line_part_sign", f"{place}/amount")
    return amount


def check_line(ledger: Ledger, line: LineModel, place: str) -> Fraction:
    """BT-131 by its parts; returns the line's figure."""
    price, pieces = (
        ledger.number(line["price"], f"{place}/price"),
        ledger.number(line["base_quantity"], f"{place}/base"),
    )
    quantity = ledger.number(line["quantity"], f"{place}/quantity")
    ledger.demand(price >= 0, "BR-27", f"{place}/price")
    ledger.demand(pieces > 0, "base_quantity_not_positive", f"{place}/base_quantity")
    amount = ledger.amount(line["amount"], f"{place}/amount")
    if pieces > 0:
        ledger.expect(amount, ledger.rounded(quantity * price / pieces), "line_amount", f"{place}/amount")
    discount = check_part(ledger, line["discount"], amount, f"{place}/discount")
    charge = check_part(ledger, line["charge"], amount, f"{place}/charge")
    figure = ledger.amount(line["figure"], f"{place}/figure")
    ledger.expect(figure, amount - discount + charge, "line_figure", f"{place}/figure")
    return figure


class Reckoning:
    """One pass over a model of the right shape. `figures`, `nets` gather what lies on each VAT group."""

    def __init__(self, model: InvoiceModel) -> None:
        self.model = model
        self.ledger = Ledger(EXPONENTS[model["currency"]])
        self.figures: dict[Key, Fraction] = {}
        self.nets: dict[Key, Fraction] = {}
        self.line_nets = self.allowances = self.charges = Fraction(0)

    @property
    def priced(self) -> Fraction:
        """All lines and adjustments in the terms of the prices."""
        return sum(self.figures.values(), Fraction(0))

    def add(self, key: Key, figure: Fraction, net: Fraction) -> None:
        """Lays an item on its group."""
        self.figures[key] = self.figures.get(key, Fraction(0)) + figure
        self.nets[key] = self.nets.get(key, Fraction(0)) + net

    def check_net(self, net: Fraction, figure: Fraction, rate: str, place: str) -> None:
        """The net is the figure; without its VAT, and then to one unit, where prices include it."""
        if not self.model["prices_include_vat"]:
            self.ledger.expect(net, figure, "net", place)
            return
        share = self.ledger.number(rate, place) / 100
        self.ledger.expect_near(net, figure / (1 + share), 1, "net", place)

    def check_lines(self) -> None:
        """All lines, numbered from 1."""
        for index, line in enumerate(self.model["lines"]):
            place = f"/lines/{index}"
            self.ledger.demand(line["number"] == index + 1, "line_number", f"{place}/number")
            figure, net = check_line(self.ledger, line, place), self.ledger.amount(line["net"], f"{place}/net")
            self.check_net(net, figure, line["rate"], f"{place}/net")
            self.add((line["category"], line["rate"]), figure, net)
            self.line_nets += net

    def check_adjustments(self) -> None:
        """Allowances and charges, each from the lines of its group (BR-CO-11, BR-CO-12)."""
        bases = dict(self.figures)
        for index, item in enumerate(self.model["adjustments"]):
            place, key = f"/adjustments/{index}", (item["category"], item["rate"])
            base, amount, net = (
                self.ledger.amount(text, f"{place}/{name}")
                for name, text in (("base", item["base"]), ("amount", item["amount"]), ("net", item["net"]))
            )
            self.ledger.expect(base, bases.get(key, Fraction(0)), "adjustment_base", f"{place}/base")
            if item["percent"]:
                share = self.ledger.number(item["percent"], f"{place}/percent") / 100
                self.ledger.expect_near(amount, base * share, 1, "adjustment_percent", f"{place}/amount")
            self.check_net(net, amount, item["rate"], f"{place}/net")
            sign = -1 if item["kind"] == "allowance" else 1
            self.add(key, sign * amount, sign * net)
            self.allowances += net if sign < 0 else 0
            self.charges += net if sign > 0 else 0

    def check_group(self, group: GroupModel, place: str) -> Fraction:
        """BR-S-08 and its sisters, BR-CO-17, and the rate and reason of the category; returns the tax."""
        key, rate = (group["category"], group["rate"]), self.ledger.number(group["rate"], f"{place}/rate")
        base, tax = self.ledger.amount(group["base"], f"{place}/base"), self.ledger.amount(group["tax"], f"{place}/tax")
        self.ledger.expect(base, self.nets.get(key, Fraction(0)), "BR-S-08", f"{place}/base")
        self.ledger.expect(tax, self.ledger.rounded(base * rate / 100), "BR-CO-17", f"{place}/tax")
        self.ledger.demand((rate > 0) == (group["category"] == "S") and rate <= 100, "BR-S-05", f"{place}/rate")
        reason = group["exemption_code"] or group["exemption_text"]
        self.ledger.demand(bool(reason) or group["category"] in {"S", "Z"}, "BR-E-10", f"{place}/exemption_text")
        if self.model["prices_include_vat"]:
            promised = self.figures.get(key, Fraction(0))
            self.ledger.expect_near(base + tax, promised, 1, "group_gross", f"{place}/base")
        return tax

    def check_groups(self) -> Fraction:
        """Each group once, and one for every line and adjustment (BR-S-01); returns the sum of the taxes."""
        keys = [(group["category"], group["rate"]) for group in self.model["groups"]]
        self.ledger.demand(sorted(keys) == sorted(self.nets), "BR-S-01", "/groups")
        return sum(
            (self.check_group(group, f"/groups/{index}") for index, group in enumerate(self.model["groups"])),
            Fraction(0),
        )

    def rounding(self, gross: Fraction, prepaid: Fraction) -> Fraction:
        """BT-114: what a promised gross lacks, and what brings the payable to the cash step."""
        promised = self.priced if self.model["prices_include_vat"] else gross
        payable, step = promised - prepaid, Fraction(0)
        if self.model["cash_rounding"]:
            step = self.ledger.amount(self.model["cash_rounding"], "/cash_rounding")
        if step <= 0:
            return promised - gross
        whole, rest = divmod(abs(payable), step)
        size = (whole + (1 if 2 * rest >= step else 0)) * step
        return (size if payable >= 0 else -size) + prepaid - gross

    def expected_totals(self, tax: Fraction) -> Iterator[tuple[str, str, Fraction]]:
        """Name, rule and value of each total; prepaid is given, all else follows."""
        prepaid = self.ledger.amount(self.model["totals"]["prepaid"], "/totals/prepaid")
        self.ledger.demand(prepaid >= 0, "amount_negative", "/totals/prepaid")
        net = self.line_nets - self.allowances + self.charges
        gross = net + tax
        rounding = self.rounding(gross, prepaid)
        yield "priced", "priced", self.priced
        yield "lines", "BR-CO-10", self.line_nets
        yield "allowances", "BR-CO-11", self.allowances
        yield "charges", "BR-CO-12", self.charges
        yield "net", "BR-CO-13", net
        yield "tax", "BR-CO-14", tax
        yield "gross", "BR-CO-15", gross
        yield "rounding", "rounding", rounding
        yield "due", "BR-CO-16", gross - prepaid + rounding

    def check_totals(self, tax: Fraction) -> None:
        """BR-CO-10 to BR-CO-16."""
        totals: Mapping[str, object] = self.model["totals"]
        for name, rule, expected in self.expected_totals(tax):
            found = self.ledger.amount(str(totals[name]), f"/totals/{name}")
            self.ledger.expect(found, expected, rule, f"/totals/{name}")


def recompute(model: Mapping[str, object]) -> list[Problem]:
    """Everything in a frozen model that does not add up, with what was found and expected; empty for a sound one.

    Never raises, whatever the JSON holds: a damaged row is a finding too.
    """
    found = shape_problems(model)
    if found:
        return found
    document = cast(InvoiceModel, model)
    if document["currency"] not in EXPONENTS:
        return [problem("currency_unknown", "/currency")]
    reckoning = Reckoning(document)
    reckoning.ledger.demand(document["schema"] == SCHEMA, "model_schema", "/schema")
    reckoning.ledger.demand(document["type_code"] == TYPE_CODES[document["kind"]], "BR-04", "/type_code")
    reckoning.ledger.demand(bool(document["lines"]), "BR-16", "/lines")
    reckoning.check_lines()
    reckoning.check_adjustments()
    reckoning.check_totals(reckoning.check_groups())
    return reckoning.ledger.problems
