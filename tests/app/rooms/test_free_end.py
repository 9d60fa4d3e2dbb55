"""The end of free practice in the window: it is all there, and closing it is all that can be done."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from tests.app import scenes

from thumbwalk.app import window as windows
from thumbwalk.app.panes import pane as panes
from thumbwalk.app.rooms.free_end import FreeEndRoom
from thumbwalk.app.shell import Shell
from thumbwalk.app.words.free_card import free_card
from thumbwalk.coach.free.summary import FreeSummary


def all_done() -> FreeSummary:
    """Every technique, and the longest sentences."""
    done = scenes.free_summary()
    names = ("knead", "hold", "circles", "walk", "glide", "friction", "tap")
    rows = tuple(replace(done.techniques[0], technique=name, seconds=600.0, strokes=1200) for name in names)
    zones = ("toes", "forefoot", "medial arch", "lateral border", "heel")
    return replace(done, techniques=rows, zones=tuple(replace(done.zones[0], zone=zone, covered=1.0) for zone in zones))


def inked(pane: panes.Pane) -> int:
    """How many pixels of a pane are not its ground."""
    image = pane.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return int((np.abs(rows.astype(int) - rows[0, 0]) > 40).sum())


@pytest.mark.parametrize(("wide", "high"), [(800, 520), (1280, 800)])
def test_all_of_it_is_drawn_and_nothing_is_cut(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, wide: int, high: int
) -> None:
    cut: list[str] = []

    class Metrics(QFontMetricsF):
        def elidedText(self, text: str, *more: object) -> str:  # noqa: N802 - Qt's name
            shown = super().elidedText(text, *more)  # type: ignore[arg-type]
            cut.extend([text] if shown != text else [])
            return shown

    monkeypatch.setattr(panes, "QFontMetricsF", Metrics)
    room = FreeEndRoom(scenes.PAD, "right", free_card(all_done()))
    window = Shell(scenes.StillSource(scenes.quiet()), room)
    try:
        window.resize(wide, high)
        window.show()
        window.pull()
        qapp.processEvents()
        assert cut == []
        assert inked(room.done) > 2000
        assert inked(room.said) > 2000
        assert "Walk: 10:00" in room.done.accessibleName()
        assert "knead-3" in room.said.accessibleName()
        assert room.taken_keys() == {}
        QTest.keyClick(window, Qt.Key.Key_Escape)
        assert not window.is_open
    finally:
        windows.end(window)


def test_it_is_shown_until_it_is_closed_and_its_picture_is_not_the_practices(qapp: QApplication) -> None:
    source, looks = scenes.StillSource(scenes.quiet()), list[str]()

    def close(window: Shell) -> bool:
        looks.append(window.room.name)
        return len(looks) == 2

    windows.show_free_end(source, scenes.free_summary(), pad=scenes.PAD, foot="right", close_when=close)
    assert looks == ["Free practice, its end"] * 2
    pictures = {
        windows.picture(source, pad=scenes.PAD, foot="right", free=free) for free in (None, scenes.free_summary())
    }
    assert len(pictures) == 2
