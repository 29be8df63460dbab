"""The catalogue: the only place that prices come from."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from licorne.models.base import Base, Line, Owned, PlainJson, Ref, Short, belongs, referable
from rules.expression.json_types import Json


class Product(Owned, Base):
    """`name` and `unit` per language. `code` never changes: forms and rules name it. An archived one is offered no more.

    `variants` is a list of {"code", "name"}; what they cost stands in `product_price`.
    """

    __tablename__ = "product"
    __table_args__ = (UniqueConstraint("organisation_id", "code"), referable())
    code: Mapped[Short]
    name: Mapped[dict[str, Json]] = mapped_column(PlainJson)
    unit: Mapped[dict[str, Json]] = mapped_column(PlainJson)
    variants: Mapped[list[Json]] = mapped_column(PlainJson)
    currency: Mapped[str] = mapped_column(String(3))
    active: Mapped[bool]


class ProductPrice(Owned, Base):
    """What a product (`variant` empty) or one of its variants costs from a day of the organisation's zone on.

    `price` in 10⁻⁶ of the currency's major unit without VAT, `rate` in 10⁻⁴ of a percent, `category` as in EN 16931 (UNCL5305),
    `exemption` the reason that category E needs (BR-E-10). A price that has begun never changes: the next one follows it.
    """

    __tablename__ = "product_price"
    __table_args__ = (
        UniqueConstraint("organisation_id", "product_id", "variant", "valid_from"),
        belongs("product"),
        referable(),
    )
    product_id: Mapped[Ref]
    variant: Mapped[Short]
    valid_from: Mapped[date]
    price: Mapped[int] = mapped_column(BigInteger)
    category: Mapped[str] = mapped_column(String(2))
    rate: Mapped[int] = mapped_column(Integer)
    exemption: Mapped[Line]
    created_at: Mapped[datetime]
    created_by: Mapped[Line]
