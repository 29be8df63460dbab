"""Alembic: imported only where a schema is changed, for it costs a tenth of a start and is needed once per release."""

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from licorne.models.schema import MIGRATIONS


def config(connection: Connection | None = None) -> Config:
    """Alembic's configuration, without a file."""
    made = Config()
    made.set_main_option("script_location", str(MIGRATIONS))
    made.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    made.attributes["connection"] = connection
    return made


def upgrade(connection: Connection) -> None:
    """Runs what is missing up to the newest migration."""
    command.upgrade(config(connection), "head")
