"""A plain area of the window, and the few shapes that several of them draw."""

from __future__ import annotations

import math
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPolygonF,
    QTextLayout,
)
from PySide6.QtWidgets import QWidget

from thumbwalk.app import theme as themes
from thumbwalk.app.panes.turned import figured, is_turned, placed, turn, upright
from thumbwalk.app.theme import Theme
from thumbwalk.app.words.moment import Sign

Align = Qt.AlignmentFlag
Text = TypeVar("Text")
_LEAST_FONT_PX = 8
"""Nobody reads what is smaller."""
_NARROWER = (90, 80)
"""The percent of its breadth to which a face is drawn together where its least size is still too wide."""


class Pane(QWidget):
    """A widget that paints all of its own ground; ``unit`` is the size of one design pixel on the screen."""

    TURNS = True
    """Whether it is drawn from the right in languages that are written so."""

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent)
        self.theme = theme
        self.unit = 1.0
        # It fills its own ground: Qt need not clear what lies behind it at every repaint.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def restyle(self, theme: Theme, unit: float) -> None:
        """Take over colours and size; subclasses drop what they have drawn in advance."""
        self.theme = theme
        self.unit = unit
        self.update()

    def clear(self, painter: QPainter) -> None:
        """Fill the ground and switch smooth edges on; draw from the side that the language is written from."""
        painter.fillRect(self.rect(), self.theme.color("background"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.TURNS:
            turn(painter, self.width())

    def setGeometry(self, *given: Any) -> None:  # noqa: N802 - Qt's name, and its two ways
        """Lie at a rectangle, on the other side where the language is written from the right."""
        super().setGeometry(placed(given, self.parentWidget()))

    def font_of(self, size: float, *, bold: bool = False, spaced: bool = False) -> QFont:
        """A font whose size is given in design pixels."""
        return themes.font(size * self.unit, bold=bold, spaced=spaced)


class TextPane(Pane, Generic[Text]):
    """A pane that shows one text, and draws nothing where there is none; it repaints when another is to be shown.

    Subclasses have ``paint``, and ``spoken`` for those who do not see it.
    """

    text: Text | None = None

    def show_text(self, text: Text) -> None:
        """Show another text, if it is another."""
        if text != self.text:
            self.text = text
            self.setAccessibleName(self.spoken(text))
            self.update()

    def spoken(self, text: Text) -> str:
        """Say what a screen reader says of it."""
        raise NotImplementedError

    def paint(self, painter: QPainter, text: Text) -> None:
        """Draw the text on a clean ground."""
        raise NotImplementedError

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw what is shown."""
        with QPainter(self) as painter:
            self.clear(painter)
            if self.text is not None:
                self.paint(painter, self.text)


def text_height(font: QFont) -> float:
    """Height of one line."""
    return QFontMetricsF(font).height()


def text_width(font: QFont, text: str) -> float:
    """Width of a text in one line."""
    return QFontMetricsF(font).horizontalAdvance(text)


def draw_text(
    painter: QPainter, area: QRectF, text: str, font: QFont, color: QColor, *, align: Align = Align.AlignLeft
) -> None:
    """One line in an area, vertically centred, shortened with an ellipsis where it does not fit."""
    metrics = QFontMetricsF(font)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width() + 1.0)
    painter.setFont(font)
    painter.setPen(color)
    if is_turned(painter):
        with upright(painter, area):
            painter.drawText(area, int(align | Align.AlignVCenter), figured(shown))
    else:
        painter.drawText(area, int(align | Align.AlignVCenter), shown)


def draw_wrapped(
    painter: QPainter, area: QRectF, text: str, font: QFont, color: QColor, *, align: Align = Align.AlignLeft
) -> float:
    """Text in as many lines as it needs; gives the height that it took."""
    flags = int(align | Align.AlignTop) | int(Qt.TextFlag.TextWordWrap)
    painter.setFont(font)
    painter.setPen(color)
    needed = QFontMetricsF(font).boundingRect(area, flags, text)
    if is_turned(painter):
        # Qt has the space at which a line breaks take room at the right edge, where such a line begins
        with upright(painter, area):
            painter.drawText(area, flags, "\n".join(_lines(font, text, area.width())))
    else:
        painter.drawText(area, flags, text)
    return needed.height() if text else 0.0


def _lines(font: QFont, text: str, wide: float) -> list[str]:
    """A text as it is broken into lines of a breadth, without the spaces at which it is."""
    lines = []
    for part in text.split("\n"):
        layout = QTextLayout(part, font)
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(wide)
            lines.append(part[line.textStart() : line.textStart() + line.textLength()].rstrip())
        layout.endLayout()
    return lines


def wrapped_height(font: QFont, text: str, area: QRectF) -> float:
    """How high a text is in as many lines as it needs in an area's breadth."""
    flags = int(Align.AlignLeft | Align.AlignTop) | int(Qt.TextFlag.TextWordWrap)
    return QFontMetricsF(font).boundingRect(area, flags, text).height() if text else 0.0


def shrunk(font: QFont, text: str, area: QRectF, *, wraps: bool = False) -> QFont:
    """The font, or a smaller one of the kind, in which a text has room: in a line or, if it ``wraps``, in lines."""
    while font.pixelSize() > _LEAST_FONT_PX and not _has_room(font, text, area, wraps=wraps):
        font = QFont(font)
        font.setPixelSize(font.pixelSize() - 1)
    for percent in _NARROWER:
        if _has_room(font, text, area, wraps=wraps):
            break
        font = QFont(font)
        font.setStretch(percent)
    return font


def _has_room(font: QFont, text: str, area: QRectF, *, wraps: bool) -> bool:
    if not wraps:
        return text_width(font, text) <= area.width() + 1.0
    flags = int(Align.AlignLeft | Align.AlignTop) | int(Qt.TextFlag.TextWordWrap)
    needed = QFontMetricsF(font).boundingRect(area, flags, text)
    return needed.height() <= area.height() + 1.0 and needed.width() <= area.width() + 1.0


def draw_scroll_bar(painter: QPainter, pane: Pane, scrolled: float, whole_px: float) -> None:
    """Where in something longer than the pane one is, at its right edge; nothing where all of it is in sight."""
    high, unit = float(pane.height()), pane.unit
    if whole_px <= high + 1.0:
        return
    bar = QRectF(pane.width() - 4 * unit, high * scrolled / whole_px, 4 * unit, high**2 / whole_px)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(pane.theme.color("edge"))
    painter.drawRoundedRect(bar, 2 * unit, 2 * unit)


def draw_dot(painter: QPainter, centre: QPointF, radius: float, color: QColor, *, hollow: bool = False) -> None:
    """A filled dot, or a ring of the same size."""
    painter.setPen(QPen(color, max(1.5, radius * 0.4)) if hollow else Qt.PenStyle.NoPen)
    painter.setBrush(Qt.BrushStyle.NoBrush if hollow else color)
    painter.drawEllipse(centre, radius, radius)


def draw_stars(painter: QPainter, start: QPointF, size: float, stars: int, theme: Theme) -> None:
    """Three stars to the right of a point, the earned ones filled."""
    for index in range(3):
        centre = QPointF(start.x() + size * (0.5 + 1.18 * index), start.y())
        earned = index < stars
        painter.setPen(QPen(theme.color("aim" if earned else "muted", 1.0 if earned else 0.6), max(1.0, size * 0.05)))
        painter.setBrush(theme.color("aim") if earned else Qt.BrushStyle.NoBrush)
        painter.drawPolygon(_star(centre, size * 0.5))


def draw_sign(painter: QPainter, box: QRectF, sign: Sign, color: QColor) -> None:
    """The coaching word's shape, which tells the same without reading; upright, and to the same side, always."""
    if is_turned(painter):
        with upright(painter, box):
            _paint_sign(painter, box, sign, color)
    else:
        _paint_sign(painter, box, sign, color)


def _paint_sign(painter: QPainter, box: QRectF, sign: Sign, color: QColor) -> None:
    pen = QPen(color, box.height() * 0.14, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if sign == "press":
        painter.drawEllipse(box.center(), 0.4 * box.width(), 0.4 * box.height())
        painter.setBrush(color)
        painter.drawEllipse(box.center(), 0.1 * box.width(), 0.1 * box.height())
    for line in _SIGN_LINES.get(sign, ()):
        path = QPainterPath()
        for index, (x, y) in enumerate(line):
            point = QPointF(box.left() + x * box.width(), box.top() + y * box.height())
            if index == 0:
                path.moveTo(point)
            else:
                path.lineTo(point)
        painter.drawPath(path)


_SIGN_LINES: dict[Sign, tuple[tuple[tuple[float, float], ...], ...]] = {
    "up": (((0.5, 0.92), (0.5, 0.1)), ((0.14, 0.44), (0.5, 0.08), (0.86, 0.44))),
    "down": (((0.5, 0.08), (0.5, 0.9)), ((0.14, 0.56), (0.5, 0.92), (0.86, 0.56))),
    "fast": (((0.12, 0.14), (0.46, 0.5), (0.12, 0.86)), ((0.54, 0.14), (0.88, 0.5), (0.54, 0.86))),
    "slow": (((0.46, 0.14), (0.12, 0.5), (0.46, 0.86)), ((0.88, 0.14), (0.54, 0.5), (0.88, 0.86))),
    "tick": (((0.08, 0.54), (0.38, 0.84), (0.94, 0.18)),),
    "pause": (((0.3, 0.12), (0.3, 0.88)), ((0.7, 0.12), (0.7, 0.88))),
    "move": (((0.14, 0.86), (0.84, 0.16)), ((0.4, 0.14), (0.86, 0.14), (0.86, 0.6))),
}


def _star(centre: QPointF, radius: float) -> QPolygonF:
    points = []
    for index in range(10):
        reach = radius if index % 2 == 0 else radius * 0.42
        angle = math.pi * (index / 5.0 - 0.5)
        points.append(QPointF(centre.x() + reach * math.cos(angle), centre.y() + reach * math.sin(angle)))
    return QPolygonF(points)
