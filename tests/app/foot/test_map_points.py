"""The traditional map: no name upon another, upon a point, or beyond the pane."""

from __future__ import annotations

from itertools import combinations

import pytest
from PySide6.QtCore import QPointF, QRectF
from tests.app import scenes

from thumbwalk.app.foot.frame import FootFrame
from thumbwalk.app.foot.map_points import placed
from thumbwalk.coach.targets.points import load_points
from thumbwalk.pad import Foot

ROOM = QRectF(0, 0, 395, 690)


@pytest.mark.parametrize("foot", ["left", "right"])
@pytest.mark.parametrize("turned", [False, True])
def test_every_point_of_the_foot_has_its_name_beside_it_and_none_is_hidden(foot: Foot, turned: bool) -> None:
    frame = FootFrame.fitted(scenes.PAD, foot, ROOM, turned=turned)
    here = [one for one in load_points().values() if one.foot in (None, foot)]
    points = [(one.name, frame.to_px(*scenes.PAD.place(one.u, one.w)), 7.5 * len(one.name)) for one in here]
    found = placed(points, 18.0, 6.0, ROOM)
    assert [one.name for one in found] == [one.name for one in here]
    areas = [one.area for one in found if one.area is not None]
    assert len(areas) == len(here)
    assert not any(a.intersects(b) for a, b in combinations(areas, 2))
    assert all(ROOM.contains(area) for area in areas)
    assert not any(area.contains(at) for area in areas for _, at, _ in points)


def test_a_name_without_room_is_left_out_and_its_point_stays() -> None:
    crowd = [(f"point {n}", QPointF(100 + 2 * n, 100), 60.0) for n in range(9)]
    found = placed(crowd, 18.0, 6.0, QRectF(0, 0, 300, 200))
    assert len(found) == 9
    assert any(one.area is None for one in found)
    assert any(one.area is not None for one in found)


def test_a_name_keeps_off_a_ring() -> None:
    ring = QRectF(80, 80, 40, 40)
    (found,) = placed([("kidney", QPointF(100, 100), 50.0)], 18.0, 6.0, QRectF(0, 0, 300, 200), [ring])
    assert found.area is not None
    assert not found.area.intersects(ring)
