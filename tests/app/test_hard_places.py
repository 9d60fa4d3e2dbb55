"""The window where things are against it: a full disk, a home that can't be written, a locked store, odd screens."""

from __future__ import annotations

import errno
import os
import sqlite3
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from tests.app.conftest import Until
from tests.app.real_windows import real_window, short
from tests.app.room_scenes import shown
from tests.session.living import Boards

from thumbwalk.cli.main import run
from thumbwalk.places import learners_dir, sessions_dir, settings_path, store_path
from thumbwalk.session import kept
from thumbwalk.sound.sounds import Sounds
from thumbwalk.sound.speaker import Render, SpeakerState

pytestmark = pytest.mark.usefixtures("qapp")
DRILL = short(1.0)


def test_a_disk_that_is_full_at_the_end_is_said_and_the_result_stands(
    monkeypatch: pytest.MonkeyPatch, until: Until
) -> None:
    def full(_path: Path, _chunks: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with real_window(until, door=Boards().door) as window:
        window.prepare(DRILL)
        monkeypatch.setattr(kept, "write_whole", full)
        window.key(Qt.Key.Key_Space)
        window.until(lambda now: now.result is not None)
        until(lambda: "No space left" in window.room.footer.notices[0])
        assert window.room.footer.warns
        assert window.room.result.score.isVisible()
        window.key(Qt.Key.Key_Escape)
        assert window.front.window.isVisible(), "and it goes on"


def test_where_nothing_can_be_kept_a_drill_does_not_begin_and_says_why_and_settings_hold_until_the_end(
    until: Until,
) -> None:
    sessions_dir().parent.mkdir(parents=True, exist_ok=True)
    # a file where a folder must be: also for whoever may write everywhere
    sessions_dir().write_text("")
    settings_path().mkdir(parents=True)
    with real_window(until, door=Boards().door) as window:
        window.prepare(DRILL)
        window.key(Qt.Key.Key_Space)
        until(lambda: "Can't make the folder" in window.room.coach.text.detail)
        assert not window.desk.sitting.state.practising
        assert window.room.coach.text.tone == "caution"
        window.desk.change(unit="g")
        assert "settings can't be kept" in window.desk.trouble
        assert window.desk.preferences.unit == "g"
    assert not learners_dir().exists() or not list(learners_dir().glob("*/*_practice_*"))


def test_a_store_that_is_locked_costs_no_practice(monkeypatch: pytest.MonkeyPatch, until: Until) -> None:
    monkeypatch.delenv("THUMBWALK_DATABASE", raising=False)
    store_path().parent.mkdir(parents=True, exist_ok=True)
    with sqlite3.connect(store_path(), isolation_level=None) as holder:
        holder.execute("CREATE TABLE held (x)")
        holder.execute("BEGIN EXCLUSIVE")
        with real_window(until, door=Boards().door) as window:
            window.prepare(DRILL)
            window.key(Qt.Key.Key_Space)
            window.until(lambda now: now.result is not None)
            until(lambda: window.desk.sitting.state.folder is not None)
            until(lambda: any(learners_dir().glob("*/*_practice_*")))
        holder.execute("ROLLBACK")
    (folder,) = sessions_dir().iterdir()
    assert (folder / "score.json").is_file()


class Deaf:
    """A speaker without a device."""

    def __init__(self, _render: Render) -> None:
        self.state: SpeakerState = "silent"
        self.why = "no sound: no device"

    def open(self) -> None:
        """There is none."""

    def close(self) -> None:
        """There was none."""


def test_without_a_sound_device_it_is_silent_and_nothing_else_changes(until: Until) -> None:
    sounds = Sounds(Deaf, volume=1.0)
    with real_window(until, sounds, door=Boards().door) as window:
        window.prepare(DRILL)
        window.key(Qt.Key.Key_Space)
        window.until(lambda now: now.result is not None)
        assert sounds.why_silent == "no sound: no device"
        assert window.desk.sitting.state.trouble == ""


@pytest.mark.parametrize("size", [(240, 160), (3840, 2160)])
def test_every_kind_of_room_can_be_shown_on_tiny_and_huge_screens(size: tuple[int, int]) -> None:
    """A tiny one cuts what the smallest window has."""
    for name in ("today", "practice-knead", "give-routine", "rig"):
        with shown(name, *size) as front:
            image = front.window.grab().toImage()
            least = front.window.minimumSize()
            assert (image.width(), image.height()) == (max(size[0], least.width()), max(size[1], least.height()))


def test_a_display_that_does_not_answer_is_said_in_a_line_with_what_works_without_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DISPLAY", ":987")
    assert run(["app"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "needs a display, and none answers" in line
    assert "thumbwalk practice" in line
