"""What a check of a rig asks for: weights at marks that lie on the sole, a line, a hold."""

from __future__ import annotations

import numpy as np
import pytest

from thumbwalk.errors import LayoutError
from thumbwalk.pad import Pad, Taxel, builtin_names, builtin_pad
from thumbwalk.signal.calibration import GRAVITY
from thumbwalk.trueness.check_plan import plan_for
from thumbwalk.virtual.feet import foot_of_size


@pytest.mark.parametrize("name", builtin_names())
@pytest.mark.parametrize("size", [36.0, 42.0, 46.0])
def test_a_weight_of_40_mm_stands_within_the_outline_at_every_mark(name: str, size: float) -> None:
    pad = foot_of_size(builtin_pad(name), size, "left")
    plan = plan_for(pad)
    at = np.linspace(0.0, 2.0 * np.pi, 16)
    for mark in "ABCD":
        x, y = plan.marks[mark]
        assert pad.contains(x + 14.0 * np.cos(at), y + 14.0 * np.sin(at)).all()


def test_each_weight_goes_to_each_mark_then_a_walk_and_a_hold() -> None:
    plan = plan_for(builtin_pad(), (300.0, 700.0))
    assert [step.kind for step in plan.steps] == ["weight"] * 8 + ["walk", "hold"]
    assert {step.mark for step in plan.steps[:4]} == set("ABCD")
    assert plan.steps[4].force_n == pytest.approx(0.7 * GRAVITY)
    assert "300 g on A" in plan.steps[0].words
    assert "1000 g" in plan.steps[-1].words


def test_what_is_no_sole_can_not_be_marked() -> None:
    with pytest.raises(LayoutError, match="no sole"):
        plan_for(Pad("two", "N", (Taxel("a", 0.0, 0.0), Taxel("b", 20.0, 0.0))))
