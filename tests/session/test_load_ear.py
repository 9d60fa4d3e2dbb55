"""The load cell is known by its readings, checked beside the tiles in a few seconds, and forgotten with its stream."""

from __future__ import annotations

import numpy as np
import pytest

from thumbwalk.link.board_state import LoadReading
from thumbwalk.link.wire import Scans
from thumbwalk.session.load_ear import PRESS_S, REST_S, LoadEar
from thumbwalk.signal.calibration import Calibration
from thumbwalk.virtual.foot import FootSpec
from thumbwalk.virtual.plate_cell import NO_READING

CALIBRATION = Calibration.generic(16)


def stream(ear: LoadEar, *, cell_gain: float = 1.0, presses: bool = True) -> list[str]:
    """Feed what a virtual foot on a load cell says: at rest, then pressed; gives the stages that were seen."""
    foot, stages = FootSpec(errors=False, load_cell_hz=80).build(), list[str]()
    for number in range(round(100 * (REST_S + PRESS_S)) // 10 + 2):
        time_us = (np.arange(10, dtype=np.int64) + 10 * number) * 10_000
        if presses and number == round(10 * (REST_S + 0.5)):
            foot.press(140.0, 45.0, 12.0)
        time_s = time_us.astype(np.float64) * 1e-6
        counts, codes = foot.counts(time_s), foot.load_codes(time_s)
        ear.hear(Scans(time_us, counts))
        for at_us, code in zip(time_us.tolist(), codes.tolist(), strict=True):
            if code != NO_READING:
                ear.hear(LoadReading(at_us, round(cell_gain * code), 1, 0))
        if not stages or stages[-1] != ear.moment.stage:
            stages.append(ear.moment.stage)
    return stages


def test_a_load_cell_is_known_once_it_has_said_something_and_checked_when_that_is_asked() -> None:
    ear = LoadEar()
    ear.begin(CALIBRATION)
    assert stream(ear) == ["known"], "without one there was nothing to begin"
    ear.begin(CALIBRATION)
    assert stream(ear) == ["rest", "press", "done"]
    found = ear.moment.found
    assert found is not None
    assert found.agrees
    assert found.load_n == pytest.approx(12.0, abs=0.6)
    ear.forget()
    assert ear.moment.stage == "none"


def test_tiles_that_say_another_force_do_not_agree_and_nobody_who_presses_finds_nothing() -> None:
    ear = LoadEar()
    ear.hear(LoadReading(0, 0, 1, 0))
    ear.begin(CALIBRATION)
    stream(ear, cell_gain=1.4)
    assert ear.moment.found is not None
    assert not ear.moment.found.agrees
    ear.begin(CALIBRATION)
    assert stream(ear, presses=False)[-1] == "done"
    assert ear.moment.found is None
