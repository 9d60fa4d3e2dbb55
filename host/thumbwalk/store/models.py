"""The store's tables: who practised what on which rig, how it went, and what was said of it.

All of it can be made anew of the sessions' folders and the learners' documents; nothing is kept here alone. Times are
UTC, with the offset that was in force beside them and the learner's own day; other units stand in the names.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Dialect,
    ForeignKey,
    Index,
    MetaData,
    String,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column, relationship

from thumbwalk.store.moments import moment_at

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
"""What a migration calls a constraint by, on every engine."""
_GOES_TOO = "CASCADE"
"""What is of a session or learner goes with it."""


class Letters(TypeDecorator[str]):
    """Text of at most so many letters; of what a stranger's file says, so much is kept as any engine takes."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Cut what is too long, and leave out what no text has."""
        most = cast("String", self.impl_instance).length
        return None if value is None else value.replace("\0", "")[:most]


class StoreTable(DeclarativeBase):
    """What all tables are."""

    metadata = MetaData(naming_convention=_NAMES)
    type_annotation_map = {dict[str, Any]: JSON, str: Letters(200)}  # noqa: RUF012  how SQLAlchemy is told


class Dated:
    """What happened at a moment: UTC, the minutes that the place was ahead of it, and the day there."""

    at_utc: Mapped[datetime] = mapped_column(index=True)
    offset_min: Mapped[int]
    day: Mapped[date]

    @property
    def at(self) -> datetime:
        """The moment with its offset."""
        return moment_at(self.at_utc, self.offset_min)


class Learner(StoreTable):
    """Somebody who practises."""

    __tablename__ = "learners"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)


class Rig(StoreTable):
    """A board, by its id; ``board`` is the kind that it says it is."""

    __tablename__ = "rigs"
    id: Mapped[int] = mapped_column(primary_key=True)
    board_id: Mapped[str] = mapped_column(unique=True)
    board: Mapped[str]


class RigCalibration(StoreTable):
    """What a board's counts meant, by the digest of its text; it is whole in each recording."""

    __tablename__ = "calibrations"
    id: Mapped[int] = mapped_column(primary_key=True)
    rig_id: Mapped[int] = mapped_column(ForeignKey("rigs.id", ondelete=_GOES_TOO), index=True)
    digest: Mapped[str]
    measured: Mapped[bool]
    date: Mapped[str | None]
    __table_args__ = (UniqueConstraint("rig_id", "digest"),)


class Folder(StoreTable):
    """A user's folder: a station's own, or one that several share; ``key`` is what its card says (`own_folder`).

    ``path`` and ``host`` are where it was when something of it was taken in last.
    """

    __tablename__ = "folders"
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(Letters(40), unique=True)
    path: Mapped[str] = mapped_column(Letters(4000))
    host: Mapped[str]


class PastSession(Dated, StoreTable):
    """A practice or a recording.

    ``key`` is its own, ``number`` what people call it. ``place`` is its folder, or a recording's file: below the user's
    folder, which is ``folder``, as a relative path. ``state`` is "whole", "cut" where it was not ended in order,
    "unreadable" where nothing but its documents can be read.
    """

    __tablename__ = "sessions"
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    number: Mapped[int] = mapped_column(unique=True)
    folder_id: Mapped[int | None] = mapped_column(ForeignKey("folders.id"), index=True)
    place: Mapped[str] = mapped_column(Letters(4000))
    kind: Mapped[str] = mapped_column(Letters(20))
    learner_id: Mapped[int | None] = mapped_column(ForeignKey("learners.id", ondelete=_GOES_TOO), index=True)
    rig_id: Mapped[int | None] = mapped_column(ForeignKey("rigs.id"))
    calibration_id: Mapped[int | None] = mapped_column(ForeignKey("calibrations.id"))
    receiver: Mapped[str | None]
    side: Mapped[str | None] = mapped_column(Letters(10))
    foot: Mapped[str | None] = mapped_column(Letters(10))
    layout: Mapped[str | None]
    drill: Mapped[str | None] = mapped_column(index=True)
    virtual: Mapped[bool]
    state: Mapped[str] = mapped_column(Letters(20))
    duration_s: Mapped[float]
    lost_s: Mapped[float]
    score: Mapped[float | None]
    stars: Mapped[int]
    complete: Mapped[bool]

    folder: Mapped[Folder | None] = relationship()
    learner: Mapped[Learner | None] = relationship()
    rig: Mapped[Rig | None] = relationship()
    calibration: Mapped[RigCalibration | None] = relationship()
    sets: Mapped[list[PracticeSet]] = relationship(
        back_populates="session", order_by="PracticeSet.n", cascade="all, delete-orphan", passive_deletes=True
    )
    words: Mapped[list[SessionWord]] = relationship(
        back_populates="session", order_by="SessionWord.document", cascade="all, delete-orphan", passive_deletes=True
    )


class PracticeSet(StoreTable):
    """A set of a drill, or all of one technique in free practice; times are seconds of its drill.

    ``rate_per_min`` and ``asked_n`` are what was asked, ``load_ns`` what the hand did in newtons times seconds times
    the technique's weight. ``strokes``, ``peak_n`` and ``peak_sd_n`` sum up its strokes, so that a curve need not read
    them. ``evenness`` is from 0 to 100, of what was done freely.
    """

    __tablename__ = "practice_sets"
    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id", ondelete=_GOES_TOO))
    n: Mapped[int]
    drill: Mapped[str | None]
    technique: Mapped[str] = mapped_column(Letters(40))
    title: Mapped[str]
    feedback: Mapped[str | None] = mapped_column(Letters(20))
    level: Mapped[int | None]
    rate_per_min: Mapped[float | None]
    asked_n: Mapped[float | None]
    start_s: Mapped[float]
    duration_s: Mapped[float]
    load_ns: Mapped[float]
    strokes: Mapped[int]
    peak_n: Mapped[float | None]
    peak_sd_n: Mapped[float | None]
    evenness: Mapped[float | None]

    session: Mapped[PastSession] = relationship(back_populates="sets")
    scores: Mapped[list[SetScore]] = relationship(
        back_populates="set", order_by="SetScore.version", cascade="all, delete-orphan", passive_deletes=True
    )
    __table_args__ = (UniqueConstraint("session_id", "n"),)


class SetScore(StoreTable):
    """A set's score by one version of the rules; ``own`` is that of its day, others were reckoned later."""

    __tablename__ = "scores"
    id: Mapped[int] = mapped_column(primary_key=True)
    set_id: Mapped[int] = mapped_column(ForeignKey("practice_sets.id", ondelete=_GOES_TOO))
    version: Mapped[int]
    own: Mapped[bool]
    score: Mapped[float | None]
    stars: Mapped[int]
    reason: Mapped[str | None] = mapped_column(Letters(500))

    set: Mapped[PracticeSet] = relationship(back_populates="scores")
    measures: Mapped[list[SetMeasure]] = relationship(
        order_by="SetMeasure.n", cascade="all, delete-orphan", passive_deletes=True
    )
    __table_args__ = (UniqueConstraint("set_id", "version"),)


class SetMeasure(StoreTable):
    """One measure of a score, in its own unit, against its band; ``points`` is what it cost the drill."""

    __tablename__ = "measures"
    score_id: Mapped[int] = mapped_column(ForeignKey("scores.id", ondelete=_GOES_TOO), primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Letters(60))
    unit: Mapped[str] = mapped_column(Letters(20))
    value: Mapped[float | None]
    lo: Mapped[float | None]
    hi: Mapped[float | None]
    credit: Mapped[float]
    weight: Mapped[float]
    points: Mapped[float]
    __table_args__ = (Index(None, "name", "score_id"),)


class SetStroke(StoreTable):
    """One stroke, as `technique.stroke.Stroke` means it; times are seconds of its drill."""

    __tablename__ = "strokes"
    set_id: Mapped[int] = mapped_column(ForeignKey("practice_sets.id", ondelete=_GOES_TOO), primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True)
    start_s: Mapped[float]
    onset_s: Mapped[float]
    peak_s: Mapped[float]
    end_s: Mapped[float]
    peak_n: Mapped[float]
    valley_n: Mapped[float]
    press_s: Mapped[float]
    x_mm: Mapped[float | None]
    y_mm: Mapped[float | None]
    spread_mm: Mapped[float | None]
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012  how SQLAlchemy is told


class SessionWord(Dated, StoreTable):
    """What the learner said of a session: a note, or a time that is not to count; ``document`` is its file."""

    __tablename__ = "words"
    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id", ondelete=_GOES_TOO))
    document: Mapped[str] = mapped_column(Letters(255))
    kind: Mapped[str] = mapped_column(Letters(20))
    text: Mapped[str | None] = mapped_column(Letters(2000))
    from_s: Mapped[float | None]
    to_s: Mapped[float | None]

    session: Mapped[PastSession] = relationship(back_populates="words")
    __table_args__ = (
        UniqueConstraint("session_id", "document"),
        CheckConstraint("kind <> 'trim' OR from_s < to_s", name="trim"),
    )


class OfLearner(Dated):
    """What a learner's document says; ``document`` is its file's name, in the learner's folder below ``folder_id``."""

    id: Mapped[int] = mapped_column(primary_key=True)
    document: Mapped[str] = mapped_column(Letters(255))
    virtual: Mapped[bool]

    @declared_attr
    def learner_id(self) -> Mapped[int]:
        """Whose it is."""
        return mapped_column(ForeignKey("learners.id", ondelete=_GOES_TOO))

    @declared_attr
    def folder_id(self) -> Mapped[int | None]:
        """In which user's folder the document is."""
        return mapped_column(ForeignKey("folders.id"))

    @declared_attr.directive
    def __table_args__(self) -> tuple[UniqueConstraint, ...]:
        return (UniqueConstraint("learner_id", "document"),)


class StrengthTestDone(OfLearner, StoreTable):
    """A test of strength."""

    __tablename__ = "strength_tests"
    test: Mapped[str] = mapped_column(Letters(40))
    side: Mapped[str] = mapped_column(Letters(10))
    done: Mapped[bool]
    calibrated: Mapped[bool]
    peak_n: Mapped[float | None]
    figures: Mapped[dict[str, Any]]


class HandLoadDone(OfLearner, StoreTable):
    """Hand load of a practice or test, seconds at the own peak."""

    __tablename__ = "hand_loads"
    kind: Mapped[str] = mapped_column(Letters(20))
    load_s: Mapped[float]


class PainNote(OfLearner, StoreTable):
    """Pain, tingling or numbness of a hand or arm; ``level`` from 0 to 10."""

    __tablename__ = "pain_notes"
    site: Mapped[str]
    what: Mapped[str]
    side: Mapped[str]
    level: Mapped[float | None]


class ReceiverWord(OfLearner, StoreTable):
    """What somebody whose feet were massaged said; scales from 0 to 10."""

    __tablename__ = "receiver_words"
    receiver: Mapped[str | None]
    routine: Mapped[str | None]
    comfort: Mapped[float | None]
    relaxation: Mapped[float | None]
    word: Mapped[str | None] = mapped_column(Letters(2000))


class ComfortCap(OfLearner, StoreTable):
    """What a receiver said of a zone: just right and too much, newtons; the last of a zone holds."""

    __tablename__ = "comfort_caps"
    receiver: Mapped[str]
    zone: Mapped[str]
    target_n: Mapped[float]
    cap_n: Mapped[float]


class Spacing(StoreTable):
    """When a drill's cold retest is due, by what came of those before; reckoned from the sessions."""

    __tablename__ = "spacing"
    learner_id: Mapped[int] = mapped_column(ForeignKey("learners.id", ondelete=_GOES_TOO), primary_key=True)
    drill: Mapped[str] = mapped_column(primary_key=True)
    due_day: Mapped[date]
    last_day: Mapped[date]
    card: Mapped[dict[str, Any]]
