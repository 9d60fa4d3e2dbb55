"""The measures of gliding, against answers worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from thumbwalk.technique import glide
from thumbwalk.technique.segments import segments_of
from thumbwalk.technique.strokes import strokes_of
from thumbwalk.technique.work import StrokeTable, Work
from thumbwalk.touch.touch_block import TouchBlock

Make = Callable[..., Any]
REST = np.zeros(60)


def measured(touch: TouchBlock) -> dict[str, Any]:
    return glide.measures(Work.of(touch, [strokes_of(touch)]))


def gliding(touch_of: Make, glides: int = 4, way_mm: Any = (100.0, 0.0), force_n: Any = 5.0) -> Any:
    """Glides of two seconds, each begun where the one before was, with a lift of 0.6 s."""
    along = np.linspace(0.0, 1.0, 200)
    one = np.r_[np.broadcast_to(force_n, 200), REST]
    x, y = (np.r_[start + way * along, np.full(60, start)] for start, way in zip((90.0, 45.0), way_mm, strict=True))
    force, x, y = (np.r_[np.full(60, part[-1]), np.tile(part, glides)] for part in (one, x, y))
    return touch_of(force, x_mm=x, y_mm=y)


def test_even_glides(touch_of: Make) -> None:
    m = measured(gliding(touch_of))
    assert m["strokes"] == 4
    assert m["speed_mm_s"] == pytest.approx(50.0, rel=0.02)
    assert m["length_mm"] == pytest.approx(100.0, rel=0.02)
    assert m["heading_deg"] == pytest.approx(0.0, abs=0.5)
    assert m["evenness_cv"] == pytest.approx(0.0, abs=1e-9)
    assert m["peak_force_n"] == m["force_n"] == pytest.approx(5.0)
    assert m["rate_per_min"] == pytest.approx(60.0 / 2.6, rel=0.01)
    assert m["rhythm_cv"] == pytest.approx(0.0, abs=0.01)


@pytest.mark.parametrize(("way_mm", "heading_deg"), [((60.0, 20.0), 18.43), ((-80.0, 0.0), 180.0)])
def test_the_heading_is_from_the_toes_toward_the_lateral_edge(touch_of: Make, way_mm: Any, heading_deg: float) -> None:
    assert abs(measured(gliding(touch_of, way_mm=way_mm))["heading_deg"]) == pytest.approx(heading_deg, abs=1.0)


def test_an_uneven_force_shows(touch_of: Make) -> None:
    ramp = np.linspace(3.0, 7.0, 200)  # its middle 80 % is 3.2 N wide about 5 N
    m = measured(gliding(touch_of, force_n=ramp))
    assert m["evenness_cv"] == pytest.approx(3.2 / np.sqrt(12) / 5, rel=0.02)


def test_to_and_fro_without_a_lift_are_glides_each_way(touch_of: Make) -> None:
    there = np.linspace(80.0, 180.0, 200)
    x = np.r_[REST, there, there[::-1], there, REST]
    m = measured(touch_of(np.r_[REST, np.full(600, 5.0), REST], x_mm=x))
    assert m["strokes"] == 3
    assert m["length_mm"] == pytest.approx(100.0, rel=0.03)
    assert m["speed_mm_s"] == pytest.approx(50.0, rel=0.03)
    assert m["heading_deg"] == pytest.approx(0.0, abs=1.0)
    assert m["rate_per_min"] == pytest.approx(30.0, rel=0.03)


def test_without_a_place_only_the_force_is_known(touch_of: Make) -> None:
    m = measured(touch_of(np.r_[REST, np.full(200, 5.0), REST], x_mm=np.nan, y_mm=np.nan))
    assert m["speed_mm_s"] is m["length_mm"] is m["heading_deg"] is None
    assert m["evenness_cv"] == pytest.approx(0.0, abs=1e-9)


def test_glides_are_recognised(touch_of: Make) -> None:
    touch = gliding(touch_of)
    (segment,) = segments_of(strokes_of(touch), touch)
    assert (segment.technique, segment.unsure) == ("glide", False)


@pytest.mark.parametrize(("samples", "is_told"), [(2, False), (3, True)])
def test_three_samples_have_an_evenness(samples: int, is_told: bool) -> None:
    assert (glide._cv(np.full(samples, 4.0)) == 0.0) == is_told


def test_a_rhythm_does_not_reach_over_a_gap(touch_of: Make) -> None:
    whole = gliding(touch_of, glides=5)
    gap = replace(whole, piece=(np.arange(len(whole)) >= 60 + 2 * 260).astype(np.int64))
    runs = [[one for one in strokes_of(gap) if one.piece == piece] for piece in (0, 1)]
    m = glide.measures(Work.of(gap, runs))
    assert m["strokes"] == 5
    assert m["rate_per_min"] == pytest.approx(60.0 / 2.6, rel=0.01)
    work = Work.of(gap, runs)
    found = [one for span in work.touches for one in glide._glides_in(work, span)]
    assert len(glide._intervals_s(found)) == 3, "the one from the second glide to the third is over the gap"


@pytest.mark.parametrize(("back_mm", "glides"), [(12.0, 1), (18.0, 3)])
def test_a_turn_back_counts_from_fifteen_millimetres(touch_of: Make, back_mm: float, glides: int) -> None:
    there, back = np.linspace(80.0, 180.0, 200), np.linspace(180.0, 180.0 - back_mm, 60)
    on = np.linspace(180.0 - back_mm, 220.0, 100)
    x = np.r_[REST, there, back, on, REST]
    assert measured(touch_of(np.r_[REST, np.full(360, 5.0), REST], x_mm=x))["strokes"] == glides


def way(*ends: float) -> Any:
    """A way along the foot from end to end, a millimetre a sample."""
    parts = [np.arange(a, b, 1.0 if b > a else -1.0) for a, b in pairwise(ends)]
    return np.append(np.concatenate(parts), ends[-1])


@pytest.mark.parametrize(
    ("ends", "borders"),
    [
        ((0.0, 40.0, 10.0, 60.0), [0, 40, 70, 121]),
        ((0.0, -40.0, -10.0, -60.0), [0, 40, 70, 121]),
        ((0.0, 40.0, 25.0, 60.0), [0, 91]),
        ((0.0, 40.0, 24.0, 60.0), [0, 40, 56, 93]),
        ((0.0, 10.0, -10.0, 30.0), [0, 30, 71]),
        ((0.0, 12.0, 2.0, 12.0), [0, 33]),
    ],
    ids=["up first", "down first", "back by fifteen", "back by sixteen", "a short way first", "a waver"],
)
def test_glides_are_parted_at_the_very_sample_at_which_they_turn(ends: tuple[float, ...], borders: list[int]) -> None:
    assert glide._reversals(way(*ends)) == borders


def test_a_way_is_put_back_to_both_ends_at_the_speed_of_its_middle() -> None:
    # 40 firm samples of 80, from the tenth on, at 2 mm and -1 mm a sample; 80 samples last 80 steps
    at, along = np.arange(10, 50), np.arange(10.0, 50.0)
    assert glide._way_mm(2.0 * along, -1.0 * along, at, 80, 0.01) == pytest.approx((160.0, -80.0))


@pytest.mark.parametrize(("samples", "glides"), [(4, 0), (5, 1)])
def test_what_stays_short_of_five_firm_samples_is_no_glide(touch_of: Make, samples: int, glides: int) -> None:
    touch = touch_of(np.full(samples, 5.0), x_mm=80.0 + 4.0 * np.arange(samples))
    work = Work(StrokeTable.of([]), touch, np.zeros(samples, int))
    assert len(glide._glides_in(work, slice(0, samples))) == glides


@pytest.mark.parametrize(("back", "heading_deg"), [(0.5, 90.0), (0.6, -90.0)])
def test_a_heading_is_the_sum_of_all_ways_unless_they_go_to_and_fro(back: float, heading_deg: float) -> None:
    # back by a part of the way on; the net is a third of all that was gone at a half, a quarter at six tenths
    on = glide._Glide(0.0, 1.0, (0, 0), (0.0, 10.0), 10.0, 10.0, 5.0, None)
    assert glide._heading_deg([replace(on, way_mm=(0.0, -10.0 * back)), on]) == pytest.approx(heading_deg)


def test_what_is_pressed_with_less_than_four_tenths_counts_for_time_only(touch_of: Make) -> None:
    # 0.2 s of coming down in one place, then a second over 100 mm
    x = np.r_[np.full(60, 60.0), np.full(20, 60.0), np.linspace(80.0, 180.0, 101), REST]
    force = np.r_[REST, np.full(20, 1.9), np.full(101, 5.0), REST]
    touch = touch_of(force, x_mm=x)
    work = Work.of(touch, [strokes_of(touch)])
    (one,) = glide._glides_in(work, work.touches[0])
    assert one.length_mm == pytest.approx(120.0, rel=0.02), "the way at that speed for the whole time"
    assert one.peak_n == 5.0
    assert one.speed_mm_s == pytest.approx(120.0 / 1.21, rel=0.02)


def test_a_hand_that_waits_where_it_turns_has_arrived_when_it_begins_to_wait() -> None:
    for sign in (1.0, -1.0):
        along = sign * np.r_[np.arange(0.0, 40.0), np.full(10, 40.0), np.arange(40.0, 0.0, -1.0)]
        assert glide._reversals(along) == [0, 40, 90]


def test_glides_across_the_foot_are_parted_as_those_along_it(touch_of: Make) -> None:
    across = np.linspace(20.0, 80.0, 120)
    y = np.r_[REST, across, across[::-1], across, REST]
    m = measured(touch_of(np.r_[REST, np.full(360, 5.0), REST], y_mm=y))
    assert m["strokes"] == 3
    assert m["length_mm"] == pytest.approx(60.0, rel=0.03)
    assert m["heading_deg"] == pytest.approx(90.0, abs=1.0)
