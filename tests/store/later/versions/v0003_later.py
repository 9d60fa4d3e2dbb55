"""A migration as there may be one some day: a column goes, which SQLite does by copying the whole table."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0003", "0002"
branch_labels = depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("sessions") as table:
        table.drop_column("lost_s")
        table.add_column(sa.Column("weather", sa.String(20)))
    with op.batch_alter_table("practice_sets") as table:
        table.drop_column("evenness")


def downgrade() -> None:
    with op.batch_alter_table("practice_sets") as table:
        table.add_column(sa.Column("evenness", sa.Double()))
