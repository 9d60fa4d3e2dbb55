"""Where a set was pressed, drawn on the sole: a dot a press, larger and filled as it stood to the band."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from thumbwalk.app import theme as themes
from thumbwalk.app.foot.frame import FootFrame
from thumbwalk.app.panes.pane import draw_text, text_width
from thumbwalk.app.theme import Theme
from thumbwalk.language import _, marked
from thumbwalk.session.screen.review import SetReview

RADII_PX = {-1: 4.0, 0: 5.0, 1: 7.0}
"""Of presses below, in and above the band, design pixels: a heavier one is larger, whatever its colour."""
_LEGEND = {0: marked("in the band"), -1: marked("too light"), 1: marked("too hard")}


def paint_presses(painter: QPainter, review: SetReview, frame: FootFrame, theme: Theme, unit: float) -> None:
    """Draw every press of a set, those that were wrong last, so that they are seen."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    aims = review.aims
    for kind in (0, -1, 1):
        for (x_mm, y_mm), aim in zip(review.places_mm.tolist(), aims.tolist(), strict=True):
            if aim == kind:
                paint_press(painter, frame.to_px(x_mm, y_mm), kind, theme, unit)


def paint_press(painter: QPainter, centre: QPointF, kind: int, theme: Theme, unit: float) -> None:
    """Draw one: in the band filled, too light hollow, too hard filled and large in the colour of caution."""
    color = theme.color("aim" if kind == 0 else "caution")
    radius = RADII_PX[kind] * unit
    painter.setPen(QPen(theme.color("background") if kind >= 0 else color, (1.4 if kind >= 0 else 2.2) * unit))
    painter.setBrush(color if kind >= 0 else theme.color("background", 0.7))
    painter.drawEllipse(centre, radius, radius)


def paint_legend(painter: QPainter, area: QRectF, kinds: set[int], theme: Theme, unit: float) -> None:
    """Say what the dots mean, in a line; only of those that there are."""
    font = themes.font(13 * unit)
    left = area.left()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for kind in (one for one in _LEGEND if one in kinds):
        words = _(_LEGEND[kind])
        paint_press(painter, QPointF(left + 8 * unit, area.center().y()), kind, theme, unit)
        wide = text_width(font, words)
        words_area = QRectF(left + 20 * unit, area.top(), wide + 2, area.height())
        draw_text(painter, words_area, words, font, theme.color("muted"))
        left += wide + 40 * unit
    painter.setBrush(Qt.BrushStyle.NoBrush)
