"""Payment references, judged by python-stdnum."""

import stdnum.ch.esr
import stdnum.iso11649
from hypothesis import given
from hypothesis import strategies as st

from licorne.billing.references import creditor_reference, is_qr_iban, qr_reference, swiss_reference


@given(st.text("ABCXYZ0123456789-/", max_size=25))
def test_a_creditor_reference_is_valid_or_none(number: str):
    reference = creditor_reference(number)
    assert stdnum.iso11649.is_valid(reference) == (0 < len(number.replace("-", "").replace("/", "")) <= 21)


@given(st.text("F-0123456789", max_size=30))
def test_a_qr_reference_has_27_digits_and_the_right_check_digit(number: str):
    reference = qr_reference(number)
    digits = number.replace("-", "").replace("F", "")
    assert (reference == "") == (len(digits) > 26 or not digits.strip("0"))
    assert not reference or (len(reference) == 27 and stdnum.ch.esr.is_valid(reference))


def test_the_kind_of_iban_decides_the_reference():
    assert is_qr_iban("CH4431999123000889012")
    assert not is_qr_iban("CH5800791123000889012")
    assert swiss_reference("CH4431999123000889012", "F-2026-0031") == qr_reference("20260031")
    assert swiss_reference("CH5800791123000889012", "F-2026-0031").startswith("RF")
