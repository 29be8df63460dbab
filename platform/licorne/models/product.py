"""The catalogue: the only place that prices come from."""

from sqlalchemy import BigInteger, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from licorne.models.base import Base, Owned, PlainJson, Short, referable
from rules.expression.json_types import Json


class Product(Owned, Base):
    """`price` in 10⁻⁶ of the currency's major unit without VAT, `rate` in 10⁻⁴ of a percent, `name` and `unit` per language."""

    __tablename__ = "product"
    __table_args__ = (UniqueConstraint("organisation_id", "code"), referable())
    code: Mapped[Short]
    name: Mapped[dict[str, Json]] = mapped_column(PlainJson)
    unit: Mapped[dict[str, Json]] = mapped_column(PlainJson)
    price: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    category: Mapped[str] = mapped_column(String(2))
    rate: Mapped[int] = mapped_column(Integer)
    active: Mapped[bool]
