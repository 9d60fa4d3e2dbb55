"""No text is cut: not by an ellipsis, not by a pane's lower edge."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtGui import QFontMetricsF, QImage
from tests.app import scenes
from tests.app.conftest import Opener
from tests.app.rooms.test_practice import MOMENTS

from thumbwalk.app.panes import pane as panes
from thumbwalk.app.panes.pane import Pane
from thumbwalk.coach.drill.drills_file import packaged_drills
from thumbwalk.coach.feedback.verdict import Verdict

SIZES = pytest.mark.parametrize(("wide", "high"), [(800, 520), (1024, 640), (1280, 800)])


@pytest.fixture
def cut(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every text that was drawn shortened."""
    shortened: list[str] = []

    class Metrics(QFontMetricsF):
        def elidedText(self, text: str, *more: Any) -> str:  # noqa: N802 - Qt's name
            shown = super().elidedText(text, *more)
            if shown != text:
                shortened.append(text)
            return shown

    monkeypatch.setattr(panes, "QFontMetricsF", Metrics)
    return shortened


@SIZES
@pytest.mark.parametrize("moment", MOMENTS)
def test_no_line_is_shortened(opened: Opener, cut: list[str], moment: str, wide: int, high: int) -> None:
    window = opened(MOMENTS[moment]()).window
    window.resize(wide, high)
    cut.clear()
    window.grab()
    assert cut == []


def test_a_line_that_does_not_fit_is_seen(opened: Opener, cut: list[str]) -> None:
    """Or the tests above could not fail."""
    window = opened(scenes.with_stream(scenes.quiet(), identity="A rig with a name " * 12)).window
    window.grab()
    assert any("A rig with a name" in text for text in cut)


def below(pane: Pane) -> NDArray[np.int64]:
    """The rows that a pane would draw under its lower edge, had it more room: (rows, width, 3)."""
    high, ratio = pane.height(), 1
    pane.resize(pane.width(), high + 300)
    image = pane.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[ratio * high :, : 3 * image.width()].astype(np.int64)


@SIZES
def test_three_pieces_of_advice_fit_below_each_other(opened: Opener, wide: int, high: int) -> None:
    shown = opened(scenes.finished())
    shown.window.resize(wide, high)
    for pane in (shown.room.result.advice, shown.room.result.score):
        assert np.ptp(below(pane)) < 60, type(pane).__name__


@SIZES
@pytest.mark.parametrize("name", packaged_drills())
def test_the_titles_of_every_drill_fit(opened: Opener, cut: list[str], name: str, wide: int, high: int) -> None:
    drill = packaged_drills()[name]
    moment = scenes.in_drill(20.6)
    shown = opened(moment)
    shown.window.resize(wide, high)
    for index, part in enumerate(drill.sets):
        phase = scenes.drill_of(moment)
        shown.show(scenes.with_drill(moment, drill=drill, set=part, phase=phase.phase, verdict=Verdict(f"{index}")))
        shown.window.grab()
    assert cut == []
