"""Houses on seeded databases. The folders that need them name them in their conftest.py."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from licorne.adapters.pdf.pool import PdfRenderer
from licorne.config import Settings
from tests.servers.databases import Databases
from tests.servers.postgres import PostgresServer
from tests.services.house import House, opened
from tests.services.seeded import Seeded, SeededPostgres, SeededSqlite

ENGINES = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def renderer() -> Iterator[PdfRenderer]:
    """One warm child that draws documents for all tests."""
    with PdfRenderer() as renderer:
        yield renderer


@pytest.fixture(scope="session")
def seeded_sqlite(sqlite_databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Seeded:
    """Copies of the demo on SQLite."""
    return SeededSqlite(sqlite_databases, tmp_path_factory.mktemp("seeded"))


@pytest.fixture(scope="session")
def seeded_postgres(
    postgres: PostgresServer, postgres_databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Seeded:
    """Copies of the demo on PostgreSQL."""
    return SeededPostgres(postgres, postgres_databases, tmp_path_factory.mktemp("seeded"))


@pytest.fixture(params=ENGINES)
def seeded(request: pytest.FixtureRequest) -> Seeded:
    """Copies of the demo; the test runs once on each engine."""
    databases: Seeded = request.getfixturevalue("seeded_sqlite" if request.param == "sqlite" else "seeded_postgres")
    return databases


@pytest.fixture
def seeded_url(seeded: Seeded) -> Iterator[str]:
    """One of them."""
    url = seeded.create()
    yield url
    seeded.drop(url)


@pytest.fixture
def seeded_settings(tmp_path: Path, seeded_url: str, redis_url: str) -> Settings:
    """Settings of a Licorne on it, with a real Redis; mails land in the data folder."""
    environ = {"LICORNE_TESTING": "1", "LICORNE_DATABASE_URL": seeded_url, "LICORNE_REDIS_URL": redis_url}
    return Settings.from_environment(environ, data=tmp_path / "data")


@pytest.fixture
def house(seeded_settings: Settings, renderer: PdfRenderer) -> Iterator[House]:
    """The demo organisation on a fresh database of each engine."""
    with opened(seeded_settings, renderer) as house:
        yield house


@pytest.fixture
def quick_house(tmp_path: Path, seeded_sqlite: Seeded, renderer: PdfRenderer) -> Iterator[House]:
    """The same on SQLite without Redis, for what depends on neither."""
    url = seeded_sqlite.create()
    settings = Settings.from_environment({"LICORNE_DATABASE_URL": url}, data=tmp_path / "data")
    with opened(settings, renderer) as house:
        yield house
    seeded_sqlite.drop(url)


@pytest.fixture(scope="session")
def finish_an_order(renderer: PdfRenderer) -> Callable[[Settings], None]:
    """Has one order done from the post to the mail, about which the doctor has nothing to say."""

    def finish(settings: Settings) -> None:
        with opened(settings, renderer) as house:
            house.submit()
            house.perform()
            assert house.examine() == []

    return finish


@pytest.fixture(scope="session")
def ordered_sqlite(
    sqlite_databases: Databases,
    tmp_path_factory: pytest.TempPathFactory,
    finish_an_order: Callable[[Settings], None],
) -> Seeded:
    """Copies of the demo with one order, on SQLite."""
    return SeededSqlite(sqlite_databases, tmp_path_factory.mktemp("ordered"), finish_an_order)


@pytest.fixture(scope="session")
def ordered_postgres(
    postgres: PostgresServer,
    postgres_databases: Databases,
    tmp_path_factory: pytest.TempPathFactory,
    finish_an_order: Callable[[Settings], None],
) -> Seeded:
    """Copies of the demo with one order, on PostgreSQL."""
    return SeededPostgres(postgres, postgres_databases, tmp_path_factory.mktemp("ordered"), finish_an_order)


@pytest.fixture(params=ENGINES)
def ordered_house(request: pytest.FixtureRequest, tmp_path: Path, renderer: PdfRenderer) -> Iterator[House]:
    """A house with one finished order, on each engine, without Redis."""
    databases: Seeded = request.getfixturevalue("ordered_sqlite" if request.param == "sqlite" else "ordered_postgres")
    url = databases.create()
    settings = Settings.from_environment({"LICORNE_DATABASE_URL": url}, data=tmp_path / "data")
    with opened(settings, renderer) as house:
        yield house
    databases.drop(url)
