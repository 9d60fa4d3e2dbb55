"""The virtual board's timer: which ticks there are, and what is scanned on them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from thumbwalk.pad import builtin_pad
from thumbwalk.virtual.foot import VirtualFoot
from thumbwalk.virtual.scan_timer import PIPE_ATOMIC, ScanTimer


class Foot(VirtualFoot):
    """Answers with its own time in milliseconds on every taxel."""

    def __init__(self) -> None:
        self.pad = builtin_pad()
        self.load_cell = None

    def counts(self, time_s: NDArray[np.float64]) -> NDArray[np.uint16]:
        return np.round(time_s * 1000).astype(np.uint16)[:, None].repeat(16, axis=1)


def records_of(pieces: list[bytes]) -> list[tuple[int, int]]:
    table = np.frombuffer(b"".join(pieces), [("time_us", "<u8"), ("counts", "<u2", (16,))])
    return [(int(row["time_us"]), int(row["counts"][0])) for row in table]


def test_the_foots_time_begins_with_the_first_scan() -> None:
    timer = ScanTimer(Foot())
    timer.start(1000, now_us=7_000_000)
    assert records_of(timer.make(3)) == [(7_001_000, 0), (7_002_000, 1), (7_003_000, 2)]


def test_a_start_is_marked_by_one_record_of_ones() -> None:
    assert ScanTimer(Foot()).start(1000, 0) == b"\xff" * 40


@given(rate_hz=st.integers(1, 2000), cuts=st.lists(st.integers(0, 130), max_size=4))
def test_any_chunking_gives_the_same_records(rate_hz: int, cuts: list[int]) -> None:
    whole, parts = ScanTimer(Foot()), ScanTimer(Foot())
    whole.start(rate_hz, 0)
    parts.start(rate_hz, 0)
    assert b"".join(whole.make(sum(cuts))) == b"".join(b"".join(parts.make(n)) for n in cuts)


@given(rate_hz=st.integers(1, 2000), now_us=st.integers(0, 10**9))
def test_what_is_due_has_come(rate_hz: int, now_us: int) -> None:
    timer = ScanTimer(Foot())
    timer.start(rate_hz, 0)
    timer.skip(timer.due(now_us))
    assert timer.time_us <= now_us + 1, "to the rounding of a tick to microseconds"
    assert timer.next_us > now_us - 1


def test_no_piece_is_longer_than_a_pipe_takes_at_once() -> None:
    timer = ScanTimer(Foot())
    timer.start(1000, 0)
    pieces = timer.make(1000)
    assert all(len(piece) <= PIPE_ATOMIC and len(piece) % 40 == 0 for piece in pieces)


def test_skipped_ticks_are_a_gap_in_device_time_and_in_the_foots() -> None:
    timer = ScanTimer(Foot())
    timer.start(1000, 0)
    timer.make(1)
    timer.skip(5)
    assert records_of(timer.make(1)) == [(7000, 6)]


def test_another_rate_goes_on_in_time() -> None:
    timer = ScanTimer(Foot())
    timer.start(1000, 0)
    timer.make(10)
    timer.stop()
    timer.start(100, timer.time_us)
    assert records_of(timer.make(2)) == [(20_000, 19), (30_000, 29)]


@pytest.mark.parametrize(("rate_hz", "n"), [(1000, 1500), (300, 450), (1, 2)])
def test_a_duration_is_so_many_scans(rate_hz: int, n: int) -> None:
    timer = ScanTimer(Foot())
    timer.start(rate_hz, 0)
    assert timer.left(1.5) == n
    timer.make(n)
    assert timer.left(1.5) == 0
