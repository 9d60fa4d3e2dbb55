"""Sessions put into a store by their rows alone, where what was pressed does not matter."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from thumbwalk.store.models import PastSession, PracticeSet, SetMeasure, SetScore
from thumbwalk.store.moments import moment_of
from thumbwalk.store.taking_in import learner_named

FIRST = datetime(2026, 3, 2, 18, tzinfo=UTC)


def put(db: Session, number: int, score: float | None = 70.0, **more: Any) -> PastSession:
    """A session of a day of its own, with one set of kneading; ``more`` are other columns, and whose it is."""
    learner = more.pop("learner", "Anna")
    technique = more.pop("technique", "knead")
    moment = moment_of(more.pop("at", FIRST + timedelta(days=number)))
    columns = {
        "key": f"key-{number}", "number": number, "place": f"sessions/{number}", "kind": "drill", "drill": "knead-1",
        "side": "right", "foot": "right", "virtual": False, "state": "whole", "duration_s": 41.0, "lost_s": 0.0,
        "score": score, "stars": 1, "complete": score is not None,
    }  # fmt: skip
    row = PastSession(**moment, **{**columns, **more})
    row.learner = learner_named(db, learner)
    one = PracticeSet(n=0, drill=row.drill, technique=technique, title="Knead the heel", feedback="live")
    one.rate_per_min, one.start_s, one.duration_s, one.load_ns, one.strokes = 45.0, 3.0, 10.0, 60.0, 0
    measure = SetMeasure(n=0, name="force_cv", unit="", value=0.3, hi=0.1, credit=0.2, weight=1.0, points=20.0)
    one.scores = [SetScore(version=3, own=True, score=score, stars=1, measures=[measure])]
    row.sets = [one]
    db.add(row)
    return row
