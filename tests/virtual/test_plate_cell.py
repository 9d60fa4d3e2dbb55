"""The virtual load cell, and its readings on their way through the real firmware to the host."""

from __future__ import annotations

import sys
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thumbwalk.errors import RigError
from thumbwalk.link.board_state import LoadReading, Status
from thumbwalk.link.ports import RigLink
from thumbwalk.link.serial_link import SerialLink
from thumbwalk.link.wire import Event, Over, Scans, WireDecoder
from thumbwalk.pad import builtin_pad
from thumbwalk.rig.checkup import check_up
from thumbwalk.session.practice import Practice
from thumbwalk.signal.calibration import LOAD_CODES_PER_N, Calibration
from thumbwalk.virtual.foot import FootSpec, VirtualFoot
from thumbwalk.virtual.plate_cell import NO_READING, LoadCell
from thumbwalk.virtual.rig import VirtualRig

needs_pty = pytest.mark.skipif(sys.platform == "win32", reason="no pty on Windows")


def readings(rate_hz: int, scan_hz: int, total_n: float, seconds: float = 1.0) -> np.ndarray:
    time_s = np.arange(round(seconds * scan_hz)) / scan_hz
    codes = LoadCell(rate_hz).codes(np.full(len(time_s), total_n), time_s)
    made: np.ndarray = codes[codes != NO_READING]
    return made


@pytest.mark.parametrize(("rate_hz", "scan_hz", "n"), [(10, 1000, 10), (80, 1000, 80), (80, 20, 20), (10, 7, 7)])
def test_readings_come_at_their_rate_but_at_most_one_a_scan(rate_hz: int, scan_hz: int, n: int) -> None:
    assert len(readings(rate_hz, scan_hz, 0.0)) == n


def test_a_reading_grows_with_the_whole_force() -> None:
    rest, loaded = (readings(80, 1000, force_n).mean() for force_n in (0.0, 50.0))
    assert (loaded - rest) / LOAD_CODES_PER_N == pytest.approx(50.0, abs=0.02)


def test_what_the_amplifier_can_not_show_stays_at_its_end() -> None:
    assert set(readings(10, 1000, 1e6)) == {2**23 - 1}


@given(cuts=st.lists(st.integers(0, 400), max_size=5))
def test_any_chunking_gives_the_same_readings(cuts: list[int]) -> None:
    time_s = np.arange(400) / 1000
    total_n = 20.0 + 10.0 * np.sin(time_s)
    parts = LoadCell(80, seed=2)
    bounds = [0, *sorted(cuts), 400]
    pieces = [parts.codes(total_n[a:b], time_s[a:b]) for a, b in pairwise(bounds)]
    assert np.concatenate(pieces).tolist() == LoadCell(80, seed=2).codes(total_n, time_s).tolist()


def test_a_foot_without_a_load_cell_has_no_codes() -> None:
    with pytest.raises(RigError, match="load_cell_hz"):
        VirtualFoot(builtin_pad(), None).load_codes(np.zeros(1))


def streamed(spec: FootSpec, *lines: str, seconds: float, **how: Any) -> tuple[bytes, list[Event], WireDecoder]:
    with VirtualRig(spec, lockstep=True, duration_s=seconds, **how) as rig:
        link = RigLink(SerialLink(rig.url))
        decoder, events, wire = WireDecoder(), list[Event](), b""
        for line in (*lines, "start"):
            link.link.send(line)
        while not (events and isinstance(events[-1], Over)):
            data = link.link.read()
            wire += data
            events += decoder.feed(data)
        link.link.close()
    return wire, events, decoder


@needs_pty
def test_readings_reach_the_host_in_order_of_time_with_nothing_lost() -> None:
    _, events, decoder = streamed(FootSpec(load_cell_hz=80, drill="first-steps"), seconds=5.0)
    loads = [event for event in events if isinstance(event, LoadReading)]
    assert [load.readings for load in loads] == list(range(1, 401))
    assert {load.missed for load in loads} == {0}
    assert np.diff([load.device_us for load in loads]).tolist() == pytest.approx([12_500.0] * 399, abs=1000.0)
    codes = np.array([load.code for load in loads])
    assert codes.max() - codes.min() > 5 * LOAD_CODES_PER_N, "the hand has pressed"
    times = [
        int(event.time_us[0]) if isinstance(event, Scans) else event.device_us
        for event in events
        if isinstance(event, Scans | LoadReading | Status)
    ]
    assert times == sorted(times)
    statuses = [event for event in events if isinstance(event, Status)]
    assert len(statuses) == 49
    assert statuses[-1] == decoder.tally.status
    assert (statuses[-1].load_cell, statuses[-1].supply_mv) == ("running", 3300.0)
    assert (decoder.tally.load_readings, decoder.tally.bad_frames, decoder.tally.lost_frames) == (400, 0, 0)


@needs_pty
def test_the_bytes_are_the_same_whatever_runs_the_firmware_and_carries_it() -> None:
    spec = FootSpec(load_cell_hz=80)
    first, _, _ = streamed(spec, seconds=1.0)
    assert streamed(spec, seconds=1.0, interpreter="cpython")[0] == first
    assert streamed(spec, seconds=1.0, interpreter="cpython", transport="socket")[0] == first


@needs_pty
def test_a_load_cell_that_is_expected_and_silent_is_missing_and_scans_go_on() -> None:
    _, events, decoder = streamed(FootSpec(), "config load_cell 1", seconds=2.0)
    assert sum(len(event.time_us) for event in events if isinstance(event, Scans)) == 2000
    assert decoder.tally.status is not None
    assert (decoder.tally.status.load_cell, decoder.tally.status.load_readings) == ("missing", 0)
    assert decoder.tally.status.load_missed == 9, "a status every 100 ms, and 180 ms of patience"
    (_, unexpecting, other) = streamed(FootSpec(), seconds=2.0)
    assert other.tally.status is not None
    assert (other.tally.status.load_cell, other.tally.status.load_missed) == ("none", 0)
    assert len(unexpecting) > 0


@needs_pty
@pytest.mark.parametrize(
    ("rate_hz", "expected", "state", "healthy"),
    [(10, 0, "running", True), (10, 1, "running", True), (0, 0, "none", True), (0, 1, "missing", False)],
)
def test_a_checkup_tells_how_the_load_cell_is(rate_hz: int, expected: int, state: str, healthy: bool) -> None:
    with VirtualRig(FootSpec(load_cell_hz=rate_hz)) as rig:
        link = RigLink(SerialLink(rig.url))
        link.link.send(f"config load_cell {expected}")
        link.link.send("rate 500")
        self_test = link.self_test()
        link.link.send("start")
        decoder, blocks = WireDecoder(), list[Scans]()
        while decoder.tally.scans < 250:
            blocks += [event for event in decoder.feed(link.link.read()) if isinstance(event, Scans)]
        link.link.close()
    assert self_test is not None
    assert self_test.load_cell.state == state
    report = check_up(link.hello, blocks, decoder.tally, self_test)
    assert report.load_cell is not None
    assert report.load_cell["state"] == state
    assert any("load cell" in problem for problem in report.problems) == (not healthy)
    if rate_hz:
        assert report.load_cell["rate_hz"] == pytest.approx(10.0, rel=0.3)


@needs_pty
def test_a_rig_on_a_low_supply_feels_the_same_forces() -> None:
    def felt_n(supply_mv: int) -> tuple[Status | None, np.ndarray]:
        spec = FootSpec(drill="first-steps", errors=False, supply_mv=supply_mv)
        _, events, decoder = streamed(spec, "hello", seconds=6.0)
        practice = Practice(builtin_pad(), Calibration.generic(16))
        blocks = [block for event in events for block in practice.take(event)] + practice.finish()
        return decoder.tally.status, np.concatenate([block.contact_n for block in blocks])

    (_, expected), (status, found) = felt_n(3300), felt_n(3102)
    assert status is not None
    assert status.supply_mv == pytest.approx(3102, abs=0.2)
    assert expected.max() > 8.0, "the hand has pressed"
    np.testing.assert_allclose(found, expected, rtol=0.01, atol=0.1)
