"""Payment references that banks carry and check: ISO 11649 (RF) and the Swiss QR reference."""

import re

#: Places of the QR reference before its check digit (Swiss implementation guidelines for the QR-bill).
QR_DIGITS = 26
#: ISO 11649 leaves so many characters after RF and its two check digits.
RF_LONGEST = 21

#: The table of the recursive modulo 10 that Swiss payment slips have used since 1975.
CARRY = (0, 9, 4, 6, 8, 2, 7, 1, 3, 5)


def creditor_reference(text: str) -> str:
    """ISO 11649 for a document number: RF, check digits by ISO 7064 mod 97-10, the letters and digits of the number.

    "" where no letter or digit is left or there are more than 21: cutting could make two numbers one.
    """
    body = re.sub(r"[^A-Z0-9]", "", text.upper())
    if not 0 < len(body) <= RF_LONGEST:
        return ""
    value = int("".join(str(int(character, 36)) for character in body + "RF00"))
    return f"RF{98 - value % 97:02}{body}"


def qr_reference(text: str) -> str:
    """The 27 digits of a QR reference over those of a document number, "" where they do not fit or are all zero."""
    digits = re.sub(r"[^0-9]", "", text)
    if len(digits) > QR_DIGITS or not digits.strip("0"):
        return ""
    body, carry = digits.rjust(QR_DIGITS, "0"), 0
    for digit in body:
        carry = CARRY[(carry + int(digit)) % 10]
    return body + str((10 - carry) % 10)


def is_qr_iban(iban: str) -> bool:
    """Whether an IBAN of Switzerland or Liechtenstein demands a QR reference: its institution is 30000 to 31999."""
    return iban[:2] in {"CH", "LI"} and "30000" <= iban[4:9] <= "31999"


def swiss_reference(iban: str, number: str) -> str:
    """The reference for a slip: QR reference for a QR-IBAN, else a creditor reference; "" for none."""
    return qr_reference(number) if is_qr_iban(iban) else creditor_reference(number)
