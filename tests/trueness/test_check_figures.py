"""How far off a rig was: known answers, what was not done, a weight that is another one."""

from __future__ import annotations

import numpy as np
import pytest

from thumbwalk.pad import builtin_pad
from thumbwalk.trueness.check_figures import figures_of, strange_weights
from thumbwalk.trueness.check_plan import Step, plan_for
from thumbwalk.trueness.check_run import Seen

PLAN = plan_for(builtin_pad(), (500.0,))


def seen(step: Step, force_n: float, x_mm: float, y_mm: float, n: int = 50) -> Seen:
    return Seen(step, 1.0, 3.0, np.full(n, force_n), np.full(n, x_mm), np.full(n, y_mm))


def test_forces_and_places_that_are_off_by_so_much_are_said_to_be() -> None:
    steps = [step for step in PLAN.steps if step.kind == "weight"]
    found = figures_of(
        [
            seen(step, (step.force_n or 0.0) * part, step.place_mm[0] + 3.0, step.place_mm[1] - 4.0)
            for step, part in zip(steps, (1.1, 0.9, 1.1, 0.9), strict=True)
        ]
    )
    assert found.weights == 4
    assert found.force_percent == pytest.approx(10.0)
    assert found.place_mm == pytest.approx(5.0)
    assert found.walk_mm is None
    assert found.hold_percent is None
    assert not strange_weights(found)


def test_a_walk_beside_its_line_and_one_that_does_not_go_along_it() -> None:
    walk = next(step for step in PLAN.steps if step.kind == "walk")
    begin, end = np.array(walk.place_mm), np.array(walk.to_mm)
    across = np.array([begin[1] - end[1], end[0] - begin[0]]) / np.hypot(*(end - begin))
    for reach, beside in ((1.0, 2.5), (0.4, None)):
        places = begin + np.linspace(0.0, reach, 80)[:, None] * (end - begin) + 2.5 * across
        one = Seen(walk, 0.0, 9.0, np.full(80, 8.0), places[:, 0], places[:, 1])
        assert figures_of([one]).walk_mm == (None if beside is None else pytest.approx(beside))


def test_a_hold_is_off_by_its_mean() -> None:
    hold = PLAN.steps[-1]
    assert figures_of([seen(hold, 0.95 * (hold.force_n or 0.0), 53.0, 50.0)]).hold_percent == pytest.approx(-5.0)


def test_what_was_not_done_has_no_figures_and_another_weight_is_strange() -> None:
    weight = PLAN.steps[0]
    nothing = Seen(weight, 0.0, 0.0, np.empty(0), np.empty(0), np.empty(0))
    found = figures_of([nothing, seen(weight, 2.0, *weight.place_mm)])
    assert found.weights == 1
    assert found.steps[0].force_n is None
    assert [one.force_n for one in strange_weights(found)] == [2.0]
    document = found.to_json()
    assert document["steps"][0]["force_n"] is None
    assert document["steps"][1]["true_n"] == weight.force_n
