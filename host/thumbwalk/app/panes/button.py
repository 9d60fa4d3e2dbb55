"""Buttons that are painted in the window's own colours, for a mouse, an oily finger or the keyboard."""

from __future__ import annotations

from collections.abc import Callable
from math import cos, inf, radians, sin
from typing import Any, Literal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from thumbwalk.app import theme as themes
from thumbwalk.app.actions import Icon
from thumbwalk.app.icons import draw_icon, has_room
from thumbwalk.app.panes.focus import give_back
from thumbwalk.app.panes.pane import Align, draw_text, draw_wrapped, shrunk, text_height, text_width, wrapped_height
from thumbwalk.app.panes.turned import placed, turn
from thumbwalk.app.theme import Theme

_LEAST_PX = 13.0
"""Smaller no button's words become, design pixels."""
_BESIDE_PX = 12.0
"""What a plate keeps free beside its words, both sides together."""
_ICON, _GAP, _STACKED_PX = 1.25, 0.45, 56.0
"""An icon's size and its distance from the words, in parts of theirs; from this height on it may stand above them."""
Kind = Literal["plain", "primary", "tab", "gear", "question"]


class Button(QAbstractButton):
    """A button: what it says, its key beside that, and what it does.

    ``stacked`` is whether its icon stands above the words, though there is room beside them: as with its neighbours.
    ``chosen`` is whether it is the one of several that is in force, as the name of the room that is shown.
    """

    def __init__(self, parent: QWidget, theme: Theme, text: str, act: Callable[[], object], kind: Kind = "plain"):
        super().__init__(parent)
        self.theme, self.unit, self.kind = theme, 1.0, kind
        self.key, self.chosen = "", False
        self.icon_name: Icon | None = None
        self.stacked = False
        self.size_px = 20.0 if kind in ("plain", "primary") else 15.0
        self.setText(text)
        self.setAccessibleName(text)
        # a click must not take the keys from the window; Tab may
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._act = act
        self.clicked.connect(self._pressed)

    def _pressed(self) -> None:
        self._act()

    def setGeometry(self, *given: Any) -> None:  # noqa: N802 - Qt's name, and its two ways
        """Lie at a rectangle, on the other side where the language is written from the right."""
        super().setGeometry(placed(given, self.parentWidget()))

    def setVisible(self, visible: bool) -> None:  # noqa: N802 - Qt's name and way
        """Come or go; the keys of one that goes are no other button's."""
        give_back(self, stays=visible)
        super().setVisible(visible)

    def setEnabled(self, enabled: bool) -> None:  # noqa: N802 - Qt's name and way
        """Be of use or not; here, too, no other button gets the keys."""
        give_back(self, stays=enabled)
        super().setEnabled(enabled)

    def restyle(self, theme: Theme, unit: float) -> None:
        """Take over colours and size."""
        self.theme, self.unit = theme, unit
        self.update()

    def show_text(self, text: str) -> None:
        """Say something else, if it is something else."""
        if text != self.text():
            self.setText(text)
            self.setAccessibleName(text)
            self.update()

    def choose(self, kind: Kind, *, chosen: bool = False) -> None:
        """Be another kind of button, or the chosen one."""
        if (kind, chosen) != (self.kind, self.chosen):
            self.kind, self.chosen = kind, chosen
            self.update()

    def wide(self) -> float:
        """The width that its text needs, pixels."""
        if self.kind in ("gear", "question"):
            return 40 * self.unit
        icon = self._icon_px() if self.kind == "tab" and self.icon_name is not None else 0.0
        return text_width(self._font(), self.text()) + icon + (26 if self.kind == "tab" else 40) * self.unit

    def _icon_px(self) -> float:
        """What an icon beside the words takes."""
        return (_ICON + _GAP) * self._font().pixelSize() if has_room(self) else 0.0

    def has_icon_beside(self, wide: float) -> bool:
        """Whether a plate of a width has room for its icon beside its words."""
        words = self._icon_px() + text_width(self._font(), self.text())
        return self.icon_name is None or words + 3.0 + 16 * self.unit <= wide

    def show_icon(self, icon: Icon | None) -> None:
        """Have another icon beside the words, or none."""
        if icon != self.icon_name:
            self.icon_name = icon
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As wide as its text needs."""
        return QSize(round(self.wide()), round(64 * self.unit))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter presses it as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw ground, frame and words."""
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), self.theme.color("background"))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            turn(painter, self.width())
            area = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
            if self.kind == "tab":
                self._paint_tab(painter, area)
            elif self.kind in ("gear", "question"):
                self._paint_icon(painter, area)
            else:
                self._paint_plate(painter, area)
            if self.hasFocus():
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(self.theme.color("ink"), 2 * self.unit))
                painter.drawRoundedRect(area, 10 * self.unit, 10 * self.unit)

    def least_wide(self) -> float:
        """The least width in which a plate has room for its words, pixels."""
        words = themes.font(_LEAST_PX * self.unit, bold=True)
        return text_width(words, self.text()) + 4.0 + _BESIDE_PX * self.unit

    def fitting_px(self, wide: float) -> float:
        """The size of its words, design pixels, at which a plate of a width has room for them, or the least."""
        return self._size(wide - 3.0 - _BESIDE_PX * self.unit)

    def _size(self, wide: float) -> float:
        bold, size = self.kind in ("plain", "primary") or self.chosen, self.size_px
        while size > _LEAST_PX and text_width(themes.font(size * self.unit, bold=bold), self.text()) > wide:
            size -= 1.0
        return size

    def _font(self, wide: float = inf) -> QFont:
        """The font of its words; smaller where they would not fit into a width."""
        bold = self.kind in ("plain", "primary") or self.chosen
        return themes.font(self._size(wide) * self.unit, bold=bold)

    def _paint_plate(self, painter: QPainter, area: QRectF) -> None:
        color, unit = self.theme.color, self.unit
        primary = self.kind == "primary" and self.isEnabled()
        area = area.adjusted(2 * unit, 2 * unit, -2 * unit, -2 * unit)
        painter.setPen(
            Qt.PenStyle.NoPen if primary else QPen(color("edge" if self.isEnabled() else "line"), 1.6 * unit)
        )
        painter.setBrush(color("aim" if primary else "surface", 0.85 if self.isDown() else 1.0))
        painter.drawRoundedRect(area, 9 * unit, 9 * unit)
        ink = color("on_aim" if primary else "ink" if self.isEnabled() else "muted")
        key = themes.font(13 * unit)
        room = text_width(key, self.key) + 16 * unit if self.key else 0.0
        words = self._font(area.width() - 8 * unit)
        beside = (_ICON + _GAP) * words.pixelSize() if self.icon_name is not None and has_room(self) else 0.0
        fits = text_width(words, self.text()) + beside + 2 * room + 20 * unit < area.width()
        if text_width(words, self.text()) > area.width() - 8 * unit:
            self._paint_lines(painter, area.adjusted(4 * unit, 4 * unit, -4 * unit, -4 * unit), words, ink)
            return
        self._paint_words(painter, area, words, ink)
        if self.key and fits:
            draw_text(painter, area.adjusted(0, 0, -14 * unit, 0), self.key, key, ink, align=Align.AlignRight)

    def _paint_words(self, painter: QPainter, area: QRectF, words: QFont, ink: QColor) -> None:
        """Draw the words with their icon: beside them, above them where there is more height than width, or without."""
        size, wide = _ICON * words.pixelSize(), text_width(words, self.text())
        gap, middle = _GAP * words.pixelSize(), area.center()
        if self.icon_name is None or not has_room(self):
            draw_text(painter, area, self.text(), words, ink, align=Align.AlignHCenter)
        elif not self.stacked and size + gap + wide + 12 * self.unit <= area.width():
            left = middle.x() - 0.5 * (size + gap + wide)
            draw_icon(painter, QRectF(left, middle.y() - 0.5 * size, size, size), self.icon_name, ink)
            draw_text(painter, QRectF(left + size + gap, area.top(), wide + 2, area.height()), self.text(), words, ink)
        elif self.height() >= _STACKED_PX * self.unit:
            high = text_height(words)
            top = middle.y() - 0.5 * (size + high)
            draw_icon(painter, QRectF(middle.x() - 0.5 * size, top, size, size), self.icon_name, ink)
            below = QRectF(area.left(), top + size, area.width(), high)
            draw_text(painter, below, self.text(), words, ink, align=Align.AlignHCenter)
        else:
            draw_text(painter, area, self.text(), words, ink, align=Align.AlignHCenter)

    def _paint_lines(self, painter: QPainter, area: QRectF, font: QFont, ink: QColor) -> None:
        """Draw words that are too long for a line even in the least size, as some languages have them."""
        font = shrunk(font, self.text(), area, wraps=True)
        high = min(wrapped_height(font, self.text(), area), area.height())
        middle = QRectF(area.left(), area.center().y() - 0.5 * high, area.width(), high)
        draw_wrapped(painter, middle, self.text(), font, ink, align=Align.AlignHCenter)

    def _paint_tab(self, painter: QPainter, area: QRectF) -> None:
        unit = self.unit
        ink = self.theme.color("ink" if self.chosen or self.underMouse() else "muted")
        self._paint_words(painter, area, self._font(), ink)
        if self.chosen:
            wide = text_width(self._font(), self.text()) + (self._icon_px() if self.icon_name is not None else 0.0)
            line = QRectF(area.center().x() - 0.5 * wide, self.height() - 3 * unit, wide, 3 * unit)
            painter.fillRect(line, self.theme.color("aim"))

    def _paint_icon(self, painter: QPainter, area: QRectF) -> None:
        unit, centre = self.unit, area.center()
        ink = self.theme.color("ink" if self.chosen or self.underMouse() else "muted")
        painter.setPen(QPen(ink, 1.8 * unit))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        box = QRectF(centre.x() - 12 * unit, centre.y() - 12 * unit, 24 * unit, 24 * unit)
        if draw_icon(painter, box, "help" if self.kind == "question" else "settings", ink):
            pass
        elif self.kind == "question":
            painter.drawEllipse(centre, 11 * unit, 11 * unit)
            font = themes.font(15 * unit, bold=True)
            draw_text(painter, area, "?", font, ink, align=Align.AlignHCenter)
        else:
            painter.drawPath(_gear(centre, 11 * unit))
            painter.drawEllipse(centre, 4 * unit, 4 * unit)
        if self.chosen:
            line = QRectF(centre.x() - 13 * unit, self.height() - 3 * unit, 26 * unit, 3 * unit)
            painter.fillRect(line, self.theme.color("aim"))


def _gear(centre: QPointF, radius: float) -> QPainterPath:
    """A wheel of eight teeth."""
    path, teeth = QPainterPath(), 8
    for tooth in range(teeth):
        for part, reach in ((0.0, 0.76), (0.18, 1.0), (0.5, 1.0), (0.68, 0.76)):
            line = QPointF(reach * radius, 0.0)
            turned = _turned(line, 360.0 * (tooth + part - 0.34) / teeth)
            at = centre + turned
            path.lineTo(at) if path.elementCount() else path.moveTo(at)
    path.closeSubpath()
    return path


def _turned(point: QPointF, degrees: float) -> QPointF:
    angle = radians(degrees)
    return QPointF(point.x() * cos(angle) - point.y() * sin(angle), point.x() * sin(angle) + point.y() * cos(angle))


def keycap(painter: QPainter, area: QRectF, text: str, theme: Theme, unit: float) -> None:
    """A key as it is drawn beside what it does."""
    painter.setPen(QPen(theme.color("edge"), 1.2 * unit))
    painter.setBrush(theme.color("surface"))
    painter.drawRoundedRect(area, 5 * unit, 5 * unit)
    font = themes.font(12 * unit, bold=True)
    draw_text(painter, area, text, font, theme.color("ink"), align=Align.AlignHCenter)
