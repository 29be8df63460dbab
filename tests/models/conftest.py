"""The same houses as the services' tests."""

from tests.services.conftest import *  # noqa: F403  # fixtures are found by their names
