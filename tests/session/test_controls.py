"""What is asked of a drill while the stream runs: it takes effect between two blocks, and a replay does the same."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.session.streams import (
    END,
    FIRST_STEPS,
    HELLO,
    PAD,
    ScriptedLink,
    ScriptedRig,
    document_of,
    hello,
    scans,
    streamed,
)

from thumbwalk.coach.drill.clock import DrillClock
from thumbwalk.coach.drill.drill import Drill, DrillSet
from thumbwalk.coach.drill.run import DrillRun
from thumbwalk.coach.feedback.verdict import NOTHING
from thumbwalk.coach.score.drill_score import DrillScore
from thumbwalk.errors import DrillError, RecordingError
from thumbwalk.link.ports import RigLink
from thumbwalk.link.serial_link import SerialLink
from thumbwalk.link.wire import FrameType, HostFrame, Scans, Tally
from thumbwalk.session.controls import Controls
from thumbwalk.session.listener import Heard
from thumbwalk.session.live import LiveSession
from thumbwalk.session.marks import drill_frame, event_in, mark_frame
from thumbwalk.session.outcome import scores_document
from thumbwalk.session.practice import Practice
from thumbwalk.session.recording import RecordingWriter, open_recording
from thumbwalk.session.replay import replayed
from thumbwalk.signal.calibration import Calibration
from thumbwalk.touch.touch_block import TouchBlock
from thumbwalk.virtual.foot import FootSpec
from thumbwalk.virtual.rig import VirtualRig

LONGEST_S = 300.0
HOLD = Drill("hold", "Hold", "", 0.5, 1.0, (DrillSet("hold", "Hold", 4.0, zone="heel", force_n=12.0),))
KNEAD = Drill("knead", "Knead", "", 0.0, 1.0, (DrillSet("knead", "Knead", 5.0, zone="heel", rate_per_min=45.0),))


FIRST = Drill("first", "First", "", 1.0, 1.0, (HOLD.sets[0], KNEAD.sets[0]))


@pytest.fixture(scope="module")
def wire() -> bytes:
    """Sixteen seconds as a board sends them, of a beginner's hold and kneading."""
    return streamed((1.0,), 16_000)


class Live:
    """A session of bytes that are given in portions, with something asked at some of the borders."""

    def __init__(self, folder: Path, portions: list[bytes], asked: dict[int, str], drill: Drill | None) -> None:
        self.practice = Practice(PAD, Calibration.generic(16))
        self.practice.take(HELLO)  # who is fitted to a rig knows it, and that it is calibrated
        if drill is not None:
            self.practice.begin(document_of(drill))
        self.path, self._touch = folder / "live.twr", list[TouchBlock]()
        self.path.unlink(missing_ok=True)
        steps: list[bytes | Callable[[], None]] = []
        for number, portion in enumerate(portions):
            if number in asked:
                steps.append(lambda name=asked[number]: self.ask(name))  # type: ignore[misc]
            steps.append(portion)
        link = ScriptedLink([*steps, END])
        with RecordingWriter(self.path, PAD, Calibration.generic(16)) as writer:
            rig: Any = ScriptedRig(link)
            self.session = LiveSession(rig, self.practice, [writer, self], stays=True, now=link.now)
            link.end = self.session.stop
            self.session.start()
            assert self.session.wait(LONGEST_S)
        if self.session.error is not None:
            raise self.session.error

    def ask(self, name: str) -> None:
        controls = self.session.controls
        if name in ("hold", "knead"):
            controls.begin(document_of({"hold": HOLD, "knead": KNEAD}[name]))
        else:
            {"pause": controls.pause, "resume": controls.resume, "end": controls.end}[name]()

    @property
    def document(self) -> str:
        return document(self.practice)

    def hear(self, heard: Heard) -> None:
        if isinstance(heard, TouchBlock):
            self._touch.append(heard)

    def marks(self) -> list[tuple[str, int]]:
        frames = [one for one in open_recording(self.path).events() if isinstance(one, HostFrame)]
        events = [event_in(frame.payload) for frame in frames if frame.kind is FrameType.EVENT]
        return [(event["event"], event.get("device_us", 0)) for event in events if event["event"] != "rig"]

    def judged(self, drill: Drill, marks: list[tuple[str, int]]) -> DrillScore:
        """What the touch of this session earns in a drill with these marks."""
        run = DrillRun(document_of(drill), PAD, DrillClock(), calibrated=self.practice.calibrated)
        for mark, at_us in marks:
            getattr(run.clock, mark)(at_us)
        run.feed(TouchBlock.joined(self._touch))
        return run.result()


def document(practice: Practice) -> str:
    return json.dumps(scores_document([score for _, score in practice.results()]))


def portions_of(data: bytes, size: int) -> list[bytes]:
    return [data[at : at + size] for at in range(0, len(data), size)]


ASKED = st.sampled_from(["pause", "resume", "pause", "resume", "end", "hold", "knead"])


@given(asked=st.dictionaries(st.integers(0, 60), ASKED, max_size=8), size=st.integers(6_000, 8_000))
@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_replay_gives_the_live_scores_to_the_last_byte_whatever_was_asked_and_when(
    wire: bytes, tmp_path: Path, asked: dict[int, str], size: int
) -> None:
    live = Live(tmp_path, portions_of(wire, size), asked, FIRST)
    assert document(replayed(open_recording(live.path))) == live.document


def test_a_pause_is_in_the_recording_with_the_time_at_which_it_took_effect(wire: bytes, tmp_path: Path) -> None:
    live = Live(tmp_path, portions_of(wire, 8_000), {12: "pause", 20: "resume"}, FIRST)
    marks = live.marks()
    assert [mark for mark, _ in marks] == ["drill", "start", "pause", "resume"]
    assert marks[1][1] == 0, "the first scan's"
    scanned = [event for event in open_recording(live.path).events() if isinstance(event, Scans)]
    newest_us = [int(event.time_us[-1]) for event in scanned]
    assert {marks[2][1] - 1, marks[3][1] - 1} <= set(newest_us), "the first microsecond behind the newest scan"
    assert marks[3][1] - marks[2][1] > 1_000_000
    assert live.practice.result() == live.judged(FIRST, marks[1:])
    assert live.practice.result() != live.judged(FIRST, marks[1:2])


def test_drills_one_after_the_other_are_each_scored_from_where_they_began(wire: bytes, tmp_path: Path) -> None:
    portions = portions_of(wire, 10_000)
    live = Live(tmp_path, portions, {5: "hold", 20: "knead", 25: "pause", 28: "resume"}, None)
    marks = live.marks()
    assert [mark for mark, _ in marks] == ["drill", "start", "drill", "start", "pause", "resume"]
    results = live.practice.results()
    assert [drill.name for drill, _ in results] == ["hold", "knead"]
    assert results[0][1] == live.judged(HOLD, [marks[1], ("end", marks[3][1])])
    assert results[1][1] == live.judged(KNEAD, marks[3:])
    again = replayed(open_recording(live.path))
    assert document(again) == live.document
    assert json.loads(live.document).keys() == {"version", "drills"}
    assert again.result() == results[-1][1], "the last one's is the practice's"


def test_one_drill_alone_has_the_document_that_it_always_had(wire: bytes, tmp_path: Path) -> None:
    live = Live(tmp_path, [wire], {}, FIRST)
    result = live.practice.result()
    assert result is not None
    assert live.document == json.dumps(result.to_json())


def test_the_documents_of_several_stand_in_their_order() -> None:
    scores = [DrillScore("b", 1.0, 0, ()), DrillScore("a", 99.0, 3, ())]
    assert scores_document(scores) == {"version": 1, "drills": [one.to_json() for one in scores]}


def test_what_is_asked_before_the_first_scan_waits_for_it() -> None:
    practice = Practice(PAD, Calibration.generic(16))
    practice.begin(document_of(HOLD))
    controls = Controls(practice)
    controls.pause()
    assert list(controls.due()) == []
    practice.take(ScriptedRig(ScriptedLink([])).hello)
    practice.take(Scans(np.arange(70, 73) * 1000, np.full((3, 16), 13, np.uint16)))
    assert list(controls.due()) == [mark_frame("start", 70_000), mark_frame("pause", 72_001)]
    assert list(controls.due()) == []


def resting(practice: Practice, start_ms: int, end_ms: int) -> None:
    for at_ms in range(start_ms, end_ms, 10):
        practice.take(Scans(np.arange(at_ms, at_ms + 10) * 1000, np.full((10, 16), 13, np.uint16)))


def test_a_drill_that_is_begun_shows_nothing_of_the_one_before() -> None:
    practice = Practice(PAD, Calibration.generic(16))
    practice.take(ScriptedRig(ScriptedLink([])).hello)
    practice.begin(document_of(HOLD))
    resting(practice, 0, 3000)
    before = practice.snapshot(Tally(), connected=True)
    practice.take(drill_frame(practice.ready(document_of(KNEAD)).document, "right"))
    begun = practice.snapshot(Tally(), connected=True)
    assert before.drill is not None
    assert before.drill.guide is not None
    assert before.drill.verdict.reason == "press"
    assert begun.drill is not None
    assert (begun.drill.guide, begun.drill.verdict, begun.drill.set) == (None, NOTHING, begun.drill.drill.sets[0])
    assert begun.drill.drill.name == "knead"
    resting(practice, 3000, 6000)
    now = practice.snapshot(Tally(), connected=True)
    assert now.drill is not None
    assert now.drill.verdict.reason == "press"


def test_a_drill_that_never_started_gives_way_to_the_next() -> None:
    practice = Practice(PAD, Calibration.generic(16))
    practice.begin(document_of(HOLD))
    practice.begin(document_of(KNEAD))
    assert [drill.name for drill, _ in practice.results()] == ["knead"]


def test_a_drill_that_cannot_be_done_is_refused_where_it_is_asked_for() -> None:
    practice = Practice(PAD, Calibration.generic(16))
    controls = Controls(practice)
    left = Drill("left", "Left", "", sets=(DrillSet("hold", "Hold", 5.0, point="spleen"),))
    with pytest.raises(DrillError, match="left foot only"):
        controls.begin(document_of(left))
    assert list(controls.due()) == []
    assert practice.drill is None


def test_a_session_that_does_not_stay_ends_with_its_drill_and_one_that_stays_goes_on() -> None:
    blocks = [scans(50 * i, 50, 13) for i in range(140)]
    left = []
    for stays in (False, True):
        practice = Practice(PAD, Calibration.generic(16))
        practice.begin(document_of(KNEAD))
        link = ScriptedLink([hello(), *blocks, END])
        rig: Any = ScriptedRig(link)
        session = LiveSession(rig, practice, stays=stays, now=link.now)
        link.end = session.stop
        session.start()
        assert session.wait(LONGEST_S)
        assert practice.finished
        left.append(len(link.portions))
    assert left[0] > 20
    assert left[1] == 0


@pytest.mark.parametrize("device_us", [None, "7", 7.0, True])
def test_a_mark_without_a_time_is_refused(device_us: object) -> None:
    practice = Practice(PAD, Calibration.generic(16))
    frame = HostFrame(FrameType.EVENT, json.dumps({"event": "pause", "device_us": device_us}))
    with pytest.raises(RecordingError, match="event 'pause' has device_us"):
        practice.take(frame)


def test_a_start_that_the_recording_tells_holds_though_the_first_scans_are_damaged() -> None:
    def left_s(first_ms: int, frames: list[HostFrame]) -> float:
        practice = Practice(PAD, Calibration.generic(16), stored=True)
        practice.take(ScriptedRig(ScriptedLink([])).hello)
        practice.take(drill_frame(practice.ready(document_of(HOLD)).document, "right"))
        resting(practice, first_ms, first_ms + 10)
        for frame in frames:
            practice.take(frame)
        resting(practice, first_ms + 10, 3000)
        practice.finish()
        assert practice.run is not None
        return practice.run.phase_left_s

    told = [mark_frame("start", 100_000)]
    assert left_s(300, told) == pytest.approx(left_s(100, told), abs=0.011)
    assert left_s(300, []) == pytest.approx(left_s(100, []) + 0.2, abs=0.011), "of itself it would start later"


class Restless(threading.Thread):
    """Asks for a pause and a resume, again and again, as fast as it can, until it is told to stop."""

    def __init__(self, controls: Controls) -> None:
        super().__init__()
        self._controls, self._is_enough, self.times = controls, threading.Event(), 0

    def run(self) -> None:
        while not self._is_enough.wait(0.002):
            self._controls.pause()
            self._controls.resume()
            self.times += 1

    def stop(self) -> None:
        self._is_enough.set()
        self.join()


class Passing:
    """Asks for something when the stream is so far."""

    def __init__(self) -> None:
        self.at: list[tuple[float, Callable[[], None]]] = []

    def hear(self, heard: Heard) -> None:
        if isinstance(heard, Scans) and self.at and heard.time_us[-1] * 1e-6 > self.at[0][0]:
            self.at.pop(0)[1]()


def test_a_virtual_rigs_session_that_others_pause_replays_to_the_last_byte(tmp_path: Path) -> None:
    spec = FootSpec(drill="first-steps", hand="beginner", seed=3)
    with VirtualRig(spec, lockstep=True, duration_s=14.0) as virtual:
        rig = RigLink(SerialLink(virtual.url))
        practice = Practice(PAD, Calibration.generic(16))
        practice.take(rig.hello)
        practice.begin(FIRST_STEPS)
        with RecordingWriter(tmp_path / "a.twr", PAD, Calibration.generic(16)) as writer:
            passing = Passing()
            session = LiveSession(rig, practice, [writer, passing], lockstep=True)
            passing.at = [(8.0, lambda: session.controls.begin(document_of(KNEAD))), (12.0, session.controls.end)]
            restless = Restless(session.controls)
            restless.start()
            session.start()
            assert session.wait(LONGEST_S)
            restless.stop()
        rig.link.close()
    assert session.error is None
    assert restless.times > 3
    again = replayed(open_recording(tmp_path / "a.twr"))
    assert [drill.name for drill, _ in again.results()] == ["first-steps", "knead"]
    assert document(again) == document(practice)
