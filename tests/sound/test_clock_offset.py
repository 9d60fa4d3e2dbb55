"""Two clocks, and a way between them that takes as long as it likes."""

from __future__ import annotations

import numpy as np

from thumbwalk.sound.clock_offset import ClockOffset


def test_the_shortest_way_of_late_counts() -> None:
    clock, late = ClockOffset(), np.random.default_rng(3).uniform(0.002, 0.020, 900)
    told = []
    for number, late_s in enumerate(late):
        other_s = 0.016 * number
        clock.take(other_s, 100.0 + other_s + float(late_s))
        told.append(clock.here_s(other_s))
    off_ms = [1e3 * (here - (100.002 + 0.016 * n)) for n, here in enumerate(told) if n > 60 and here is not None]
    assert len(off_ms) > 800
    assert max(np.abs(off_ms)) < 1.0


def test_clocks_that_drift_apart_are_followed() -> None:
    clock = ClockOffset()
    for number in range(6000):
        clock.take(0.01 * number, 5.0 + 0.01 * number * 1.0001)
    assert clock.ahead_s is not None
    assert abs(clock.ahead_s - (5.0 + 60.0 * 0.0001)) < 1.5e-3


def test_a_clock_that_stood_still_or_leapt_is_a_new_beginning() -> None:
    clock = ClockOffset()
    clock.take(10.0, 20.0)
    clock.take(10.1, 50.1)
    assert clock.here_s(10.2) == 50.2
    clock.take(40.0, 51.0)
    assert clock.here_s(40.5) == 51.5


def test_nothing_is_known_before_the_first_pair_and_of_no_time() -> None:
    clock = ClockOffset()
    assert clock.here_s(1.0) is None
    clock.take(float("nan"), 1.0)
    clock.take(float("-inf"), 1.0)
    assert clock.ahead_s is None
