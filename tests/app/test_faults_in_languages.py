"""Faults in the real window in made-up languages: what went wrong, and what to do, is told in the learner's own."""

from __future__ import annotations

import errno
import os
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from tests.app.conftest import Until
from tests.app.drawn_texts import faults_of, texts_in, words_in
from tests.app.made_up_languages import made_up_language
from tests.app.real_windows import RealWindow, real_window, short
from tests.app.test_languages_in_rooms import left_plain
from tests.session.living import Boards

from thumbwalk.app.words.doors import DRILLS, PROGRESS, SETTINGS
from thumbwalk.language import ENGLISH, _, speak
from thumbwalk.places import sessions_dir, settings_path, store_path
from thumbwalk.session import kept
from thumbwalk.sound.sounds import Sounds
from thumbwalk.sound.speaker import Render, Speaker
from thumbwalk.translation.made_up import MADE_UP

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("qapp")]
DRILL = short(1.0)
_GIVEN = re.compile(
    r"\b(No space left on device|(Not|Is) a directory|cannot init context|'Dear Jo'|'sole16'|'time_s'|Jo|JO|living|"
    r"Short|SHORT|\d{4}-\d\d-\d\d_\w+|\w+\.(twr|toml|csv|json|sqlite3))\b|'(Dear Jo|sole16|time_s)'|(/[\w.-]+)+"
)
"""The learner, a board, a drill, files and folders, and what the system and its drivers say."""


@dataclass
class Fault:
    """A window in which something is to go wrong, and what it needs for that."""

    patch: pytest.MonkeyPatch
    until: Until
    boards: Boards = field(default_factory=Boards)
    sounds: Sounds | None = None
    ends: ExitStack = field(default_factory=ExitStack)

    def drilling(self, window: RealWindow) -> None:
        window.prepare(replace(DRILL, sets=(replace(DRILL.sets[0], duration_s=600.0),)))
        window.key(Qt.Key.Key_Space)
        window.until(lambda now: now.drill is not None and now.drill.phase.kind == "set")


Made = Callable[[Fault], Callable[[RealWindow], None]]


def unplugged(fault: Fault) -> Callable[[RealWindow], None]:
    fault.boards = Boards(hand=False)

    def goes_wrong(window: RealWindow) -> None:
        fault.drilling(window)
        fault.patch.setattr(fault.boards, "link", nobody)
        fault.boards.newest.is_gone = True
        window.until(lambda now: not now.stream.connected)
        fault.until(lambda: window.room.coach.text.word == _("Paused"))

    return goes_wrong


def nobody(_url: str = "") -> None:
    """No board is plugged in again."""
    raise OSError(errno.ENOENT, os.strerror(errno.ENOENT))


def silent(fault: Fault) -> Callable[[RealWindow], None]:
    speakers: list[Speaker] = []

    def without_jack(render: Render) -> Speaker:
        speakers.append(Speaker(render, ("JACK",)))
        return speakers[-1]

    sounds = fault.sounds = Sounds(without_jack, volume=1.0)

    def goes_wrong(window: RealWindow) -> None:
        # as the first count does, which goes by in no time on this board
        speakers[0].open()
        fault.until(lambda: sounds.why_silent != "")
        window.desk.why_silent = lambda: sounds.why_silent
        window.front.go(SETTINGS)

    return goes_wrong


def locked(fault: Fault) -> Callable[[RealWindow], None]:
    fault.patch.delenv("THUMBWALK_DATABASE", raising=False)
    store_path().parent.mkdir(parents=True, exist_ok=True)
    holder = fault.ends.enter_context(closing(sqlite3.connect(store_path(), isolation_level=None)))
    holder.execute("CREATE TABLE held (x)")
    holder.execute("BEGIN EXCLUSIVE")

    def goes_wrong(window: RealWindow) -> None:
        window.front.go(PROGRESS)
        fault.until(lambda: window.desk.past.state.stage == "failed")

    return goes_wrong


def full(fault: Fault) -> Callable[[RealWindow], None]:
    def no_room(_path: Path, _chunks: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def goes_wrong(window: RealWindow) -> None:
        window.prepare(DRILL)
        fault.patch.setattr(kept, "write_whole", no_room)
        window.key(Qt.Key.Key_Space)
        window.until(lambda now: now.result is not None)
        fault.until(lambda: "No space left" in window.room.footer.notices[0])

    return goes_wrong


def read_only(fault: Fault) -> Callable[[RealWindow], None]:
    sessions_dir().parent.mkdir(parents=True, exist_ok=True)
    # a file where a folder must be: also for whoever may write everywhere
    sessions_dir().write_text("")
    settings_path().mkdir(parents=True)

    def goes_wrong(window: RealWindow) -> None:
        window.prepare(DRILL)
        window.key(Qt.Key.Key_Space)
        fault.until(lambda: window.desk.sitting.state.trouble != "")
        fault.until(lambda: window.room.coach.text.tone == "caution")

    return goes_wrong


def no_settings(fault: Fault) -> Callable[[RealWindow], None]:
    read_only(fault)

    def goes_wrong(window: RealWindow) -> None:
        window.desk.change(unit="g")
        window.front.go(SETTINGS)

    return goes_wrong


def left_early(fault: Fault) -> Callable[[RealWindow], None]:
    def goes_wrong(window: RealWindow) -> None:
        window.prepare(replace(DRILL, count_in_s=600.0))
        window.key(Qt.Key.Key_Space)
        window.until(lambda now: now.drill is not None and now.drill.stand == "")
        window.key(Qt.Key.Key_Escape)
        fault.until(lambda: not window.desk.sitting.state.practising and not window.desk.sitting.state.busy)
        window.until(lambda now: now.drill is not None and now.drill.stand == "ready")

    return goes_wrong


def strange_file(name: str, text: str) -> Made:
    """A file that was to be a drill."""

    def made(fault: Fault) -> Callable[[RealWindow], None]:
        path = settings_path().parent / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if text:
            path.write_text(text)

        def goes_wrong(window: RealWindow) -> None:
            window.front.go(DRILLS)
            window.desk.take_file(path)
            fault.until(lambda: window.desk.file_taken.state.trouble != "")

        return goes_wrong

    return made


FAULTS: dict[str, Made] = {
    "unplugged in a drill": unplugged,
    "no sound": silent,
    "a store that is locked": locked,
    "a full disk at the end": full,
    "a home that is read-only": read_only,
    "settings that can't be kept": no_settings,
    "a count-in left early": left_early,
    "no such file": strange_file("gone.twr", ""),
    "an empty table": strange_file("empty.csv", "\n"),
    "no table": strange_file("letter.csv", "Dear Jo,\n\nno numbers\n"),
}


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    speak(ENGLISH)


@contextmanager
def gone_wrong(name: str, patch: pytest.MonkeyPatch, until: Until) -> Iterator[RealWindow]:
    fault = Fault(patch, until)
    with fault.ends:
        goes_wrong = FAULTS[name](fault)
        with real_window(until, fault.sounds, door=fault.boards.door) as window:
            goes_wrong(window)
            yield window


@pytest.mark.parametrize("code", MADE_UP)
@pytest.mark.parametrize("name", FAULTS)
def test_what_went_wrong_is_told_in_the_language_that_is_spoken_and_fits(
    name: str, code: str, monkeypatch: pytest.MonkeyPatch, until: Until
) -> None:
    speak(made_up_language(code))
    with gone_wrong(name, monkeypatch, until) as window:
        shell = window.front.window
        for size in ((1280, 800), (800, 520)):
            shell.resize(*size)
            shell.room.show_words(window.desk.snapshot())
            QApplication.processEvents()
            assert faults_of(texts_in(shell)) == [], size
        if code == "en-XA":
            said = {one: left_plain(_GIVEN.sub("", one)) for one in words_in(shell)}
            assert {one: words for one, words in said.items() if words} == {}
