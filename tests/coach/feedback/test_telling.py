"""What the learner is told through a drill: the same however it is cut, one thing at a time, and never too early."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any, get_args

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from thumbwalk.coach.drill.clock import DrillClock
from thumbwalk.coach.drill.document import DrillDocument
from thumbwalk.coach.drill.drill import Drill, DrillSet, Feedback
from thumbwalk.coach.drill.run import DrillRun
from thumbwalk.coach.feedback.telling import LEAST_S, Told
from thumbwalk.coach.targets.caps import packaged_caps
from thumbwalk.coach.targets.targets_file import packaged_targets
from thumbwalk.pad import Pad
from thumbwalk.touch.touch_block import TouchBlock
from thumbwalk.zones import zone_centre_mm

Make = Callable[..., Any]
Array = NDArray[np.float64]

KNEAD = DrillSet("knead", "Knead", 16.0, zone="heel", force_n=14.0, rate_per_min=45.0)
FORCE = ("too_hard", "too_light", "limit")
at_leisure = settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def drill_of(*sets: DrillSet) -> Drill:
    return Drill("d", "D", "d", 1.0, 1.0, sets)


def run_of(drill: Drill, pad: Pad, *, calibrated: bool = True) -> DrillRun:
    document = DrillDocument.of(drill, packaged_targets(), packaged_caps())
    return DrillRun(document, pad, DrillClock(0), calibrated=calibrated)


def told(drill: Drill, pad: Pad, touch: TouchBlock, *, calibrated: bool = True) -> list[Told]:
    run = run_of(drill, pad, calibrated=calibrated)
    run.feed(touch)
    return run.told()


def reasons(rows: list[Told]) -> list[str]:
    return [one.verdict.reason for one in rows]


def set_of(force_n: Array, lasts_s: float) -> Array:
    """A second of count-in, the set's force, and two seconds behind it."""
    n = round(lasts_s * 100)
    return np.concatenate([np.zeros(100), np.resize(np.r_[force_n, np.zeros(n)], n), np.zeros(200)])


presses = st.lists(st.floats(2.0, 34.0), min_size=10, max_size=10)


@given(peaks_n=presses, kept=st.floats(0.0, 0.6), borders=st.lists(st.integers(1, 1899), max_size=20))
@at_leisure
def test_portions_give_the_words_of_the_whole(
    pad: Pad, touch_at: Make, kneading: Make, peaks_n: list[float], kept: float, borders: list[int]
) -> None:
    touch = touch_at(set_of(kneading(peaks_n, kept=kept), 16.0))
    whole, portions = run_of(drill_of(KNEAD), pad), run_of(drill_of(KNEAD), pad)
    whole.feed(touch)
    for lo, hi in pairwise(sorted({0, len(touch), *borders})):
        portions.feed(touch.cut(lo, hi))
    assert whole.told() == portions.told()
    assert whole.told()


@given(peaks_n=presses, kept=st.floats(0.0, 0.6), interval_s=st.floats(0.5, 2.0))
@at_leisure
def test_words_change_at_most_once_a_second_but_for_the_limit_and_good_is_never_too_early(
    pad: Pad, touch_at: Make, kneading: Make, peaks_n: list[float], kept: float, interval_s: float
) -> None:
    touch = touch_at(set_of(kneading(peaks_n, interval_s, kept), 16.0))
    rows = told(drill_of(KNEAD), pad, touch)
    for before, after in pairwise(rows):
        assert after.time_s - before.time_s >= LEAST_S or after.verdict.reason == "limit"
    third_s = 1.0 + 2 * round(interval_s, 2)
    assert all(one.time_s > third_s for one in rows if one.verdict.reason == "good")


@given(peaks_n=presses, kept=st.floats(0.0, 0.6))
@at_leisure
def test_good_does_not_come_while_the_live_score_has_just_fallen(
    pad: Pad, touch_at: Make, kneading: Make, peaks_n: list[float], kept: float
) -> None:
    run = run_of(drill_of(KNEAD), pad)
    touch = touch_at(set_of(kneading([14.0] * 4 + peaks_n, 1.1, kept), 16.0))
    lives: list[tuple[float, float]] = []
    n = 0
    for lo in range(0, len(touch), 25):
        run.feed(touch.cut(lo, lo + 25))
        live = run.running_score()
        if live is not None and run.phase.kind == "set":
            lives.append((run.now_s, live))
        late = [score for time_s, score in lives if run.now_s - 1.9 < time_s]
        if len(run.told()) > n and late and max(late) - late[-1] >= 10.0:
            assert run.told()[-1].verdict.reason != "good"
        n = len(run.told())


def test_an_even_hand_is_told_that_it_is_good_and_nothing_else(pad: Pad, touch_at: Make, kneading: Make) -> None:
    rows = told(drill_of(KNEAD), pad, touch_at(set_of(kneading([14.0] * 12), 16.0)))
    assert reasons(rows) == ["good", ""]
    assert rows[0].time_s < 6.0, "soon after three presses"


@pytest.mark.parametrize(
    ("peaks_n", "how", "reason"),
    [
        ([4.0] * 12, {}, "too_light"),
        ([22.0] * 12, {}, "too_hard"),
        ([9.0, 19.0, 12.0, 18.0, 9.5, 17.0] * 2, {}, "uneven"),
        ([14.0] * 20, {"interval_s": 0.8}, "too_fast"),
        ([14.0] * 6, {"interval_s": 2.7}, "too_slow"),
        ([14.0] * 12, {"kept": 0.5}, "not_released"),
    ],
)
def test_a_fault_is_what_is_told(
    pad: Pad, touch_at: Make, kneading: Make, peaks_n: list[float], how: dict[str, float], reason: str
) -> None:
    rows = told(drill_of(KNEAD), pad, touch_at(set_of(kneading(peaks_n, **how), 16.0)))
    assert set(reasons(rows)) - {"", "press"} == {reason}


def test_a_hand_that_is_over_the_limit_is_told_so_until_its_next_press(
    pad: Pad, touch_at: Make, kneading: Make
) -> None:
    rows = told(drill_of(KNEAD), pad, touch_at(set_of(kneading([29.0] * 12), 16.0)))
    assert reasons(rows)[:1] == ["limit"]
    assert [one for one in reasons(rows) if one == "good"] == []
    assert [one.verdict.reason for one in rows if 4.5 < one.time_s < 16.0] in ([], ["limit"])


def test_the_toes_in_a_set_of_the_heel_are_the_wrong_place(pad: Pad, touch_at: Make, kneading: Make) -> None:
    x, y = zone_centre_mm(pad, "toes")
    rows = told(drill_of(KNEAD), pad, touch_at(set_of(kneading([9.0] * 12), 16.0), x, y))
    assert [(one.verdict.word, one.verdict.detail) for one in rows if one.verdict.reason] == [
        ("To the heel", "Asked heel, pressed toes.")
    ]


def test_another_point_than_was_asked_is_told_by_its_name(pad: Pad, touch_at: Make) -> None:
    hold = DrillSet("hold", "Hold", 8.0, point="kidney", force_n=9.0)
    x, y = pad.place(0.55, 0.25)
    rows = told(drill_of(hold), pad, touch_at(set_of(np.full(700, 9.0), 8.0), x, y))
    first = next(one.verdict for one in rows if one.verdict.reason)
    assert (first.word, first.detail) == ("To the heel", "Asked kidney, pressed stomach.")


def test_nobody_who_presses_in_the_band_is_told_to_press(pad: Pad, touch_at: Make) -> None:
    """A hand that comes late is waited for, and from its first touch on it is not."""
    hold = DrillSet("hold", "Hold", 12.0, zone="heel", force_n=13.0)
    for late in (0, 80, 300):
        force = set_of(np.r_[np.zeros(late), np.full(1200 - late, 13.0)], 12.0)
        for one in told(drill_of(hold), pad, touch_at(force)):
            assert one.verdict.reason != "press" or one.time_s <= 1.0 + late / 100.0
        rows = told(drill_of(hold), pad, touch_at(force))
        assert reasons(rows)[-2:] == ["good", ""]


def test_kneading_in_place_of_a_hold_is_another_technique(pad: Pad, touch_at: Make, kneading: Make) -> None:
    hold = DrillSet("hold", "Hold", 16.0, zone="heel", force_n=12.0)
    rows = told(drill_of(hold), pad, touch_at(set_of(kneading([14.0] * 14, 1.1, 0.05), 16.0)))
    verdicts = {one.verdict.word: one.verdict for one in rows}
    assert verdicts["Now hold"].detail == "That is knead: sink in and stay."


def test_a_score_that_falls_has_its_reason_within_two_seconds(pad: Pad, touch_at: Make, kneading: Make) -> None:
    peaks_n = [14.0] * 4 + [24.0] * 8
    run = run_of(drill_of(KNEAD), pad)
    touch = touch_at(set_of(kneading(peaks_n), 16.0))
    lives: list[tuple[float, float]] = []
    for lo in range(0, len(touch), 25):
        run.feed(touch.cut(lo, lo + 25))
        live = run.running_score()
        if live is not None and run.phase.kind == "set":
            lives.append((run.now_s, live))
    fell_s = next(time_s for time_s, live in lives if max(one for at, one in lives if at <= time_s) - live >= 10.0)
    named = [one.time_s for one in run.told() if one.verdict.reason in ("too_hard", "uneven")]
    assert named
    assert min(named) <= fell_s + 2.0


def test_feedback_decides_what_is_told_and_the_limit_is_told_at_any_time(
    pad: Pad, touch_at: Make, kneading: Make
) -> None:
    touch = touch_at(set_of(kneading([14.0] * 5 + [24.0] * 3 + [29.0] * 3), 16.0))
    found = {
        feedback: set(reasons(told(drill_of(replace(KNEAD, feedback=feedback)), pad, touch))) - {""}
        for feedback in get_args(Feedback)
    }
    assert {"good", "limit"} < found["live"]
    assert found["bandwidth"] == found["live"] - {"good"}
    assert found["after"] == found["blind"] == {"limit"}


def test_force_is_never_named_on_a_rig_that_is_not_calibrated(pad: Pad, touch_at: Make, kneading: Make) -> None:
    for peak_n in (3.0, 22.0, 40.0):
        rows = told(drill_of(KNEAD), pad, touch_at(set_of(kneading([peak_n] * 12), 16.0)), calibrated=False)
        assert not set(reasons(rows)) & set(FORCE)
        assert "good" in reasons(rows)


def test_between_sets_it_is_rest_and_who_is_not_told_costs_nothing(pad: Pad, touch_at: Make) -> None:
    hold = DrillSet("hold", "Hold", 6.0, zone="heel", force_n=12.0)
    drill = Drill("d", "D", "d", 1.0, 3.0, (hold, hold))
    touch = touch_at(np.concatenate([np.zeros(100), np.full(590, 12.0), np.zeros(310), np.full(590, 12.0)]))
    rows = told(drill, pad, touch)
    assert reasons(rows)[:2] == ["good", "rest"]
    assert 7.0 <= rows[1].time_s <= 8.0
    document = DrillDocument.of(drill, packaged_targets(), packaged_caps())
    silent = DrillRun(document, pad, DrillClock(0), tells=False)
    silent.feed(touch)
    assert (silent.told(), silent.running_score()) == ([], None)


@pytest.mark.parametrize("force_n", [3.0, 14.0, 30.0])
def test_of_a_force_that_is_to_be_guessed_nothing_is_told_but_the_limit(
    pad: Pad, touch_at: Make, force_n: float
) -> None:
    hold = DrillSet("hold", "Hold", 10.0, zone="heel", force_n=14.0)
    touch = touch_at(set_of(np.full(1000, force_n), 10.0))
    plainly, guessed = (told(drill_of(replace(hold, guess=guess)), pad, touch) for guess in (False, True))
    said = {"too_light", "good", "limit"} & set(reasons(plainly))
    assert said, "else there is nothing to keep to oneself"
    assert not {"too_light", "too_hard", "good"} & set(reasons(guessed))
    assert ("limit" in reasons(guessed)) == (force_n > 25.0)


def test_a_running_score_would_tell_a_force_that_is_to_be_guessed(pad: Pad, touch_at: Make) -> None:
    hold = DrillSet("hold", "Hold", 10.0, zone="heel", force_n=14.0)
    touch = touch_at(set_of(np.full(1000, 14.0), 10.0)).between(0.0, 9.0)
    for guess in (False, True):
        run = run_of(drill_of(replace(hold, guess=guess)), pad)
        run.feed(touch)
        assert (run.running_score() is None) == guess
