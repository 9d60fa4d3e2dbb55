"""The line of force: to scale, against its band, without losing a peak, and not drawn over a gap."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
from tests.report.test_sole_drawing import pressed

from thumbwalk.coach.targets.timeline import Timeline
from thumbwalk.report.force_drawing import force_drawing
from thumbwalk.touch.touch_block import TouchBlock


def forced(force_n: np.ndarray, piece: np.ndarray | None = None) -> TouchBlock:
    """Touch at 100 Hz of these forces."""
    touch = pressed([(60.0, 50.0, float(one)) for one in force_n])
    return touch if piece is None else replace(touch, piece=piece)


def points(d: str) -> list[np.ndarray]:
    """The lines of a path, (n, 2) each."""
    lines = [part.split("L") for part in d.split("M") if part]
    return [np.array([[float(one) for one in point.split()] for point in line]) for line in lines]


def newtons_at(y: float, y_ticks: tuple[tuple[float, str], ...]) -> float:
    """What a height means by the ticks beside it."""
    at, label = np.array([(one, float(text)) for one, text in y_ticks]).T
    return float(np.interp(-y, -at, label))


def test_a_peak_stands_where_its_newtons_and_its_time_are() -> None:
    force_n = np.zeros(800)
    force_n[300:311] = 12.0 * (1.0 - np.abs(np.arange(-5, 6)) / 6.0)
    drawing = force_drawing(forced(force_n), 8.0, band_n=(8.0, 16.0), cap_n=20.0)
    (line,) = points(drawing.line_d)
    top = line[line[:, 1].argmin()]
    assert newtons_at(top[1], drawing.y_ticks) == pytest.approx(12.0, abs=0.2)
    x, _, wide, _ = drawing.plot
    assert (top[0] - x) / wide * 8.0 == pytest.approx(3.05, abs=0.02)
    assert drawing.band is not None
    assert newtons_at(drawing.band[0], drawing.y_ticks) == pytest.approx(16.0, abs=0.2)
    assert newtons_at(sum(drawing.band), drawing.y_ticks) == pytest.approx(8.0, abs=0.2)
    assert drawing.cap_y is not None
    assert newtons_at(drawing.cap_y, drawing.y_ticks) == pytest.approx(20.0, abs=0.2)


def test_an_hour_is_few_points_and_keeps_its_one_peak() -> None:
    force_n = np.full(60_000, 3.0)
    force_n[31_234] = 9.0
    drawing = force_drawing(forced(force_n), 600.0)
    (line,) = points(drawing.line_d)
    assert len(line) < 1000
    assert newtons_at(line[:, 1].min(), drawing.y_ticks) == pytest.approx(9.0, abs=0.2)
    assert [label for _, label in drawing.x_ticks][:3] == ["0 s", "2:00", "4:00"]


def test_over_a_gap_nothing_is_drawn() -> None:
    piece = np.repeat([0, 1], 200)
    assert len(points(force_drawing(forced(np.full(400, 5.0), piece), 4.0).line_d)) == 2


@pytest.mark.parametrize(("band", "ends"), [((None, 6.0), (0.0, 6.0)), ((6.0, None), (6.0, None))])
def test_a_band_with_one_end_goes_to_the_edge(
    band: tuple[float | None, float | None], ends: tuple[float, float | None]
) -> None:
    drawing = force_drawing(forced(np.full(200, 5.0)), 2.0, band_n=band)
    assert drawing.band is not None
    low, high = newtons_at(sum(drawing.band), drawing.y_ticks), newtons_at(drawing.band[0], drawing.y_ticks)
    assert low == pytest.approx(ends[0], abs=0.1)
    assert high == pytest.approx(float(drawing.y_ticks[-1][1]) if ends[1] is None else ends[1], abs=0.1)


def test_a_force_that_changes_is_a_line_to_follow_and_no_band() -> None:
    drawing = force_drawing(forced(np.full(200, 5.0)), 2.0, band_n=(4.0, 6.0), force=Timeline((0.0, 2.0), (2.0, 10.0)))
    assert drawing.band is None
    (line,) = points(drawing.guide_d)
    assert newtons_at(line[0, 1], drawing.y_ticks) == pytest.approx(2.0, abs=0.1)
    assert newtons_at(line[-1, 1], drawing.y_ticks) == pytest.approx(10.0, abs=0.1)


def test_nothing_pressed_is_an_empty_plot() -> None:
    drawing = force_drawing(TouchBlock.joined([]), 4.0)
    assert drawing.line_d == ""
    assert not re.search("nan|inf", str(drawing))
