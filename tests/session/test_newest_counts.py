"""The newest raw counts of a stream, for whoever weighs a tile."""

from __future__ import annotations

import numpy as np
import pytest

from thumbwalk.errors import CalibrationError
from thumbwalk.link.board_state import Status
from thumbwalk.link.wire import Scans
from thumbwalk.session.newest_counts import NewestCounts


def scans(from_ms: int, n: int, level: int, tile: int = 0) -> Scans:
    counts = np.full((n, 3), 100, np.uint16)
    counts[:, tile] = level
    return Scans((from_ms + np.arange(n)) * 1000, counts)


def test_a_reading_is_of_the_last_half_second() -> None:
    counts = NewestCounts()
    counts.hear(scans(0, 400, 3000))
    counts.hear(scans(400, 400, 900))
    counts.hear(scans(800, 400, 900))
    assert counts.settled().counts.tolist() == [900.0, 100.0, 100.0]
    assert counts.spread().tolist() == [0.0, 0.0, 0.0]


def test_peaks_are_the_highest_since_they_were_asked_for() -> None:
    counts = NewestCounts()
    counts.hear(scans(0, 50, 2500, tile=1))
    counts.hear(scans(50, 50, 300, tile=1))
    assert counts.peaks().tolist() == [100.0, 2500.0, 100.0]
    assert counts.peaks().tolist() == counts.settled().counts.tolist()
    counts.hear(scans(100, 50, 700, tile=2))
    assert counts.peaks().tolist() == [100.0, 100.0, 700.0]


def test_another_stream_begins_with_nothing() -> None:
    counts = NewestCounts()
    counts.hear(scans(9000, 50, 2500))
    counts.hear(scans(0, 50, 200))
    assert counts.settled().counts[0] == 200.0
    assert counts.peaks()[0] == 200.0
    counts.forget()
    with pytest.raises(CalibrationError, match="no scan came"):
        counts.settled()
    assert len(counts.spread()) == 0


def test_the_supply_is_the_boards_own() -> None:
    counts = NewestCounts()
    counts.hear(scans(0, 10, 200))
    assert counts.settled().supply_ratio == 1.0
    counts.hear(Status(10_000, 0.97, "none", 0, 0, 0))
    counts.hear(b"bytes are nothing to it")
    assert counts.settled().supply_ratio == 0.97
