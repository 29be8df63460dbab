"""Changes rows that the schema protects, as a broken disk or a careless console would."""

from typing import Any

from sqlalchemy import text

from licorne.models.database import current_session, db


def corrupt(statement: str, **values: Any) -> int:
    """Runs a statement without triggers and references; the number of rows that it changed."""
    current_session().close()
    with db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        else:
            connection.exec_driver_sql("COMMIT")  # the pragma counts outside a transaction only
            connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars().all()
            for name in names:
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
        changed = connection.execute(text(statement), values).rowcount
        connection.commit()
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA foreign_keys = ON")
            connection.exec_driver_sql("BEGIN")
        return changed
