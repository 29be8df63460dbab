"""Fixtures: real servers, started when the first test asks, once per session (and per xdist worker)."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from werkzeug.routing import Rule

from licorne.config import Settings
from licorne.services import passwords
from tests.servers.databases import Databases, PostgresDatabases, SqliteDatabases
from tests.servers.instance import Instance
from tests.servers.postgres import PostgresServer
from tests.servers.redis import RedisServer
from tests.servers.smtp import SmtpServer


def pytest_configure() -> None:
    """Settings of whoever runs the tests must not change what they see."""
    for name in [name for name in os.environ if name.startswith("LICORNE_") and name != "LICORNE_CHROMIUM"]:
        del os.environ[name]


@pytest.fixture(scope="session", autouse=True)
def cheap_hashes() -> Iterator[PasswordHasher]:
    """Passwords of tests are hashed by the same algorithm with the least work: a fifth of a second for each would be most of the suite.

    Gives the hasher of the product, of which `tests/services/test_people.py` asks what it is. Processes that tests start have it.
    """
    products = passwords._hasher
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=16, parallelism=1))
        yield products


@pytest.fixture(scope="session", autouse=True)
def _routes_compiled_once() -> Iterator[None]:
    """Werkzeug compiles a function of each route, anew for the app of every test: most of what an app costs. What it comes from is
    in the key, and it looks up the converters of the rule that calls it.
    """
    compiled: dict[object, Callable[..., tuple[str, str]]] = {}
    compile_one = Rule._compile_builder

    def once(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        key = (rule.rule, tuple(rule._trace), repr(rule.defaults), append_unknown)
        if key not in compiled:
            compiled[key] = compile_one(rule, append_unknown)
        return compiled[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", once)
        yield


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """The session's PostgreSQL. A test that stops a server starts one of its own."""
    server = PostgresServer()
    try:
        yield server.start()
    finally:
        server.stop()


@pytest.fixture(scope="session")
def sqlite_databases(tmp_path_factory: pytest.TempPathFactory) -> Databases:
    """Fresh SQLite databases, `create()` as many as wanted."""
    return SqliteDatabases(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres_databases(postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> Databases:
    """Fresh PostgreSQL databases, `create()` as many as wanted."""
    return PostgresDatabases(postgres, tmp_path_factory.mktemp("postgres"))


def _fresh(databases: Databases) -> Iterator[str]:
    url = databases.create()
    yield url
    databases.drop(url)


@pytest.fixture
def sqlite_url(sqlite_databases: Databases) -> Iterator[str]:
    """A fresh, migrated SQLite database."""
    yield from _fresh(sqlite_databases)


@pytest.fixture
def postgres_url(postgres_databases: Databases) -> Iterator[str]:
    """A fresh, migrated PostgreSQL database."""
    yield from _fresh(postgres_databases)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh, migrated database; the test runs once on each engine."""
    fixture = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    url: str = request.getfixturevalue(fixture)
    return url


@pytest.fixture(scope="session")
def redis_server() -> Iterator[RedisServer]:
    """The session's Redis. A test that kills a server starts one of its own."""
    server = RedisServer()
    try:
        yield server.start()
    finally:
        server.stop()


@pytest.fixture
def redis_url(redis_server: RedisServer) -> str:
    """A real, empty Redis."""
    redis_server.flush()
    return redis_server.url


@pytest.fixture
def smtp() -> Iterator[SmtpServer]:
    """A real SMTP server of this test alone."""
    server = SmtpServer().start()
    yield server
    server.stop()


@pytest.fixture
def settings(tmp_path: Path, database_url: str, redis_url: str) -> Settings:
    """Settings of a Licorne on a fresh database of each engine, with a real Redis; mails land in the data folder."""
    environ = {"LICORNE_TESTING": "1", "LICORNE_DATABASE_URL": database_url, "LICORNE_REDIS_URL": redis_url}
    return Settings.from_environment(environ, data=tmp_path / "data")


@pytest.fixture
def instance(tmp_path: Path, smtp: SmtpServer) -> Iterator[Instance]:
    """A whole running Licorne on SQLite with its own Redis, mailing to `smtp`."""
    running = Instance(tmp_path / "data", {"LICORNE_SMTP_URL": smtp.url})
    try:
        yield running.start()
    finally:
        running.stop()


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium; where there is none the browser suite is skipped by name, and fails in CI."""
    named = os.environ.get("LICORNE_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if named and Path(named).exists():
        return named
    message = "browser suite: no Chromium here (set LICORNE_CHROMIUM)"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)
