"""How quick the store is when it is full: ten thousand sessions listed, a million strokes made a curve of.

Run it with ``python benchmarks/store.py``; it is made in a temporary folder, or in the one that ``--database`` names.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import func, insert, select

from thumbwalk.coach.plan.curves import curves_of
from thumbwalk.coach.plan.sets_done import marked
from thumbwalk.store.access import Store, open_store
from thumbwalk.store.engines import url_of
from thumbwalk.store.finding import Wanted
from thumbwalk.store.listing import listed
from thumbwalk.store.models import Learner, PastSession, PracticeSet, SetMeasure, SetScore, SetStroke
from thumbwalk.store.moments import moment_of
from thumbwalk.store.progress_rows import sets_done

SETS, STROKES = 3, 34
"""A session's sets, and a set's strokes: ten thousand sessions have a million strokes."""
MEASURES = 6
FIRST = datetime(2016, 1, 1, 18, tzinfo=UTC)
LAST_YEAR = (FIRST + timedelta(hours=8 * 10_000 - 365 * 24)).date()
TECHNIQUES = ("hold", "knead", "walk")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--sessions", type=int, default=10_000)
    arguments.add_argument("--database", default=None)
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        store = open_store(url_of(asked.database, home / "thumbwalk.sqlite3"), home)
        began = time.perf_counter()
        fill(store, asked.sessions)
        print(f"made {asked.sessions} sessions in {time.perf_counter() - began:.0f} s")
        for name, work in WORK.items():
            took_ms, own_ms = timed(work, store)
            print(f"{name:<68} {took_ms:7.1f} ms, {own_ms:7.1f} of them its own processor time")


def fill(store: Store, n: int, first: datetime = FIRST) -> None:
    """Make sessions of one learner, three a day from the first on."""
    rng = np.random.default_rng(1)
    with store.writing() as db:
        db.add(Learner(id=1, name="Anna"))
        db.flush()
        for begin in range(0, n, 1000):
            numbers = range(begin + 1, min(begin + 1000, n) + 1)
            db.execute(insert(PastSession), [session(i, first) for i in numbers])
            of_set = [(i, SETS * (i - 1) + k + 1, k) for i in numbers for k in range(SETS)]
            scores = rng.uniform(40.0, 100.0, len(of_set)).tolist()
            db.execute(insert(PracticeSet), [practice_set(*ids) for ids in of_set])
            db.execute(
                insert(SetScore),
                [
                    {"id": set_id, "set_id": set_id, "version": 3, "own": True, "score": score, "stars": 1}
                    for (_, set_id, _), score in zip(of_set, scores, strict=True)
                ],
            )
            db.execute(insert(SetMeasure), [measure(set_id, m) for _, set_id, _ in of_set for m in range(MEASURES)])
            db.execute(insert(SetStroke), [stroke(set_id, s) for _, set_id, _ in of_set for s in range(STROKES)])


def session(number: int, first: datetime) -> dict[str, Any]:
    moment = moment_of(first + timedelta(hours=8 * number))
    return moment | {
        "id": number, "number": number, "key": f"{number:016x}", "place": f"sessions/{number}_x", "kind": "drill",
        "learner_id": 1, "side": "right", "foot": "right", "layout": "sole16", "drill": "knead-1", "virtual": False,
        "state": "whole", "duration_s": 41.0, "lost_s": 0.0, "score": 70.0, "stars": 1, "complete": True,
    }  # fmt: skip


def practice_set(session_id: int, set_id: int, n: int) -> dict[str, Any]:
    return {
        "id": set_id, "session_id": session_id, "n": n, "drill": "knead-1", "technique": TECHNIQUES[n],
        "title": TECHNIQUES[n], "feedback": "live", "rate_per_min": 45.0, "start_s": 12.0 * n, "duration_s": 12.0,
        "load_ns": 60.0, "strokes": STROKES, "peak_n": 9.0, "peak_sd_n": 1.0,
    }  # fmt: skip


def measure(set_id: int, n: int) -> dict[str, Any]:
    return {
        "score_id": set_id, "n": n, "name": f"measure_{n}", "unit": "", "value": 0.2, "hi": 0.1, "credit": 0.5,
        "weight": 1.0, "points": 4.0,
    }  # fmt: skip


def stroke(set_id: int, n: int) -> dict[str, Any]:
    at_s = 0.3 * n
    return {
        "set_id": set_id, "n": n, "start_s": at_s, "onset_s": at_s, "peak_s": at_s + 0.1, "end_s": at_s + 0.2,
        "peak_n": 9.0, "valley_n": 1.0, "press_s": 0.1, "x_mm": 40.0, "y_mm": 50.0, "spread_mm": 2.0,
    }  # fmt: skip


def timed(work: Callable[[Store], Any], store: Store, times: int = 5) -> tuple[float, float]:
    """Milliseconds of the middle of several runs: by the clock, and of this process's processor time."""
    told = []
    for _ in range(times):
        began, own = time.perf_counter(), time.process_time()
        work(store)
        told.append((1000.0 * (time.perf_counter() - began), 1000.0 * (time.process_time() - own)))
    return statistics.median(one for one, _ in told), statistics.median(own for _, own in told)


def all_sessions(store: Store) -> int:
    with store.reading() as db:
        return len(listed(store, db))


def newest(store: Store) -> int:
    with store.reading() as db:
        return len(listed(store, db, Wanted(technique="knead"), newest=50))


def score_curves(store: Store) -> int:
    with store.reading() as db:
        return len(curves_of(marked(sets_done(db, "Anna", virtual=False, since=LAST_YEAR))))


def peaks_by_day(store: Store) -> int:
    """The mean peak of each technique a day, by what the sets sum up."""
    with store.reading() as db:
        strokes = func.sum(PracticeSet.strokes)
        mean_n = func.sum(PracticeSet.strokes * PracticeSet.peak_n) / strokes
        asked = select(PastSession.day, PracticeSet.technique, mean_n, strokes).join(PracticeSet)
        return len(db.execute(asked.group_by(PastSession.day, PracticeSet.technique)).all())


WORK: dict[str, Callable[[Store], int]] = {
    "all sessions, listed as `history --json` does": all_sessions,
    "the newest 50 in which a technique was practised": newest,
    "a million strokes as curves of mean peaks by day and technique": peaks_by_day,
    "a year's score curves as `progress` has them": score_curves,
}

if __name__ == "__main__":
    main()
