"""Readings of the cells under a plate: read whole, or refused; and how a board says which cells it has."""

from __future__ import annotations

from dataclasses import asdict
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thumbwalk.link.cells import MAY_BE_TORN, MOST_CELLS, NOT_LIFTED, SETTLING, CellBank, CellReading, CellReadings
from thumbwalk.link.encoding import encode_cells, encode_scans
from thumbwalk.link.wire import Break, Event, Scans, WireDecoder

PAYLOAD = bytes.fromhex("07000000 01000000 02 0000 01 00 feffff 1c0c 06 04 c0d401 0000fe")
HEARD = CellReadings(
    100_000,
    (CellReading(0, 0, -2), CellReading(3100, 1, 120_000, MAY_BE_TORN), CellReading(3100, 2, -131_072, MAY_BE_TORN)),
    total=7,
    missed=1,
)
CARD: dict[str, Any] = {
    "names": ["heel_medial", "heel_lateral", "toe_medial", "toe_lateral"],
    "converter": "HX711",
    "bits": 24,
    "rate_hz": 80.3,
    "gain": 128,
    "rating_n": 49,
    "mv_per_v": 1.0,
}

moments = st.lists(
    st.tuples(
        st.integers(0, 3000),
        st.dictionaries(st.integers(0, MOST_CELLS - 1), st.integers(-(1 << 23), (1 << 23) - 1), min_size=1),
        st.sampled_from([0, SETTLING, NOT_LIFTED, MAY_BE_TORN, 7]),
    ),
    min_size=1,
    max_size=20,
)


def heard_in(device_us: int, steps: list[tuple[int, dict[int, int], int]]) -> CellReadings:
    """What a board would send: a moment some microseconds behind the one before."""
    found, offset_us = [], 0
    for index, (step_us, codes, flags) in enumerate(steps):
        offset_us += step_us + 1 if index else 0
        found += [CellReading(offset_us, cell, codes[cell], flags) for cell in sorted(codes)]
    return CellReadings(device_us, tuple(found), 1000, 3)


def test_each_cell_has_its_code_and_its_own_time() -> None:
    assert CellReadings.from_payload(100_000, PAYLOAD) == HEARD
    assert HEARD.to_payload() == PAYLOAD
    assert HEARD.time_us.tolist() == [100_000, 103_100, 103_100]


@given(steps=moments)
@settings(max_examples=200, deadline=None)
def test_what_was_sent_comes_back(steps: list[tuple[int, dict[int, int], int]]) -> None:
    heard = heard_in(7, steps)
    assert CellReadings.from_payload(7, heard.to_payload()) == heard


@pytest.mark.parametrize("n", range(len(PAYLOAD)))
def test_what_is_cut_anywhere_is_refused(n: int) -> None:
    with pytest.raises(ValueError, match="cells"):
        CellReadings.from_payload(0, PAYLOAD[:n])


@pytest.mark.parametrize(
    ("at", "value"),
    [(8, 0), (8, 1), (8, 3), (9, 1), (11, 0), (11, 3), (18, 0), (18, 7)],
    ids=["no moment", "fewer", "more", "first is late", "no cell", "a cell more", "none there", "one more there"],
)
def test_what_does_not_fit_itself_is_refused(at: int, value: int) -> None:
    changed = bytearray(PAYLOAD)
    changed[at] = value
    with pytest.raises(ValueError, match="cells"):
        CellReadings.from_payload(0, bytes(changed))


def test_times_that_fall_are_no_order_of_time() -> None:
    falling = (
        bytes(8)
        + b"\3"
        + b"".join(offset_us.to_bytes(2, "little") + b"\1\0" + bytes(3) for offset_us in (0, 3000, 2999))
    )
    with pytest.raises(ValueError, match="moment 2"):
        CellReadings.from_payload(0, falling)


@given(payload=st.binary(max_size=120))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_read_as_they_stand_or_refused(payload: bytes) -> None:
    try:
        heard = CellReadings.from_payload(0, payload)
    except ValueError:
        return
    again = CellReadings.from_payload(0, heard.to_payload())
    assert again == heard


@pytest.mark.parametrize(
    "readings",
    [
        (),
        (CellReading(5, 0, 0),),
        (CellReading(0, 8, 0),),
        (CellReading(0, -1, 0),),
        (CellReading(0, 0, 1 << 23),),
        (CellReading(0, 0, 0), CellReading(65_536, 0, 0)),
        (CellReading(0, 1, 0), CellReading(0, 0, 0)),
        (CellReading(0, 0, 0), CellReading(0, 0, 1)),
        (CellReading(0, 0, 0, 256),),
    ],
)
def test_what_no_frame_can_say_is_not_sent_wrongly(readings: tuple[CellReading, ...]) -> None:
    with pytest.raises(ValueError, match=r"cell"):
        CellReadings(0, readings, 0, 0).to_payload()


@given(cuts=st.lists(st.integers(0, 5000), max_size=10), in_order=st.booleans(), first=st.sampled_from([0, 65_530]))
@settings(max_examples=60, deadline=None)
def test_cut_anywhere_beside_scans_it_is_the_same_and_times_are_unwrapped(
    cuts: list[int], in_order: bool, first: int
) -> None:
    start_us = (1 << 32) - 40_000  # the board's clock begins anew on the way
    frames, sent = [], []
    for index in range(40):
        at_us = start_us + 2000 * index
        number = first + index
        if index % 4 == 3:
            # sent behind scans that are later
            heard = CellReadings(at_us - 9000, (CellReading(0, 0, index), CellReading(4000, 3, -index)), index, 0)
            frames.append(encode_cells(number, heard))
            sent.append(heard)
        else:
            frames.append(encode_scans(number, np.array([at_us]), np.full((1, 2), index, np.uint16)))
    wire = b"".join(frames)
    edges = sorted({0, len(wire), *(cut % len(wire) for cut in cuts)})
    decoder = WireDecoder(in_order=in_order)
    events: list[Event] = [event for a, b in pairwise(edges) for event in decoder.feed(wire[a:b])]
    assert [event for event in events if isinstance(event, CellReadings)] == sent
    assert (decoder.tally.cell_readings, decoder.tally.bad_frames, decoder.tally.lost_frames) == (20, 0, 0)


def test_an_hour_and_a_half_of_cells_without_scans_goes_on_over_the_wraps_of_the_boards_clock() -> None:
    decoder, times_us = WireDecoder(), []
    sent = range(0, 5_400_000_000, 2_500_000)
    for number, at_us in enumerate(sent):
        (heard,) = decoder.feed(encode_cells(number, CellReadings(at_us, (CellReading(0, 0, 1),), number, 0)))
        assert isinstance(heard, CellReadings)
        times_us.append(heard.device_us)
    assert times_us == list(sent)


def cells_at(number: int, at_us: int) -> bytes:
    return encode_cells(number, CellReadings(at_us, (CellReading(0, 0, 1),), number, 0))


@pytest.mark.parametrize("portion", [1, 7, 10_000])
@pytest.mark.parametrize(
    ("behind", "kind", "goes_on_us", "seconds", "frames"),
    [
        ([(44, 5_352_000 + 8000 * i) for i in range(3)], "lost", 5_352_000, 0.032, 4),
        ([(0, 12_000 + 8000 * i) for i in range(3)], "restart", 6_312_000, 0.0, 0),
        ([(40, 30_000_000 + 8000 * i) for i in range(3)], "standstill", 6_312_000, 24.688, 0),
    ],
)
def test_what_is_broken_in_a_stream_of_cells_alone_is_said_as_of_scans(
    portion: int, behind: list[tuple[int, int]], kind: str, goes_on_us: int, seconds: float, frames: int
) -> None:
    first = behind[0][0]
    wire = b"".join(cells_at(number, 5_000_000 + 8000 * number) for number in range(40))
    wire += b"".join(cells_at(first + index, at_us) for index, (_, at_us) in enumerate(behind))
    decoder = WireDecoder(in_order=True)
    events = [event for at in range(0, len(wire), portion) for event in decoder.feed(wire[at : at + portion])]
    events += decoder.rest()
    (found,) = [event for event in events if isinstance(event, Break)]
    assert (found.kind, found.device_us, found.frames) == (kind, goes_on_us, frames)
    assert found.seconds == pytest.approx(seconds, abs=0.001)
    times_us = [event.device_us for event in events if isinstance(event, CellReadings)]
    assert times_us[-3:] == [goes_on_us, goes_on_us + 8000, goes_on_us + 16_000], "and it goes on as it was"
    assert len(times_us) == 43
    assert (decoder.tally.lost_frames, decoder.tally.restarts, decoder.tally.standstills) == (
        frames, kind == "restart", kind == "standstill"
    )  # fmt: skip


def test_cells_do_not_move_the_time_that_scans_tell() -> None:
    frames = [
        encode_scans(0, np.array([1_000_000]), np.zeros((1, 2), np.uint16)),
        encode_cells(1, CellReadings(995_000, (CellReading(0, 0, 1),), 1, 0)),
        encode_scans(2, np.array([1_002_000]), np.zeros((1, 2), np.uint16)),
    ]
    events = WireDecoder().feed(b"".join(frames))
    assert [event.time_us.tolist() for event in events if isinstance(event, Scans | CellReadings)] == [
        [1_000_000], [995_000], [1_002_000]
    ]  # fmt: skip
    assert not [event for event in events if isinstance(event, Break)]


def test_readings_that_are_older_than_scans_do_not_end_the_wait_for_a_frame_that_is_late() -> None:
    scans = [encode_scans(i, np.array([100_000 + 2000 * i]), np.full((1, 2), i, np.uint16)) for i in range(4)]
    older = encode_cells(4, CellReadings(92_000, (CellReading(0, 0, 5),), 1, 0))
    decoder = WireDecoder(in_order=True)
    decoder.feed(scans[0])
    assert decoder.feed(scans[2] + scans[3] + older) == []
    given_back = decoder.feed(scans[1])
    assert isinstance(given_back[-1], CellReadings)
    assert (decoder.tally.late_frames, decoder.tally.lost_frames, decoder.tally.scans) == (0, 0, 4)


def test_a_greeting_names_the_cells() -> None:
    bank = CellBank.from_card(CARD)
    assert bank == CellBank(tuple(CARD["names"]), "HX711", 24, 80.3, 128, 49.0, 1.0)
    assert CellBank.from_card(asdict(bank)) == bank
    assert CellBank.from_card(CARD | {"rate_hz": None}).rate_hz is None, "not known yet"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("names", []),
        ("names", ["a"] * 9),
        ("names", [1]),
        ("names", "abcd"),
        ("converter", None),
        ("bits", 25),
        ("rate_hz", 0),
        ("rate_hz", float("nan")),
        ("gain", 0),
        ("rating_n", 0),
        ("mv_per_v", -1),
    ],
)
def test_cells_that_no_board_has_are_refused(key: str, value: Any) -> None:
    with pytest.raises(ValueError, match=f"{key}|cell"):
        CellBank.from_card(CARD | {key: value})


def test_what_is_no_table_names_no_cells() -> None:
    with pytest.raises(ValueError, match="not a table"):
        CellBank.from_card([CARD])
