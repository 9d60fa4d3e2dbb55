"""A session as JSON documents say it: in a list, and whole, with its sets, the curve within it, and what was said."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from statistics import fmean
from typing import Any

from sqlalchemy import String, cast, select
from sqlalchemy.orm import Session

from thumbwalk.store.access import Store
from thumbwalk.store.finding import Wanted, asked_for
from thumbwalk.store.models import Folder, Learner, PastSession, PracticeSet, SessionWord, SetScore, SetStroke
from thumbwalk.store.moments import moment_at

VERSION = 1
"""Of the documents of history, show and compare."""
MOST_TRIMMED = 0.1
"""A set of whose time a larger part is not to count is judged by what does not count: it has no part in progress."""
_COLUMNS = (
    "kind", "drill", "score", "stars", "complete", "state", "receiver", "side", "foot", "layout", "virtual",
    "duration_s", "lost_s",
)  # fmt: skip
"""What a list says of a session as the store has it."""
_DRIVE = re.compile(r"[A-Za-z]:|\\\\")
"""How a whole path begins on Windows."""
_PARTS = 6
"""A set's curve has so many equal parts: enough to see a hand tire, few enough to have strokes in each."""


def listed(
    store: Store, db: Session, wanted: Wanted | None = None, *, newest: int | None = None
) -> list[dict[str, Any]]:
    """Give the sessions that are asked for as rows of a list, oldest first; see `finding.sessions`.

    By their columns alone: there may be ten thousand. ``station`` is the machine whose folder a session lies in, where
    that is another than this one.
    """
    one, homes = PastSession, _homes(store, db)
    columns = (one.number, one.at_utc, one.offset_min, cast(one.day, String), one.folder_id, one.place, Learner.name)
    found = asked_for(wanted, select(*columns, *(getattr(one, name) for name in _COLUMNS)).outerjoin(one.learner))
    found = found.order_by(one.at_utc.desc(), one.number.desc())
    rows = []
    asked = found if newest is None else found.limit(newest)
    # past the session, which would look at each row as a thing to be kept
    for number, at_utc, offset_min, day, folder_id, place, learner, *told in db.connection().execute(asked):
        row = {
            "session": number,
            "at": moment_at(at_utc, offset_min).isoformat(timespec="seconds"),
            "day": day,
            "learner": learner,
        }
        row.update(zip(_COLUMNS, told, strict=True))
        home, station = homes[folder_id]
        row["folder"] = place if place.startswith(os.sep) or _DRIVE.match(place) else home + place
        row["station"] = station
        rows.append(row)
    return rows[::-1]


def _homes(store: Store, db: Session) -> dict[int | None, tuple[str, str | None]]:
    """How paths in each user's folder begin, and on which machine it is; None for this one."""
    own = f"{store.home}{os.sep}", None
    homes: dict[int | None, tuple[str, str | None]] = {None: own}
    for one in db.scalars(select(Folder)):
        homes[one.id] = own if one.key == store.key else (f"{one.path}{os.sep}", one.host)
    return homes


def session_row(store: Store, db: Session, row: PastSession) -> dict[str, Any]:
    """A session as it stands in a list."""
    return listed(store, db, Wanted(number=row.number))[0]


def session_document(store: Store, db: Session, row: PastSession) -> dict[str, Any]:
    """A whole session."""
    trims = trims_of(row.words)
    return {
        **session_row(store, db, row),
        "rig": None if row.rig is None else {"board_id": row.rig.board_id, "board": row.rig.board},
        "calibrated": None if row.calibration is None else row.calibration.measured,
        "notes": [
            {"at": one.at.isoformat(timespec="seconds"), "text": one.text} for one in row.words if one.kind == "note"
        ],
        "trims": [{"from_s": start_s, "to_s": end_s} for start_s, end_s in trims],
        "trimmed_s": sum(end_s - start_s for start_s, end_s in joined(trims)),
        "sets": [_set_row(db, one, counts=counts(one, trims)) for one in row.sets],
    }


def trims_of(words: Sequence[SessionWord]) -> list[tuple[float, float]]:
    """The times that are not to count, (from_s, to_s), seconds as in a session's sets."""
    return sorted(
        (one.from_s, one.to_s)
        for one in words
        if one.kind == "trim" and one.from_s is not None and one.to_s is not None
    )


def joined(trims: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The same times, those that overlap as one."""
    whole: list[tuple[float, float]] = []
    for start_s, end_s in sorted(trims):
        if whole and start_s <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(whole[-1][1], end_s))
        else:
            whole.append((start_s, end_s))
    return whole


def counts(row: PracticeSet, trims: Sequence[tuple[float, float]]) -> bool:
    """Whether a set has a part in progress, after what was trimmed."""
    return counts_between(row.start_s, row.duration_s, trims)


def counts_between(start_s: float, duration_s: float, trims: Sequence[tuple[float, float]]) -> bool:
    """Whether what was done in a time has a part in progress, after what was trimmed."""
    end_s = start_s + duration_s
    off_s = sum(max(min(until_s, end_s) - max(from_s, start_s), 0.0) for from_s, until_s in joined(trims))
    return off_s <= MOST_TRIMMED * duration_s


def own_score(row: PracticeSet) -> SetScore | None:
    """A set's score of its day."""
    return next((one for one in row.scores if one.own), None)


def _set_row(db: Session, row: PracticeSet, *, counts: bool) -> dict[str, Any]:
    own = own_score(row)
    return {
        "title": row.title,
        "technique": row.technique,
        "start_s": row.start_s,
        "duration_s": row.duration_s,
        "counts": counts,
        "feedback": row.feedback,
        "level": row.level,
        "rate_per_min": row.rate_per_min,
        "force_n": row.asked_n,
        "score": None if own is None else own.score,
        "stars": 0 if own is None else own.stars,
        "reason": None if own is None else own.reason,
        "scores": [{"version": one.version, "score": one.score, "stars": one.stars} for one in row.scores],
        "strokes": row.strokes,
        "peak_n": row.peak_n,
        "peak_sd_n": row.peak_sd_n,
        "evenness": row.evenness,
        "measures": [] if own is None else [_measure(one) for one in own.measures],
        "curve": curve_within(db, row),
    }


def _measure(one: Any) -> dict[str, Any]:
    names = ("name", "value", "unit", "credit", "points")
    return {name: getattr(one, name) for name in names} | {"band": [one.lo, one.hi]}


def curve_within(db: Session, row: PracticeSet) -> list[dict[str, Any]]:
    """How a set went on: its strokes in equal parts of its time; none of a set without strokes."""
    part_s = row.duration_s / _PARTS
    if part_s <= 0.0 or not row.strokes:
        return []
    # by the columns, not by the database: engines differ in what becomes of a part that is cut off
    parts: dict[int, list[float]] = {}
    for peak_s, peak_n in db.execute(select(SetStroke.peak_s, SetStroke.peak_n).where(SetStroke.set_id == row.id)):
        parts.setdefault(min(max(int((peak_s - row.start_s) / part_s), 0), _PARTS - 1), []).append(peak_n)
    return [
        {"from_s": row.start_s + n * part_s, "strokes": len(parts[n]), "peak_n": fmean(parts[n])} for n in sorted(parts)
    ]
