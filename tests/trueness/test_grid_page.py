"""The grid at true size: every mark where it is on the foot, in millimetres of paper, mirrored for a left foot."""

from __future__ import annotations

import re

import pytest

from thumbwalk.pad import Foot, builtin_pad
from thumbwalk.trueness.check_plan import plan_for
from thumbwalk.trueness.grid_page import grid_page
from thumbwalk.virtual.feet import foot_of_size

FOOT = {"right": 1.0, "left": -1.0}


@pytest.mark.parametrize("foot", ["right", "left"])
def test_marks_are_on_paper_where_they_are_on_the_foot(foot: Foot) -> None:
    plan = plan_for(foot_of_size(builtin_pad(), 42.0, foot))
    page = grid_page(plan)
    size = re.search(r'width="([\d.]+)mm" height="([\d.]+)mm" viewBox="[-\d.]+ [-\d.]+ ([\d.]+) ([\d.]+)"', page)
    assert size is not None
    # a millimetre of the drawing is one of paper
    assert (size[1], size[2]) == (size[3], size[4])
    assert float(size[2]) < 287.0
    rings = [(float(x), float(y)) for x, y in re.findall(r'<circle cx="([-\d.]+)" cy="([-\d.]+)" r="20"', page)]
    marks = [(FOOT[foot] * plan.marks[mark][1], -plan.marks[mark][0]) for mark in "ABCD"]
    assert rings == [pytest.approx(mark, abs=0.01) for mark in marks]
    assert "h50m" in page
    assert "100 %" in page
