"""The drawing of a sole: what was pressed is where it was pressed, seen by who faces the sole."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from thumbwalk.pad import Pad, builtin_pad
from thumbwalk.report.sole_drawing import MARGIN_MM, STEPS, SoleDrawing, sole_drawing
from thumbwalk.report.told_session import ToldSession
from thumbwalk.touch.touch_block import TouchBlock


def pressed(places: list[tuple[float, float, float]]) -> TouchBlock:
    """Touch of one sample each: x and y in mm, and the force."""
    x, y, force = (np.array(column) for column in zip(*places, strict=True))
    n, nothing = len(x), np.zeros(len(x))
    return TouchBlock(
        *(np.arange(n) / 100.0, force, force, x, y, nothing, x, y, nothing, nothing, nothing),
        second_works=np.zeros(n, np.bool_),
        resting_n=nothing,
        filled_n=nothing,
        touching=np.ones(n, np.bool_),
        piece=np.zeros(n, np.int64),
    )


def drawn(pad: Pad, touch: TouchBlock) -> SoleDrawing:
    drawing = sole_drawing(pad, touch, (), ())
    assert drawing is not None
    return drawing


def middle(step_d: str) -> tuple[float, float]:
    """The middle of a field of boxes."""
    boxes = np.array([[float(one) for one in box] for box in re.findall(r"M([\d.]+) ([\d.]+)h([\d.]+)", step_d)])
    x = np.average(boxes[:, 0] + boxes[:, 2] / 2.0, weights=boxes[:, 2])
    return float(x), float(np.average(boxes[:, 1], weights=boxes[:, 2]))


@pytest.mark.parametrize(("foot", "mirrored"), [("right", True), ("left", False)])
def test_toes_are_up_and_a_right_foot_s_medial_edge_is_on_the_right(foot: str, mirrored: bool) -> None:
    pad = replace(builtin_pad(), foot=foot)  # type: ignore[arg-type]
    outline = pad.outline_mm
    assert outline is not None
    (low_x, low_y), (high_x, high_y) = outline.min(axis=0), outline.max(axis=0)
    drawing = drawn(pad, pressed([(high_x - 30.0, low_y + 20.0, 5.0)]))
    x, y = middle(drawing.steps_d[-1])
    assert y == pytest.approx(MARGIN_MM + 30.0, abs=1.0)
    from_medial = drawing.width - MARGIN_MM - x if mirrored else x - MARGIN_MM
    assert from_medial == pytest.approx(20.0, abs=1.0)
    assert drawing.height == pytest.approx(high_x - low_x + 2 * MARGIN_MM, abs=0.1)
    assert drawing.width == pytest.approx(high_y - low_y + 2 * MARGIN_MM, abs=0.1)


def test_more_force_has_the_darker_colour_and_little_none() -> None:
    drawing = drawn(builtin_pad(), pressed([(60.0, 50.0, 10.0), (200.0, 50.0, 5.0), (120.0, 40.0, 0.2)]))
    assert len(drawing.steps_d) == len(STEPS)
    darkest, lightest = middle(drawing.steps_d[-1]), drawing.steps_d[0]
    assert darkest[1] > drawing.height / 2.0  # the heel is below
    rows = {float(row) for _, row in re.findall(r"M([\d.]+) ([\d.]+)h", lightest)}
    arch = drawing.height - MARGIN_MM - 120.0
    assert not [row for row in rows if abs(row - arch) < 5.0]


def test_what_was_asked_is_ringed_and_numbered(told: ToldSession) -> None:
    (drill,) = told.drills
    drawing = sole_drawing(told.pad, told.touch, drill.sets, ())
    assert drawing is not None
    assert [ring.numbers for ring in drawing.rings] == ["1", "2"]
    again = sole_drawing(told.pad, told.touch, (*drill.sets, replace(drill.sets[0], number=4)), ())
    assert again is not None
    assert [ring.numbers for ring in again.rings] == ["1, 4", "2"]


def test_a_sensor_that_was_left_out_is_crossed_and_a_pad_without_places_has_no_drawing(told: ToldSession) -> None:
    pad = builtin_pad()
    drawing = sole_drawing(pad, told.touch, (), (pad.names[3],))
    assert drawing is not None
    assert [one.numbers for one in drawing.silent] == [pad.names[3]]
    nowhere = replace(pad, taxels=tuple(replace(one, x_mm=None, y_mm=None) for one in pad.taxels))
    assert sole_drawing(nowhere, told.touch, (), ()) is None


def test_nothing_pressed_is_a_foot_without_colour() -> None:
    assert drawn(builtin_pad(), TouchBlock.joined([])).steps_d == ()
