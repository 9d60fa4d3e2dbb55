"""The measures of tapping, against answers worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from thumbwalk.technique import tap
from thumbwalk.technique.segments import segments_of
from thumbwalk.technique.strokes import strokes_of
from thumbwalk.technique.ways import SECOND_WAYS
from thumbwalk.technique.work import Work

Make = Callable[..., Any]


def tapping(touch_of: Make, peaks_n: list[float]) -> Any:
    """Square blows of 0.1 s, one each 0.3 s."""
    rest = np.zeros(100)
    return touch_of(np.concatenate([rest, *(np.r_[np.full(10, peak), np.zeros(20)] for peak in peaks_n), rest]))


def test_even_blows(touch_of: Make) -> None:
    touch = tapping(touch_of, [4.0] * 12)
    m = tap.measures(Work.of(touch, [strokes_of(touch)]))
    assert m["strokes"] == 12
    assert m["rate_per_min"] == pytest.approx(200.0, rel=0.01)
    assert m["rhythm_cv"] == pytest.approx(0.0, abs=0.01)
    assert m["contact_s"] == pytest.approx(0.1, abs=0.011)
    assert m["peak_force_n"] == pytest.approx(4.0, rel=0.02)


def test_uneven_blows_show(touch_of: Make) -> None:
    touch = tapping(touch_of, [4.0, 2.0, 4.0, 3.0, 5.0, 4.0, 6.0])
    m = tap.measures(Work.of(touch, [strokes_of(touch)]))
    # median 4, nothing is cut; the variance of 4 2 4 3 5 4 6 is 10 / 6
    assert m["force_cv"] == pytest.approx((10 / 6) ** 0.5 / 0.9887 / 4, rel=0.02)


def test_what_a_sensor_still_reads_of_a_hard_blow_is_no_contact(touch_of: Make) -> None:
    # 0.4 N are left of 8 N, with which the touch does not end
    touch = touch_of(np.concatenate([np.zeros(100), *[np.r_[np.full(10, 8.0), np.full(20, 0.4)]] * 12, np.zeros(100)]))
    assert tap.measures(Work.of(touch, [strokes_of(touch)]))["contact_s"] == pytest.approx(0.1, abs=0.011)
    old: dict[str, Any] = tap.measures(Work.of(touch, [strokes_of(touch)], SECOND_WAYS))
    assert old["contact_s"] > 3.0, "as in the second version: one touch from the first blow to the last"


def test_blows_are_recognised_and_quick_kneading_is_none(touch_of: Make, presses: Make) -> None:
    for touch, name in ((tapping(touch_of, [4.0] * 12), "tap"), (touch_of(presses([12.0] * 12, 0.75)), "knead")):
        (segment,) = segments_of(strokes_of(touch), touch)
        assert (segment.technique, segment.unsure) == (name, False)
