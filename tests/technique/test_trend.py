"""How a long segment went on: force and pace of the last third against the first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from thumbwalk.pad import builtin_pad
from thumbwalk.technique import hold, knead
from thumbwalk.technique.analysis import analyse
from thumbwalk.technique.stroke import Stroke
from thumbwalk.technique.trend import LEAST_S
from thumbwalk.technique.trend import trend_of as of_segment

Make = Callable[..., Any]
PAD = builtin_pad()


def trend_of(touch: Any) -> Any:
    document = analyse(touch, PAD).to_json()
    (segment,) = document["segments"]
    return segment["trend"]


def test_presses_that_grow_weaker_and_faster_show_both(touch_of: Make, presses: Make) -> None:
    parts = [
        presses([force] * 12, interval_s, kept=0.1)[100:-100] for force, interval_s in ((16, 1.5), (14, 1.4), (12, 1.2))
    ]
    trend = trend_of(touch_of(np.concatenate([np.zeros(100), *parts, np.zeros(100)])))
    assert trend["force"] == pytest.approx(12.0 / 16.0 - 1.0, abs=0.02)
    assert trend["rate"] == pytest.approx(1.5 / 1.2 - 1.0, abs=0.03)


def test_presses_that_stay_the_same_have_a_trend_of_nothing(touch_of: Make, presses: Make) -> None:
    trend = trend_of(touch_of(presses([14.0] * 24, 4 / 3, kept=0.1)))
    assert (trend["force"], trend["rate"]) == pytest.approx((0.0, 0.0), abs=0.02)


def test_a_hold_that_sinks_has_the_trend_of_its_mean_force_and_none_of_pace(touch_of: Make) -> None:
    force = np.linspace(14.0, 11.0, 3600)
    trend = trend_of(touch_of(np.concatenate([np.zeros(100), force, np.zeros(100)])))
    # the thirds' means are those of their middles
    assert trend["force"] == pytest.approx(11.5 / 13.5 - 1.0, abs=0.01)
    assert trend["rate"] is None


def test_circles_that_slow_down_are_told_by_their_turns(touch_of: Make) -> None:
    time_s = np.arange(0.0, 36.0, 0.01)
    rate_hz = np.interp(time_s, [0.0, 36.0], [1.1, 0.8])
    angle = 2.0 * np.pi * np.cumsum(rate_hz) * 0.01
    rest = np.zeros(100)
    x, y = (np.r_[rest, 150.0 + 11.0 * np.cos(angle), rest], np.r_[rest, 48.0 + 11.0 * np.sin(angle), rest])
    trend = trend_of(touch_of(np.r_[rest, np.full(len(time_s), 9.0), rest], x_mm=x, y_mm=y))
    assert trend["rate"] == pytest.approx(0.85 / 1.05 - 1.0, abs=0.03)
    assert trend["force"] == pytest.approx(0.0, abs=0.01)


@pytest.mark.parametrize(("seconds", "told"), [(LEAST_S - 1.0, False), (LEAST_S + 1.0, True)])
def test_a_short_segment_has_none(touch_of: Make, seconds: float, told: bool) -> None:
    touch = touch_of(np.concatenate([np.zeros(100), np.full(round(100 * seconds), 12.0), np.zeros(100)]))
    assert (trend_of(touch) is not None) == told


def stroke(peak_s: float, peak_n: float = 10.0) -> Stroke:
    return Stroke(peak_s - 0.1, peak_s - 0.1, peak_s, peak_s + 0.1, peak_n, 0.0, 0.2, 100.0, 50.0, 1.0, 0)


def test_a_press_is_of_the_third_in_which_its_peak_lies(touch_of: Make) -> None:
    touch = touch_of(np.full(3100, 8.0))
    peaks = [
        (0.5, 10.0),
        (4.0, 12.0),
        (9.99, 14.0),
        (10.0, 99.0),
        (19.99, 99.0),
        (20.0, 6.0),
        (25.0, 7.0),
        (29.99, 8.0),
    ]
    each = [(touch, [stroke(*one) for one in [*peaks, (30.0, 99.0)]])]
    told = of_segment(knead.TECHNIQUE, each, 0.0, 30.0)
    assert told is not None
    assert told["force"] == pytest.approx(7.0 / 12.0 - 1.0)
    # from onset to onset 3.5 and 5.99 s, then 5 and 4.99 s
    assert told["rate"] == pytest.approx(4.745 / 4.995 - 1.0)
    assert of_segment(knead.TECHNIQUE, each, 0.0, 29.99) is None


def test_of_an_even_stroke_what_lies_in_a_third_counts_from_half_a_second_on(touch_of: Make) -> None:
    force = np.repeat([10.0, 20.0, 6.0], [950, 100, 1951])
    whole = [Stroke(0.0, 0.0, 1.0, 9.49, 10.0, 0.0, 9.0, 100.0, 50.0, 1.0, 0)]
    rest = [Stroke(9.5, 9.5, 9.6, 30.0, 20.0, 0.0, 9.0, 100.0, 50.0, 1.0, 0)]
    told = of_segment(hold.TECHNIQUE, [(touch_of(force), whole + rest)], 0.0, 30.0)
    assert told is not None
    # of the second stroke half a second is in the first third, at 20 N
    assert told["force"] == pytest.approx(6.0 / ((950 * 10.0 + 51 * 20.0) / 1001) - 1.0, abs=0.003)
    late = [replace(rest[0], start_s=9.55)]
    alone = of_segment(hold.TECHNIQUE, [(touch_of(force), whole + late)], 0.0, 30.0)
    assert alone is not None
    assert alone["force"] == pytest.approx(6.0 / 10.0 - 1.0, abs=0.001)
    assert alone["rate"] is None


def test_a_third_without_strokes_has_no_change(touch_of: Make) -> None:
    touch = touch_of(np.full(3100, 8.0))
    for peaks in ([1.0, 2.0], [25.0, 26.0], []):
        told = of_segment(knead.TECHNIQUE, [(touch, [stroke(one) for one in peaks])], 0.0, 30.0)
        assert told == {"force": None, "rate": None}


@pytest.mark.parametrize(("lasts_s", "told"), [(29.9, False), (30.0, True)])
def test_how_long_a_segment_is_and_not_how_late_says_whether_it_has_a_trend(
    touch_of: Make, lasts_s: float, told: bool
) -> None:
    touch = touch_of(np.full(4200, 8.0))
    peaks = [stroke(10.5 + i, 10.0 if i < 10 else 12.0) for i in range(30)]
    trend = of_segment(knead.TECHNIQUE, [(touch, peaks)], 10.0, 10.0 + lasts_s)
    assert (trend is not None) == told
    if trend is not None:
        assert (trend["force"], trend["rate"]) == pytest.approx((0.2, 0.0))
