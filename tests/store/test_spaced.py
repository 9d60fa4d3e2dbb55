"""A drill is due by its first run of each day."""

from __future__ import annotations

from datetime import date, timedelta

from tests.store.homes import Home
from tests.store.rows import FIRST, put

from thumbwalk.coach.plan.spacing import due_of
from thumbwalk.store.spaced import dues_of, keep_dues, kept_dues


def test_only_a_day_s_first_run_of_a_drill_that_was_done_to_its_end_counts(home: Home) -> None:
    with home.store().writing() as db:
        put(db, 1, 70.0)
        put(db, 2, 99.0, at=FIRST + timedelta(days=1, hours=2))
        put(db, 3, 80.0)
        put(db, 4, 99.0, complete=False)
        put(db, 5, 99.0, virtual=True)
        put(db, 6, 99.0, learner="Ben")
    with home.store().reading() as db:
        (due,) = dues_of(db, "Anna", virtual=False)
    assert due == due_of("knead-1", [(date(2026, 3, 3), 70.0), (date(2026, 3, 5), 80.0)])


def test_what_is_kept_is_what_is_reckoned(home: Home) -> None:
    with home.store().writing() as db:
        for number in (1, 2):
            put(db, number, drill=f"drill-{number}")
        db.flush()
        keep_dues(db, ["Anna", "nobody of this name"])
    with home.store().reading() as db:
        assert kept_dues(db, "Anna", virtual=False) == dues_of(db, "Anna", virtual=False)
        assert [one.drill for one in kept_dues(db, "Anna", virtual=False)] == ["drill-1", "drill-2"]
        assert kept_dues(db, None, virtual=False) == []
