"""What a report tells beside its session: what the store knows of before, of progress, and of where was pressed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np

from thumbwalk.coach.plan.sets_done import Marked, marked
from thumbwalk.errors import RigError
from thumbwalk.language import _, capital, plural, told
from thumbwalk.report.period import Done
from thumbwalk.report.phrases import foot_in_words
from thumbwalk.report.sole_drawing import SoleDrawing, pressed_drawing
from thumbwalk.report.told_progress import ToldCurve, told_progress
from thumbwalk.session.kept import RECORDING
from thumbwalk.session.recording import open_recording

if TYPE_CHECKING:
    from collections.abc import Mapping

    from thumbwalk.pad import Pad
    from thumbwalk.store.access import Store
    from thumbwalk.store.finding import Wanted
    from thumbwalk.store.models import PastSession

_A_YEAR = timedelta(days=365)
"""What was done before that is no progress any more."""
_MOST_SOLES = 2
"""A left and a right foot; more layouts than that nobody has."""

_FREE, _RECORDING = told("Free practice"), told("Recording")
"""What a session is called that has no drill."""

# the store is imported where it is asked: loading it takes time, and a folder's report needs none


def done_since(store: Store, wanted: Wanted, titles: Mapping[str, str]) -> list[Done]:
    """Give the sessions that are asked for as a report lists them."""
    from thumbwalk.store.finding import sessions  # noqa: PLC0415

    with store.reading() as db:
        return [_done(one, titles) for one in sessions(db, wanted)]


def progress_up_to(store: Store, learner: str | None, at: datetime, *, virtual: bool) -> list[ToldCurve]:
    """Give what is to be told of the progress in what was done at a moment, up to then."""
    rows = [one for one in _rows(store, learner, at.date() - _A_YEAR, virtual=virtual) if one.done.at <= at]
    number = next((one.done.session for one in reversed(rows) if one.done.at == at), None)
    return [] if number is None else told_progress(rows, number)


def progress_since(store: Store, since: date, done: Sequence[Done]) -> list[ToldCurve]:
    """Give what is to be told of the progress of whose sessions these are; nothing where they are several people's.

    The virtual rig is left out where there is any other.
    """
    learners = {one.learner for one in done}
    if len(learners) != 1:
        return []
    virtual = all(one.virtual for one in done)
    return told_progress(_rows(store, learners.pop(), since, virtual=virtual))


def _rows(store: Store, learner: str | None, since: date, *, virtual: bool) -> list[Marked]:
    from thumbwalk.store.progress_rows import own_peak_n, sets_done  # noqa: PLC0415

    with store.reading() as db:
        sets = sets_done(db, learner, virtual=virtual, since=since, measures_of=None)
        return marked(sets, own_peak_n(db, learner, virtual=virtual))


def soles_of(store: Store, done: Sequence[Done]) -> list[tuple[str, SoleDrawing]]:
    """Draw where was pressed in some sessions, each foot by itself; nothing of a layout that no recording has."""
    from thumbwalk.store.places_pressed import places_pressed  # noqa: PLC0415

    with store.reading() as db:
        found = places_pressed(db, [one.number for one in done])
    drawn: list[tuple[str, SoleDrawing]] = []
    for one in found:
        pad = _pad(store, one.newest)
        if pad is None or pad.name != one.layout:
            continue
        cells = np.array(one.cells)
        sole = pressed_drawing(replace(pad, foot=one.foot or pad.foot), cells[:, :2], cells[:, 2])  # type: ignore[arg-type]
        foot = foot_in_words(one.foot) or _("a foot")
        sessions = plural("{n} session", "{n} sessions", one.sessions).format(n=one.sessions)
        drawn += [(capital(f"{foot}, {sessions}"), sole)] if sole is not None else []
    return drawn[:_MOST_SOLES]


def _pad(store: Store, number: int) -> Pad | None:
    """The pad of a session, which is whole in its recording; None where that can't be read here."""
    from thumbwalk.store.finding import session_named  # noqa: PLC0415

    try:
        with store.reading() as db:
            path = store.path_of(session_named(db, str(number)))
        return open_recording(path / RECORDING if path.is_dir() else path).pad
    except RigError:
        return None


def _done(row: PastSession, titles: Mapping[str, str]) -> Done:
    return Done(
        number=row.number,
        at=row.at,
        learner=row.learner.name if row.learner is not None else None,
        virtual=row.virtual,
        kind=row.kind,
        drill=row.drill,
        title=titles.get(row.drill or "", row.drill or (_FREE if row.kind == "free" else _RECORDING)),
        duration_s=row.duration_s,
        score=row.score if row.complete else None,
        stars=row.stars,
        seconds=tuple((one.technique, one.duration_s) for one in row.sets),
    )
