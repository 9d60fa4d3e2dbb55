"""The window's bars: the drill and the rig above, the running score, notices and keys below."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from thumbwalk.app.actions import Offer
from thumbwalk.app.panes.button import keycap
from thumbwalk.app.panes.pane import (
    Align,
    Pane,
    TextPane,
    draw_dot,
    draw_stars,
    draw_text,
    draw_wrapped,
    shrunk,
    text_width,
    wrapped_height,
)
from thumbwalk.app.panes.row_list import fitting
from thumbwalk.app.panes.turned import pointed
from thumbwalk.app.theme import Theme
from thumbwalk.app.words.moment import HeaderText
from thumbwalk.coach.score.score import STARS_AT
from thumbwalk.language import _


class HeaderBar(TextPane[HeaderText]):
    """The drill, its sets as steps, and how the rig is."""

    def spoken(self, text: HeaderText) -> str:
        """Say it in a line."""
        return f"{text.title}. {text.rig}. {text.losses}"

    def paint(self, painter: QPainter, text: HeaderText) -> None:
        """Draw title, steps and rig."""
        unit, high = self.unit, float(self.height())
        pad = 32 * unit
        side = 0.36 * self.width()
        title = QRectF(pad, 0, side - pad, high)
        bold, ink = self.font_of(19, bold=True), self.theme.color("ink")
        if text_width(bold, text.title) > title.width():
            small = self.font_of(15, bold=True)
            tall = wrapped_height(small, text.title, title)
            lines = QRectF(title.left(), 0.5 * (high - tall), title.width(), tall)
            draw_wrapped(painter, lines, text.title, small, ink)
        else:
            draw_text(painter, title, text.title, bold, ink)
        self._paint_steps(painter, text)
        self._paint_rig(painter, QRectF(self.width() - side, 0, side - pad, high), text)
        painter.setPen(QPen(self.theme.color("line"), max(1.0, unit)))
        painter.drawLine(QPointF(0, high - 0.5), QPointF(self.width(), high - 0.5))

    def _paint_steps(self, painter: QPainter, text: HeaderText) -> None:
        unit, middle = self.unit, 0.5 * self.height()
        font, bold = self.font_of(14), self.font_of(14, bold=True)
        widths = [22 * unit + text_width(bold, name) for name in text.sets]
        gap = 34 * unit
        total = sum(widths) + gap * (len(widths) - 1)
        if not widths:
            return
        if total > 0.30 * self.width():
            self._paint_dots(painter, text)
            return
        left = 0.5 * (self.width() - total)
        for index, (name, wide) in enumerate(zip(text.sets, widths, strict=True)):
            now, past = index == text.current, index < text.current
            color = self.theme.color("aim" if now or past else "muted")
            draw_dot(painter, QPointF(left + 6 * unit, middle), 5 * unit, color, hollow=not (now or past))
            ink = self.theme.color("ink" if now else "muted")
            area = QRectF(left + 20 * unit, 0, wide, self.height())
            draw_text(painter, area, name, bold if now else font, ink)
            if index + 1 < len(widths):
                painter.setPen(QPen(self.theme.color("line"), 2 * unit))
                x = left + wide + 8 * unit
                painter.drawLine(QPointF(x, middle), QPointF(x + gap - 16 * unit, middle))
            left += wide + gap

    def _paint_dots(self, painter: QPainter, text: HeaderText) -> None:
        """Draw the sets without their names, and which it is: there are many, or little room."""
        unit, middle, n = self.unit, 0.5 * self.height(), len(text.sets)
        font = self.font_of(14, bold=True)
        says = _("{n} of {of}").format(n=min(text.current + 1, n), of=n)
        wide = text_width(font, says)
        step = min(22 * unit, (0.27 * self.width() - wide) / n)
        left = 0.5 * (self.width() - n * step - wide)
        for index in range(n):
            color = self.theme.color("aim" if index <= text.current else "muted")
            radius = min(5 * unit, 0.36 * step) * (1.25 if index == text.current else 1.0)
            at = QPointF(left + (index + 0.5) * step, middle)
            draw_dot(painter, at, radius, color, hollow=index >= text.current)
        area = QRectF(left + n * step + 8 * unit, 0, wide + 2, self.height())
        draw_text(painter, area, says, font, self.theme.color("ink"))

    def _paint_rig(self, painter: QPainter, area: QRectF, text: HeaderText) -> None:
        unit, font = self.unit, self.font_of(14)
        if text.connected:
            rig, color = self.theme.color("muted"), self.theme.color("aim")
        else:
            rig = color = self.theme.color("alert")
        wide = min(text_width(font, text.rig), area.width() - 20 * unit)
        draw_text(painter, area, text.rig, font, rig, align=Align.AlignRight)
        dot = QPointF(area.right() - wide - 14 * unit, area.center().y())
        draw_dot(painter, dot, 5 * unit, color, hollow=not text.connected)
        if text.losses:
            area = area.adjusted(0, 0, -(wide + 32 * unit), 0)
            losses = fitting(font, text.losses, area.width())
            small = shrunk(font, losses, area)
            # beside a rig that is away there may be no room for them: that says more
            if text_width(small, losses) <= area.width():
                draw_text(painter, area, losses, small, self.theme.color("caution"), align=Align.AlignRight)


class ScoreBar(Pane):
    """The running score on a line with the three stars' places."""

    score: float | None = None

    def show_score(self, score: float | None) -> None:
        """Show another score; None while there is none."""
        rounded = None if score is None else float(round(score))
        if rounded != self.score:
            self.score = rounded
            said = _("No score yet") if rounded is None else _("Score so far {n}").format(n=f"{rounded:.0f}")
            self.setAccessibleName(said)
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the number, the stars earned so far and the bar."""
        with QPainter(self) as painter:
            self.clear(painter)
            if self.score is None:
                return
            unit, wide = self.unit, float(self.width())
            row = QRectF(0, 0, wide, 40 * unit)
            big, small = self.font_of(30, bold=True), self.font_of(15)
            shown = f"{self.score:.0f}"
            draw_text(painter, row, shown, big, self.theme.color("ink"))
            beside = row.adjusted(text_width(big, shown) + 12 * unit, 4 * unit, 0, 0)
            draw_text(painter, beside, _("score so far"), small, self.theme.color("muted"))
            stars = sum(self.score >= limit for limit in STARS_AT)
            draw_stars(painter, QPointF(wide - 3.4 * 22 * unit, 22 * unit), 22 * unit, stars, self.theme)
            draw_bar(painter, QRectF(0, 48 * unit, wide, 8 * unit), self.score, self.theme)


class FooterBar(Pane):
    """Two lines: notices on the left; on the right what the mouse does, and the keys, which can be clicked as well."""

    notices: tuple[str, ...] = ()
    mouse = ""
    offers: tuple[Offer, ...] = ()

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent, theme)
        self.warns = False
        self._areas: list[tuple[QRectF, Offer]] = []

    def show_texts(
        self, notices: tuple[str, ...], mouse: str, offers: tuple[Offer, ...], *, warns: bool = False
    ) -> None:
        """Show other texts, if they are others; ``warns`` is whether the notices say what went wrong."""
        if (notices, mouse, offers, warns) != (self.notices, self.mouse, self.offers, self.warns):
            self.notices, self.mouse, self.offers, self.warns = notices, mouse, offers, warns
            self.setAccessibleName(", ".join(f"{one.key} {one.says}" for one in offers))
            self.update()

    @property
    def keys(self) -> str:
        """What the keys do, in a line."""
        return " · ".join(f"{one.key} {one.says}" for one in self.offers)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Do what is pointed at, with some room around it for an oily finger."""
        for area, offer in self._areas:
            if offer.act is not None and area.adjusted(-6, -12, 6, 12).contains(pointed(event.position(), self)):
                offer.act()
                return

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw both, the keys first: a notice that is too long is said more shortly."""
        with QPainter(self) as painter:
            self.clear(painter)
            unit, pad, line = self.unit, 32 * self.unit, 19 * self.unit
            font, color = self.font_of(12.5), self.theme.color("muted")
            said_in = self.theme.color("caution") if self.warns else color
            left = self._paint_offers(painter, self.width() - pad)
            until = [left, left]
            if self.mouse:
                until[0] = self.width() - pad - text_width(font, self.mouse)
                above = QRectF(until[0] - 1, 0, self.width() - pad - until[0] + 1, line)
                draw_text(painter, above, self.mouse, font, color, align=Align.AlignRight)
            rows = [
                QRectF(pad, 2 * unit + index * line, until[index] - pad - 12 * unit, line)
                for index in range(len(self.notices))
            ]
            if all(text_width(font, notice) <= row.width() for notice, row in zip(self.notices, rows, strict=True)):
                for notice, row in zip(self.notices, rows, strict=True):
                    draw_text(painter, row, notice, font, said_in)
                return
            # what is too long for its line has all of the footer beside the keys
            room = QRectF(pad, 2 * unit, min(until) - pad - 12 * unit, self.height() - 2 * unit)
            for words in zip(*(shorter(notice) for notice in self.notices if notice), strict=True):
                said = "\n".join(words)
                small = shrunk(font, said, room, wraps=True)
                if wrapped_height(small, said, room) <= room.height():
                    break
            draw_wrapped(painter, room, said, small, said_in)

    def _paint_offers(self, painter: QPainter, right: float) -> float:
        """Draw the keys and what they do, from the right; gives where they begin."""
        unit, font, cap = self.unit, self.font_of(12.5), self.font_of(12, bold=True)
        high = 22 * unit
        top = (21 if self.mouse else 14) * unit
        self._areas = []
        for offer in reversed(self._with_room(right)):
            wide = text_width(font, offer.says)
            key = max(high, text_width(cap, offer.key) + 12 * unit)
            whole = QRectF(right - wide - key - 7 * unit, top, wide + key + 7 * unit, high)
            words = QRectF(right - wide, top, wide + 1, high)
            draw_text(painter, words, offer.says, font, self.theme.color("muted"))
            keycap(painter, QRectF(whole.left(), top, key, high), offer.key, self.theme, unit)
            self._areas.append((whole, offer))
            right = whole.left() - 18 * unit
        return right

    def _with_room(self, right: float) -> list[Offer]:
        """The offers beside which the notices have room: what is on a button as well goes first."""
        unit, font, cap = self.unit, self.font_of(12.5), self.font_of(12, bold=True)
        # a notice may take two lines
        needed = max((0.5 * text_width(font, one) for one in self.notices), default=0.0)
        room = right - 32 * unit - 12 * unit - needed
        shown = list(self.offers)
        wide = [
            text_width(font, one.says) + max(22 * unit, text_width(cap, one.key) + 12 * unit) + 25 * unit
            for one in shown
        ]
        for index in [number for number, one in enumerate(shown) if one.plate][::-1]:
            if sum(wide) > room:
                del shown[index], wide[index]
        return shown


def shorter(notice: str) -> tuple[str, ...]:
    """A notice, and what may stand for it where there is little room: its first sentence, and the first part of it."""
    first = notice.partition(". ")[0]
    return notice, first if first.endswith(".") else f"{first}.", f"{first.partition(', ')[0].rstrip('.')}."


def draw_bar(painter: QPainter, area: QRectF, score: float, theme: Theme) -> None:
    """A score of 0..100 as a bar, with gaps where the stars are earned."""
    painter.setPen(Qt.PenStyle.NoPen)
    starts, ends = (0.0, *STARS_AT), (*STARS_AT, 100.0)
    gap = 0.006 * area.width()
    for start, end in zip(starts, ends, strict=True):
        left = area.left() + start / 100 * area.width() + (gap if start else 0.0)
        right = area.left() + end / 100 * area.width() - (gap if end < 100 else 0.0)
        piece = QRectF(left, area.top(), right - left, area.height())
        painter.fillRect(piece, theme.color("line"))
        share = min(1.0, max(0.0, (score - start) / (end - start)))
        if share > 0:
            piece.setWidth(piece.width() * share)
            painter.fillRect(piece, theme.color("aim"))
