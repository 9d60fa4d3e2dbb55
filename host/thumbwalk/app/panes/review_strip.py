"""A set's whole force over its time behind a drill, with the band that was asked for and what cost points when."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from thumbwalk.app.foot.presses import paint_legend
from thumbwalk.app.panes.lane_rows import ROW_PX, paint_on_trace, paint_rows
from thumbwalk.app.panes.pane import Align, Pane, draw_text, draw_wrapped, text_height
from thumbwalk.app.theme import Theme
from thumbwalk.app.words.lanes import Lane, said_of
from thumbwalk.coach.feedback.amounts import ForceUnit, force_limit
from thumbwalk.language import _
from thumbwalk.session.screen.review import SetReview

_LEAST_TOP_N = 10.0
_TICKS = 4
_ROOM = 1.2
"""The axis ends above the trace, so that what stands at the top does not hide it."""


class ReviewStrip(Pane):
    """Draws one `SetReview`; it stands still, and repaints when another is shown."""

    TURNS = False

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent, theme)
        self.review: SetReview | None = None
        self.lanes: tuple[Lane, ...] = ()
        self.force_unit: ForceUnit = "N"
        self.moment_s: float | None = None
        self.scrub: Callable[[float], object] = lambda _at_s: None
        self._plot = QRectF()

    def show_moment(self, at_s: float | None) -> None:
        """Mark a moment of the set; None marks none."""
        if at_s != self.moment_s:
            self.moment_s = at_s
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
        """Draw heading, band, trace, axes and what the dots on the foot mean."""
        with QPainter(self) as painter:
            self.clear(painter)
            if self.review is None:
                return
            unit, review = self.unit, self.review
            heading = self.font_of(13, bold=True)
            area = QRectF(0, 0, self.width(), text_height(heading))
            title = QRectF(0, 0, self.width(), 3 * text_height(heading))
            area.setHeight(draw_wrapped(painter, title, _(review.title), heading, self.theme.color("muted")))
            plot = QRectF(44 * unit, area.bottom() + 8 * unit, self.width() - 46 * unit, 0)
            rows = ROW_PX * unit * len(self.lanes)
            plot.setBottom(self.height() - 46 * unit - rows)
            self._plot = plot
            if plot.height() > 40 * unit:
                self._paint_plot(painter, plot, review)
                if self.moment_s is not None:
                    x = plot.left() + self.moment_s / max(review.seconds, 1e-9) * plot.width()
                    _paint_moment(painter, plot, x, self.theme, unit)
            area = QRectF(plot.left(), self.height() - 22 * unit - rows, plot.width(), rows)
            paint_rows(painter, area, self.lanes, review.seconds, self.theme, unit)
            legend = QRectF(44 * unit, self.height() - 22 * unit, self.width() - 44 * unit, 20 * unit)
            paint_legend(painter, legend, set(review.aims.tolist()), self.theme, unit)

    def top_n(self, review: SetReview) -> float:
        """Where the axis ends, newtons."""
        ends = [end for end in review.band_n or () if end is not None]
        most = float(np.max(review.trace_n)) if len(review.trace_n) else 0.0
        return _ROOM * max(most, _LEAST_TOP_N, *ends)

    def _paint_plot(self, painter: QPainter, plot: QRectF, review: SetReview) -> None:
        unit, color, top_n = self.unit, self.theme.color, self.top_n(review)
        ends = [end for end in review.band_n or () if end is not None]

        def y_of(force_n: float) -> float:
            return plot.bottom() - force_n / top_n * plot.height()

        if review.band_n is not None:
            low_n, high_n = review.band_n[0] or 0.0, top_n if review.band_n[1] is None else review.band_n[1]
            painter.fillRect(QRectF(plot.left(), y_of(high_n), plot.width(), y_of(low_n) - y_of(high_n)), color("band"))
            painter.setPen(QPen(color("aim"), 1.5 * unit))
            for end in ends:
                painter.drawLine(QPointF(plot.left(), y_of(end)), QPointF(plot.right(), y_of(end)))
        painter.setPen(QPen(color("line"), 1.2 * unit))
        painter.drawLine(plot.bottomLeft(), plot.bottomRight())
        x = plot.left() + review.trace_s / max(review.seconds, 1e-9) * plot.width()
        y = plot.bottom() - review.trace_n / top_n * plot.height()
        painter.setPen(QPen(color("ink"), 1.4 * unit))
        line = [QPointF(a, b) for a, b in zip(x.tolist(), y.tolist(), strict=True)]
        painter.drawPolyline(QPolygonF(line))
        paint_on_trace(painter, line, plot, self.lanes, review.seconds, self.theme, unit)
        small, bold = self.font_of(12), self.font_of(12, bold=True)
        high = text_height(small)
        taken: list[float] = []
        for end in ends:
            if all(abs(y_of(end) - other) > high for other in taken):
                taken.append(y_of(end))
                row = QRectF(0, y_of(end) - 0.5 * high, plot.left() - 6 * unit, high)
                words = force_limit(end, self.force_unit)
                draw_text(painter, row, words, bold, color("aim"), align=Align.AlignRight)
        if all(abs(plot.bottom() - other) > high for other in taken):
            row = QRectF(0, plot.bottom() - 0.5 * high, plot.left() - 6 * unit, high)
            draw_text(painter, row, f"0 {self.force_unit}", small, color("muted"), align=Align.AlignRight)
        for tick in range(_TICKS + 1):
            at = plot.left() + tick / _TICKS * plot.width()
            words = f"{review.seconds * tick / _TICKS:.0f} s"
            row = QRectF(at - 30 * unit, plot.bottom() + 3 * unit, 60 * unit, high)
            align = Align.AlignHCenter
            if tick == _TICKS:
                row, align = QRectF(plot.right() - 60 * unit, row.top(), 60 * unit, high), Align.AlignRight
            draw_text(painter, row, words, small, color("muted"), align=align)
        painter.setBrush(Qt.BrushStyle.NoBrush)


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
