"""What the window asks of the learner's past: the store, the documents and the drills, put together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from thumbwalk.app.best_before import BestSet, BestSets, BestWanted
from thumbwalk.app.learners_past import LookBack, Wanted
from thumbwalk.cli.keeping import caught_up_store
from thumbwalk.cli.learning import folder_of
from thumbwalk.coach.drill.drill import Drill
from thumbwalk.coach.plan.curves import SCORE, curves_of
from thumbwalk.coach.plan.streak import streak_of
from thumbwalk.coach.plan.suggest import suggestions
from thumbwalk.errors import RigError
from thumbwalk.session.kept import RECORDING
from thumbwalk.session.recording import open_recording
from thumbwalk.session.replay import replayed
from thumbwalk.session.screen.review import SetReview, reviews_of

if TYPE_CHECKING:
    from thumbwalk.store.access import Store

_WEEKS = timedelta(weeks=12)
"""So far back it is told where on the foot was practised, and for how long."""


def _caught_up() -> Store:
    return caught_up_store(None)


def read_back(wanted: Wanted, drills: Mapping[str, Drill]) -> LookBack:
    """Look back, as `thumbwalk next` and `thumbwalk progress` do. Raises OptionError, LearnerError, StoreError."""
    from thumbwalk.store.looking_back import (  # noqa: PLC0415  loading it takes time
        goes_by_virtual,
        places_pressed,
        seconds_by_day,
        standing_of,
    )
    from thumbwalk.store.progress_rows import practice_days  # noqa: PLC0415

    store, whose, today = caught_up_store(None), wanted.learner, wanted.today
    history = folder_of(whose).history()
    with store.reading() as db:
        virtual = goes_by_virtual(db, whose, asked=wanted.virtual)
        standing = standing_of(db, whose, history, wanted.foot, today, virtual=virtual)
        days = practice_days(db, whose, virtual=virtual)
        since = today - _WEEKS
        seconds = seconds_by_day(db, whose, virtual=virtual, since=since)
        places = places_pressed(db, whose, virtual=virtual, since=since, layout=wanted.layout)
    return LookBack(
        today=today,
        virtual=virtual,
        history=history,
        curves=tuple(one for one in curves_of(standing.sets) if one.measure == SCORE),
        streak=streak_of(days, today),
        suggestions=tuple(suggestions(standing, drills)),
        load_s=standing.load_s,
        seconds_by_day=seconds,
        places=tuple(places),
    )


def read_best(wanted: BestWanted, opening: Callable[[], Store] = _caught_up) -> BestSets:
    """Follow the recordings in which the sets of a drill went best. Raises OptionError, StoreError.

    Parameters
    ----------
    wanted : BestWanted
    opening : callable
        Opens the store; without one it first takes in what it does not have yet.
    """
    from thumbwalk.store.best_sets import best_sets  # noqa: PLC0415  loading it takes time

    store = opening()
    found: dict[int, BestSet] = {}
    reviews: dict[Path, dict[int, SetReview]] = {}
    with store.reading() as db:
        but = None if wanted.but is None else store.place_of(wanted.but)
        asked = wanted.learner, wanted.drill
        best = best_sets(db, *asked, virtual=wanted.virtual, foot=wanted.foot, layout=wanted.layout, but=but)
        for index, sessions in best.items():
            for row, n, score in sessions:
                file = store.home / row.place / RECORDING
                if not store.has(row) or not file.exists():
                    continue
                if file not in reviews:
                    reviews[file] = _reviews(file)
                if n in reviews[file]:
                    found[index] = BestSet(score, row.at.date(), reviews[file][n])
                    break
    return found


def _reviews(file: Path) -> dict[int, SetReview]:
    """The sets of a recording to look back at; none of one that can't be read any more."""
    try:
        run = replayed(open_recording(file)).run
    except RigError:
        return {}
    return {} if run is None else {one.index: one for one in reviews_of(run)}
