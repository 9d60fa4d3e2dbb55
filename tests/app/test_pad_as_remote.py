"""Through a drill and its repetition by the foot alone, in the real window on the virtual rig."""

from __future__ import annotations

import pytest
from tests.app.conftest import Until
from tests.app.real_windows import RealWindow, real_window, short

from thumbwalk.pad import builtin_pad

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("qapp")]
HEEL_MM, TOES_MM = builtin_pad().place(0.17, 0.5), builtin_pad().place(0.9, 0.35)
FREE_S = 0.8


def left_alone(window: RealWindow, for_s: float = FREE_S) -> None:
    since_s = window.now.time_s
    window.until(lambda now: now.time_s >= since_s + for_s)


def test_the_heel_starts_and_the_toes_repeat_but_never_in_a_drill(until: Until) -> None:
    with real_window(until) as window:
        window.prepare(short(2.2))
        left_alone(window)
        window.hold(1.0, at_mm=HEEL_MM)
        until(lambda: window.desk.sitting.state.practising)
        window.until(lambda now: now.drill is not None and now.drill.phase.kind == "set")
        # in a drill both are practice: nothing comes of them, then or behind it
        window.hold(0.9, at_mm=HEEL_MM)
        for _ in range(2):
            window.hold(0.1, at_mm=TOES_MM)
            left_alone(window, 0.2)
        window.until(lambda now: now.result is not None)
        until(lambda: not window.desk.sitting.state.practising)
        # the idle stream begins anew
        window.until(lambda now: now.time_s < 1.0)
        left_alone(window, 1.0)
        assert not window.desk.sitting.state.practising
        for _ in range(2):
            window.hold(0.15, force_n=6.0, at_mm=TOES_MM)
            left_alone(window, 0.2)
        until(lambda: window.desk.sitting.state.practising)
        window.until(lambda now: now.result is None)
