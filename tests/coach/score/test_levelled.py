"""Each stroke by its own line: work along a rising guide is as good as the same work on one level."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from thumbwalk.coach.score.levelled import Levels
from thumbwalk.coach.targets.timeline import Timeline
from thumbwalk.pad import Pad
from thumbwalk.technique.analysis import strokes_on
from thumbwalk.technique.catalog import technique_named
from thumbwalk.technique.work import Work

Make = Callable[..., Any]


def knead_work(touch_at: Make, pad: Pad, force_n: Any) -> Work:
    touch = touch_at(np.concatenate([np.zeros(100), force_n, np.zeros(100)]))
    return Work.of(touch, [strokes_on(touch, pad)])


def test_presses_that_rise_with_their_line_are_even(pad: Pad, touch_at: Make, kneading: Make) -> None:
    peaks = [8.0, 9.0, 10.0, 11.0, 12.0, 13.0, 14.0, 15.0]
    work = knead_work(touch_at, pad, kneading(peaks, 1.0))
    # the n-th press peaks at 1.5 + n seconds
    line = Timeline((1.5, 8.5), (8.0, 15.0))
    raw = technique_named("knead").measures(work)
    level = technique_named("knead").measures(Levels(force_n=line).levelled(work))
    assert raw["force_cv"] is not None
    assert float(raw["force_cv"]) > 0.2
    assert level["force_cv"] == pytest.approx(0.0, abs=0.01)
    assert level["peak_force_n"] == pytest.approx(line.mean, rel=0.01)
    assert level["rate_per_min"] == raw["rate_per_min"]


def test_a_press_beside_its_line_is_as_far_off_as_it_was(pad: Pad, touch_at: Make, kneading: Make) -> None:
    work = knead_work(touch_at, pad, kneading([9.6, 10.8, 12.0, 13.2, 14.4, 15.6, 16.8, 18.0], 1.0))
    line = Timeline((1.5, 8.5), (8.0, 15.0))
    level = technique_named("knead").measures(Levels(force_n=line).levelled(work))
    assert level["peak_force_n"] == pytest.approx(1.2 * line.mean, rel=0.01)


def test_beats_that_quicken_with_their_line_are_even(pad: Pad, touch_at: Make, kneading: Make) -> None:
    paces = [kneading([12.0] * 5, interval_s) for interval_s in (1.6, 1.2, 0.8)]
    work = knead_work(touch_at, pad, np.concatenate(paces))
    line = Timeline((1.0, 9.0, 9.0, 15.0, 15.0, 19.0), (37.5, 37.5, 50.0, 50.0, 75.0, 75.0))
    raw = technique_named("knead").measures(work)
    level = technique_named("knead").measures(Levels(rate_per_min=line).levelled(work))
    assert float(raw["rhythm_cv"] or 0.0) > 0.15
    assert level["rhythm_cv"] == pytest.approx(0.0, abs=0.02)
    assert level["rate_per_min"] == pytest.approx(line.mean, rel=0.01)
    assert level["force_cv"] == raw["force_cv"]


def test_without_lines_work_stays_as_it_is(pad: Pad, touch_at: Make, kneading: Make) -> None:
    work = knead_work(touch_at, pad, kneading([12.0] * 4, 1.0))
    assert Levels().levelled(work) is work
