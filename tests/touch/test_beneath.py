"""Tiles on a plate: the plate's force and place at the tiles' moments, late readings, two hands, a lost cell."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thumbwalk.pad import builtin_pad
from thumbwalk.signal.force_block import ForceBlock
from thumbwalk.touch.beneath import SETTLES_S, Beneath
from thumbwalk.touch.plate_rows import PlateRows
from thumbwalk.touch.stage import TouchStage
from thumbwalk.touch.touch_block import TouchBlock
from thumbwalk.virtual.sole import PlateUnder, Sole

PAD = builtin_pad("sole16+plate4")
RATE_HZ = 100.0
SOLE, PLATE = Sole(builtin_pad()), PlateUnder(builtin_pad("plate4").positions_mm)
Hand = tuple[np.ndarray, np.ndarray, np.ndarray]


def felt(*hands: Hand) -> tuple[np.ndarray, np.ndarray]:
    """What tiles and cells feel of hands (x, y, force), (n, 16) and (n, 4); a cell gives means over 50 ms."""
    radius = np.full(len(hands[0][0]), 6.0)
    tiles, cells = (np.sum([one.loads(*hand, radius) for hand in hands], axis=0) for one in (SOLE, PLATE))
    n = round(SETTLES_S * RATE_HZ)
    weights = np.array([0.5, *[1.0] * (n - 1), 0.5]) / n
    before = np.concatenate([np.repeat(cells[:1], n, axis=0), cells])
    return tiles, np.column_stack([np.convolve(column, weights, "valid") for column in before.T])


def stage_of(
    tiles_n: np.ndarray, cells_n: np.ndarray | None, rows: int = 100_000, lost: tuple[bool, ...] = (False,) * 4
) -> tuple[TouchStage, TouchBlock]:
    assert PAD.plate is not None
    beneath = None if cells_n is None else PlateRows(PAD.plate, RATE_HZ, 0.3)
    stage, time_s = TouchStage(PAD, RATE_HZ, plate=beneath), np.arange(len(tiles_n)) / RATE_HZ
    found = []
    for at in range(0, len(tiles_n), rows):
        some = slice(at, at + rows)
        if beneath is not None and cells_n is not None:
            beneath.take(ForceBlock(time_s[some], cells_n[some], 0, lost))
        found.append(stage.feed(ForceBlock(time_s[some], tiles_n[some], 0, (False,) * 16)))
    return stage, TouchBlock.joined(found)


def touch_of(
    tiles_n: np.ndarray, cells_n: np.ndarray | None, rows: int = 100_000, lost: tuple[bool, ...] = (False,) * 4
) -> TouchBlock:
    return stage_of(tiles_n, cells_n, rows, lost)[1]


def moving(n: int = 800) -> Hand:
    """A thumb that goes to and fro at up to 60 mm/s under 5 to 15 N."""
    at = np.arange(n) / RATE_HZ
    return 150.0 + 19.0 * np.sin(3.0 * at), 50.0 + 5.0 * np.cos(3.0 * at), 10.0 + 5.0 * np.sin(7.0 * at)


def off(touch: TouchBlock, hand: Hand) -> tuple[float, float]:
    """RMS of what is wrong with the places, mm, and the forces, as a part; the first half second is not looked at."""
    some = slice(50, None)
    away = np.hypot(touch.x_mm[some] - hand[0][some], touch.y_mm[some] - hand[1][some])
    force = touch.contact_n[some] / hand[2][some] - 1.0
    return float(np.sqrt(np.mean(away**2))), float(np.sqrt(np.mean(force**2)))


def test_tiles_of_wrong_gains_are_put_right_though_the_hand_moves_and_the_plate_is_late() -> None:
    rng, hand = np.random.default_rng(1), moving()
    tiles_n, cells_n = felt(hand)
    tiles_n = tiles_n * rng.uniform(0.85, 1.15, 16) + 0.02 * rng.standard_normal(tiles_n.shape)
    alone_mm, alone = off(touch_of(tiles_n, None), hand)
    both_mm, both = off(touch_of(tiles_n, cells_n), hand)
    assert both_mm < min(0.65 * alone_mm, 0.6)
    assert both < min(0.25 * alone, 0.015)


def test_a_still_thumb_is_where_the_plate_says_though_its_tiles_jitter() -> None:
    rng, n = np.random.default_rng(2), 600
    hand = np.full(n, 150.0), np.full(n, 50.0), np.full(n, 3.0)
    tiles_n, cells_n = felt(hand)
    tiles_n = np.maximum(tiles_n * rng.uniform(0.85, 1.15, 16) + 0.1 * rng.standard_normal(tiles_n.shape), 0.0)
    alone_mm, _ = off(touch_of(tiles_n, None), hand)
    both_mm, _ = off(touch_of(tiles_n, cells_n), hand)
    assert both_mm < 0.3 * alone_mm


def test_of_two_hands_the_plate_knows_the_sum_and_their_balance_follows() -> None:
    n = 900
    one = np.full(n, 60.0), np.full(n, 50.0), 9.0 + 3.0 * np.sin(np.arange(n) / 15.0)
    other = np.full(n, 190.0), np.full(n, 40.0), np.full(n, 6.0)
    tiles_n, cells_n = felt(one, other)
    tiles_n[:, PAD.positions_mm[:, 0] > 125.0] *= 0.8
    alone, both = touch_of(tiles_n, None), touch_of(tiles_n, cells_n)
    late = slice(400, None)
    for touch in (alone, both):
        assert (touch.second_n[late] > 0.0).all()
    # whoever works is first, and the other one rests; each by where it is
    forward = both.x_mm[late] > 125.0
    forward_n = np.where(forward, both.contact_n[late], both.second_n[late])
    forward_alone_n = np.where(alone.x_mm[late] > 125.0, alone.contact_n[late], alone.second_n[late])
    assert np.abs(forward_alone_n - 6.0).mean() > 0.8
    assert np.abs(forward_n - 6.0).mean() < 0.4
    np.testing.assert_allclose(both.total_n[late], (one[2] + other[2])[late], rtol=0.02)


def test_without_one_of_its_cells_the_tiles_are_believed_as_ever() -> None:
    tiles_n, cells_n = felt(moving(300))
    alone, lost = touch_of(tiles_n, None), touch_of(tiles_n, cells_n, lost=(True, False, False, False))
    for name in TouchBlock.__dataclass_fields__:
        np.testing.assert_array_equal(getattr(alone, name), getattr(lost, name))


@pytest.mark.parametrize("fault", ["turned", "swapped"])
def test_a_plate_that_contradicts_the_tiles_is_not_believed_and_said_to_be_off(fault: str) -> None:
    hand = moving(2000)
    tiles_n, cells_n = felt(hand)
    if fault == "turned":
        cells_n[:, 2] *= -1.0
    else:
        cells_n = cells_n[:, [3, 1, 2, 0]]
    alone = touch_of(tiles_n, None)
    stage, found = stage_of(tiles_n, cells_n)
    late = slice(600, None)
    np.testing.assert_array_equal(found.x_mm[late], alone.x_mm[late])
    np.testing.assert_array_equal(found.contact_n[late], alone.contact_n[late])
    assert off(found, hand)[0] < 5.0
    assert stage.plate_away_mm > 15.0
    assert not stage.lies
    assert stage_of(*felt(hand))[0].plate_away_mm == 0.0


def test_two_hands_of_which_one_has_no_place_stay_as_the_tiles_have_them() -> None:
    tiles_n, cells_n = felt(moving(60))
    _, touch = stage_of(tiles_n, None)
    no = np.full(60, np.nan)
    nowhere = replace(touch, second_n=touch.contact_n, second_x_mm=touch.x_mm, second_y_mm=touch.y_mm)
    nowhere = replace(nowhere, contact_n=np.full(60, 0.1), x_mm=no, y_mm=no, sigma_mm=no)
    assert PAD.plate is not None
    rows = PlateRows(PAD.plate, RATE_HZ, 0.3)
    rows.take(ForceBlock(touch.time_s, cells_n, 0, (False,) * 4))
    found = Beneath(PAD, RATE_HZ, rows).fused(nowhere, tiles_n, whole=True)
    for name in ("total_n", "contact_n", "second_n", "resting_n"):
        assert np.isfinite(getattr(found, name)).all(), name


def test_sigma_is_no_larger_than_the_tiles_own() -> None:
    tiles_n, cells_n = felt(moving(300))
    alone, both = touch_of(tiles_n, None), touch_of(tiles_n, cells_n)
    assert (both.sigma_mm <= alone.sigma_mm).all()
    assert np.median(both.sigma_mm) == pytest.approx(0.6, abs=0.3)


@settings(max_examples=10, deadline=None)
@given(st.integers(1, 900))
def test_any_chunks_give_the_same_to_the_bit(rows: int) -> None:
    rng, hand = np.random.default_rng(3), moving(1300)
    tiles_n, cells_n = felt(hand, (np.full(1300, 60.0), np.full(1300, 50.0), np.where(np.arange(1300) > 600, 5.0, 0.0)))
    tiles_n = tiles_n + 0.02 * rng.standard_normal(tiles_n.shape)
    whole, parts = touch_of(tiles_n, cells_n), touch_of(tiles_n, cells_n, rows)
    for name in TouchBlock.__dataclass_fields__:
        np.testing.assert_array_equal(getattr(whole, name), getattr(parts, name), err_msg=name)
