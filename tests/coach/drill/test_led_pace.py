"""A pace led by results: clean steps lead it up, others down; by the drill's time alone."""

from __future__ import annotations

import numpy as np
import pytest

from thumbwalk.coach.drill.course import Course
from thumbwalk.coach.drill.led_pace import LedPace
from thumbwalk.coach.targets.bands import Band
from thumbwalk.technique.stroke import Stroke

BANDS = {"peak_force_n": Band(6.0, 10.0), "rhythm_cv": Band(None, 0.1)}


def stroke(onset_s: float, peak_n: float = 8.0) -> Stroke:
    return Stroke(onset_s, onset_s, onset_s + 0.3, onset_s + 0.6, peak_n, 2.0, 0.3, 100.0, 50.0, 1.0, 0)


def bites(start_s: float, end_s: float, rate: float, peak_n: float = 8.0) -> list[Stroke]:
    return [stroke(float(at), peak_n) for at in np.arange(start_s, end_s, 60.0 / rate)]


def led(*blocks: list[Stroke]) -> list[float]:
    pace = LedPace(Course((72.0, 108.0), "led"), 100.0, 140.0, BANDS, 2)
    for number, strokes in enumerate(blocks, start=1):
        pace.take(strokes, 100.0 + 10.0 * number)
    return [float(value) for value in pace.line().at(np.array([105.0, 115.0, 125.0, 135.0]))]


def test_clean_steps_lead_up_a_tenth_each() -> None:
    done = led(bites(100.0, 110.0, 72.0), bites(110.0, 120.0, 79.2), bites(120.0, 130.0, 87.0))
    assert done == pytest.approx([72.0, 79.2, 87.12, 95.832])


@pytest.mark.parametrize(
    "second",
    [bites(110.0, 120.0, 60.0), bites(110.0, 120.0, 79.2, peak_n=12.0), [], bites(110.0, 112.0, 79.2)],
    ids=["too slow", "too hard", "nothing", "too few"],
)
def test_a_miss_leads_down_again(second: list[Stroke]) -> None:
    assert led(bites(100.0, 110.0, 72.0), second, [])[:3] == pytest.approx([72.0, 79.2, 72.0])


def test_it_never_leaves_its_ends_and_knows_only_what_is_known_by_then() -> None:
    assert led([], [], []) == [72.0] * 4
    pace = LedPace(Course((72.0, 108.0), "led"), 100.0, 140.0, BANDS, None)
    whole = bites(100.0, 140.0, 72.0)
    pace.take(whole, 139.0)
    steps = LedPace(Course((72.0, 108.0), "led"), 100.0, 140.0, BANDS, None)
    for at in range(100, 140):
        steps.take([one for one in whole if at <= one.end_s + 0.4 < at + 1], float(at + 1))
    assert pace.line() == steps.line()
    early = LedPace(Course((72.0, 108.0), "led"), 100.0, 140.0, BANDS, None)
    early.take(whole, 118.0)
    assert pace.line(118.0) == early.line(), "what came later is not known yet"
