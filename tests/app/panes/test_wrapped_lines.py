"""Text in lines: from the right each begins at the right edge, and none is cut at the left."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter
from tests.app.made_up_languages import made_up_language

from thumbwalk.app import theme
from thumbwalk.app.panes.pane import draw_wrapped
from thumbwalk.app.panes.turned import turn
from thumbwalk.language import ENGLISH, speak

_HEBREW = "שלום עולם זהו משפט ארוך מאד שצריך להישבר לכמה שורות כאן ועוד קצת"
_MIXED = "virtual: שלום עולם זהו משפט ארוך, plug it in again, שצריך להישבר"
_LEFT, _WIDE = 50, 240


@pytest.fixture(autouse=True)
def from_the_right() -> Iterator[None]:
    speak(made_up_language("ar-XB"))
    yield
    speak(ENGLISH)


def inked(text: str, font: QFont) -> NDArray[np.bool_]:
    """Where a text is drawn that has a column of ``_WIDE`` pixels, in a language from the right."""
    image = QImage(_LEFT + _WIDE + 50, 300, QImage.Format.Format_Grayscale8)
    image.fill(QColor("white"))
    with QPainter(image) as painter:
        turn(painter, image.width())
        draw_wrapped(painter, QRectF(50, 10, _WIDE, 280), text, font, QColor("black"))
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : image.width()] < 200


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("text", [_HEBREW, _MIXED, "שלום\n" + _HEBREW])
def test_from_the_right_no_line_of_several_is_moved_by_the_space_at_which_it_breaks(text: str) -> None:
    font = theme.font(22.0)
    ink, high = inked(text, font), QFontMetricsF(font).height()
    lines = [ink[round(10 + n * high) : round(10 + (n + 1) * high)] for n in range(3)]
    for line in lines:
        across = np.flatnonzero(line.any(axis=0))
        assert across[0] >= _LEFT, "nothing is cut at the left edge"
        assert across[-1] >= _LEFT + _WIDE - 4, "a line begins at the right edge"
