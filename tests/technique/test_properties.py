"""What circles, walks, glides and taps must not depend on, and what they must: chunks, time, place, way and force."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from thumbwalk.pad import builtin_pad
from thumbwalk.technique.analysis import analyse
from thumbwalk.technique.catalog import TECHNIQUES
from thumbwalk.technique.segments import segments_of
from thumbwalk.technique.strokes import StrokeFinder, strokes_of, without_chatter
from thumbwalk.technique.work import Work
from thumbwalk.touch.touch_block import TouchBlock

Make = Callable[..., Any]
MOVING = ("circles", "walk", "glide", "tap")
PLACES = ("x_mm", "y_mm")
FORCES = ("force_n", "peak_force_n", "contact_force_n")
FEW = settings(max_examples=8, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))


def shown(touch_of: Make, name: str, seed: int) -> TouchBlock:
    """Six seconds of one technique at 100 Hz by a hand that differs from seed to seed, heading for the toes."""
    rng = np.random.default_rng(seed)
    time_s = np.arange(600) / 100
    force, x, y = np.full(600, rng.uniform(6.0, 14.0)), np.full(600, 120.0), np.full(600, 45.0)
    if name == "circles":
        angle = 2 * np.pi * rng.uniform(0.7, 1.1) * time_s
        radius = rng.uniform(9.0, 14.0)
        x, y = x + radius * np.cos(angle), y + radius * np.sin(angle)
    elif name == "walk":
        rate, kept = rng.uniform(1.1, 1.9), rng.uniform(0.25, 0.45)
        force = force * (kept + (1 - kept) * np.sin(np.pi * rate * time_s) ** 2)
        x = 80 + rng.uniform(6.5, 9.0) * np.floor(rate * time_s)
    elif name == "glide":
        part = (time_s % 2.0) / 1.5
        force = np.where(part < 1.0, 0.5 * force, 0.0)
        x = 70 + rng.uniform(60.0, 110.0) * np.minimum(part, 1.0)
    else:
        blow = (time_s * rng.uniform(2.5, 4.5)) % 1.0
        force = np.where(blow < 0.35, 0.4 * force * np.sin(np.pi * np.minimum(blow / 0.35, 1.0)), 0.0)
    shake = rng.normal(0.0, 0.2, (2, 600))
    x, y = (np.r_[np.full(100, v[0]), v, np.full(100, v[-1])] for v in (x + shake[0], y + shake[1]))
    touch: TouchBlock = touch_of(np.r_[np.zeros(100), force, np.zeros(100)], x_mm=x, y_mm=y)
    return touch


def moved(touch: TouchBlock, matrix: Any, by_mm: tuple[float, float] = (0.0, 0.0)) -> TouchBlock:
    """A touch on a foot that lies otherwise: places through a matrix about (120, 45), and moved on."""
    dx, dy = touch.x_mm - 120.0, touch.y_mm - 45.0
    (a, b), (c, d) = matrix
    x, y = 120.0 + a * dx + b * dy + by_mm[0], 45.0 + c * dx + d * dy + by_mm[1]
    return replace(touch, x_mm=x, y_mm=y, cop_x_mm=x, cop_y_mm=y)


def measured(touch: TouchBlock, name: str) -> dict[str, Any]:
    return TECHNIQUES[name].measures(Work.of(touch, [strokes_of(touch)]))


def same_but(one: dict[str, Any], other: dict[str, Any], *names: str) -> None:
    """Hold two sets of measures to be the same, but for those that are named."""
    assert one.keys() == other.keys()
    for name in one.keys() - set(names):
        if isinstance(one[name], float):
            assert other[name] == pytest.approx(one[name], rel=1e-6, abs=1e-7), name
        else:
            assert other[name] == one[name], name


def turned_deg(one: float, other: float) -> float:
    return (other - one + 180.0) % 360.0 - 180.0


@pytest.mark.parametrize("name", MOVING)
def test_each_is_recognised(touch_of: Make, name: str) -> None:
    touch = shown(touch_of, name, 1)
    assert {segment.technique for segment in segments_of(strokes_of(touch), touch)} == {name}


@pytest.mark.parametrize("name", MOVING)
@given(seed=st.integers(0, 10**6), cuts=st.lists(st.integers(1, 799), max_size=12, unique=True))
@FEW
def test_any_chunks_give_the_same_strokes_and_segments_to_the_bit(
    touch_of: Make, name: str, seed: int, cuts: list[int]
) -> None:
    touch = shown(touch_of, name, seed)
    finder, found = StrokeFinder(0.01), []
    borders = [0, *sorted(cuts), len(touch)]
    for first, stop in pairwise(borders):
        found += finder.feed(touch.cut(first, stop))
    strokes = without_chatter([*found, *finder.finish()])
    assert strokes == strokes_of(touch)
    assert segments_of(strokes, touch) == segments_of(strokes_of(touch), touch)


@pytest.mark.parametrize("name", MOVING)
@given(seed=st.integers(0, 10**6), later_s=st.integers(1, 4000))
@example(seed=28222, later_s=1023)
@FEW
def test_later_is_only_later(touch_of: Make, name: str, seed: int, later_s: int) -> None:
    touch = shown(touch_of, name, seed)
    late = replace(touch, time_s=touch.time_s + later_s)
    same_but(measured(touch, name), measured(late, name))
    for one, other in zip(*(segments_of(strokes_of(t), t) for t in (touch, late)), strict=True):
        assert (one.technique, one.unsure) == (other.technique, other.unsure)
        assert other.confidence == pytest.approx(one.confidence, abs=1e-6)
        assert (other.start_s - later_s, other.end_s - later_s) == pytest.approx((one.start_s, one.end_s), abs=1e-6)


@pytest.mark.parametrize("name", MOVING)
@given(seed=st.integers(0, 10**6), by_mm=st.tuples(st.floats(-50.0, 50.0), st.floats(-20.0, 20.0)))
@FEW
def test_elsewhere_is_only_elsewhere(touch_of: Make, name: str, seed: int, by_mm: tuple[float, float]) -> None:
    touch = shown(touch_of, name, seed)
    here, there = measured(touch, name), measured(moved(touch, ((1.0, 0.0), (0.0, 1.0)), by_mm), name)
    same_but(here, there, *PLACES)
    assert (there["x_mm"] - here["x_mm"], there["y_mm"] - here["y_mm"]) == pytest.approx(by_mm, abs=1e-6)


@pytest.mark.parametrize("name", MOVING)
@given(seed=st.integers(0, 10**6), angle_deg=st.floats(-50.0, 50.0))
@FEW
def test_another_way_changes_the_heading_and_nothing_else(
    touch_of: Make, name: str, seed: int, angle_deg: float
) -> None:
    touch, angle = shown(touch_of, name, seed), np.radians(angle_deg)
    cos, sin = float(np.cos(angle)), float(np.sin(angle))
    straight, turned = measured(touch, name), measured(moved(touch, ((cos, -sin), (sin, cos))), name)
    same_but(straight, turned, *PLACES, "heading_deg")
    if "heading_deg" in straight:
        assert turned_deg(straight["heading_deg"], turned["heading_deg"]) == pytest.approx(angle_deg, abs=1e-4)


@pytest.mark.parametrize("name", MOVING)
@given(seed=st.integers(0, 10**6))
@FEW
def test_a_mirror_turns_circles_and_headings_round(touch_of: Make, name: str, seed: int) -> None:
    touch = shown(touch_of, name, seed)
    plain, mirrored = measured(touch, name), measured(moved(touch, ((1.0, 0.0), (0.0, -1.0))), name)
    same_but(plain, mirrored, *PLACES, "heading_deg", "direction")
    if name == "circles":
        assert (plain["direction"], mirrored["direction"]) == ("x_to_y", "y_to_x")
    if "heading_deg" in plain:
        assert turned_deg(-plain["heading_deg"], mirrored["heading_deg"]) == pytest.approx(0.0, abs=1e-4)


@pytest.mark.parametrize("name", MOVING)
@given(seed=st.integers(0, 10**6), harder=st.floats(1.0, 3.0))
@FEW
def test_harder_is_only_harder(touch_of: Make, name: str, seed: int, harder: float) -> None:
    touch = shown(touch_of, name, seed)
    # The same moments of touch: where it begins is a threshold, which more force would pass sooner.
    hard = replace(touch, total_n=harder * touch.total_n, contact_n=harder * touch.contact_n)
    soft_ones, hard_ones = measured(touch, name), measured(hard, name)
    same_but(soft_ones, hard_ones, *FORCES)
    for force in FORCES:
        assert hard_ones[force] == pytest.approx(harder * soft_ones[force], rel=1e-9)


@pytest.mark.parametrize("name", MOVING)
def test_left_and_right_feet_are_told_the_same(touch_of: Make, name: str) -> None:
    touch = shown(touch_of, name, 4)
    left, right = (analyse(touch, replace(builtin_pad(), foot=foot)) for foot in ("left", "right"))
    assert left == right
