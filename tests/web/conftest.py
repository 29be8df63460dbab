"""An office on SQLite without Redis: pages depend on neither; what depends on them is tested below `services`."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from licorne.config import Settings
from tests.servers.databases import Databases
from tests.web.office import Browser, Office


@pytest.fixture
def office(tmp_path: Path, sqlite_url: str) -> Iterator[Office]:
    """A fresh office."""
    settings = Settings.from_environment({"LICORNE_DATABASE_URL": sqlite_url}, data=tmp_path / "data")
    made = Office(settings)
    yield made
    made.app.extensions["licorne"].renderer.close()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, sqlite_databases: Databases) -> Iterator[Office]:
    """An office that a customer has written to and whose workers are done; shared by the tests that only read."""
    url = sqlite_databases.create()
    made = Office(Settings.from_environment({"LICORNE_DATABASE_URL": url}, data=tmp_path_factory.mktemp("served")))
    made.browser().submit()
    made.work()
    yield made
    made.app.extensions["licorne"].renderer.close()
    sqlite_databases.drop(url)


@pytest.fixture(scope="module")
def reader(served: Office) -> Browser:
    """A member of the served office, signed in."""
    return served.signed_in("member")


@pytest.fixture
def nobody(office: Office) -> Browser:
    """A visitor without an account."""
    return office.browser()


@pytest.fixture
def member(office: Office) -> Browser:
    """A member, signed in."""
    return office.signed_in("member")
