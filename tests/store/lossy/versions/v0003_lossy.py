"""A migration with a fault: it takes rows along that nobody meant."""

from __future__ import annotations

from alembic import op

revision, down_revision = "0003", "0002"
branch_labels = depends_on = None


def upgrade() -> None:
    op.execute("DELETE FROM strokes WHERE n = 0")


def downgrade() -> None: ...
