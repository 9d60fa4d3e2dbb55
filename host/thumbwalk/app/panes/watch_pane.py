"""A set watched again: the thumb over the foot and a line in its force trace, at any speed, dragged to any moment.

In step with it go what was asked, a guide or a master, and the learner's best set of the same drill.

It paints only while it plays or is dragged, and only behind a drill.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from thumbwalk.app.best_before import BestSet
from thumbwalk.app.foot.sole_view import SoleView
from thumbwalk.app.panes.beside_marks import paint_asked, paint_beside, paint_best
from thumbwalk.app.panes.pane import Align, draw_text, text_height, text_width
from thumbwalk.app.panes.review_strip import ReviewStrip
from thumbwalk.app.play_clock import PlayClock
from thumbwalk.app.theme import LIGHT, Theme, font
from thumbwalk.app.words.beside import beside
from thumbwalk.coach.feedback.amounts import ForceUnit, shown_force
from thumbwalk.language import _
from thumbwalk.session.screen.review import SetReview

SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0)
_SAID = {0.25: "¼×", 0.5: "½×", 1.0: "1×", 2.0: "2×", 4.0: "4×"}
_FRAME_MS = 40
_TRAIL_S = 1.5
_LEAP_MM = 12.0
"""From one moment to the next so far no thumb slides: it was lifted."""


class WatchedThumb(QWidget):
    """Lies over the drawn foot, lets the mouse through, and draws a moment of a set."""

    def __init__(self, parent: QWidget, foot: SoleView) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.theme, self.unit = LIGHT, 1.0
        self.force_unit: ForceUnit = "N"
        self.review: SetReview | None = None
        self.best: BestSet | None = None
        self.at_s, self.says = 0.0, ""
        self._foot = foot
        self.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw where the thumb was, whence it came, how hard it pressed, and how far the set is."""
        review = self.review
        if review is None or not len(review.way_s):
            return
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            last = int(np.searchsorted(review.way_s, self.at_s, side="right")) - 1
            self._paint_trail(painter, review, last)
            if last >= 0 and np.isfinite(review.way_mm[last, 0]):
                self._paint_thumb(painter, review, last)
            self._paint_others(painter, review)
            self._paint_said(painter)
            self._paint_beside(painter, review)

    def _paint_others(self, painter: QPainter, review: SetReview) -> None:
        """Where the hand should have been, and where the best one was."""
        asked_mm = review.asked_mm(self.at_s)
        best_mm = None if self.best is None else self.best.review.moment(self.at_s)[0]
        if asked_mm is not None:
            paint_asked(painter, self._foot.frame.to_px(*asked_mm), self.theme, self.unit)
        if best_mm is not None:
            paint_best(painter, self._foot.frame.to_px(*best_mm), self.theme, self.unit)

    def _paint_beside(self, painter: QPainter, review: SetReview) -> None:
        """Say who is who, on the side of the small toes: there the foot leaves most room."""
        frame, edge = self._foot.frame, 4 * self.unit
        toes, middle = frame.to_px(frame.high_mm[0], frame.low_mm[1]), frame.rect.center()
        way = 1 if toes.x() > middle.x() else -1
        rows = beside(review, self.best, self.at_s, self.force_unit)
        corner = QPointF(edge if way > 0 else self.width() - edge, edge)
        paint_beside(painter, corner, rows, self.theme, self.unit, way)

    def _paint_trail(self, painter: QPainter, review: SetReview, last: int) -> None:
        first = int(np.searchsorted(review.way_s, self.at_s - _TRAIL_S))
        places = review.way_mm[first : last + 1]
        places = places[np.isfinite(places[:, 0])]
        if len(places) < 2:
            return
        apart = np.hypot(*np.diff(places, axis=0).T)
        places = places[int(np.flatnonzero(apart > _LEAP_MM)[-1]) + 1 :] if (apart > _LEAP_MM).any() else places
        line = QPolygonF([self._foot.frame.to_px(x, y) for x, y in places.tolist()])
        painter.setPen(QPen(self.theme.color("ink", 0.55), 3 * self.unit))
        painter.drawPolyline(line)

    def _paint_thumb(self, painter: QPainter, review: SetReview, last: int) -> None:
        unit, color, force_n = self.unit, self.theme.color, float(review.way_n[last])
        low, high = review.band_n or (None, None)
        inside = (low is None or force_n >= low) and (high is None or force_n <= high)
        role = "ink" if review.band_n is None else "aim" if inside else "caution"
        at = self._foot.frame.to_px(*review.way_mm[last].tolist())
        radius = (9.0 + 0.7 * min(force_n, 30.0)) * unit
        painter.setPen(QPen(color("background"), 5 * unit))
        painter.setBrush(color("background", 0.35))
        painter.drawEllipse(at, radius, radius)
        painter.setPen(QPen(color(role), 3 * unit))
        painter.drawEllipse(at, radius, radius)
        painter.setBrush(color(role))
        painter.drawEllipse(at, 4 * unit, 4 * unit)
        words = f"{'' if review.calibrated else '~'}{shown_force(force_n, self.force_unit)} {self.force_unit}"
        bold = font(20 * unit, bold=True)
        wide, high_px = text_width(bold, words) + 16 * unit, text_height(bold) + 4 * unit
        left = at.x() + radius + 8 * unit
        left = left if left + wide < self.width() else at.x() - radius - 8 * unit - wide
        plate = QRectF(left, at.y() - 0.5 * high_px, wide, high_px)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color("background", 0.85))
        painter.drawRoundedRect(plate, 6 * unit, 6 * unit)
        draw_text(painter, plate, words, bold, color(role), align=Align.AlignHCenter)

    def _paint_said(self, painter: QPainter) -> None:
        unit, bold = self.unit, font(16 * self.unit, bold=True)
        wide, high = text_width(bold, self.says) + 20 * unit, text_height(bold) + 6 * unit
        plate = QRectF(0.5 * (self.width() - wide), self.height() - high - 4 * unit, wide, high)
        painter.setPen(QPen(self.theme.color("edge"), unit))
        painter.setBrush(self.theme.color("surface"))
        painter.drawRoundedRect(plate, 6 * unit, 6 * unit)
        draw_text(painter, plate, self.says, bold, self.theme.color("ink"), align=Align.AlignHCenter)


class Watch:
    """Plays the set that is looked at; ``now_s`` is the clock that it goes by.

    Parameters
    ----------
    parent : QWidget
    foot : SoleView
        Over which the thumb is drawn.
    strip : ReviewStrip
        Whose trace shows the moment, and is dragged.
    """

    def __init__(
        self, parent: QWidget, foot: SoleView, strip: ReviewStrip, now_s: Callable[[], float] = time.monotonic
    ) -> None:
        self.thumb = WatchedThumb(parent, foot)
        self.clock = PlayClock(0.0)
        self.now_s = now_s
        self._foot, self._strip = foot, strip
        self._review: SetReview | None = None
        self._timer = QTimer(parent, interval=_FRAME_MS)
        self._timer.timeout.connect(self.look)
        strip.scrub = self.put

    @property
    def is_on(self) -> bool:
        """Whether a moment is shown."""
        return not self.thumb.isHidden()

    @property
    def plays(self) -> bool:
        """Whether it goes on by itself."""
        return self._timer.isActive()

    def show(self, review: SetReview | None, unit: ForceUnit) -> None:
        """Have another set to watch; nothing of it is shown until it is played or dragged."""
        self._review, self.thumb.review, self.thumb.force_unit = review, review, unit
        self.clock = PlayClock(self.now_s())
        self.clock.stand(self.now_s())
        self._timer.stop()
        self.thumb.hide()
        self._strip.show_moment(None)

    def stand_beside(self, best: BestSet | None) -> None:
        """Have the learner's best go with it, in step; None for none."""
        self.thumb.best = best
        self._strip.show_best(best)
        self.thumb.update()

    def toggle(self) -> None:
        """Play, or stand still; at its end it begins again."""
        review = self._review
        if review is None:
            return
        now_s = self.now_s()
        if self.plays:
            self.clock.stand(now_s)
            self._timer.stop()
        else:
            if self.clock.at(now_s) >= review.seconds:
                self.clock.put(now_s, 0.0)
            self.clock.go_on(now_s)
            self._timer.start()
        self.look()

    def put(self, at_s: float) -> None:
        """Show another moment, playing or not."""
        if self._review is not None:
            self.clock.put(self.now_s(), min(max(at_s, 0.0), self._review.seconds))
            self.look()

    def step(self, by_s: float) -> None:
        """Show a moment that much later, or earlier."""
        self.put(self.clock.at(self.now_s()) + by_s)

    def go_at(self, by: int) -> None:
        """Go faster, or slower, by so many steps."""
        at = min(max(SPEEDS.index(self.clock.speed) + by, 0), len(SPEEDS) - 1)
        self.clock.go_at(self.now_s(), SPEEDS[at])
        if self.is_on:
            self.look()

    def look(self) -> None:
        """Draw the moment that it is."""
        review = self._review
        if review is None:
            return
        at_s = self.clock.at(self.now_s())
        if at_s >= review.seconds and self.plays:
            self.clock.put(self.now_s(), review.seconds)
            self.clock.stand(self.now_s())
            self._timer.stop()
        at_s = min(at_s, review.seconds)
        self.thumb.at_s, self.thumb.says = (
            at_s,
            _("{at} of {n} s").format(at=f"{at_s:.1f}", n=f"{review.seconds:.0f}") + f" · {_SAID[self.clock.speed]}",
        )
        self._strip.show_moment(at_s)
        self.thumb.show()
        self.thumb.raise_()
        self.thumb.update()

    def restyle(self, theme: Theme, unit: float) -> None:
        """Take over colours and size."""
        self.thumb.theme, self.thumb.unit = theme, unit
        self.thumb.setGeometry(self._foot.geometry())
        self.thumb.update()
