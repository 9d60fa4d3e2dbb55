"""A drill followed through a stream: same numbers however it is cut, and the right word at the right time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from thumbwalk.coach.drill.clock import DrillClock
from thumbwalk.coach.drill.course import Course
from thumbwalk.coach.drill.document import DrillDocument
from thumbwalk.coach.drill.drill import Drill, DrillSet, Feedback
from thumbwalk.coach.drill.run import DrillRun
from thumbwalk.coach.feedback.verdict import NOTHING
from thumbwalk.coach.targets.caps import caps_of_version, packaged_caps
from thumbwalk.coach.targets.targets_file import packaged_targets
from thumbwalk.errors import DrillError
from thumbwalk.pad import Pad
from thumbwalk.touch.touch_block import TouchBlock

Make = Callable[..., Any]
DRILL = Drill(
    "two",
    "Two",
    "A hold and some kneading",
    1.0,
    1.0,
    (
        DrillSet("hold", "Hold", 6.0, zone="heel", force_n=12.0),
        DrillSet("knead", "Knead", 6.0, zone="heel", force_n=14.0, rate_per_min=60.0),
    ),
)


TENTHS = list(range(10, 1500, 10))


def run_of(drill: Drill, pad: Pad, clock: DrillClock | None = None) -> DrillRun:
    return DrillRun(DrillDocument.of(drill, packaged_targets(), packaged_caps()), pad, clock)


def played(touch_at: Make, kneading: Make, hold_n: float = 12.0, peak_n: float = 14.0, **how: Any) -> TouchBlock:
    """1 s count-in, 6 s hold, 1 s rest, 6 s kneading, and a second more."""
    presses = kneading([peak_n] * 6, **({"interval_s": 1.0} | how))[:600]
    presses = np.r_[presses, np.zeros(600 - len(presses))]
    force = np.concatenate([np.zeros(100), np.full(600, hold_n), np.zeros(100), presses, np.zeros(100)])
    touch: TouchBlock = touch_at(force)
    return touch


def cut(touch: TouchBlock, borders: list[int]) -> list[TouchBlock]:
    edges = [0, *sorted(b for b in borders if b < len(touch)), len(touch)]
    return [
        TouchBlock(*(getattr(touch, f)[lo:hi] for f in TouchBlock.__dataclass_fields__)) for lo, hi in pairwise(edges)
    ]


def test_a_good_drill_scores_high_set_by_set(pad: Pad, touch_at: Make, kneading: Make) -> None:
    run = run_of(DRILL, pad)
    run.feed(played(touch_at, kneading))
    assert run.finished
    result = run.result()
    assert [one.technique for one in result.sets] == ["hold", "knead"]
    assert all(one.score is not None and one.score > 95 for one in result.sets)
    assert (result.drill, result.stars) == ("two", 3)


def test_phases_follow_the_streams_time(pad: Pad, touch_at: Make, kneading: Make) -> None:
    run = run_of(DRILL, pad, DrillClock(2_000_000))
    seen = []
    for block in cut(touch_at(np.zeros(1800)), list(range(50, 1800, 50))):
        run.feed(block)
        seen.append((run.phase.kind, run.phase.set_index))
    assert list(dict.fromkeys(seen)) == [("count-in", 0), ("set", 0), ("rest", 1), ("set", 1), ("done", None)]
    assert run.now_s == pytest.approx(15.99)
    assert run.current_set() is None
    assert run.guide() is None


def test_what_is_done_outside_the_sets_does_not_count(pad: Pad, touch_at: Make, kneading: Make) -> None:
    touch = played(touch_at, kneading)
    busy = played(touch_at, kneading)
    for lo, hi in ((0, 95), (705, 795), (1405, 1500)):
        busy.total_n[lo:hi], busy.contact_n[lo:hi], busy.touching[lo:hi] = 40.0, 40.0, True
    scores = []
    for one in (touch, busy):
        run = run_of(DRILL, pad)
        run.feed(one)
        scores.append(run.result())
    assert scores[0] == scores[1]


@given(st.lists(st.integers(1, 1499), max_size=25), st.floats(4.0, 20.0), st.floats(0.0, 0.5))
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_chunks_give_what_the_whole_gives_to_the_bit(
    pad: Pad, touch_at: Make, kneading: Make, borders: list[int], peak_n: float, kept: float
) -> None:
    touch = played(touch_at, kneading, peak_n=peak_n, kept=kept)
    coarse, fine = run_of(DRILL, pad), run_of(DRILL, pad)
    for border, block in zip([*sorted(set(borders)), len(touch)], cut(touch, sorted(set(borders))), strict=True):
        coarse.feed(block)
        for single in cut(block, list(range(1, len(block)))):
            fine.feed(single)
        seen = [
            (run.running_score(), run.cadence_per_min(), run.verdict(), run.phase, run.phase_left_s)
            for run in (coarse, fine)
        ]
        assert seen[0] == seen[1], border
    assert coarse.result() == fine.result()
    assert coarse.result().to_json() == fine.result().to_json()


def test_the_running_score_comes_and_stays_through_the_rest(pad: Pad, touch_at: Make, kneading: Make) -> None:
    run, scores = run_of(DRILL, pad), {}
    for block in cut(played(touch_at, kneading), list(range(10, 1500, 10))):
        run.feed(block)
        scores[round(run.now_s, 2)] = run.running_score()
    assert scores[0.99] is None
    assert scores[2.09] is None  # too early to say
    assert scores[4.09] == pytest.approx(100.0)
    assert scores[7.59] == run.result().sets[0].score
    assert scores[14.09] == run.result().sets[1].score


def test_the_verdict_is_about_what_misses(pad: Pad, touch_at: Make, kneading: Make) -> None:
    def reasons(touch: TouchBlock) -> tuple[str, str]:
        run, found = run_of(DRILL, pad), {}
        for block in cut(touch, list(range(10, len(touch), 10))):
            run.feed(block)
            found[round(run.now_s, 2)] = run.verdict().reason
        assert found[0.49] == ""
        assert found[7.99] == "rest"
        assert found[14.49] == ""
        return found[4.09], found[12.99]

    assert reasons(played(touch_at, kneading)) == ("good", "good")
    assert reasons(played(touch_at, kneading, hold_n=5.0, peak_n=5.0)) == ("too_light", "too_light")
    assert reasons(played(touch_at, kneading, hold_n=22.0, peak_n=24.0)) == ("too_hard", "too_hard")
    assert reasons(played(touch_at, kneading, hold_n=28.0, peak_n=30.0)) == ("limit", "limit")
    assert reasons(played(touch_at, kneading, interval_s=0.7))[1] == "too_fast"
    assert reasons(played(touch_at, kneading, hold_n=0.0, peak_n=0.0)) == ("press", "press")


def test_the_cadence_is_the_sets_own(pad: Pad, touch_at: Make, kneading: Make) -> None:
    run, cadence = run_of(DRILL, pad), {}
    for block in cut(played(touch_at, kneading), list(range(10, 1500, 10))):
        run.feed(block)
        cadence[round(run.now_s, 2)] = run.cadence_per_min()
    assert cadence[5.99] is None
    assert cadence[12.49] == pytest.approx(60.0, rel=0.01)


def test_the_guide_says_what_is_asked(pad: Pad, touch_at: Make) -> None:
    run = run_of(DRILL, pad, DrillClock(10_000_000))
    run.feed(touch_at(np.zeros(1000)))
    guide = run.guide()
    assert guide is not None
    assert guide.band_n == pytest.approx((8.0, 18.0))
    rows = run.guide_force(12.0)
    assert rows[:, 0].min() >= 11.0
    assert rows[:, 1].max() == pytest.approx(14.0, rel=0.01)
    assert np.isin(rows[(rows[:, 0] > 11.6) & (rows[:, 0] < 16.4), 1], 12.0).all()


def test_of_a_drill_that_is_cut_short_only_what_was_finished_is_judged(
    pad: Pad, touch_at: Make, kneading: Make
) -> None:
    run = run_of(DRILL, pad)
    run.feed(played(touch_at, kneading).between(0.0, 9.0))
    assert not run.finished
    hold, knead = run.result().sets
    assert hold.score is not None
    assert hold.score > 95
    assert (hold.done, knead.done) == (True, False)
    assert (knead.score, knead.why_none) == (None, "not done")
    assert (run.result().score, run.result().complete) == (hold.score, False)
    nothing = run_of(DRILL, pad).result()
    assert [one.score for one in nothing.sets] == [None, None]
    assert (nothing.score, nothing.stars) == (None, 0)


def test_in_the_first_version_a_drill_that_is_cut_short_is_judged_as_it_is(
    pad: Pad, touch_at: Make, kneading: Make
) -> None:
    document = DrillDocument(DRILL.resolved(packaged_targets()), caps_of_version(1), 1)
    run = DrillRun(document, pad)
    run.feed(played(touch_at, kneading).between(0.0, 9.0))
    hold, knead = run.result().sets
    assert hold.score is not None
    assert knead.score is not None
    assert hold.score > 95
    assert knead.score < 60


def test_a_last_sample_a_tenth_of_a_second_early_is_the_end_of_a_set(pad: Pad, touch_at: Make, kneading: Make) -> None:
    for until_s, done in [(13.92, True), (13.85, False)]:
        run = run_of(DRILL, pad)
        run.feed(played(touch_at, kneading).between(0.0, until_s))
        assert run.result().complete == done


def test_a_drill_for_the_other_foot_is_refused_at_once(pad: Pad) -> None:
    drill = Drill("left", "Left", "", sets=(DrillSet("hold", "Hold", 5.0, point="spleen"),))
    with pytest.raises(DrillError, match="left foot only"):
        run_of(drill, pad)


def test_a_technique_that_cannot_be_measured_is_refused_at_once(pad: Pad) -> None:
    drill = Drill("odd", "Odd", "", sets=(DrillSet("pinch", "Pinch", 5.0),))
    with pytest.raises(DrillError, match="'pinch'"):
        DrillRun(DrillDocument(drill, packaged_caps()), pad)


def test_the_caps_that_a_run_is_given_are_those_that_cap_it(pad: Pad, touch_at: Make, kneading: Make) -> None:
    caps = packaged_caps()
    touch = played(touch_at, kneading)
    hard, easy = replace(caps, cap_n={**caps.cap_n, "heel": 12.2}), replace(caps, cap_n={**caps.cap_n, "heel": 12.5})
    results = []
    for one in (hard, easy, replace(easy, over_pressure_s=2.0)):
        run = DrillRun(DrillDocument.of(DRILL, packaged_targets(), one), pad)
        run.feed(touch)
        results.append([[cap.limit for cap in part.caps] for part in run.result().sets])
    assert results == [[[], [12.2]], [[], [12.5]], [[], []]]


def test_a_pace_is_not_told_of_a_hand_that_has_stopped(pad: Pad, touch_at: Make, kneading: Make) -> None:
    drill = replace(DRILL, sets=(replace(DRILL.sets[1], duration_s=30.0),))
    run, cadence = run_of(drill, pad), {}
    # a press a second from 1 s to 7 s, then nothing
    for block in cut(touch_at(np.concatenate([np.zeros(100), kneading([14.0] * 6, 1.0), np.zeros(600)])), TENTHS):
        run.feed(block)
        cadence[round(run.now_s, 2)] = run.cadence_per_min()
    assert cadence[9.49] == pytest.approx(60.0, rel=0.02)
    assert cadence[10.59] is None


def test_a_pace_needs_two_presses(pad: Pad, touch_at: Make, kneading: Make) -> None:
    drill = replace(DRILL, sets=(replace(DRILL.sets[1], duration_s=30.0),))
    run = run_of(drill, pad)
    run.feed(touch_at(np.concatenate([np.zeros(100), kneading([14.0], 1.0), np.zeros(100)])))
    assert run.cadence_per_min() is None


def test_press_is_said_once_a_hand_has_been_away_for_as_long_as_a_lift(pad: Pad, touch_at: Make) -> None:
    run, found = run_of(DRILL, pad), {}
    for block in cut(touch_at(np.concatenate([np.zeros(100), np.full(360, 12.0), np.zeros(300)])), TENTHS):
        run.feed(block)
        found[round(run.now_s, 2)] = run.verdict().reason
    assert found[4.49] == "good"
    assert found[4.79] == "good", "it has only just gone"
    assert found[5.59] == "too_fast", "it was a hold of less than four seconds"
    assert found[6.89] == "press"


@pytest.mark.parametrize(
    ("asked", "is_scored"),
    [
        ({"x_mm": 60.0, "y_mm": 52.0}, True),
        ({"point": "sciatic"}, True),
        ({"point": "sciatic", "zone": "heel"}, True),
        ({"zone": "heel"}, False),
        ({"zone": "heel", "x_mm": 60.0, "y_mm": 52.0}, False),
        ({}, False),
    ],
)
def test_the_distance_from_a_place_is_scored_where_a_place_was_asked_for(
    pad: Pad, touch_at: Make, asked: dict[str, Any], is_scored: bool
) -> None:
    drill = Drill("d", "d", "d", 1.0, 1.0, (DrillSet("hold", "Hold", 6.0, **asked),))
    run = run_of(drill, pad)
    run.feed(touch_at(np.concatenate([np.zeros(100), np.full(600, 12.0), np.zeros(100)])))
    (score,) = run.result().sets
    assert (score.metric("off_point_mm") is not None) == is_scored


def test_a_running_score_comes_after_a_second_and_a_half_and_is_about_half_a_minute(pad: Pad, touch_at: Make) -> None:
    drill = Drill("d", "d", "d", 1.0, 1.0, (DrillSet("hold", "Hold", 60.0, zone="heel"),))

    def running(first_ten_n: float) -> tuple[dict[float, float | None], float]:
        run, seen = run_of(drill, pad), {}
        force = np.concatenate([np.zeros(100), np.full(1000, first_ten_n), np.full(5000, 12.0)])
        for block in cut(touch_at(force), list(range(20, len(force), 20))):
            run.feed(block)
            seen[round(run.now_s, 2)] = run.running_score()
        at_last = run.result().sets[0].score
        assert at_last is not None
        return seen, at_last

    (hard, hard_at_last), (well, well_at_last) = running(24.0), running(12.0)
    assert (hard[2.39], well[2.39]) == (None, None)
    for now_s in (2.59, 25.99):
        assert (hard[now_s] or 0.0) < 0.9 * (well[now_s] or 0.0)
    assert hard[45.99] == pytest.approx(well[45.99]), "the hard ten seconds are longer ago"
    assert hard_at_last < 0.9 * well_at_last, "but the whole set is what is scored"


def test_before_the_stream_a_drill_waits_for_its_whole_count_in(pad: Pad) -> None:
    run = run_of(DRILL, pad, DrillClock())
    assert (run.phase.kind, run.phase_left_s, run.finished) == ("count-in", 1.0, False)
    current = run.current_set()
    assert current is not None
    assert current.title == "Hold"
    assert (run.verdict(), run.running_score(), run.cadence_per_min()) == (NOTHING, None, None)


def test_between_two_presses_nobody_is_told_to_press(pad: Pad, touch_at: Make, kneading: Make) -> None:
    drill = replace(DRILL, sets=(replace(DRILL.sets[1], duration_s=30.0),))
    run = run_of(drill, pad)
    press = np.concatenate([kneading([14.0], 1.0, kept=0.0), np.zeros(50)])
    said = []
    for block in cut(touch_at(np.concatenate([np.zeros(100), *[press] * 6])), TENTHS):
        run.feed(block)
        if run.now_s > 2.0:
            said.append(run.verdict().reason)
    assert "press" not in said


def test_how_much_help_there_is_is_the_sets_own(pad: Pad, touch_at: Make, kneading: Make) -> None:
    def told(feedback: Feedback, hold_n: float) -> tuple[str, float | None, float | None]:
        run = run_of(replace(DRILL, sets=tuple(replace(one, feedback=feedback) for one in DRILL.sets)), pad)
        words, scores = {}, {}
        for block in cut(played(touch_at, kneading, hold_n=hold_n), TENTHS):
            run.feed(block)
            words[round(run.now_s, 2)], scores[round(run.now_s, 2)] = run.verdict().reason, run.running_score()
        assert run.result().sets[0].score is not None, "all of them are scored"
        return words[4.09], scores[4.09], scores[7.59]

    live, between, after, blind = (told(one, 12.0) for one in ("live", "bandwidth", "after", "blind"))
    assert (live[0], between[0], after[0], blind[0]) == ("good", "", "", "")
    assert told("bandwidth", 5.0)[0] == "too_light", "outside of the band it is said"
    assert live[1:] == between[1:] == pytest.approx((100.0, 100.0))
    assert after[1:] == (None, live[2])
    assert blind[1:] == (None, None)


def test_a_drill_for_the_other_foot_is_refused(pad: Pad) -> None:
    with pytest.raises(
        DrillError, match="'two' is for the left foot, and this is a right one; --foot left with practice"
    ):
        run_of(replace(DRILL, foot="left"), pad)
    assert run_of(replace(DRILL, foot="right"), pad).drill.foot == "right"


def test_a_drill_that_is_not_scored_has_no_score_at_any_time(pad: Pad, touch_at: Make, kneading: Make) -> None:
    run = run_of(replace(DRILL, scored=False), pad)
    for block in cut(played(touch_at, kneading), TENTHS):
        run.feed(block)
        assert run.running_score() is None
    assert run.result().score is None
    assert run.result().stars == 0


def test_the_guide_is_where_the_hand_should_be(pad: Pad, touch_at: Make) -> None:
    run = run_of(DRILL, pad)
    run.feed(touch_at(np.zeros(50)))
    assert run.guide_mm() == DRILL.sets[0].target_mm(pad)
    assert run.beat() is None
    run.feed(touch_at(np.zeros(1500), start_s=0.5))
    assert run.guide_mm() is None


LED = Drill(
    "led", "Led", "Up and up", 1.0, 1.0,
    (DrillSet("knead", "Knead", 30.0, zone="heel", force_n=14.0, rate_per_min=Course((40.0, 54.0), "led"), level=1),),
)  # fmt: skip


@pytest.mark.parametrize(("peak_n", "mean"), [(14.0, 44.13), (8.0, 40.0)], ids=["clean", "too light"])
def test_a_led_pace_is_the_same_however_the_stream_is_cut(
    pad: Pad, touch_at: Make, kneading: Make, peak_n: float, mean: float
) -> None:
    steps = [kneading([peak_n] * n, interval_s) for n, interval_s in ((7, 1.45), (7, 1.36), (8, 1.24))]
    touch: TouchBlock = touch_at(np.concatenate([np.zeros(100), *steps, np.zeros(300)]))
    runs = [run_of(LED, pad), run_of(LED, pad)]
    for block in cut(touch, [37, 900, 1130, 1140, 2200, 3105]):
        runs[0].feed(block)
        for part in cut(block, list(range(10, len(block), 10))):
            runs[1].feed(part)
        seen = [(run.running_score(), run.beat(), run.verdict()) for run in runs]
        assert seen[0] == seen[1]
    assert runs[0].result() == runs[1].result()
    asked = runs[0].result().sets[0].metric("rate_per_min")
    assert asked is not None
    # clean, it goes from 40 up to 44 and 48.4; what is too light leaves it at 40
    assert asked.band == pytest.approx((0.75 * mean, 1.25 * mean), rel=0.001)


def test_a_force_that_was_to_be_guessed_is_told_in_the_rest(pad: Pad, touch_at: Make, kneading: Make) -> None:
    sets = (replace(DRILL.sets[0], guess=True), DRILL.sets[1])
    run, told = run_of(replace(DRILL, sets=sets), pad), {}
    for block in cut(played(touch_at, kneading, hold_n=11.0), TENTHS):
        run.feed(block)
        told[round(run.now_s, 2)] = run.revealed_n()
    assert (told[4.09], told[12.09], told[14.49]) == (None, None, None)
    assert told[7.59] == pytest.approx(11.0)
