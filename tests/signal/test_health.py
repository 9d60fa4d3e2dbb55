"""Sensor health: each fault is named and recovers, and a sound sensor is never named."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from thumbwalk.pad import builtin_pad
from thumbwalk.signal.calibration import Calibration, counts_of
from thumbwalk.signal.curve import SensorCurve
from thumbwalk.signal.health import SensorHealth

RATE = 200.0
PAD = builtin_pad()
CAL = Calibration.generic()
Counts = NDArray[np.uint16]


def scans(force_n: NDArray[np.float64], bleed_us: float = 1.0, noise: float = 1.5, seed: int = 5) -> Counts:
    conductance = SensorCurve.generic().conductance_of(force_n) + bleed_us
    codes = counts_of(conductance, 12, 3300.0) + np.random.default_rng(seed).normal(0, noise, force_n.shape)
    return np.clip(np.rint(codes), 0, 4095).astype(np.uint16)


def kneading(seconds: float, at: int = 4, peak_n: float = 12.0) -> NDArray[np.float64]:
    """A thumb on one tile, and a tenth of it on two of its neighbours; the rest is untouched."""
    time_s = np.arange(round(seconds * RATE)) / RATE
    press = peak_n * np.sin(np.pi * time_s) ** 2
    force = np.zeros((len(time_s), 16))
    force[:, at] = 0.8 * press
    force[:, at - 1] = force[:, at + 1] = 0.1 * press
    return force


def judge(counts: Counts, cal: Calibration = CAL) -> SensorHealth:
    health = SensorHealth(cal, RATE, PAD)
    health.feed(np.arange(len(counts)) / RATE, counts)
    return health


def test_a_sound_pad_has_no_fault_pressed_or_not() -> None:
    assert not judge(scans(np.zeros((2000, 16)))).left_out.any()
    assert not judge(scans(kneading(10.0))).left_out.any()
    assert not judge(scans(kneading(10.0), noise=0.0)).left_out.any()


def test_without_bleed_resistors_an_untouched_pad_has_no_fault() -> None:
    assert not judge(scans(kneading(10.0), bleed_us=0.0)).left_out.any()


def test_an_open_wire_is_dead() -> None:
    counts = scans(kneading(3.0))
    counts[:, 9] = 0
    health = judge(counts)
    assert np.flatnonzero(health.left_out).tolist() == [9]
    assert health.reasons[9] == "dead: reads like an open wire; look at its plug"


def test_a_short_circuit_is_saturated() -> None:
    counts = scans(kneading(3.0))
    counts[:, 2] = 4095
    assert str(judge(counts).reasons[2]).startswith("saturated")


def test_a_hard_press_is_not_a_short_circuit() -> None:
    force = np.zeros((1000, 16))
    force[:, 3] = 100.0
    assert not judge(scans(force)).left_out.any()


def test_one_code_above_rest_while_the_others_swing_is_stuck() -> None:
    counts = scans(kneading(5.0))
    counts[:, 12] = 1800
    assert judge(counts).reasons[12] == "stuck: reads code 1800 whatever happens"
    still = scans(np.zeros((1000, 16)), noise=0.0)
    still[:, 12] = 1800
    assert not judge(still).left_out.any()


def test_a_channel_without_the_noise_of_the_others_is_stuck() -> None:
    counts = scans(kneading(5.0))
    counts[:, 3] = 13
    assert judge(counts).reasons[3] == "stuck: reads code 13 without even noise"


def test_a_sensor_under_the_thumb_that_never_moved_is_dead() -> None:
    # mth3 lies between mth2 and mth4: both carry the thumb, it gives nothing
    force = np.zeros((1000, 16))
    force[:, [4, 6]] = 4.0 + np.sin(np.arange(1000) / 30)[:, None]
    assert str(judge(scans(force)).reasons[5]).startswith("dead: reads nothing")
    force[:, 5] = 1.0
    force[:200] = 0.0
    assert not judge(scans(force)).left_out.any()


def test_a_loose_contact_is_noisy() -> None:
    force = kneading(3.0)
    force[:, 8] = np.random.default_rng(6).uniform(0.0, 8.0, len(force))
    assert str(judge(scans(force)).reasons[8]).startswith("noisy: jumps by")


def test_quick_taps_are_not_noise() -> None:
    time_s = np.arange(1000) / RATE
    force = np.zeros((1000, 16))
    force[:, 7] = 8.0 * np.clip(np.sin(2 * np.pi * 5 * time_s), 0, 1)
    assert not judge(scans(force)).left_out.any()


def test_a_sensor_comes_back_after_two_good_seconds_and_stays_reported() -> None:
    counts = scans(kneading(8.0))
    counts[:400, 9] = 0
    health = SensorHealth(CAL, RATE, PAD)
    changes = health.feed(np.arange(len(counts)) / RATE, counts)
    assert [(time_s, mask[9]) for time_s, mask in changes] == [(0.495, True), (3.995, False)]
    assert not health.left_out.any()
    assert list(health.reported) == [9]


def test_a_sensor_that_fails_twice_is_reported_for_each_time() -> None:
    counts = scans(kneading(16.0))
    counts[400:800, 9] = 0
    counts[1800:2000, 9] = 4095
    health = SensorHealth(CAL, RATE, PAD)
    health.feed(np.arange(len(counts)) / RATE, counts)
    (reasons,) = health.reported.values()
    assert [reason.split(":")[0] for reason in reasons] == ["dead", "saturated"]


@given(st.lists(st.integers(0, 1000), max_size=10))
def test_any_chunking_gives_the_same_verdicts(cuts: list[int]) -> None:
    counts = scans(kneading(5.0))
    counts[200:500, 9] = 0
    counts[:300, 2] = 4095
    counts[:, 12] = 1800
    time_s = np.arange(1000) / RATE
    whole = SensorHealth(CAL, RATE, PAD)
    expected = whole.feed(time_s, counts)
    health = SensorHealth(CAL, RATE, PAD)
    edges = [0, *sorted(cuts), 1000]
    spans = itertools.pairwise(edges)
    assert [change for lo, hi in spans for change in health.feed(time_s[lo:hi], counts[lo:hi])] == expected
    assert (health.reasons, health.reported) == (whole.reasons, whole.reported)
    assert len(expected) == pytest.approx(4, abs=1)


def test_a_held_press_is_not_stuck_while_the_others_hardly_move() -> None:
    # a weight that stands still on a tile reads one code without noise; the others swing by 4 N only
    force = np.zeros((2000, 16))
    force[:, 6] = 2.0 + 2.0 * np.sin(np.arange(2000) / 40)
    counts = scans(force, noise=0.0)
    counts[:, 12] = 1800
    assert not judge(counts).left_out.any()


def test_a_code_is_stuck_after_two_seconds_and_not_before() -> None:
    counts = scans(kneading(6.0), noise=0.0)
    counts[400:700, 12] = 1800
    assert not judge(counts).reported, "one and a half seconds"
    counts[400:900, 12] = 1800
    assert list(judge(counts).reported) == [12]


def test_a_still_sensor_at_rest_is_no_stuck_one() -> None:
    counts = scans(kneading(6.0), noise=0.0)
    assert int(np.ptp(counts[:, 12])) == 0
    assert not judge(counts).reported


def test_a_healthy_tile_between_two_thumbs_for_a_moment_is_not_dead() -> None:
    force = np.zeros((1000, 16))
    force[:100, [4, 6]] = 4.0  # one window, ten frames would do it
    force[:30, [4, 6]] = 0.0
    assert not judge(scans(force)).left_out.any()


def test_two_hands_far_apart_are_no_contact_over_the_tile_between_them() -> None:
    places = PAD.positions_mm
    ends = [int(np.argmin(places[:, 0])), int(np.argmax(places[:, 0]))]
    force = np.zeros((1000, 16))
    force[:, ends] = 4.0 + np.sin(np.arange(1000) / 30)[:, None]
    assert not judge(scans(force)).left_out.any()


def test_noise_of_less_than_half_a_newton_is_a_poor_sensor_and_no_fault() -> None:
    for size_n, noisy in ((0.3, False), (0.9, True)):
        force = np.full((1000, 16), 3.0)
        force[:, 8] += np.random.default_rng(6).normal(0.0, size_n, 1000)
        assert bool(judge(scans(force)).left_out.any()) == noisy


def test_where_most_wires_read_open_there_are_no_bleed_resistors() -> None:
    counts = scans(np.zeros((1000, 16)))
    counts[:, :8] = 0
    assert judge(counts).left_out[:8].all()
    counts[:, :9] = 0
    assert not judge(counts).left_out.any()


def judged(counts: Counts, cal: Calibration) -> list[str | None]:
    """The verdicts at the end, of a pad whose sensors have no places."""
    health = SensorHealth(cal, RATE)
    health.feed(np.arange(len(counts)) / RATE, counts)
    return health.reasons


def test_a_sensor_without_a_bleed_that_nothing_presses_on_is_well_though_it_reads_one_code() -> None:
    bare = Calibration.generic(4, 10, 10_000.0, bleed_us=0.0)
    rng = np.random.default_rng(3)
    counts = np.zeros((int(8 * RATE), 4), np.uint16)
    counts[:, :3] = 300 + 200 * np.sin(np.arange(len(counts)) / 30.0)[:, None] + rng.integers(0, 5, (len(counts), 3))
    assert judged(counts, bare) == [None] * 4
    counts[:, 3] = 500
    assert "stuck" in (judged(counts, bare)[3] or "")
