"""A running Licorne to be attacked, and a count of everything in it."""

from collections.abc import Iterator

import pytest

from tests.attacks.target import Target
from tests.journeys.shop import opened
from tests.servers.databases import Databases


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def target(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    """A Licorne that runs on each engine, with one finished order in it."""
    fixture = "sqlite_databases" if request.param == "sqlite" else "postgres_databases"
    databases: Databases = request.getfixturevalue(fixture)
    url = databases.create()
    with opened(tmp_path_factory.mktemp("target"), url) as shop:
        shop.buy("first@example.com")
        shop.books.wait_until_quiet()
        target = Target(shop, url)
        yield target
        target.close()
    databases.drop(url)
