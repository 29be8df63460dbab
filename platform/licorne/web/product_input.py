"""A product as its form posts it."""

from collections.abc import Mapping

from licorne.billing.decimals import parse_price, parse_rate
from licorne.services.catalogue import MOST_VARIANTS, Draft, Price, Variant
from licorne.web.typed import day_of, decimal_of, texts_of


def draft_of(typed: Mapping[str, str]) -> Draft:
    """Names, unit and variants; a row of variants without a code is none."""
    rows = range(MOST_VARIANTS + 1)
    variants = [
        Variant(code, texts_of(typed, f"variant.{row}.name"))
        for row in rows
        if (code := typed.get(f"variant.{row}.code", "").strip())
    ]
    return Draft(texts_of(typed, "name"), texts_of(typed, "unit"), variants)


def price_of(typed: Mapping[str, str]) -> Price:
    """A price with its VAT. Raises Refused."""
    category = typed.get("category", "S")
    return Price(
        valid_from=day_of(typed.get("valid_from", ""), "valid_from"),
        price=parse_price(decimal_of(typed.get("price", "")), "price"),
        rate=parse_rate(decimal_of(typed.get("rate", "") or "0"), "rate") if category == "S" else 0,
        category=category,
        exemption=typed.get("exemption", "") if category == "E" else "",
        variant=typed.get("variant", ""),
    )
