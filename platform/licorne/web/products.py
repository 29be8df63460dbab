"""The catalogue: products and services with their variants, prices that hold from a day on, and VAT."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy import Text, cast, or_, select
from werkzeug.wrappers import Response

from forms.text import localised
from licorne.adapters import clock
from licorne.errors import NotFound, Refused
from licorne.models.database import current_session
from licorne.models.product import Product, ProductPrice
from licorne.services import catalogue as service
from licorne.services import live
from licorne.web.access import access
from licorne.web.identity import member, organisation_id, zone_of
from licorne.web.messages import sentence
from licorne.web.paging import AnySelect, Page, page_of, pattern, search_words
from licorne.web.product_input import draft_of, price_of
from licorne.web.tabs import Tab, tab
from licorne.web.translate import _

blueprint = Blueprint("products", __name__)
#: Empty rows for new variants below those that there are.
_MORE_ROWS = 2
Answer = str | Response | tuple[str, int]


@dataclass(frozen=True, slots=True)
class Detail:
    """A product's page. `prices` newest first; `current` are the ids of those that hold today."""

    product: Product
    prices: list[ProductPrice]
    current: set[str]
    today: date


@blueprint.get("/catalogue")
@access("viewer")
def index() -> str:
    """The newest first; `?archived=1` shows those that are offered no more."""
    words, archived = search_words(), request.args.get("archived") == "1"
    page: Page[Product] = page_of(_listed(words, archived), Product.id, lambda row: str(row[0].id), lambda row: row[0])
    prices = service.prices_at(organisation_id(), [one.id for one in page.items], _today())
    return render_template(
        "app/products.html", page=page, prices=prices, words=words, archived=archived, tabs=_tabs(archived)
    )


@blueprint.get("/catalogue/new")
@access("member")
def new() -> str:
    """An empty product."""
    return _new({"valid_from": _today().isoformat(), "rate": "20", "category": "S"}, {})


@blueprint.post("/catalogue/new")
@access("member")
def add() -> Answer:
    """Takes it into the catalogue."""
    typed = request.form
    try:
        code, draft, price = typed.get("code", "").strip(), draft_of(typed), price_of(typed)
        product_id = service.add(organisation_id(), code, draft, price, member().actor)
    except Refused as refused:
        return _new(typed, _told(refused)), 422
    flash(_("Added to the catalogue."), "ok")
    return redirect(_url(product_id))


@blueprint.get("/catalogue/<uuid:product_id>")
@access("viewer")
def show(product_id: UUID) -> str:
    """One product with all its prices."""
    return _page(str(product_id), {}, {})


@blueprint.post("/catalogue/<uuid:product_id>")
@access("member")
def change(product_id: UUID) -> Answer:
    """Keeps what was changed of its names and variants."""
    try:
        service.change(organisation_id(), str(product_id), draft_of(request.form), member().actor)
    except Refused as refused:
        return _page(str(product_id), request.form, _told(refused)), 422
    flash(_("Saved."), "ok")
    return redirect(_url(str(product_id)))


@blueprint.post("/catalogue/<uuid:product_id>/prices")
@access("member")
def add_price(product_id: UUID) -> Answer:
    """Has a price hold from a day on."""
    try:
        service.set_price(organisation_id(), str(product_id), price_of(request.form), member().actor)
    except Refused as refused:
        return _page(str(product_id), request.form, _told(refused)), 422
    flash(_("The price is set."), "ok")
    return redirect(_url(str(product_id)))


@blueprint.post("/catalogue/<uuid:product_id>/prices/<uuid:price_id>/withdraw")
@access("member")
def drop_price(product_id: UUID, price_id: UUID) -> Response:
    """Takes back a price that has not begun."""
    service.drop_price(organisation_id(), str(product_id), str(price_id), member().actor)
    flash(_("The planned price is gone."), "ok")
    return redirect(_url(str(product_id)))


@blueprint.post("/catalogue/<uuid:product_id>/archive")
@access("member")
def archive(product_id: UUID) -> Response:
    """Offers it no more."""
    service.archive(organisation_id(), str(product_id), member().actor)
    flash(_("Archived: forms and rules do not find it any more."), "ok")
    return redirect(_url(str(product_id)))


@blueprint.post("/catalogue/<uuid:product_id>/restore")
@access("member")
def restore(product_id: UUID) -> Response:
    """Offers it again."""
    service.restore(organisation_id(), str(product_id), member().actor)
    flash(_("Offered again."), "ok")
    return redirect(_url(str(product_id)))


def _today() -> date:
    return clock.today(zone_of(member()))


def _url(product_id: str) -> str:
    return url_for("products.show", product_id=product_id)


def _told(refused: Refused) -> dict[str, str]:
    return {problem.place: sentence(problem) for problem in reversed(refused.problems)}


def _tabs(archived: bool) -> list[Tab]:
    return [
        tab(_("Offered"), url_for("products.index"), not archived),
        tab(_("Archived"), url_for("products.index", archived=1), archived),
    ]


def _listed(words: str, archived: bool) -> AnySelect:
    statement = select(Product).where(Product.organisation_id == organisation_id(), Product.active.is_(not archived))
    if words:
        columns = (Product.code, cast(Product.name, Text), cast(Product.variants, Text))
        statement = statement.where(or_(*(column.ilike(pattern(words), escape="\\") for column in columns)))
    return statement


def _new(typed: Mapping[str, str], errors: Mapping[str, str]) -> str:
    currency = live.organisation(organisation_id()).currency
    return render_template(
        "app/product_new.html", typed=typed, errors=errors, currency=currency, categories=_categories(), rows=_MORE_ROWS
    )


def _page(product_id: str, typed: Mapping[str, str], errors: Mapping[str, str]) -> str:
    detail = _detail(product_id)
    return render_template(
        "app/product.html",
        detail=detail,
        typed=dict(typed) or _as_typed(detail),
        errors=errors,
        categories=_categories(),
        rows=len(detail.product.variants) + _MORE_ROWS,
        variant_words=variant_words,
    )


def variant_words(product: Product, language: str) -> list[tuple[str, str]]:
    """Its variants to choose from: code, name."""
    kept: Any = product.variants
    return [(one["code"], localised(one["name"], language, "en") or one["code"]) for one in kept]


def _detail(product_id: str) -> Detail:
    organisation, day = organisation_id(), _today()
    session = current_session()
    product = session.scalar(select(Product).where(Product.organisation_id == organisation, Product.id == product_id))
    if product is None:
        raise NotFound(product_id)
    prices = session.scalars(
        select(ProductPrice)
        .where(ProductPrice.organisation_id == organisation, ProductPrice.product_id == product_id)
        .order_by(ProductPrice.valid_from.desc(), ProductPrice.variant)
    )
    current = service.prices_at(organisation, [product_id], day)
    return Detail(product, list(prices), {one.id for one in current.values()}, day)


def _as_typed(detail: Detail) -> dict[str, str]:
    """The product as its own form would post it, and a blank price from tomorrow's VAT on."""
    product = detail.product
    typed = {f"name.{code}": str(text) for code, text in product.name.items()}
    typed |= {f"unit.{code}": str(text) for code, text in product.unit.items()}
    for place, one in enumerate(product.variants):
        if isinstance(one, dict) and isinstance(one["name"], dict):
            typed[f"variant.{place}.code"] = str(one["code"])
            typed |= {f"variant.{place}.name.{code}": str(text) for code, text in one["name"].items()}
    newest = next((one for one in detail.prices if not one.variant), None)
    typed |= {"valid_from": detail.today.isoformat(), "category": newest.category if newest else "S"}
    return typed | ({"rate": f"{newest.rate / 10_000:g}", "exemption": newest.exemption} if newest else {})


def _categories() -> list[tuple[str, str]]:
    return [
        ("S", _("Taxed at a rate")),
        ("Z", _("Zero rate")),
        ("E", _("Exempt, with a reason")),
        ("AE", _("Reverse charge: the buyer owes the VAT")),
        ("O", _("Not subject to VAT")),
    ]
