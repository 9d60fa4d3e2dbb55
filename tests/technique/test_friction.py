"""Friction: named beside its neighbours, and measured."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from thumbwalk.pad import builtin_pad
from thumbwalk.technique import friction
from thumbwalk.technique.analysis import Analysis, analyse
from thumbwalk.technique.stroke import Stroke
from thumbwalk.technique.work import Work

Make = Callable[..., Any]
Array = NDArray[np.float64]
TIME_S = np.arange(0.0, 16.0, 0.01)
FORCE_N = np.where((TIME_S > 2.0) & (TIME_S < 14.0), 10.0, 0.0)


def rubbed(touch_of: Make, rate_hz: float, stroke_mm: float, across: float = 0.0, heading_deg: float = 0.0) -> Analysis:
    """To and fro along a heading, with ``across`` as much motion at right angles: 1 is a circle."""
    turn = 2.0 * np.pi * rate_hz * TIME_S
    u, v = 0.5 * stroke_mm * np.sin(turn), 0.5 * stroke_mm * across * np.cos(turn)
    cos, sin = np.cos(np.radians(heading_deg)), np.sin(np.radians(heading_deg))
    touch = touch_of(FORCE_N, x_mm=150.0 + cos * u - sin * v, y_mm=47.0 + sin * u + cos * v)
    return analyse(touch, builtin_pad())


@pytest.mark.parametrize(
    ("rate_hz", "stroke_mm", "heading_deg"), [(2.0, 10.0, 0.0), (1.5, 16.0, 70.0), (2.8, 8.0, -30.0)]
)
def test_strokes_to_and_fro_are_friction(touch_of: Make, rate_hz: float, stroke_mm: float, heading_deg: float) -> None:
    analysis = rubbed(touch_of, rate_hz, stroke_mm, heading_deg=heading_deg)
    (segment,), (measures,) = analysis.segments, analysis.measures
    assert (segment.technique, segment.unsure) == ("friction", False)
    assert measures["rate_per_min"] == pytest.approx(60.0 * rate_hz, rel=0.02)
    assert measures["stroke_mm"] == pytest.approx(stroke_mm, rel=0.05)
    assert measures["heading_deg"] == pytest.approx(heading_deg, abs=2.0)
    assert measures["strokes"] == pytest.approx(12.0 * rate_hz, abs=2)
    assert measures["rhythm_cv"] == pytest.approx(0.0, abs=0.03)


def test_as_broad_as_long_it_is_circles(touch_of: Make) -> None:
    assert [one.technique for one in rubbed(touch_of, 1.2, 20.0, across=1.0).segments] == ["circles"]


def test_slow_swaying_is_none(touch_of: Make) -> None:
    assert [one.technique for one in rubbed(touch_of, 0.3, 6.0).segments] == ["hold"]


def test_what_does_not_turn_back_is_a_glide(touch_of: Make) -> None:
    touch = touch_of(FORCE_N, x_mm=np.clip(40.0 + 14.0 * (TIME_S - 2.0), 40.0, 220.0) + 10.0 * TIME_S)
    assert "friction" not in {one.technique for one in analyse(touch, builtin_pad()).segments}


def swung(*ends: float) -> Array:
    """A way from end to end, a millimetre a sample."""
    parts = [np.arange(a, b, 1.0 if b > a else -1.0) for a, b in pairwise(ends)]
    return np.append(np.concatenate(parts), ends[-1])


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_turns_are_the_very_samples_and_neither_end_is_one(sign: float) -> None:
    # nine tenths of the way lie within 8 mm: a way back counts from 2.8 mm on
    assert friction._turns(sign * swung(5.0, 10.0, 0.0, 10.0, 0.0, 10.0, 5.0)).tolist() == [5, 15, 25, 35, 45]
    assert friction._turns(sign * swung(0.0, 10.0, 8.0, 10.0, 0.0, 10.0)).tolist() == [10, 24], "a waver is no turn"


def to_and_fro(touch_of: Make, x_mm: Array, force_n: Any = 8.0) -> Any:
    """What friction sees in one contact along the foot."""
    n = len(x_mm)
    touch = touch_of(np.broadcast_to(np.asarray(force_n, np.float64), n).copy(), x_mm=x_mm)
    whole = Stroke(0.0, 0.0, 0.0, float(touch.time_s[-1]), 8.0, 0.0, 1.0, 100.0, 50.0, 1.0, 0)
    return friction._to_and_fro(Work.of(touch, [[whole]]), slice(0, n))


def test_a_stroke_is_from_one_far_turn_to_the_next_with_its_own_peak(touch_of: Make) -> None:
    x = 100.0 + np.tile(np.r_[np.arange(0.0, 20.0), np.arange(20.0, 0.0, -1.0)], 5)
    # far turns at samples 20, 60, 100, 140, 180; each stroke between two of them firmer than the one before
    force = np.full(200, 5.0)
    for number, peak_n in enumerate((7.0, 9.0, 11.0, 13.0)):
        force[40 + 40 * number] = peak_n
    found = to_and_fro(touch_of, x, force)
    assert found.intervals_s == pytest.approx(np.full(4, 0.4), abs=0.011)
    assert found.peaks_n.tolist() == [7.0, 9.0, 11.0, 13.0]
    # rounded off at the turns by a twentieth of a second
    assert found.lengths_mm == pytest.approx(np.full(len(found.lengths_mm), 20.0), abs=3.0)
    assert len(found.lengths_mm) == 8
    assert abs(found.heading_deg) == pytest.approx(0.0, abs=1e-6)
    mirrored = to_and_fro(touch_of, 200.0 - x, force)
    assert mirrored.peaks_n.tolist() == [7.0, 9.0, 11.0], "begun at sample 40, the first of its far ends"


@pytest.mark.parametrize(("ends", "seen"), [(4, False), (5, True), (6, True)])
def test_one_and_a_half_times_to_and_fro_are_the_least(touch_of: Make, ends: int, seen: bool) -> None:
    # ends of the way itself are no turns: three ways between four turns are the least
    stops = [100.0 + 20.0 * (number % 2) for number in range(ends + 1)]
    assert (to_and_fro(touch_of, swung(*stops)) is not None) == seen


def test_four_samples_of_a_place_are_too_few(touch_of: Make) -> None:
    assert to_and_fro(touch_of, np.full(200, np.nan)) is None


def test_without_a_way_to_and_fro_there_are_no_intervals_and_no_length(touch_of: Make) -> None:
    touch = touch_of(np.full(200, 8.0))
    work = Work.of(touch, [[Stroke(0.0, 0.0, 0.0, 1.99, 8.0, 0.0, 1.0, 100.0, 50.0, 1.0, 0)]])
    assert len(friction.turn_intervals_s(work)) == 0
    told = friction.measures(work)
    assert told["stroke_mm"] is told["rate_per_min"] is told["heading_deg"] is None
    assert told["strokes"] == 1


def test_the_longest_contact_says_where_it_heads_and_all_of_them_how_fast(touch_of: Make) -> None:
    swing = 8.0 * np.sin(2.0 * np.pi * 2.0 * np.arange(400) / 100.0)
    rest, few = np.zeros(100), swing[:200]
    x = np.r_[100.0 + 0.0 * few, rest, 100.0 + swing]
    y = np.r_[50.0 + few, rest, 50.0 + 0.0 * swing]
    touch = touch_of(np.r_[np.full(200, 6.0), rest, np.full(400, 9.0)], x_mm=x, y_mm=y)
    runs = [Stroke(a, a, a, b, 8.0, 0.0, 1.0, 100.0, 50.0, 1.0, 0) for a, b in ((0.0, 1.99), (3.0, 6.99))]
    told = friction.measures(Work.of(touch, [[one] for one in runs]))
    assert told["heading_deg"] == pytest.approx(0.0, abs=1e-6)
    assert told["rate_per_min"] == pytest.approx(120.0, rel=0.02)
    assert told["stroke_mm"] == pytest.approx(16.0, rel=0.03)
    # three whole strokes from far turn to far turn in the first contact, seven in the second
    assert told["strokes"] == 10
