"""The second reckoning agrees with the engine on every bill and finds every changed cent."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from licorne.billing.bill import Adjustment, Bill
from licorne.billing.check import recompute
from licorne.billing.currency import exponent
from licorne.billing.decimals import decimal_text, parse_scaled
from licorne.billing.errors import BillingError
from licorne.billing.lines import Amount
from licorne.billing.model import canonical_json
from tests.billing.bills import bill, bills, line, model_of, percent

SAMPLE = bill(
    line("1", "2400"), line("4.5", "640", discount=percent("10")), line("250", "6.84", "5.5", charge=Amount(250)),
    allowances=(Adjustment("Loyalty", percent("3")),), charges=(Adjustment("Postage", Amount(600), "S", 200_000),),
    prepaid=150_000, cash_rounding=5,
)  # fmt: skip
AMOUNTS = {
    "amount", "figure", "net", "base", "tax", "priced", "lines", "allowances", "charges", "gross", "prepaid",
    "rounding", "due",
}  # fmt: skip


def frozen(made: Bill) -> dict[str, Any]:
    """The model as it is read back from the database."""
    try:
        text = canonical_json(model_of(made))
    except BillingError as refused:
        assume({problem.code for problem in refused.problems} != {"adjustment_without_base"})  # signs cancelled out
        raise
    return json.loads(text)


def paths_of(node: Any, path: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    """The paths below a node that end in an amount."""
    members = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in members:
        if key in AMOUNTS and isinstance(value, str):
            yield (*path, key)
        yield from paths_of(value, (*path, key))


def amount_places(model: dict[str, Any]) -> list[tuple[Any, ...]]:
    """The paths of all amounts of money in a model."""
    return [path for part in ("lines", "adjustments", "groups", "totals") for path in paths_of(model[part], (part,))]


def changed(model: dict[str, Any], path: tuple[Any, ...], change: Any) -> dict[str, Any]:
    """A copy in which the value at a path went through `change`."""
    made = copy.deepcopy(model)
    node: Any = made
    for key in path[:-1]:
        node = node[key]
    node[path[-1]] = change(node[path[-1]])
    return made


def codes(model: dict[str, Any]) -> set[str]:
    """The codes of what was found."""
    return {problem.code for problem in recompute(model)}


@settings(max_examples=300, deadline=None)
@given(bills())
def test_both_reckonings_agree_on_every_bill(made: Bill):
    assert recompute(frozen(made)) == []


@settings(max_examples=300, deadline=None)
@given(bills(), st.data(), st.sampled_from([-1, 1]))
def test_every_amount_that_changes_by_one_unit_is_found(made: Bill, data: st.DataObject, step: int):
    model, places = frozen(made), exponent(made.currency)
    path = data.draw(st.sampled_from(amount_places(model)))
    altered = changed(model, path, lambda text: decimal_text(parse_scaled(text, places) + step, places, places))
    assert recompute(altered), path


def test_the_sample_names_all_its_amounts():
    assert (
        len(amount_places(frozen(SAMPLE))) == 3 * 3 + 2 + 3 * 3 + 2 * 2 + 10
    )  # lines, their parts, adjustments, groups, totals


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        (("groups", 0, "tax"), "1026.67", "BR-CO-17"),
        (("lines", 0, "net"), "2400.01", "net"),
        (("lines", 0, "quantity"), "2", "line_amount"),
        (("lines", 0, "price"), "-2400", "BR-27"),
        (("lines", 0, "rate"), "5.5", "BR-S-08"),
        (("lines", 0, "category"), "E", "BR-S-01"),
        (("lines", 0, "base_quantity"), "0", "base_quantity_not_positive"),
        (("lines", 0, "number"), 2, "line_number"),
        (("lines", 1, "discount", "percent"), "11", "line_percent"),
        (("lines", 2, "charge", "amount"), "-2.50", "line_part_sign"),
        (("adjustments", 0, "percent"), "4", "adjustment_percent"),
        (("adjustments", 0, "kind"), "charge", "BR-CO-11"),
        (("totals", "due"), "-0.00", "negative_zero"),
        (("totals", "due"), "1e3", "model_number"),
        (("totals", "due"), "1.5", "model_decimals"),
        (("totals", "due"), 12, "model_shape"),
        (("totals", "prepaid"), "-1.00", "amount_negative"),
        (("groups", 0, "rate"), "120", "BR-S-05"),
        (("groups",), [], "BR-S-01"),
        (("lines",), [], "BR-16"),
        (("type_code",), "381", "BR-04"),
        (("currency",), "EUX", "currency_unknown"),
        (("schema",), 2, "model_schema"),
        (("schema",), True, "model_shape"),
        (("cash_rounding",), "", "rounding"),
        (("prices_include_vat",), True, "net"),
        (("kind",), "quote", "model_shape"),
    ],
)
def test_a_tampered_model_is_found_by_the_rule_that_it_breaks(path, value, code):
    assert code in codes(changed(frozen(SAMPLE), path, lambda _: value))


def test_a_group_without_tax_needs_its_reason():
    model = frozen(bill(line("1", "5", "0", category="E", exemption_code="VATEX-FR-FRANCHISE")))
    assert codes(model) == set()
    model["groups"][0] |= {"exemption_code": "", "exemption_text": ""}
    assert codes(model) == {"BR-E-10"}


def test_nets_that_drift_from_the_promised_gross_together_are_found():
    model = frozen(bill(*[line("1", "10")] * 4, prices_include_vat=True))
    for row, net in zip(model["lines"], ("8.34", "8.34", "8.34", "8.34"), strict=True):
        row["net"] = net  # each within a unit of 8.333…
    model["groups"][0] |= {"base": "33.36", "tax": "6.67"}
    model["totals"] |= {"lines": "33.36", "net": "33.36", "tax": "6.67", "gross": "40.03", "rounding": "-0.03"}
    assert codes(model) == {"group_gross"}


def test_a_split_group_is_found_although_its_sums_are_right():
    model = frozen(bill(line("1", "10"), line("1", "30")))
    first = model["groups"][0]
    model["groups"] = [first | {"base": "10.00", "tax": "2.00"}, first | {"base": "30.00", "tax": "6.00"}]
    assert "BR-S-01" in codes(model)


NONSENSE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
)


@given(NONSENSE)
def test_nonsense_is_a_finding_and_never_an_exception(nonsense):
    assert recompute(nonsense)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_any_field_may_be_damaged_without_an_exception(data: st.DataObject):
    model = frozen(SAMPLE)
    node: Any = model
    while isinstance(node, dict | list) and node:
        key = data.draw(st.sampled_from(sorted(node) if isinstance(node, dict) else range(len(node))))
        if not isinstance(node[key], dict | list) or data.draw(st.booleans()):
            node[key] = data.draw(st.none() | st.integers() | st.text(max_size=4) | st.just("NaN") | st.just("9" * 30))
            break
        node = node[key]
    recompute(model)
