"""Load cells under a plate: what of their readings is sent, what is dropped, counted and looked after."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from thumbwalk.link.cells import MAY_BE_TORN, NOT_LIFTED, CellReading, CellReadings
from thumbwalk.link.selftest import CellReport, SelfTest
from thumbwalk.link.wire import Ack, BoardError, Event, Hello, Scans, Status, WireDecoder

Converse = Callable[..., tuple[bytes, bytes]]
PERIODS_US = (12500, 12412, 12650, 12312)
NO_READING = 0x7FFFFFFF
_FOUND: dict[str, dict[str, Any]] = {}
"""What the script printed, by interpreter."""


@pytest.fixture
def found(run_script: Callable[..., str], interpreter: str) -> dict[str, Any]:
    if interpreter not in _FOUND:
        _FOUND[interpreter] = json.loads(run_script(Path(__file__).with_name("portable_cells.py")))
    return _FOUND[interpreter]


def events_of(wire: bytes) -> list[Event]:
    decoder = WireDecoder()
    events = decoder.feed(wire)
    assert (decoder.tally.bad_frames, decoder.tally.lost_frames) == (0, 0)
    return events


def heard_in(events: list[Event]) -> list[CellReadings]:
    return [event for event in events if isinstance(event, CellReadings)]


def by_cell(heard: list[CellReadings], cell: int) -> tuple[list[int], list[int]]:
    """Times and codes of one cell."""
    pairs = [
        (int(time_us), one.code)
        for frame in heard
        for time_us, one in zip(frame.time_us, frame.readings, strict=True)
        if one.cell == cell
    ]
    return [time_us for time_us, _ in pairs], [code for _, code in pairs]


@pytest.mark.parametrize("case", ["streamed", "wrapped"])
def test_every_conversion_of_four_clocks_is_sent_at_its_time_and_nothing_is_allocated(found: Any, case: str) -> None:
    wire, resets = found[case]
    events = events_of(bytes.fromhex(wire))
    heard = heard_in(events)
    assert resets == [1] * 4, "at the start, and never again"
    for cell, period_us in enumerate(PERIODS_US):
        times_us, codes = by_cell(heard, cell)
        assert set(np.diff(times_us).tolist()) == {period_us}
        assert set(np.diff(codes).tolist()) == {4}, "a code tells which conversion it is of"
        assert codes[0] % 4 == cell
        assert len(codes) >= 19
    assert [event.missed for event in heard] == [0] * len(heard)
    totals = [event.total for event in heard]
    assert np.diff(totals).tolist() == [len(event.readings) for event in heard[1:]]
    scans = [event.time_us for event in events if isinstance(event, Scans)]
    assert set(np.diff(np.concatenate(scans)).tolist()) == {1000}


def test_the_first_four_readings_after_a_reset_are_dropped_and_not_missed(found: Any) -> None:
    wire, _ = found["streamed"]
    first = {cell: by_cell(heard_in(events_of(bytes.fromhex(wire))), cell)[1][0] // 4 for cell in range(4)}
    off_us, _, _ = found["us"]
    for cell, period_us in enumerate(PERIODS_US):
        on_us = off_us + 1000
        # four periods to the first, four are dropped; what was good before the start was thrown away
        assert 4 <= first[cell] <= (401_000 - on_us - 4 * period_us) // period_us + 2


@pytest.mark.parametrize("how", ["silent", "lost step"])
def test_a_cell_that_is_silent_or_has_lost_step_is_reset_until_it_is_well_and_costs_the_others_nothing(
    found: Any, how: str
) -> None:
    wire, (during, after), resets, _ = found[how]
    heard = heard_in(events_of(bytes.fromhex(wire)))
    assert during == [1, 1, 2 if how == "silent" else 3, 1]
    assert after == [1] * 4
    assert 2 <= resets <= 7
    for cell in (0, 1, 3):
        times_us, codes = by_cell(heard, cell)
        assert set(np.diff(times_us).tolist()) == {PERIODS_US[cell]}
        assert set(np.diff(codes).tolist()) == {4}
    times_us, codes = by_cell(heard, 2)
    steps = np.diff(times_us)
    assert (steps > 1.5 * PERIODS_US[2]).sum() == 1
    gone = int(steps.max()) / PERIODS_US[2] - 1
    assert heard[-1].missed == pytest.approx(gone, abs=1)
    assert all(one.flags == 0 for frame in heard for one in frame.readings)


def test_the_self_test_names_what_is_wrong_with_which_cell(found: Any) -> None:
    states = {}
    for case in ("well", "dead", "shorted"):
        (report,) = [event for event in events_of(bytes.fromhex(found[case])) if isinstance(event, SelfTest)]
        states[case] = [one.state for one in report.cells]
        well = [one for one in report.cells if one.state == "running"]
        rates = [1e6 / period_us for period_us, one in zip(PERIODS_US, report.cells, strict=True) if one in well]
        assert [one.rate_hz for one in well] == pytest.approx(rates, abs=0.06)
    assert states == {
        "well": ["running"] * 4,
        "dead": ["running", "missing", "running", "running"],
        "shorted": ["running", "shorted", "running", "running"],
    }


def test_readings_go_to_who_asks_and_until_stop_or_for_as_long_as_the_host_is_there(found: Any) -> None:
    hello, unasked, asked, unasked_again, stopped, anew, refused, gone = (
        events_of(bytes.fromhex(wire)) for wire in found["conversation"]
    )
    (card,) = [event for event in hello if isinstance(event, Hello)]
    assert card.cells is not None
    assert card.cells.names == ("heel_medial", "heel_lateral", "toe_medial", "toe_lateral")
    assert card.cells.rate_hz == pytest.approx(sum(1e6 / us for us in PERIODS_US) / 4, abs=0.1)
    assert [bool(heard_in(events)) for events in (unasked, asked, unasked_again)] == [False, True, False]
    assert [event for event in stopped if isinstance(event, Ack)] == [Ack("cells 1"), Ack("stop")]
    assert not heard_in(anew), "stop has forgotten it"
    assert [event for event in refused if isinstance(event, BoardError)] == [BoardError("cells needs 0 or 1")]
    assert not heard_in(gone), "and so has a host that was silent for too long"


def record(time_us: int, *cells: tuple[int, int, int] | None) -> bytes:
    said = time_us.to_bytes(8, "little") + bytes(4)
    for cell in cells:
        code, age_us, flags = cell or (NO_READING, 0, 0)
        said += code.to_bytes(4, "little", signed=True) + age_us.to_bytes(2, "little") + bytes([flags, 0])
    return said


@pytest.fixture
def plate(converse: Converse) -> Callable[..., list[Event]]:
    """Scan records with three cells; gives what the board says."""

    def scanned(said: bytes, *records: bytes) -> list[Event]:
        mark = b"\xff" * len(records[0])
        return events_of(converse(said, mark + b"".join(records), "--channels", "a,b", "--cells", "3")[0])

    return scanned


def test_a_virtual_board_serves_the_codes_of_its_foot_in_order_of_their_times(plate: Any) -> None:
    low, high = -(1 << 23), (1 << 23) - 1
    records = [record(1000 * i, *(3 * (None,))) for i in range(1, 21)]
    records[2] = record(3000, (low, 0, 0), None, (high, 300, 0))
    records[5] = record(6000, (5, 100, 0), (6, 100, MAY_BE_TORN), (7, 100, MAY_BE_TORN))
    records[11] = record(12_000, None, (-5, 999, 0), None)
    heard = heard_in(plate(b"cells 1\nstart\n", *records))
    assert [(frame.device_us, frame.readings) for frame in heard] == [
        (
            2700,
            (
                *(CellReading(0, 2, high), CellReading(300, 0, low), CellReading(3200, 0, 5)),
                *(CellReading(3200, 1, 6, MAY_BE_TORN), CellReading(3200, 2, 7, MAY_BE_TORN)),
            ),
        ),
        (11_001, (CellReading(0, 1, -5),)),
    ]
    assert [(frame.total, frame.missed) for frame in heard] == [(5, 0), (6, 0)]


def test_a_board_without_tiles_to_spare_time_for_it_sends_every_reading_of_the_fastest_converter(plate: Any) -> None:
    """An HX717 has 320 readings a second, and three of them at once."""
    records = [record(1000 * i, *(3 * ((i, 0, 0) if i % 3 == 0 else None,))) for i in range(1, 301)]
    heard = heard_in(plate(b"cells 1\nstart\n", *records))
    for cell in range(3):
        times_us, codes = by_cell(heard, cell)
        assert codes == list(range(3, 301, 3))
        assert times_us == [1000 * code for code in codes]
    assert heard[-1].missed == 0


def plate_record(time_us: int, *cells: tuple[int, int, int] | None) -> bytes:
    """A record of a board without tiles."""
    said = record(time_us, *cells)
    return said[:8] + said[12:]


@pytest.mark.parametrize("rate_hz", [1000, 125])
def test_a_board_without_tiles_sends_cells_and_status_to_the_beat_of_scans_that_nobody_sees(
    converse: Converse, rate_hz: int
) -> None:
    step_us = 1_000_000 // rate_hz
    n = 600_000 // step_us
    records = b"".join(
        plate_record(step_us * i, (i, 7, 0) if i * step_us % 16_000 == 0 else None, None, (-i, 0, 0))
        for i in range(1, n + 1)
    )
    said = f"hello\nrate {rate_hz}\ncells 1\nstart\n".encode()
    wire, _ = converse(said, b"\xff" * 32 + records, "--channels", "", "--cells", "3")
    events = events_of(wire)
    assert not [event for event in events if isinstance(event, Scans)]
    (hello,) = [event for event in events if isinstance(event, Hello)]
    assert (hello.protocol, hello.channels) == (2, ()), (
        "which a host from before there were such boards refuses in a line"
    )
    heard = heard_in(events)
    _, codes = by_cell(heard, 2)
    assert codes == [-i for i in range(1, n + 1)]
    assert by_cell(heard, 0)[0] == [16_000 * i - 7 for i in range(1, n * step_us // 16_000 + 1)]
    statuses = [event for event in events if isinstance(event, Status)]
    assert 5 <= len(statuses) <= 6
    assert statuses[0].supply_mv == 3300.0


def test_a_board_without_tiles_tests_its_cells(converse: Converse) -> None:
    records = b"".join(plate_record(1000 * i, (50 * (i % 3), 0, 0) if i % 10 == 0 else None) for i in range(1, 201))
    wire, _ = converse(b"selftest\n", b"\xff" * 16 + records, "--channels", "", "--cells", "1")
    (report,) = [event for event in events_of(wire) if isinstance(event, SelfTest)]
    assert (report.states, report.mean_counts, report.has_bleed, report.missed) == ((), (), False, 0)
    assert [one.state for one in report.cells] == ["running"]


def test_bytes_depend_on_nothing_but_the_records(converse: Converse) -> None:
    rng = np.random.default_rng(5)
    records = b"".join(
        record(1000 * i, *((int(c), int(a), 0) if hit else None for c, a, hit in zip(*drawn, strict=True)))
        for i, drawn in (
            (i, (rng.integers(-9000, 9000, 3), rng.integers(0, 1000, 3), rng.random(3) < 0.08)) for i in range(1, 400)
        )
    )
    wires = [
        converse(b"cells 1\nstart\n", b"\xff" * 36 + records, "--channels", "a,b", "--cells", "3")[0] for _ in range(3)
    ]
    assert wires[0] == wires[1] == wires[2]
    assert len(heard_in(events_of(wires[0]))) > 20


def test_a_reading_whose_line_did_not_rise_is_dropped_and_its_cell_is_off_for_a_tenth_of_a_second(plate: Any) -> None:
    records = [record(1000 * i, (i, 0, NOT_LIFTED if i == 50 else 0), None, (i, 0, 0)) for i in range(1, 301)]
    heard = heard_in(plate(b"cells 1\nstart\n", *records))
    _, first = by_cell(heard, 0)
    _, third = by_cell(heard, 2)
    assert third == list(range(1, 301))
    gone = sorted(set(range(1, 301)) - set(first))
    # what lies ready when a fault is seen is taken with it, up to a frame's worth of scans
    assert 50 in gone
    assert 100 <= len(gone) <= 118
    assert gone[-1] - gone[0] <= 118


@pytest.mark.parametrize(
    ("codes", "state"),
    [
        (lambda rng: rng.normal(84_000, 60, 20), "running"),
        (lambda rng: np.full(20, (1 << 23) - 1.0), "open"),
        (lambda rng: np.full(20, -float(1 << 23)), "open"),
        (lambda rng: np.full(20, 84_000.0), "stuck"),
        (lambda rng: rng.normal(84_000, 4000, 20), "noisy"),
        (lambda rng: np.linspace(0, 2_000_000, 20), "noisy"),
        (lambda rng: rng.normal(np.linspace(0, 8000, 20), 60), "running"),
    ],
    ids=["well", "open", "open below", "stuck", "noisy", "a blow", "a hand that is laid on"],
)
def test_the_self_test_tells_an_open_bridge_from_noise_and_from_a_weight(
    plate: Any, codes: Callable[[np.random.Generator], np.ndarray], state: str
) -> None:
    drawn = np.rint(codes(np.random.default_rng(3))).astype(int).tolist()
    sound = np.rint(np.random.default_rng(4).normal(-5000, 60, 20)).astype(int).tolist()
    records = [
        record(1000 * i, (drawn[i // 10], 0, 0), None, (sound[i // 10], 0, 0))
        if i % 10 == 0
        else record(1000 * i, *(3 * (None,)))
        for i in range(1, 200)
    ]
    records.append(record(200_000, *(3 * (None,))))
    (report,) = [event for event in plate(b"selftest\n", *records) if isinstance(event, SelfTest)]
    first, second, third = report.cells
    assert (first.state, third.state) == (state, "running")
    assert second == CellReport("missing", None, None, None)
    assert first.mean == pytest.approx(np.mean(drawn[1:]), abs=1)
    steps = np.diff(drawn[1:])
    assert first.noise == pytest.approx((np.mean(steps**2) / 2) ** 0.5, abs=0.06, rel=1e-5)
