"""An office on SQLite without Redis: pages depend on neither; what depends on them is tested below `services`."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from licorne.adapters.pdf.pool import PdfRenderer
from licorne.config import Settings
from tests.servers.databases import Databases
from tests.services.fixtures import renderer
from tests.web.office import Browser, Office

__all__ = ["renderer"]


@pytest.fixture
def office(tmp_path: Path, sqlite_url: str, renderer: PdfRenderer) -> Office:
    """A fresh office."""
    settings = Settings.from_environment({"LICORNE_DATABASE_URL": sqlite_url}, data=tmp_path / "data")
    return Office(settings, renderer)


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory, sqlite_databases: Databases, renderer: PdfRenderer
) -> Iterator[Office]:
    """An office that a customer has written to and whose workers are done; shared by the tests that only read."""
    url = sqlite_databases.create()
    settings = Settings.from_environment({"LICORNE_DATABASE_URL": url}, data=tmp_path_factory.mktemp("served"))
    made = Office(settings, renderer)
    made.browser().submit()
    made.work()
    yield made
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
