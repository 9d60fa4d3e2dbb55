"""What leads the hand: the next bite ahead of the thumb, and the arrow back to the place."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter
from tests.app import scenes
from tests.app.asked_scenes import in_set

from thumbwalk.app.foot.frame import FootFrame
from thumbwalk.app.foot.leads import BEAK_UNDER_MM, CalmLeads, LeadPainter, leads_of
from thumbwalk.app.theme import LIGHT


def test_a_still_point_leads_nobody_and_what_moves_does() -> None:
    assert leads_of(in_set("points-right", 0, 3.0)) == ()
    (dot,) = leads_of(in_set("circles-1", 0, 3.0))
    assert dot.figure is not None
    assert math.dist(dot.at_mm, dot.figure.centre_mm) == pytest.approx(dot.figure.size_mm)
    assert len(leads_of(in_set("two-walk", 0, 3.0))) == 2
    assert leads_of(scenes.quiet()) == ()
    assert leads_of(scenes.finished()) == ()


def test_the_next_bite_is_the_one_that_is_due_and_once_the_thumb_is_there_the_one_after() -> None:
    behind, there = in_set("walk-1", 1, 9.2, off_mm=(-7.0, 0.0)), in_set("walk-1", 1, 9.2)
    (due,), (after,) = leads_of(behind), leads_of(there)
    assert due.behind + 1 == after.behind
    assert due.figure is not None
    assert after.at_mm == due.figure.places_mm[after.behind]


def test_at_a_lines_end_the_last_bite_stays_the_next() -> None:
    now = in_set("walk-1", 1, 9.2)
    state = scenes.drill_of(now)
    assert state.guide is not None
    last = state.guide.figures[0].places_mm[-1]
    at_end = replace(now, touch=replace(now.touch, x_mm=last[0], y_mm=last[1]), drill=replace(state, guide_mm=last))
    (lead,) = leads_of(at_end)
    assert lead.at_mm == last


def test_whoever_is_beside_a_point_is_shown_the_way_and_whoever_is_on_it_is_not() -> None:
    def toward(off_mm: tuple[float, float], **more: object) -> tuple[float, float] | None:
        return in_set("points-right", 0, 3.0, off_mm=off_mm, **more).toward_mm  # type: ignore[arg-type]

    state = scenes.drill_of(in_set("points-right", 0, 3.0))
    assert state.guide is not None
    centre = state.guide.figures[0].centre_mm
    assert toward((0.0, 5.0)) is None
    assert toward((-9.0, 6.0)) == centre
    assert toward((-30.0, 0.0), reason="place") == centre
    assert toward((-30.0, 0.0), touching=False) is None


def test_beside_a_way_the_nearest_piece_of_it_is_shown_once_that_is_told() -> None:
    beside = in_set("walk-1", 1, 9.2, off_mm=(0.0, 20.0))
    assert beside.toward_mm is None
    told = in_set("walk-1", 1, 9.2, off_mm=(0.0, 20.0), reason="place").toward_mm
    assert told is not None
    assert math.dist(told, (beside.touch.x_mm, beside.touch.y_mm)) < 20.5


@pytest.mark.parametrize("apart_mm", [0.6 * BEAK_UNDER_MM, 3.0 * BEAK_UNDER_MM])
def test_an_arrow_points_from_the_thumb_to_its_place_and_stays_within_its_reach(apart_mm: float) -> None:
    frame = FootFrame.fitted(scenes.PAD, "right", QRectF(0, 0, 395, 690))
    painter_of, thumb = LeadPainter(frame, LIGHT, 1.0), frame.to_px(100.0, 50.0)
    image = QImage(395, 690, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    with QPainter(image) as painter:
        painter_of.paint_arrow(painter, thumb, (100.0 + apart_mm, 50.0), 6.0 * frame.scale)
    drawn = [
        QPointF(x, y)
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() > 60
    ]
    reach = painter_of.arrow_reach(thumb, (100.0 + apart_mm, 50.0))
    assert len(drawn) > 40
    assert all(reach.contains(one) for one in drawn)
    # toward the toes: up
    assert all(one.y() < thumb.y() for one in drawn)
    assert min(one.y() for one in drawn) > frame.to_px(100.0 + apart_mm + 8.0, 50.0).y()


def test_for_those_whom_motion_troubles_a_circling_dot_jumps_a_quarter_of_its_turn() -> None:
    calm, places = CalmLeads(), list[tuple[float, float]]()
    beat_s = 60.0 / 48.0
    for n in range(60):
        now = in_set("circles-1", 0, 2.0 + n * beat_s / 60.0)
        state = scenes.drill_of(calm.calmed(replace(now, drill=replace(scenes.drill_of(now), begins_s=3.0))))
        assert state.guide_mm is not None
        places.append(state.guide_mm)
    runs = [place for n, place in enumerate(places) if n == 0 or place != places[n - 1]]
    assert len(runs) in (4, 5), "one turn in four steps"
    (figure,) = scenes.drill_of(now).guide.figures  # type: ignore[union-attr]  # a set that is under way has one
    steps = [math.dist(one, other) / figure.size_mm for one, other in pairwise(runs[1:])]
    assert steps == pytest.approx([math.sqrt(2.0)] * len(steps), abs=0.25)


def test_a_step_does_not_reach_from_one_set_into_the_next() -> None:
    calm = CalmLeads()
    first, second = in_set("circles-1", 0, 2.0), in_set("circles-1", 1, 2.0)
    calm.calmed(first)
    assert scenes.drill_of(calm.calmed(second)).guide_mm == scenes.drill_of(second).guide_mm
