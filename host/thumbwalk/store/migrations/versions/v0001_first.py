"""The first store: learners, rigs, sessions with their sets, scores and strokes, and the learners' documents."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from thumbwalk.errors import StoreError
from thumbwalk.language import told

revision, down_revision = "0001", None
branch_labels = depends_on = None


def upgrade() -> None:
    """Make all tables."""
    op.create_table(
        "learners",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learners")),
        sa.UniqueConstraint("name", name=op.f("uq_learners_name")),
    )
    op.create_table(
        "rigs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("board_id", sa.String(length=200), nullable=False),
        sa.Column("board", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rigs")),
        sa.UniqueConstraint("board_id", name=op.f("uq_rigs_board_id")),
    )
    op.create_table(
        "calibrations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rig_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=200), nullable=False),
        sa.Column("measured", sa.Boolean(), nullable=False),
        sa.Column("date", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["rig_id"], ["rigs.id"], name=op.f("fk_calibrations_rig_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calibrations")),
        sa.UniqueConstraint("rig_id", "digest", name=op.f("uq_calibrations_rig_id_digest")),
    )
    op.create_index(op.f("ix_calibrations_rig_id"), "calibrations", ["rig_id"], unique=False)
    op.create_table(
        "comfort_caps",
        sa.Column("receiver", sa.String(length=200), nullable=False),
        sa.Column("zone", sa.String(length=200), nullable=False),
        sa.Column("target_n", sa.Double(), nullable=False),
        sa.Column("cap_n", sa.Double(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(length=255), nullable=False),
        sa.Column("virtual", sa.Boolean(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("at_utc", sa.DateTime(), nullable=False),
        sa.Column("offset_min", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learners.id"], name=op.f("fk_comfort_caps_learner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comfort_caps")),
        sa.UniqueConstraint("learner_id", "document", name=op.f("uq_comfort_caps_learner_id_document")),
    )
    op.create_index(op.f("ix_comfort_caps_at_utc"), "comfort_caps", ["at_utc"], unique=False)
    op.create_table(
        "hand_loads",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("load_s", sa.Double(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(length=255), nullable=False),
        sa.Column("virtual", sa.Boolean(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("at_utc", sa.DateTime(), nullable=False),
        sa.Column("offset_min", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learners.id"], name=op.f("fk_hand_loads_learner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_loads")),
        sa.UniqueConstraint("learner_id", "document", name=op.f("uq_hand_loads_learner_id_document")),
    )
    op.create_index(op.f("ix_hand_loads_at_utc"), "hand_loads", ["at_utc"], unique=False)
    op.create_table(
        "pain_notes",
        sa.Column("site", sa.String(length=200), nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("side", sa.String(length=200), nullable=False),
        sa.Column("level", sa.Double(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(length=255), nullable=False),
        sa.Column("virtual", sa.Boolean(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("at_utc", sa.DateTime(), nullable=False),
        sa.Column("offset_min", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learners.id"], name=op.f("fk_pain_notes_learner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pain_notes")),
        sa.UniqueConstraint("learner_id", "document", name=op.f("uq_pain_notes_learner_id_document")),
    )
    op.create_index(op.f("ix_pain_notes_at_utc"), "pain_notes", ["at_utc"], unique=False)
    op.create_table(
        "receiver_words",
        sa.Column("receiver", sa.String(length=200), nullable=True),
        sa.Column("routine", sa.String(length=200), nullable=True),
        sa.Column("comfort", sa.Double(), nullable=True),
        sa.Column("relaxation", sa.Double(), nullable=True),
        sa.Column("word", sa.String(length=2000), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(length=255), nullable=False),
        sa.Column("virtual", sa.Boolean(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("at_utc", sa.DateTime(), nullable=False),
        sa.Column("offset_min", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learners.id"], name=op.f("fk_receiver_words_learner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receiver_words")),
        sa.UniqueConstraint("learner_id", "document", name=op.f("uq_receiver_words_learner_id_document")),
    )
    op.create_index(op.f("ix_receiver_words_at_utc"), "receiver_words", ["at_utc"], unique=False)
    op.create_table(
        "spacing",
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("drill", sa.String(length=200), nullable=False),
        sa.Column("due_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("card", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learners.id"], name=op.f("fk_spacing_learner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("learner_id", "drill", name=op.f("pk_spacing")),
    )
    op.create_table(
        "strength_tests",
        sa.Column("test", sa.String(length=40), nullable=False),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("calibrated", sa.Boolean(), nullable=False),
        sa.Column("peak_n", sa.Double(), nullable=True),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(length=255), nullable=False),
        sa.Column("virtual", sa.Boolean(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("at_utc", sa.DateTime(), nullable=False),
        sa.Column("offset_min", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learners.id"], name=op.f("fk_strength_tests_learner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_strength_tests")),
        sa.UniqueConstraint("learner_id", "document", name=op.f("uq_strength_tests_learner_id_document")),
    )
    op.create_index(op.f("ix_strength_tests_at_utc"), "strength_tests", ["at_utc"], unique=False)
    op.create_table(
        "sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=4000), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=True),
        sa.Column("rig_id", sa.Integer(), nullable=True),
        sa.Column("calibration_id", sa.Integer(), nullable=True),
        sa.Column("receiver", sa.String(length=200), nullable=True),
        sa.Column("side", sa.String(length=10), nullable=True),
        sa.Column("foot", sa.String(length=10), nullable=True),
        sa.Column("layout", sa.String(length=200), nullable=True),
        sa.Column("drill", sa.String(length=200), nullable=True),
        sa.Column("virtual", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("duration_s", sa.Double(), nullable=False),
        sa.Column("lost_s", sa.Double(), nullable=False),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("stars", sa.Integer(), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("at_utc", sa.DateTime(), nullable=False),
        sa.Column("offset_min", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["calibration_id"], ["calibrations.id"], name=op.f("fk_sessions_calibration_id")),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learners.id"], name=op.f("fk_sessions_learner_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["rig_id"], ["rigs.id"], name=op.f("fk_sessions_rig_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessions")),
        sa.UniqueConstraint("key", name=op.f("uq_sessions_key")),
        sa.UniqueConstraint("number", name=op.f("uq_sessions_number")),
    )
    op.create_index(op.f("ix_sessions_at_utc"), "sessions", ["at_utc"], unique=False)
    op.create_index(op.f("ix_sessions_drill"), "sessions", ["drill"], unique=False)
    op.create_index(op.f("ix_sessions_learner_id"), "sessions", ["learner_id"], unique=False)
    op.create_table(
        "practice_sets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("drill", sa.String(length=200), nullable=True),
        sa.Column("technique", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("feedback", sa.String(length=20), nullable=True),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("rate_per_min", sa.Double(), nullable=True),
        sa.Column("asked_n", sa.Double(), nullable=True),
        sa.Column("start_s", sa.Double(), nullable=False),
        sa.Column("duration_s", sa.Double(), nullable=False),
        sa.Column("load_ns", sa.Double(), nullable=False),
        sa.Column("strokes", sa.Integer(), nullable=False),
        sa.Column("peak_n", sa.Double(), nullable=True),
        sa.Column("peak_sd_n", sa.Double(), nullable=True),
        sa.Column("evenness", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(
            ["session_id"], ["sessions.id"], name=op.f("fk_practice_sets_session_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_sets")),
        sa.UniqueConstraint("session_id", "n", name=op.f("uq_practice_sets_session_id_n")),
    )
    op.create_table(
        "words",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(length=255), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("text", sa.String(length=2000), nullable=True),
        sa.Column("from_s", sa.Double(), nullable=True),
        sa.Column("to_s", sa.Double(), nullable=True),
        sa.Column("at_utc", sa.DateTime(), nullable=False),
        sa.Column("offset_min", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.CheckConstraint("kind <> 'trim' OR from_s < to_s", name=op.f("ck_words_trim")),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_words_session_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_words")),
        sa.UniqueConstraint("session_id", "document", name=op.f("uq_words_session_id_document")),
    )
    op.create_index(op.f("ix_words_at_utc"), "words", ["at_utc"], unique=False)
    op.create_table(
        "scores",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("set_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("own", sa.Boolean(), nullable=False),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("stars", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.ForeignKeyConstraint(["set_id"], ["practice_sets.id"], name=op.f("fk_scores_set_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scores")),
        sa.UniqueConstraint("set_id", "version", name=op.f("uq_scores_set_id_version")),
    )
    op.create_table(
        "strokes",
        sa.Column("set_id", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("start_s", sa.Double(), nullable=False),
        sa.Column("onset_s", sa.Double(), nullable=False),
        sa.Column("peak_s", sa.Double(), nullable=False),
        sa.Column("end_s", sa.Double(), nullable=False),
        sa.Column("peak_n", sa.Double(), nullable=False),
        sa.Column("valley_n", sa.Double(), nullable=False),
        sa.Column("press_s", sa.Double(), nullable=False),
        sa.Column("x_mm", sa.Double(), nullable=True),
        sa.Column("y_mm", sa.Double(), nullable=True),
        sa.Column("spread_mm", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(["set_id"], ["practice_sets.id"], name=op.f("fk_strokes_set_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("set_id", "n", name=op.f("pk_strokes")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "measures",
        sa.Column("score_id", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("lo", sa.Double(), nullable=True),
        sa.Column("hi", sa.Double(), nullable=True),
        sa.Column("credit", sa.Double(), nullable=False),
        sa.Column("weight", sa.Double(), nullable=False),
        sa.Column("points", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["score_id"], ["scores.id"], name=op.f("fk_measures_score_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("score_id", "n", name=op.f("pk_measures")),
    )
    op.create_index(op.f("ix_measures_name_score_id"), "measures", ["name", "score_id"], unique=False)


def downgrade() -> None:
    """Refuse: nothing is before the first version."""
    raise StoreError(
        told("a store is not taken back to an earlier version; use the file that was kept beside it, or a copy")
    )
