"""The words beside the foot: what is asked for, the pulse to keep, and the one coaching word.

Each pane holds the texts that it shows and repaints only when they change.
"""

from __future__ import annotations

import math
from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen

from thumbwalk.app import theme as themes
from thumbwalk.app.panes.beat_drawing import CALM_STEPS, draw_beat
from thumbwalk.app.panes.pane import (
    Align,
    Pane,
    TextPane,
    draw_sign,
    draw_text,
    draw_wrapped,
    shrunk,
    text_height,
    text_width,
)
from thumbwalk.app.panes.turned import is_turned, placed
from thumbwalk.app.words.moment import CoachText, PulseText, TaskText, Tone
from thumbwalk.language import _

_CAPTION_PX = 9.0
"""Where it would be smaller, the ring has no caption: it is the only thing of its kind."""
ROLES: dict[Tone, str] = {"plain": "ink", "good": "aim", "caution": "caution", "alert": "alert"}


class TaskPane(TextPane[TaskText]):
    """What is asked for now, and the time that is left for it."""

    HEIGHT = 426.0
    WORDS = 176.0
    """Of the heading, a title of one line or two, and how; design pixels."""
    _RING = 212.0

    def spoken(self, text: TaskText) -> str:
        """Say it in a line."""
        return f"{text.heading}: {text.title}"

    def paint(self, painter: QPainter, text: TaskText) -> None:
        """Draw heading, title and the ring of time."""
        unit, wide = self.unit, float(self.width())
        top = 6 * unit
        heading = self.font_of(14, bold=True, spaced=True)
        area = QRectF(0, top, wide, text_height(heading))
        draw_text(painter, area, text.heading.upper(), heading, self.theme.color("aim"))
        top += area.height() + 8 * unit
        title = self.font_of(32, bold=True)
        top += draw_wrapped(painter, QRectF(0, top, wide, 200 * unit), text.title, title, self.theme.color("ink"))
        top += 10 * unit
        how = self.font_of(22)
        if text_width(how, text.how) > wide:
            two = QRectF(0, 0, wide, 2 * text_height(self.font_of(17)))
            how = shrunk(self.font_of(17), text.how, two, wraps=True)
        row = QRectF(0, top, wide, 2 * text_height(how))
        top += draw_wrapped(painter, row, text.how, how, self.theme.color("muted")) + 14 * unit
        if text.seconds is not None:
            self._paint_ring(painter, text, text.seconds, min(self._RING * unit, self.height() - top))

    def _paint_ring(self, painter: QPainter, text: TaskText, seconds: int, size: float) -> None:
        """Draw the time left as a ring; it gives way where large text needs the room."""
        grain = size / self._RING
        if grain < 0.3 * self.unit:
            return
        thick = 11 * grain
        box = QRectF(0.5 * thick, self.height() - size + 0.5 * thick, size - thick, size - thick)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self.theme.color("line"), thick))
        painter.drawEllipse(box)
        pen = QPen(self.theme.color("edge" if text.stands else "aim"), thick)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        if text.left > 0:
            painter.drawArc(box, 90 * 16, round(text.left * 360 * 16))
        digits, says_what = themes.font(72 * grain, bold=True), 17 * grain >= _CAPTION_PX
        middle = box.translated(0, -14 * grain if says_what else 0.0)
        draw_text(painter, middle, str(seconds), digits, self.theme.color("ink"), align=Align.AlignHCenter)
        if not says_what:
            return
        caption, small = box.adjusted(0, 88 * grain, 0, 0), themes.font(17 * grain)
        inside = QRectF(0, 0, 0.8 * caption.width(), caption.height())
        small = shrunk(small, text.caption, inside)
        draw_text(painter, caption, text.caption, small, self.theme.color("muted"), align=Align.AlignHCenter)


class PulsePane(Pane):
    """A circle that beats at the asked pace, and the pace that the hand has."""

    text: PulseText | None = None
    phase = 0.0
    turned = 1
    """1 where circles from the toes toward the outer edge go round as a clock does: on a left foot; else -1."""
    calm = False
    """Whether it moves by steps, for those whom motion troubles."""

    def show_text(self, text: PulseText | None) -> None:
        """Show the beat of this moment; nothing where no pace is to be kept."""
        said, self.text = self.text, text
        if text is None:
            if said is not None:
                self.update()
            return
        # Steps of 1/40 of a beat: smooth to the eye, and fewer repaints than the screen makes.
        steps = CALM_STEPS if self.calm else 40.0
        phase = math.floor(text.beat.part_at(text.elapsed_s) * steps) / steps
        beat = phase != self.phase
        self.phase = phase
        if said is None or replace(said, elapsed_s=text.elapsed_s) != text:
            self.update()
        elif beat:
            # the circle alone; it is at the other end where all is drawn from the right
            self.update(placed((0, 0, self.height(), self.height()), self))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the beating circle, and the paces beside it where they need it."""
        with QPainter(self) as painter:
            self.clear(painter)
            if self.text is None:
                return
            unit, high, text = self.unit, float(self.height()), self.text
            centre = QPointF(0.5 * high, 0.5 * high)
            draw_beat(
                painter,
                centre,
                0.5 * high - 3 * unit,
                replace(text, turn=self.turned * text.turn),
                self.phase,
                self.theme,
                calm=self.calm,
            )
            if event.rect().width() <= self.height():
                return
            left = high + 16 * unit
            area = QRectF(left, 0, self.width() - left, 0.5 * high)
            font, unit_font = self.font_of(30, bold=True), self.font_of(18)
            asked = f"{text.beat.rate_per_min:.0f}"
            draw_text(painter, area, asked, font, self.theme.color("ink"))
            beside = area.adjusted(text_width(font, asked) + 8 * unit, 4 * unit, 0, 0)
            draw_text(painter, beside, _("a minute"), unit_font, self.theme.color("muted"))
            shown = area.translated(0, 0.5 * high)
            color = self.theme.color("muted" if text.tone == "plain" else ROLES[text.tone])
            if text.sign:
                size = 18 * unit
                draw_sign(painter, QRectF(left, shown.center().y() - 0.5 * size, size, size), text.sign, color)
                shown.setLeft(left + size + 8 * unit)
            own = self.font_of(24, bold=True)
            own = own if text_width(own, text.pace) <= shown.width() else self.font_of(15)
            draw_text(painter, shown, text.pace, own, color)


class CoachPane(TextPane[CoachText]):
    """The one word that says what to do next, and the force beside what is asked for: to be read from 1.5 m."""

    HEIGHT = 234.0
    turn_deg = 0.0
    """How far the arrow of "move" is turned, clockwise: it points to the target."""

    def point(self, turn_deg: float) -> None:
        """Turn the arrow of "move", by steps that an eye can tell."""
        turned = 15.0 * round(turn_deg / 15.0)
        if turned != self.turn_deg:
            self.turn_deg = turned
            self.update()

    def spoken(self, text: CoachText) -> str:
        """Say it in a line."""
        return f"{text.word}. {text.beside} {text.force} {text.aim}"

    def paint(self, painter: QPainter, text: CoachText) -> None:
        """Draw the sign, the word and the force; over the limit on a plate, the only loud thing in the window."""
        unit, wide = self.unit, float(self.width())
        high = 88 * unit
        loud = text.tone == "alert" and text.sign == "down"
        color = self.theme.color("on_alert" if loud else ROLES[text.tone])
        left = 0.0
        if loud:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.theme.color("alert"))
            painter.drawRoundedRect(QRectF(0, 0, wide, high), 10 * unit, 10 * unit)
            left = 12 * unit
        if text.sign:
            size = 46 * unit
            box = QRectF(left + 4 * unit, 0.5 * (high - size), size, size)
            painter.save()
            if text.sign == "move":
                painter.translate(box.center())
                # a place on the foot is to the same side in every language
                painter.rotate(-self.turn_deg if is_turned(painter) else self.turn_deg)
                painter.translate(-box.center())
            draw_sign(painter, box, text.sign, color)
            painter.restore()
            left += size + 22 * unit
        # Where there is no word to say (free practice), the force takes its place.
        word, force = (text.word, text.force) if text.word else (text.force, "")
        room = QRectF(left, 0, wide - left - (12 * unit if loud else 0), high)
        font = self.font_of(self._fitting(word, room.width()), bold=True)
        if text_width(font, word) > room.width():
            # a long question, in another language: two lines
            draw_wrapped(painter, room, word, shrunk(font, word, room, wraps=True), color)
        else:
            draw_text(painter, QRectF(left, 0, wide - left, high), word, font, color)
        top = high + 4 * unit
        top += self._paint_force(painter, QRectF(0, top, wide, 70 * unit), force, text)
        role = self.theme.color(ROLES[text.tone] if text.force else "ink")
        detail = self.font_of(22)
        room = QRectF(0, top, wide, self.height() - top)
        if text_width(detail, text.detail) > 1.9 * wide or 2 * text_height(detail) > room.height():
            detail = shrunk(self.font_of(16), text.detail, room, wraps=True)
        draw_wrapped(painter, room, text.detail, detail, role)

    def _paint_force(self, painter: QPainter, row: QRectF, force: str, text: CoachText) -> float:
        """Draw the force and what it should be, as large as there is room; gives the height used."""
        if not force and not text.aim:
            return 0.0
        number, _space, unit = force.partition(" ")
        size = 64.0
        while size > 26.0 and self._wide(number, unit, text.aim, size) > row.width():
            size -= 2.0
        big, small = self.font_of(size, bold=True), self.font_of(0.5 * size)
        role = "alert" if text.tone == "alert" else "ink"
        across = 0.0
        if force:
            draw_text(painter, row, number, big, self.theme.color(role))
            across = text_width(big, number) + 0.15 * size * self.unit
            below = QRectF(row.left() + across, row.center().y() - 2 * self.unit, row.width(), 0.6 * size * self.unit)
            draw_text(painter, below, unit, small, self.theme.color(role))
            if text.beside:
                above = QRectF(below.left(), row.top(), row.width() - across, row.center().y() - row.top())
                draw_text(painter, above, text.beside, self.font_of(min(20.0, 0.34 * size)), self.theme.color("muted"))
        if text.aim:
            aim = QRectF(row.left(), row.center().y() - 2 * self.unit, row.width(), 0.6 * size * self.unit)
            align = Align.AlignRight if force else Align.AlignLeft
            draw_text(painter, aim, text.aim, small, self.theme.color("muted"), align=align)
        return row.height() + 6 * self.unit

    def _wide(self, number: str, unit: str, aim: str, size: float) -> float:
        small = self.font_of(0.5 * size)
        beside = text_width(small, unit) + 0.3 * size * self.unit + text_width(small, aim)
        return text_width(self.font_of(size, bold=True), number) + beside + 12 * self.unit

    def _fitting(self, word: str, wide: float) -> float:
        size = 64.0
        while size > 16.0 and text_width(self.font_of(size, bold=True), word) > wide:
            size -= 2.0
        return size
