"""The socket at which the nursery of PDF children is asked for one. Apart from the nursery, because that imports all of xhtml2pdf."""

import os
import socket
import sys
from pathlib import Path
from typing import Final

_NAME: Final = "pdf.sock"
_LONGEST: Final = 100  # sockaddr_un holds 108 bytes on Linux, 104 on macOS
_BACKLOG: Final = 16


def path_in(run_folder: Path) -> Path:
    """Where the nursery of an installation listens."""
    return run_folder / _NAME


def opened(path: Path) -> socket.socket | None:
    """A socket that listens there. None where the path is too long for one, or children of others cannot be held (macOS)."""
    if len(os.fsencode(path)) > _LONGEST or not hasattr(os, "pidfd_open"):
        return None
    path.unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX)
    before = os.umask(0o077)  # only we may ask for children
    try:
        listener.bind(str(path))
    finally:
        os.umask(before)
    listener.listen(_BACKLOG)
    return listener


def nursery(listener: socket.socket) -> list[str]:
    """The command that serves `listener`, which the process that becomes it must inherit."""
    return [sys.executable, "-m", "licorne.adapters.pdf.nursery", str(listener.fileno())]


def entered(path: Path) -> socket.socket | None:
    """A connection to the nursery; None where there is none."""
    connection = socket.socket(socket.AF_UNIX)
    try:
        connection.connect(str(path))
    except OSError:
        connection.close()
        return None
    return connection
