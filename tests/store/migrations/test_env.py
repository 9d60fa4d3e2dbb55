"""The migrations run on the connection that they are given, and in its transaction."""

from __future__ import annotations

from alembic import command
from sqlalchemy import create_engine, inspect

from thumbwalk.store.migrating import own_migrations


def test_what_is_rolled_back_was_never_made() -> None:
    config, engine = own_migrations(), create_engine("sqlite://")
    with engine.connect() as connection:
        connection.exec_driver_sql("BEGIN")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        assert "sessions" in inspect(connection).get_table_names()
