"""Sessions on a plate of four load cells: techniques and forces hold at 80 Hz, and what can't be known is not told."""

from __future__ import annotations

import numpy as np
import pytest

from thumbwalk.coach.score.judge import score_technique
from thumbwalk.coach.targets.bands import bands_in
from thumbwalk.coach.targets.caps import packaged_caps
from thumbwalk.coach.targets.targets_file import packaged_targets
from thumbwalk.pad import builtin_pad
from thumbwalk.validate.judged_session import analysed, judged
from thumbwalk.validate.kinds import HX711_HZ, Kind, held_out
from thumbwalk.validate.naming import macro_f1

PLATE = builtin_pad("plate4")
SEEDS = range(6)


@pytest.mark.parametrize(("kind", "least_f1"), [("designed", 0.98), ("people", 0.93)])
def test_techniques_are_told_by_the_centre_of_pressure_alone(kind: Kind, least_f1: float) -> None:
    sessions = [judged(kind, seed, pad=PLATE) for seed in SEEDS]
    assert macro_f1(np.sum([one.confusion for one in sessions], axis=0)) >= least_f1
    forces = [one.error for session in sessions for one in session.errors if one.measure == "peak_force_n"]
    assert len(forces) >= 6 * len(SEEDS)
    told = {(e.technique, e.measure) for s in sessions for e in s.errors}
    assert not told & {("tap", "peak_force_n"), ("tap", "contact_s")}, "a blow is over before a cell has settled"
    holds = [e.error for s in sessions for e in s.errors if (e.technique, e.measure) == ("hold", "place_mm")]
    assert np.median(holds) < 1.0


def test_a_session_is_what_four_cells_give() -> None:
    one = held_out("people", 3, PLATE)
    assert one.values.shape == (len(one.time_s), 4)
    rate_hz = 1.0 / float(np.median(np.diff(one.time_s)))
    assert 0.9 * HX711_HZ < rate_hz < 1.2 * HX711_HZ
    assert not one.session.truth.resting
    total_n = np.nansum(one.values, axis=1)
    path = one.session.path
    whole = ~np.isnan(one.values).any(axis=1)
    # a reading is the mean over what was pressed before it
    off_n = [
        float(np.percentile(np.abs(total_n - np.interp(one.time_s - late_s, path.time_s, path.force_n))[whole], 75))
        for late_s in (0.0, one.errors.settles_s / 2.0)
    ]
    assert off_n[1] < min(0.1, 0.5 * off_n[0])
    assert one.errors.settles_s == pytest.approx(4.0 / rate_hz, rel=0.05)


def test_a_blows_force_and_time_are_not_scored() -> None:
    one = held_out("designed", 1, PLATE)
    touch, analysis = analysed(PLATE, one.time_s, one.values)
    taps = next(segment for segment in analysis.segments if segment.technique == "tap")
    taps_alone = touch.between(taps.start_s - 0.5, taps.end_s + 0.5)
    score = score_technique(taps_alone, PLATE, "tap", bands_in(packaged_targets(), "tap"), packaged_caps())
    assert {row.name for row in score.not_scored} >= {"peak_force_n", "contact_s"}
    assert {row.name for row in score.metrics} >= {"rate_per_min", "rhythm_cv"}
