"""The touch stage: when it says touch, what it fills in, and that chunks make no difference."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from thumbwalk.pad import Pad, Taxel, builtin_pad
from thumbwalk.signal.force_block import ForceBlock
from thumbwalk.touch.response import LayerResponse
from thumbwalk.touch.roles import Hand
from thumbwalk.touch.stage import TouchStage
from thumbwalk.touch.touch_block import TouchBlock

PAD = builtin_pad("sole16")
SHARES = LayerResponse(PAD, 10.0, 7.0).fraction(np.array([161.0]), np.array([52.0]))
ELSEWHERE = LayerResponse(PAD, 10.0, 9.0).fraction(np.array([60.0]), np.array([55.0]))
STAGE = TouchStage(PAD, 100.0)


def block(
    force_n: NDArray[np.float64], start: int = 0, piece: int = 0, left_out: tuple[bool, ...] | None = None
) -> ForceBlock:
    out = (False,) * force_n.shape[1] if left_out is None else left_out
    return ForceBlock((start + np.arange(len(force_n))) / 100.0, force_n, piece, out)


def test_touch_begins_above_on_and_ends_below_off() -> None:
    total = np.array([0.0, 0.4, 0.51, 0.4, 0.31, 0.29, 0.4, 0.5, 0.6])
    touch = deepcopy(STAGE).feed(block(total[:, None] * SHARES / SHARES.sum()))
    assert touch.touching.tolist() == [False, False, True, True, True, False, False, False, True]
    np.testing.assert_allclose(touch.total_n, total, atol=1e-12)


def test_untouched_moments_have_no_place_and_no_contact() -> None:
    touch = deepcopy(STAGE).feed(block(np.array([[0.1], [12.0]]) * SHARES))
    assert touch.contact_n[0] == 0.0
    assert np.isnan([touch.x_mm[0], touch.y_mm[0], touch.sigma_mm[0], touch.cop_x_mm[0]]).all()
    assert touch.contact_n[1] == pytest.approx(12.0, rel=0.02)
    assert np.hypot(touch.x_mm[1] - 161.0, touch.y_mm[1] - 52.0) < 0.5


def test_nothing_is_carried_over_a_gap() -> None:
    stage = deepcopy(STAGE)
    assert stage.feed(block(np.array([[5.0]]) * SHARES)).touching[0]
    assert not stage.feed(block(np.array([[0.4]]) * SHARES, piece=1)).touching[0]


def test_what_a_left_out_tile_would_have_carried_is_filled_in() -> None:
    taxel = PAD.names.index("forefoot_central")
    seen = 12.0 * SHARES.copy()
    seen[:, taxel] = 0.0
    out = tuple(index == taxel for index in range(16))
    touch = deepcopy(STAGE).feed(block(seen, left_out=out))
    assert seen.sum() < 3.0
    assert touch.total_n[0] == pytest.approx(12.0, rel=0.2)
    assert touch.contact_n[0] == pytest.approx(12.0, rel=0.2)


def test_noise_beside_a_left_out_tile_does_not_become_a_touch() -> None:
    rng = np.random.default_rng(7)
    for taxel in range(16):
        force_n = rng.normal(0.0, 0.01, (200, 16))
        force_n[:, taxel] = 0.0
        out = tuple(index == taxel for index in range(16))
        assert not deepcopy(STAGE).feed(block(force_n, left_out=out)).touching.any()


def test_a_layout_without_a_layer_gives_the_total_at_the_centre_of_pressure() -> None:
    touch = TouchStage(replace(PAD, layer_mm=None), 100.0).feed(block(np.array([[10.0]]) * SHARES))
    assert touch.contact_n[0] == touch.total_n[0]
    assert (touch.x_mm[0], touch.y_mm[0]) == (touch.cop_x_mm[0], touch.cop_y_mm[0])
    assert np.isnan(touch.sigma_mm[0])


def test_a_layout_without_positions_has_force_and_no_place() -> None:
    pad = Pad("two", "counts", (Taxel("a"), Taxel("b")))
    touch = TouchStage(pad, 100.0, on_n=20.0, off_n=10.0).feed(block(np.array([[15.0, 0.0], [15.0, 30.0]])))
    assert touch.touching.tolist() == [False, True]
    assert touch.contact_n.tolist() == [0.0, 45.0]
    assert np.isnan(touch.x_mm).all()


def test_thresholds_the_wrong_way_round_are_refused() -> None:
    with pytest.raises(ValueError, match="off_n"):
        TouchStage(PAD, 100.0, on_n=0.3, off_n=0.5)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=1, max_size=10), st.integers(0, 2**32 - 1), st.booleans())
def test_any_chunking_gives_the_same_to_the_bit(cuts: list[int], seed: int, blind: bool) -> None:
    rng = np.random.default_rng(seed)
    force_n = rng.uniform(0.0, 1.5, (sum(cuts), 1)) * SHARES + rng.normal(0.0, 0.02, (sum(cuts), 16))
    out = tuple(blind and index == 9 for index in range(16))
    stage = deepcopy(STAGE)
    whole = deepcopy(STAGE).feed(block(force_n, left_out=out))
    edges = np.cumsum([0, *cuts])
    parts = [stage.feed(block(force_n[a:b], int(a), left_out=out)) for a, b in pairwise(edges)]
    joined = TouchBlock.joined(parts)
    for name in TouchBlock.__dataclass_fields__:
        np.testing.assert_array_equal(getattr(joined, name), getattr(whole, name), err_msg=name)


@pytest.mark.parametrize("dead", [None, 9])
def test_chunks_make_no_difference_to_a_second_hand_drift_and_dead_tiles(dead: int | None) -> None:
    rng = np.random.default_rng(11)
    time_s = np.arange(1500) / 100.0
    kneading = 1.0 + 9.0 * np.sin(np.pi * time_s) ** 2
    resting = 5.0 * np.clip((time_s - 3.0) / 0.5, 0.0, 1.0) * np.clip((12.0 - time_s) / 0.5, 0.0, 1.0)
    force_n = kneading[:, None] * SHARES + resting[:, None] * ELSEWHERE + time_s[:, None] * 0.002
    force_n += rng.normal(0.0, 0.02, force_n.shape)
    out = tuple(index == dead for index in range(16))
    whole = deepcopy(STAGE).feed(block(force_n, left_out=out))
    assert np.median(whole.resting_n[600:1000]) == pytest.approx(5.0, rel=0.15)
    edges = np.unique(np.append(rng.integers(0, 1501, 40), [0, 1500]))
    stage = deepcopy(STAGE)
    joined = TouchBlock.joined([stage.feed(block(force_n[a:b], int(a), left_out=out)) for a, b in pairwise(edges)])
    for name in TouchBlock.__dataclass_fields__:
        np.testing.assert_array_equal(getattr(joined, name), getattr(whole, name), err_msg=name)


def test_blocks_are_joined_and_cut_by_time() -> None:
    stage = deepcopy(STAGE)
    touch = stage.feed(block(np.full((50, 1), 5.0) * SHARES))
    assert len(touch.between(0.1, 0.2)) == 10
    assert len(TouchBlock.joined([])) == 0
    assert len(TouchBlock.joined([touch, touch])) == 100


def test_a_dead_tile_hides_no_more_than_ten_times_what_the_others_show() -> None:
    """Nine tenths of a press may be under it; a whisper beside it must not become one."""
    taxel = PAD.names.index("forefoot_central")
    out = tuple(index == taxel for index in range(16))
    for scale in (0.5, 1.0, 3.0, 12.0):
        seen = scale * SHARES.copy()
        seen[:, taxel] = 0.0
        touch = deepcopy(STAGE).feed(block(seen, left_out=out))
        shown = float(seen.sum())
        assert touch.total_n[0] <= shown + 10.0 * max(shown - 0.15, 0.0) + 1e-9
        assert touch.contact_n[0] <= 2.5 * touch.total_n[0] + 1e-9


@pytest.mark.parametrize("began", [False, True])
def test_what_is_neither_on_nor_off_goes_on_as_before(began: bool) -> None:
    stage = deepcopy(STAGE)
    stage._touching = began
    assert stage._hysteresis(np.array([0.4, 0.45, 0.31])).tolist() == [began] * 3
    assert stage._touching == began
    assert stage._hysteresis(np.array([0.4, 0.6, 0.4, 0.2, 0.4])).tolist() == [began, True, True, False, False]
    assert not stage._touching
    assert stage._hysteresis(np.array([0.5, 0.51, 0.3, 0.29])).tolist() == [False, True, True, False], (
        "limits are neither"
    )
    assert stage._hysteresis(np.empty(0)).tolist() == []


def test_the_centre_of_pressure_is_of_whatever_pushes_and_nowhere_without() -> None:
    force_n = np.zeros((3, 16))
    force_n[0, [3, 6]] = [0.3, 0.1]
    force_n[1, [3, 6]] = [-2.0, 0.4]
    force_n[2] = -1.0
    x, y = STAGE._centre_of_pressure(force_n)
    three, six = PAD.positions_mm[[3, 6]]
    assert np.array([x[0], y[0]]) == pytest.approx((3.0 * three + six) / 4.0)
    assert np.array([x[1], y[1]]) == pytest.approx(six)
    assert np.isnan([x[2], y[2]]).all()


def test_in_another_unit_everything_is_the_same_but_the_forces() -> None:
    newtons = np.linspace(0.1, 9.0, 60)[:, None] * SHARES
    counts = TouchStage(PAD, 100.0, on_n=5.0, off_n=3.0, n_a_unit=0.1).feed(block(10.0 * newtons))
    touch = deepcopy(STAGE).feed(block(newtons))
    np.testing.assert_array_equal(counts.touching, touch.touching)
    np.testing.assert_allclose(counts.x_mm, touch.x_mm, rtol=1e-9)
    for name in ("total_n", "contact_n"):
        np.testing.assert_allclose(getattr(counts, name), 10.0 * getattr(touch, name), rtol=1e-9)


def test_a_dead_tile_s_share_is_what_the_fit_puts_there_within_what_the_others_show() -> None:
    taxel = PAD.names.index("forefoot_central")
    out = tuple(index == taxel for index in range(16))
    for scale, most in ((12.0, False), (1.0, True)):
        seen = scale * SHARES.copy()
        seen[:, taxel] = 0.0
        shown = float(seen.sum())
        touch = deepcopy(STAGE).feed(block(seen, left_out=out))
        bound = 10.0 * max(shown - 0.15, 0.0)
        assert touch.filled_n[0] == pytest.approx(bound) if most else 0.0 < touch.filled_n[0] < bound
        assert touch.total_n[0] == pytest.approx(shown + touch.filled_n[0])


@pytest.mark.parametrize(
    ("on_n", "off_n", "fine"), [(0.5, 0.5, True), (0.5, 0.0, True), (0.5, 0.51, False), (0.5, -0.1, False)]
)
def test_thresholds_may_be_one_and_end_at_nothing(on_n: float, off_n: float, fine: bool) -> None:
    bare = Pad("two", "counts", (Taxel("a"), Taxel("b")))
    if fine:
        assert TouchStage(bare, 100.0, on_n=on_n, off_n=off_n).on_n == on_n
    else:
        with pytest.raises(ValueError, match="off_n"):
            TouchStage(bare, 100.0, on_n=on_n, off_n=off_n)


def test_a_grip_is_known_in_the_first_piece_alone() -> None:
    stage = TouchStage(PAD, 100.0, grip=Hand(60.0, 55.0, 5.0, 0.4, rests=True, known=True))
    held = np.full((30, 1), 5.0) * ELSEWHERE
    assert stage.feed(block(held)).resting_n == pytest.approx(np.full(30, 5.0), rel=0.1)
    assert not stage.feed(block(held, 30, piece=1)).resting_n.any()


@pytest.mark.parametrize(("shown_n", "is_sought"), [(0.14, False), (0.16, True), (0.29, True)])
def test_beside_a_dead_tile_a_press_is_sought_from_half_of_the_usual_force_on(shown_n: float, is_sought: bool) -> None:
    taxel = PAD.names.index("forefoot_central")
    seen = SHARES.copy()
    seen[:, taxel] = 0.0
    touch = deepcopy(STAGE).feed(block(shown_n / seen.sum() * seen, left_out=tuple(i == taxel for i in range(16))))
    assert (touch.filled_n[0] > 0.0) == is_sought
