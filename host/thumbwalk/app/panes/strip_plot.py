"""What stands still in the force strip, drawn by pyqtgraph: axes, band, limit. It is made once a scale.

The plot is never on the screen itself: at sixty frames a second its scene costs more than all that moves.
"""

from __future__ import annotations

# isort: off
import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPen, QPixmap
from PySide6.QtWidgets import QWidget

# After PySide6: of several Qt bindings pyqtgraph takes the one that is loaded.
import pyqtgraph as pg
# isort: on

from thumbwalk.app.panes.pane import Pane, shrunk
from thumbwalk.app.panes.plot_items import StressedAxis
from thumbwalk.app.panes.strip_scale import ABOVE, COMING_S, PAST_S, StripScale, axis_px, curves_area
from thumbwalk.coach.feedback.amounts import ForceUnit, force_limit, shown_force
from thumbwalk.language import _, marked

_TIMES = ((-4.0, marked("4 s ago")), (-2.0, marked("2 s ago")), (0.0, marked("now")))


class StripPlot:
    """A plot of fixed axes, as large as its pane and in its colours."""

    def __init__(self, pane: Pane) -> None:
        self._pane = pane
        self._scale = StripScale()
        self._unit: ForceUnit = "N"
        self._force_axis, self._time_axis = StressedAxis("left"), StressedAxis("bottom")
        self._time_axis.show_labels(tuple((at_s, _(said)) for at_s, said in _TIMES))
        self._plot = still_plot(pane, {"left": self._force_axis, "bottom": self._time_axis})
        self._view = self._plot.getViewBox()
        self._band = pg.LinearRegionItem((0.0, 1.0), orientation="horizontal", movable=False)
        self._now = pg.InfiniteLine(0.0, angle=90)
        self._cap = pg.InfiniteLine(0.0, angle=0)
        self._cap_text, self._waits_text = pg.TextItem(), pg.TextItem()
        for depth, item in enumerate((self._band, self._now, self._cap, self._cap_text, self._waits_text)):
            item.setZValue(depth)
            self._plot.addItem(item, ignoreBounds=True)
        self._looks: tuple[object, ...] = ()

    def drawn(self, scale: StripScale, unit: ForceUnit) -> QPixmap:
        """Draw it with a scale, forces in a unit."""
        pane = self._pane
        looks = pane.theme, pane.unit, pane.devicePixelRatioF(), unit, pane.size()
        if (looks, scale) != (self._looks, self._scale):
            restyled = looks != self._looks
            self._scale, self._unit, self._looks = scale, unit, looks
            if restyled:
                self._plot.setGeometry(pane.rect())
                self._restyle()
            self._show_scale()
        still: QPixmap = self._plot.grab()
        return still

    def _show_scale(self) -> None:
        """Move what stands still to where the scale has it."""
        top_n, band_n = self._scale.top_n, self._scale.band_n
        self._view.setRange(xRange=(-PAST_S, COMING_S), yRange=(0.0, ABOVE * top_n), padding=0)
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
        unit = self._unit
        labels = [(float(force_n), force_limit(float(force_n), unit)) for force_n in (*marks, *ends)]
        self._force_axis.show_labels(labels, [force_limit(end, unit) for end in ends])
        self._show_band()
        self._show_cap()

    def _show_band(self) -> None:
        """Colour the band; hatched and with its words where what is pressed does not count."""
        waits, color = bool(self._scale.waits), self._pane.theme.color
        hatched = QBrush(color("muted", 0.45), Qt.BrushStyle.BDiagPattern)
        self._band.setBrush(hatched if waits else QBrush(color("band")))
        edge = self._pen(color("edge" if waits else "aim"), 1.5)
        if waits:
            edge.setStyle(Qt.PenStyle.DotLine)
        for line in self._band.lines:
            line.setPen(edge)
        self._waits_text.setVisible(waits)
        self._waits_text.setText(self._scale.waits, color("ink"))
        room = curves_area(QRectF(self._pane.rect()), self._pane.unit, self._unit).adjusted(
            0, 0, -12 * self._pane.unit, 0
        )
        self._waits_text.setFont(shrunk(self._pane.font_of(17), self._scale.waits, room))
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
        self._cap_text.setText(
            _("comfort limit {force} {unit}").format(force=shown_force(cap_n, self._unit), unit=self._unit)
        )
        # Above the line where there is room, else below it.
        room_px = (top_n - cap_n) / top_n * curves_area(QRectF(self._pane.rect()), self._pane.unit, self._unit).height()
        self._cap_text.setAnchor((0.0, 1.0) if room_px > 20 * self._pane.unit else (0.0, 0.0))
        self._cap_text.setPos(-PAST_S, cap_n)

    def _restyle(self) -> None:
        unit, color = self._pane.unit, self._pane.theme.color
        self._plot.setBackground(color("background"))
        self._plot.getPlotItem().layout.setContentsMargins(0, 10 * unit, 2 * unit, 0)
        self._force_axis.setWidth(axis_px(self._unit) * unit)
        self._time_axis.setHeight(26 * unit)
        fonts = self._pane.font_of(12), self._pane.font_of(12, bold=True)
        self._force_axis.setPen(None)
        self._time_axis.setPen(self._pen(color("line"), 1.2))
        for axis in (self._force_axis, self._time_axis):
            axis.restyle(fonts, (color("muted"), color("aim")), 6 * unit)
        self._now.setPen(self._pen(color("muted", 0.5), 1.0))
        cap = self._pen(color("alert"), 1.5)
        cap.setStyle(Qt.PenStyle.DashLine)
        self._cap.setPen(cap)
        self._cap_text.setColor(color("alert"))
        self._cap_text.setFont(fonts[0])

    def _pen(self, color: QColor, width: float) -> QPen:
        """A pen of a width in design pixels; cosmetic, as a plot's must be: its width is in the device's pixels."""
        pen = QPen(color, width * self._pane.unit * self._pane.devicePixelRatioF())
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
