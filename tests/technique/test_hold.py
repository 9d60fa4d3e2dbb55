"""The measures of a hold, against answers worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from thumbwalk.technique import hold
from thumbwalk.technique.segments import segments_of
from thumbwalk.technique.signs import signs_of
from thumbwalk.technique.strokes import strokes_of
from thumbwalk.technique.ways import FIRST_WAYS
from thumbwalk.technique.work import Work
from thumbwalk.touch.touch_block import TouchBlock

Make = Callable[..., Any]


def measured(touch: TouchBlock) -> dict[str, Any]:
    return hold.measures(Work.of(touch, [strokes_of(touch)]))


def test_a_flat_hold(touch_of: Make) -> None:
    m = measured(touch_of(np.concatenate([np.zeros(100), np.full(800, 12.0), np.zeros(100)]), x_mm=120.0, y_mm=40.0))
    assert m["strokes"] == 1
    assert m["hold_s"] == pytest.approx(8.0, abs=0.011)
    assert m["force_n"] == pytest.approx(12.0)
    assert m["peak_force_n"] == pytest.approx(12.0)
    assert m["contact_force_n"] == pytest.approx(12.0)
    assert (m["x_mm"], m["y_mm"]) == pytest.approx((120.0, 40.0))
    assert m["steadiness_cv"] == pytest.approx(0.0, abs=1e-9)
    assert m["drift_n_per_s"] == pytest.approx(0.0, abs=1e-9)
    assert m["force_cv"] is None
    assert "resting_force_n" not in m


def test_a_hold_that_gives_way_once_is_a_hold_and_kneading_that_clings_is_none(touch_of: Make, presses: Make) -> None:
    ends = np.linspace(0.0, 12.0, 20)
    dip = np.concatenate([np.linspace(12.0, 8.4, 30), np.linspace(8.4, 12.0, 30)])
    force = np.concatenate([np.zeros(50), ends, np.full(170, 12.0), dip, np.full(190, 12.0), ends[::-1], np.zeros(50)])
    x = np.where(np.arange(len(force)) < 270, 100.0, 103.0)
    touch = touch_of(force, x_mm=x)
    assert len(strokes_of(touch)) == 2
    (segment,) = segments_of(strokes_of(touch), touch)
    assert (segment.technique, segment.unsure) == ("hold", False)
    clinging = touch_of(presses([12.0] * 8, 1.6, kept=0.55))
    assert [one.technique for one in segments_of(strokes_of(clinging), clinging)] == ["knead"]


def test_a_sagging_hold_drifts(touch_of: Make) -> None:
    ramp = np.linspace(14.0, 10.0, 1000)  # 4 N in 10 s
    m = measured(touch_of(np.concatenate([np.zeros(50), ramp, np.zeros(50)])))
    assert m["drift_n_per_s"] == pytest.approx(-0.4, rel=0.01)
    # a ramp's middle 80 % runs 3.2 N wide about 12 N: SD = width / sqrt(12)
    assert m["steadiness_cv"] == pytest.approx(3.2 / np.sqrt(12) / 12, rel=0.01)


def test_pressing_and_lifting_are_no_unsteadiness(touch_of: Make) -> None:
    ease = np.linspace(0, 12, 50)
    m = measured(touch_of(np.concatenate([np.zeros(50), ease, np.full(900, 12.0), ease[::-1], np.zeros(50)])))
    assert m["steadiness_cv"] == pytest.approx(0.0, abs=1e-9)


def test_a_slow_ramp_is_no_unsteadiness_of_its_plateau(touch_of: Make) -> None:
    wavering = 12.0 + 0.3 * np.sin(np.arange(800) / 7.0)
    m = measured(touch_of(np.concatenate([np.zeros(50), np.linspace(0.0, 12.0, 500), wavering, np.zeros(50)])))
    assert m["steadiness_cv"] < 0.06
    assert m["steadiness_cv"] > 0.015, "the plateau's own wavering counts"


def test_the_first_score_s_holds_are_judged_whole_for_ever(touch_of: Make) -> None:
    touch = touch_of(np.concatenate([np.zeros(50), np.linspace(0.0, 12.0, 500), np.full(800, 12.0), np.zeros(50)]))
    first = hold.measures(Work.of(touch, [strokes_of(touch)], FIRST_WAYS))["steadiness_cv"]
    assert isinstance(first, float)
    assert first > 0.15


def test_force_that_rises_all_the_time_has_no_plateau(touch_of: Make) -> None:
    m = measured(touch_of(np.concatenate([np.zeros(50), np.linspace(4.0, 16.0, 1000), np.zeros(50)])))
    assert m["steadiness_cv"] == pytest.approx(9.6 / np.sqrt(12) / 10, rel=0.02)


def test_several_holds_give_the_typical_one(touch_of: Make) -> None:
    parts = [np.r_[np.full(n, 10.0), np.zeros(100)] for n in (600, 700, 900)]
    m = measured(touch_of(np.concatenate([np.zeros(100), *parts])))
    assert m["strokes"] == 3
    assert m["hold_s"] == pytest.approx(7.0, abs=0.011)
    assert m["force_cv"] == pytest.approx(0.0, abs=1e-6)


def test_the_resting_hand_is_kept_out(touch_of: Make) -> None:
    m = measured(touch_of(np.concatenate([np.zeros(100), np.full(800, 12.0), np.zeros(100)]), resting_n=5.0))
    assert m["force_n"] == pytest.approx(12.0)
    assert m["resting_force_n"] == pytest.approx(5.0)


def test_long_still_presses_are_like_a_hold(touch_of: Make) -> None:
    def likeness(seconds: float, wander_mm: float) -> float:
        n = round(seconds * 100)
        x = 100 + np.r_[np.zeros(50), wander_mm * np.sin(np.arange(n) / 20), np.zeros(50)]
        touch = touch_of(np.concatenate([np.zeros(50), np.full(n, 10.0), np.zeros(50)]), x_mm=x)
        return float(np.median(hold.TECHNIQUE.likeness(signs_of([strokes_of(touch)], touch))))

    assert likeness(8.0, 1.0) > 0.95
    assert likeness(1.0, 1.0) < 0.05
    assert likeness(8.0, 25.0) < 0.1


def plateau_of(force_n: Any) -> tuple[int, int]:
    found = hold._plateau(np.asarray(force_n, np.float64), slice(0, len(force_n)))
    return found.start, found.stop


def test_a_plateau_is_what_a_ramp_leaves_of_the_middle() -> None:
    ramp = np.r_[np.linspace(0.0, 10.0, 51)[:-1], np.full(50, 10.0)]
    # of the middle 10 to 90 the ramp passes 9 N at sample 45
    assert plateau_of(ramp) == (45, 90)
    assert plateau_of(ramp[::-1]) == (10, 55)
    assert plateau_of(np.linspace(4.0, 16.0, 100)) == (10, 90), "what rises all the time has none"
    assert plateau_of(np.full(100, 5.0)) == (10, 90)


@pytest.mark.parametrize(("scatter", "found"), [(0.49, (30, 90)), (0.51, (10, 90))])
def test_a_plateau_scatters_by_less_than_half_of_what_the_whole_middle_does(
    scatter: float, found: tuple[int, int]
) -> None:
    # a quarter of the middle at 8 N; the rest at 10 N and a little to each side
    force, wave = np.full(100, 10.0), np.tile([1.0, -1.0], 50)
    force[:30] = 8.0
    wave[:30] = 0.0
    # with a quarter 2 N lower: var(whole) = 0.75 w^2 + 0.1875 * 4, and w = scatter * its root
    size = scatter * np.sqrt(0.75 / (1.0 - 0.75 * scatter**2))
    assert plateau_of(force + size * wave) == found


@pytest.mark.parametrize(("samples", "is_whole"), [(11, True), (12, False), (13, False)])
def test_of_a_few_samples_no_plateau_is_sought(samples: int, is_whole: bool) -> None:
    # the middle of 12 samples is ten
    force = np.r_[1.0, 1.0, 1.0, np.full(samples - 3, 10.0)]
    margin = samples // 10
    assert (plateau_of(force) == (margin, samples - margin)) == is_whole
