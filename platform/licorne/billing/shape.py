"""The frozen model of an issued document: plain JSON, in which everything that is printed, sent or booked is a copy.

Numbers are strings: amounts of major units with all decimals of the currency ("1260.00"), quantities, rates and prices
without needless zeros ("4.5", "5.5"; a price keeps the currency's decimals). Dates are ISO texts, "" where there is
none. BT and BG numbers are those of EN 16931. A later shape gets a higher `schema`; readers keep reading the old ones.
"""

from typing import Literal, TypedDict

SCHEMA = 1

DocumentKind = Literal["invoice", "credit_note"]

#: UNTDID 1001, BT-3.
TYPE_CODES: dict[DocumentKind, str] = {"invoice": "380", "credit_note": "381"}


class PartyModel(TypedDict):
    """Seller, buyer or place of delivery (BG-4, BG-7, BG-13); "" where unknown.

    `country` is the name as printed, `country_code` ISO 3166-1. `street` is printed as it is; `street_name` and
    `house_number` are its parts, which the Swiss slip needs apart. `register` is "RCS Paris" or its like.
    """

    name: str
    legal: str
    contact: str
    street: str
    street_name: str
    house_number: str
    extra: str
    postcode: str
    city: str
    country: str
    country_code: str
    siren: str
    siret: str
    register: str
    vat_id: str
    tax_id: str
    email: str
    phone: str
    web: str
    electronic_address: str
    electronic_scheme: str
    logo: str
    logo_white: str
    logo_black: str


class PartModel(TypedDict):
    """A discount or charge of a line; `percent` is "" for a fixed amount, `amount` carries the line's sign."""

    percent: str
    amount: str


class LineModel(TypedDict):
    """BG-25. `amount`, `discount`, `charge` are in the terms of the price; `figure` = amount − discount + charge.

    `net` is BT-131: the figure itself, or what is left of it without VAT where prices include it.
    """

    number: int
    name: str
    detail: str
    product: str
    account: str
    quantity: str
    unit: str
    unit_code: str
    price: str
    base_quantity: str
    amount: str
    discount: PartModel | None
    charge: PartModel | None
    figure: str
    net: str
    category: str
    rate: str


class AdjustmentModel(TypedDict):
    """BG-20 or BG-21, one per VAT group. `amount`, `base` are in the terms of the prices, `net` is BT-92 or BT-99."""

    kind: Literal["allowance", "charge"]
    reason: str
    reason_code: str
    percent: str
    base: str
    amount: str
    net: str
    category: str
    rate: str


class GroupModel(TypedDict):
    """BG-23."""

    category: str
    rate: str
    base: str
    tax: str
    exemption_code: str
    exemption_text: str


class TotalsModel(TypedDict):
    """BG-22: BT-106 lines, 107, 108, 109 net, 110 tax, 112 gross, 113 prepaid, 114 rounding, 115 due.

    `priced` is the sum of all figures, in the terms of the prices: the gross that was promised where they include VAT.
    """

    priced: str
    lines: str
    allowances: str
    charges: str
    net: str
    tax: str
    gross: str
    prepaid: str
    rounding: str
    due: str


class PaymentModel(TypedDict):
    """BG-16: `method` "transfer" or "swiss" (QR-bill)."""

    method: Literal["transfer", "swiss"]
    holder: str
    iban: str
    bic: str
    bank: str
    reference: str


class NoteModel(TypedDict):
    """BG-1: subject code of UNTDID 4451 or "", and text."""

    code: str
    text: str


class PrecedingModel(TypedDict):
    """BG-3: the invoice that a credit note corrects."""

    number: str
    issued: str


class TemplateModel(TypedDict):
    """Which template prints this, so that it prints the same in ten years; `assets` is a hash of fonts and pictures."""

    name: str
    version: str
    assets: str


class InvoiceModel(TypedDict):
    """The whole document. `process` is BT-23 ("M1"), `cash_rounding` the step of the payable ("0.05" or "")."""

    schema: int
    kind: DocumentKind
    type_code: str
    number: str
    language: str
    currency: str
    issued: str
    due: str
    supplied: str
    reference: str
    process: str
    on_debits: bool
    prices_include_vat: bool
    cash_rounding: str
    seller: PartyModel
    buyer: PartyModel
    delivery: PartyModel | None
    lines: list[LineModel]
    adjustments: list[AdjustmentModel]
    groups: list[GroupModel]
    totals: TotalsModel
    prepaid_label: str
    payment: PaymentModel | None
    mentions: list[NoteModel]
    notes: str
    terms: str
    preceding: PrecedingModel | None
    reason: str
    template: TemplateModel
