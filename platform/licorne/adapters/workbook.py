"""Workbooks (XLSX, ECMA-376) as comma-separated text, read in a process of their own that can be killed."""

import logging
import subprocess
import sys
from typing import Final

from licorne.errors import refuse

log = logging.getLogger(__name__)
_PACKED: Final = b"PK\x03\x04"
#: Before 2007, and any workbook with a password.
_COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PATIENCE_S: Final = 20.0
_COMMAND: Final = (sys.executable, "-m", "licorne.adapters.workbook_child")


def is_workbook(data: bytes) -> bool:
    """By its first bytes; names and media types are claims."""
    return data.startswith((_PACKED, _COMPOUND))


def as_text(data: bytes) -> str:
    """The first sheet of a workbook as CSV. Raises Refused where it cannot be read, or takes too much to be."""
    if data.startswith(_COMPOUND):
        raise refuse("workbook_locked", "file")
    try:
        read = subprocess.run(_COMMAND, input=data, capture_output=True, timeout=_PATIENCE_S, check=False)
    except subprocess.TimeoutExpired as error:
        raise refuse("workbook_unreadable", "file") from error
    if read.returncode != 0:
        log.warning(
            "a workbook could not be read (%d): %s", read.returncode, read.stderr.decode("utf-8", "replace")[-300:]
        )
        raise refuse("workbook_unreadable", "file")
    return read.stdout.decode("utf-8")
