"""Looking back: what advice goes by, days and places of practice, and never somebody else's or the virtual rig's."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session
from tests.store.homes import Home
from tests.store.rows import put

from thumbwalk.learner.entry import Entry
from thumbwalk.learner.history import History
from thumbwalk.store.looking_back import goes_by_virtual, places_pressed, seconds_by_day, standing_of
from thumbwalk.store.models import PastSession, SetStroke

DAY = date(2026, 3, 10)
NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
MARCH = date(2026, 3, 1)


def strokes(db: Session, row: PastSession, places: list[tuple[float | None, float | None, float]]) -> None:
    row.layout = "sole16"
    db.flush()
    times = {"start_s": 0.0, "onset_s": 0.1, "peak_s": 0.2, "end_s": 0.4, "peak_n": 9.0, "valley_n": 0.0}
    rows = [
        {"set_id": row.sets[0].id, "n": n, "x_mm": x_mm, "y_mm": y_mm, "press_s": seconds, "spread_mm": 1.0, **times}
        for n, (x_mm, y_mm, seconds) in enumerate(places)
    ]
    db.execute(insert(SetStroke), rows)


def test_the_virtual_rig_is_meant_where_it_is_asked_for_or_there_is_no_other(home: Home) -> None:
    with home.store().writing() as db:
        put(db, 1, virtual=True)
    with home.store().reading() as db:
        assert goes_by_virtual(db, "Anna", asked=False)
    with home.store().writing() as db:
        put(db, 2)
    with home.store().reading() as db:
        assert not goes_by_virtual(db, "Anna", asked=False)
        assert goes_by_virtual(db, "Anna", asked=True)


def test_a_standing_has_the_sets_and_what_the_documents_say_of_the_hands(home: Home) -> None:
    history = History(
        (
            Entry("practice", NOON, {"load_s": 120.0}),
            Entry("pain", NOON, {"site": "wrist", "what": "tingling", "side": "left"}),
            Entry("choice", NOON, {"drill": "knead-2", "choice": "want"}),
            Entry("choice", NOON, {"drill": "walk-1", "choice": "skip"}),
        )
    )
    with home.store().writing() as db:
        put(db, 1)
        put(db, 2, learner="Ben")
        put(db, 3, virtual=True)
    with home.store().reading() as db:
        real = standing_of(db, "Anna", history, "left", DAY, virtual=False)
        virtual = standing_of(db, "Anna", history, None, DAY, virtual=True)
    assert [one.done.session for one in real.sets] == [1]
    assert real.sets[0].done.measures["force_cv"].points == 20.0, "what cost points of late is what is weak"
    assert (real.load_s, real.pain, real.wanted, real.skipped, real.foot) == (
        *(120.0, "tingling in the wrist", ["knead-2"], frozenset({"walk-1"}), "left"),
    )
    assert ([one.done.session for one in virtual.sets], virtual.load_s) == ([3], None)


def test_days_have_their_seconds_and_days_before_are_left_out(home: Home) -> None:
    with home.store().writing() as db:
        put(db, 1, at=NOON)
        put(db, 2, at=NOON.replace(hour=18), duration_s=100.0)
        put(db, 3, at=NOON.replace(month=2))
        put(db, 4, at=NOON, virtual=True)
        put(db, 5, at=NOON, learner=None)
    with home.store().reading() as db:
        assert seconds_by_day(db, "Anna", virtual=False, since=MARCH) == {DAY: 141.0}


def test_presses_close_by_are_one_place_and_another_layout_is_another_foot(home: Home) -> None:
    with home.store().writing() as db:
        strokes(db, put(db, 1, at=NOON), [(30.0, 41.0, 2.0), (31.4, 39.0, 3.0), (60.0, 40.0, 1.0), (None, None, 9.0)])
        strokes(db, put(db, 2, at=NOON, virtual=True), [(30.0, 40.0, 9.0)])
    with home.store().reading() as db:
        asked = {"virtual": False, "since": MARCH}
        found = places_pressed(db, "Anna", layout="sole16", **asked)  # type: ignore[arg-type]
        assert found == [(30.0, 40.0, 5.0), (60.0, 40.0, 1.0)]
        assert places_pressed(db, "Anna", layout="plate4", **asked) == []  # type: ignore[arg-type]
