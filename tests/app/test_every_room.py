"""Through every room of the real window on the virtual rig, by keys and the hand; what fails in Qt fails a test."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from tests.app.conftest import Until
from tests.app.real_windows import RealWindow, real_window, short

from thumbwalk.app.front import _KINDS
from thumbwalk.app.words.doors import (
    CALIBRATE,
    DEMO,
    DRILLS,
    FREE,
    GIVE,
    HELP,
    PRACTICE,
    PROGRESS,
    RIG,
    SETTINGS,
    STRENGTH,
    TODAY,
    TRIALS,
    WELCOME,
)

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("qapp")]
KEYS = Qt.Key
IN_A_SLOT = """
from PySide6.QtCore import QTimer

def test_a_slot_that_fails(qtbot):
    QTimer.singleShot(0, lambda: 1 // 0)
    qtbot.wait(20)
"""
IN_A_VIRTUAL_METHOD = """
from PySide6.QtWidgets import QWidget

class Torn(QWidget):
    def resizeEvent(self, event):
        raise LookupError("torn")

def test_a_method_that_fails(qtbot):
    widget = Torn()
    qtbot.addWidget(widget)
    widget.show()
"""


def practise(window: RealWindow, until: Until) -> None:
    window.prepare(short(1.5))
    assert window.room.name == PRACTICE
    window.key(KEYS.Key_D)
    window.until(lambda now: now.time_s > 0.1)
    assert window.room.name == DEMO
    window.key(KEYS.Key_Escape)
    window.key(KEYS.Key_Space)
    window.until(lambda now: now.drill is not None and now.drill.phase.kind == "set")
    window.hold(0.7)
    window.until(lambda now: now.result is not None)
    until(window.room.result.score.isVisible)
    until(lambda: not window.desk.sitting.state.practising and not window.desk.sitting.state.busy)
    window.key(KEYS.Key_Escape)


def be_free(window: RealWindow, until: Until) -> None:
    window.key(KEYS.Key_3)
    assert window.front.window.snapshot is not None
    assert (window.room.name, window.desk.chosen) == (PRACTICE, None), FREE
    window.press(9.0)
    window.until(lambda now: now.touch.touching and now.touch.contact_n > 6.0)
    window.press(0.0)
    window.until(lambda now: not now.touch.touching)
    window.key(KEYS.Key_Escape)


def match(window: RealWindow, until: Until) -> None:
    window.key(KEYS.Key_4)
    assert window.room.name == GIVE
    until(lambda: window.desk.history() is not None)
    window.key(KEYS.Key_Slash)
    QTest.keyClicks(window.room.who, "Mira")
    QTest.keyClick(window.room.who, KEYS.Key_Return)
    while window.room._doing().zone is None:
        window.key(KEYS.Key_Down)
    window.key(KEYS.Key_Return)
    assert window.room.stand == "safety"
    window.key(KEYS.Key_Return)
    assert window.room.stand == "match"
    window.press(9.0)
    until(lambda: window.room.match.texts()[1].word != "")
    window.press(0.0)
    window.key(KEYS.Key_Escape)
    assert window.room.stand == "choose", "what is not whole is left without a word"


def be_strong(window: RealWindow, until: Until) -> None:
    window.key(KEYS.Key_5)
    assert window.room.name == STRENGTH
    until(window.room.begin.isEnabled)
    window.key(KEYS.Key_Return)
    assert window.room.stand == "run"
    window.press(12.0)
    until(lambda: window.room.foot.accessibleName() != "" and window.now.touch.contact_n > 8.0)
    window.press(0.0)
    window.key(KEYS.Key_Escape)
    until(lambda: window.room.stand == "result")


def look_back(window: RealWindow, until: Until) -> None:
    window.key(KEYS.Key_6)
    assert window.room.name == PROGRESS
    until(lambda: window.desk.look_back().found is not None)
    until(lambda: any("Hold" in row.title for row in window.room.topics.rows))


def look_at_the_rig(window: RealWindow, until: Until) -> None:
    window.key(KEYS.Key_7)
    assert window.room.name == RIG
    window.press(9.0)
    window.until(lambda now: now.touch.touching)
    window.press(0.0)
    for key, name in ((KEYS.Key_C, CALIBRATE), (KEYS.Key_W, CALIBRATE), (KEYS.Key_X, TRIALS)):
        window.key(key)
        assert window.room.name == name
        window.key(KEYS.Key_Escape)
        until(lambda: window.room.name == RIG)


def set_and_read(window: RealWindow, until: Until) -> None:
    window.key(KEYS.Key_8)
    assert window.room.name == SETTINGS
    before = window.front.window.theme
    window.key(KEYS.Key_T)
    assert window.front.window.theme is not before
    window.key(KEYS.Key_Question)
    assert window.room.name == HELP
    window.key(KEYS.Key_Escape)
    assert window.room.name == SETTINGS


def be_new(window: RealWindow, _until: Until) -> None:
    window.front.go(WELCOME)
    assert window.room.name == WELCOME


def test_every_room_is_gone_through_on_the_virtual_rig(monkeypatch: pytest.MonkeyPatch, until: Until) -> None:
    monkeypatch.delenv("THUMBWALK_DATABASE", raising=False)
    with real_window(until) as window:
        assert window.room.name == TODAY
        window.key(KEYS.Key_2)
        assert window.room.name == DRILLS
        for walk in (practise, be_free, match, be_strong, look_back, look_at_the_rig, set_and_read, be_new):
            walk(window, until)
        assert set(window.front._rooms) == {TODAY, *_KINDS}, "none was left out"
        assert window.front.window.failure is None


@pytest.mark.parametrize(("code", "said"), [(IN_A_SLOT, "ZeroDivisionError"), (IN_A_VIRTUAL_METHOD, "torn")])
def test_what_fails_inside_of_qt_fails_a_test(tmp_path: Path, code: str, said: str) -> None:
    (tmp_path / "test_failing.py").write_text(code)
    told = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(tmp_path), str(tmp_path)]
    done = subprocess.run(told, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 1
    assert said in done.stdout
