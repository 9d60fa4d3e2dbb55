"""The tiles of a pad as they read at this moment: each with its force and its name, those that are left out crossed."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from thumbwalk.app.foot.frame import FootFrame
from thumbwalk.app.panes.pane import Align, Pane, draw_sign, draw_text, text_height, text_width
from thumbwalk.app.theme import Theme
from thumbwalk.coach.feedback.amounts import ForceUnit, shown_force
from thumbwalk.language import _
from thumbwalk.pad import Foot, Pad
from thumbwalk.session.screen.snapshot import Snapshot

_STEP_N, _FULL_N = 0.1, 20.0
"""A tile's figure changes by steps of a tenth; its disc is full at the force of a firm thumb."""


class TileView(Pane):
    """Draws the sole and, at each tile's place, what it reads."""

    TURNS = False

    def __init__(self, parent: QWidget, theme: Theme, pad: Pad, foot: Foot) -> None:
        super().__init__(parent, theme)
        self.pad, self.foot, self.turned = pad, foot, False
        self.force_unit: ForceUnit = "N"
        self.values: tuple[float, ...] = ()
        self.left_out: tuple[bool, ...] = ()
        self.asked: int | None = None
        self.done: tuple[int, ...] = ()
        self.setAccessibleName(_("Tiles of the foot"))

    def show_pad(self, pad: Pad, foot: Foot, *, turned: bool) -> None:
        """Draw another layout or foot."""
        if (pad, foot, turned) != (self.pad, self.foot, self.turned):
            self.pad, self.foot, self.turned, self.values = pad, foot, turned, ()
            self.update()

    def show_snapshot(self, snapshot: Snapshot, unit: ForceUnit) -> None:
        """Show what the tiles read, as far as it has changed."""
        known = snapshot.stream.connected and len(snapshot.touch.force_n) == self.pad.n_taxels
        values = (
            tuple(round(force_n / _STEP_N) * _STEP_N for force_n in snapshot.touch.force_n.tolist()) if known else ()
        )
        if (values, snapshot.touch.left_out, unit) != (self.values, self.left_out, self.force_unit):
            self.values, self.left_out, self.force_unit = values, snapshot.touch.left_out, unit
            self.update()

    def mark(self, asked: int | None, done: tuple[int, ...]) -> None:
        """Frame the tile that something is asked of, and tick those that are done."""
        if (asked, done) != (self.asked, self.done):
            self.asked, self.done = asked, done
            self.update()

    @property
    def frame(self) -> FootFrame:
        """Where on it the foot lies."""
        margin = 14 * self.unit
        area = QRectF(self.rect()).adjusted(margin, margin, -margin, -margin)
        return FootFrame.fitted(self.pad, self.foot, area, turned=self.turned)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the sole and its tiles."""
        with QPainter(self) as painter:
            self.clear(painter)
            frame = self.frame
            painter.setPen(QPen(self.theme.color("foot_line"), 2 * self.unit))
            painter.setBrush(self.theme.color("foot"))
            painter.drawPath(frame.outline())
            if not self.pad.has_positions:
                return
            for index, taxel in enumerate(self.pad.taxels):
                value = self.values[index] if index < len(self.values) else None
                out = index < len(self.left_out) and self.left_out[index]
                centre = frame.to_px(taxel.x_mm or 0.0, taxel.y_mm or 0.0)
                self._paint_tile(painter, centre, value, out=out)
                self._paint_mark(painter, centre, index)

    def _paint_tile(self, painter: QPainter, centre: QPointF, value: float | None, *, out: bool) -> None:
        unit, color = self.unit, self.theme.color
        font = self.font_of(17, bold=True)
        high = text_height(font)
        if value is not None and value >= _STEP_N:
            share = min(value / _FULL_N, 1.0)
            painter.setPen(QPen(color("aim"), 1.4 * unit))
            painter.setBrush(color("band"))
            radius = (20 + 10 * share) * unit
            painter.drawEllipse(centre, radius, radius)
        shown = "–" if value is None else self._figure(value)
        wide = max(text_width(font, shown), 20 * unit) + 4
        figure = QRectF(centre.x() - 0.5 * wide, centre.y() - 0.5 * high, wide, high)
        draw_text(painter, figure, shown, font, color("ink"), align=Align.AlignHCenter)
        if out:
            painter.setPen(QPen(color("caution"), 2 * unit))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(centre, 22 * unit, 22 * unit)

    def _figure(self, force_n: float) -> str:
        """A force as it is written; a plate's cell may be pulled."""
        figure = shown_force(abs(force_n) if self.pad.is_plate else max(force_n, 0.0), self.force_unit)
        if figure == "0" and self.force_unit == "N":
            figure = "0.0"
        return f"−{figure}" if self.pad.is_plate and force_n <= -_STEP_N else figure

    def _paint_mark(self, painter: QPainter, centre: QPointF, index: int) -> None:
        """Draw the frame of the tile that is asked for, or the tick of one that is done."""
        unit = self.unit
        if index == self.asked:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.theme.color("ink"), 3 * unit))
            painter.drawEllipse(centre, 34 * unit, 34 * unit)
        elif index in self.done:
            box = QRectF(centre.x() - 7 * unit, centre.y() + 12 * unit, 14 * unit, 14 * unit)
            draw_sign(painter, box, "tick", self.theme.color("aim"))
