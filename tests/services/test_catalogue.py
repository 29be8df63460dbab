"""The catalogue: what is published anew holds for the next post, and a price begins on its day by itself."""

from datetime import UTC, date, datetime

import pytest

from licorne.adapters import clock
from licorne.errors import Conflict, NotFound, Refused
from licorne.models.audit import AuditEntry
from licorne.models.invoice import InvoiceLine
from licorne.models.product import Product, ProductPrice
from licorne.services import catalogue, live
from licorne.services.catalogue import Draft, Price, Variant
from rules.expression.json_types import Json
from tests.services.house import House

ACTOR = "user:test"
DRAFT = Draft({"en": "Massage", "fr": "Massage"}, {"en": "session"}, [Variant("long", {"en": "Long"})])
TODAY = date(2026, 11, 24)


@pytest.fixture
def shop(house: House) -> House:
    """The house at noon of a known day."""
    house.stand_at(datetime(2026, 11, 24, 12, tzinfo=UTC))
    return house


def _add(house: House, **price: object) -> str:
    wanted = {"valid_from": TODAY, "price": 80_000000, "rate": 200000} | price
    return catalogue.add(house.organisation_id, "massage", DRAFT, Price(**wanted), ACTOR)  # type: ignore[arg-type]  # as named


def _facts(house: House) -> dict[str, object] | None:
    found = live.organisation(house.organisation_id).catalogue.get("massage")
    assert found is None or isinstance(found, dict)
    return dict(found) if found else None


def test_a_new_product_is_offered_at_once_with_its_variants(shop: House) -> None:
    stamp = live.organisation(shop.organisation_id).stamp
    _add(shop)
    assert live.organisation(shop.organisation_id).stamp == stamp + 1
    priced = {"price": "80.00", "rate": "20", "category": "S"}
    assert _facts(shop) == {
        "name": DRAFT.name, "unit": DRAFT.unit, "currency": "EUR", **priced, "variants": {"long": {"name": {"en": "Long"}, **priced}},
    }  # fmt: skip


def test_a_price_begins_on_its_day_in_the_organisations_zone_without_anybody_changing_anything(shop: House) -> None:
    product = _add(shop)
    catalogue.set_price(shop.organisation_id, product, Price(date(2026, 11, 25), 95_000000, 200000), ACTOR)
    form, before = live.form_at("project-request")
    assert _facts(shop)["price"] == "80.00"  # type: ignore[index]  # it is there
    shop.stand_at(datetime(2026, 11, 24, 23, 0, tzinfo=UTC))  # midnight in Paris
    assert not live.is_live(form, before)
    assert _facts(shop)["price"] == "95.00"  # type: ignore[index]  # it is there
    assert live.is_live(*live.form_at("project-request"))


def test_a_variant_has_its_own_price_where_one_is_set(shop: House) -> None:
    product = _add(shop)
    catalogue.set_price(shop.organisation_id, product, Price(TODAY, 120_000000, 200000, variant="long"), ACTOR)
    facts = live.organisation(shop.organisation_id).catalogue["massage"]
    assert isinstance(facts, dict)
    assert (facts["price"], facts["variants"]["long"]["price"]) == ("80.00", "120.00")  # type: ignore[index,call-overload]  # JSON


def test_what_has_begun_is_history_and_what_is_planned_can_be_taken_back(shop: House) -> None:
    product = _add(shop)
    with pytest.raises(Refused, match="price_in_past"):
        catalogue.set_price(shop.organisation_id, product, Price(date(2026, 11, 23), 1, 200000), ACTOR)
    catalogue.set_price(shop.organisation_id, product, Price(date(2027, 1, 1), 90_000000, 200000), ACTOR)
    mine = [row for row in shop.rows(ProductPrice) if row.product_id == product]
    begun, planned = [row.id for row in sorted(mine, key=lambda row: row.valid_from)]
    with pytest.raises(Conflict):
        catalogue.drop_price(shop.organisation_id, product, begun, ACTOR)
    catalogue.drop_price(shop.organisation_id, product, planned, ACTOR)
    assert [row.id for row in shop.rows(ProductPrice) if row.product_id == product] == [begun]


def test_a_second_price_for_the_same_day_replaces_the_first(shop: House) -> None:
    product = _add(shop)
    catalogue.set_price(shop.organisation_id, product, Price(TODAY, 85_000000, 200000), ACTOR)
    assert [row.price for row in shop.rows(ProductPrice) if row.product_id == product] == [85_000000]
    told = [row.action for row in shop.rows(AuditEntry) if row.subject_id == product]
    assert told == ["product.added", "product.priced"]


def test_an_archived_product_is_found_by_nobody_until_it_is_offered_again(shop: House) -> None:
    product = _add(shop)
    catalogue.archive(shop.organisation_id, product, ACTOR)
    assert _facts(shop) is None
    catalogue.restore(shop.organisation_id, product, ACTOR)
    assert _facts(shop) is not None


@pytest.mark.parametrize(
    ("price", "code"),
    [
        ({"price": -1}, "price_negative"),
        ({"rate": 0}, "rate_against_category"),
        ({"rate": 200000, "category": "Z"}, "rate_against_category"),
        ({"rate": 0, "category": "E"}, "exemption_missing"),
        ({"category": "L"}, "category_unknown"),
    ],
)
def test_a_price_that_no_invoice_could_bear_is_refused_and_nothing_is_kept(
    quick_house: House, price: dict[str, object], code: str
) -> None:
    with pytest.raises(Refused, match=code):
        _add(quick_house, **price)
    assert "massage" not in {row.code for row in quick_house.rows(Product)}


def test_bad_names_and_codes_are_told_together(quick_house: House) -> None:
    draft = Draft({}, {"en": "u" * 300}, [Variant("é", {"en": "x"}), Variant("a", {}), Variant("a", {"en": "x"})])
    with pytest.raises(Refused) as refused:
        catalogue.add(quick_house.organisation_id, "mas sage", draft, Price(TODAY, 1, 200000), ACTOR)
    assert [(one.code, one.place) for one in refused.value.problems] == [
        ("bad_code", "code"), ("product_without_name", "name"), ("text_too_long", "unit.en"), ("bad_code", "variant.0.code"),
        ("product_without_name", "variant.1.name"), ("variant_twice", "variant.2.code"),
    ]  # fmt: skip


def test_another_organisation_reaches_nothing(quick_house: House) -> None:
    (product, *_) = quick_house.rows(Product)
    other = "01a20d10-c340-7000-9114-67224d4753de"
    with pytest.raises(NotFound):
        catalogue.archive(other, product.id, ACTOR)


def test_an_invoice_line_names_the_variant_and_bears_its_price(house: House) -> None:
    price = Price(date(2026, 1, 1), 80_000000, 200000)
    product = catalogue.add(house.organisation_id, "massage", DRAFT, price, ACTOR)
    today = clock.today("Europe/Paris")
    catalogue.set_price(house.organisation_id, product, Price(today, 120_000000, 200000, variant="long"), ACTOR)
    line: dict[str, Json] = {"product": "massage", "variant": "long", "quantity": "2"}
    house.only_rule({"id": "issue", "action": "issue_invoice", "settings": {"lines": [line]}})
    house.submit()
    house.perform()
    (row,) = house.rows(InvoiceLine)
    assert (row.name, row.net) == ("Massage – Long", 24000)
    assert house.examine() == []
