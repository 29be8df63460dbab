"""Preparing an installation before it serves: folders, schema, and the demo organisation where there is none yet."""

from licorne.app import create_app
from licorne.config import Settings
from licorne.services import setup
from licorne.services.setup import SeedReport


def prepare(settings: Settings) -> SeedReport:
    """Migrates; seeds an empty database. The report names form and login only where they were made just now."""
    setup.migrate(settings)
    app = create_app(settings)
    with app.app_context():
        return setup.seed() if setup.is_empty() else SeedReport()
