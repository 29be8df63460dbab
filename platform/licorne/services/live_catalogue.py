"""The catalogue as rules and public pages see it on one day: prices that hold, and the day on which the next one begins."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from licorne.billing.decimals import price_text, rate_text
from licorne.models.product import Product, ProductPrice
from rules.expression.json_types import Json

Prices = Mapping[tuple[str, str], ProductPrice]


def load(session: Session, organisation_id: str, day: date) -> tuple[dict[str, Json], date | None]:
    """The facts of every product that can be sold on `day`, by code; and the first later day on which a price begins."""
    products = session.scalars(
        select(Product)
        .where(Product.organisation_id == organisation_id, Product.active.is_(True))
        .order_by(Product.code)
    ).all()
    prices = _prices(session, organisation_id, day)
    until = session.scalar(
        select(func.min(ProductPrice.valid_from)).where(
            ProductPrice.organisation_id == organisation_id, ProductPrice.valid_from > day
        )
    )
    return {one.code: _facts(one, prices) for one in products if (one.id, "") in prices}, until


def _prices(session: Session, organisation_id: str, day: date) -> Prices:
    """Read in the order of their days: the last one that has begun stands."""
    rows = session.scalars(
        select(ProductPrice)
        .where(ProductPrice.organisation_id == organisation_id, ProductPrice.valid_from <= day)
        .order_by(ProductPrice.valid_from)
    )
    return {(row.product_id, row.variant): row for row in rows}


def _facts(product: Product, prices: Prices) -> dict[str, Json]:
    own = prices[product.id, ""]
    facts = {"currency": product.currency, "unit": product.unit, "name": product.name, **_priced(own)}
    if product.variants:
        facts["variants"] = {
            str(one["code"]): {"name": one["name"], **_priced(prices.get((product.id, str(one["code"])), own))}
            for one in product.variants
            if isinstance(one, dict)
        }
    return facts


def _priced(price: ProductPrice) -> dict[str, Json]:
    facts: dict[str, Json] = {
        "price": price_text(price.price, 2),
        "rate": rate_text(price.rate),
        "category": price.category,
    }
    return {**facts, "exemption": price.exemption} if price.exemption else facts
