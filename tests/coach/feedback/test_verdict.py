"""One verdict at a time: each reason on what it is made of, and of several the one that helps most."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import combinations

import pytest

from thumbwalk.coach.feedback.reasons import RANKED, Reason
from thumbwalk.coach.feedback.verdict import Seen, Verdict, said, verdict_of
from thumbwalk.coach.score.score import Cap, Metric, NotScored, Score, credit
from thumbwalk.coach.targets.bands import bands_in
from thumbwalk.coach.targets.targets_file import packaged_targets

GOOD = {
    "knead": {"peak_force_n": 14.0, "force_cv": 0.05, "rate_per_min": 45.0, "rhythm_cv": 0.04, "release": 0.1},
    "walk": {
        "peak_force_n": 10.0, "force_cv": 0.05, "rate_per_min": 90.0, "rhythm_cv": 0.04, "bite_mm": 6.0, "forward": 1.0,
        "contact_kept": 0.35,
    },
    "circles": {
        "force_n": 10.0, "force_cv": 0.05, "rate_per_min": 55.0, "radius_mm": 10.0, "roundness": 0.9, "rhythm_cv": 0.04,
    },
    "hold": {"force_n": 12.0, "steadiness_cv": 0.03},
    "tap": {"peak_force_n": 4.0, "force_cv": 0.05, "rate_per_min": 180.0, "rhythm_cv": 0.04, "contact_s": 0.1},
    "glide": {"force_n": 5.0, "evenness_cv": 0.05, "speed_mm_s": 60.0},
}  # fmt: skip
NO_MORE: Mapping[str, float | None] = {}
FORCE = {"knead": "peak_force_n", "walk": "peak_force_n", "tap": "peak_force_n"}


def score_of(technique: str, **values: float | None) -> Score:
    """The score of some work by the package's bands; None is not known yet."""
    bands = bands_in(packaged_targets(), technique)
    rows = GOOD[technique] | values
    metrics = tuple(
        Metric(name, value, "", bands[name].ends, credit(value, bands[name]), 1.0, 0.0, "")
        for name, value in rows.items()
        if value is not None
    )
    return Score(technique, 80.0, 2, metrics)


def seen_of(
    technique: str = "knead",
    forces_n: tuple[float, ...] | None = None,
    but: Mapping[str, float | None] = NO_MORE,
    **more: float,
) -> Seen:
    """A moment of even work in its bands, but for some values."""
    values = {**but, **more}
    recent = score_of(technique, **values)
    middle = values.get(FORCE.get(technique, "force_n")) or GOOD[technique][FORCE.get(technique, "force_n")]
    return Seen(
        technique,
        tuple(bands_in(packaged_targets(), technique)),
        forces_n=(middle,) * 3 if forces_n is None else forces_n,
        recent=recent,
        so_far=recent,
    )


@pytest.mark.parametrize("technique", GOOD)
def test_what_is_in_its_bands_is_good(technique: str) -> None:
    assert verdict_of(seen_of(technique)) == Verdict("Good", "good")


@pytest.mark.parametrize(
    ("technique", "value", "word", "reason"),
    [
        ("knead", {"peak_force_n": 27.0}, "Lighter", "too_hard"),
        ("knead", {"peak_force_n": 4.0}, "Deeper", "too_light"),
        ("hold", {"force_n": 4.0}, "Deeper", "too_light"),
        ("knead", {"force_cv": 0.3}, "More even", "uneven"),
        ("knead", {"rhythm_cv": 0.3}, "More even", "uneven"),
        ("hold", {"steadiness_cv": 0.3}, "More even", "uneven"),
        ("glide", {"evenness_cv": 0.4}, "More even", "uneven"),
        ("knead", {"rate_per_min": 80.0}, "Slower", "too_fast"),
        ("glide", {"speed_mm_s": 170.0}, "Slower", "too_fast"),
        ("knead", {"rate_per_min": 18.0}, "Faster", "too_slow"),
        ("tap", {"contact_s": 0.4}, "Let go", "too_slow"),
        ("knead", {"release": 0.6}, "Lift more", "not_released"),
        ("walk", {"contact_kept": 0.0}, "Stay on", "contact_lost"),
        ("walk", {"bite_mm": 1.5}, "Larger", "too_small"),
        ("walk", {"bite_mm": 16.0}, "Smaller", "too_large"),
        ("circles", {"radius_mm": 22.0}, "Smaller", "too_large"),
        ("circles", {"roundness": 0.1}, "Larger", "too_small"),
        ("walk", {"forward": 0.4}, "Turn round", "direction"),
    ],
)
def test_each_miss_has_its_word(technique: str, value: dict[str, float], word: str, reason: Reason) -> None:
    assert verdict_of(seen_of(technique, but=value)) == Verdict(word, reason)


def test_over_the_limit_a_hand_that_is_away_a_wrong_place_and_another_technique() -> None:
    bad = seen_of(peak_force_n=27.0)
    astray = Verdict("To the heel", "place", "Asked kidney, pressed stomach.")
    assert verdict_of(replace(bad, over_limit=True, astray=astray)) == Verdict("Ease off", "limit")
    assert verdict_of(replace(bad, is_idle=True)) == Verdict("Press", "press")
    assert verdict_of(replace(bad, astray=astray, other="hold")) == astray
    other = verdict_of(replace(seen_of("circles", force_n=30.0), other="knead"))
    assert other == Verdict("Now circles", "technique", "That is knead: keep contact and circle.")


def test_a_hold_says_how_long() -> None:
    assert verdict_of(replace(seen_of("hold"), stayed="too_fast")) == Verdict("Stay longer", "too_fast")
    assert verdict_of(replace(seen_of("hold"), stayed="too_slow")) == Verdict("Let go", "too_slow")


def test_a_pace_is_too_slow_as_soon_as_the_next_stroke_is_late() -> None:
    assert verdict_of(replace(seen_of(), waited=1.01)).reason == "too_slow"
    assert verdict_of(replace(seen_of(), waited=0.99)).reason == "good"
    assert verdict_of(Seen("knead", waited=1.01)).reason == "too_slow", "before any pace can be known"


CLEAR: dict[Reason, dict[str, float]] = {
    "too_hard": {"peak_force_n": 27.0},
    "uneven": {"rhythm_cv": 0.3},
    "too_fast": {"rate_per_min": 200.0},
    "contact_lost": {"contact_kept": 0.0},
    "too_large": {"bite_mm": 16.0},
}


@pytest.mark.parametrize(("first", "second"), list(combinations(CLEAR, 2)))
def test_of_two_clear_misses_the_first_in_rank_is_told(first: Reason, second: Reason) -> None:
    assert RANKED.index(first) < RANKED.index(second)
    assert verdict_of(seen_of("walk", but=CLEAR[first] | CLEAR[second])).reason == first


def test_a_clear_miss_goes_before_a_near_one() -> None:
    assert verdict_of(seen_of(force_cv=0.17, rate_per_min=90.0)).reason == "too_fast"
    assert verdict_of(seen_of(force_cv=0.17)).reason == "uneven"


def test_a_near_miss_that_the_set_does_not_show_is_neither_told_nor_praised() -> None:
    assert verdict_of(replace(seen_of(force_cv=0.17), so_far=score_of("knead"))) == Verdict()


@pytest.mark.parametrize("name", ["force_cv", "rhythm_cv", "rate_per_min"])
def test_nothing_is_good_before_pace_and_evenness_are_known(name: str) -> None:
    known = seen_of()
    assert known.recent is not None
    recent = replace(known.recent, metrics=tuple(one for one in known.recent.metrics if one.name != name))
    assert verdict_of(replace(known, recent=recent)) == Verdict()
    unscored = replace(recent, not_scored=(NotScored(name, "not on this pad"),))
    assert verdict_of(replace(known, recent=unscored)).reason == "good", "what this pad can't tell is not waited for"
    assert verdict_of(replace(known, recent=None)) == Verdict()


def test_force_is_that_of_the_last_press() -> None:
    assert verdict_of(seen_of(forces_n=(14.0, 14.0, 26.0))).reason == "too_hard"
    assert verdict_of(seen_of(forces_n=(26.0, 26.0, 14.0))).reason == "good"


def test_a_press_of_an_uneven_hand_is_unevenness_unless_some_in_a_row_miss_alike() -> None:
    assert verdict_of(seen_of(forces_n=(6.0, 14.0, 26.0), force_cv=0.4)).reason == "uneven"
    assert verdict_of(seen_of(forces_n=(22.0, 31.0, 26.0), force_cv=0.4)).reason == "uneven"
    assert verdict_of(seen_of(forces_n=(25.0, 26.0, 27.0), force_cv=0.4)).reason == "too_hard", "it has changed"
    assert verdict_of(seen_of(forces_n=(22.0, 31.0, 26.0), force_cv=0.4, peak_force_n=24.0)).reason == "too_hard"


def test_a_first_press_is_told_only_if_it_is_far_off() -> None:
    unknown: dict[str, float | None] = {"force_cv": None, "rhythm_cv": None, "rate_per_min": None}
    assert verdict_of(seen_of(forces_n=(23.0,), but=unknown)) == Verdict()
    assert verdict_of(seen_of(forces_n=(29.0,), but=unknown)).reason == "too_hard"


def test_force_is_not_named_where_it_is_not_scored() -> None:
    uncalibrated = seen_of(forces_n=(40.0, 40.0, 40.0))
    assert uncalibrated.recent is not None
    recent = replace(
        uncalibrated.recent,
        metrics=tuple(one for one in uncalibrated.recent.metrics if one.name != "peak_force_n"),
        not_scored=(NotScored("peak_force_n", "not calibrated"),),
    )
    assert verdict_of(replace(uncalibrated, recent=recent)).reason == "good"


def test_bites_that_go_back_are_no_small_ones() -> None:
    assert verdict_of(seen_of("walk", forward=0.6, bite_mm=2.0)).reason == "direction"


def test_a_row_of_bites_without_one_that_goes_back_is_no_praise() -> None:
    assert verdict_of(replace(seen_of("walk"), so_far=score_of("walk", forward=0.8))) == Verdict()


def test_neither_near_a_border_nor_on_the_way_out_of_the_band_is_praise() -> None:
    assert verdict_of(replace(seen_of(), near=1.1)) == Verdict()
    assert verdict_of(replace(seen_of(), moves=True)) == Verdict()


def test_a_score_that_fell_is_never_good_and_has_the_reason_that_cost_most() -> None:
    fallen = score_of("knead", rate_per_min=75.0, release=0.6)
    rows = tuple(
        replace(one, points={"release": 20.0, "rate_per_min": 8.0}.get(one.name, 0.0)) for one in fallen.metrics
    )
    seen = replace(seen_of(), so_far=replace(fallen, metrics=rows), fell_by=10.0)
    assert verdict_of(seen).reason == "not_released"
    assert verdict_of(replace(seen, fell_by=9.9)).reason == "good"
    capped = replace(fallen, metrics=rows, caps=(Cap("heel", 25.0, 28.0, 60.0, 30.0),))
    assert verdict_of(replace(seen, so_far=capped)).reason == "limit"


def test_every_reason_that_needs_no_place_or_technique_has_a_word() -> None:
    for reason in RANKED:
        if reason not in ("place", "technique", "balance"):
            assert said(reason).word


def test_a_force_that_fades_is_told_as_soon_as_it_is_too_low_and_not_before() -> None:
    near = seen_of("knead", peak_force_n=7.2)
    assert verdict_of(replace(near, so_far=score_of("knead"))) == Verdict(), "a near miss may be chance"
    fading = replace(near, so_far=score_of("knead"), fades=True, moves=True)
    assert verdict_of(fading) == Verdict("Deeper", "too_light")
    assert verdict_of(replace(fading, forces_n=(8.4, 8.2, 7.2))) == Verdict(), "and one press, too"
    assert verdict_of(replace(seen_of("knead"), fades=True, moves=True)) == Verdict(), "inside its band it is no fault"


def test_a_force_that_surely_fades_is_told_in_the_lower_half_of_its_band() -> None:
    seen = replace(seen_of("knead"), fades=True, tires=True, moves=True)
    low, high = (replace(seen, forces_n=forces) for forces in ((13.0, 12.5, 12.0), (19.0, 18.0, 13.0)))
    assert verdict_of(low) == Verdict("Deeper", "too_light", "It is fading: lean in again.")
    assert verdict_of(high) == Verdict(), "of the last two presses one is in the upper half of 8 to 20"
    assert verdict_of(replace(low, over_limit=True)).reason == "limit"


def test_a_few_alike_strokes_of_an_uneven_hand_are_not_praised() -> None:
    alike = seen_of("knead")
    assert verdict_of(replace(alike, so_far=score_of("knead", force_cv=0.28))) == Verdict()
    assert verdict_of(replace(alike, so_far=score_of("knead", force_cv=0.16))) == Verdict("Good", "good")


def test_a_near_miss_of_two_presses_is_not_told_and_of_more_it_is() -> None:
    two = seen_of("walk", (10.0, 10.0), bite_mm=10.2)
    assert verdict_of(two) == Verdict()
    assert verdict_of(replace(two, forces_n=(10.0,) * 3)) == Verdict("Smaller", "too_large")
    assert verdict_of(seen_of("walk", (10.0, 10.0), bite_mm=14.0)).reason == "too_large", "a clear one is at once"
