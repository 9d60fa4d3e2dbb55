"""Which version a store has, told without the tools that change it: those cost time, and are rarely needed."""

from __future__ import annotations

from sqlalchemy import Connection, inspect, text

VERSIONS = ("0001", "0002")
"""The migrations in their order; a store of any other is of a newer Thumbwalk."""
NONE = ""
"""Of a database in which nothing is yet."""


def version_in(connection: Connection) -> str | None:
    """Give a store's version, `NONE` of an empty database; None where other tables are, and no version."""
    names = inspect(connection).get_table_names()
    if "alembic_version" not in names:
        return None if names else NONE
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or NONE
