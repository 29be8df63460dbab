"""The long sweeps: `--sweep=all` runs every case, the default a tenth of them that turns with the date."""

import datetime
import hashlib

import pytest

from tests.services.conftest import *  # noqa: F403  # fixtures are found by their names

#: After this many days every case has been run; those that start a whole Licorne are fewer a day.
SHARES, LONG_SHARES = 10, 30


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--sweep",
        choices=("sample", "all"),
        default="sample",
        help="how much of tests/prove runs (default: %(default)s)",
    )


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "every_day: runs whatever the day")
    config.addinivalue_line("markers", "whole: starts a whole Licorne")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Cases that are not of today are left out. A case keeps its day whatever cases are added."""
    if config.getoption("--sweep") == "all":
        return
    today = datetime.datetime.now(datetime.UTC).date().toordinal()
    ours = [item for item in items if item.nodeid.startswith("tests/prove/") and "every_day" not in item.keywords]
    left_out = [item for item in ours if not _is_of(item, today)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


def _is_of(item: pytest.Item, day: int) -> bool:
    shares = LONG_SHARES if "whole" in item.keywords else SHARES
    return hashlib.sha256(item.name.encode()).digest()[0] % shares == day % shares
