"""Listening to a rig: nothing of an earlier stream, and silence is said or borne."""

from __future__ import annotations

import numpy as np
import pytest
from tests.session.streams import ScriptedLink, ScriptedRig, hello
from tests.session.streams import scans as fifty

from thumbwalk.errors import LinkLost, RigSilent
from thumbwalk.link.wire import Break, FrameType, Hello, Scans, encode_frame, encode_scans
from thumbwalk.pad import builtin_pad
from thumbwalk.rig.listening import Listening, Reading, Stretch, stretch_of

HELLO = Hello(1, "0", "board1", "pico", "", builtin_pad().names, 1000.0, 12, 3300.0, "sole16")


class Port:
    """A board whose earlier stream still waits in the port, and which stops a little late."""

    def __init__(self) -> None:
        self.waiting = [scans(0, code=999)]
        self.streaming, self.now_ms, self.late = False, 5000, 0

    def send(self, line: str) -> None:
        self.waiting.append(encode_frame(FrameType.ACK, 0, 0, line.encode()) if line == "start" else b"")
        self.late = 2 if line == "stop" else 0
        self.streaming = self.streaming or line == "start"

    def read(self) -> bytes:
        if self.waiting:
            return self.waiting.pop(0)
        if self.streaming:
            self.now_ms += 10
            if self.late:
                self.late -= 1
                if not self.late:
                    self.streaming = False
                    return scans(self.now_ms, code=13) + encode_frame(FrameType.ACK, 0, 0, b"stop")
            return scans(self.now_ms, code=13)
        return b""


class Rig:
    def __init__(self) -> None:
        self.link, self.hello = Port(), HELLO


def scans(start_ms: int, code: int) -> bytes:
    return encode_scans(start_ms, (start_ms + np.arange(10)) * 1000, np.full((10, 16), code, np.uint16))


def test_every_reading_is_of_its_own_stream_and_whole() -> None:
    rig = Rig()
    for _ in range(3):
        blocks = stretch_of(rig, 0.1).blocks  # type: ignore[arg-type]
        counts = np.concatenate([block.counts for block in blocks])
        assert len(counts) == 101, "to the scan, however the bytes came"
        assert (counts == 13).all()
        assert not rig.link.streaming


def test_a_stretch_says_what_it_lost_and_when_and_not_what_was_lost_behind_its_end() -> None:
    stretch = Stretch()
    stretch.keep(Break("lost", 500, 0.1, 1))
    for start_us in (1_000_000, 1_300_000):
        stretch.keep(Break("lost", start_us, 0.2, 4))
        stretch.keep(Scans(np.array([start_us, start_us + 1000]), np.zeros((2, 1), np.uint16)))
    stretch.keep(Break("lost", 9_000_000, 1.0, 10))
    assert stretch.losses.frames == 4
    (span,) = stretch.losses.spans
    assert (span.from_s, span.to_s) == pytest.approx((0.1, 0.3))
    assert not Stretch().losses.any


STARTED = encode_frame(FrameType.ACK, 0, 0, b"start")


def test_of_a_rig_that_falls_silent_the_stretch_has_what_came_and_says_no_more() -> None:
    link = ScriptedLink([STARTED, fifty(0, 50, 13)])
    found = stretch_of(ScriptedRig(link), 1.0, now=link.now)  # type: ignore[arg-type]
    assert [len(block.counts) for block in found.blocks] == [50]
    assert link.sent[-1] == "stop"


def test_a_board_that_does_not_answer_to_stop_is_not_waited_for_long_nor_started_again() -> None:
    link = ScriptedLink([STARTED, fifty(0, 50, 13), fifty(50, 50, 13), fifty(100, 50, 13)])
    before_s = link.now_s
    found = stretch_of(ScriptedRig(link), 0.1, now=link.now)  # type: ignore[arg-type]
    assert found.seconds == pytest.approx(0.1)
    assert link.sent == ["start", "ping 1", "stop"]
    assert link.now_s - before_s == pytest.approx(1.0, abs=0.1)


def test_a_port_that_is_gone_is_gone_for_a_stretch_too() -> None:
    link = ScriptedLink([STARTED, fifty(0, 50, 13)], goes_away=True)
    with pytest.raises(LinkLost, match="went away"):
        stretch_of(ScriptedRig(link), 1.0, now=link.now)  # type: ignore[arg-type]


def test_a_loop_says_that_the_rig_is_silent_with_how_long_it_was_and_tells_everybody_each_reading() -> None:
    link = ScriptedLink([hello(), fifty(0, 50, 13)])
    one, other = list[Reading](), list[Reading]()
    listening = Listening(ScriptedRig(link), one.append, other.append, now=link.now)  # type: ignore[arg-type]
    with pytest.raises(RigSilent, match=r"scripted: the rig sent no scan for 3\.\d s; unplug it"):
        listening.run(lambda: False)
    assert one == other
    assert [len(reading.events) for reading in one] == [1, 1]
    assert listening.tally.scans == 50
    assert "ping 2" in link.sent


def test_it_ends_between_two_readings_and_leaves_what_comes_after() -> None:
    link = ScriptedLink([hello(), fifty(0, 50, 13), fifty(50, 50, 13)])
    readings = list[Reading]()
    listening = Listening(ScriptedRig(link), readings.append, now=link.now)  # type: ignore[arg-type]
    listening.run(lambda: len(readings) == 2)
    assert len(link.portions) == 1
    assert link.sent == ["start", "ping 1"]


def test_a_frame_that_is_waited_for_is_missing_in_the_end_and_those_behind_it_are_told() -> None:
    link = ScriptedLink([STARTED, fifty(0, 50, 13), fifty(100, 50, 13)])
    found = stretch_of(ScriptedRig(link), 1.0, now=link.now)  # type: ignore[arg-type]
    assert [len(block.counts) for block in found.blocks] == [50, 50]
    assert found.tally.lost_frames == 1
