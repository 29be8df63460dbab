"""Amounts that are spread: nothing is lost, nothing is gained."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from licorne.billing.adjustments import spread, spread_percent
from licorne.billing.included import net_of, nets_of, tax_on
from licorne.billing.lines import Percent, part_of

WEIGHTS = st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=40)


@given(st.integers(0, 10**9), WEIGHTS)
def test_the_parts_of_an_amount_sum_up_to_it_and_are_fair_to_one_unit(total: int, weights: list[int]):
    assume(sum(weights))
    parts = spread(total, weights)
    carrying = [weight if weight * sum(weights) > 0 else 0 for weight in weights]
    assert sum(parts) == total
    assert all(
        abs(part * sum(carrying) - total * weight) <= abs(sum(carrying))
        for part, weight in zip(parts, carrying, strict=True)
    )


@given(st.integers(0, 1_000_000), WEIGHTS)
def test_the_parts_of_a_percentage_sum_up_to_that_of_the_sum(rate: int, bases: list[int]):
    parts = spread_percent(Percent(rate), bases)
    assert sum(parts) == part_of(Percent(rate), sum(bases))
    assert all(abs(part * 1_000_000 - base * rate) <= 1_000_000 for part, base in zip(parts, bases, strict=True))


def test_a_return_of_other_goods_takes_no_part_of_a_discount():
    assert spread(500, [10_000, -9_900, 10_000]) == [250, 0, 250]


@given(WEIGHTS, st.sampled_from([21_000, 55_000, 81_000, 200_000, 1_000_000]))
def test_nets_of_gross_lines_come_back_to_the_gross_to_one_unit(figures: list[int], rate: int):
    net = sum(nets_of(figures, rate))
    assert abs(net + tax_on(net, rate) - sum(figures)) <= 1


@given(st.integers(-(10**9), 10**9), st.integers(1, 1_000_000))
def test_no_other_net_comes_closer_to_the_gross(gross: int, rate: int):
    found, lower, higher = (
        abs(net + tax_on(net, rate) - gross) for net in (net_of(gross, rate) + step for step in (0, -1, 1))
    )
    assert found <= min(1, lower, higher)


def test_five_hundred_gross_lines_do_not_gather_their_errors():
    assert sum(nets_of([1_000] * 500, 200_000)) == net_of(500_000, 200_000) == 416_667


@pytest.mark.parametrize("rate", [55_000, 200_000])
def test_a_gross_credit_mirrors_the_gross_invoice(rate: int):
    figures = [1_234, 77, 9_999]
    assert nets_of([-figure for figure in figures], rate) == [-net for net in nets_of(figures, rate)]
