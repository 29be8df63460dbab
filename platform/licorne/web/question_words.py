"""Words for the parts of answers: what an address, a name or an order line is made of."""

from collections.abc import Callable
from typing import Final

from licorne.web.translate import _

_PARTS: Final[dict[tuple[str, str], Callable[[], str]]] = {
    ("address", "street"): lambda: _("Street"),
    ("address", "extra"): lambda: _("Building, floor"),
    ("address", "postcode"): lambda: _("Postcode"),
    ("address", "city"): lambda: _("City"),
    ("address", "country"): lambda: _("Country"),
    ("company", "name"): lambda: _("Company name"),
    ("company", "vat_id"): lambda: _("VAT number"),
    ("company", "siren"): lambda: _("SIREN"),
    ("company", "siret"): lambda: _("SIRET"),
    ("company", "uid"): lambda: _("Swiss company number (UID)"),
    ("person_name", "given"): lambda: _("First name"),
    ("person_name", "family"): lambda: _("Last name"),
    ("date_range", "from"): lambda: _("First day"),
    ("date_range", "to"): lambda: _("Last day"),
    ("product", "product"): lambda: _("Product"),
    ("product", "variant"): lambda: _("Variant"),
    ("product", "quantity"): lambda: _("Quantity"),
}


def part_word(kind: str, part: str) -> str:
    """What a part of an answer of this kind asks for; its own name where there is no word."""
    word = _PARTS.get((kind, part))
    return word() if word else part
