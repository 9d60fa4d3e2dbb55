"""In every room and state, at the smallest and the usual size and any size of text, none is cut or upon another."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication
from tests.app.drawn_texts import faults_of, texts_in
from tests.app.room_scenes import SCENES, resized, shown

from thumbwalk.app.panes.pane import Pane, draw_text, draw_wrapped
from thumbwalk.app.theme import DARK, LIGHT
from thumbwalk.session.preferences import TEXT_SIZES

ZOOMS = (TEXT_SIZES[0], 0.85, 1.0, 1.15, TEXT_SIZES[1])
"""The sizes of text that Settings offers."""


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("name", SCENES)
def test_no_text_is_cut_and_none_lies_upon_another_at_any_size_of_text(name: str) -> None:
    # one window in all sizes and colours: making it is what takes time
    with shown(name, 800, 520) as front:
        for wide, high in ((800, 520), (1280, 800)):
            resized(front, wide, high)
            for zoom, theme in zip(ZOOMS, (LIGHT, DARK, LIGHT, DARK, LIGHT), strict=True):
                front.window.use_zoom(zoom)
                front.window.use_theme(theme)
                texts = texts_in(front.window)
                assert len(texts) > 5
                assert faults_of(texts) == [], f"{name}, {theme.name}, at {wide}x{high}, text {zoom}"


class Careless(Pane):
    """Writes one text upon another, one over the edge, one where it has no room, and lines that have none."""

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        with QPainter(self) as painter:
            for left, text in ((10.0, "first"), (20.0, "second"), (self.width() - 12.0, "over the edge")):
                painter.drawText(QRectF(left, 10, 300, 20), 0, text)
            draw_text(painter, QRectF(10, 36, 50, 20), "Connecting to something", self.font_of(13), QColor("black"))
            draw_wrapped(
                painter, QRectF(200, 30, 60, 20), "more lines than there is room", self.font_of(13), QColor("black")
            )


def test_what_is_careless_is_found(app: QApplication) -> None:
    """Or the test above could not fail."""
    with shown("help", 800, 520) as front:
        pane = Careless(front.window.room.widget, LIGHT)
        pane.setGeometry(0, 0, 400, 60)
        pane.show()
        app.processEvents()
        faults = faults_of([one for one in texts_in(front.window) if one.pane is pane])
    assert len(faults) == 4
    assert faults[0].startswith("cut: 'over the edge'")
    assert faults[1].startswith("shortened: 'Conn")
    assert faults[2].startswith("has too many lines: 'more")
    assert faults[3].startswith("overlap: 'first'")
