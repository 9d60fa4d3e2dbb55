"""The first version of the store has what the models say."""

from __future__ import annotations

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from thumbwalk.store.engines import engine_of, url_of
from thumbwalk.store.models import StoreTable


def test_a_new_store_has_the_tables_of_the_models_and_no_others(empty_file: Path) -> None:
    with engine_of(url_of(None, empty_file)).connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, StoreTable.metadata) == []
