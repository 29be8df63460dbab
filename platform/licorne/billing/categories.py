"""The VAT categories of UNCL5305 that EN 16931 admits, and their rules. L and M are Spanish, not taken (BR-FR-15)."""

from collections.abc import Iterator
from dataclasses import dataclass

from licorne.billing.bill import Adjustment, Bill, Key
from licorne.billing.errors import problem
from licorne.billing.lines import Line
from licorne.billing.mentions import is_exemption
from licorne.billing.scales import WHOLE
from rules.expression.problem import Problem


@dataclass(frozen=True, slots=True)
class Category:
    """How a category is named in rule ids ("IC" for K), whether it is taxed, whether its reason must be entered."""

    rule: str
    taxed: bool = False
    needs_reason: bool = False


CATEGORIES = {
    "S": Category("S", taxed=True),
    "Z": Category("Z"),
    "E": Category("E", needs_reason=True),
    "AE": Category("AE"),
    "K": Category("IC"),
    "G": Category("G"),
    "O": Category("O"),
}


def category_problems(item: Line | Adjustment, place: str) -> Iterator[Problem]:
    """BR-S-05 and its sisters: the rate above zero for S, zero for all others; BR-E-10: E says why."""
    category = CATEGORIES.get(item.category)
    if category is None:
        yield problem("category_unknown", f"{place}/category", category=item.category[:8])
        return
    if not 0 <= item.rate <= WHOLE or category.taxed != (item.rate > 0):
        yield problem(f"BR-{category.rule}-05", f"{place}/rate")
    if category.needs_reason and not (item.exemption_code or item.exemption_text.strip()):
        yield problem(f"BR-{category.rule}-10", f"{place}/exemption_text")
    if item.exemption_code and not is_exemption(item.exemption_code):
        yield problem("exemption_unknown", f"{place}/exemption_code", code=item.exemption_code[:40])


def bill_category_problems(bill: Bill) -> list[Problem]:
    """BR-O-11: O stands alone. BR-E-01 and its sisters: one VAT group has one reason."""
    items: list[tuple[str, Line | Adjustment]] = [(f"/lines/{index}", line) for index, line in enumerate(bill.lines)]
    items += [(f"/allowances/{index}", item) for index, item in enumerate(bill.allowances) if item.category]
    items += [(f"/charges/{index}", item) for index, item in enumerate(bill.charges) if item.category]
    categories = {item.category for _, item in items}
    found = [problem("BR-O-11", "/lines")] if "O" in categories and len(categories) > 1 else []
    reasons: dict[Key, tuple[str, str]] = {}
    for place, item in items:
        reason = (item.exemption_code, item.exemption_text)
        if any(reason) and reasons.setdefault((item.category, item.rate), reason) != reason:
            rule = CATEGORIES[item.category].rule if item.category in CATEGORIES else item.category[:8]
            found.append(problem(f"BR-{rule}-01", f"{place}/exemption_text"))
    return found
