"""An app with the demo organisation on a fresh database, and clients that hold tokens."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from licorne.adapters.pdf.pool import PdfRenderer
from licorne.config import Settings
from tests.api.client import ApiClient, make_organisation, opened
from tests.services.fixtures import renderer, seeded, seeded_postgres, seeded_settings, seeded_sqlite, seeded_url
from tests.services.seeded import Seeded

__all__ = ["renderer", "seeded", "seeded_postgres", "seeded_settings", "seeded_sqlite", "seeded_url"]

OWN = "atelier-licorne"


@pytest.fixture
def api(seeded_settings: Settings, renderer: PdfRenderer) -> Iterator[ApiClient]:
    """The demo organisation's client, with a real Redis, on SQLite and on PostgreSQL."""
    with opened(seeded_settings, renderer) as app:
        yield ApiClient(app, OWN)


@pytest.fixture
def small(tmp_path: Path, seeded_sqlite: Seeded, renderer: PdfRenderer) -> Iterator[ApiClient]:
    """The same on SQLite without Redis, for what depends on neither."""
    url = seeded_sqlite.create()
    settings = Settings.from_environment({"LICORNE_DATABASE_URL": url}, data=tmp_path / "data")
    with opened(settings, renderer) as app:
        yield ApiClient(app, OWN)
    seeded_sqlite.drop(url)


@pytest.fixture
def stranger(api: ApiClient) -> ApiClient:
    """The client of another organisation of the same installation."""
    make_organisation(api.app, "other")
    return ApiClient(api.app, "other")
