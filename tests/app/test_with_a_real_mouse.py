"""The whole window on a display of its own, used with a real mouse: choose, press and drag, pause, go on, finish; then
the drill is seen in Progress and read back from the store."""

from __future__ import annotations

import json
import os
import shutil
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget
from tests.app import scenes
from tests.app.desks import still_desk
from tests.app.room_scenes import at

from thumbwalk.app.learners_past import LookBack, Wanted
from thumbwalk.app.platform import choose_platform
from thumbwalk.app.rooms.drills import DrillsRoom
from thumbwalk.app.rooms.practice import PracticeRoom
from thumbwalk.app.window import end
from thumbwalk.app.words.doors import DRILLS, PRACTICE, PROGRESS
from thumbwalk.app.words.ladder import OWN
from thumbwalk.cli.reading_back import read_back
from thumbwalk.coach.drill.drills_file import packaged_drills, read_drills
from thumbwalk.coach.targets.targets_file import packaged_targets
from thumbwalk.errors import RigError
from thumbwalk.link.wire import FrameType, HostFrame
from thumbwalk.session.recording import open_recording
from thumbwalk.session.replay import read_recording
from thumbwalk.store.access import open_store
from thumbwalk.store.engines import url_of
from thumbwalk.store.finding import sessions

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
SIZE = (1280, 800)
Picture = NDArray[np.float64]
PATIENCE_S = 120.0


def why_not() -> str:
    missing = [name for name in ("Xvfb", "xdotool") if shutil.which(name) is None]
    if missing:
        return f"needs {' and '.join(missing)}: apt-get install xvfb xdotool"
    try:
        choose_platform({"QT_QPA_PLATFORM": "xcb"}, answering=lambda _environment: ["x11"])
    except RigError as error:
        return str(error)
    return ""


pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(why_not()), reason=why_not() or "it can run")]


def until(true: Callable[[], bool], again: Callable[[], object] = lambda: None, every_s: float = 0.2) -> None:
    """Wait for something, doing a thing again and again meanwhile."""
    last_s = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < last_s
        again()
        time.sleep(every_s)


class Mouse:
    """A real one, by XTEST."""

    def __init__(self, display: str) -> None:
        self._environment = {**os.environ, "DISPLAY": display}

    def does(self, *words: object) -> str:
        told = [str(shutil.which("xdotool")), *map(str, words)]
        # what finds nothing ends with 1
        done = subprocess.run(
            told, env=self._environment, capture_output=True, text=True, timeout=PATIENCE_S, check=False
        )
        return done.stdout

    def clicks(self, at: QPointF) -> None:
        self.does("mousemove", round(at.x()), round(at.y()), "click", 1)


@dataclass(frozen=True)
class Display:
    """A display that nobody sees: its name, and the file that its pixels are kept in."""

    name: str
    pixels: Path

    def seen(self) -> Picture:
        """What is to be seen on it, as greys."""
        data = self.pixels.read_bytes()
        head = struct.unpack(">25I", data[:100])
        size, wide, high, bits, line, colors = (head[n] for n in (0, 4, 5, 11, 12, 19))
        assert bits == 32
        rows = np.frombuffer(data, np.uint8, high * line, size + 12 * colors).reshape(high, line)
        return np.asarray(rows[:, : 4 * wide].reshape(high, wide, 4)[:, :, :3].mean(axis=2))


@pytest.fixture
def display(tmp_path: Path) -> Iterator[Display]:
    reads, writes = os.pipe()
    kept = tmp_path / "display"
    kept.mkdir()
    size = "x".join(map(str, (*SIZE, 24)))
    server = subprocess.Popen(
        [
            *(str(shutil.which("Xvfb")), "-displayfd", str(writes), "-screen", "0", size, "-nolisten", "tcp"),
            *("-noreset", "-fbdir", str(kept)),
        ],
        pass_fds=(writes,),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(writes)
    try:
        with os.fdopen(reads) as told:
            yield Display(f":{int(told.readline())}", kept / "Xvfb_screen0")
    finally:
        server.terminate()
        server.wait(PATIENCE_S)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    (folder / "drills.toml").write_text(DRILL)
    (folder / "settings.toml").write_text('safety_read = true\nlearner = "Anna"\n')
    return folder


@pytest.fixture
def window(display: Display, home: Path) -> Iterator[subprocess.Popen[bytes]]:
    environment = {**os.environ, "DISPLAY": display.name, "THUMBWALK_HOME": str(home), "QT_QPA_PLATFORM": "xcb"}
    for name in ("WAYLAND_DISPLAY", "THUMBWALK_DATABASE"):
        environment.pop(name, None)
    process = subprocess.Popen([sys.executable, "-m", "thumbwalk", "app", "--virtual"], env=environment)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(PATIENCE_S)


def centre(widget: QWidget, part: QRectF | None = None) -> QPointF:
    area = QRectF(widget.rect()) if part is None else part
    return QPointF(widget.mapTo(widget.window(), area.center().toPoint()))


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
    app: object, display: Display, home: Path, window: subprocess.Popen[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    where, mouse = places(home), Mouse(display.name)
    sessions = home / "sessions"

    def started() -> bool:
        return sessions.is_dir() and any(sessions.glob("*_short-hold/practice.twr"))

    def choose_and_start() -> None:
        for name in ("drills", "shelf", "drill", "practise"):
            mouse.clicks(where[name])
        # the foot is the remote: the heel is held and let go
        mouse.does("mousemove", round(where["heel"].x()), round(where["heel"].y()), "sleep", 1.5)
        mouse.does("mousedown", 1, "sleep", 1.3, "mouseup", 1)

    until(lambda: bool(mouse.does("search", "--onlyvisible", "--name", "Thumbwalk")))
    until(started, choose_and_start, every_s=4.0)
    folder = next(sessions.glob("*_short-hold"))
    recording = folder / "practice.twr"
    marks = Marks(recording)
    until(lambda: "pause" in marks.now(), lambda: mouse.clicks(where["pause"]), every_s=3.0)
    until(lambda: "resume" in marks.now(), lambda: mouse.clicks(where["go on"]), every_s=3.0)
    mouse.does("mousemove", round(where["target"].x()), round(where["target"].y()), "mousedown", 1)
    for by_px in (4, 4, 4, -4, -4, -4):
        mouse.does("mousemove_relative", "--", by_px, -by_px, "sleep", 0.2)
    until((folder / "score.json").exists)
    mouse.does("mouseup", 1)
    until((folder / "window.png").exists)
    until(lambda: (home / "thumbwalk.sqlite3").exists() and len(in_the_store(home)) == 1)
    monkeypatch.setenv("THUMBWALK_HOME", str(home))
    monkeypatch.delenv("THUMBWALK_DATABASE", raising=False)
    with_it, without = progress_pictures(home)
    until(
        lambda: apart(display.seen(), with_it) < 0.5 * apart(display.seen(), without),
        lambda: mouse.does("key", "Escape", "sleep", 0.5, "key", "6"),
        every_s=2.0,
    )
    window.terminate()
    window.wait(PATIENCE_S)
    touch = read_recording(recording).touch
    assert np.ptp(touch.x_mm[np.isfinite(touch.x_mm)]) > 4.0, "the thumb went with the mouse"
    score = json.loads((folder / "score.json").read_text())
    assert score["drill"] == "short-hold"
    assert score["sets"][0]["score"] > 0
    kept = [json.loads(path.read_text()) for path in (home / "learners").glob("*/*_practice_*.json")]
    assert [(one["drill"], one["score"], one["virtual"]) for one in kept] == [("short-hold", score["score"], True)]
    assert in_the_store(home) == [("short-hold", pytest.approx(score["score"]))]


def progress_pictures(home: Path) -> tuple[Picture, Picture]:
    """The room Progress with what the store has, and with nothing, as greys."""
    wanted = Wanted("Anna", True, "right", scenes.PAD.name, datetime.now().astimezone().date())
    found = read_back(wanted, read_drills(home / "drills.toml", packaged_targets()))
    return progress_picture(found), progress_picture(LookBack(wanted.today, virtual=True))


def progress_picture(past: LookBack) -> Picture:
    front = at(still_desk(scenes.quiet(), past=past), PROGRESS)
    try:
        front.window.resize(*SIZE)
        front.window.show()
        front.window.room.show_words(front.desk.snapshot())
        image = front.window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
        rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
        return np.asarray(rows[:, :, :3].mean(axis=2))
    finally:
        end(front.window)


def apart(seen: Picture, other: Picture) -> float:
    """How far two pictures are from each other where Progress has its curves."""
    part = (slice(70, 740), slice(340, 1260))
    return float(np.mean(np.abs(seen[part] - other[part])))


def in_the_store(home: Path) -> list[tuple[Any, Any]]:
    """The drills that the window's store has, with their scores."""
    with open_store(url_of(None, home / "thumbwalk.sqlite3"), home).reading() as db:
        return [(row.drill, row.score) for row in sessions(db)]


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
