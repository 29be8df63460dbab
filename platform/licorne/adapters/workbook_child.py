"""The process that reads one workbook: `python -m licorne.adapters.workbook_child`. Workbook in, comma-separated text out.

A workbook is a compressed archive of XML that somebody sent: what it unpacks to is bounded here, and nothing is lost when it fails.
"""

import csv
import io
import resource
import sys
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Final

from openpyxl import load_workbook

#: Address space in bytes, CPU in seconds.
MEMORY: Final = 512 << 20
SECONDS: Final = 10
#: Rows and columns that are read; whoever asked refuses as many rows.
MOST_ROWS: Final = 20_000
MOST_COLUMNS: Final = 500
#: Exit code for what is no workbook.
UNREADABLE: Final = 3


def limit() -> None:
    """A bomb ends as a MemoryError or by SIGXCPU here."""
    for kind, wanted in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS)):
        _, hard = resource.getrlimit(kind)
        resource.setrlimit(kind, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))


def rows(data: bytes) -> Iterator[list[str]]:
    """The cells of the first sheet, as people would type them; formulas as they were last computed. As wide as its first row."""
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    width = 0
    for cells in book.worksheets[0].iter_rows(max_row=MOST_ROWS, values_only=True):
        texts = [text_of(cell) for cell in cells[:MOST_COLUMNS]]
        width = width or max((place for place, text in enumerate(texts, 1) if text), default=0)
        yield [*texts[:width], *[""] * (width - len(texts))]


def text_of(cell: object) -> str:
    """A cell as text that the readers of answers take."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return format(Decimal(repr(cell)).normalize(), "f")
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(timespec="minutes")
    if isinstance(cell, time):
        return cell.isoformat(timespec="minutes")
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def main() -> int:
    """Reads standard input to its end."""
    limit()
    text = io.StringIO(newline="")
    try:
        csv.writer(text).writerows(rows(sys.stdin.buffer.read()))
    except Exception as error:  # noqa: BLE001  # whatever the library stumbles over, it is no workbook that we can read
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        return UNREADABLE
    sys.stdout.buffer.write(text.getvalue().encode("utf-8", "replace"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
