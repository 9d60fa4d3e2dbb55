"""The force of the last seconds running toward "now", the band to be in, and the guide of the seconds to come."""

from __future__ import annotations

from dataclasses import dataclass

# isort: off
import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPen, QPixmap, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QWidget

# After PySide6: of several Qt bindings pyqtgraph takes the one that is loaded.
import pyqtgraph as pg
# isort: on

from thumbwalk.app.panes.envelope import envelope
from thumbwalk.app.panes.pane import Pane
from thumbwalk.app.panes.plot_items import StressedAxis, draw_thick
from thumbwalk.app.theme import Theme
from thumbwalk.app.words.moment import Tone, not_counted, tone_of
from thumbwalk.coach.feedback.amounts import ForceUnit, force_limit, shown_force
from thumbwalk.session.screen.snapshot import Snapshot

PAST_S, COMING_S = 6.0, 2.0
_STEPS_N = (10.0, 20.0, 30.0, 40.0, 60.0, 100.0, 200.0)
_BIN_PX = 1.0
_NO_GUIDE, _NO_LINE = np.empty((0, 2)), QPolygonF()
_BEYOND_S = 0.1
"""Drawn of a curve beyond the plot's ends, so that none of it ends within."""
_ABOVE = 1.004
"""The axis ends a hair above its top, so that a line there is drawn in its whole width."""
_TIMES = ((-4.0, "4 s ago"), (-2.0, "2 s ago"), (0.0, "now"))


@dataclass(frozen=True)
class Scale:
    """What stands still in the strip: the top of the axis, the band and the comfort limit, newtons."""

    top_n: float
    band_n: tuple[float | None, float | None] | None
    cap_n: float | None


class ForceStrip(Pane):
    """A plot of fixed axes: what stands still in it is drawn once a scale, and a snapshot only moves the curves.

    The plot is never on the screen itself: at sixty frames a second its scene costs more than all that moves.
    """

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent, theme)
        self.force_unit: ForceUnit = "N"
        self._snapshot: Snapshot | None = None
        self._scale = Scale(30.0, None, None)
        self._force_axis, self._time_axis = StressedAxis("left"), StressedAxis("bottom")
        self._time_axis.show_labels(_TIMES)
        self._plot = still_plot(self, {"left": self._force_axis, "bottom": self._time_axis})
        self._view = self._plot.getViewBox()
        self._band = pg.LinearRegionItem((0.0, 1.0), orientation="horizontal", movable=False)
        self._now = pg.InfiniteLine(0.0, angle=90)
        self._cap = pg.InfiniteLine(0.0, angle=0)
        self._cap_text, self._waits_text, self._waits = pg.TextItem(), pg.TextItem(), ""
        for depth, item in enumerate((self._band, self._now, self._cap, self._cap_text, self._waits_text)):
            item.setZValue(depth)
            self._plot.addItem(item, ignoreBounds=True)
        self._still: QPixmap | None = None
        self._guide, self._followed, self._trace, self._head = _NO_LINE, _NO_LINE, _NO_LINE, QColor()
        self._show_scale()
        self._restyle_plot()
        self.setAccessibleName("Force over the last seconds")

    @property
    def top_n(self) -> float:
        """Where the axis ends, newtons."""
        return self._scale.top_n

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Take over a snapshot and ask for a repaint."""
        self._snapshot = snapshot
        scale = Scale(self._fitting_top_n(snapshot), snapshot.band_n, snapshot.touch.cap_n)
        if scale != self._scale:
            self._scale = scale
            self._show_scale()
            self.update()
        if (waits := not_counted(snapshot)) != self._waits:
            self._waits, self._still = waits, None
            self._show_band()
        self._followed, self._guide = self._guide_px(snapshot)
        self._trace = self._trace_px(snapshot)
        self._head = self._tone_color(tone_of(snapshot))
        # The labels beside the curves stay as they are.
        self.update(self._curves_area().toAlignedRect())

    def restyle(self, theme: Theme, unit: float) -> None:
        """Take over colours and size."""
        super().restyle(theme, unit)
        self._restyle_plot()

    def use_unit(self, unit: ForceUnit) -> None:
        """Label forces in another unit."""
        if unit != self.force_unit:
            self.force_unit = unit
            self._show_scale()
            self._restyle_plot()

    def resizeEvent(self, _event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Fill the pane with the plot."""
        self._plot.setGeometry(self.rect())
        self._show_cap()
        self._show_again()

    def event(self, event: QEvent) -> bool:
        """Follow a change of the screen's resolution."""
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._restyle_plot()
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw what stands still, and the curves over it."""
        if self._still is None:
            self._still = self._plot.grab()
        with QPainter(self) as painter:
            area, ratio = event.rect(), self._still.devicePixelRatio()
            source = QRectF(area.topLeft().toPointF() * ratio, area.size().toSizeF() * ratio)
            painter.drawPixmap(QRectF(area), self._still, source)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setClipRect(self._curves_area())
            # what is over is one hairline: it is drawn sixty times a second, and to be seen under the trace
            draw_thick(painter, self._followed, self.theme.color("guide"), 0.0)
            draw_thick(painter, self._guide, self.theme.color("guide"), 4.5 * self.unit)
            draw_thick(painter, self._trace, self.theme.color("ink"), 1.8 * self.unit)
            if not self._trace.isEmpty():
                painter.setPen(QPen(self.theme.color("background"), 1.5 * self.unit))
                painter.setBrush(self._head)
                painter.drawEllipse(self._trace.last(), 5.75 * self.unit, 5.75 * self.unit)

    def _fitting_top_n(self, snapshot: Snapshot) -> float:
        """The top of the axis: room above band and limit, and steps up (never down in a set) for a heavy hand."""
        wanted = 20.0
        if snapshot.band_n is not None and snapshot.band_n[1] is not None:
            wanted = 1.4 * snapshot.band_n[1]
        if len(snapshot.touch.strip_n):
            wanted = max(wanted, float(np.nanmax(snapshot.touch.strip_n)))
        top = next((step for step in _STEPS_N if step >= wanted), _STEPS_N[-1])
        same_set = snapshot.band_n == self._scale.band_n
        return max(top, self._scale.top_n) if same_set else top

    def _curves_area(self) -> QRectF:
        unit = self.unit
        return QRectF(self.rect()).adjusted(self._axis_px() * unit, 10 * unit, -2 * unit, -26 * unit)

    def _axis_px(self) -> float:
        return 30.0 if self.force_unit == "N" else 44.0

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
        if not len(ahead_s):
            return _NO_LINE
        area = self._curves_area()
        x_px = area.left() + (ahead_s + PAST_S) * (area.width() / (PAST_S + COMING_S))
        y_px = area.bottom() - np.nan_to_num(force_n) * (area.height() / (_ABOVE * self._scale.top_n))
        line: QPolygonF = pg.functions.arrayToQPolygonF(x_px, y_px)
        return line

    def _tone_color(self, tone: Tone) -> QColor:
        return self.theme.color({"good": "aim", "caution": "caution", "alert": "alert"}.get(tone, "ink"))

    def _show_scale(self) -> None:
        """Move what stands still to where the scale has it."""
        top_n, band_n = self._scale.top_n, self._scale.band_n
        self._view.setRange(xRange=(-PAST_S, COMING_S), yRange=(0.0, _ABOVE * top_n), padding=0)
        ends = [force_n for force_n in band_n or () if force_n is not None and force_n <= top_n]
        self._band.setVisible(band_n is not None)
        if band_n is not None:
            low_n, high_n = band_n[0] or 0.0, top_n if band_n[1] is None else band_n[1]
            self._band.setRegion((min(low_n, top_n), min(high_n, top_n)))
            for line, end_n in zip(self._band.lines, band_n, strict=True):
                line.setVisible(end_n in ends)
        step = 10.0 if top_n <= 60 else 50.0
        # The band's own ends are what is read; a round number close by gives way to them.
        marks = [
            mark for mark in np.arange(0.0, top_n + 1, step) if all(abs(mark - end) > 0.08 * top_n for end in ends)
        ]
        unit = self.force_unit
        labels = [(float(force_n), force_limit(float(force_n), unit)) for force_n in (*marks, *ends)]
        self._force_axis.show_labels(labels, [force_limit(end, unit) for end in ends])
        self._show_band()
        self._show_cap()
        self._still = None

    def _show_band(self) -> None:
        """Colour the band; hatched and with its words where what is pressed does not count."""
        waits, color = bool(self._waits), self.theme.color
        hatched = QBrush(color("muted", 0.45), Qt.BrushStyle.BDiagPattern)
        self._band.setBrush(hatched if waits else QBrush(color("band")))
        edge = self._pen(color("edge" if waits else "aim"), 1.5)
        if waits:
            edge.setStyle(Qt.PenStyle.DotLine)
        for line in self._band.lines:
            line.setPen(edge)
        self._waits_text.setVisible(waits)
        self._waits_text.setText(self._waits, color("ink"))
        self._waits_text.setFont(self.font_of(17))
        self._waits_text.fill = QBrush(color("background", 0.8))
        low_n = (self._scale.band_n or (None, None))[0] or 0.0
        # below the band where there is room, else in it
        self._waits_text.setAnchor((1.0, 0.0) if low_n > 0.12 * self._scale.top_n else (1.0, 1.0))
        self._waits_text.setPos(COMING_S, low_n)

    def _show_cap(self) -> None:
        top_n, cap_n = self._scale.top_n, self._scale.cap_n
        seen = cap_n is not None and cap_n <= top_n
        self._cap.setVisible(seen)
        self._cap_text.setVisible(seen)
        if cap_n is None:
            return
        self._cap.setPos(cap_n)
        self._cap_text.setText(f"comfort limit {shown_force(cap_n, self.force_unit)} {self.force_unit}")
        # Above the line where there is room, else below it.
        room_px = (top_n - cap_n) / top_n * self._curves_area().height()
        self._cap_text.setAnchor((0.0, 1.0) if room_px > 20 * self.unit else (0.0, 0.0))
        self._cap_text.setPos(-PAST_S, cap_n)

    def _restyle_plot(self) -> None:
        unit, color = self.unit, self.theme.color
        self._plot.setBackground(color("background"))
        self._plot.getPlotItem().layout.setContentsMargins(0, 10 * unit, 2 * unit, 0)
        self._force_axis.setWidth(self._axis_px() * unit)
        self._time_axis.setHeight(26 * unit)
        fonts = self.font_of(12), self.font_of(12, bold=True)
        self._force_axis.setPen(None)
        self._time_axis.setPen(self._pen(color("line"), 1.2))
        for axis in (self._force_axis, self._time_axis):
            axis.restyle(fonts, (color("muted"), color("aim")), 6 * unit)
        self._show_band()
        self._now.setPen(self._pen(color("muted", 0.5), 1.0))
        cap = self._pen(color("alert"), 1.5)
        cap.setStyle(Qt.PenStyle.DashLine)
        self._cap.setPen(cap)
        self._cap_text.setColor(color("alert"))
        self._cap_text.setFont(fonts[0])
        self._show_cap()
        self._show_again()

    def _show_again(self) -> None:
        """Draw anew what stands still, and place the curves."""
        self._still = None
        if self._snapshot is not None:
            self.show_snapshot(self._snapshot)
        self.update()

    def _pen(self, color: QColor, width: float) -> QPen:
        """A pen of a width in design pixels; cosmetic, as a plot's must be: its width is in the device's pixels."""
        pen = QPen(color, width * self.unit * self.devicePixelRatioF())
        pen.setCosmetic(True)
        return pen


def still_plot(parent: QWidget, axes: dict[str, StressedAxis]) -> pg.PlotWidget:
    """A plot to be drawn from: never shown, no menu, no ranges of its own."""
    plot = pg.PlotWidget(parent, axisItems=axes, enableMenu=False)
    plot.hide()
    # pyqtgraph makes one all the same, which belongs to nobody: it shall die with the plot, in Qt's thread
    menu = plot.getPlotItem().ctrlMenu
    menu.setParent(plot, menu.windowFlags())
    plot.hideButtons()
    plot.setAntialiasing(True)
    plot.disableAutoRange()
    return plot
