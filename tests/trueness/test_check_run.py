"""A check as it goes: what is read, when the next step is called, what is passed over; the same in any chunks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from thumbwalk.pad import builtin_pad
from thumbwalk.touch.touch_block import TouchBlock
from thumbwalk.trueness.check_plan import HOLD_S, plan_for
from thumbwalk.trueness.check_run import GIVE_UP_S, CheckRun

PLAN = plan_for(builtin_pad(), (500.0,))
STEP_S = 0.01


def touch_of(asked_n: np.ndarray, x_mm: np.ndarray | float, y_mm: np.ndarray | float) -> TouchBlock:
    force_n: np.ndarray = np.array(asked_n, dtype=np.float64)
    n = len(force_n)
    on = force_n > 0.3
    x, y = (np.where(on, np.broadcast_to(place, n), np.nan) for place in (x_mm, y_mm))
    nothing, nowhere = np.zeros(n), np.full(n, np.nan)
    none, piece = np.zeros(n, np.bool_), np.zeros(n, np.int64)
    sigma = np.where(on, 0.5, np.nan)
    force_n[~on] = 0.0
    second = (nothing, nowhere, nowhere, none)
    return TouchBlock(
        STEP_S * np.arange(n, dtype=np.float64),
        force_n,
        force_n,
        x,
        y,
        sigma,
        x,
        y,
        *second,
        nothing,
        nothing,
        on,
        piece,
    )


def stands(force_n: float, seconds: float, off_s: float = 1.0) -> np.ndarray:
    return np.concatenate([np.full(round(seconds / STEP_S), force_n), np.zeros(round(off_s / STEP_S))])


def after(run: CheckRun, touch: TouchBlock, rows: int = 7) -> CheckRun:
    for at in range(0, len(touch), rows):
        run.feed(touch.cut(at, at + rows))
    return run


def shifted(touch: TouchBlock, by_s: float) -> TouchBlock:
    return TouchBlock(touch.time_s + by_s, *(getattr(touch, f) for f in list(TouchBlock.__dataclass_fields__)[1:]))


def test_a_weight_is_read_when_it_has_stood_still_and_the_next_is_called_when_it_is_off() -> None:
    x, y = PLAN.marks["A"]
    run = after(CheckRun(PLAN), touch_of(stands(4.8, 1.9), x, y))
    assert run.seen == []
    run = after(CheckRun(PLAN), touch_of(stands(4.8, 2.5, off_s=0.0), x + 1.0, y))
    assert len(run.seen) == 1
    assert run.step is None
    assert np.median(run.seen[0].force_n) == pytest.approx(4.8)
    assert np.median(run.seen[0].x_mm) == pytest.approx(x + 1.0)
    run = after(CheckRun(PLAN), touch_of(stands(4.8, 2.5), x, y))
    assert run.step is PLAN.steps[1]


def test_what_wavers_or_wanders_is_not_read() -> None:
    x, y = PLAN.marks["A"]
    at = np.arange(600) * STEP_S
    assert after(CheckRun(PLAN), touch_of(5.0 + 0.6 * np.sin(9.0 * at), x, y)).seen == []
    assert after(CheckRun(PLAN), touch_of(np.full(600, 5.0), x + 5.0 * np.sin(2.0 * at), y)).seen == []


def test_a_walk_goes_on_over_a_short_lift_and_a_hold_need_not_be_still() -> None:
    run = CheckRun(replace(PLAN, steps=PLAN.steps[-2:]))
    after(run, touch_of(np.zeros(100), 0.0, 0.0))
    assert run.step is not None
    assert run.step.kind == "walk"
    x = np.linspace(80.0, 180.0, 1000)
    force = np.where((np.arange(1000) % 100) < 80, 6.0, 0.0)
    walk = touch_of(np.concatenate([force, np.zeros(200)]), np.concatenate([x, np.full(200, 180.0)]), 50.0)
    after(run, walk)
    assert len(run.seen) == 1
    assert np.ptp(run.seen[0].x_mm) > 90.0
    wavers = 9.8 + 1.5 * np.sin(np.arange(round(1.2 * HOLD_S / STEP_S)) * 0.1)
    after(run, shifted(touch_of(wavers, 53.0, 50.0), 20.0))
    assert run.finished
    assert 0.95 * HOLD_S <= run.seen[1].to_s - run.seen[1].from_s <= HOLD_S


def test_what_nobody_does_is_passed_over() -> None:
    run = after(CheckRun(PLAN), touch_of(np.zeros(round((GIVE_UP_S + 2.0) / STEP_S)), 0.0, 0.0), rows=50)
    assert len(run.seen) == 1
    assert not run.seen[0].is_done
    assert run.step is PLAN.steps[1]


@pytest.mark.parametrize("rows", [1, 3, 11])
def test_small_chunks_read_the_same(rows: int) -> None:
    x, y = PLAN.marks["A"]
    rng = np.random.default_rng(1)
    force = np.concatenate([stands(4.8, 3.0), stands(4.9, 3.0)])
    touch = touch_of(force + 0.02 * rng.standard_normal(len(force)) * (force > 0), x, y)
    one, other = after(CheckRun(PLAN), touch, 1), after(CheckRun(PLAN), touch, rows)
    assert len(one.seen) == len(other.seen) == 2
    for mine, theirs in zip(one.seen, other.seen, strict=True):
        # a step ends with the chunk in which it is known
        assert theirs.to_s - mine.to_s == pytest.approx(0.0, abs=rows * STEP_S)
        assert np.median(mine.force_n) == pytest.approx(np.median(theirs.force_n), abs=0.01)
