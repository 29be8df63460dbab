"""What a bill must satisfy before it is summed: sizes, signs and the VAT category rules of EN 16931.

The codes are the rules' own ids where the norm has one (BR-27), else a word of ours (discount_above_line).
"""

from collections.abc import Iterator

from licorne.billing.bill import Adjustment, Bill
from licorne.billing.categories import bill_category_problems, category_problems
from licorne.billing.currency import is_currency
from licorne.billing.errors import problem
from licorne.billing.lines import Amount, Line, Part, Percent, figures_of
from licorne.billing.scales import AMOUNT_LIMIT, PRICE, QUANTITY, WHOLE, WHOLE_DIGITS
from rules.expression.problem import Problem

MOST = 10**WHOLE_DIGITS


def size_problems(value: int, limit: int, place: str) -> Iterator[Problem]:
    """Numbers beyond their cap: they would not fit a 64-bit column."""
    if abs(value) >= limit:
        yield problem("number_too_large", place, digits=str(WHOLE_DIGITS))


def part_problems(part: Part | None, place: str, most_percent: int = WHOLE) -> Iterator[Problem]:
    """A part is a percentage from 0 to the most allowed, or an amount from 0."""
    if isinstance(part, Percent) and not 0 <= part.rate <= most_percent:
        yield problem("percent_out_of_range", place, most=str(most_percent * 100 // WHOLE))
    if isinstance(part, Amount):
        if part.minor < 0:
            yield problem("amount_negative", place)
        yield from size_problems(part.minor, AMOUNT_LIMIT, place)


def number_problems(line: Line, place: str) -> list[Problem]:
    """Sizes and signs of a line's numbers. A price is never negative (BR-27)."""
    found = [
        *size_problems(line.quantity, MOST * QUANTITY, f"{place}/quantity"),
        *size_problems(line.price, MOST * PRICE, f"{place}/price"),
        *size_problems(line.base_quantity, MOST * QUANTITY, f"{place}/base_quantity"),
        *part_problems(line.discount, f"{place}/discount"),
        *part_problems(line.charge, f"{place}/charge", 10 * WHOLE),
    ]
    if line.price < 0:
        found.append(problem("BR-27", f"{place}/price"))
    if line.base_quantity <= 0:
        found.append(problem("base_quantity_not_positive", f"{place}/base_quantity"))
    return found


def line_problems(line: Line, currency: str, place: str) -> Iterator[Problem]:
    """All problems of one line; BR-25 asks for its name."""
    if not line.name.strip():
        yield problem("BR-25", f"{place}/name")
    numbers = number_problems(line, place)
    yield from numbers
    if not numbers and isinstance(line.discount, Amount):
        figures = figures_of(line, currency)
        if abs(figures.discount) > abs(figures.amount):
            yield problem("discount_above_line", f"{place}/discount")
    yield from category_problems(line, place)


def adjustment_problems(adjustment: Adjustment, place: str, most_percent: int) -> Iterator[Problem]:
    """BR-33 and BR-38 ask for a reason; a category, where given, obeys the rules of lines."""
    if not (adjustment.reason.strip() or adjustment.reason_code):
        yield problem("BR-33" if place.startswith("/allowance") else "BR-38", f"{place}/reason")
    yield from part_problems(adjustment.part, f"{place}/part", most_percent)
    if adjustment.category:
        yield from category_problems(adjustment, place)


def sum_problems(bill: Bill) -> Iterator[Problem]:
    """What is wrong with the bill as a whole; BR-16 asks for a line."""
    if not bill.lines:
        yield problem("BR-16", "/lines")
    if bill.prepaid < 0:
        yield problem("amount_negative", "/prepaid")
    yield from size_problems(bill.prepaid, AMOUNT_LIMIT, "/prepaid")
    if not 0 <= bill.cash_rounding <= 1000:
        yield problem("cash_rounding_out_of_range", "/cash_rounding")


def problems_of(bill: Bill) -> list[Problem]:
    """Every problem of a bill, in the order of its parts; empty where it can be summed."""
    if not is_currency(bill.currency):
        return [problem("currency_unknown", "/currency", code=bill.currency[:8])]
    found = list(sum_problems(bill))
    for index, line in enumerate(bill.lines):
        found += line_problems(line, bill.currency, f"/lines/{index}")
    for index, adjustment in enumerate(bill.allowances):
        found += adjustment_problems(adjustment, f"/allowances/{index}", WHOLE)
    for index, adjustment in enumerate(bill.charges):
        found += adjustment_problems(adjustment, f"/charges/{index}", 10 * WHOLE)
    return found + bill_category_problems(bill)
