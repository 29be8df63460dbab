"""Bill and totals as the texts of the frozen model."""

from dataclasses import dataclass

from licorne.billing.adjustments import Applied
from licorne.billing.currency import exponent, major_text
from licorne.billing.decimals import price_text, quantity_text, rate_text
from licorne.billing.lines import Line, Part, Percent
from licorne.billing.mentions import exemption_text
from licorne.billing.shape import AdjustmentModel, GroupModel, LineModel, PartModel, TotalsModel
from licorne.billing.totals import Group, Totals


@dataclass(frozen=True, slots=True)
class Amounts:
    """Writes the numbers of one document."""

    totals: Totals

    def text(self, minor: int) -> str:
        """An amount in the document's currency."""
        return major_text(minor, self.totals.currency)

    def part(self, part: Part | None, minor: int) -> PartModel | None:
        """A line's discount or charge with what it came to."""
        if part is None:
            return None
        return PartModel(percent=rate_text(part.rate) if isinstance(part, Percent) else "", amount=self.text(minor))

    def line(self, index: int, line: Line) -> LineModel:
        """A line, numbered from 1."""
        figures = self.totals.figures[index]
        return LineModel(
            number=index + 1, name=line.name, detail=line.detail, product=line.product, account=line.account,
            quantity=quantity_text(line.quantity), unit=line.unit, unit_code=line.unit_code,
            price=price_text(line.price, exponent(self.totals.currency)),
            base_quantity=quantity_text(line.base_quantity), amount=self.text(figures.amount),
            discount=self.part(line.discount, figures.discount), charge=self.part(line.charge, figures.charge),
            figure=self.text(figures.figure), net=self.text(self.totals.line_nets[index]),
            category=line.category, rate=rate_text(line.rate),
        )  # fmt: skip

    def adjustment(self, share: Applied, net: int) -> AdjustmentModel:
        """One share of an allowance or charge."""
        return AdjustmentModel(
            kind=share.kind, reason=share.source.reason, reason_code=share.source.reason_code,
            percent="" if share.percent is None else rate_text(share.percent), base=self.text(share.base),
            amount=self.text(share.amount), net=self.text(net), category=share.key[0], rate=rate_text(share.key[1]),
        )  # fmt: skip

    def group(self, group: Group, language: str) -> GroupModel:
        """One VAT group; a code without a text gets its words."""
        return GroupModel(
            category=group.category, rate=rate_text(group.rate), base=self.text(group.base), tax=self.text(group.tax),
            exemption_code=group.exemption_code,
            exemption_text=group.exemption_text or exemption_text(group.exemption_code, language),
        )  # fmt: skip

    def sums(self) -> TotalsModel:
        """The totals."""
        totals, text = self.totals, self.text
        return TotalsModel(
            priced=text(totals.priced), lines=text(totals.lines), allowances=text(totals.allowances),
            charges=text(totals.charges), net=text(totals.net), tax=text(totals.tax), gross=text(totals.gross),
            prepaid=text(totals.prepaid), rounding=text(totals.rounding), due=text(totals.due),
        )  # fmt: skip
