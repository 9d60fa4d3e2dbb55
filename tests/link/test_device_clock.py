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


def test_an_answer_is_late_beyond_half_a_millisecond_only() -> None:
    clock, good = DeviceClock(), pings(20, drift_ppm=0.0, jitter_s=1e-6)
    for pair in good:
        clock.add(pair)
    last = good[-1]

    def answered(late_s: float) -> ClockPair:
        # an answer that took so long is half of that off
        return ClockPair(last.sent_s + 1, last.sent_s + 1 + 2 * late_s, last.device_us + 1_000_000)

    assert clock.add(answered(450e-6))
    assert not clock.add(answered(650e-6))


def test_the_first_seven_answers_are_believed_whatever_they_say() -> None:
    clock = DeviceClock()
    for pair in pings(7, drift_ppm=0.0, jitter_s=1e-6):
        assert clock.add(pair)
    assert clock.add(ClockPair(107.0, 107.8, 67_000_000)), "0.4 s off"
    assert clock.pairs == 8


def test_a_clock_that_stepped_is_believed_from_the_fourth_answer_on() -> None:
    clock, good = DeviceClock(), pings(30, drift_ppm=40.0, jitter_s=100e-6)
    for pair in good[:20]:
        clock.add(pair)
    stepped = [ClockPair(p.sent_s, p.received_s, p.device_us + 900_000) for p in good[20:]]
    assert [clock.add(pair) for pair in stepped[:4]] == [False, False, False, True]
    assert clock.rejected == 4
    assert clock.pairs == 1, "what was before the step tells nothing of the time after it"
    for pair in stepped[4:]:
        assert clock.add(pair)
    assert clock.host_s(stepped[-1].device_us) == pytest.approx(stepped[-1].sent_s, abs=1e-3)


def test_late_answers_with_good_ones_between_them_are_no_step() -> None:
    clock, good = DeviceClock(), pings(30, drift_ppm=0.0, jitter_s=100e-6)
    for pair in good[:20]:
        clock.add(pair)
    for pair in good[20:]:
        assert not clock.add(ClockPair(pair.sent_s, pair.sent_s + 0.4, pair.device_us))
        assert clock.add(pair)
    assert clock.rejected == 10


def test_the_newest_sixty_four_answers_carry_the_line() -> None:
    clock = DeviceClock()
    for pair in pings(100, drift_ppm=0.0, jitter_s=1e-6):
        clock.add(pair)
    assert clock.pairs == 64


def test_answers_within_a_second_do_not_bend_the_rate() -> None:
    clock = DeviceClock()
    for i in range(5):
        clock.add(ClockPair(10.0 + 0.2 * i, 10.0 + 0.2 * i + 0.003 * (i % 2), 200_000 * i))
    assert clock.drift_ppm == pytest.approx(0.0, abs=1e-6)
