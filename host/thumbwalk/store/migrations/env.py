"""How alembic runs the migrations: on the one connection that `store.migrating` gives it."""

from __future__ import annotations

from alembic import context

from thumbwalk.store.models import StoreTable

context.configure(connection=context.config.attributes["connection"], target_metadata=StoreTable.metadata)
with context.begin_transaction():
    context.run_migrations()
