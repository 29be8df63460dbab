"""Seller, buyer and place of delivery, copied into the model, and what the law and EN 16931 ask of them."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import cast

from babel import Locale, UnknownLocaleError

from licorne.billing.errors import problem
from licorne.billing.shape import PartyModel
from rules.expression.problem import Problem

FIELDS = tuple(PartyModel.__annotations__)

#: ISO 3166-1 codes of states whose VAT ids EN 16931 speaks of, and Switzerland, which has its own.
VAT_COUNTRIES = frozenset({
    "AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE",
    "IT", "LI", "LT", "LU", "LV", "MC", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
})  # fmt: skip
#: What Unicode lists beside countries (CLDR, exceptionally reserved and for tests).
_NO_COUNTRY = frozenset({"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"})


def country_name(code: str, language: str) -> str:
    """The name of a country in a language; the code itself where there is none."""
    try:
        names = Locale.parse(language).territories
    except (UnknownLocaleError, ValueError):
        return code
    name: str = names.get(code, code)
    return name


def country_code(name: str) -> str:
    """The code (ISO 3166-1) that a country is meant by: itself, or its name in English, French or German; "" where it is none."""
    told = name.strip()
    if told.upper() in countries("en"):
        return told.upper()
    return next((code for language in ("en", "fr", "de") if (code := _codes(language).get(told.casefold()))), "")


@cache
def countries(language: str) -> Mapping[str, str]:
    """Code → name of every country. Unicode's lists hold parts of the world too, by three digits."""
    names = Locale.parse(language).territories
    return {code: name for code, name in names.items() if len(code) == 2 and code not in _NO_COUNTRY}


@cache
def _codes(language: str) -> Mapping[str, str]:
    return {name.casefold(): code for code, name in countries(language).items()}


def party_model(source: Mapping[str, object], language: str) -> PartyModel:
    """The known fields of an organisation or contact as strings; what else the source holds is not copied.

    Without a printed `country` its name is looked up; `street_name` is the street unless it was given apart.
    """
    values = {field: str(source.get(field) or "") for field in FIELDS}
    values["country"] = values["country"] or country_name(values["country_code"], language)
    values["street_name"] = values["street_name"] or values["street"]
    return cast(PartyModel, values)


def is_business(party: PartyModel) -> bool:
    """Whether a buyer acts as a business: it has a register or VAT number. A legal form says so too."""
    return any((party["siren"], party["siret"], party["vat_id"], party["tax_id"], party["legal"]))


def present_problems(party: PartyModel, place: str, rules: Mapping[str, str]) -> Iterator[Problem]:
    """One problem for each field that is empty; `rules` maps fields to rule ids."""
    values: Mapping[str, object] = party
    return (problem(rule, f"/{place}/{field}") for field, rule in rules.items() if not values[field])


def seller_category_problems(seller: PartyModel, categories: set[str]) -> Iterator[Problem]:
    """BR-S-02 and its sisters: who charges VAT, or an exemption from it, names its VAT or tax number.

    A French seller without VAT id ("franchise en base") is known by its SIREN, which becomes BT-32 (BR-E-02).
    """
    if seller["country_code"] not in VAT_COUNTRIES:
        return
    numbers = {"S": ("vat_id", "tax_id"), "Z": ("vat_id", "tax_id"), "E": ("vat_id", "tax_id", "siren"),
               "AE": ("vat_id", "tax_id"), "K": ("vat_id",), "G": ("vat_id",)}  # fmt: skip
    values: Mapping[str, object] = seller
    for category in sorted(categories & set(numbers)):
        if not any(values[field] for field in numbers[category]):
            yield problem(f"BR-{'IC' if category == 'K' else category}-02", "/seller/vat_id")


def buyer_category_problems(buyer: PartyModel, categories: set[str]) -> Iterator[Problem]:
    """BR-AE-02, BR-IC-02: the buyer who owes the tax, or imports, is named by its number."""
    if "AE" in categories and not (buyer["vat_id"] or buyer["siren"]):
        yield problem("BR-AE-02", "/buyer/vat_id")
    if "K" in categories and not buyer["vat_id"]:
        yield problem("BR-IC-02", "/buyer/vat_id")


def french_seller_problems(seller: PartyModel) -> Iterator[Problem]:
    """BR-FR-10: nine digits of SIREN; BR-FR-09: a SIRET starts with them."""
    if seller["country_code"] != "FR":
        return
    siren, siret = seller["siren"].replace(" ", ""), seller["siret"].replace(" ", "")
    if not (siren.isascii() and siren.isdigit() and len(siren) == 9):
        yield problem("BR-FR-10", "/seller/siren")
    if siret and not (siret.isascii() and siret.isdigit() and len(siret) == 14 and siret.startswith(siren)):
        yield problem("BR-FR-09", "/seller/siret")


def party_problems(seller: PartyModel, buyer: PartyModel, categories: Sequence[str]) -> list[Problem]:
    """Everything that seller and buyer lack for a document of these VAT categories."""
    found = [*present_problems(seller, "seller", {"name": "BR-06", "country_code": "BR-09"})]
    found += present_problems(buyer, "buyer", {"name": "BR-07", "country_code": "BR-11"})
    kinds = set(categories)
    found += seller_category_problems(seller, kinds)
    found += buyer_category_problems(buyer, kinds)
    return [*found, *french_seller_problems(seller)]
