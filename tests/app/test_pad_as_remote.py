"""From Today through a drill and its repetition by the foot alone, in the real window on the virtual rig."""

from __future__ import annotations

import pytest
from tests.app.conftest import until
from tests.app.real_windows import RealWindow, real_window, short

from thumbwalk.app.words.doors import PRACTICE, STRENGTH, TODAY
from thumbwalk.pad import builtin_pad

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("app")]
HEEL_MM, TOES_MM = builtin_pad().place(0.17, 0.5), builtin_pad().place(0.9, 0.35)
FREE_S = 0.8


def left_alone(window: RealWindow, for_s: float = FREE_S) -> None:
    since_s = window.now.time_s
    window.until(lambda now: now.time_s >= since_s + for_s)


def test_the_heel_starts_and_the_toes_repeat_but_never_in_a_drill_or_from_another_room() -> None:
    with real_window() as window:
        left_alone(window)
        window.hold(1.2, at_mm=HEEL_MM)
        until(lambda: window.room.name == PRACTICE)
        window.prepare(short(3.0))
        left_alone(window)
        window.hold(1.2, at_mm=HEEL_MM)
        until(lambda: window.desk.sitting.state.practising)
        window.until(lambda now: now.drill is not None and now.drill.phase.kind == "set")
        # in a drill both are practice: nothing comes of them, then or behind it
        window.hold(1.0, at_mm=HEEL_MM)
        for _ in range(2):
            window.hold(0.1, at_mm=TOES_MM)
            left_alone(window, 0.2)
        window.until(lambda now: now.result is not None)
        until(lambda: not window.desk.sitting.state.practising)
        # the idle stream begins anew
        window.until(lambda now: now.time_s < 1.0)
        left_alone(window, 1.5)
        assert not window.desk.sitting.state.practising
        for _ in range(2):
            window.hold(0.15, force_n=6.0, at_mm=TOES_MM)
            left_alone(window, 0.2)
        until(lambda: window.desk.sitting.state.practising)
        window.until(lambda now: now.result is None)
        window.desk.sitting.end()
        until(lambda: not window.desk.sitting.state.practising and not window.desk.sitting.state.busy)
        # what is pressed in another room is meant for that
        window.front.go(STRENGTH)
        left_alone(window)
        window.hold(1.2, at_mm=HEEL_MM)
        window.front.go(TODAY)
        left_alone(window, 1.2)
        assert window.room.name == TODAY


def test_turned_off_it_does_nothing() -> None:
    with real_window(starts_by_touch=False) as window:
        window.prepare(short(3.0))
        left_alone(window)
        window.hold(1.2, at_mm=HEEL_MM)
        left_alone(window, 1.2)
        assert not window.desk.sitting.state.practising
