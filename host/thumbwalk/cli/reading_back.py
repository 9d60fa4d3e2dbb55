"""What the window asks of the learner's past: the store, the documents and the drills, put together."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from thumbwalk.app.learners_past import LookBack, Wanted
from thumbwalk.cli.keeping import caught_up_store
from thumbwalk.cli.learning import folder_of
from thumbwalk.coach.drill.drill import Drill
from thumbwalk.coach.plan.curves import SCORE, curves_of
from thumbwalk.coach.plan.streak import streak_of
from thumbwalk.coach.plan.suggest import suggestions

_WEEKS = timedelta(weeks=12)
"""So far back it is told where on the foot was practised, and for how long."""


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
