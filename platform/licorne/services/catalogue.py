"""The catalogue: products, their variants, and what they cost from which day on. Every change moves the organisation's stamp."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from re import fullmatch

from sqlalchemy import ColumnElement, delete, select

from licorne.adapters import clock
from licorne.adapters.ids import new_id
from licorne.billing.categories import CATEGORIES
from licorne.billing.scales import WHOLE
from licorne.errors import Conflict, NotFound, Refused, refuse
from licorne.models.database import current_session, transaction
from licorne.models.guard import GuardedSession
from licorne.models.organisation import Organisation
from licorne.models.product import Product, ProductPrice
from licorne.services import audit, live
from rules.expression.json_types import Json
from rules.expression.problem import Problem

#: As in forms, which name products by their code (`forms/fields/product.py`).
CODE = r"[A-Za-z0-9][A-Za-z0-9_.-]{0,59}"
MOST_VARIANTS = 50
_LONGEST = 200
_LONGEST_EXEMPTION = 320
Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to have a product: a size, a colour, a duration."""

    code: str
    name: Texts


@dataclass(frozen=True, slots=True)
class Draft:
    """What people call a product. Texts per language."""

    name: Texts
    unit: Texts
    variants: Sequence[Variant] = ()


@dataclass(frozen=True, slots=True)
class Price:
    """What it costs from a day on: `price` in 10⁻⁶ of the major unit, `rate` in 10⁻⁴ of a percent."""

    valid_from: date
    price: int
    rate: int
    category: str = "S"
    exemption: str = ""
    variant: str = ""


def add(organisation_id: str, code: str, draft: Draft, price: Price, actor: str) -> str:
    """A new product with its first price; its id.

    Raises:
        Refused: what is wrong with it.
    """
    _check([*_code_problems(code), *_draft_problems(draft), *_price_problems(price)])
    with transaction() as session:
        if session.scalar(
            select(Product.id).where(Product.organisation_id == organisation_id, Product.code == code).limit(1)
        ):
            raise refuse("product_code_taken", "code", product=code)
        currency = session.execute(select(Organisation.currency).where(Organisation.id == organisation_id)).scalar_one()
        product = Product(
            id=new_id(),
            organisation_id=organisation_id,
            code=code,
            name=dict(draft.name),
            unit=dict(draft.unit),
            variants=_variants_json(draft),
            currency=currency,
            active=True,
        )
        session.add(product)
        session.flush()
        session.add(_row(product, price, actor))
        _changed(session, product, actor, "product.added", {"code": code})
    return product.id


def change(organisation_id: str, product_id: str, draft: Draft, actor: str) -> None:
    """Renames a product, or its unit and variants. Raises Refused, NotFound."""
    _check(_draft_problems(draft))
    with transaction() as session:
        product = _locked(session, organisation_id, product_id)
        before = _texts(product)
        product.name, product.unit, product.variants = dict(draft.name), dict(draft.unit), _variants_json(draft)
        if _texts(product) != before:
            _changed(session, product, actor, "product.changed", {"before": before, "after": _texts(product)})


def set_price(organisation_id: str, product_id: str, price: Price, actor: str) -> None:
    """Has a price hold from a day on, today at the earliest; one that was planned for the same day is replaced.

    Raises:
        Refused: what is wrong with it. NotFound.
    """
    _check(_price_problems(price))
    with transaction() as session:
        product = _locked(session, organisation_id, product_id)
        if price.valid_from < clock.today(_zone(session, organisation_id)):
            raise refuse("price_in_past", "valid_from")
        if price.variant and price.variant not in {variant_code(one) for one in product.variants}:
            raise refuse("unknown_variant", "variant", variant=price.variant)
        session.execute(
            delete(ProductPrice).where(
                *_prices_of(product),
                ProductPrice.variant == price.variant,
                ProductPrice.valid_from == price.valid_from,
            ),
            execution_options={"synchronize_session": False},
        )
        session.add(_row(product, price, actor))
        _changed(session, product, actor, "product.priced", _price_json(price))


def drop_price(organisation_id: str, product_id: str, price_id: str, actor: str) -> None:
    """Takes back a price that has not begun. Raises NotFound, Conflict."""
    with transaction() as session:
        product = _locked(session, organisation_id, product_id)
        row = session.scalars(select(ProductPrice).where(*_prices_of(product), ProductPrice.id == price_id)).first()
        if row is None:
            raise NotFound(price_id)
        if row.valid_from <= clock.today(_zone(session, organisation_id)):
            raise Conflict("price_has_begun")
        session.delete(row)
        _changed(session, product, actor, "product.price_dropped", {"valid_from": row.valid_from.isoformat()})


def archive(organisation_id: str, product_id: str, actor: str) -> None:
    """Offers a product no more; forms and rules that name it are told that it is unknown. Raises NotFound."""
    _switch(organisation_id, product_id, False, actor)


def restore(organisation_id: str, product_id: str, actor: str) -> None:
    """Offers an archived product again. Raises NotFound."""
    _switch(organisation_id, product_id, True, actor)


def prices_at(organisation_id: str, products: Sequence[str], day: date) -> dict[tuple[str, str], ProductPrice]:
    """The price that holds on a day, by product and variant (empty: the product's own); those that have none are left out."""
    statement = (
        select(ProductPrice)
        .where(
            ProductPrice.organisation_id == organisation_id,
            ProductPrice.product_id.in_(products),
            ProductPrice.valid_from <= day,
        )
        .order_by(ProductPrice.valid_from)
    )
    return {(row.product_id, row.variant): row for row in current_session().scalars(statement)}


def variant_code(variant: Json) -> str:
    """The code of a variant as it is kept."""
    return str(variant["code"]) if isinstance(variant, dict) else ""


def _switch(organisation_id: str, product_id: str, active: bool, actor: str) -> None:
    with transaction() as session:
        product = _locked(session, organisation_id, product_id)
        if product.active != active:
            product.active = active
            _changed(session, product, actor, "product.restored" if active else "product.archived", {})


def _changed(session: GuardedSession, product: Product, actor: str, action: str, detail: dict[str, Json]) -> None:
    session.flush()
    live.touch(session, product.organisation_id)
    audit.record(session, product.organisation_id, actor, action, product.id, detail)


def _locked(session: GuardedSession, organisation_id: str, product_id: str) -> Product:
    statement = select(Product).where(Product.organisation_id == organisation_id, Product.id == product_id)
    product = session.scalars(statement.with_for_update().execution_options(populate_existing=True)).first()
    if product is None:
        raise NotFound(product_id)
    return product


def _prices_of(product: Product) -> tuple[ColumnElement[bool], ...]:
    return ProductPrice.organisation_id == product.organisation_id, ProductPrice.product_id == product.id


def _zone(session: GuardedSession, organisation_id: str) -> str:
    return session.execute(select(Organisation.time_zone).where(Organisation.id == organisation_id)).scalar_one()


def _row(product: Product, price: Price, actor: str) -> ProductPrice:
    return ProductPrice(
        id=new_id(),
        organisation_id=product.organisation_id,
        product_id=product.id,
        variant=price.variant,
        valid_from=price.valid_from,
        price=price.price,
        category=price.category,
        rate=price.rate,
        exemption=price.exemption.strip(),
        created_at=clock.now(),
        created_by=actor,
    )


def _variants_json(draft: Draft) -> list[Json]:
    return [{"code": one.code, "name": dict(one.name)} for one in draft.variants]


def _texts(product: Product) -> dict[str, Json]:
    return {"name": product.name, "unit": product.unit, "variants": product.variants}


def _price_json(price: Price) -> dict[str, Json]:
    return {
        "variant": price.variant,
        "valid_from": price.valid_from.isoformat(),
        "price": price.price,
        "category": price.category,
        "rate": price.rate,
    }


def _check(problems: Sequence[Problem]) -> None:
    if problems:
        raise Refused(tuple(problems))


def _code_problems(code: str) -> list[Problem]:
    return [] if fullmatch(CODE, code) else [Problem("bad_code", "code")]


def _draft_problems(draft: Draft) -> list[Problem]:
    problems = [Problem("product_without_name", "name")] if not any(draft.name.values()) else []
    problems += _length_problems("name", draft.name) + _length_problems("unit", draft.unit)
    codes = [one.code for one in draft.variants]
    for place, one in enumerate(draft.variants):
        if not fullmatch(CODE, one.code):
            problems.append(Problem("bad_code", f"variant.{place}.code"))
        elif one.code in codes[:place]:
            problems.append(Problem("variant_twice", f"variant.{place}.code", {"variant": one.code}))
        if not any(one.name.values()):
            problems.append(Problem("product_without_name", f"variant.{place}.name"))
        problems += _length_problems(f"variant.{place}.name", one.name)
    if len(codes) > MOST_VARIANTS:
        problems.append(Problem("too_many_variants", "variant", {"most": str(MOST_VARIANTS)}))
    return problems


def _length_problems(place: str, texts: Texts) -> list[Problem]:
    parameters = {"most": str(_LONGEST)}
    return [
        Problem("text_too_long", f"{place}.{name}", parameters) for name, text in texts.items() if len(text) > _LONGEST
    ]


def _price_problems(price: Price) -> list[Problem]:
    problems = [Problem("price_negative", "price")] if price.price < 0 else []
    category = CATEGORIES.get(price.category)
    if category is None:
        return [*problems, Problem("category_unknown", "category", {"category": price.category[:8]})]
    if not 0 <= price.rate <= WHOLE or category.taxed != (price.rate > 0):
        problems.append(Problem("rate_against_category", "rate"))
    if category.needs_reason and not price.exemption.strip():
        problems.append(Problem("exemption_missing", "exemption"))
    if len(price.exemption) > _LONGEST_EXEMPTION:
        problems.append(Problem("text_too_long", "exemption", {"most": str(_LONGEST_EXEMPTION)}))
    return problems
