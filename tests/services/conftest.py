"""Fixtures of the services' tests: houses on each engine, with one warm renderer for all."""

from tests.services.fixtures import (
    finish_an_order,
    house,
    ordered_house,
    ordered_postgres,
    ordered_sqlite,
    quick_house,
    renderer,
    seeded,
    seeded_postgres,
    seeded_settings,
    seeded_sqlite,
    seeded_url,
)

__all__ = [
    "finish_an_order",
    "house",
    "ordered_house",
    "ordered_postgres",
    "ordered_sqlite",
    "quick_house",
    "renderer",
    "seeded",
    "seeded_postgres",
    "seeded_settings",
    "seeded_sqlite",
    "seeded_url",
]
