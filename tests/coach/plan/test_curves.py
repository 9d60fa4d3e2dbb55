"""Curves keep apart what can't be compared, and their headline is of the cold sets."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.coach.plan.done import RIGHT, set_done

from thumbwalk.coach.plan.curves import curves_of
from thumbwalk.coach.plan.sets_done import Measured, marked


@pytest.mark.parametrize(
    "other", [{"side": "left"}, {"foot": "left"}, {"rate_per_min": 60.0}, {"feedback": "blind"}], ids=str
)
def test_each_hand_foot_tempo_and_help_has_a_curve_of_its_own(other: dict[str, object]) -> None:
    sets = [set_done(0, 50.0), set_done(1, 60.0), set_done(2, 90.0, condition=replace(RIGHT, **other))]  # type: ignore[arg-type]
    curves = curves_of(marked(sets))
    assert [[point.value for point in one.points] for one in curves] == [[50.0, 60.0], [90.0]]


def test_tired_hands_have_a_curve_of_their_own_that_counts_all_their_sets() -> None:
    sets = [set_done(0, 80.0, load_ns=1e6), set_done(0, 40.0, start_s=60.0), set_done(0, 42.0, start_s=120.0)]
    fresh, tired = sorted(curves_of(marked(sets)), key=lambda one: one.tired)
    assert ([p.value for p in fresh.points], [p.value for p in tired.points]) == ([80.0], [40.0, 42.0])
    assert (fresh.change.recent_sets, tired.change.recent_sets + tired.change.before_sets) == (1, 2)


def test_the_headline_is_of_cold_sets_however_well_the_warm_ones_went() -> None:
    sets = [set_done(day, score, start_s=start) for day in range(10) for start, score in ((0.0, 50.0), (60.0, 90.0))]
    (curve,) = curves_of(marked(sets))
    assert (curve.change.recent, curve.change.before) == (50.0, 50.0)
    assert curve.within == (50.0, 90.0)


def test_repeats_of_a_task_on_a_day_tell_the_scatter_also_with_others_between() -> None:
    scores = [70.0, 74.0, 71.0, 69.0, 75.0, 70.0]
    sets = []
    for day, score in enumerate(scores):
        sets.append(set_done(day, 70.0))
        sets.append(replace(set_done(day, 10.0, start_s=30.0), title="Knead the forefoot"))
        sets.append(set_done(day, score, start_s=60.0))
    (curve,) = curves_of(marked(sets))
    assert curve.repeats.pairs == len(scores)
    assert curve.repeats.mdc is not None


def test_a_measure_improves_when_it_comes_nearer_to_its_band() -> None:
    def at(day: int, start_s: float, value: float) -> object:
        return set_done(day, 50.0, start_s=start_s, force_cv=Measured(value, lo=None, hi=0.1))

    noise = [0.01, -0.01, 0.02, -0.02, 0.0, 0.01, -0.01, 0.02, -0.02, 0.0]
    sets = [at(day, 0.0, 0.5 if day < 5 else 0.2) for day in range(10)]
    sets += [at(day, 60.0, (0.5 if day < 5 else 0.2) + noise[day]) for day in range(10)]
    curves = {one.measure: one for one in curves_of(marked(sets))}  # type: ignore[arg-type]
    assert curves["force_cv"].change.verdict == "improved"
    assert curves["score"].change.verdict == "not enough yet", "scores that never differ say nothing of the hand"


def test_a_document_has_plain_values() -> None:
    (curve,) = curves_of(marked([set_done(0, 50.0)]))
    document = curve.to_json()
    assert document["points"] == [{"day": "2026-03-02", "session": 1, "value": 50.0, "cold": True}]
    assert document["headline"]["verdict"] == "not enough yet"
    assert (document["side"], document["rate_per_min"], document["feedback"]) == ("right", 45.0, "live")
