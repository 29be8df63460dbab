"""The one clock. Nothing else in Licorne reads the time.

`now` decides what is due and what date a document bears; a test may set it by a file (`LICORNE_TEST_CLOCK`). `monotonic`
measures leases and durations, `wall` only tells whether a process is alive; no test clock moves these two.
"""

import time
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

_file: Path | None = None


def follow(file: Path | None) -> None:
    """Reads the instant from `file` (ISO 8601 with an offset) from now on; None: the system's clock."""
    global _file
    _file = file


def now() -> datetime:
    """The current instant, UTC.

    Raises:
        ValueError: the test's file holds no instant with an offset.
    """
    if _file is None:
        return datetime.now(UTC)
    instant = datetime.fromisoformat(_file.read_text("ascii").strip())
    if instant.tzinfo is None:
        raise ValueError(f"{_file}: an instant needs an offset")
    return instant.astimezone(UTC)


def milliseconds() -> int:
    """The current instant in whole milliseconds since 1970: what identifiers begin with."""
    return time.time_ns() // 1_000_000 if _file is None else int(now().timestamp() * 1000)


def today(zone: str) -> date:
    """The current date in an IANA time zone: the date that documents bear."""
    return date_in(now(), zone)


def date_in(instant: datetime, zone: str) -> date:
    """The date of an instant in an IANA time zone."""
    return instant.astimezone(ZoneInfo(zone)).date()


def wall() -> datetime:
    """The system's time, for signs of life only."""
    return datetime.now(UTC)


def monotonic() -> float:
    """Seconds that no clock change moves, for leases and durations."""
    return time.monotonic()
