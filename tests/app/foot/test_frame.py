"""The foot is seen as the practitioner sees it, and pixels and millimetres agree."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF

from thumbwalk.app.foot.frame import FootFrame, extent_mm
from thumbwalk.pad import Foot, Pad, Taxel, builtin_pad
from thumbwalk.zones import ZONES, zone_at

PAD = builtin_pad()
AREA = QRectF(10, 20, 400, 700)


def frame(foot: Foot) -> FootFrame:
    return FootFrame.fitted(PAD, foot, AREA)


def test_a_right_foots_big_toe_is_at_the_right_and_a_left_foots_at_the_left() -> None:
    hallux, little = (246.5, 20.0), (210.0, 90.0)
    right, left = frame("right"), frame("left")
    assert right.to_px(*hallux).x() > right.to_px(*little).x()
    assert left.to_px(*hallux).x() < left.to_px(*little).x()


@pytest.mark.parametrize("foot", ["left", "right"])
def test_toes_are_up(foot: Foot) -> None:
    assert frame(foot).to_px(250.0, 50.0).y() < frame(foot).to_px(10.0, 50.0).y()


@given(
    foot=st.sampled_from(["left", "right"]),
    x_mm=st.floats(-50, 350),
    y_mm=st.floats(-50, 150),
    wide=st.floats(50, 2000),
    high=st.floats(50, 2000),
)
def test_pixels_lead_back_to_the_place(foot: Foot, x_mm: float, y_mm: float, wide: float, high: float) -> None:
    one = FootFrame.fitted(PAD, foot, QRectF(0, 0, wide, high))
    assert one.to_mm(one.to_px(x_mm, y_mm)) == pytest.approx((x_mm, y_mm), abs=1e-6)


@given(wide=st.floats(50, 2000), high=st.floats(50, 2000))
def test_the_foot_fits_its_area_and_keeps_its_shape(wide: float, high: float) -> None:
    one = FootFrame.fitted(PAD, "right", QRectF(0, 0, wide, high))
    assert QRectF(-1e-6, -1e-6, wide + 2e-6, high + 2e-6).contains(one.rect)
    (x0, y0), (x1, y1) = extent_mm(PAD)
    assert one.rect.height() / one.rect.width() == pytest.approx((x1 - x0) / (y1 - y0))


@pytest.mark.parametrize("foot", ["left", "right"])
def test_drawn_zones_are_the_zones_that_score(foot: Foot) -> None:
    one = frame(foot)
    paths = {zone: one.zone(zone) for zone in ZONES}
    wrong = 0
    places = [(float(x), float(y)) for x in np.arange(4, 262, 6.0) for y in np.arange(3, 99, 6.0) if one.holds(x, y)]
    for x_mm, y_mm in places:
        drawn = {zone for zone, path in paths.items() if path.contains(one.to_px(x_mm, y_mm))}
        wrong += drawn != {zone_at(PAD, x_mm, y_mm)}
    assert len(places) > 400
    assert wrong <= 2


def test_an_unknown_zone_is_nothing_to_draw() -> None:
    assert frame("right").zone("sole").isEmpty()


def test_a_mat_without_an_outline_has_no_zones_but_a_place() -> None:
    mat = Pad("mat", "N", (Taxel("a", 0.0, 0.0), Taxel("b", 100.0, 40.0)))
    one = FootFrame.fitted(mat, "right", AREA)
    assert one.zone("heel").isEmpty()
    assert one.holds(50.0, 20.0)
    assert not one.holds(500.0, 20.0)


def test_a_mat_without_places_can_still_be_laid_out() -> None:
    assert FootFrame.fitted(Pad("mat", "N", (Taxel("a"),)), "right", AREA).scale > 0


def test_outside_the_outline_is_not_on_the_foot() -> None:
    assert frame("right").holds(120.0, 60.0)
    assert not frame("right").holds(120.0, 2.0)
    assert not FootFrame.fitted(replace(PAD), "left", AREA).holds(300.0, 50.0)


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("foot", ["left", "right"])
def test_a_line_of_places_goes_through_the_pixels_of_each(foot: Foot, turned: bool) -> None:
    frame = FootFrame.fitted(PAD, foot, QRectF(10, 20, 300, 500), turned=turned)
    places_mm = np.array([[40.0, 30.0], [120.0, 55.0], [210.0, 12.5]])
    line = frame.polygon(places_mm)
    for index, (x, y) in enumerate(places_mm.tolist()):
        at, wanted = line.at(index), frame.to_px(x, y)
        assert (at.x(), at.y()) == pytest.approx((wanted.x(), wanted.y()))
