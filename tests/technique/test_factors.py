"""Soft conditions, and the likeness that they make together."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thumbwalk.technique.catalog import TECHNIQUES
from thumbwalk.technique.factors import UNSEEN, Factor, above, below, best_placement, product
from thumbwalk.technique.motion import Motion
from thumbwalk.technique.signs import Signs


def drawn_signs(seed: int, n: int = 40) -> Signs:
    """Pieces of every kind, possible or not, some of them with signs that can't be said."""
    rng = np.random.default_rng(seed)

    def column(scale: float, unsaid: float = 0.1, columns: int | None = None) -> Any:
        values = rng.exponential(scale, n if columns is None else (n, columns))
        return np.where(rng.random(values.shape) < unsaid, np.nan, values)

    seen = rng.random((n, 3)) < 0.7
    motion = Motion(*(np.where(seen, column(scale, 0.0, 3), np.nan) for scale in (30.0, 15.0, 0.5, 0.5, 1.5)))
    interval: Any = np.where(rng.random(n) < 0.2, np.inf, column(0.8, 0.0))
    number = np.arange(n, dtype=np.float64)
    return Signs(
        number, number + 0.9, number.astype(int), np.zeros(n, int), column(1.0, 0.0), column(1.5, 0.0),
        column(1.5, 0.0), column(6.0), column(1.5, 0.0), column(0.7, 0.0), column(0.3), column(0.4), interval,
        column(4.0), motion,
    )  # fmt: skip


@pytest.mark.parametrize("name", TECHNIQUES)
@given(seed=st.integers(0, 10**6))
@settings(max_examples=25, deadline=None)
def test_a_likeness_is_the_product_of_its_factors_to_the_bit(name: str, seed: int) -> None:
    signs = drawn_signs(seed)
    factors = TECHNIQUES[name].factors(signs)
    together = np.ones(len(signs))
    for one in factors:
        assert one.value.shape == one.fit.shape == (len(signs),)
        assert ((one.fit >= 0.0) & (one.fit <= 1.0)).all()
        together = together * one.fit
    assert np.array_equal(together, TECHNIQUES[name].likeness(signs))


def test_a_condition_is_half_met_at_its_limit_and_what_cannot_be_said_fits() -> None:
    value = np.array([1.0, 2.0, 4.0, np.nan])
    more, less = above("press_s", value, 2.0, 4.0), below("press_s", value, 2.0, 4.0)
    assert more.fit == pytest.approx([1 / 17, 0.5, 16 / 17, 1.0])
    assert less.fit == pytest.approx([16 / 17, 0.5, 1 / 17, 1.0])
    assert more.where(value == 4.0, 0.3).fit == pytest.approx([1 / 17, 0.5, 0.3, 1.0])


def test_the_placement_that_fits_best_together_is_taken_whole() -> None:
    # The second placement is the best on the whole, though each of the others is the best in one sign.
    speed = np.array([[100.0, 30.0, 5.0], [np.nan, 20.0, np.nan], [np.nan, np.nan, np.nan]])
    turn = np.array([[0.01, 0.6, 0.9], [np.nan, 0.1, np.nan], [np.nan, np.nan, np.nan]])
    both = (above("speed_mm_s", speed, 17.0, 6.0), above("turn_hz", turn, 0.33, 6.0))
    chosen = best_placement(both, ~np.isnan(speed))
    assert [one.value[0] for one in chosen] == [30.0, 0.6]
    assert [one.value[1] for one in chosen] == [20.0, 0.1]
    assert product(chosen)[2] == UNSEEN
    assert np.isnan([one.value[2] for one in chosen]).all()
    assert product(chosen)[:2] == pytest.approx(np.nanmax(np.where(np.isnan(speed), np.nan, product(both))[:2], axis=1))


def test_kneading_asks_for_what_walking_does_not() -> None:
    signs = drawn_signs(3)
    knead = {one.sign: one for one in TECHNIQUES["knead"].factors(signs)}
    on, kept = TECHNIQUES["walk"].factors(signs)[:2]
    assert isinstance(knead["advance_mm"], Factor)
    assert np.array_equal(knead["advance_mm"].fit, 1.0 - on.fit * kept.fit)


def piece(**changed: float) -> Signs:
    """One piece that is near every limit; of motion all three placements see the same."""
    motion = {"speed_mm_s": 20.0, "net_mm_s": 13.0, "turn_hz": 0.6, "flat": 0.4, "sway_hz": 1.3}
    signs = {
        "press_s": 2.0, "touch_s": 0.4, "spread_mm": 9.0, "held_s": 2.0, "still_s": 1.2,
        "release": 0.2, "valley": 0.5, "interval_s": 0.5, "advance_mm": 5.0,
    }  # fmt: skip
    seen = {name: np.full((1, 3), changed.get(name, value)) for name, value in motion.items()}
    told = {name: np.array([changed.get(name, value)]) for name, value in signs.items()}
    place: Any = {"start_s": np.zeros(1), "end_s": np.ones(1), "stroke": np.zeros(1, int), "run": np.zeros(1, int)}
    return Signs(**place, weight=np.ones(1), **told, motion=Motion(**seen))


ASKED = {
    "hold": ["held_s > 2.5 ^ 5", "speed_mm_s < 13 ^ 4"],
    "knead": [
        *("held_s < 2.5 ^ 5", "touch_s > 0.25 ^ 6", "spread_mm < 8 ^ 4", "valley < 0.55 ^ 8", "plateau_s < 0.45 ^ 3"),
        "interval_s > 0.4 ^ 4",
    ],
    "circles": [
        *("turn_hz > 0.33 ^ 6", "turn_hz < 2.5 ^ 6", "speed_mm_s > 17 ^ 6", "straight < 0.75 ^ 6", "touch_s > 0.6 ^ 6"),
    ],
    "walk": [
        *("advance_mm > 4 ^ 7", "release > 0.14 ^ 5", "press_s < 1.5 ^ 5", "touch_s > 0.25 ^ 6", "spread_mm < 8 ^ 4"),
        *("valley < 0.65 ^ 8", "interval_s > 0.3 ^ 6"),
    ],
    "glide": ["net_mm_s > 20 ^ 6", "straight > 0.75 ^ 8", "turn_hz < 0.33 ^ 4", "touch_s > 0.25 ^ 6"],
    "tap": ["touch_s < 0.25 ^ 6", "valley < 0.4 ^ 6", "interval_s < 0.9 ^ 5"],
    "friction": [
        *("speed_mm_s > 14 ^ 6", "straight < 0.5 ^ 6", "flat < 0.5 ^ 6", "sway_hz > 1.1 ^ 8", "spread_mm < 13 ^ 6"),
        "touch_s > 0.6 ^ 6",
    ],
}
"""What each technique asks for, where that is half met, and how sharply: names of every recording hang on it."""


@pytest.mark.parametrize("name", TECHNIQUES)
def test_what_a_technique_asks_for_is_half_met_at_the_limit_and_as_sharply_as_it_says(name: str) -> None:
    found = [one for one in TECHNIQUES[name].factors(piece()) if (name, one.sign) != ("knead", "advance_mm")]
    assert len(found) == len(ASKED[name])
    for one, asked in zip(found, ASKED[name], strict=True):
        sign, side, limit, _, sharpness = asked.split()
        assert (one.sign, one.limit, one.more) == (sign, float(limit), side == ">")
        odds = (float(one.value[0]) / float(limit)) ** float(sharpness)
        assert one.fit[0] == pytest.approx(odds / (1.0 + odds) if side == ">" else 1.0 / (1.0 + odds))


def test_a_glide_to_and_fro_is_told_by_how_far_and_how_fast_its_strokes_go() -> None:
    gets_on, straight, turn, _ = TECHNIQUES["glide"].factors(piece(spread_mm=16.0, speed_mm_s=50.0, net_mm_s=2.0))
    far, fast = (16.0 / 14.0) ** 6, (50.0 / 45.0) ** 6
    assert gets_on.fit[0] == pytest.approx(far / (1.0 + far) * fast / (1.0 + fast))
    assert gets_on.value[0] == 50.0
    assert straight.fit[0] == 1.0
    assert turn.fit[0] < 0.1, "but it must not turn"


@pytest.mark.parametrize(("name", "fit"), [("knead", 0.5), ("tap", 0.3)])
def test_a_stroke_alone_is_as_likely_kneading_as_not_and_rather_no_blow(name: str, fit: float) -> None:
    asked = {one.sign: one for one in TECHNIQUES[name].factors(piece(interval_s=np.inf))}
    assert asked["interval_s"].fit[0] == fit


@pytest.mark.parametrize("unsaid", ["advance_mm", "release"])
def test_bites_whose_way_or_contact_is_not_known_are_hardly_a_walk(unsaid: str) -> None:
    on, kept = TECHNIQUES["walk"].factors(piece(**{unsaid: np.nan}))[:2]
    assert (on.fit[0], kept.fit[0]) == (UNSEEN, 1.0)
    knead = {one.sign: one for one in TECHNIQUES["knead"].factors(piece(**{unsaid: np.nan}))}
    assert knead["advance_mm"].fit[0] == 1.0 - UNSEEN


@pytest.mark.parametrize(("name", "likeness"), [("hold", 0.5), ("circles", 0.15), ("friction", 0.15), ("glide", 0.15)])
def test_where_no_motion_is_seen_a_hold_is_as_likely_as_not_and_what_moves_is_not(name: str, likeness: float) -> None:
    nowhere = dict.fromkeys(("speed_mm_s", "net_mm_s", "turn_hz", "flat", "sway_hz"), np.nan)
    moving = ("speed_mm_s", "net_mm_s", "turn_hz", "flat", "sway_hz", "straight")
    factors = TECHNIQUES[name].factors(piece(**nowhere))
    assert np.prod([one.fit[0] for one in factors if one.sign in moving]) == pytest.approx(likeness)
