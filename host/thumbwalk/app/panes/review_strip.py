"""A set's whole force over its time behind a drill, with the band that was asked for and what cost points when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from thumbwalk.app.best_before import BestSet
from thumbwalk.app.foot.presses import paint_legend
from thumbwalk.app.panes.beside_marks import even_times, paint_lines_legend, pen_of
from thumbwalk.app.panes.lane_rows import ROW_PX, paint_on_trace, paint_rows
from thumbwalk.app.panes.pane import Align, Pane, draw_text, draw_wrapped, shrunk, text_height
from thumbwalk.app.theme import Theme
from thumbwalk.app.words.beside import Who, name_of_asked, name_of_best
from thumbwalk.app.words.lanes import Lane, said_of
from thumbwalk.coach.feedback.amounts import ForceUnit, force_limit
from thumbwalk.language import _
from thumbwalk.session.screen.review import Rows, SetReview

_LEAST_TOP_N = 10.0
_TICKS = 4
_LEGEND_PX, _AXIS_PX, _LEAST_PLOT_PX = 22.0, 24.0, 60.0
"""Of a legend and of the seconds below the trace, design pixels; a trace that would be lower has no legends."""
_ROOM = 1.2
"""The axis ends above the trace, so that what stands at the top does not hide it."""


class ReviewStrip(Pane):
    """Draws one `SetReview`; it stands still, and repaints when another is shown."""

    TURNS = False

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent, theme)
        self.review: SetReview | None = None
        self.lanes: tuple[Lane, ...] = ()
        self.best: BestSet | None = None
        self.force_unit: ForceUnit = "N"
        self.moment_s: float | None = None
        self.scrub: Callable[[float], object] = lambda _at_s: None
        self._plot = QRectF()

    def show_moment(self, at_s: float | None) -> None:
        """Mark a moment of the set; None marks none."""
        if at_s != self.moment_s:
            self.moment_s = at_s
            self.update()

    def show_best(self, best: BestSet | None) -> None:
        """Draw the learner's best beside it, or nobody's."""
        if best is not self.best:
            self.best = best
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Go to the moment that is pointed at."""
        self._scrub(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a drag."""
        self._scrub(event.position())

    def _scrub(self, at: QPointF) -> None:
        if self.review is not None and self._plot.width() > 0.0:
            self.scrub((at.x() - self._plot.left()) / self._plot.width() * self.review.seconds)

    def show_review(self, review: SetReview | None, unit: ForceUnit, lanes: tuple[Lane, ...] = ()) -> None:
        """Show another set, and what cost points in it."""
        if (review, unit, lanes) != (self.review, self.force_unit, self.lanes):
            self.review, self.force_unit, self.lanes = review, unit, lanes
            title = "" if review is None else _("Force over {title}.").format(title=_(review.title))
            self.setAccessibleName(f"{title} {said_of(lanes)}".strip())
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw heading, trace, what cost points, and legends where there is room."""
        with QPainter(self) as painter:
            self.clear(painter)
            if self.review is None:
                return
            unit, review = self.unit, self.review
            heading = self.font_of(13, bold=True)
            title = QRectF(0, 0, self.width(), 3 * text_height(heading))
            title.setHeight(draw_wrapped(painter, title, _(review.title), heading, self.theme.color("muted")))
            named, rows = self._lines(), ROW_PX * unit * len(self.lanes)
            tight = self.height() - title.height() - rows - (4 * _LEGEND_PX + _AXIS_PX) * unit < _LEAST_PLOT_PX * unit
            legend = 0.0 if tight else _LEGEND_PX * unit
            plot = QRectF(44 * unit, title.bottom() + 11 * unit, self.width() - 46 * unit, 0)
            if len(named) > 1 and not tight:
                area = QRectF(0, title.bottom() + 2 * unit, self.width(), _LEGEND_PX * unit)
                paint_lines_legend(painter, area, named, self.theme, unit)
                plot.setTop(area.bottom() + 9 * unit)
            plot.setBottom(self.height() - legend - rows - _AXIS_PX * unit)
            self._plot = plot
            if plot.height() > 20 * unit:
                self._paint_plot(painter, plot, review)
                if self.moment_s is not None:
                    x = plot.left() + self.moment_s / max(review.seconds, 1e-9) * plot.width()
                    _paint_moment(painter, plot, x, self.theme, unit)
            area = QRectF(plot.left(), self.height() - legend - rows, plot.width(), rows)
            paint_rows(painter, area, self.lanes, review.seconds, self.theme, unit)
            if legend:
                area = QRectF(44 * unit, self.height() - legend, self.width() - 44 * unit, 20 * unit)
                paint_legend(painter, area, set(review.aims.tolist()), self.theme, unit)

    def _lines(self) -> list[tuple[Who, str]]:
        """The lines that are drawn, and what they are called."""
        review = self.review
        named: list[tuple[Who, str]] = [("you", _("you"))]
        if review is not None and review.asked_n(np.zeros(1)) is not None:
            named.append(("asked", name_of_asked(review)))
        if self.best is not None:
            named.append(("best", name_of_best(self.best)))
        return named

    def top_n(self, review: SetReview) -> float:
        """Where the axis ends, newtons."""
        most = float(np.max(review.trace_n)) if len(review.trace_n) else 0.0
        return _ROOM * max(most, _LEAST_TOP_N, *_ends(review))

    def _paint_plot(self, painter: QPainter, plot: QRectF, review: SetReview) -> None:
        axes = _Axes(plot, max(review.seconds, 1e-9), self.top_n(review))
        self._paint_band(painter, axes, review)
        line = self._paint_lines(painter, axes, review)
        paint_on_trace(painter, line, plot, self.lanes, review.seconds, self.theme, self.unit)
        self._paint_axes(painter, axes, review)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_band(self, painter: QPainter, axes: _Axes, review: SetReview) -> None:
        unit, color, plot = self.unit, self.theme.color, axes.plot
        if review.band_n is not None:
            low_n, high_n = review.band_n[0] or 0.0, axes.top_n if review.band_n[1] is None else review.band_n[1]
            top = axes.y_of(high_n)
            painter.fillRect(QRectF(plot.left(), top, plot.width(), axes.y_of(low_n) - top), color("band"))
            painter.setPen(QPen(color("aim"), 1.5 * unit))
            for end in _ends(review):
                painter.drawLine(QPointF(plot.left(), axes.y_of(end)), QPointF(plot.right(), axes.y_of(end)))
        painter.setPen(QPen(color("line"), 1.2 * unit))
        painter.drawLine(plot.bottomLeft(), plot.bottomRight())

    def _paint_lines(self, painter: QPainter, axes: _Axes, review: SetReview) -> list[QPointF]:
        """Draw the best's force and what was asked, and the set's own upon them; gives that one."""
        if self.best is not None:
            painter.setPen(pen_of("best", self.theme, self.unit))
            painter.drawPolyline(QPolygonF(axes.line_of(self.best.review.trace_s, self.best.review.trace_n)))
        times_s = even_times(review.seconds)
        if (asked_n := review.asked_n(times_s)) is not None:
            painter.setPen(pen_of("asked", self.theme, self.unit))
            painter.drawPolyline(QPolygonF(axes.line_of(times_s, asked_n)))
        painter.setPen(pen_of("you", self.theme, self.unit))
        line = axes.line_of(review.trace_s, review.trace_n)
        painter.drawPolyline(QPolygonF(line))
        return line

    def _paint_axes(self, painter: QPainter, axes: _Axes, review: SetReview) -> None:
        """Name the band's ends, nought, and the seconds."""
        unit, color, plot = self.unit, self.theme.color, axes.plot
        small, bold = self.font_of(12), self.font_of(12, bold=True)
        high = text_height(small)
        taken: list[float] = []
        for end in _ends(review):
            if all(abs(axes.y_of(end) - other) > high for other in taken):
                taken.append(axes.y_of(end))
                row = QRectF(0, axes.y_of(end) - 0.5 * high, plot.left() - 6 * unit, high)
                words = force_limit(end, self.force_unit)
                draw_text(painter, row, words, shrunk(bold, words, row), color("aim"), align=Align.AlignRight)
        if all(abs(plot.bottom() - other) > high for other in taken):
            row = QRectF(0, plot.bottom() - 0.5 * high, plot.left() - 6 * unit, high)
            draw_text(painter, row, f"0 {self.force_unit}", small, color("muted"), align=Align.AlignRight)
        for tick in range(_TICKS + 1):
            at = plot.left() + tick / _TICKS * plot.width()
            words = f"{review.seconds * tick / _TICKS:.0f} s"
            row = QRectF(at - 30 * unit, plot.bottom() + 3 * unit, 60 * unit, high)
            align = Align.AlignHCenter
            if tick == 0:
                row, align = QRectF(plot.left(), row.top(), 60 * unit, high), Align.AlignLeft
            if tick == _TICKS:
                row, align = QRectF(plot.right() - 60 * unit, row.top(), 60 * unit, high), Align.AlignRight
            draw_text(painter, row, words, small, color("muted"), align=align)


@dataclass(frozen=True)
class _Axes:
    """A plot of so many seconds and newtons."""

    plot: QRectF
    seconds: float
    top_n: float

    def y_of(self, force_n: float) -> float:
        return self.plot.bottom() - force_n / self.top_n * self.plot.height()

    def line_of(self, time_s: Rows, force_n: Rows) -> list[QPointF]:
        x = self.plot.left() + np.clip(time_s / self.seconds, 0.0, 1.0) * self.plot.width()
        y = self.plot.bottom() - np.minimum(force_n / self.top_n, 1.0) * self.plot.height()
        return [QPointF(a, b) for a, b in zip(x.tolist(), y.tolist(), strict=True)]


def _ends(review: SetReview) -> list[float]:
    """Those of the band that it has."""
    return [end for end in review.band_n or () if end is not None]


def _paint_moment(painter: QPainter, plot: QRectF, x: float, theme: Theme, unit: float) -> None:
    """Draw a moment in a trace: a line with a handle above it."""
    painter.setPen(QPen(theme.color("ink"), 2 * unit))
    painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("ink"))
    top = plot.top()
    painter.drawPolygon(
        QPolygonF([QPointF(x - 7 * unit, top - 9 * unit), QPointF(x + 7 * unit, top - 9 * unit), QPointF(x, top)])
    )
