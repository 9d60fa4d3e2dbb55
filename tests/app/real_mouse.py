"""A window on a display that nobody sees, and a real mouse on it: what the walks with the mouse share."""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
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
from tests.app.conftest import Until
from tests.app.desks import still_desk
from tests.app.room_scenes import at

from thumbwalk.app.front import Front
from thumbwalk.app.learners_past import LookBack, Wanted
from thumbwalk.app.platform import choose_platform
from thumbwalk.app.window import end
from thumbwalk.app.words.doors import PROGRESS
from thumbwalk.cli.reading_back import read_back
from thumbwalk.coach.drill.drill import Drill
from thumbwalk.errors import RigError
from thumbwalk.store.access import open_store
from thumbwalk.store.engines import url_of
from thumbwalk.store.finding import sessions

SIZE = (1280, 800)
Picture = NDArray[np.float64]
PATIENCE_S = 120.0
TRIES = 5
"""A set is done anew so often that has no score: a busy machine loses too much of a virtual board's scans."""


def why_not() -> str:
    missing = [name for name in ("Xvfb", "xdotool") if shutil.which(name) is None]
    if missing:
        return f"needs {' and '.join(missing)}: apt-get install xvfb xdotool"
    try:
        choose_platform({"QT_QPA_PLATFORM": "xcb"}, answering=lambda _environment: ["x11"])
    except RigError as error:
        return str(error)
    return ""


needs_a_mouse = [pytest.mark.slow, pytest.mark.skipif(bool(why_not()), reason=why_not() or "it can run")]


class Mouse:
    """A real one, by XTEST."""

    def __init__(self, display: str, until: Until) -> None:
        self._environment = {**os.environ, "DISPLAY": display}
        self._until = until

    def does(self, *words: object) -> str:
        told = [str(shutil.which("xdotool")), *map(str, words)]
        # what finds nothing ends with 1
        done = subprocess.run(
            told, env=self._environment, capture_output=True, text=True, timeout=PATIENCE_S, check=False
        )
        return done.stdout

    def clicks(self, *places: QPointF) -> None:
        for place in places:
            self.does("mousemove", round(place.x()), round(place.y()), "click", 1)

    def until(self, true: Callable[[], bool], again: Callable[[], object] = lambda: None, every_s: float = 0.2) -> None:
        """Wait for another process: look only so often, and do a thing again after each look in vain."""
        due_s = 0.0

        def look() -> bool:
            nonlocal due_s
            if time.monotonic() < due_s:
                return False
            if true():
                return True
            again()
            due_s = time.monotonic() + every_s
            return False

        self._until(look)


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


@contextmanager
def a_display(tmp_path: Path) -> Iterator[Display]:
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


def centre(widget: QWidget, part: QRectF | None = None) -> QPointF:
    area = QRectF(widget.rect()) if part is None else part
    return QPointF(widget.mapTo(widget.window(), area.center().toPoint()))


@contextmanager
def opened(display: Display, home: Path, *options: str) -> Iterator[subprocess.Popen[bytes]]:
    """The window with all its rooms, in a process of its own."""
    environment = {**os.environ, "DISPLAY": display.name, "THUMBWALK_HOME": str(home), "QT_QPA_PLATFORM": "xcb"}
    for name in ("WAYLAND_DISPLAY", "THUMBWALK_DATABASE"):
        environment.pop(name, None)
    process = subprocess.Popen([sys.executable, "-m", "thumbwalk", "app", *options], env=environment)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(PATIENCE_S)


def progress_pictures(learner: str, drills: Mapping[str, Drill]) -> tuple[Picture, Picture]:
    """The room Progress with what the store has of a learner, and with nothing, as greys."""
    wanted = Wanted(learner, True, "right", scenes.PAD.name, datetime.now().astimezone().date())
    past = read_back(wanted, drills), LookBack(wanted.today, virtual=True)
    found, nothing = (picture_of(at(still_desk(scenes.quiet(), past=one), PROGRESS)) for one in past)
    return found, nothing


def look_at_progress(display: Display, mouse: Mouse, learner: str, drills: Mapping[str, Drill]) -> None:
    """Go to Progress by its key until what the store has of a learner is to be seen there."""

    def is_seen() -> bool:
        # made anew each time: what a busy machine takes in late is in the store later
        with_it, without = progress_pictures(learner, drills)
        return apart(display.seen(), with_it) < 0.5 * apart(display.seen(), without)

    mouse.until(is_seen, lambda: mouse.does("key", "Escape", "sleep", 0.5, "key", "6"), every_s=2.0)


def picture_of(front: Front) -> Picture:
    """What a window of the display's size shows, as greys; it is ended."""
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
