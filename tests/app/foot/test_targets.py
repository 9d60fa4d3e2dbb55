"""The still part of what a set asks for, as it is drawn."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter
from tests.app import scenes

from thumbwalk.app.foot.frame import FootFrame
from thumbwalk.app.foot.targets import FigurePainter, arrow_head, unit_vector
from thumbwalk.app.theme import LIGHT
from thumbwalk.coach.drill.figure import Figure
from thumbwalk.pad import Foot

WIDE, HIGH = 395, 690
WAY = ((60.0, 50.0), (120.0, 50.0), (180.0, 50.0))


def frame_of(foot: Foot = "right") -> FootFrame:
    return FootFrame.fitted(scenes.PAD, foot, QRectF(0, 0, WIDE, HIGH))


def drawn(figure: Figure, foot: Foot = "right") -> NDArray[np.bool_]:
    """Which pixels have the target's colour, (rows, columns)."""
    image = QImage(WIDE, HIGH, QImage.Format.Format_RGB888)
    image.fill(LIGHT.color("foot"))
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        FigurePainter(painter, frame_of(foot), LIGHT, 1.0).paint(figure)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(HIGH, image.bytesPerLine())[:, : 3 * WIDE]
    aim = LIGHT.color("aim")
    apart = np.abs(rows.reshape(HIGH, WIDE, 3).astype(int) - (aim.red(), aim.green(), aim.blue())).max(axis=2)
    return np.asarray(apart < 12)


def from_middle_mm(figure: Figure, found: NDArray[np.bool_]) -> NDArray[np.float64]:
    """How far drawn pixels are from the figure's middle, mm."""
    frame = frame_of()
    centre = frame.to_px(*figure.centre_mm)
    y, x = np.nonzero(found)
    return np.asarray(np.hypot(x - centre.x(), y - centre.y()) / frame.scale)


def test_a_point_is_a_ring_of_its_radius_about_a_dot() -> None:
    point = Figure("point", (130.0, 50.0), 8.0)
    apart = from_middle_mm(point, drawn(point))
    assert set(np.round(apart).astype(int)) <= {0, 1, 8}
    assert (np.abs(apart - 8.0) < 0.8).sum() > 60


@pytest.mark.parametrize("turn", [1, -1])
def test_a_circle_has_an_arrow_outside_of_it_the_way_round_that_is_asked_for(turn: int) -> None:
    circle = Figure("circle", (130.0, 50.0), 11.0, turn)
    for foot in ("right", "left"):
        found, frame = drawn(circle, foot), frame_of(foot)
        centre = frame.to_px(130.0, 50.0)
        y, x = np.nonzero(found)
        outside = np.hypot(x - centre.x(), y - centre.y()) / frame.scale > 12.5
        aside = float(np.mean(x[outside] - centre.x()))
        # from the toes toward the outer edge, which is on the left of a right foot
        assert (aside < 0.0) == ((turn == 1) == (foot == "right"))


def test_bites_are_dots_and_a_glide_is_a_dashed_way_with_a_head() -> None:
    bites, frame = drawn(Figure("bites", (120.0, 50.0), 60.0, 1, WAY)), frame_of()
    for place in WAY:
        at = frame.to_px(*place)
        assert bites[round(at.y()) - 5 : round(at.y()) + 6, round(at.x()) - 5 : round(at.x()) + 6].any()
    between = frame.to_px(90.0, 50.0)
    assert not bites[round(between.y()) - 8 : round(between.y()) + 9].any()
    glide = drawn(Figure("glide", (120.0, 50.0), 0.0, 1, WAY))
    column = round(frame.to_px(100.0, 50.0).x())
    along = glide[
        round(frame.to_px(170.0, 50.0).y()) : round(frame.to_px(70.0, 50.0).y()), column - 2 : column + 3
    ].any(axis=1)
    assert 0.3 < along.mean() < 0.95, "dashed"
    head, tail = (frame.to_px(*place) for place in (WAY[-1], WAY[0]))
    wide = [int(glide[round(at.y()) - 4 : round(at.y()) + 5].sum(axis=1).max()) for at in (head, tail)]
    assert wide[0] > wide[1] + 3


def test_a_lines_name_stands_beyond_its_end_at_the_toes_whichever_way_it_is_gone() -> None:
    there = drawn(Figure("line", (120.0, 50.0), 0.0, 1, WAY, "C"))
    back = drawn(Figure("line", (120.0, 50.0), 0.0, 1, WAY[::-1], "C"))
    above = round(frame_of().to_px(*WAY[-1]).y()) - 12
    assert there[:above].sum() == back[:above].sum() > 10


def test_a_head_of_no_length_points_up() -> None:
    assert unit_vector(QPointF(3, 3), QPointF(3, 3)) == QPointF(0.0, -1.0)
    assert arrow_head(QPointF(3, 3), QPointF(3, 3), 10.0).boundingRect().top() == pytest.approx(-3.0)
