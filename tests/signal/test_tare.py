"""Rest: taken when the pad lies quiet, never of a hand, and anew when asked for."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from thumbwalk.signal.tare import STILL_N, RestTare, robust_baseline

RATE = 100.0
Floats = NDArray[np.float64]


def quiet(seconds: float, level: float = 0.0, noise: float = 0.004, n: int = 4, seed: int = 1) -> Floats:
    rows = round(seconds * RATE)
    return level + np.random.default_rng(seed).normal(0, noise, (rows, n))


def tared(tare: RestTare, force: Floats, start_s: float = 0.0, step: int = 7, **left_out: tuple[bool, ...]) -> Floats:
    time_s = start_s + np.arange(len(force)) / RATE
    parts = [tare.feed(time_s[at : at + step], force[at : at + step], **left_out) for at in range(0, len(force), step)]
    return np.concatenate(parts)


def taken(tare: RestTare) -> float | None:
    """As it is now: a type checker believes that it never changes."""
    return tare.taken_s


def test_the_first_quiet_half_second_becomes_the_rest_from_its_end_on() -> None:
    tare = RestTare(RATE, np.zeros(4))
    out = tared(tare, quiet(1.0, 0.3))
    assert tare.taken_s == 0.49
    np.testing.assert_allclose(out[:50], 0.3, atol=0.03)
    np.testing.assert_allclose(out[50:], 0.0, atol=0.03)
    assert not tare.looking


def test_until_then_the_calibrations_rest_is_taken_off() -> None:
    out = tared(RestTare(RATE, np.full(4, 0.25)), quiet(0.4, 0.3))
    np.testing.assert_allclose(out, 0.05, atol=0.03)


def test_a_hand_that_lies_on_the_pad_is_not_tared_away() -> None:
    tare = RestTare(RATE, np.zeros(4))
    time_s = np.arange(300) / RATE
    trembling = np.zeros((300, 4))
    trembling[:, 1] = 0.8 + 0.1 * np.sin(2 * np.pi * 9 * time_s)
    tared(tare, trembling)
    heavy = np.zeros((300, 4))
    heavy[:, 1] = 6.0
    tared(tare, heavy, 3.0)
    assert taken(tare) is None
    tared(tare, quiet(0.7), 6.0)
    assert tare.taken_s is not None
    assert 6.4 < tare.taken_s < 6.7


def test_on_command_the_first_quiet_half_second_after_it_counts() -> None:
    tare = RestTare(RATE, np.zeros(4))
    tared(tare, quiet(1.0))
    assert tare.tare_now(1.25) == 1.25
    out = tared(tare, quiet(2.0, 2.0), 1.0)
    assert tare.taken_s == 1.75
    np.testing.assert_allclose(out[:76], 2.0, atol=0.05)
    np.testing.assert_allclose(out[76:], 0.0, atol=0.05)


def test_a_command_for_what_is_past_counts_from_now_and_says_so() -> None:
    tare = RestTare(RATE, np.zeros(4))
    tared(tare, quiet(1.0))
    assert tare.tare_now(0.2) == 0.99


def test_a_faulty_taxel_neither_hinders_nor_gets_a_rest() -> None:
    force = quiet(1.0, 0.2)
    force[:, 2] = 90.0
    tare = RestTare(RATE, np.zeros(4))
    tared(tare, force)
    assert taken(tare) is None
    tared(tare, force, 1.0, left_out=(False, False, True, False))
    assert tare.taken_s is not None
    np.testing.assert_allclose(tare.baseline_n, [0.2, 0.2, 0.0, 0.2], atol=0.02)


def test_windows_do_not_reach_across_a_gap() -> None:
    tare = RestTare(RATE, np.zeros(4))
    tared(tare, quiet(0.3))
    tare.restart()
    tared(tare, quiet(0.3), 9.0)
    assert tare.taken_s is None


@given(st.lists(st.integers(0, 400), max_size=10), st.lists(st.floats(0, 4), max_size=3), st.integers(0, 99))
def test_any_chunking_gives_the_same_bits(cuts: list[int], commands: list[float], seed: int) -> None:
    rng = np.random.default_rng(seed)
    force = quiet(4.0, 0.1, seed=seed)
    force[rng.integers(0, 400) :, 0] += 5.0
    time_s = np.arange(400) / RATE

    def run(edges: list[int]) -> Floats:
        tare = RestTare(RATE, np.zeros(4))
        for command in commands:
            tare.tare_now(command)
        spans = itertools.pairwise(edges)
        return np.concatenate([tare.feed(time_s[lo:hi], force[lo:hi]) for lo, hi in spans])

    assert np.array_equal(run([0, 400]), run([0, *sorted(cuts), 400]))


def test_one_lost_sample_does_not_become_the_rest_of_a_file() -> None:
    counts = np.tile([[100.0, 200.0]], (100, 1))
    counts[30:60] += 500
    counts[7] = 0
    counts[9, 1] = np.nan
    assert robust_baseline(counts).tolist() == [100.0, 200.0]
    assert robust_baseline(np.full((5, 1), np.nan)).tolist() == [0.0]
    assert robust_baseline(np.empty((0, 2))).tolist() == [0.0, 0.0]


def test_a_light_hand_that_hardly_moves_is_not_tared_away() -> None:
    # each tile stays within the limits for one, what they show together does not
    time_s = np.arange(400) / RATE
    hand = np.tile(0.2 + 0.03 * np.sin(2 * np.pi * 2.0 * time_s)[:, None], (1, 4))
    tare = RestTare(RATE, np.zeros(4))
    tared(tare, hand)
    assert taken(tare) is None
    tared(tare, 0.2 + (hand - 0.2) / 4.0, 4.0)
    assert taken(tare) is not None, "a quarter of that is a rest"


def test_a_thumb_on_one_tile_is_no_rest_and_a_skin_s_weight_on_all_is() -> None:
    for level, rests in ((0.30, True), (0.40, False)):
        thumb = RestTare(RATE, np.zeros(4))
        force = quiet(1.0)
        force[:, 2] += level
        tared(thumb, force)
        assert (taken(thumb) is not None) == rests
    many = RestTare(RATE, np.zeros(40))
    tared(many, quiet(1.0, 0.2, n=40, noise=0.001))
    assert taken(many) is None, "8 N in all is a foot, however even"


def test_on_command_a_strap_s_slow_give_is_no_hindrance_and_a_moving_hand_is() -> None:
    time_s = np.arange(100) / RATE
    for move_n, rests in ((0.4, True), (0.6, False)):
        tare = RestTare(RATE, np.zeros(4))
        tared(tare, quiet(1.0))
        tare.tare_now(1.0)
        strap = np.zeros((100, 4))
        strap[:, 0] = 10.0 + move_n * np.sin(2 * np.pi * 2.0 * time_s) / 2
        tared(tare, strap, 1.01)
        assert (tare.taken_s is not None and tare.taken_s > 1.0) == rests


def test_what_lies_still_on_a_plate_or_was_taken_off_it_is_its_rest_and_a_hand_is_none() -> None:
    for level in (-1.5, 4.0):
        tare = RestTare(RATE, np.zeros(4), still_n=STILL_N)
        out = tared(tare, quiet(1.0, level, noise=0.0014))
        assert taken(tare) is not None
        np.testing.assert_allclose(out[-20:], 0.0, atol=0.01)
    tare = RestTare(RATE, np.zeros(4), still_n=STILL_N)
    time_s = np.arange(1000) / RATE
    # three newtons that waver by three per cent, as hands do
    waver = 0.75 * (1.0 + 0.03 * np.sin(2 * np.pi * 0.7 * time_s) + 0.01 * np.sin(2 * np.pi * 9 * time_s))
    tared(tare, waver[:, None] + quiet(10.0, noise=0.0014))
    assert taken(tare) is None
