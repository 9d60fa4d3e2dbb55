"""The live session on a rig that is only bytes: onsets, silence, a board that goes away, the end of the stream."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from tests.session.streams import END, FIRST_STEPS, OVER, PAD, ScriptedLink, ScriptedRig, hello, scans

from thumbwalk.errors import LinkLost, RecordingError
from thumbwalk.link.device_clock import ClockPair
from thumbwalk.link.ports import RigLink
from thumbwalk.link.serial_link import FORGET, SerialLink
from thumbwalk.link.wire import FrameType, Hello, HostFrame, Pong, Scans, encode_frame, encode_scans
from thumbwalk.session.listener import Heard, Listener, OnsetWatch
from thumbwalk.session.live import LiveSession
from thumbwalk.session.marks import clock_frame, drill_frame
from thumbwalk.session.practice import Practice
from thumbwalk.session.screen.snapshot import Snapshot
from thumbwalk.session.screen.view import Newest
from thumbwalk.signal.calibration import Calibration
from thumbwalk.touch.touch_block import TouchBlock
from thumbwalk.virtual.foot import FootSpec
from thumbwalk.virtual.rig import VirtualRig

LONGEST_S = 20.0


class StalledLink(ScriptedLink):
    """Falls silent after its portions, and goes on once it has heard ``wakes_at``, some times."""

    def __init__(self, portions: list[Any], rest: list[Any], wakes_at: str, times: int) -> None:
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


class Until:
    """A listener that somebody may wait with for a moment of the session."""

    def __init__(self, stream_s: float) -> None:
        self._stream_s, self._is_reached = stream_s, threading.Event()

    def hear(self, heard: Heard) -> None:
        if isinstance(heard, Newest) and heard.time_s > self._stream_s:
            self._is_reached.set()

    def wait(self) -> bool:
        return self._is_reached.wait(LONGEST_S)


class Everything:
    """A listener that keeps what it hears."""

    def __init__(self) -> None:
        self.heard: list[Heard] = []

    def hear(self, heard: Heard) -> None:
        self.heard.append(heard)

    def of(self, kind: type[Any]) -> list[Any]:
        return [one for one in self.heard if isinstance(one, kind)]


def session_of(link: ScriptedLink, *listeners: Listener, **options: Any) -> LiveSession:
    practice = Practice(PAD, Calibration.generic(16))
    session = LiveSession(ScriptedRig(link), practice, listeners, now=link.now, **options)  # type: ignore[arg-type]
    link.end = session.stop
    return session


def run(session: LiveSession) -> LiveSession:
    """Run a session to its own end."""
    session.start()
    assert session.wait(LONGEST_S)
    assert not session.running
    return session


def test_each_onset_is_told_once() -> None:
    codes = [13, 1500, 1500, 13, 13, 1500, 13]
    onsets: list[int] = []
    link = ScriptedLink([hello(), *(scans(50 * i, 50, code) for i, code in enumerate(codes)), END])
    run(session_of(link, OnsetWatch(lambda: onsets.append(1))))
    assert len(onsets) == 2


def test_who_is_told_of_onsets_may_change_in_the_middle() -> None:
    told: list[str] = []
    onsets = OnsetWatch()
    first, second = (lambda name=name: told.append(name) for name in ("first", "second"))
    portions: list[bytes | Callable[[], None]] = [hello()]
    for number, call in enumerate((None, first, second, None)):
        portions.append(lambda call=call: onsets.tell(call))  # type: ignore[misc]
        portions += [scans(100 * number, 50, 1500), scans(100 * number + 50, 50, 13)]
    run(session_of(ScriptedLink([*portions, END]), onsets))
    assert told == ["first", "second"]


def test_the_hello_is_asked_for_before_the_stream_and_pings_follow() -> None:
    link = ScriptedLink([hello(), scans(0, 50, 13), END])
    session = run(session_of(link))
    assert link.sent == ["hello", "start", "ping 1"]
    assert session.snapshot().stream.identity == "B"


def test_listeners_hear_bytes_then_what_they_say_then_the_newest_scan_and_the_touch() -> None:
    portions = [hello(), *(scans(50 * i, 50, 1500) for i in range(10))]
    first, second = Everything(), Everything()
    run(session_of(ScriptedLink([*portions, END]), first, second))
    assert first.of(bytes) == portions
    assert [type(one) for one in first.heard[:6]] == [bytes, Hello, bytes, Scans, Newest, TouchBlock]
    touch = TouchBlock.joined(first.of(TouchBlock))
    assert touch.time_s[-1] == pytest.approx(0.49, abs=0.011), "what waited for the end is heard, too"
    assert all(one is other for one, other in zip(first.heard, second.heard, strict=True))


def test_a_moment_is_made_when_it_is_asked_for_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stream of 500 frames a second would spend a tenth of a core on moments that nobody looks at."""
    made: list[float] = []
    true_one = Practice.snapshot

    def counted(self: Practice, *args: Any, **options: Any) -> Snapshot:
        made.append(self.duration_s)
        return true_one(self, *args, **options)

    monkeypatch.setattr(Practice, "snapshot", counted)
    looks: list[Snapshot] = []

    def look() -> None:
        looks.extend((session.snapshot(), session.snapshot()))

    portions = [scans(50 * i, 50, 1500) for i in range(10)]
    session = session_of(ScriptedLink([hello(), *portions[:4], look, *portions[4:], END]))
    run(session)
    assert len(made) == 3, "one to begin with, the one that was looked at, and the last"
    assert looks[0] is looks[1]
    assert looks[0].time_s == pytest.approx(0.199), "of everything that has come"
    assert session.snapshot() is session.snapshot()


def test_a_listener_that_fails_ends_the_session_and_is_told_of() -> None:
    class Failing:
        def hear(self, heard: Heard) -> None:
            if isinstance(heard, Scans):
                raise ZeroDivisionError("oh")

    link = ScriptedLink([hello(), scans(0, 50, 13), scans(50, 50, 13), END])
    session = run(session_of(link, Failing()))
    assert isinstance(session.error, ZeroDivisionError)
    assert len(link.portions) == 2
    assert not session.snapshot().stream.connected


def test_a_recording_that_can_take_no_more_costs_no_score() -> None:
    class Full:
        def hear(self, heard: Heard) -> None:
            raise RecordingError("no room")

    practice = Practice(PAD, Calibration.generic(16))
    practice.begin(FIRST_STEPS)
    link = ScriptedLink([hello()])
    rig: Any = ScriptedRig(link)
    session = LiveSession(rig, practice, [Full()], now=link.now)
    practice.take(rig.hello)
    session.controls.pause()
    last = run(session).snapshot()
    assert str(session.error) == "no room"
    assert last.result is not None


def test_a_pings_clocks_are_told_with_the_moments_by_the_hosts_clock() -> None:
    """The ping leaves after the first read, at 100.25 s; its answer is read at 100.5 s; one to no ping is none."""
    pong, late = (
        encode_frame(FrameType.PONG, n, 60_000, token.to_bytes(4, "little")) for n, token in ((90, 1), (91, 7))
    )
    heard = Everything()
    run(session_of(ScriptedLink([hello(), pong + late, END], read_s=0.25), heard))
    (frame,) = heard.of(HostFrame)
    assert [one.token for one in heard.of(Pong)] == [1, 7]
    assert frame == clock_frame(ClockPair(100.25, 100.5, 60_000))


def test_a_rig_that_goes_away_is_said_and_what_came_is_kept() -> None:
    session = run(session_of(ScriptedLink([hello(), scans(0, 50, 13)], goes_away=True)))
    assert isinstance(session.error, LinkLost)
    now = session.snapshot()
    assert not now.stream.connected
    assert "went away" in now.stream.message
    assert now.time_s == pytest.approx(0.049)


GREETING = FORGET + "hello\nstart"


@pytest.mark.parametrize(("wakes_at", "times"), [(GREETING, 1), (GREETING, 2), ("DTR", 1)])
def test_a_rig_that_falls_silent_is_greeted_again_and_its_scans_go_on(wakes_at: str, times: int) -> None:
    link = StalledLink([hello(), scans(0, 50, 13)], [hello(), scans(1000, 50, 13), END], wakes_at, times)
    session = run(session_of(link))
    assert session.error is None
    assert session.snapshot().time_s == pytest.approx(1.049)
    assert link.sent[:2] == ["hello", "start"]
    assert "DTR" not in link.sent[: link.sent.index(GREETING)], "first the word, then the line"


def test_a_rig_that_streams_is_not_disturbed() -> None:
    link = ScriptedLink([hello(), *(scans(50 * i, 50, 13) for i in range(100)), END], read_s=0.05)
    run(session_of(link))
    assert link.sent == ["hello", "start", *(f"ping {n}" for n in range(1, 6))], "in five seconds"


def test_a_board_that_stopped_for_want_of_a_word_streams_again() -> None:
    with VirtualRig(FootSpec()) as virtual:
        rig, some, more = RigLink(SerialLink(virtual.url)), Until(0.3), Until(2.3)
        session = LiveSession(rig, Practice(PAD, Calibration.generic(16)), [some, more])
        session.start()
        assert some.wait()
        rig.link.send("stop")
        assert more.wait()
        session.stop()
        rig.link.close()
    assert session.error is None


def test_a_rig_that_falls_silent_is_lost() -> None:
    link = ScriptedLink([hello(), scans(0, 50, 13)])
    session = run(session_of(link))
    assert isinstance(session.error, LinkLost)
    assert "no scan for 3.0 s" in str(session.error)
    assert link.now_s == pytest.approx(103.0, abs=0.05)


def test_a_fault_of_the_chain_is_kept_for_whoever_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    session = session_of(ScriptedLink([hello(), scans(0, 50, 13)]))

    def broken(*_: object) -> None:
        raise ZeroDivisionError("oh")

    monkeypatch.setattr(session._practice, "take", broken)
    run(session)
    assert isinstance(session.error, ZeroDivisionError)
    assert not session.snapshot().stream.connected


def test_a_board_with_other_channels_than_it_said_ends_the_session() -> None:
    odd = encode_scans(1, np.array([0]), np.zeros((1, 8), np.uint16))
    assert "8 channels" in str(run(session_of(ScriptedLink([hello(), odd]))).error)


def test_lock_step_sends_no_pings_and_ends_with_the_end_of_scans() -> None:
    link = ScriptedLink([hello(), scans(0, 50, 13), OVER + scans(50, 50, 13), scans(100, 50, 13)])
    session = run(session_of(link, lockstep=True))
    assert session.error is None
    assert link.sent == ["hello", "start"]
    assert len(link.portions) == 1
    assert session.snapshot().time_s == pytest.approx(0.099)


@pytest.mark.parametrize("lockstep", [True, False])
def test_no_words_of_a_board_end_a_session(lockstep: bool) -> None:
    said = [
        encode_frame(kind, 9 + kind, 0, b"end of scans") for kind in (FrameType.LOG, FrameType.ERROR, FrameType.ACK)
    ]
    said += [] if lockstep else [encode_frame(FrameType.OVER, 20, 0, b"end of scans")]
    link = ScriptedLink([hello(), scans(0, 50, 13), *said, scans(50, 50, 13), END])
    session = run(session_of(link, lockstep=lockstep))
    assert session.error is None
    assert session.snapshot().time_s == pytest.approx(0.099)


def test_a_drill_that_a_board_sends_replaces_nothing() -> None:
    event = encode_frame(FrameType.EVENT, 0, 0, drill_frame(FIRST_STEPS, "right").payload.encode())
    session = run(session_of(ScriptedLink([hello(), event, scans(0, 50, 13), END])))
    assert session._practice.drill is None
    assert session.tally.bad_frames == 1


@pytest.mark.parametrize("slept_s", [300, 900])
def test_a_computer_that_slept_finds_its_practice_a_second_later_and_the_session_says_for_how_long(
    slept_s: int,
) -> None:
    before = [numbered_scans(i, 50 * i) for i in range(4)]
    after = [numbered_scans(4 + i, 1000 * slept_s + 200 + 50 * i) for i in range(4)]
    session = run(session_of(ScriptedLink([hello(), *before, *after, END])))
    assert session.snapshot().time_s == pytest.approx(0.15 + 1.0 + 0.199)
    assert session.tally.standstills == 1
    assert session.tally.stood_still_s == pytest.approx(slept_s + 0.05)
    assert session.error is None


def numbered_scans(number: int, start_ms: int) -> bytes:
    time_us = (start_ms + np.arange(50, dtype=np.int64)) * 1000
    return encode_scans(1 + number, time_us, np.full((50, 16), 13, np.uint16))


def test_garbage_on_the_wire_is_counted_and_skipped() -> None:
    link = ScriptedLink([hello(), b"\x07garbage\0\xff\xfe\0", scans(0, 50, 13), END])
    now = run(session_of(link)).snapshot()
    assert now.stream.bad_frames == 2
    assert now.time_s == pytest.approx(0.049)


def test_a_session_is_stopped_from_outside_and_takes_what_was_read() -> None:
    begun = Until(0.04)
    session = session_of(ScriptedLink([hello(), scans(0, 50, 13)], read_s=0.0), begun)
    seen = [session.running]
    session.start()
    assert begun.wait()
    seen.append(session.running)
    session.stop()
    assert [*seen, session.running] == [False, True, False]
    assert session.error is None
    assert session.snapshot().time_s == pytest.approx(0.049)


def test_the_first_thing_that_went_wrong_is_the_one_that_is_told() -> None:
    class Failing:
        def hear(self, heard: Heard) -> None:
            if isinstance(heard, Scans):
                raise RecordingError("the first")

    def fail() -> None:
        raise RecordingError("the second")

    session = run(session_of(ScriptedLink([hello(), scans(0, 50, 13), END]), Failing(), on_end=fail))
    assert str(session.error) == "the first"
    assert session.snapshot().stream.message == "the first"
    alone = run(session_of(ScriptedLink([hello(), scans(0, 50, 13), END]), on_end=fail))
    assert str(alone.error) == "the second"


@pytest.mark.parametrize(("each_s", "waits_s", "said"), [(75.0, 100.0, "2 min"), (50.0, 80.0, "100 s")])
def test_a_board_that_never_comes_back_ends_the_session_with_how_long_it_was_waited_for(
    each_s: float, waits_s: float, said: str
) -> None:
    link = ScriptedLink([hello(), scans(0, 50, 13)], goes_away=True)

    class Nowhere:
        refused = ""

        def look(self) -> None:
            link.now_s += each_s

    session = run(session_of(link, way_back=Nowhere(), waits_s=waits_s))
    assert isinstance(session.error, LinkLost)
    assert f"was not back within {said}; what came before is kept" in str(session.error)
    assert not session.snapshot().stream.connected
