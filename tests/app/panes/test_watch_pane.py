"""A set watched again: by key, by dragging its trace, at any speed, and only behind a drill."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtTest import QTest
from tests.app import scenes
from tests.app.conftest import Opener

from thumbwalk.app.actions import Actions

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def room(opened: Opener) -> Any:
    made: Any = opened(scenes.finished(), actions=Actions(repeat=lambda: None)).room
    made.clock_s = 100.0
    made.watch.now_s = lambda: made.clock_s
    made.result.choose(0)
    return made


def key(room: Any, which: Qt.Key) -> None:
    QTest.keyClick(room.widget.window(), which)


def test_it_plays_stands_still_and_ends_with_the_set(room: Any) -> None:
    watch = room.watch
    assert not watch.is_on
    key(room, Qt.Key.Key_W)
    room.clock_s += 3.0
    watch.look()
    assert (watch.is_on, watch.thumb.at_s) == (True, 3.0)
    assert room.result.strip.moment_s == 3.0
    key(room, Qt.Key.Key_W)
    room.clock_s += 50.0
    assert (watch.plays, watch.clock.at(room.clock_s)) == (False, 3.0)
    key(room, Qt.Key.Key_W)
    room.clock_s += 50.0
    watch.look()
    assert (watch.plays, watch.thumb.at_s) == (False, 8.0)
    key(room, Qt.Key.Key_W)
    assert (watch.plays, watch.thumb.at_s) == (True, 0.0), "from its end it begins again"


def test_slower_and_faster_without_a_leap(room: Any) -> None:
    watch = room.watch
    key(room, Qt.Key.Key_W)
    for _ in range(5):
        key(room, Qt.Key.Key_Comma)
    room.clock_s += 4.0
    watch.look()
    assert (watch.thumb.at_s, watch.thumb.says) == (1.0, "1.0 of 8 s · ¼×")
    for _ in range(9):
        key(room, Qt.Key.Key_Period)
    room.clock_s += 1.0
    watch.look()
    assert watch.thumb.at_s == 5.0


def test_the_trace_is_dragged_and_the_arrows_go_a_bit_on(room: Any) -> None:
    strip = room.result.strip
    strip.grab()
    plot = strip._plot
    at = QPoint(round(plot.left() + 0.5 * plot.width()), round(plot.center().y()))
    QTest.mousePress(strip, Qt.MouseButton.LeftButton, pos=at)
    assert room.watch.thumb.at_s == pytest.approx(4.0, abs=0.1)
    QTest.mouseRelease(strip, Qt.MouseButton.LeftButton, pos=QPoint(-50, 10))
    key(room, Qt.Key.Key_Right)
    assert room.watch.thumb.at_s == pytest.approx(4.5, abs=0.1)
    for _ in range(30):
        key(room, Qt.Key.Key_Left)
    assert room.watch.thumb.at_s == 0.0


def test_the_thumb_is_drawn_where_it_was_larger_the_harder_and_in_the_colour_of_its_band(room: Any) -> None:
    thumb, foot = room.watch.thumb, room.foot
    room.watch.put(4.0)
    review, last = thumb.review, int((thumb.review.way_s <= 4.0).sum()) - 1
    force_n, (low, high) = review.way_n[last], review.band_n
    at = foot.frame.to_px(*review.way_mm[last].tolist())
    ring = QPoint(round(at.x()), round(at.y() - (9.0 + 0.7 * force_n) * thumb.unit))
    drawn, bare = room.widget.grab().toImage(), foot.grab().toImage()
    meant = thumb.theme.color("aim" if low <= force_n <= high else "caution")
    # a ring's edge falls between pixels: the full colour is on it or a pixel beside it
    across = [QPoint(0, off) for off in (-1, 0, 1)]
    assert meant in [drawn.pixelColor(foot.pos() + ring + off) for off in across]
    assert meant not in [bare.pixelColor(ring + off) for off in across]


def test_the_guide_and_the_best_go_in_step_with_it_once_the_best_is_known(room: Any) -> None:
    thumb, frame, best = room.watch.thumb, room.foot.frame, scenes.best_of_first_steps()
    room.watch.put(4.0)
    before = room.widget.grab().toImage()
    room.habits.best = lambda _drill: best
    room.show(scenes.finished())
    assert (thumb.best, room.result.strip.best) == (best[0], best[0])
    assert room.watch.is_on, "what is watched goes on"
    x_mm, y_mm = best[0].review.moment(4.0)[0] or (0.0, 0.0)
    at = room.foot.pos() + frame.to_px(x_mm, y_mm).toPoint()
    half = round(14 * thumb.unit)
    around = QRect(at - QPoint(half, half), QSize(2 * half, 2 * half))
    assert room.widget.grab().toImage().copy(around) != before.copy(around)
    asked = frame.to_px(*thumb.review.asked_mm(4.0)).toPoint()
    top = room.foot.pos() + asked - QPoint(0, round(15 * thumb.unit))
    drawn, guide = room.widget.grab().toImage(), thumb.theme.color("guide")
    near = [drawn.pixelColor(top + QPoint(x, y)) for x in range(-6, 7) for y in range(-2, 3)]
    assert min(abs(one.red() - guide.red()) + abs(one.blue() - guide.blue()) for one in near) < 20
    key(room, Qt.Key.Key_Down)
    assert thumb.best is best[1]


def test_another_set_is_shown_still_and_another_drill_shows_none(room: Any) -> None:
    key(room, Qt.Key.Key_W)
    key(room, Qt.Key.Key_Down)
    assert (room.watch.is_on, room.watch.plays, room.result.strip.moment_s) == (False, False, None)
    key(room, Qt.Key.Key_W)
    room.show_words(scenes.in_drill(8.4))
    assert (room.watch.is_on, room.watch.plays) == (False, False)
