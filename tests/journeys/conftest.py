"""One running Licorne per engine for all journeys; each test has customers of its own."""

from collections.abc import Iterator

import pytest

from tests.journeys.shop import Shop, opened
from tests.servers.databases import Databases


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def shop(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """A Licorne that runs on each engine."""
    fixture = "sqlite_databases" if request.param == "sqlite" else "postgres_databases"
    databases: Databases = request.getfixturevalue(fixture)
    url = databases.create()
    with opened(tmp_path_factory.mktemp("shop"), url) as shop:
        yield shop
    databases.drop(url)
