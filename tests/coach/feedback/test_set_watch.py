"""The watch over a set: what it knows of a moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from thumbwalk.coach.drill.course import Course
from thumbwalk.coach.drill.drill import DrillSet
from thumbwalk.coach.drill.set_task import task_of
from thumbwalk.coach.feedback.set_watch import SetWatch
from thumbwalk.coach.feedback.verdict import Seen
from thumbwalk.coach.score.rules import TODAY
from thumbwalk.coach.score.task import Task
from thumbwalk.coach.targets.caps import packaged_caps
from thumbwalk.coach.targets.targets_file import packaged_targets
from thumbwalk.pad import Pad
from thumbwalk.touch.touch_block import TouchBlock
from thumbwalk.zones import ZoneMap

Make = Callable[..., Any]
KNEAD = DrillSet("knead", "Knead", 30.0, zone="heel", force_n=14.0, rate_per_min=45.0)


def watch_of(one: DrillSet, pad: Pad, *, calibrated: bool = True) -> SetWatch:
    zones = ZoneMap(pad)
    one = replace(one, targets=one.bands(packaged_targets()))

    def task(start_s: float, end_s: float) -> Task:
        return replace(task_of(one, zones, 0.0, one.rate_line()), window_s=(start_s, end_s), calibrated=calibrated)

    return SetWatch(0, one, 0.0, task, zones, packaged_caps(), TODAY)


def seen(one: DrillSet, pad: Pad, touch: TouchBlock, **how: bool) -> Seen:
    """What is known at a touch's end, of one that was looked at twice a second."""
    watch, n = watch_of(one, pad, **how), round(len(touch) / 50)
    for index in range(n):
        watch.take(touch.cut(50 * index, 50 * (index + 1)))
        found = watch.seen(0.5 * (index + 1))
    return found


def presses(kneading: Make, n: int, **how: float) -> NDArray[np.float64]:
    made: NDArray[np.float64] = kneading([14.0] * n, **how)
    return made[: 50 * (len(made) // 50)]


def test_a_hand_that_has_not_begun_is_idle_after_a_second(pad: Pad, touch_at: Make, kneading: Make) -> None:
    assert not seen(KNEAD, pad, touch_at(np.zeros(50))).is_idle
    assert seen(KNEAD, pad, touch_at(np.zeros(100))).is_idle
    away = np.r_[presses(kneading, 3, interval_s=1.0, kept=0.0), np.zeros(350)]
    assert seen(KNEAD, pad, touch_at(away)).is_idle
    assert not seen(KNEAD, pad, touch_at(away[:450])).is_idle


def test_how_long_the_next_stroke_is_late_is_by_the_slowest_that_is_asked(
    pad: Pad, touch_at: Make, kneading: Make
) -> None:
    on_time = seen(KNEAD, pad, touch_at(presses(kneading, 4, interval_s=1.5)))
    assert on_time.waited < 1.0
    late = np.r_[presses(kneading, 4, interval_s=1.5), np.full(300, 3.0)]
    assert seen(KNEAD, pad, touch_at(late)).waited > 1.0
    ends = replace(KNEAD, duration_s=8.5)
    assert seen(ends, pad, touch_at(np.r_[presses(kneading, 4, interval_s=1.5, kept=0.0), np.zeros(200)])).waited == 0.0


def test_a_live_score_is_not_about_the_press_under_way(pad: Pad, touch_at: Make, kneading: Make) -> None:
    watch, touch = watch_of(KNEAD, pad), touch_at(kneading([14.0] * 6, interval_s=1.2))
    for index in range(14):
        watch.take(touch.cut(50 * index, 50 * (index + 1)))
        watch.seen(0.5 * (index + 1))
        if index > 6:
            assert watch.score is not None
            assert watch.score.score == pytest.approx(100.0, abs=0.5)


def test_what_a_score_has_lost_is_that_of_two_seconds(pad: Pad, touch_at: Make, kneading: Make) -> None:
    watch, touch = watch_of(KNEAD, pad), touch_at(kneading([14.0] * 4 + [28.0] * 6))
    fell, scores = {}, {}
    for index in range(len(touch) // 50):
        watch.take(touch.cut(50 * index, 50 * (index + 1)))
        now_s = 0.5 * (index + 1)
        fell[now_s] = watch.seen(now_s).fell_by
        scores[now_s] = watch.score.score if watch.score is not None else None
    assert fell[5.0] == pytest.approx(0.0, abs=0.5)
    assert max(fell.values()) > 20.0
    assert fell[13.0] < 10.0, "it has been low for longer"
    assert scores[13.0] is not None
    assert scores[13.0] < 80.0


def test_over_the_limit_is_told_at_once_and_in_a_row_of_presses_until_the_next(
    pad: Pad, touch_at: Make, kneading: Make
) -> None:
    def is_over(peaks_n: list[float], lasts_s: float) -> bool:
        return seen(
            KNEAD, pad, touch_at(np.r_[kneading(peaks_n, 1.0, 0.0), np.zeros(200)][: round(100 * lasts_s)])
        ).over_limit

    assert is_over([30.0], 1.0)
    assert not is_over([30.0], 2.0)
    assert is_over([30.0, 30.0], 3.0)
    assert not is_over([30.0, 14.0, 14.0], 3.0)
    assert not is_over([30.0, 30.0], 4.0)
    hard = touch_at(kneading([30.0], 1.0, 0.0))
    assert not seen(KNEAD, pad, hard, calibrated=False).over_limit


def test_a_hold_that_is_let_go_early_or_lasts_too_long(pad: Pad, touch_at: Make) -> None:
    hold = DrillSet("hold", "Hold", 30.0, zone="heel", force_n=12.0)
    assert seen(hold, pad, touch_at(np.r_[np.full(300, 12.0), np.zeros(50)])).stayed == "too_fast"
    assert seen(hold, pad, touch_at(np.r_[np.full(700, 12.0), np.zeros(50)])).stayed == ""
    assert seen(hold, pad, touch_at(np.full(2100, 12.0))).stayed == "too_slow"


def test_another_technique_is_believed_when_it_is_seen_twice(pad: Pad, touch_at: Make, kneading: Make) -> None:
    hold = DrillSet("hold", "Hold", 30.0, zone="heel", force_n=12.0)
    assert seen(hold, pad, touch_at(presses(kneading, 9, interval_s=1.0, kept=0.0))).other == "knead"
    assert seen(KNEAD, pad, touch_at(presses(kneading, 9))).other == ""


def test_forces_along_a_ladder_are_those_of_its_mean(pad: Pad, touch_at: Make) -> None:
    hold = DrillSet("hold", "Hold", 20.0, zone="heel", force_n=Course((8.0, 16.0)))
    first, second = (seen(hold, pad, touch_at(np.r_[np.full(1000, 8.0), np.full(n, 16.0)])) for n in (0, 600))
    assert np.mean(first.forces_n) == pytest.approx(12.0, rel=0.01)
    assert np.mean(second.forces_n) == pytest.approx(12.0, rel=0.01)
