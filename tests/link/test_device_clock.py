"""The device's clock comes back from pings, whatever their jitter."""

from __future__ import annotations

import numpy as np
import pytest

from thumbwalk.link.device_clock import ClockPair, DeviceClock


def pings(n: int, *, drift_ppm: float, jitter_s: float, seed: int = 3) -> list[ClockPair]:
    rng = np.random.default_rng(seed)
    pairs = []
    for i in range(n):
        host = 100.0 + i
        out, back = rng.uniform(0, jitter_s, 2)
        device_us = int((host + out) * 1e6 / (1 + drift_ppm * 1e-6)) - 40_000_000
        pairs.append(ClockPair(host, host + out + back, device_us))
    return pairs


def test_drift_and_offset_come_back() -> None:
    clock = DeviceClock()
    for pair in pings(40, drift_ppm=120.0, jitter_s=300e-6):
        assert clock.add(pair)
    assert clock.drift_ppm == pytest.approx(120.0, abs=8.0)
    device_us = int(150.0 * 1e6 / (1 + 120e-6)) - 40_000_000
    assert clock.host_s(device_us) == pytest.approx(150.0, abs=500e-6)


def test_a_late_answer_is_thrown_away() -> None:
    clock = DeviceClock()
    good = pings(20, drift_ppm=0.0, jitter_s=100e-6)
    for pair in good:
        clock.add(pair)
    before = clock.host_s(good[-1].device_us)
    late = ClockPair(good[-1].sent_s + 1, good[-1].sent_s + 1.2, good[-1].device_us + 1_000_000)
    assert not clock.add(late)
    assert clock.rejected == 1
    assert clock.host_s(good[-1].device_us) == before


def test_one_ping_already_gives_a_time_at_the_nominal_rate() -> None:
    clock = DeviceClock()
    clock.add(ClockPair(10.0, 10.002, 5_000_000))
    assert clock.host_s(6_000_000) == pytest.approx(11.001)
