"""A practice gives the same touch and score however its bytes come: live, replayed, in any chunks."""

from __future__ import annotations

import json
import struct
from dataclasses import fields, replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.session.streams import FIRST_STEPS, HELLO, PAD, SAGS, document_of, hello, scans, streamed

from thumbwalk.coach.drill.drill import Drill, DrillSet
from thumbwalk.errors import LinkLost, OtherRig
from thumbwalk.link.wire import FrameType, Hello, Scans, Tally, WireDecoder, encode_frame
from thumbwalk.pipeline import Pipeline
from thumbwalk.session.practice import Practice
from thumbwalk.session.recording import RecordingWriter, open_recording
from thumbwalk.session.replay import replayed
from thumbwalk.signal.calibration import Calibration
from thumbwalk.touch.touch_block import TouchBlock


@pytest.fixture(scope="module")
def wire() -> bytes:
    """A drill on a board whose supply sags under it; a few frames are lost on the way."""
    frames = streamed(SAGS).split(b"\0")
    del frames[7000:7003], frames[15_000]
    return b"\0".join(frames)


def practised(wire: bytes, edges: list[int]) -> tuple[Practice, TouchBlock]:
    practice, decoder = Practice(PAD, Calibration.generic(16)), WireDecoder()
    practice.begin(FIRST_STEPS)
    blocks: list[TouchBlock] = []
    for start, end in pairwise(edges):
        for event in decoder.feed(wire[start:end]):
            blocks += practice.take(event)
    return practice, TouchBlock.joined(blocks + practice.finish())


def noted(practice: Practice, writer: RecordingWriter) -> None:
    for frame in practice.opening():
        writer.host(frame)


@pytest.fixture(scope="module")
def at_once(wire: bytes) -> tuple[Practice, TouchBlock]:
    return practised(wire, [0, len(wire)])


@given(seed=st.integers(0, 1000))
@settings(max_examples=3, deadline=None)
def test_any_chunking_gives_the_same_touch_and_score_to_the_last_bit(
    wire: bytes, at_once: tuple[Practice, TouchBlock], seed: int
) -> None:
    whole, expected = at_once
    cuts = np.random.default_rng(seed).integers(0, len(wire), 400)
    chunked, touch = practised(wire, [0, *sorted(int(cut) for cut in cuts), len(wire)])
    for field in fields(TouchBlock):
        np.testing.assert_array_equal(getattr(touch, field.name), getattr(expected, field.name), err_msg=field.name)
    result, wanted = chunked.result(), whole.result()
    assert result is not None
    assert wanted is not None
    assert json.dumps(result.to_json()) == json.dumps(wanted.to_json())
    assert result.sets[0].score is not None
    assert result.sets[0].score > 20


def test_a_supply_that_sags_makes_no_difference_to_the_touch(monkeypatch: pytest.MonkeyPatch) -> None:
    steady, sagging = (one[: len(one) // 3] for one in (streamed((1.0,)), streamed(SAGS)))
    _, expected = practised(steady, [0, len(steady)])
    _, touch = practised(sagging, [0, len(sagging)])
    # what is left is the rounding of lower codes
    np.testing.assert_allclose(touch.contact_n, expected.contact_n, atol=0.1, rtol=0.01)
    monkeypatch.setattr(Pipeline, "supply", lambda *_: None)
    _, uncorrected = practised(sagging, [0, len(sagging)])
    # a twelfth of what is pressed
    assert np.abs(uncorrected.contact_n - expected.contact_n).max() > expected.contact_n.max() / 12


def test_a_replay_scores_as_the_live_session_did_though_the_targets_have_changed(
    wire: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.twr"
    practice, decoder = Practice(PAD, Calibration.generic(16)), WireDecoder()
    with RecordingWriter(path, PAD, Calibration.generic(16)) as writer:
        practice.begin(FIRST_STEPS)
        noted(practice, writer)
        for at in range(0, len(wire), 997):
            writer.raw(wire[at : at + 997])
            for event in decoder.feed(wire[at : at + 997]):
                practice.take(event)
    practice.finish()
    live = practice.result()
    home = tmp_path / "other home"
    home.mkdir()
    (home / "targets.toml").write_text("[knead]\nrate_per_min = { min = 1, max = 2 }\n")
    monkeypatch.setenv("THUMBWALK_HOME", str(home))
    again = replayed(open_recording(path)).result()
    assert live is not None
    assert again is not None
    assert again.to_json() == live.to_json()


def test_a_recording_whose_hello_is_damaged_is_read_all_the_same(wire: bytes, tmp_path: Path) -> None:
    scores = []
    for name, data in (("whole", wire), ("damaged", wire[:20] + b"\x00" + wire[21:])):
        practice = Practice(PAD, Calibration.generic(16))
        practice.take(HELLO)
        practice.begin(FIRST_STEPS)
        with RecordingWriter(tmp_path / f"{name}.twr", PAD, Calibration.generic(16)) as writer:
            noted(practice, writer)
            writer.raw(data)
        result = replayed(open_recording(tmp_path / f"{name}.twr")).result()
        assert result is not None
        scores.append(result.to_json())
    assert scores[0] == scores[1]
    assert scores[0]["score"] > 20


def test_a_snapshot_shows_the_newest_scan_and_the_end_shows_the_result(wire: bytes) -> None:
    practice, decoder = Practice(PAD, Calibration.generic(16)), WireDecoder()
    practice.begin(FIRST_STEPS)
    first = practice.snapshot(decoder.tally, connected=True)
    assert first.result is None
    assert len(first.touch.strip_n) == 0
    third = len(wire) // 6
    for event in decoder.feed(wire[:third]):
        practice.take(event)
    now = practice.snapshot(decoder.tally, connected=True)
    assert now.touch.touching
    assert now.touch.total_n > 5
    assert now.touch.strip_time_s[-1] == pytest.approx(now.time_s)
    assert now.drill is not None
    assert now.drill.phase.kind == "set"
    assert now.drill.set is not None
    for event in decoder.feed(wire[third:]):
        practice.take(event)
    practice.finish()
    last = practice.snapshot(decoder.tally, connected=True)
    assert last.result is not None
    assert last.stream.lost_frames == 4


def test_another_board_in_the_middle_ends_the_session() -> None:
    practice = Practice(PAD, Calibration.generic(16))
    practice.take(HELLO)
    with pytest.raises(LinkLost, match="replaced"):
        practice.take(Hello(1, "0", "another", "pico", "", PAD.names, 1000.0, 12, 3300.0, "sole16"))


def test_a_board_that_greets_in_another_protocol_ends_the_session_too() -> None:
    """Of that greeting neither rate nor channels are read."""
    foreign = replace(HELLO, protocol=3, rate_hz=0.0, channels=())
    greeted = Practice(PAD, Calibration.generic(16))
    greeted.take(HELLO)
    for practice in (greeted, Practice(PAD, Calibration.generic(16))):
        with pytest.raises(OtherRig, match="speaks protocol 3 now"):
            practice.take(foreign)


def test_codes_above_the_boards_range_are_its_top_code_and_raise_nothing() -> None:
    practice = Practice(PAD, Calibration.generic(16))
    practice.take(HELLO)
    time_us = np.arange(2000, dtype=np.int64) * 1000
    for code in (13, 65_535):
        practice.take(Scans(time_us, np.full((2000, 16), code, np.uint16)))
        time_us = time_us + 2_000_000
    assert practice.pipeline is not None
    assert any(reasons[0].startswith("saturated") for reasons in practice.pipeline.left_out.values())


def test_a_layout_in_counts_is_practised_in_newtons() -> None:
    practice = Practice(replace(PAD, unit="counts"), Calibration.generic(16))
    assert practice.pad.unit == "N"


def test_a_left_foot_is_a_left_one_when_it_is_replayed(wire: bytes, tmp_path: Path) -> None:
    # a point of the left foot alone: on a right one its drill can't even begin
    left = replace(PAD, foot="left")
    drill = Drill("spleen", "Spleen", "", 1.0, 1.0, (DrillSet("hold", "Hold", 8.0, point="spleen"),))
    practice, decoder = Practice(left, Calibration.generic(16)), WireDecoder()
    with RecordingWriter(tmp_path / "a.twr", left, Calibration.generic(16)) as writer:
        practice.take(HELLO)
        practice.begin(document_of(drill))
        noted(practice, writer)
        writer.raw(wire[: len(wire) // 3])
        for event in decoder.feed(wire[: len(wire) // 3]):
            practice.take(event)
    practice.finish()
    again = replayed(open_recording(tmp_path / "a.twr"))
    assert again.pad.foot == "left"
    assert again.result() == practice.result()


def test_a_status_holds_for_the_scans_behind_it() -> None:
    def pressed_n(supply: float, code: int) -> float:
        status = struct.pack("<HBBIII", round(32768 * supply), 0, 0, 0, 0, 0)
        wire = hello()
        for number in range(40):
            wire += encode_frame(FrameType.STATUS, number, 50_000 * number, status)
            wire += scans(50 * number, 50, 13 if number < 20 else code)
        practice = Practice(PAD, Calibration.generic(16))
        for event in WireDecoder().feed(wire):
            practice.take(event)
        return practice.snapshot(Tally(), connected=True).touch.total_n

    # 93 % of the supply, 93 % of the code
    assert pressed_n(0.93, 1860) == pytest.approx(pressed_n(1.0, 2000), rel=0.02)
    assert pressed_n(1.0, 1860) < 0.95 * pressed_n(1.0, 2000)
