"""The board's self-test: what it says of channels, steps, supply and memory."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from cobs import cobs

from thumbwalk.virtual.firmware import firmware_dir

Converse = Callable[..., tuple[bytes, bytes]]
ERROR, ACK, SELFTEST, OVER = 4, 6, 8, 0x0C
N_SCANS = 200
N_CHANNELS = 6


def records(counts: np.ndarray, steps_us: list[int] | None = None) -> bytes:
    times = np.cumsum(steps_us or [1000] * len(counts))
    table = np.empty(len(counts), [("time", "<u8"), ("counts", "<u2", counts.shape[1:])])
    table["time"], table["counts"] = times, counts
    mark: bytes = b"\xff" * table.dtype.itemsize
    return mark + table.tobytes()


def at_rest(n: int = N_SCANS) -> np.ndarray:
    return np.random.default_rng(1).integers(11, 17, (n, N_CHANNELS)).astype(np.uint16)


@pytest.fixture
def tested(converse: Converse) -> Callable[..., dict[str, Any]]:
    def test(counts: np.ndarray, steps_us: list[int] | None = None, *options: str) -> dict[str, Any]:
        said = b"selftest\n"
        wire, told = converse(said, records(counts, steps_us), "--channels", "a,b,c,d,e,f", *options)
        frames = [cobs.decode(one) for one in wire.split(b"\0")[:-1]]
        assert [frame[0] for frame in frames] == [ACK, SELFTEST, OVER], "no DATA, then the end"
        assert told == b"ready\nstart 1000\nstop\n"
        report: dict[str, Any] = json.loads(frames[1][7:-4])
        return report

    return test


def test_a_sound_board_is_well(tested: Any) -> None:
    counts = at_rest()
    report = tested(counts, None, "--supply-mv", "3270")
    assert (report["scans"], report["missed"], report["period_us"]) == (N_SCANS, 0, 1000)
    assert (report["states"], report["bleed"], report["supply_mv"]) == ("......", True, 3270)
    assert report["jitter"] == [N_SCANS - 1, 0, 0, 0, 0, 0, 0, 0]
    assert report["mean"] == pytest.approx(counts.mean(axis=0), abs=0.051)
    assert report["noise"] == pytest.approx(counts.std(axis=0), abs=0.051)
    assert report["scan_us"] is None
    assert report["memory_free"] is None or report["memory_free"] > 0


def test_each_fault_is_told_from_the_others(tested: Any) -> None:
    counts = at_rest(N_SCANS)
    counts[:, 0] = np.tile([0, 1], N_SCANS // 2)
    counts[:, 1] = 4095
    counts[:, 2] = 200
    counts[:, 3] = np.tile([0, 4095], N_SCANS // 2)  # the most that the sums must bear
    report = tested(counts)
    assert report["states"][:4] == "oskn"
    assert report["noise"][3] == pytest.approx(2047.5)


def test_a_pressed_sensor_is_pressed(tested: Any) -> None:
    counts = at_rest()
    counts[:, 5] += 300
    assert tested(counts)["states"] == ".....p"


def test_without_bleeds_an_open_wire_can_not_be_told_from_rest(tested: Any) -> None:
    counts = np.random.default_rng(2).integers(0, 3, (N_SCANS, N_CHANNELS)).astype(np.uint16)
    counts[:, 4] = 4095
    report = tested(counts)
    assert (report["states"], report["bleed"]) == ("????s?", False)


def test_codes_without_noise_are_not_stuck_when_no_channel_has_noise(tested: Any) -> None:
    assert tested(np.full((N_SCANS, N_CHANNELS), 13, np.uint16))["states"] == "......"


def test_jitter_is_counted_by_its_size_and_missed_ticks_as_missed(tested: Any) -> None:
    steps = [1000] * N_SCANS
    steps[10:18] = [1004, 995, 985, 1030, 1070, 1150, 700, 3000]
    report = tested(at_rest(), steps)
    assert report["jitter"] == [N_SCANS - 8, 1, 1, 1, 1, 1, 1, 1]
    assert report["missed"] == 2


def test_a_self_test_is_no_streams_loss_and_stop_ends_it(converse: Converse) -> None:
    options = ("--channels", "a,b,c,d,e,f")
    wire, _ = converse(
        b"selftest\nstart\nrate 5\nselftest\nstop\nstart\n", records(at_rest(4), [1000, 9000, 1000, 1000]), *options
    )
    frames = [cobs.decode(one) for one in wire.split(b"\0")[:-1]]
    assert [frame[0] for frame in frames] == [ACK, ERROR, ERROR, ERROR, ACK, ACK, 2, 2, OVER]
    assert b"a self-test is running" in frames[1]


def test_the_report_on_the_protocols_page_has_these_keys(tested: Any) -> None:
    page = (firmware_dir() / "PROTOCOL.md").read_text(encoding="utf-8")
    match = re.search(r"```json\n(.*?)```", page, re.DOTALL)
    assert match is not None
    assert list(json.loads(match[1])) == list(tested(at_rest()))
