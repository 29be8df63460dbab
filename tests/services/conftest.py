"""Fixtures of the services' tests: houses on each engine, with one warm renderer for all."""

from tests.services.fixtures import (
    house,
    quick_house,
    renderer,
    seeded,
    seeded_postgres,
    seeded_settings,
    seeded_sqlite,
    seeded_url,
)

__all__ = [
    "house",
    "quick_house",
    "renderer",
    "seeded",
    "seeded_postgres",
    "seeded_settings",
    "seeded_sqlite",
    "seeded_url",
]
