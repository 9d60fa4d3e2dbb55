"""The force of the last seconds running toward "now", the band to be in, and the guide of the seconds to come."""

from __future__ import annotations

from dataclasses import dataclass

# isort: off
import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QGraphicsEllipseItem, QGraphicsItem, QGraphicsScene, QGraphicsView, QWidget

# After PySide6: of several Qt bindings pyqtgraph takes the one that is loaded.
import pyqtgraph as pg
# isort: on

from thumbwalk.app.panes.envelope import envelope
from thumbwalk.app.panes.pane import Pane
from thumbwalk.app.panes.plot_items import StressedAxis, ThickCurve
from thumbwalk.app.theme import Theme
from thumbwalk.app.words.moment import Tone, not_counted, tone_of
from thumbwalk.coach.feedback.amounts import ForceUnit, force_limit, shown_force
from thumbwalk.session.screen.snapshot import Snapshot

PAST_S, COMING_S = 6.0, 2.0
_STEPS_N = (10.0, 20.0, 30.0, 40.0, 60.0, 100.0, 200.0)
_BIN_PX = 1.0
_NO_GUIDE = np.empty((0, 2))
_TIMES = ((-4.0, "4 s ago"), (-2.0, "2 s ago"), (0.0, "now"))


@dataclass(frozen=True)
class Scale:
    """What stands still in the strip: the top of the axis, the band and the comfort limit, newtons."""

    top_n: float
    band_n: tuple[float | None, float | None] | None
    cap_n: float | None


class ForceStrip(Pane):
    """A plot of fixed axes: a snapshot moves the curves, and only a new scale changes the rest.

    The plot fills the pane and has no ground of its own. It repaints when the pane asks for it, once a snapshot,
    instead of whenever one of its items has changed.
    """

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent, theme)
        self.force_unit: ForceUnit = "N"
        self._snapshot: Snapshot | None = None
        self._scale = Scale(30.0, None, None)
        self._waits = ""
        self._force_axis, self._time_axis = StressedAxis("left"), StressedAxis("bottom")
        self._time_axis.show_labels(_TIMES)
        self._plot = still_plot(self, {"left": self._force_axis, "bottom": self._time_axis})
        self._view = self._plot.getViewBox()
        self._band = pg.LinearRegionItem((0.0, 1.0), orientation="horizontal", movable=False)
        self._now = pg.InfiniteLine(0.0, angle=90)
        self._cap = pg.InfiniteLine(0.0, angle=0)
        self._cap_text, self._waits_text = pg.TextItem(), pg.TextItem()
        self._guide, self._followed, self._trace = ThickCurve(), ThickCurve(), ThickCurve()
        self._guided = _NO_GUIDE
        # One dot that Qt draws itself, at a tenth of a scatter plot's price.
        self._head = QGraphicsEllipseItem()
        self._head.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations)
        self._head_color = QColor()
        drawn = (
            self._band,
            self._now,
            self._cap,
            self._cap_text,
            self._followed,
            self._guide,
            self._trace,
            self._waits_text,
            self._head,
        )
        for depth, item in enumerate(drawn):
            item.setZValue(depth)
            self._plot.addItem(item, ignoreBounds=True)
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
        waits = not_counted(snapshot)
        if waits != self._waits:
            self._waits = waits
            self._show_band()
            self.update()
        self._show_guide(snapshot)
        self._show_trace(snapshot)
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

    def event(self, event: QEvent) -> bool:
        """Follow a change of the screen's resolution."""
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._restyle_plot()
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Fill the plot's ground; the plot is painted right after it."""
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), self.theme.color("background"))

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

    def _show_guide(self, snapshot: Snapshot) -> None:
        guide = snapshot.drill.guide_n if snapshot.drill is not None else _NO_GUIDE
        seen = len(guide) > 1 and snapshot.stream.connected
        for curve in (self._guide, self._followed):
            curve.setVisible(seen)
            # the curves stand on the stream's time, and are moved: new ones come ten times a second
            curve.setPos(-snapshot.time_s, 0.0)
        if seen and guide is not self._guided:
            self._guided = guide
            now = int(np.searchsorted(guide[:, 0], snapshot.time_s))
            self._guide.setData(guide[max(now - 1, 0) :, 0], finite(guide[max(now - 1, 0) :, 1]))
            self._followed.setData(guide[:now, 0], finite(guide[:now, 1]))

    def _show_trace(self, snapshot: Snapshot) -> None:
        touch = snapshot.touch
        seen = len(touch.strip_time_s) > 0 and not snapshot.hides_force
        self._trace.setVisible(seen)
        self._head.setVisible(seen)
        if not seen:
            return
        bin_s = _BIN_PX * (PAST_S + COMING_S) / max(1.0, self._curves_area().width())
        time_s, force_n = envelope(touch.strip_time_s, touch.strip_n, bin_s)
        ahead_s, force_n = time_s - snapshot.time_s, finite(force_n)
        self._trace.setData(ahead_s, force_n)
        color = self._tone_color(tone_of(snapshot))
        if color != self._head_color:
            self._head_color = color
            self._head.setBrush(color)
        self._head.setPos(float(ahead_s[-1]), float(force_n[-1]))

    def _tone_color(self, tone: Tone) -> QColor:
        return self.theme.color({"good": "aim", "caution": "caution", "alert": "alert"}.get(tone, "ink"))

    def _show_scale(self) -> None:
        """Move what stands still to where the scale has it."""
        top_n, band_n = self._scale.top_n, self._scale.band_n
        # A hair above the top, so that a line there is drawn in its whole width.
        self._view.setRange(xRange=(-PAST_S, COMING_S), yRange=(0.0, 1.004 * top_n), padding=0)
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

    def _show_band(self) -> None:
        """Colour the band; grey, hatched and with its words where what is pressed does not count."""
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
        self._waits_text.fill = QBrush(self.theme.color("background", 0.8))
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
        self._guide.setPen(self._pen(color("guide"), 4.5))
        # one hairline: it is drawn under the whole trace, sixty times a second
        self._followed.setPen(self._pen(color("guide"), 1.0))
        self._trace.setPen(self._pen(color("ink"), 1.8))
        radius = 5.75 * unit
        self._head.setRect(-radius, -radius, 2 * radius, 2 * radius)
        self._head.setPen(QPen(color("background"), 1.5 * unit))
        self._head_color = QColor()
        self._show_cap()
        if self._snapshot is not None:
            self._show_trace(self._snapshot)

    def _pen(self, color: QColor, width: float) -> QPen:
        """A pen of a width in design pixels; cosmetic, as a plot's must be: its width is in the device's pixels."""
        pen = QPen(color, width * self.unit * self.devicePixelRatioF())
        pen.setCosmetic(True)
        return pen


def still_plot(parent: QWidget, axes: dict[str, StressedAxis]) -> pg.PlotWidget:
    """A plot to look at: no mouse, no menu, no ranges of its own, no ground, and repainted with its parent only."""
    plot = pg.PlotWidget(parent, background=None, axisItems=axes, enableMenu=False)
    # pyqtgraph makes one all the same, which belongs to nobody: it shall die with the plot, in Qt's thread
    menu = plot.getPlotItem().ctrlMenu
    menu.setParent(plot, menu.windowFlags())
    plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    plot.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    plot.setInteractive(False)
    plot.setMouseEnabled(x=False, y=False)
    plot.hideButtons()
    plot.setAntialiasing(True)
    plot.disableAutoRange()
    plot.viewport().setAutoFillBackground(False)
    plot.setCacheMode(QGraphicsView.CacheModeFlag.CacheNone)
    plot.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.NoViewportUpdate)
    # With a dozen items that move, looking all of them through is quicker than keeping a tree.
    plot.scene().setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
    return plot


def finite(force_n: NDArray[np.float64]) -> NDArray[np.float64]:
    """The forces with unknown ones as 0: a plot's path must not hold them."""
    return np.asarray(np.nan_to_num(force_n))
