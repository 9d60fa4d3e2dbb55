"""The noises that hands are made of."""

from __future__ import annotations

import numpy as np
import pytest

from thumbwalk.errors import DrillError
from thumbwalk.virtual.habits import FAULTS, Habits, habits_of, smooth_noise, tremor


def test_noises_have_unit_size_and_their_own_pace() -> None:
    rng = np.random.default_rng(1)
    slow, fast = smooth_noise(100_000, 0.8, rng), tremor(100_000, rng)
    assert 0.6 < slow.std() < 1.1
    assert fast.std() == pytest.approx(1.0, abs=0.1)
    spectrum = np.abs(np.fft.rfft(fast))
    assert 8.0 <= float(np.fft.rfftfreq(len(fast), 1e-3)[spectrum.argmax()]) <= 12.0


def test_skill_goes_evenly_from_a_beginner_to_an_expert() -> None:
    assert habits_of("expert") == habits_of("expert", 1.0) == Habits()
    assert habits_of("expert", 0.0) == habits_of("beginner")
    half = habits_of("expert", 0.5)
    for name in ("rhythm_cv", "stroke_cv", "force_gain", "squash"):
        ends = [getattr(habits_of(kind), name) for kind in ("beginner", "expert")]
        assert getattr(half, name) == pytest.approx(sum(ends) / 2)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_changes_what_it_is_about_and_leaves_the_rest_to_the_skill(fault: str) -> None:
    whole, faulty = habits_of("expert", 0.3), habits_of(fault, 0.3)
    for name in Habits.__dataclass_fields__:
        wanted = FAULTS[fault].get(name, getattr(whole, name))
        assert getattr(faulty, name) == wanted
    assert faulty != whole


@pytest.mark.parametrize(
    ("kind", "skill", "why"),
    [
        ("octopus", None, "no virtual hand 'octopus'"),
        ("expert", 1.5, "from 0, a beginner, to 1"),
        ("expert", float("nan"), "from 0, a beginner, to 1"),
        ("beginner", 0.5, "a beginner's skill is 0"),
    ],
)
def test_a_hand_that_cannot_be_is_refused(kind: str, skill: float | None, why: str) -> None:
    with pytest.raises(DrillError, match=why):
        habits_of(kind, skill)
