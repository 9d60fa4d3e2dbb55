"""The live session on a rig that is only bytes: onsets, silence, a board that goes away, the end of the stream."""

from __future__ import annotations

import json
import time
from collections.abc import Callable

import numpy as np
import pytest

from thumbwalk.coach.drill.document import drill_to_json
from thumbwalk.coach.drill.drill import Drill, DrillSet
from thumbwalk.errors import LinkLost
from thumbwalk.link import watch
from thumbwalk.link.ports import RigLink
from thumbwalk.link.serial_link import FORGET, SerialLink
from thumbwalk.link.wire import FrameType, Hello, encode_frame, encode_scans
from thumbwalk.pad import builtin_pad
from thumbwalk.session.live import LiveSession
from thumbwalk.session.practice import Practice
from thumbwalk.signal.calibration import Calibration
from thumbwalk.virtual.foot import FootSpec
from thumbwalk.virtual.rig import VirtualRig

PAD = builtin_pad()


class ScriptedLink:
    """Answers like a port: gives its portions one by one, then stays silent or goes away."""

    url = "scripted"

    def __init__(self, portions: list[bytes], *, goes_away: bool = False) -> None:
        self.portions, self.goes_away = list(portions), goes_away
        self.sent: list[str] = []

    def read(self) -> bytes:
        if self.portions:
            return self.portions.pop(0)
        if self.goes_away:
            raise LinkLost("scripted: the rig went away")
        time.sleep(0.005)
        return b""

    def send(self, line: str) -> None:
        self.sent.append(line)

    def wake(self) -> None:
        self.sent.append("DTR")


class StalledLink(ScriptedLink):
    """Falls silent after its portions, and goes on once it has heard ``wakes_at``, some times."""

    def __init__(self, portions: list[bytes], rest: list[bytes], wakes_at: str, times: int) -> None:
        super().__init__(portions)
        self.rest, self.wakes_at, self.times = rest, wakes_at, times

    def send(self, line: str) -> None:
        super().send(line)
        self._woken()

    def wake(self) -> None:
        super().wake()
        self._woken()

    def _woken(self) -> None:
        if self.rest and self.sent.count(self.wakes_at) == self.times:
            self.portions, self.rest = self.rest, []


class ScriptedRig:
    def __init__(self, link: ScriptedLink) -> None:
        self.link = link
        self.hello = Hello(1, "0", "i", "b", "B", PAD.names, 1000.0, 12, 3300.0, "sole16")


def hello() -> bytes:
    card = {"protocol": 1, "firmware": "0", "id": "i", "board": "b", "name": "B", "channels": PAD.names}
    card |= {"rate_hz": 1000, "bits": 12, "divider_ohm": 3300, "layout": "sole16"}
    return encode_frame(FrameType.HELLO, 0, 0, json.dumps(card).encode())


def scans(start_ms: int, milliseconds: int, code: int) -> bytes:
    counts = np.full((milliseconds, 16), 13, np.uint16)
    counts[:, 12] = code
    time_us = (start_ms + np.arange(milliseconds, dtype=np.int64)) * 1000
    return encode_scans(start_ms, time_us[:50], counts[:50])


def session_of(link: ScriptedLink, **options: bool) -> LiveSession:
    return LiveSession(ScriptedRig(link), Practice(PAD, Calibration.generic(16)), **options)  # type: ignore[arg-type]


def run_until(session: LiveSession, done: Callable[[], bool]) -> None:
    session.start()
    deadline = time.monotonic() + 10.0
    while not done() and time.monotonic() < deadline:
        time.sleep(0.002)
    session.stop()
    assert not session.running


def test_each_onset_is_told_once() -> None:
    codes = [13, 1500, 1500, 13, 13, 1500, 13]
    link = ScriptedLink([hello(), *(scans(50 * i, 50, code) for i, code in enumerate(codes))])
    session = session_of(link)
    onsets: list[int] = []
    session.tell_onset(lambda: onsets.append(1))
    run_until(session, lambda: not link.portions)
    assert len(onsets) == 2


def test_the_hello_is_asked_for_before_the_stream_and_pings_follow() -> None:
    link = ScriptedLink([hello(), scans(0, 50, 13)])
    session = session_of(link)
    run_until(session, lambda: any(line.startswith("ping") for line in link.sent))
    assert link.sent[:2] == ["hello", "start"]
    assert session.snapshot().identity == "B"


def test_a_rig_that_goes_away_is_said_and_what_came_is_kept() -> None:
    link = ScriptedLink([hello(), scans(0, 50, 13)], goes_away=True)
    session = session_of(link)
    run_until(session, lambda: not session.running)
    assert isinstance(session.error, LinkLost)
    now = session.snapshot()
    assert not now.connected
    assert "went away" in now.message
    assert now.time_s == pytest.approx(0.049)


GREETING = FORGET + "hello\nstart"


@pytest.mark.parametrize(("wakes_at", "times"), [(GREETING, 1), (GREETING, 2), ("DTR", 1)])
def test_a_rig_that_falls_silent_is_greeted_again_and_its_scans_go_on(wakes_at: str, times: int) -> None:
    rest = [hello(), scans(1000, 50, 13)]
    link = StalledLink([hello(), scans(0, 50, 13)], rest, wakes_at, times)
    session = session_of(link)
    run_until(session, lambda: not (link.rest or link.portions))
    assert session.error is None
    assert session.snapshot().time_s == pytest.approx(1.049)
    assert link.sent[:2] == ["hello", "start"]
    assert "DTR" not in link.sent[: link.sent.index(GREETING)], "first the word, then the line"


def test_a_rig_that_streams_is_not_disturbed() -> None:
    portions = [hello(), *(scans(50 * i, 50, 13) for i in range(100))]
    link = ScriptedLink(portions)
    session = session_of(link)
    run_until(session, lambda: not link.portions)
    assert {line.split()[0] for line in link.sent} == {"hello", "start", "ping"}


def test_a_board_that_stopped_for_want_of_a_word_streams_again() -> None:
    with VirtualRig(FootSpec()) as virtual:
        rig = RigLink(SerialLink(virtual.url))
        session = LiveSession(rig, Practice(PAD, Calibration.generic(16)))
        session.start()
        assert wait_for(lambda: session.snapshot().time_s > 0.3)
        rig.link.send("stop")
        stopped_s = session.snapshot().time_s
        assert wait_for(lambda: session.snapshot().time_s > stopped_s + 1.0)
        session.stop()
        rig.link.close()
    assert session.error is None


def wait_for(done: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 15.0
    while not done() and time.monotonic() < deadline:
        time.sleep(0.01)
    return done()


def test_a_rig_that_falls_silent_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "LOST_S", 0.1)
    monkeypatch.setattr(watch, "ASK_AGAIN_S", 0.03)
    session = session_of(ScriptedLink([hello(), scans(0, 50, 13)]))
    run_until(session, lambda: not session.running)
    assert isinstance(session.error, LinkLost)
    assert "no scan" in str(session.error)


def test_a_fault_of_the_chain_is_kept_for_whoever_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    session = session_of(ScriptedLink([hello(), scans(0, 50, 13)]))

    def broken(*_: object) -> None:
        raise ZeroDivisionError("oh")

    monkeypatch.setattr(session._practice, "take", broken)
    run_until(session, lambda: not session.running)
    assert isinstance(session.error, ZeroDivisionError)
    assert not session.snapshot().connected


def test_a_board_with_other_channels_than_it_said_ends_the_session() -> None:
    odd = encode_scans(1, np.array([0]), np.zeros((1, 8), np.uint16))
    session = session_of(ScriptedLink([hello(), odd]))
    run_until(session, lambda: not session.running)
    assert "8 channels" in str(session.error)


def test_lock_step_sends_no_pings_and_ends_with_the_end_of_scans() -> None:
    end = encode_frame(FrameType.OVER, 9, 0, b"")
    link = ScriptedLink([hello(), scans(0, 50, 13), end, scans(50, 50, 13)])
    session = session_of(link, lockstep=True)
    run_until(session, lambda: not session.running)
    assert session.error is None
    assert link.sent == ["hello", "start"]
    assert session.snapshot().time_s == pytest.approx(0.049)


@pytest.mark.parametrize("lockstep", [True, False])
def test_no_words_of_a_board_end_a_session(lockstep: bool) -> None:
    said = [
        encode_frame(kind, 9 + kind, 0, b"end of scans") for kind in (FrameType.LOG, FrameType.ERROR, FrameType.ACK)
    ]
    said += [] if lockstep else [encode_frame(FrameType.OVER, 20, 0, b"end of scans")]
    link = ScriptedLink([hello(), scans(0, 50, 13), *said, scans(50, 50, 13)])
    session = session_of(link, lockstep=lockstep)
    run_until(session, lambda: not link.portions)
    assert session.error is None
    assert session.snapshot().time_s == pytest.approx(0.099)


def test_a_drill_that_a_board_sends_replaces_nothing() -> None:
    drill = drill_to_json(Drill("evil", "Evil", "", sets=(DrillSet("hold", "Hold", 1.0),)))
    event = encode_frame(FrameType.EVENT, 0, 0, json.dumps({"event": "drill", "drill": drill}).encode())
    link = ScriptedLink([hello(), event, scans(0, 50, 13)])
    session = session_of(link)
    run_until(session, lambda: not link.portions)
    assert session._practice.drill is None
    assert session.tally.bad_frames == 1


@pytest.mark.parametrize("slept_s", [300, 900])
def test_a_computer_that_slept_finds_its_practice_a_second_later_and_the_session_says_for_how_long(
    slept_s: int,
) -> None:
    before = [numbered_scans(i, 50 * i) for i in range(4)]
    after = [numbered_scans(4 + i, 1000 * slept_s + 200 + 50 * i) for i in range(4)]
    link = ScriptedLink([hello(), *before, *after])
    session = session_of(link)
    run_until(session, lambda: not link.portions)
    assert session.snapshot().time_s == pytest.approx(0.15 + 1.0 + 0.199)
    assert session.tally.standstills == 1
    assert session.tally.stood_still_s == pytest.approx(slept_s + 0.05)
    assert session.error is None


def numbered_scans(number: int, start_ms: int) -> bytes:
    time_us = (start_ms + np.arange(50, dtype=np.int64)) * 1000
    return encode_scans(1 + number, time_us, np.full((50, 16), 13, np.uint16))


def test_garbage_on_the_wire_is_counted_and_skipped() -> None:
    link = ScriptedLink([hello(), b"\x07garbage\0\xff\xfe\0", scans(0, 50, 13)])
    session = session_of(link)
    run_until(session, lambda: not link.portions)
    now = session.snapshot()
    assert now.bad_frames == 2
    assert now.time_s == pytest.approx(0.049)
