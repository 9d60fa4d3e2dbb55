"""A practice window runs to its end, gives its pictures away, and ends in good order whatever happens."""

from __future__ import annotations

import os
import signal
import sys

import numpy as np
import pytest
from PySide6.QtGui import QImage, QPaintEvent
from shiboken6 import isValid
from tests.app import scenes
from tests.app.test_shell import Counting

from thumbwalk.app.best_before import BestSets
from thumbwalk.app.rooms.practice import PracticeRoom
from thumbwalk.app.shell import Shell
from thumbwalk.app.window import application, picture, run_practice
from thumbwalk.coach.drill.drill import Drill
from thumbwalk.coach.score.drill_score import DrillScore
from thumbwalk.errors import LinkLost, RecordingError
from thumbwalk.interrupts import Interrupted
from thumbwalk.pad import builtin_pad
from thumbwalk.session.screen.snapshot import Snapshot

PAD = builtin_pad()
BEST: BestSets = {}


def size_of(png: bytes) -> tuple[int, int]:
    image = QImage.fromData(png)
    return image.width(), image.height()


def test_it_runs_until_told_and_gives_its_last_picture() -> None:
    closed: list[bool] = []
    opened: list[Shell] = []
    pictures: list[bytes] = []
    run_practice(
        scenes.StillSource(scenes.finished()),
        pad=PAD,
        foot="left",
        on_close=lambda: closed.append(True),
        on_closed=pictures.append,
        theme="dark",
        close_when=lambda window: window.snapshot is not None,
        on_open=opened.append,
    )
    assert [size_of(one) for one in pictures] == [(1280, 800)]
    assert closed == [True]
    assert len(opened) == 1


def test_the_best_that_is_given_is_watched_beside_what_was_done() -> None:
    asked: list[str] = []

    def best(drill: Drill) -> BestSets:
        asked.append(drill.name)
        return BEST

    seen: list[object] = []

    def look(window: Shell) -> bool:
        room = window.room
        assert isinstance(room, PracticeRoom)
        seen.append(room.result.best)
        return window.snapshot is not None

    source = scenes.StillSource(scenes.finished())
    run_practice(source, pad=PAD, foot="right", close_when=look, best=best)
    assert set(asked) == {scenes.drill_of(scenes.finished()).drill.name}
    assert seen[-1] is BEST


class Drilling:
    """A drill's last moments, one a pull, then its end again and again."""

    def __init__(self) -> None:
        self.moments = [scenes.in_drill(20.6), scenes.in_drill(25.5), scenes.finished()]

    def snapshot(self) -> Snapshot:
        return self.moments.pop(0) if len(self.moments) > 1 else self.moments[0]


def test_the_end_of_a_drill_is_told_with_its_score_and_a_picture_that_shows_it() -> None:
    told: list[tuple[DrillScore, bytes]] = []
    run_practice(
        Drilling(),
        pad=PAD,
        foot="right",
        theme="light",
        on_over=lambda score, png: told.append((score, png)),
        close_when=lambda _window: bool(told),
    )
    assert [score for score, _ in told] == [scenes.finished().result]
    shown, before = (
        picture(scenes.StillSource(moment), pad=PAD, foot="right")
        for moment in (scenes.finished(), scenes.in_drill(8.4))
    )
    assert differing(told[0][1], shown) < 0.001
    assert differing(told[0][1], before) > 0.02


def differing(png: bytes, other: bytes) -> float:
    """The share of pixels that are another colour: a few of one picture, where letters have their edges."""
    one, two = (QImage.fromData(some).convertToFormat(QImage.Format.Format_RGB32) for some in (png, other))
    colors = [np.asarray(some.constBits(), np.uint8).reshape(-1, 4) for some in (one, two)]
    return float(np.mean(np.any(colors[0] != colors[1], axis=1)))


def test_a_drill_whose_end_cannot_be_kept_closes_the_window_and_is_said_once() -> None:
    def full(_score: DrillScore, _png: bytes) -> None:
        tries.append(True)
        raise RecordingError("score.json: can't write the score: No space left on device; make room first")

    tries, closed = list[bool](), list[bool]()
    with pytest.raises(RecordingError, match="No space left"):
        run_practice(Drilling(), pad=PAD, foot="right", on_over=full, on_close=lambda: closed.append(True))
    assert (tries, closed) == ([True], [True])


def test_a_fault_under_qt_closes_the_window_and_is_raised_once(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Python prints what is raised in a repaint, at each of them, and goes on."""

    def broken(window: Shell) -> None:
        def paint(_event: QPaintEvent) -> None:
            paints.append(True)
            raise ZeroDivisionError("in a repaint")

        monkeypatch.setattr(window.room.widget.children()[0], "paintEvent", paint)
        window.update()

    paints, before = list[bool](), sys.excepthook
    with pytest.raises(ZeroDivisionError, match="in a repaint"):
        run_practice(scenes.StillSource(scenes.in_drill(8.4)), pad=PAD, foot="right", on_open=broken)
    assert paints
    assert sys.excepthook is before
    assert "Traceback" not in capfd.readouterr().err


def test_control_c_closes_first_and_is_raised_then() -> None:
    closed: list[bool] = []
    pictures: list[bytes] = []
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(Interrupted):
        run_practice(
            scenes.StillSource(scenes.in_drill(8.4)),
            pad=PAD,
            foot="right",
            on_close=lambda: closed.append(True),
            on_closed=pictures.append,
            on_open=lambda _window: os.kill(os.getpid(), signal.SIGINT),
        )
    assert closed == [True]
    assert len(pictures) == 1
    assert signal.getsignal(signal.SIGINT) is before


def test_what_the_source_raised_reaches_the_caller() -> None:
    with pytest.raises(LinkLost, match="the rig is gone"):
        run_practice(Counting(scenes.in_drill(8.4), last=2), pad=PAD, foot="right")


def test_no_window_outlives_its_practice_or_its_picture() -> None:
    """One that did would be left to Python's garbage collector, which may run in the thread that reads the port."""
    before = len(application().topLevelWidgets())
    source = scenes.StillSource(scenes.in_drill(8.4))
    closed = list[Shell]()

    def once(window: Shell) -> bool:
        closed.append(window)
        return True

    run_practice(source, pad=PAD, foot="right", close_when=once)
    assert not isValid(closed[0])
    picture(source, pad=PAD, foot="right")
    assert len(application().topLevelWidgets()) == before


def test_a_picture_needs_no_window_on_a_screen() -> None:
    assert size_of(picture(scenes.StillSource(scenes.finished()), pad=PAD, foot="right")) == (1280, 800)


def test_a_picture_of_a_failing_source_is_not_made() -> None:
    with pytest.raises(LinkLost):
        picture(Counting(scenes.quiet(), last=0), pad=PAD, foot="right")


def test_there_is_one_application() -> None:
    assert application() is application()
