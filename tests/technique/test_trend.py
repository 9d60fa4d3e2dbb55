"""How a long segment went on: force and pace of the last third against the first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from thumbwalk.pad import builtin_pad
from thumbwalk.technique.analysis import analyse
from thumbwalk.technique.trend import LEAST_S

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
