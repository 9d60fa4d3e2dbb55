"""What a time adds up to: learners and rigs apart, what was done most first."""

from __future__ import annotations

from datetime import UTC, datetime

from thumbwalk.report.period import Done, days_of, techniques_of, trends_of


def done(day: int, score: float | None = None, **about: object) -> Done:
    facts: dict[str, object] = {
        "number": day,
        "at": datetime(2026, 3, day, 18, tzinfo=UTC),
        "learner": "Ada",
        "virtual": False,
        "kind": "drill",
        "drill": "first-steps",
        "title": "First steps",
        "duration_s": 41.0,
        "score": score,
        "stars": 0,
        "seconds": (("knead", 24.0), ("hold", 8.0)),
    }
    return Done(**{**facts, **about})  # type: ignore[arg-type]


def test_a_drill_s_scores_are_drawn_from_the_second_time_on() -> None:
    (one,) = trends_of([done(1, 60.0)])
    assert (one.times, one.first, one.drawing) == (1, 60.0, None)
    (some,) = trends_of([done(1, 60.0), done(2, 90.0), done(3, 75.0)])
    assert (some.times, some.first, some.best, some.last) == (3, 60.0, 90.0, 75.0)
    assert some.drawing is not None
    dots = some.drawing.dots
    assert [dot.label for dot in dots] == ["1 Mar", "2 Mar", "3 Mar"]
    assert [dot.is_this for dot in dots] == [False, False, True]
    assert dots[1].y < dots[2].y < dots[0].y  # a better score is higher up
    assert dots[0].x < dots[1].x < dots[2].x


def test_learners_and_the_virtual_rig_are_never_one_line() -> None:
    titles = [
        one.title
        for one in trends_of([done(1, 60.0), done(2, 70.0), done(3, 80.0, learner="Bob"), done(4, 90.0, virtual=True)])
    ]
    assert titles == ["First steps · Ada", "First steps · Bob", "First steps · Ada · virtual rig"]


def test_what_has_no_score_is_no_dot_and_counts_as_time_all_the_same() -> None:
    some = [done(1), done(1, 50.0), done(2, None, drill=None, kind="free", seconds=(("tap", 99.0),))]
    assert [one.times for one in trends_of(some)] == [1]
    assert techniques_of(some) == [("tap", 99.0), ("knead", 48.0), ("hold", 16.0)]
    assert days_of(some) == 2
