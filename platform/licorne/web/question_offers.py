"""What a product question offers: names and prices as the organisation's catalogue has them now."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from forms.fields.product import Product
from forms.text import localised
from forms.wtfields import AnswerField, ShownChoice
from licorne.web import formats
from rules.expression.json_types import Json

Catalogue = Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Offer:
    """A product or a variant to choose. `price` is without VAT, in words; empty where the catalogue has none."""

    value: str
    id: str
    label: str
    price: str
    selected: bool


@dataclass(frozen=True, slots=True)
class Variants:
    """The variants of one product."""

    label: str
    offers: tuple[Offer, ...]


def offers(choices: list[ShownChoice], catalogue: Catalogue, languages: tuple[str, str]) -> tuple[Offer, ...]:
    """The choices with the catalogue's prices, and its names where the form has none of its own."""
    return tuple(_offer(one, catalogue.get(one.value), languages) for one in choices)


def grouped(
    product: Product,
    shown: tuple[Offer, ...],
    choices: list[ShownChoice],
    catalogue: Catalogue,
    languages: tuple[str, str],
) -> tuple[Variants, ...]:
    """The variants below the products that have any, each at its own price."""
    by_code = {one.value: one for one in choices}
    return tuple(
        Variants(one.label, offers([by_code[code] for code in codes], _variants_of(catalogue, one.value), languages))
        for one in shown
        if (codes := product.variants[one.value])
    )


def _variants_of(catalogue: Catalogue, code: str) -> Catalogue:
    """What the catalogue knows of a product's variants; where it knows none, they may be products of their own."""
    entry: Any = catalogue.get(code)
    if not isinstance(entry, dict) or not entry.get("variants"):
        return catalogue
    return {name: {**one, "currency": entry["currency"]} for name, one in entry["variants"].items()}


def products_of(field: AnswerField) -> Product:
    """The definition behind a bound product question."""
    product: Any = field.question
    assert isinstance(product, Product)
    return product


def _offer(one: ShownChoice, entry: Json, languages: tuple[str, str]) -> Offer:
    label, price = one.label, ""
    if isinstance(entry, dict):
        price = formats.amount(str(entry["price"]), str(entry["currency"]))
        names: Any = entry["name"]
        label = localised(names, *languages) or label if label == one.value else label
    return Offer(one.value, one.id, label, price, one.selected)
