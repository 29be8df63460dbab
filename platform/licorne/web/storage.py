"""Trouble with what everything is kept in: which errors mean that waiting helps, so that pages say so (503)."""

import errno
from typing import Final

from sqlalchemy.exc import InterfaceError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolExhausted

#: The database is away, locked, full or unreadable (PEP 249's names), or all connections are taken.
AWAY: Final[tuple[type[Exception], ...]] = (OperationalError, InterfaceError, InternalError, PoolExhausted)
#: The disk under the data folder is full, read-only or broken; any other OSError is a defect of ours.
_DISK: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO})


def is_away(error: BaseException) -> bool:
    """Whether the same request may succeed a little later."""
    return isinstance(error, AWAY) or (isinstance(error, OSError) and error.errno in _DISK)


def reason(error: BaseException) -> str:
    """What the driver said, without the statement and its parameters: these hold what people wrote."""
    return f"{type(error).__name__}: {getattr(error, 'orig', None) or error}".replace("\n", " ")
