"""The header of the rooms at rest: their names, the rig, the settings and the help."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from thumbwalk.app.actions import Icon
from thumbwalk.app.panes.button import Button, Kind
from thumbwalk.app.panes.pane import Align, Pane, draw_dot, draw_text, text_width
from thumbwalk.app.panes.turned import placed
from thumbwalk.app.theme import Theme
from thumbwalk.app.words.doors import DRILLS, FREE, GIVE, PROGRESS, RIG, STRENGTH, TODAY
from thumbwalk.language import _

NAME = "Thumbwalk"
ICONS: dict[str, Icon] = {
    TODAY: "today",
    DRILLS: "drills",
    FREE: "free",
    GIVE: "give",
    STRENGTH: "strength",
    PROGRESS: "progress",
    RIG: "rig",
}
"""Of the rooms by their names."""
_RIG_PX = 170.0
"""What the rig's words take at the right edge, design pixels."""


class NavBar(Pane):
    """Tells ``go`` which room somebody wants to see, by its name; the last two are the gear and the question mark."""

    def __init__(
        self, parent: QWidget, theme: Theme, names: Sequence[str], current: str, go: Callable[[str], object]
    ) -> None:
        super().__init__(parent, theme)
        self.rig, self.connected, self.losses, self.waits = "", False, "", False
        self._names = tuple(names)
        *plain, settings, help_ = self._names
        kinds: dict[str, Kind] = {settings: "gear", help_: "question"}
        self.tabs = {
            name: Button(self, theme, _(name), partial(go, name), kinds.get(name, "tab")) for name in self._names
        }
        for name, tab in self.tabs.items():
            tab.choose(tab.kind, chosen=name == current)
        self._plain = plain

    def show_rig(self, rig: str, losses: str, *, connected: bool, waits: bool = False) -> None:
        """Say how the rig is, if that is new; who ``waits`` for it need not be alarmed."""
        if (rig, losses, connected, waits) != (self.rig, self.losses, self.connected, self.waits):
            self.rig, self.losses, self.connected, self.waits = rig, losses, connected, waits
            self.setAccessibleName(f"{rig} {losses}")
            self.update()

    def restyle(self, theme: Theme, unit: float) -> None:
        """Take over colours and size."""
        super().restyle(theme, unit)
        for tab in self.tabs.values():
            tab.restyle(theme, unit)
        self._place()

    def resizeEvent(self, _event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Place the names again."""
        self._place()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the name, the rig and the line below."""
        with QPainter(self) as painter:
            self.clear(painter)
            unit, pad = self.unit, 32 * self.unit
            bold = self.font_of(19, bold=True)
            area = QRectF(pad, 0, text_width(bold, NAME) + 2, self.height())
            draw_text(painter, area, NAME, bold, self.theme.color("ink"))
            first = placed((self.tabs[self._names[-2]].geometry(),), self).left()
            last = placed((self.tabs[self._plain[-1]].geometry(),), self).right()
            self._paint_rig(painter, QRectF(last + 20 * unit, 0, first - last - 32 * unit, self.height()))
            painter.setPen(QPen(self.theme.color("line"), max(1.0, unit)))
            painter.drawLine(QPointF(0, self.height() - 0.5), QPointF(self.width(), self.height() - 0.5))

    def _paint_rig(self, painter: QPainter, area: QRectF) -> None:
        unit, font = self.unit, self.font_of(14)
        says = self.rig if not self.losses else f"{self.rig} · {self.losses}"
        if text_width(font, says) > area.width() - 20 * unit:
            says = self.rig.partition(" · ")[0]
        if text_width(font, says) > area.width() - 20 * unit:
            says = ""
        away = "muted" if self.waits else "alert"
        role = "caution" if self.losses and self.connected else "muted" if self.connected else away
        wide = min(text_width(font, says), area.width() - 20 * unit)
        words = QRectF(area.right() - wide - 1, 0, wide + 2, self.height())
        draw_text(painter, words, says, font, self.theme.color(role), align=Align.AlignRight)
        dot = QPointF(area.right() - wide - 14 * unit, area.center().y())
        color = self.theme.color("aim" if self.connected else away)
        draw_dot(painter, dot, 5 * unit, color, hollow=not self.connected)

    def _choose_icons(self) -> None:
        """Have an icon at every name where there is room for all of them, and for what the rig says."""
        for name in self._plain:
            self.tabs[name].show_icon(ICONS.get(name))
        bold, unit = text_width(self.font_of(19, bold=True), NAME), self.unit
        whole = sum(self.tabs[name].wide() for name in self._plain)
        least = max(2 * (32 * unit + bold + 16 * unit), 2 * (_RIG_PX + 24.0 + 80.0) * unit)
        if whole > self.width() - least:
            for name in self._plain:
                self.tabs[name].show_icon(None)

    def _place(self) -> None:
        self._choose_icons()
        wide = {name: round(tab.wide()) for name, tab in self.tabs.items()}
        whole, high = sum(wide[name] for name in self._plain), self.height() - 1
        bold = text_width(self.font_of(19, bold=True), NAME)
        left = max(round(0.5 * (self.width() - whole)), round(32 * self.unit + bold + 16 * self.unit))
        for name in self._plain:
            self.tabs[name].setGeometry(QRect(left, 0, wide[name], high))
            left += wide[name]
        right = self.width() - round(24 * self.unit)
        for name in reversed(self._names[-2:]):
            right -= wide[name]
            self.tabs[name].setGeometry(QRect(right, 0, wide[name], high))
