"""The shape of a document: plain JSON that was frozen at issue. Amounts are decimal strings of major units, dates ISO."""

from collections.abc import Mapping
from typing import Any, Literal, NotRequired, TypedDict

Kind = Literal["invoice", "quote", "credit_note", "receipt"]
Design = Literal["modern", "classic", "minimal"]


class Party(TypedDict):
    """Buyer or delivery address. Empty strings stand for what is not known."""

    name: str
    contact: str
    street: str
    extra: str
    postcode: str
    city: str
    country: str
    siren: NotRequired[str]
    vat_id: NotRequired[str]


class Seller(TypedDict):
    """Who issues. A logo is the name of a file in `templates/documents/assets` or a `data:image/...` address."""

    name: str
    legal: str
    street: str
    extra: str
    postcode: str
    city: str
    country: str
    siren: str
    register: str
    vat_id: str
    email: str
    phone: str
    web: str
    logo: NotRequired[str]
    logo_white: NotRequired[str]
    logo_black: NotRequired[str]


class Line(TypedDict):
    """One line; `net` is after discount, computed by billing."""

    number: int
    name: str
    detail: str
    quantity: str
    unit: str
    price: str
    discount: str
    rate: str
    net: str


class TaxGroup(TypedDict):
    """What EN 16931 calls a VAT breakdown (BG-23)."""

    rate: str
    base: str
    tax: str


class Totals(TypedDict):
    """All computed by billing; nothing here is added up again."""

    groups: list[TaxGroup]
    net: str
    tax: str
    gross: str
    deposit: str
    due: str


class Payment(TypedDict):
    """How to pay; `method` is "transfer" or anything else for no box."""

    method: str
    holder: str
    iban: str
    bic: str
    bank: str
    reference: str


class Preceding(TypedDict):
    """The invoice that a credit note or a receipt is about (BG-3)."""

    number: str
    issued: str


class Received(TypedDict):
    """What a receipt confirms."""

    date: str
    method: str
    reference: str


class Theme(TypedDict):
    """Colours as `#rrggbb`. White text stands on `accent`, so it needs a contrast of 4.5."""

    accent: str
    tint: str
    on_accent_soft: str
    line_strong: str


class Document(TypedDict):
    """What `render` draws. Unknown keys are ignored."""

    kind: Kind
    lang: str
    currency: str
    number: str
    issued: str
    due: str
    supplied: str
    reference: str
    seller: Seller
    buyer: Party
    delivery: Party | None
    lines: list[Line]
    totals: Totals
    deposit_label: str
    category: str
    on_debits: bool
    payment: Payment
    notes: str
    design: NotRequired[Design]
    theme: NotRequired[Theme]
    valid_until: NotRequired[str]
    deposit_percent: NotRequired[str]
    order_deposit: NotRequired[str]
    preceding: NotRequired[Preceding]
    reason: NotRequired[str]
    paid: NotRequired[Received]


#: The document after `texts.clean`: the same shape, read by templates through names that may be absent.
Cleaned = Mapping[str, Any]
