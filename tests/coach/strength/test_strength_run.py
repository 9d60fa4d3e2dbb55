"""Tests of strength on made presses: what was pressed is what is found, and what can't be known is not said."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest

from thumbwalk.coach.strength.protocol import StrengthTest, strength_test
from thumbwalk.coach.strength.strength_run import StrengthRun
from thumbwalk.errors import DrillError
from thumbwalk.touch.touch_block import TouchBlock

Touching = Callable[..., Any]


def forces(test: StrengthTest, levels_n: Mapping[int, float] | Callable[[int], float], lag_s: float = 0.1) -> Any:
    """Square presses at 100 Hz, each a little after its cue and as hard as is said; the last second is free."""
    force = np.zeros(round(test.duration_s * 100) + 1)
    level = levels_n.get if isinstance(levels_n, Mapping) else levels_n
    for number, cue in enumerate(test.presses):
        first, stop = (round((at + lag_s) * 100) for at in (cue.start_s, cue.end_s))
        force[first:stop] = level(number) or 0.0
    return force


def run_of(name: str, touch: TouchBlock, *, own_peak_n: float | None = 40.0, calibrated: bool = True) -> StrengthRun:
    run = StrengthRun(strength_test(name), own_peak_n=own_peak_n, calibrated=calibrated)
    run.feed(touch)
    return run


def test_the_peak_is_the_best_of_three(touch_at: Touching) -> None:
    found = run_of(
        "peak", touch_at(forces(strength_test("peak"), {0: 30.0, 1: 42.0, 2: 38.0})), own_peak_n=None
    ).result()
    assert found.done
    assert found.peak_n == 42.0
    assert found.figures == {"best_n": 42.0}
    assert [press.peak_n for press in found.presses] == [30.0, 42.0, 38.0]
    assert not found.over_range


def test_a_press_that_was_left_out_is_told_and_the_others_stand(touch_at: Touching) -> None:
    found = run_of("peak", touch_at(forces(strength_test("peak"), {0: 30.0, 2: 38.0}))).result()
    assert [press.why_none for press in found.presses] == ["", "not pressed", ""]
    assert found.figures == {"best_n": 38.0}
    nothing = run_of("peak", touch_at(forces(strength_test("peak"), {}))).result()
    assert (nothing.done, nothing.peak_n, nothing.figures) == (False, None, {})


def test_at_the_rigs_end_a_peak_is_that_much_at_least(touch_at: Touching) -> None:
    assert run_of("peak", touch_at(forces(strength_test("peak"), {1: 61.0}))).result().over_range


def test_the_rate_of_force_is_that_of_the_fastest_press(touch_at: Touching) -> None:
    test = strength_test("rise")
    force = np.zeros(round(test.duration_s * 100) + 1)
    for slope, cue in zip((50.0, 150.0, 100.0, 80.0, 60.0), test.presses, strict=True):
        at = np.arange(len(force)) / 100 - cue.start_s - 0.2
        during = (at >= 0.0) & (at < 1.5)
        force[during] = np.minimum(at[during] * slope, 40.0)
    figures = run_of("rise", touch_at(force)).result().figures
    assert figures["rise_100ms_n_per_s"] == pytest.approx(150.0, rel=0.03)
    assert figures["rise_200ms_n_per_s"] == pytest.approx(150.0, rel=0.03)
    assert figures["rise_200ms_peaks_per_s"] == pytest.approx(150.0 / 40.0, rel=0.03)


def test_repeaters_tell_how_much_was_lost_on_the_way(touch_at: Touching) -> None:
    found = run_of("repeaters", touch_at(forces(strength_test("repeaters"), lambda i: 24.0 - i))).result()
    assert found.figures["fatigue_index"] == pytest.approx((23.0 - 20.0) / 23.0)
    assert found.figures["mean_n"] == pytest.approx(21.5)


def test_critical_force_needs_all_24_and_is_where_they_level_out(touch_at: Touching) -> None:
    test = strength_test("critical")
    found = run_of("critical", touch_at(forces(test, lambda i: 18.0 + 22.0 * 0.8**i))).result()
    last_n = [18.0 + 22.0 * 0.8**i for i in range(18, 24)]
    assert found.figures["critical_n"] == pytest.approx(np.mean(last_n), rel=1e-6)
    assert found.figures["critical_share"] == pytest.approx(np.mean(last_n) / 40.0, rel=1e-6)
    above = [18.0 + 22.0 * 0.8**i - np.mean(last_n) for i in range(24)]
    assert found.figures["above_critical_ns"] == pytest.approx(7.0 * np.maximum(above, 0.0).sum(), rel=1e-6)
    missed = run_of("critical", touch_at(forces(test, lambda i: 0.0 if i == 11 else 20.0))).result()
    assert set(missed.figures.values()) == {None}


def test_endurance_ends_when_the_force_stays_below_half_of_the_peak(touch_at: Touching) -> None:
    test = strength_test("endurance")
    start = test.presses[0].start_s
    force = np.zeros(round(test.duration_s * 100) + 1)
    force[round((start + 0.5) * 100) : round((start + 60.5) * 100)] = 24.0
    force[round((start + 60.5) * 100) : round((start + 90.0) * 100)] = 19.0
    touch = touch_at(force)
    run = StrengthRun(test, own_peak_n=40.0, calibrated=True)
    for first in range(0, len(touch), 37):
        if run.finished:
            break
        run.feed(touch.cut(first, first + 37))
    assert start + 61.5 <= run.now_s <= start + 62.5, "it ends by itself, soon after"
    assert run.result().done
    assert run.result().figures == {"endurance_s": pytest.approx(60.0, abs=0.02), "floor_n": 20.0}
    assert run_of("endurance", touch).result().figures == run.result().figures


def test_control_tells_how_still_and_how_far_off(touch_at: Touching) -> None:
    test = strength_test("control")
    force = forces(test, {0: 6.0, 1: 6.6, 2: 12.0, 3: 12.0})
    wobble = 1.0 + 0.05 * np.where(np.arange(len(force)) % 2, 1.0, -1.0)
    figures = run_of("control", touch_at(force * wobble)).result().figures
    assert [figures["cv_15"], figures["cv_30"]] == pytest.approx([0.05, 0.05], rel=0.02)
    assert figures["error_15"] == pytest.approx(0.05, abs=0.002)
    assert figures["error_30"] == pytest.approx(0.0, abs=0.002)


@pytest.mark.parametrize("name", ["peak", "critical", "rise"])
def test_a_guess_is_no_newtons_but_its_ratios_are_told(touch_at: Touching, name: str) -> None:
    touch = touch_at(forces(strength_test(name), lambda i: 40.0 - i))
    found = run_of(name, touch, calibrated=False, own_peak_n=None).result()
    assert found.done
    assert found.peak_n is None
    assert {press.peak_n for press in found.presses} == {press.mean_n for press in found.presses} == {None}
    forces_told = [value for key, value in found.figures.items() if key.endswith(("_n", "_n_per_s", "_ns"))]
    assert forces_told
    assert set(forces_told) == {None}
    if name == "critical":
        assert found.figures["fatigue_index"] == pytest.approx(21.0 / 39.0)


@pytest.mark.parametrize("name", ["repeaters", "endurance", "control"])
def test_what_is_in_parts_of_the_own_peak_needs_one_and_a_rig_with_newtons(name: str) -> None:
    with pytest.raises(DrillError, match="press it first: `thumbwalk strength peak`"):
        StrengthRun(strength_test(name), own_peak_n=None, calibrated=True)
    with pytest.raises(DrillError, match="not calibrated are a guess"):
        StrengthRun(strength_test(name), own_peak_n=40.0, calibrated=False)


def test_a_press_of_which_much_was_lost_has_no_figures(touch_at: Touching) -> None:
    test = strength_test("peak")
    touch = touch_at(forces(test, lambda _: 30.0))
    cue = test.presses[1]
    run = StrengthRun(test, own_peak_n=None, calibrated=True)
    run.feed(touch.between(0.0, cue.start_s + 1.0))
    run.feed(touch.between(cue.start_s + 2.0, 1e9))
    assert [press.why_none for press in run.result().presses] == ["", "not enough data", ""]


def test_what_was_ended_before_its_time_is_not_done_and_keeps_what_was_pressed(touch_at: Touching) -> None:
    test = strength_test("peak")
    touch = touch_at(forces(test, {0: 30.0, 1: 40.0, 2: 41.0}))
    found = run_of("peak", touch.between(0.0, test.presses[2].start_s)).result()
    assert (found.done, found.figures) == (False, {})
    assert [press.peak_n for press in found.presses] == [30.0, 40.0]


def test_any_chunking_and_any_beginning_of_the_stream_give_the_same(touch_at: Touching) -> None:
    force = forces(strength_test("repeaters"), lambda i: 24.0 - i)
    whole = run_of("repeaters", touch_at(force)).result()
    touch = touch_at(force, start_s=100.0)
    run = StrengthRun(strength_test("repeaters"), own_peak_n=40.0, calibrated=True)
    for first in range(0, len(touch), 13):
        run.feed(touch.cut(first, first + 13))
    assert run.result().to_json() == whole.to_json()
    assert run.cue.words == "Let go"
