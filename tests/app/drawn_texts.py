"""Every text that a window draws, with its rectangle in the window and the pane that drew it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPainter
from PySide6.QtWidgets import QGraphicsTextItem, QGraphicsView, QLineEdit, QStyle, QWidget
from tests.app.contrasts import contrast

from thumbwalk.app.shell import Shell

_ACROSS = int(Qt.AlignmentFlag.AlignHorizontal_Mask.value)


@dataclass(frozen=True)
class DrawnText:
    """A text as it was drawn; ``area`` is what it was given, both in the window's pixels."""

    text: str
    rect: QRectF
    area: QRectF
    pane: QWidget
    is_shortened: bool = False
    wraps: bool = False
    color: str = "#000000"

    @property
    def is_below_its_area(self) -> bool:
        """Whether it has more lines than it was given room for: Qt leaves off what is below."""
        return self.wraps and self.rect.height() > self.area.height() + 4.0

    def __str__(self) -> str:
        rect = self.rect
        where = f"{rect.left():.0f},{rect.top():.0f} {rect.width():.0f}x{rect.height():.0f}"
        return f"{self.text!r} at {where} in {type(self.pane).__name__}"


def texts_in(window: Shell) -> list[DrawnText]:
    """Draw a window once, and give what was written."""
    with _noted(window) as (found, _elsewhere):
        window.grab()
    return found


def words_in(window: Shell) -> set[str]:
    """Everything that a window says: drawn, in pictures that are kept as well, in fields, in plots, or read aloud."""
    window.room.restyle(window.theme, window.room.widget.height() / 799.0)  # so that kept pictures are drawn anew
    with _noted(window) as (found, elsewhere):
        window.grab()
    seen = [one for one in window.findChildren(QWidget) if one.isVisibleTo(window)]
    read = {one.accessibleName() for one in (window, *seen)}
    typed = {one.placeholderText() for one in seen if isinstance(one, QLineEdit)}
    plots = {
        item.toPlainText()
        for view in seen
        if isinstance(view, QGraphicsView)
        for item in view.scene().items()
        if isinstance(item, QGraphicsTextItem) and item.isVisible()
    }
    return {one.text for one in found} | set(elsewhere) | read | typed | plots


@contextmanager
def _noted(window: Shell) -> Iterator[tuple[list[DrawnText], list[str]]]:
    found: list[DrawnText] = []
    elsewhere: list[str] = []
    shortened: set[str] = set()
    true, elided = QPainter.drawText, QFontMetricsF.elidedText

    def elide(metrics: QFontMetricsF, text: str, *given: Any) -> str:
        shown: str = elided(metrics, text, *given)
        if shown != text:
            shortened.add(shown)
        return shown

    def draw(painter: QPainter, *given: Any) -> Any:
        pane = painter.device()
        if len(given) == 3 and isinstance(given[0], QRectF) and isinstance(pane, QWidget) and given[2]:
            area, flags, text = given
            # lines are aligned to the side that the language is written from
            aligned = QStyle.visualAlignment(painter.layoutDirection(), Qt.AlignmentFlag(flags & _ACROSS))
            seen = (flags & ~_ACROSS) | int(aligned.value if hasattr(aligned, "value") else aligned)
            rect = QFontMetricsF(painter.font()).boundingRect(area, seen, text)
            to = painter.worldTransform()
            shift = pane.mapTo(window, QPoint(0, 0))
            at, within = (to.mapRect(one).translated(shift.x(), shift.y()) for one in (rect, area))
            wraps = bool(int(flags) & Qt.TextFlag.TextWordWrap.value)
            ink = painter.pen().color().name()
            found.append(DrawnText(text, at, within, pane, text in shortened, wraps, ink))
        elif given and isinstance(given[-1], str):
            elsewhere.append(given[-1])
        return true(painter, *given)

    QPainter.drawText = draw  # type: ignore[method-assign, assignment]  # put back below
    QFontMetricsF.elidedText = elide  # type: ignore[method-assign, assignment]  # put back below
    try:
        yield found, elsewhere
    finally:
        QPainter.drawText = true  # type: ignore[method-assign]  # as it was
        QFontMetricsF.elidedText = elided  # type: ignore[method-assign]  # as it was


def _place_of(pane: QWidget) -> QRectF:
    """Where in its window a pane is."""
    return QRectF(pane.rect()).translated(pane.mapTo(pane.window(), QPoint(0, 0)))


def faults_of(texts: list[DrawnText]) -> list[str]:
    """What is cut, and what lies upon what; beyond the end of a pane that scrolls is no fault."""
    found = []
    seen: list[DrawnText] = []
    for one in texts:
        pane = _place_of(one.pane)
        scrolls = hasattr(one.pane, "scrolled")
        if scrolls and not pane.adjusted(-1, -1, 1, 1).contains(one.rect):
            if one.rect.left() < pane.left() - 1 or one.rect.right() > pane.right() + 1:
                found.append(f"sticks out: {one}")
            continue
        if one.is_shortened:
            found.append(f"shortened: {one}")
        elif one.is_below_its_area:
            found.append(f"has too many lines: {one}")
        elif not pane.adjusted(-2, -2, 2, 2).contains(one.rect):
            found.append(f"cut: {one}")
        seen.append(one)
    for index, one in enumerate(seen):
        for other in seen[index + 1 :]:
            both = one.rect.intersected(other.rect)
            if both.width() > 3 and both.height() > 0.25 * min(one.rect.height(), other.rect.height()):
                found.append(f"overlap: {one} and {other}")
    return found


READABLE = 4.5
"""The least contrast of words and their ground (WCAG 2.2, level AA)."""


def pale_of(texts: list[DrawnText], image: QImage) -> list[str]:
    """Texts that stand out too little from the most usual colour along their upper and lower edges in a picture."""
    whole = image.convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(whole.constBits(), np.uint32).reshape(whole.height(), whole.width()) & 0xFFFFFF
    found = []
    for one in texts:
        at = one.rect.toRect().intersected(whole.rect())
        if at.width() < 2 or at.height() < 2 or not _place_of(one.pane).adjusted(-2, -2, 2, 2).contains(one.rect):
            continue  # beyond the end of what scrolls
        edges = pixels[[at.top(), at.bottom() - 1], at.left() : at.right()]
        colors, counts = np.unique(edges, return_counts=True)
        ground = f"#{int(colors[np.argmax(counts)]):06x}"
        if (stands_out := contrast(one.color, ground)) < READABLE:
            found.append(f"{stands_out:.1f}: {one.color} on {ground}: {one}")
    return found
