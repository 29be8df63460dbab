"""An app on a fresh database of each engine with the demo organisation, and clients that hold tokens."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from licorne.config import Settings
from tests.api.client import ApiClient, make_organisation, seeded_app

OWN = "atelier-licorne"


@pytest.fixture
def api(settings: Settings) -> Iterator[ApiClient]:
    """The demo organisation's client, with a real Redis, on SQLite and on PostgreSQL."""
    with seeded_app(settings) as app:
        yield ApiClient(app, OWN)


@pytest.fixture
def small(tmp_path: Path, sqlite_url: str) -> Iterator[ApiClient]:
    """The same on SQLite without Redis, for what depends on neither."""
    settings = Settings.from_environment({"LICORNE_DATABASE_URL": sqlite_url}, data=tmp_path / "data")
    with seeded_app(settings) as app:
        yield ApiClient(app, OWN)


@pytest.fixture
def stranger(api: ApiClient) -> ApiClient:
    """The client of another organisation of the same installation."""
    make_organisation(api.app, "other")
    return ApiClient(api.app, "other")
