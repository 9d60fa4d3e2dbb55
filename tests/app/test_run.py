"""A practice window runs to its end, leaves its picture, and Ctrl-C ends it in good order."""

from __future__ import annotations

import os
import signal

import pytest
from PySide6.QtGui import QImage
from shiboken6 import isValid
from tests.app import scenes

from thumbwalk.app.run import application, picture, run_practice
from thumbwalk.app.window import PracticeWindow
from thumbwalk.errors import LinkLost
from thumbwalk.pad import builtin_pad
from thumbwalk.session.screen.snapshot import Snapshot

PAD = builtin_pad()


def test_it_runs_until_told_and_closes() -> None:
    closed: list[bool] = []
    opened: list[PracticeWindow] = []
    run_practice(
        scenes.StillSource(scenes.finished()),
        pad=PAD,
        drill=scenes.first_steps(),
        foot="left",
        on_close=lambda: closed.append(True),
        theme="dark",
        close_when=lambda window: window.snapshot is not None and window.snapshot.finished,
        on_open=opened.append,
    )
    assert closed == [True]
    assert len(opened) == 1


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_what_ends_it_from_outside_closes_first_and_is_raised_then(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    closed: list[bool] = []
    with pytest.raises(KeyboardInterrupt):
        run_practice(
            scenes.StillSource(scenes.in_drill(8.4)),
            pad=PAD,
            drill=scenes.first_steps(),
            foot="right",
            on_close=lambda: closed.append(True),
            on_open=lambda window: os.kill(os.getpid(), number),
        )
    assert closed == [True]
    assert signal.getsignal(number) is before


def test_what_the_source_raised_reaches_the_caller() -> None:
    class Failing:
        calls = 0

        def snapshot(self) -> Snapshot:
            self.calls += 1
            if self.calls > 2:
                raise LinkLost("the rig is gone")
            return scenes.in_drill(8.4, sequence=self.calls)

    with pytest.raises(LinkLost, match="the rig is gone"):
        run_practice(Failing(), pad=PAD, drill=scenes.first_steps(), foot="right")


def test_no_window_outlives_its_practice_or_its_picture() -> None:
    """One that did would be left to Python's garbage collector, which may run in the thread that reads the port."""
    before = len(application().topLevelWidgets())
    source, drill = scenes.StillSource(scenes.in_drill(8.4)), scenes.first_steps()
    closed = list[PracticeWindow]()

    def once(window: PracticeWindow) -> bool:
        closed.append(window)
        return True

    run_practice(source, pad=PAD, drill=drill, foot="right", close_when=once)
    assert not isValid(closed[0])
    picture(source, pad=PAD, drill=drill, foot="right")
    assert len(application().topLevelWidgets()) == before


def test_a_picture_needs_no_window_on_a_screen() -> None:
    png = picture(scenes.StillSource(scenes.finished()), pad=PAD, drill=scenes.first_steps(), foot="right")
    seen = QImage.fromData(png)
    assert (seen.width(), seen.height()) == (1280, 800)


def test_a_picture_of_a_failing_source_is_not_made() -> None:
    class Failing:
        def snapshot(self) -> Snapshot:
            raise LinkLost("the rig is gone")

    with pytest.raises(LinkLost):
        picture(Failing(), pad=PAD, drill=None, foot="right")


def test_there_is_one_application() -> None:
    assert application() is application()
