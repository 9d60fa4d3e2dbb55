"""The sole with its force map, the thumb and its trail, the target, over-pressure at the spot; and the mouse's hand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from thumbwalk.app.foot.force_image import ForceImage
from thumbwalk.app.foot.frame import FootFrame
from thumbwalk.app.foot.layers import FootLayers, Scene
from thumbwalk.app.foot.presses import paint_presses
from thumbwalk.app.panes.pane import Align, Pane, draw_text, text_height, text_width
from thumbwalk.app.theme import Theme
from thumbwalk.app.words.moment import Tone, tone_of
from thumbwalk.pad import Foot, Pad
from thumbwalk.session.screen.review import SetReview
from thumbwalk.session.screen.snapshot import Snapshot
from thumbwalk.touch.force_map import ForceMap

THUMB_RADIUS_MM, GUIDE_RADIUS_MM = 6.0, 4.0
_TRAIL_PARTS = 3
_LEAP_MM = 12.0


@dataclass(frozen=True)
class Thumb:
    """Where the thumb is drawn, in pixels, and how it stands; ``warning`` is written beside it."""

    centre: QPointF
    tone: Tone
    warning: str


class SoleView(Pane):
    """Paints snapshots over the foot; only what changed since the last one is repainted."""

    def __init__(self, parent: QWidget, theme: Theme, pad: Pad, foot: Foot) -> None:
        super().__init__(parent, theme)
        self.pad = pad
        self.foot: Foot = foot
        self.frame = FootFrame.fitted(pad, foot, QRectF(0, 0, 100, 200))
        self._map = ForceMap(pad) if pad.has_positions else None
        self._layers: FootLayers | None = None
        self._image: ForceImage | None = None
        self._snapshot: Snapshot | None = None
        self._picture: tuple[QImage, QRectF] | None = None
        self._scene = Scene(None, None, (), dimmed=False)
        self._dirty = QRectF()
        self._turned = False
        self._review: SetReview | None = None
        self.setAccessibleName("Sole of the practice foot")

    def show_pad(self, pad: Pad, foot: Foot, *, turned: bool = False) -> None:
        """Draw another layout or foot, or the same the other way round."""
        if (pad, foot, turned) == (self.pad, self.foot, self._turned):
            return
        self.pad, self.foot, self._turned = pad, foot, turned
        self._map = ForceMap(pad) if pad.has_positions else None
        self._layers, self._picture, self._snapshot = None, None, None
        self.update()

    def show_review(self, review: SetReview | None) -> None:
        """Show where a set was pressed, beside what it asked for; None shows none."""
        if review is not self._review:
            self._review = review
            if self._snapshot is not None:
                self._scene = self._still(self._snapshot)
                self._prepared().show(self._scene)
            self.update()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Take over a snapshot and ask for the repaint that it needs."""
        self._snapshot = snapshot
        self._scene = self._still(snapshot)
        changed = self._prepared().show(self._scene)
        seen = self._image is not None and not snapshot.hides_force
        self._picture = self._image.picture(snapshot.touch.force_n) if seen and self._image is not None else None
        now = self._reach(snapshot)
        dirty = now.united(self._dirty)
        self._dirty = now
        if changed:
            self.update()
        elif not dirty.isEmpty():
            self.update(dirty.toAlignedRect())

    def restyle(self, theme: Theme, unit: float) -> None:
        """Take over colours and size, and drop what is drawn in advance."""
        self._layers = None
        super().restyle(theme, unit)

    def resizeEvent(self, _event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Fit the foot again."""
        self._layers = None

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the still ground, the map, the still lines, then what moves."""
        layers = self._prepared()
        with QPainter(self) as painter:
            area = event.rect()
            self._blit(painter, area, layers)
            if self._snapshot is not None and self._snapshot.stream.connected:
                self._paint_live(painter, area, self._snapshot, layers)
            else:
                self._blit(painter, area, layers, lines=True)
            if self._review is not None and self._snapshot is not None and self._snapshot.result is not None:
                paint_presses(painter, self._review, self.frame, self.theme, self.unit)

    def _still(self, snapshot: Snapshot) -> Scene:
        if self._review is not None and snapshot.result is not None:
            back = self._review
            zone = back.zone if self.pad.is_sole else None
            return Scene(zone, back.target_mm, snapshot.touch.left_out, dimmed=False, path_mm=back.path_mm)
        state = snapshot.drill if snapshot.result is None else None
        zone = state.set.zone if state is not None and state.set is not None and self.pad.is_sole else None
        target = state.guide.target_mm if state is not None and state.guide is not None else None
        path = state.guide.path_mm if state is not None and state.guide is not None else ()
        # A point is drawn as a ring, a zone as an area, a way as a line: never two of them.
        dimmed = not snapshot.stream.connected
        return Scene(zone, target if zone is None and not path else None, snapshot.touch.left_out, dimmed, path)

    def _prepared(self) -> FootLayers:
        if self._layers is None:
            margin = 14 * self.unit
            self.frame = FootFrame.fitted(
                self.pad,
                self.foot,
                QRectF(self.rect()).adjusted(margin, margin, -margin, -margin),
                turned=self._turned,
            )
            self._layers = FootLayers(self.frame, self.theme, self.unit, self.size(), self.devicePixelRatioF())
            self._layers.show(self._scene)
            self._image = ForceImage(self._map, self.theme, self.frame) if self._map is not None else None
            if self._snapshot is not None and self._image is not None and not self._snapshot.hides_force:
                self._picture = self._image.picture(self._snapshot.touch.force_n)
        return self._layers

    def _blit(self, painter: QPainter, area: QRect, layers: FootLayers, *, lines: bool = False) -> None:
        source = QRectF(area.topLeft().toPointF() * layers.ratio, area.size().toSizeF() * layers.ratio)
        painter.drawPixmap(QRectF(area), layers.lines if lines else layers.ground, source)

    def _paint_live(self, painter: QPainter, area: QRect, snapshot: Snapshot, layers: FootLayers) -> None:
        if self._picture is not None:
            image, place = self._picture
            painter.save()
            painter.setClipPath(layers.edge, Qt.ClipOperation.IntersectClip)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(place, image)
            painter.restore()
        self._blit(painter, area, layers, lines=True)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_trail(painter, snapshot)
        for ahead in self._guides_px(snapshot):
            self._paint_guide(painter, ahead)
        thumb = self._thumb(snapshot)
        if thumb is not None:
            self._paint_thumb(painter, thumb)

    def _paint_trail(self, painter: QPainter, snapshot: Snapshot) -> None:
        trail = newest_run(snapshot.touch.trail_mm)
        if len(trail) < 2 or not snapshot.touch.touching:
            return
        # Three strokes, older ones fainter: a fade for the price of three lines.
        for index, cut in enumerate(np.array_split(np.arange(len(trail)), _TRAIL_PARTS)):
            if len(cut):
                part = trail[max(0, int(cut[0]) - 1) : int(cut[-1]) + 1]
                painter.setPen(QPen(self.theme.color("thumb_edge", 0.18 + 0.2 * index), 1.6 * self.unit))
                painter.drawPolyline(self.frame.polygon(part))

    def _guides_px(self, snapshot: Snapshot) -> list[QPointF]:
        """Where the hand should be now, where that moves, and a second one; a still target is drawn anyway."""
        state = snapshot.drill if snapshot.result is None else None
        if state is None or state.guide is None:
            return []
        places = (None if state.guide_mm == state.guide.target_mm else state.guide_mm, state.guide_second_mm)
        return [self.frame.to_px(*one) for one in places if one is not None]

    def _paint_guide(self, painter: QPainter, centre: QPointF) -> None:
        radius = GUIDE_RADIUS_MM * self.frame.scale
        painter.setPen(QPen(self.theme.color("background", 0.75), 2.0 * self.unit))
        painter.setBrush(self.theme.color("guide"))
        painter.drawEllipse(centre, radius, radius)

    def _thumb(self, snapshot: Snapshot) -> Thumb | None:
        touch = snapshot.touch
        if not touch.touching or not np.isfinite(touch.x_mm + touch.y_mm):
            return None
        warning = f"over {touch.cap_n:.0f} N" if touch.over_cap and touch.cap_n is not None else ""
        return Thumb(self.frame.to_px(touch.x_mm, touch.y_mm), tone_of(snapshot), warning)

    def _paint_thumb(self, painter: QPainter, thumb: Thumb) -> None:
        radius = THUMB_RADIUS_MM * self.frame.scale
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if thumb.warning:
            painter.setPen(QPen(self.theme.color("background", 0.8), 9 * self.unit))
            painter.drawEllipse(thumb.centre, 2.1 * radius, 2.1 * radius)
            painter.setPen(QPen(self.theme.color("alert"), 5 * self.unit))
            painter.drawEllipse(thumb.centre, 2.1 * radius, 2.1 * radius)
        painter.setPen(QPen(self.theme.color("thumb_edge"), 2.2 * self.unit))
        painter.setBrush(self.theme.color("thumb", 0.9))
        painter.drawEllipse(thumb.centre, radius, radius)
        role = {"good": "aim", "caution": "caution", "alert": "alert"}.get(thumb.tone, "muted")
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.color(role))
        painter.drawEllipse(thumb.centre, 0.55 * radius, 0.55 * radius)
        if thumb.warning:
            self._paint_warning(painter, thumb)

    def _paint_warning(self, painter: QPainter, thumb: Thumb) -> None:
        area = self._warning_area(thumb)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.color("alert"))
        painter.drawRoundedRect(area, 0.5 * area.height(), 0.5 * area.height())
        font = self.font_of(15, bold=True)
        draw_text(painter, area, thumb.warning, font, self.theme.color("on_alert"), align=Align.AlignHCenter)

    def _warning_area(self, thumb: Thumb) -> QRectF:
        font = self.font_of(15, bold=True)
        wide, high = text_width(font, thumb.warning) + 24 * self.unit, text_height(font) + 6 * self.unit
        left = min(max(2.0, thumb.centre.x() - 0.5 * wide), self.width() - wide - 2.0)
        above = thumb.centre.y() - 2.8 * THUMB_RADIUS_MM * self.frame.scale - high
        below = thumb.centre.y() + 2.8 * THUMB_RADIUS_MM * self.frame.scale
        return QRectF(left, above if above > 0 else below, wide, high)

    def _reach(self, snapshot: Snapshot) -> QRectF:
        """The pixels that a snapshot's moving parts may cover."""
        reach = QRectF()
        if not snapshot.stream.connected:
            return reach
        if self._picture is not None:
            reach = reach.united(self._picture[1])
        trail = newest_run(snapshot.touch.trail_mm)
        if len(trail) > 1:
            low, high = trail.min(axis=0), trail.max(axis=0)
            edge = QRectF(self.frame.rect_px((float(low[0]), float(high[0])), (float(low[1]), float(high[1]))))
            reach = reach.united(edge.adjusted(-3, -3, 3, 3))
        for ahead in self._guides_px(snapshot):
            around = GUIDE_RADIUS_MM * self.frame.scale + 4 * self.unit
            reach = reach.united(QRectF(ahead.x() - around, ahead.y() - around, 2 * around, 2 * around))
        thumb = self._thumb(snapshot)
        if thumb is not None:
            around = 2.6 * THUMB_RADIUS_MM * self.frame.scale + 6 * self.unit
            reach = reach.united(QRectF(thumb.centre.x() - around, thumb.centre.y() - around, 2 * around, 2 * around))
            if thumb.warning:
                reach = reach.united(self._warning_area(thumb))
        return reach.adjusted(-2, -2, 2, 2) if not reach.isNull() else reach


def newest_run(trail_mm: NDArray[np.float64]) -> NDArray[np.float64]:
    """The trail since the thumb last came down: without unknown places (NaN), and from the last leap on."""
    known = trail_mm[np.isfinite(trail_mm).all(axis=1)]
    leaps = np.flatnonzero(np.hypot(*np.diff(known, axis=0).T) > _LEAP_MM)
    return known[leaps[-1] + 1 :] if len(leaps) else known
