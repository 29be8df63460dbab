"""A product of the catalogue, which variant of it, and how many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from forms.answer_error import AnswerError, PartsRefused
from forms.fields.base import LABEL, Occasion, Surroundings
from forms.fields.choice import Choice, Option
from forms.fields.compound import Compound, Values
from forms.fields.number import BOUND, DECIMALS
from forms.fields.quantity import Quantity
from rules.expression.json_types import Json

_CODE = {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9_.-]{0,59}$"}
_VARIANT = {
    "type": "object",
    "properties": {"code": _CODE, "label": LABEL},
    "required": ["code"],
    "additionalProperties": False,
}
_PRODUCT = {
    "type": "object",
    "properties": {
        "code": _CODE,
        "label": LABEL,
        "variants": {"type": "array", "maxItems": 50, "items": _VARIANT},
    },
    "required": ["code"],
    "additionalProperties": False,
}


@dataclass(frozen=True, kw_only=True, eq=False)
class Product(Compound):
    """`{"product", "variant", "quantity"}`, never a price: prices are the catalogue's when the answers arrive.

    What can have only one value is not asked: the single product, a quantity whose bounds are equal.
    """

    type = "product"
    silent = frozenset({"quantity"})
    contact_attributes = frozenset()
    required_settings = ("products",)
    settings_schema: ClassVar = {
        "products": {"type": "array", "minItems": 1, "maxItems": 200, "items": _PRODUCT, "title": "Products"},
        "min": {**BOUND, "minimum": 0, "title": "Smallest quantity"},
        "max": {**BOUND, "minimum": 0, "title": "Largest quantity"},
        "decimals": DECIMALS,
    }

    variants: Mapping[str, tuple[str, ...]]

    @classmethod
    def own(cls, settings: Mapping[str, Any], surroundings: Surroundings) -> dict[str, Any]:
        offered = settings["products"]
        variants = {one["code"]: tuple(each["code"] for each in one.get("variants", ())) for one in offered}
        products = tuple(_option(one, surroundings) for one in offered)
        every = {each["code"]: _option(each, surroundings) for one in offered for each in one.get("variants", ())}
        bounds = {name: settings[name] for name in ("min", "max", "decimals") if name in settings}
        quantity = Quantity.from_settings({"id": "quantity", "required": True, "min": 1, **bounds}, surroundings)
        product = Choice(id="product", label=cls.named("product", surroundings), required=True, options=products)
        variant = Choice(id="variant", label=cls.named("variant", surroundings), options=tuple(every.values()))
        shown = (product, *([variant] if every else []), quantity)
        return {"variants": variants, "parts": shown}

    @cached_property
    def quantity(self) -> Quantity:
        """How many may be taken."""
        part = self.parts[-1]
        assert isinstance(part, Quantity)
        return part

    def contradictions(self, surroundings: Surroundings) -> list[tuple[str, str, dict[str, str]]]:
        codes = [("products", code) for code in _twice(self.parts[0].choices("", ""))]
        codes += [("products", each) for variants in self.variants.values() for each in _repeated(variants)]
        doubles = [(setting, "duplicate_option", {"value": code}) for setting, code in codes]
        return doubles + self.quantity.contradictions(surroundings)

    def filled(self, posted: Mapping[str, Sequence[str]], name: str) -> bool:
        # With a single product, its quantity is the only question.
        only = len(self.variants) == 1 and any(value.strip() for value in posted.get(f"{name}.quantity", ()))
        return only or super().filled(posted, name)

    def read_posted(self, posted: Mapping[str, Sequence[str]], name: str, occasion: Occasion) -> Json:
        if not self.filled(posted, name):
            return self.unanswered()
        return super().read_posted({**self._implied(name), **_filled(posted, name)}, name, occasion)

    def _implied(self, name: str) -> dict[str, Sequence[str]]:
        """What is not asked because it can only be one."""
        quantity, implied = self.quantity, dict[str, Sequence[str]]()
        if len(self.variants) == 1:
            implied[f"{name}.product"] = tuple(self.variants)
        if quantity.minimum == quantity.maximum:
            implied[f"{name}.quantity"] = (quantity.written(quantity.minimum),)
        return implied

    def whole(self, values: Values, occasion: Occasion) -> Json:
        product, variant = str(values["product"]), values.get("variant")
        offered = self.variants[product]
        if variant is None and offered:
            raise PartsRefused([("variant", AnswerError("required"))])
        if variant is not None and variant not in offered:
            raise PartsRefused([("variant", AnswerError("variant_unknown"))])
        return {"product": product, "variant": variant, "quantity": values["quantity"]}

    def owns(self, rest: str) -> bool:
        return rest in ("product", "variant", "quantity")

    def posted_of(self, answer: Json, name: str) -> dict[str, Sequence[str]]:
        # A product without variants is answered with a null variant although that is no part of the question.
        if isinstance(answer, dict) and answer.get("variant") is None:
            answer = {key: value for key, value in answer.items() if key != "variant"}
        return super().posted_of(answer, name)

    def answer_schema(self) -> dict[str, Any]:
        codes = sorted({each for variants in self.variants.values() for each in variants})
        properties = {
            "product": {"enum": list(self.variants)},
            "variant": {"enum": [None, *codes]},
            "quantity": self.quantity.answer_schema(),
        }
        required = ["product", "quantity"]
        return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}

    def fact_kinds(self, path: str) -> dict[str, str]:
        return {path: "any", f"{path}.product": "text", f"{path}.variant": "text", f"{path}.quantity": "number"}


def _option(one: Mapping[str, Any], surroundings: Surroundings) -> Option:
    return Option(one["code"], one.get("label") or Compound.named(one["code"], surroundings))


def _filled(posted: Mapping[str, Sequence[str]], name: str) -> dict[str, Sequence[str]]:
    names = (f"{name}.product", f"{name}.variant", f"{name}.quantity")
    return {each: posted[each] for each in names if any(posted.get(each, ()))}


def _twice(choices: list[tuple[str, str]]) -> list[str]:
    return _repeated([value for value, _ in choices])


def _repeated(codes: Sequence[str]) -> list[str]:
    return [code for place, code in enumerate(codes) if code in codes[:place]]
