"""In every room and state, in a small and a usual window and at any size of text, none is cut, pale or upon another."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from tests.app.drawn_texts import faults_of, pale_of, texts_in
from tests.app.room_scenes import SCENES, resized, shown

from thumbwalk.app.panes.pane import Pane, draw_text, draw_wrapped
from thumbwalk.app.theme import DARK, LIGHT
from thumbwalk.session.preferences import TEXT_SIZES

ZOOMS = (TEXT_SIZES[0], 0.85, 1.0, 1.15, TEXT_SIZES[1])
"""The sizes of text that Settings offers."""


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("name", SCENES)
def test_no_text_is_cut_and_none_lies_upon_another_at_any_size_of_text(name: str) -> None:
    # one window in all sizes and colours: making it is what takes time
    with shown(name, 800, 520) as front:
        for wide, high, theme in ((800, 520, LIGHT), (1280, 800, DARK)):
            resized(front, wide, high)
            front.window.use_theme(theme)
            for zoom in ZOOMS:
                front.window.use_zoom(zoom)
                texts = texts_in(front.window)
                assert len(texts) > 5
                told = f"{name}, {theme.name}, at {wide}x{high}, text {zoom}"
                assert faults_of(texts) == [], told
                if zoom == 1.0:
                    assert pale_of(texts, front.window.grab().toImage()) == [], told
        assert unnamed_in(front.window) == []


def unnamed_in(window: QWidget) -> list[str]:
    """What takes keys, and has no name for those who hear the window."""
    shown = (one for one in window.findChildren(QWidget) if one.isVisible())
    taking = (one for one in shown if one.focusPolicy() != Qt.FocusPolicy.NoFocus)
    return [type(one).__name__ for one in taking if not one.accessibleName()]


def test_who_takes_keys_and_has_no_name_is_found(qapp: QApplication) -> None:
    with shown("help", 800, 520) as front:
        nameless = QPushButton(front.window.room.widget)
        nameless.show()
        assert unnamed_in(front.window) == ["QPushButton"]


class Careless(Pane):
    """Writes one text upon another, one over the edge, one without room, lines without any, and a pale one."""

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        with QPainter(self) as painter:
            self.clear(painter)
            for left, text in ((10.0, "first"), (20.0, "second"), (self.width() - 12.0, "over the edge")):
                painter.drawText(QRectF(left, 10, 300, 20), 0, text)
            draw_text(painter, QRectF(10, 36, 50, 20), "Connecting to something", self.font_of(13), QColor("black"))
            draw_text(painter, QRectF(300, 4, 90, 20), "pale", self.font_of(13), QColor("#808080"))
            draw_wrapped(
                painter, QRectF(200, 30, 60, 20), "more lines than there is room", self.font_of(13), QColor("black")
            )


def test_what_is_careless_is_found(qapp: QApplication) -> None:
    """Or the test above could not fail."""
    with shown("help", 800, 520) as front:
        pane = Careless(front.window.room.widget, LIGHT)
        pane.setGeometry(0, 0, 400, 60)
        pane.show()
        qapp.processEvents()
        texts = [one for one in texts_in(front.window) if one.pane is pane]
        faults, pale = faults_of(texts), pale_of(texts, front.window.grab().toImage())
    assert len(faults) == 4
    assert faults[0].startswith("cut: 'over the edge'")
    assert faults[1].startswith("shortened: 'Conn")
    assert faults[2].startswith("has too many lines: 'more")
    assert faults[3].startswith("overlap: 'first'")
    assert len(pale) == 1
    assert pale[0].startswith("3.6: #808080 on #f7f5f1: 'pale'")
