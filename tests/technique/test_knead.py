"""The measures of kneading, against answers worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from thumbwalk.technique import knead
from thumbwalk.technique.strokes import strokes_of
from thumbwalk.technique.work import StrokeTable, Work
from thumbwalk.touch.touch_block import TouchBlock

Make = Callable[..., Any]


def measured(touch: TouchBlock) -> dict[str, Any]:
    return knead.measures(Work.of(touch, [strokes_of(touch)]))


def test_even_kneading(touch_of: Make, presses: Make) -> None:
    m = measured(touch_of(presses([14.0] * 9, 4 / 3, kept=0.1)))
    assert m["strokes"] == 9
    assert m["rate_per_min"] == pytest.approx(45.0, rel=0.005)
    assert m["rhythm_cv"] == pytest.approx(0.0, abs=0.01)
    assert m["peak_force_n"] == pytest.approx(14.0, rel=0.005)
    assert m["force_cv"] == pytest.approx(0.0, abs=0.005)
    assert m["release"] == pytest.approx(0.1, abs=0.005)
    assert m["advance_mm"] == pytest.approx(0.0, abs=1e-6)
    # mean of 0.1 + 0.9 sin^2
    assert m["force_n"] == pytest.approx(14.0 * 0.55, rel=0.01)


def test_full_release_is_zero(touch_of: Make, presses: Make) -> None:
    assert measured(touch_of(presses([10.0] * 4, 1.5)))["release"] == pytest.approx(0.0, abs=0.005)


def test_uneven_peaks_and_beats_show(touch_of: Make, presses: Make) -> None:
    peaks = [10.0, 14.0, 9.0, 15.0, 12.0, 8.0, 16.0]
    m = measured(touch_of(presses(peaks, 1.2)))
    # median and mean 12, nothing is cut; the squares of 2 2 3 3 0 4 4 make 58
    assert m["force_cv"] == pytest.approx((58 / 6) ** 0.5 / 0.9887 / 12, rel=0.01)
    parts = [np.r_[presses([12.0], 1.0)[100:-100], np.zeros(wait)] for wait in (20, 40, 20, 60, 20, 40)]
    beats = measured(touch_of(np.concatenate([np.zeros(100), *parts])))
    # intervals 1.2 1.4 1.2 1.6 1.2: median 1.2, deviations 0 .2 0 .4 0: MAD 0
    assert beats["rate_per_min"] == pytest.approx(50.0, rel=0.005)
    assert beats["rhythm_cv"] == pytest.approx(0.0, abs=0.01)


def test_advance_is_the_places_slope_and_not_their_scatter(touch_of: Make, presses: Make) -> None:
    force = presses([12.0] * 12, 1.0)
    number = np.clip((np.arange(len(force)) - 100) // 100, 0, 11)
    scatter = np.random.default_rng(3).normal(0.0, 2.0, 12)[number]
    still = measured(touch_of(force, x_mm=100 + scatter))
    moving = measured(touch_of(force, x_mm=100 + 3 * number + scatter, y_mm=50 + 4 * number))
    assert still["advance_mm"] < 0.5
    assert moving["advance_mm"] == pytest.approx(5.0, abs=0.5)


@pytest.mark.parametrize(
    ("presses_made", "there"),
    [
        (1, {"rate_per_min": False, "rhythm_cv": False, "release": False, "advance_mm": False, "force_cv": False}),
        (2, {"rate_per_min": True, "rhythm_cv": False, "release": True, "advance_mm": True, "force_cv": False}),
        (3, {"rate_per_min": True, "rhythm_cv": True, "release": True, "advance_mm": True, "force_cv": True}),
    ],
)
def test_what_few_strokes_cannot_tell_is_null(
    touch_of: Make, presses: Make, presses_made: int, there: dict[str, bool]
) -> None:
    m = measured(touch_of(presses([12.0] * presses_made, 1.0)))
    assert {name: m[name] is not None for name in there} == there


def test_no_places_no_advance(touch_of: Make, presses: Make) -> None:
    m = measured(touch_of(presses([12.0] * 5, 1.0), x_mm=np.nan, y_mm=np.nan))
    assert m["x_mm"] is m["y_mm"] is m["advance_mm"] is None
    assert m["rate_per_min"] == pytest.approx(60.0, rel=0.01)


def test_a_gap_in_the_data_is_no_interval_and_no_valley(touch_of: Make, presses: Make) -> None:
    force = presses([12.0] * 6, 1.0)
    piece = (np.arange(len(force)) > 430).astype(np.int64)  # in the middle of the fourth press
    touch = touch_of(force, piece=piece)
    table = StrokeTable.of([strokes_of(touch)])
    assert len(table) == 7
    assert len(table.intervals_s) == len(table.valleys) == 5
