"""The whole window on a display of its own, used with a real mouse: choose, press and drag, pause, go on, finish; then
the drill is seen in Progress and read back from the store."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF
from tests.app import scenes
from tests.app.conftest import Until
from tests.app.desks import still_desk
from tests.app.real_mouse import (
    PATIENCE_S,
    SIZE,
    TRIES,
    Display,
    Mouse,
    a_display,
    centre,
    in_the_store,
    look_at_progress,
    needs_a_mouse,
    opened,
)
from tests.app.room_scenes import at

from thumbwalk.app.rooms.drills import DrillsRoom
from thumbwalk.app.rooms.practice import PracticeRoom
from thumbwalk.app.window import end
from thumbwalk.app.words.doors import DRILLS, PRACTICE
from thumbwalk.app.words.ladder import OWN
from thumbwalk.coach.drill.drills_file import packaged_drills, read_drills
from thumbwalk.coach.score.enough import NOT_ENOUGH
from thumbwalk.coach.targets.targets_file import packaged_targets
from thumbwalk.link.wire import FrameType, HostFrame
from thumbwalk.session.recording import open_recording
from thumbwalk.session.replay import read_recording

DRILL = """
[[drill]]
name = "short-hold"
title = "A short hold"
description = "Long enough to be paused on a busy machine."
count_in_s = 1
[[drill.set]]
technique = "hold"
title = "Hold the solar plexus point"
duration_s = 12
point = "solar plexus"
force_n = 9
"""
pytestmark = needs_a_mouse


@pytest.fixture
def display(tmp_path: Path) -> Iterator[Display]:
    with a_display(tmp_path) as one:
        yield one


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    (folder / "drills.toml").write_text(DRILL)
    (folder / "settings.toml").write_text('safety_read = true\nlearner = "Anna"\n')
    return folder


@pytest.fixture
def window(display: Display, home: Path) -> Iterator[subprocess.Popen[bytes]]:
    with opened(display, home, "--virtual") as process:
        yield process


def places(home: Path) -> dict[str, QPointF]:
    """Where things are in a window of this size: the same rooms, laid out where nobody sees them."""
    drills = read_drills(home / "drills.toml", packaged_targets())
    own = tuple(name for name in drills if name not in packaged_drills())
    front = at(still_desk(scenes.quiet(), drills=drills, own=own), DRILLS)
    front.window.resize(*SIZE)
    front.window.show()
    try:
        room = front.window.room
        assert isinstance(room, DrillsRoom)
        high = room.shelves.row_px * room.unit
        shelf = [row.title for row in room.shelves.rows].index(OWN)
        found = {
            "drills": centre(room.nav.tabs[DRILLS]),
            "shelf": centre(room.shelves, QRectF(0, shelf * high, 100, high)),
            "drill": centre(room.rungs, QRectF(0, 0, 100, room.rungs.row_px * room.unit)),
            "practise": centre(room.begin),
        }
        front.desk.choose("short-hold")
        front.go(PRACTICE)
        practice = front.window.room
        assert isinstance(practice, PracticeRoom)
        practice.show_words(front.desk.sitting.snapshot())
        target = drills["short-hold"].sets[0].target_mm(scenes.PAD)
        assert target is not None
        front.window.grab()
        for name, place in (("target", target), ("heel", scenes.PAD.place(0.17, 0.5))):
            found[name] = QPointF(practice.foot.pos()) + practice.foot.frame.to_px(*place)
        front.desk.choose(None)
        practice.show_words(scenes.in_drill(8.4))
        front.window.grab()
        live = {offer.key: area for area, offer in practice.footer._areas}
        found["pause"] = centre(practice.footer, live["Space"])
        practice.show_words(scenes.with_drill(scenes.in_drill(8.4), stand="paused"))
        found["go on"] = next(centre(one) for one in practice.buttons if one.isVisible() and one.text() == "Go on")
        return found
    finally:
        end(front.window)


def test_a_drill_is_chosen_pressed_paused_and_finished_with_the_mouse(
    display: Display,
    home: Path,
    window: subprocess.Popen[bytes],
    monkeypatch: pytest.MonkeyPatch,
    until: Until,
) -> None:
    where, mouse = places(home), Mouse(display.name, until)
    mouse.until(lambda: bool(mouse.does("search", "--onlyvisible", "--name", "Thumbwalk")))
    for _ in range(TRIES):
        folder = practise(mouse, where, home)
        ended = len([*(home / "sessions").glob("*/score.json")])
        mouse.until(partial(in_the_store_are, home, ended))
        score = json.loads((folder / "score.json").read_text())
        if score["sets"][0]["score"] is not None:
            break
        assert score["sets"][0]["reason"].startswith(NOT_ENOUGH)
        mouse.does("key", "Escape")
    monkeypatch.setenv("THUMBWALK_HOME", str(home))
    monkeypatch.delenv("THUMBWALK_DATABASE", raising=False)
    look_at_progress(display, mouse, "Anna", read_drills(home / "drills.toml", packaged_targets()))
    window.terminate()
    window.wait(PATIENCE_S)
    touch = read_recording(folder / "practice.twr").touch
    assert np.ptp(touch.x_mm[np.isfinite(touch.x_mm)]) > 4.0, "the thumb went with the mouse"
    assert score["drill"] == "short-hold"
    assert score["sets"][0]["score"] > 0
    kept = [json.loads(path.read_text()) for path in (home / "learners").glob("*/*_practice_*.json")]
    assert ("short-hold", score["score"], True) in [(one["drill"], one["score"], one["virtual"]) for one in kept]
    assert ("short-hold", pytest.approx(score["score"])) in in_the_store(home)


def in_the_store_are(home: Path, n: int) -> bool:
    return (home / "thumbwalk.sqlite3").exists() and len(in_the_store(home)) == n


def practise(mouse: Mouse, where: dict[str, QPointF], home: Path) -> Path:
    """Choose the drill, start it by the foot, pause and go on, press and move; give the folder of its session."""
    sessions = home / "sessions"
    before = set(sessions.glob("*_short-hold*/practice.twr"))

    def begun() -> set[Path]:
        return set(sessions.glob("*_short-hold*/practice.twr")) - before

    def choose_and_start() -> None:
        for name in ("drills", "shelf", "drill", "practise"):
            mouse.clicks(where[name])
        # the foot is the remote: the heel is held and let go
        mouse.does("mousemove", round(where["heel"].x()), round(where["heel"].y()), "sleep", 1.5)
        mouse.does("mousedown", 1, "sleep", 1.3, "mouseup", 1)

    mouse.until(lambda: bool(begun()), choose_and_start, every_s=4.0)
    (recording,) = begun()
    marks = Marks(recording)
    mouse.until(lambda: "pause" in marks.now(), lambda: mouse.clicks(where["pause"]), every_s=3.0)
    mouse.until(lambda: "resume" in marks.now(), lambda: mouse.clicks(where["go on"]), every_s=3.0)
    mouse.does("mousemove", round(where["target"].x()), round(where["target"].y()), "mousedown", 1)
    for by_px in (4, 4, 4, -4, -4, -4):
        mouse.does("mousemove_relative", "--", by_px, -by_px, "sleep", 0.2)
    mouse.until((recording.parent / "score.json").exists)
    mouse.does("mouseup", 1)
    mouse.until((recording.parent / "window.png").exists)
    return recording.parent


class Marks:
    """The marks that stand in a recording so far."""

    def __init__(self, recording: Path) -> None:
        self._recording = recording

    def now(self) -> list[str]:
        events = open_recording(self._recording).events()
        # a drill's own words may be of pauses, too
        return [
            json.loads(one.payload).get("event", "")
            for one in events
            if isinstance(one, HostFrame) and one.kind is FrameType.EVENT
        ]
