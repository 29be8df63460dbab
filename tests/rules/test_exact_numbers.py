"""Numbers at the very edge of their 18 + 12 digits stay exact: no context of fewer digits touches them."""

import pytest

from rules.expression.evaluate import compile_formula
from rules.expression.json_types import Json


@pytest.mark.parametrize(
    ("call", "arguments", "expected"),
    [
        ("max", ["999999999999999999.999999999999"], "999999999999999999.999999999999"),
        ("add", ["123456789012345678.123456789012", "0"], "123456789012345678.123456789012"),
        ("add", ["999999999999999999", "0.999999999999"], "999999999999999999.999999999999"),
        ("subtract", ["-999999999999999999.999999999999", "0"], "-999999999999999999.999999999999"),
    ],
)
def test_a_number_of_thirty_digits_keeps_them_all(call: str, arguments: list[str], expected: str) -> None:
    values: list[Json] = [{"value": argument} for argument in arguments]
    assert compile_formula({"call": call, "args": values})({}) == expected
