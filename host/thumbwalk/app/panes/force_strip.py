"""The force of the last seconds running toward "now", the band to be in, and the guide of the seconds to come."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QRectF, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPixmap, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QWidget

from thumbwalk.app.panes.envelope import envelope
from thumbwalk.app.panes.pane import Pane
from thumbwalk.app.panes.strip_scale import ABOVE, COMING_S, PAST_S, StripScale, curves_area
from thumbwalk.app.panes.thick_line import draw_thick, line_of
from thumbwalk.app.theme import Theme
from thumbwalk.app.words.moment import Tone, not_counted, tone_of
from thumbwalk.coach.feedback.amounts import ForceUnit
from thumbwalk.language import _
from thumbwalk.session.screen.snapshot import Snapshot

if TYPE_CHECKING:
    from thumbwalk.app.panes.strip_plot import StripPlot

_BIN_PX = 1.0
_NO_GUIDE, _NO_LINE = np.empty((0, 2)), QPolygonF()
_WAITS_MS = 1000
"""So long what stands still waits for the first scan: what draws it must not come between a rig and its first frame."""
_HEAD_PX = 5.75
"""Radius of the dot at the trace's end, design pixels: with no force it lies on the ground line, whole."""
_BEYOND_S = 0.1
"""Drawn of a curve beyond the plot's ends, so that none of it ends within."""


class ForceStrip(Pane):
    """Axes that stand still, and curves that a snapshot moves.

    What stands still is drawn once a scale (`StripPlot`). On the screen the first frame does not wait for it: what
    draws it takes a tenth of a second to load.
    """

    TURNS = False

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent, theme)
        self.force_unit: ForceUnit = "N"
        self._snapshot: Snapshot | None = None
        self._scale = StripScale()
        self._plot: StripPlot | None = None
        self._still: QPixmap | None = None
        self._is_asked_for = self._is_waiting = False
        self._guide, self._followed, self._trace, self._head = _NO_LINE, _NO_LINE, _NO_LINE, QColor()
        self.setAccessibleName(_("Force over the last seconds"))

    @property
    def top_n(self) -> float:
        """Where the axis ends, newtons."""
        return self._scale.top_n

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Take over a snapshot and ask for a repaint."""
        self._snapshot = snapshot
        scale = self._scale.fitting(snapshot, not_counted(snapshot))
        if scale != self._scale:
            self._scale, self._still = scale, None
            self.update()
        self._followed, self._guide = self._guide_px(snapshot)
        self._trace = self._trace_px(snapshot)
        self._head = self._tone_color(tone_of(snapshot))
        # The labels beside the curves stay as they are.
        self.update(self._curves_area().toAlignedRect())

    def restyle(self, theme: Theme, unit: float) -> None:
        """Take over colours and size."""
        super().restyle(theme, unit)
        self._show_again()

    def use_unit(self, unit: ForceUnit) -> None:
        """Label forces in another unit."""
        if unit != self.force_unit:
            self.force_unit = unit
            self._show_again()

    def resizeEvent(self, _event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Draw anew at another size."""
        self._show_again()

    def event(self, event: QEvent) -> bool:
        """Follow a change of the screen's resolution."""
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._show_again()
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw what stands still, and the curves over it."""
        self._draw_still()
        with QPainter(self) as painter:
            area, still = event.rect(), self._still
            if still is None:
                painter.fillRect(area, self.theme.color("background"))
            else:
                ratio = still.devicePixelRatio()
                source = QRectF(area.topLeft().toPointF() * ratio, area.size().toSizeF() * ratio)
                painter.drawPixmap(QRectF(area), still, source)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setClipRect(self._curves_area())
            # what is over is one hairline: it is drawn sixty times a second, and to be seen under the trace
            draw_thick(painter, self._followed, self.theme.color("guide"), 0.0)
            draw_thick(painter, self._guide, self.theme.color("guide"), 4.5 * self.unit)
            draw_thick(painter, self._trace, self.theme.color("ink"), 1.8 * self.unit)
            if not self._trace.isEmpty():
                painter.setPen(QPen(self.theme.color("background"), 1.5 * self.unit))
                painter.setBrush(self._head)
                head, radius = self._trace.last(), _HEAD_PX * self.unit
                head.setY(min(head.y(), self._curves_area().bottom() - radius))
                painter.drawEllipse(head, radius, radius)

    def _draw_still(self) -> None:
        """Draw what stands still, if it is not drawn yet; on the screen the first time behind the frame that asks."""
        if self._still is not None:
            return
        if self._plot is None:
            if self.window().isVisible() and not self._is_asked_for:
                self._ask_for_still()
                return
            from thumbwalk.app.panes.strip_plot import StripPlot  # noqa: PLC0415

            self._plot = StripPlot(self)
        self._still = self._plot.drawn(self._scale, self.force_unit)

    def _ask_for_still(self) -> None:
        """Have it drawn behind the first frame that shows a scan; without one some time later."""
        is_live = self._snapshot is not None and self._snapshot.time_s > 0.0
        if is_live or not self._is_waiting:
            self._is_waiting = True
            QTimer.singleShot(0 if is_live else _WAITS_MS, self, self._draw_at_last)

    def _draw_at_last(self) -> None:
        self._is_asked_for = True
        self.update()

    def _curves_area(self) -> QRectF:
        return curves_area(QRectF(self.rect()), self.unit, self.force_unit)

    def _guide_px(self, snapshot: Snapshot) -> tuple[QPolygonF, QPolygonF]:
        """What was to be followed, and what is to come."""
        guide = snapshot.drill.guide_n if snapshot.drill is not None else _NO_GUIDE
        if len(guide) < 2 or not snapshot.stream.connected:
            return _NO_LINE, _NO_LINE
        edges_s = snapshot.time_s + np.array((-PAST_S - _BEYOND_S, 0.0, COMING_S + _BEYOND_S))
        first, now, last = np.searchsorted(guide[:, 0], edges_s)
        ahead_s = guide[:, 0] - snapshot.time_s
        gone, comes = slice(first, now + 1), slice(now, last)
        return self._line(ahead_s[gone], guide[gone, 1]), self._line(ahead_s[comes], guide[comes, 1])

    def _trace_px(self, snapshot: Snapshot) -> QPolygonF:
        touch = snapshot.touch
        if len(touch.strip_time_s) == 0 or snapshot.hides_force:
            return _NO_LINE
        since = np.searchsorted(touch.strip_time_s, snapshot.time_s - PAST_S - _BEYOND_S)
        bin_s = _BIN_PX * (PAST_S + COMING_S) / max(1.0, self._curves_area().width())
        time_s, force_n = envelope(touch.strip_time_s[since:], touch.strip_n[since:], bin_s)
        return self._line(time_s - snapshot.time_s, force_n)

    def _line(self, ahead_s: NDArray[np.float64], force_n: NDArray[np.float64]) -> QPolygonF:
        """Forces at times from now on as a line in the pane's pixels; unknown forces as 0."""
        area = self._curves_area()
        x_px = area.left() + (ahead_s + PAST_S) * (area.width() / (PAST_S + COMING_S))
        y_px = area.bottom() - np.nan_to_num(force_n) * (area.height() / (ABOVE * self._scale.top_n))
        return line_of(x_px, y_px)

    def _tone_color(self, tone: Tone) -> QColor:
        return self.theme.color({"good": "aim", "caution": "caution", "alert": "alert"}.get(tone, "ink"))

    def _show_again(self) -> None:
        """Draw anew what stands still, and place the curves."""
        self._still = None
        if self._snapshot is not None:
            self.show_snapshot(self._snapshot)
        self.update()
