"""In which user's folder a session or a document lies: stations with folders of their own may share a store."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from thumbwalk.errors import StoreError
from thumbwalk.language import told

revision, down_revision = "0002", "0001"
branch_labels = depends_on = None

_OF_LEARNER = ("strength_tests", "hand_loads", "pain_notes", "receiver_words", "comfort_caps")


def upgrade() -> None:
    """Make the table of folders; in which one a row lies is found when that is opened next."""
    op.create_table(
        "folders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("path", sa.String(length=4000), nullable=False),
        sa.Column("host", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_folders")),
        sa.UniqueConstraint("key", name=op.f("uq_folders_key")),
    )
    for name in ("sessions", *_OF_LEARNER):
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column("folder_id", sa.Integer(), nullable=True))
            table.create_foreign_key(op.f(f"fk_{name}_folder_id"), "folders", ["folder_id"], ["id"])
    op.create_index(op.f("ix_sessions_folder_id"), "sessions", ["folder_id"], unique=False)


def downgrade() -> None:
    """Refuse: what is of several stations can't be told apart any more."""
    raise StoreError(
        told("a store is not taken back to an earlier version; use the file that was kept beside it, or a copy")
    )
