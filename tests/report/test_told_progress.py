"""What a report tells of progress: a technique's score and what costs it the most, as it was practised."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from thumbwalk.coach.plan.sets_done import Condition, Marked, Measured, SetDone, marked
from thumbwalk.report.told_progress import MOST_CURVES, told_progress

FIRST = datetime(2026, 3, 1, 18, tzinfo=UTC)


def sets(
    technique: str, scores: Sequence[float], *, a_day: int = 1, cv: float = 0.3, hand: str = "right"
) -> list[SetDone]:
    """Sets of a technique, so many a day; the evenness costs more than the pace, and the place nothing."""
    return [
        SetDone(
            session=at + 1,
            at=FIRST + timedelta(days=at // a_day, minutes=at % a_day),
            drill="knead-1",
            title="Knead",
            technique=technique,
            start_s=0.0,
            condition=Condition(hand, "right", 45.0, "live"),
            measures={
                "score": Measured(score),
                "force_cv": Measured(cv, "", None, 0.1, 17.0),
                "rate_per_min": Measured(50.0, "", 40.0, 48.0, 5.0),
                "off_point_mm": Measured(2.0, "mm", None, 6.0, 0.4),
            },
        )
        for at, score in enumerate(scores)
    ]


def rows(*some: Sequence[SetDone]) -> list[Marked]:
    return marked([one for each in some for one in each])


def test_a_technique_s_score_comes_first_and_then_what_costs_the_most() -> None:
    told = told_progress(rows(sets("knead", [60.0, 65.0, 70.0])))
    assert [one.title for one in told] == ["knead: score", "knead: evenness of the peaks", "knead: pace"]
    assert told[0].under == "right hand, right foot, 45 a minute, help: live"
    assert told[1].under.endswith("asked under 0.10")
    assert [one.drawing.band is None for one in told] == [True, False, False]


def test_what_became_of_it_is_told_with_how_far_repeats_differ() -> None:
    scores = [50.0, 54.0] * 5 + [80.0, 83.0] * 5
    told = told_progress(rows(sets("knead", scores, a_day=2)))
    assert told[0].said.startswith("Median of the newest 5 cold sets: 80; of the 5 before: 50. Improved;")
    assert told[0].drawing.chance is not None
    few = told_progress(rows(sets("knead", [50.0, 80.0])))[0]
    assert "Not enough yet" in few.said
    assert few.drawing.chance is None


def test_of_a_session_it_is_what_was_done_in_it_and_as_it_was_done() -> None:
    all_rows = rows(sets("knead", [60.0] * 3), sets("walk", [70.0] * 4), sets("knead", [80.0] * 5, hand="left"))
    assert {one.title.partition(":")[0] for one in told_progress(all_rows, 4)} == {"walk", "knead"}
    (first, *_) = [one for one in told_progress(all_rows, 5) if one.title == "knead: score"]
    assert first.under.startswith("left hand")
    assert told_progress(all_rows, 99) == []


def test_one_set_alone_is_no_way_and_of_very_much_the_page_has_the_first() -> None:
    assert told_progress(rows(sets("knead", [60.0]))) == []
    many = [sets(name, [60.0, 70.0]) for name in ("knead", "walk", "hold", "circle", "press")]
    assert len(told_progress(rows(*many))) == MOST_CURVES
