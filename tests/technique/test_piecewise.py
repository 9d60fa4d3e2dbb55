"""What measures are made of, piece by piece: the middle of the pieces is the measure, and each has its time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from thumbwalk.technique.catalog import TECHNIQUES
from thumbwalk.technique.piecewise import Pieces, between, of_presses, of_rhythm, paced
from thumbwalk.technique.strokes import strokes_of
from thumbwalk.technique.work import Work
from thumbwalk.touch.touch_block import TouchBlock

Make = Callable[..., Any]
NOTHING = Work.of(TouchBlock.joined([]), [])


@pytest.mark.parametrize("name", TECHNIQUES)
def test_of_nothing_there_are_no_pieces(name: str) -> None:
    assert all(len(one) == 0 for one in TECHNIQUES[name].pieces(NOTHING, NOTHING).values())


def test_presses_have_their_peaks_and_what_is_between_two_of_them(touch_of: Make, presses: Make) -> None:
    touch = touch_of(presses([10.0, 12.0, 8.0], 1.2, kept=0.2))
    work = Work.of(touch, [strokes_of(touch)])
    told = of_presses(work, work)
    np.testing.assert_allclose(told["peak_force_n"].values, [10.0, 12.0, 8.0], rtol=0.02)
    assert told["force_cv"] is told["peak_force_n"]
    np.testing.assert_allclose(told["rhythm_cv"].values, work.strokes.intervals_s)
    np.testing.assert_allclose(told["rate_per_min"].values, 60.0 / told["rhythm_cv"].values)
    valleys = told["contact_kept"]
    np.testing.assert_allclose(valleys.start_s, [1.6, 2.8], atol=0.1)
    np.testing.assert_allclose(valleys.end_s, [2.8, 4.0], atol=0.1)


def test_pieces_between_borders_have_the_times_of_their_samples(touch_of: Make) -> None:
    touch = touch_of(np.full(300, 8.0))
    work = Work.of(touch, [strokes_of(touch)])
    one = between(work, [0, 100, 250], np.array([3.0, 4.0]))
    assert (one.start_s.tolist(), one.end_s.tolist()) == ([0.0, 1.0], [1.0, 2.5])
    rhythm = of_rhythm(work, [0, 100, 250])
    np.testing.assert_allclose(rhythm["rhythm_cv"].values, [1.0, 1.5])
    np.testing.assert_allclose(rhythm["rate_per_min"].values, [60.0, 40.0])
    assert len(of_rhythm(work, [])["rhythm_cv"]) == len(of_rhythm(work, [7])["rate_per_min"]) == 0


def test_pieces_of_contacts_are_joined_in_their_order() -> None:
    first, second = (Pieces(*(np.array([n]) for n in row)) for row in ((0.0, 1.0, 5.0), (2.0, 3.0, 6.0)))
    both = Pieces.joined([first, second])
    assert (both.start_s.tolist(), both.end_s.tolist(), both.values.tolist()) == ([0.0, 2.0], [1.0, 3.0], [5.0, 6.0])
    assert len(Pieces.joined([])) == 0
    assert paced(both)["rhythm_cv"] is both


def test_the_pieces_of_circles_are_its_turns(touch_of: Make) -> None:
    angle = 2 * np.pi * np.arange(800) / 100
    at = {"x_mm": 120 + 10 * np.cos(angle), "y_mm": 45 + 10 * np.sin(angle)}
    touch = touch_of(np.full(800, 8.0), **at)
    work = Work.of(touch, [strokes_of(touch)])
    told, measures = TECHNIQUES["circles"].pieces(work, work), TECHNIQUES["circles"].measures(work)
    assert len(told["radius_mm"]) == measures["strokes"] == 8
    assert float(np.mean(told["radius_mm"].values)) == pytest.approx(measures["radius_mm"], rel=0.02)
    assert float(np.median(told["rate_per_min"].values)) == pytest.approx(measures["rate_per_min"], rel=0.02)
    assert set(told["direction"].values.tolist()) == {1.0}
    assert told["roundness"].values.min() > 0.9
    assert told["radius_mm"].start_s[0] == 0.0
    assert told["radius_mm"].end_s[-1] == pytest.approx(8.0, abs=0.02)
