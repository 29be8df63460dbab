"""The EPC credit transfer code (EPC069-12, version 2): a QR code that a banking application reads."""

from functools import lru_cache

import segno

from licorne.adapters.pdf.document import Cleaned

Matrix = tuple[tuple[int, ...], ...]
#: Every reader undoes any of the eight masks (ISO 18004, 7.8); looking for the prettiest one costs 8 of 10 ms.
MASK = 3


def epc_text(doc: Cleaned) -> str:
    """The twelve lines; empty where the document is not one to pay by SEPA transfer.

    They are written here because segno's helper rounds amounts by itself and accepts a wrong IBAN.
    """
    pay = doc["payment"]
    if doc["kind"] != "invoice" or doc["currency"] != "EUR" or pay["method"] != "transfer":
        return ""
    amount = "EUR" + doc["totals"]["due"]
    lines = (
        "BCD",
        "002",
        "1",
        "SCT",
        pay["bic"],
        pay["holder"][:70],
        pay["iban"],
        amount,
        "",
        "",
        pay["reference"][:140],
    )
    return "\n".join(lines)


@lru_cache(maxsize=16)  # one document asks several times: for its tags, its drawing, its audit
def matrix(text: str) -> Matrix:
    """The modules of the code without a quiet zone, row by row from the top; error correction M as the standard asks."""
    code = segno.make(text, error="m", boost_error=False, encoding="utf-8", micro=False, mask=MASK)
    return tuple(tuple(row) for row in code.matrix)
