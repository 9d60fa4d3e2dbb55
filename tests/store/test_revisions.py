"""A store's version is told from what is in it."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import create_engine, text

from thumbwalk.store.engines import engine_of, url_of
from thumbwalk.store.revisions import NONE, VERSIONS, version_in


def test_an_empty_database_another_one_and_a_store_are_told_apart(empty_file: Path) -> None:
    with create_engine("sqlite://").connect() as connection:
        assert version_in(connection) == NONE
        connection.execute(text("CREATE TABLE notes (text)"))
        assert version_in(connection) is None
    with engine_of(url_of(None, empty_file)).connect() as connection:
        assert version_in(connection) == VERSIONS[-1]
