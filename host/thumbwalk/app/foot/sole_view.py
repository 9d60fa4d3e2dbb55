"""The sole with its force map, the thumb and its trail, the target, over-pressure at the spot; and the mouse's hand."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from thumbwalk.app.foot.force_image import ForceImage
from thumbwalk.app.foot.frame import FootFrame
from thumbwalk.app.foot.layers import FootLayers, Scene
from thumbwalk.app.foot.leads import CalmLeads, LeadPainter, leads_of
from thumbwalk.app.foot.presses import paint_presses
from thumbwalk.app.panes.pane import Align, Pane, draw_text, text_height, text_width
from thumbwalk.app.theme import Theme
from thumbwalk.app.words.foot_labels import limit_label, target_label
from thumbwalk.app.words.moment import Tone, tone_of
from thumbwalk.coach.feedback.amounts import ForceUnit
from thumbwalk.language import _
from thumbwalk.pad import Foot, Pad
from thumbwalk.session.screen.review import SetReview
from thumbwalk.session.screen.snapshot import Snapshot
from thumbwalk.touch.force_map import ForceMap

THUMB_RADIUS_MM = 6.0
_TRAIL_PARTS = 3
_LIMIT_PX = 18.0
_IN_CIRCLES_MM = 4.8
_LEAP_MM = 12.0


@dataclass(frozen=True)
class Thumb:
    """Where the thumb is drawn, in pixels, and how it stands; ``limit`` is written beside it, and is passed or near."""

    centre: QPointF
    tone: Tone
    limit: str = ""
    is_over: bool = False
    radius_mm: float = THUMB_RADIUS_MM


def _map_of(pad: Pad) -> ForceMap | None:
    """What is spread over the sole: tiles feel what lies about them; a plate knows of no place but the middle."""
    return ForceMap(pad) if pad.has_positions and not pad.is_plate else None


class SoleView(Pane):
    """Paints snapshots over the foot; only what changed since the last one is repainted."""

    TURNS = False

    def __init__(self, parent: QWidget, theme: Theme, pad: Pad, foot: Foot) -> None:
        super().__init__(parent, theme)
        self.pad = pad
        self.foot: Foot = foot
        self.frame = FootFrame.fitted(pad, foot, QRectF(0, 0, 100, 200))
        self._map = _map_of(pad)
        self._layers: FootLayers | None = None
        self._image: ForceImage | None = None
        self._snapshot: Snapshot | None = None
        self._picture: tuple[QImage, QRectF] | None = None
        self._scene = Scene(None, None, (), dimmed=False)
        self._dirty = QRectF()
        self._turned = False
        self._review: SetReview | None = None
        self._behind = -1
        self.force_unit: ForceUnit = "N"
        self.with_map = self.calm = False
        self._calm = CalmLeads()
        self.setAccessibleName(_("Sole of the practice foot"))

    def show_pad(self, pad: Pad, foot: Foot, *, turned: bool = False) -> None:
        """Draw another layout or foot, or the same the other way round."""
        if (pad, foot, turned) == (self.pad, self.foot, self._turned):
            return
        self.pad, self.foot, self._turned = pad, foot, turned
        self._map = _map_of(pad)
        self._layers, self._picture, self._snapshot = None, None, None
        self.update()

    def show_map(self, shown: bool) -> None:
        """Show the traditional map over the foot, or not."""
        if shown != self.with_map:
            self.with_map = shown
            if self._snapshot is not None:
                self._scene = self._still(self._snapshot)
                self._prepared().show(self._scene)
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
        snapshot = self._calm.calmed(snapshot) if self.calm else snapshot
        self._snapshot = snapshot
        self._scene = self._still(snapshot)
        changed = self._prepared().show(self._scene)
        behind = max((one.behind for one in leads_of(snapshot)), default=-1)
        # from bite to bite only the ring moves; a line that begins anew loses its dots
        changed |= not 0 <= behind - self._behind <= 2
        self._behind = behind
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
            return Scene(
                zone,
                back.target_mm,
                snapshot.touch.left_out,
                dimmed=False,
                path_mm=back.path_mm,
                with_map=self.with_map,
            )
        state = snapshot.drill if snapshot.result is None else None
        zone = state.set.zone if state is not None and state.set is not None and self.pad.is_sole else None
        target = state.guide.target_mm if state is not None and state.guide is not None else None
        figures = state.guide.figures if state is not None and state.guide is not None else ()
        # A figure is drawn as what it is, a zone as an area; a target without either as a ring.
        target = target if zone is None and not figures else None
        dimmed = not snapshot.stream.connected
        # the map has the points' names
        label = "" if self.with_map else target_label(snapshot)
        return Scene(zone, target, snapshot.touch.left_out, dimmed, (), figures, label, self.with_map)

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
        self._paint_trail(painter, snapshot.touch.trail_mm, snapshot)
        self._paint_trail(painter, snapshot.touch.second_trail_mm, snapshot)
        leads, led = LeadPainter(self.frame, self.theme, self.unit), leads_of(snapshot)
        # a bite ahead is nearer than a thumb is broad: its ring lies upon the thumb, what else leads below it
        for lead in led:
            if not lead.is_bite:
                leads.paint(painter, lead)
        thumb = self._thumb(snapshot)
        if snapshot.touch.second_mm is not None and snapshot.touch.touching:
            self._paint_thumb(painter, Thumb(self.frame.to_px(*snapshot.touch.second_mm), tone_of(snapshot)))
        if thumb is not None:
            if (toward := snapshot.toward_mm) is not None:
                leads.paint_arrow(painter, thumb.centre, toward, THUMB_RADIUS_MM * self.frame.scale)
            self._paint_thumb(painter, thumb)
        for lead in led:
            if lead.is_bite:
                leads.paint(painter, lead)

    def _paint_trail(self, painter: QPainter, trail_mm: NDArray[np.float64], snapshot: Snapshot) -> None:
        trail = newest_run(trail_mm)
        if len(trail) < 2 or not snapshot.touch.touching:
            return
        # Three strokes, older ones fainter: a fade for the price of three lines.
        for index, cut in enumerate(np.array_split(np.arange(len(trail)), _TRAIL_PARTS)):
            if len(cut):
                part = trail[max(0, int(cut[0]) - 1) : int(cut[-1]) + 1]
                painter.setPen(QPen(self.theme.color("thumb_edge", 0.18 + 0.2 * index), 1.6 * self.unit))
                painter.drawPolyline(self.frame.polygon(part))

    def heading_deg(self, snapshot: Snapshot) -> float:
        """Which way the hand should go on the screen: clockwise from up and to the right; 0 where it should stay."""
        toward = snapshot.toward_mm
        if toward is None:
            return 0.0
        step = self.frame.to_px(*toward) - self.frame.to_px(snapshot.touch.x_mm, snapshot.touch.y_mm)
        return math.degrees(math.atan2(step.y(), step.x())) + 45.0

    def _thumb(self, snapshot: Snapshot) -> Thumb | None:
        touch = snapshot.touch
        if not touch.touching or not np.isfinite(touch.x_mm + touch.y_mm):
            return None
        limit = limit_label(snapshot, self.force_unit)
        circling = any(one.kind == "circle" for one in self._scene.figures)
        radius_mm = _IN_CIRCLES_MM if circling else THUMB_RADIUS_MM
        return Thumb(self.frame.to_px(touch.x_mm, touch.y_mm), tone_of(snapshot), limit, touch.over_cap, radius_mm)

    def _paint_thumb(self, painter: QPainter, thumb: Thumb) -> None:
        radius = thumb.radius_mm * self.frame.scale
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if thumb.is_over:
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
        if thumb.limit:
            self._paint_limit(painter, thumb)

    def _paint_limit(self, painter: QPainter, thumb: Thumb) -> None:
        """Name the comfort limit at the spot: filled where it is passed, framed where it is near."""
        area, color = self._limit_area(thumb), self.theme.color
        painter.setPen(Qt.PenStyle.NoPen if thumb.is_over else QPen(color("caution"), 2.0 * self.unit))
        painter.setBrush(color("alert" if thumb.is_over else "surface"))
        painter.drawRoundedRect(area, 0.5 * area.height(), 0.5 * area.height())
        ink = color("on_alert" if thumb.is_over else "ink")
        draw_text(painter, area, thumb.limit, self.font_of(_LIMIT_PX, bold=True), ink, align=Align.AlignHCenter)

    def _limit_area(self, thumb: Thumb) -> QRectF:
        font = self.font_of(_LIMIT_PX, bold=True)
        wide, high = text_width(font, thumb.limit) + 24 * self.unit, text_height(font) + 6 * self.unit
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
        for trail in (newest_run(snapshot.touch.trail_mm), newest_run(snapshot.touch.second_trail_mm)):
            if len(trail) > 1:
                low, high = trail.min(axis=0), trail.max(axis=0)
                edge = QRectF(self.frame.rect_px((float(low[0]), float(high[0])), (float(low[1]), float(high[1]))))
                reach = reach.united(edge.adjusted(-3, -3, 3, 3))
        leads = LeadPainter(self.frame, self.theme, self.unit)
        for lead in leads_of(snapshot):
            reach = reach.united(leads.reach(lead))
        if snapshot.touch.second_mm is not None:
            reach = reach.united(self._about(self.frame.to_px(*snapshot.touch.second_mm)))
        thumb = self._thumb(snapshot)
        if thumb is not None:
            reach = reach.united(self._about(thumb.centre))
            if thumb.limit:
                reach = reach.united(self._limit_area(thumb).adjusted(-2, -2, 2, 2))
            if (toward := snapshot.toward_mm) is not None:
                reach = reach.united(leads.arrow_reach(thumb.centre, toward))
        return reach.adjusted(-2, -2, 2, 2) if not reach.isNull() else reach

    def _about(self, centre: QPointF) -> QRectF:
        """The pixels that a thumb may cover."""
        around = 2.6 * THUMB_RADIUS_MM * self.frame.scale + 6 * self.unit
        return QRectF(centre.x() - around, centre.y() - around, 2 * around, 2 * around)


def newest_run(trail_mm: NDArray[np.float64]) -> NDArray[np.float64]:
    """The trail since the thumb last came down: without unknown places (NaN), and from the last leap on."""
    known = trail_mm[np.isfinite(trail_mm).all(axis=1)]
    leaps = np.flatnonzero(np.hypot(*np.diff(known, axis=0).T) > _LEAP_MM)
    return known[leaps[-1] + 1 :] if len(leaps) else known
