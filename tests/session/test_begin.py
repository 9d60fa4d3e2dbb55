"""From a rig to a running practice: recorded from its first frame, and ended and kept whatever happens."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.session.streams import END, FIRST_STEPS, PAD, ScriptedLink, ScriptedRig, hello, scans

from thumbwalk.errors import LinkLost
from thumbwalk.link.wire import HostFrame, Scans
from thumbwalk.session.begin import prepared, recorded
from thumbwalk.session.live import LiveSession
from thumbwalk.session.recording import open_recording
from thumbwalk.session.replay import replayed
from thumbwalk.signal.calibration import Calibration

LONGEST_S = 20.0


class Heard:
    """A listener that fails when it hears scans, if it is told to."""

    def __init__(self, *, fails: bool = False) -> None:
        self.heard: list[object] = []
        self._fails = fails

    def hear(self, heard: object) -> None:
        self.heard.append(heard)
        if self._fails and isinstance(heard, Scans):
            raise OSError("no room")


def rig_of(link: ScriptedLink) -> Any:
    return ScriptedRig(link)


def test_what_was_practised_is_recorded_with_its_rig_and_drill_and_kept_when_all_is_taken(tmp_path: Path) -> None:
    rig = rig_of(ScriptedLink([hello(), *(scans(50 * i, 50, 1500) for i in range(20)), END]))
    practice = prepared(rig, PAD, Calibration.generic(16), FIRST_STEPS)
    ends: list[float | None] = []
    heard = Heard()

    def keep() -> None:
        result = practice.result()
        assert result is not None
        ends.append(result.score)

    with recorded(rig, practice, tmp_path / "a.twr", heard, created=None, lockstep=True, on_end=keep) as session:
        session.start()
        assert session.wait(LONGEST_S)
    assert session.error is None
    recording = open_recording(tmp_path / "a.twr")
    again = replayed(recording)
    assert recording.warnings == []
    assert again.drill == practice.drill
    assert again.result() == practice.result()
    assert ends == [again.result().score]  # type: ignore[union-attr]
    assert isinstance(heard.heard[0], HostFrame)
    assert sum(len(one.counts) for one in heard.heard if isinstance(one, Scans)) == 1000


def test_a_listener_that_fails_ends_it_and_the_score_is_kept_all_the_same(tmp_path: Path) -> None:
    rig = rig_of(ScriptedLink([hello(), scans(0, 50, 1500), scans(50, 50, 1500)]))
    practice = prepared(rig, PAD, Calibration.generic(16), FIRST_STEPS)
    ends: list[bool] = []
    failing = Heard(fails=True)
    with recorded(
        rig, practice, tmp_path / "a.twr", failing, created=None, on_end=lambda: ends.append(True)
    ) as session:
        session.start()
        assert session.wait(LONGEST_S)
    assert isinstance(session.error, OSError)
    assert ends == [True]
    assert open_recording(tmp_path / "a.twr").pad.names == PAD.names


def test_whoever_leaves_in_the_middle_ends_the_session_and_the_recording_is_whole(tmp_path: Path) -> None:
    rig = rig_of(ScriptedLink([hello(), scans(0, 50, 1500)]))
    practice = prepared(rig, PAD, Calibration.generic(16))
    sessions: list[LiveSession] = []

    def leave() -> None:
        with recorded(rig, practice, tmp_path / "a.twr", created=None) as session:
            sessions.append(session)
            session.start()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        leave()
    assert not sessions[0].running
    recording = open_recording(tmp_path / "a.twr")
    list(recording.events())
    assert recording.warnings == []


def test_a_rig_that_goes_away_is_told_by_the_session_and_not_raised(tmp_path: Path) -> None:
    rig = rig_of(ScriptedLink([hello(), scans(0, 50, 13)], goes_away=True))
    practice = prepared(rig, PAD, Calibration.generic(16))
    with recorded(rig, practice, tmp_path / "a.twr", created=None) as session:
        session.start()
        assert session.wait(LONGEST_S)
    assert isinstance(session.error, LinkLost)
