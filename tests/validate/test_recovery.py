"""Errors of measures, and their verdicts, against known answers."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from thumbwalk.technique.analysis import Analysis
from thumbwalk.technique.explain import Explanation
from thumbwalk.technique.segments import Segment
from thumbwalk.touch.touch_block import TouchBlock
from thumbwalk.validate.findings import KindFindings
from thumbwalk.validate.judged_session import Judged, Live
from thumbwalk.validate.kinds import Kind
from thumbwalk.validate.limits import LIMITS, MACRO_F1, Limit, verdict
from thumbwalk.validate.live_names import LiveNames
from thumbwalk.validate.naming import NAMES
from thumbwalk.validate.recovery import PLACE, Error, errors_of, quantile, track_error_mm
from thumbwalk.virtual.hand import HandPath
from thumbwalk.virtual.truth import Measures, PartTruth

TIME_S = np.arange(2000) / 100.0
PATH = HandPath(TIME_S, np.full(2000, 100.0), np.full(2000, 50.0), np.full(2000, 8.0), np.full(2000, 7.0))


def touch(x_mm: float = 100.0, y_mm: float = 50.0, *, placed: float = 1.0) -> TouchBlock:
    n = len(TIME_S)
    x, y, force = np.full(n, x_mm), np.full(n, y_mm), np.full(n, 8.0)
    x[: round((1.0 - placed) * n)] = np.nan
    given = {"time_s": TIME_S, "total_n": force, "contact_n": force, "x_mm": x, "y_mm": y, "cop_x_mm": x, "cop_y_mm": y}
    kinds = {"touching": np.ones(n, np.bool_), "piece": np.zeros(n, np.int64)}
    names = TouchBlock.__dataclass_fields__
    return TouchBlock(**{name: given.get(name, kinds.get(name, np.zeros(n))) for name in names})


def analysis(*segments: tuple[str, float, float, Measures]) -> Analysis:
    why = Explanation("hold", "knead", False, None, None, None, more=True)
    found = tuple(Segment(name, False, start_s, end_s, 0.9, (), why) for name, start_s, end_s, _ in segments)
    return Analysis(
        "pad", 20.0, {}, found, tuple(measures for *_, measures in segments), ((),) * len(found), (None,) * len(found)
    )


def error_of(name: str, true: object, found: object, technique: str = "walk") -> float:
    part = PartTruth(technique, 2.0, 18.0, {name: true})  # type: ignore[dict-item]
    measured = analysis((technique, 2.1, 17.9, {name: found}))  # type: ignore[dict-item]
    (one,) = errors_of([part], measured, touch(), PATH)
    return one.error


def test_errors_are_relative_absolute_or_angles_as_their_measures_are() -> None:
    assert error_of("rate_per_min", 60.0, 63.0) == pytest.approx(0.05)
    assert error_of("contact_kept", 0.3, 0.25) == pytest.approx(0.05)
    assert error_of("strokes", 12, 10) == 2.0
    assert error_of("heading_deg", 179.0, -179.0) == pytest.approx(2.0)
    assert error_of("direction", "x_to_y", "x_to_y", "circles") == 0.0
    assert error_of("direction", "x_to_y", "y_to_x", "circles") == 1.0


def test_a_measure_that_is_not_there_is_infinitely_wrong() -> None:
    assert error_of("bite_mm", 6.0, None) == math.inf
    assert error_of("bite_mm", 6.0, math.nan) == math.inf
    assert error_of("direction", "x_to_y", None, "circles") == 1.0


def test_what_can_truly_not_be_had_is_not_asked_for() -> None:
    part = PartTruth("hold", 2.0, 18.0, {"force_cv": None})
    assert errors_of([part], analysis(), touch(), PATH) == []


def test_a_part_is_compared_with_the_segment_of_its_technique_that_covers_it() -> None:
    part = PartTruth("walk", 2.0, 12.0, {"bite_mm": 6.0})
    good: Measures = {"bite_mm": 6.3}
    bad: Measures = {"bite_mm": 9.0}
    best = analysis(("walk", 1.0, 3.0, bad), ("walk", 3.5, 12.0, good), ("knead", 2.0, 12.0, bad))
    assert errors_of([part], best, touch(), PATH)[0].error == pytest.approx(0.05)
    less_than_half = analysis(("walk", 2.0, 6.0, good))
    assert errors_of([part], less_than_half, touch(), PATH)[0].error == math.inf
    other_name = analysis(("knead", 2.0, 12.0, good))
    assert errors_of([part], other_name, touch(), PATH)[0].error == math.inf


def test_the_place_of_a_hold_is_its_mean_and_of_what_moves_its_track() -> None:
    where: Measures = {"x_mm": 103.0, "y_mm": 54.0}
    for technique, wanted in (("hold", 5.0), ("walk", 2.0)):
        part = PartTruth(technique, 2.0, 18.0, {"x_mm": 100.0, "y_mm": 50.0})
        (one,) = errors_of([part], analysis((technique, 2.0, 18.0, where)), touch(102.0, 50.0), PATH)
        assert one.measure == PLACE
        assert one.error == pytest.approx(wanted)
    behind = PartTruth("hold", 2.0, 18.0, {"x_mm": 20.0, "y_mm": 50.0})
    assert errors_of([behind], analysis(("hold", 2.0, 18.0, where)), touch(), PATH) == []


def test_a_track_without_places_is_infinitely_wrong() -> None:
    assert track_error_mm(touch(103.0, 54.0, placed=0.9), PATH, 0.0, 20.0) == pytest.approx(5.0)
    assert track_error_mm(touch(103.0, 54.0, placed=0.4), PATH, 0.0, 20.0) == math.inf


def test_quantiles_are_errors_that_were_made_and_know_infinity() -> None:
    errors = [3.0, 1.0, 2.0, 4.0, math.inf]
    assert quantile(errors, 0.5) == 3.0
    assert quantile(errors, 0.8) == 4.0
    assert quantile(errors, 0.9) == math.inf
    assert math.isnan(quantile([], 0.5))


def test_a_verdict_is_by_the_median_and_missed_measures_count() -> None:
    limit = Limit("bite", ("walk",), ("bite_mm",), 0.05, 0.12, 0.12, "%")

    def errors(*values: float) -> list[Error]:
        return [Error("walk", "bite_mm", 6.0, 6.0, value) for value in values]

    met = verdict(limit, "designed", errors(0.01, 0.04, 0.9))
    assert (met.met, met.median, met.p90, met.n, met.missed) == (True, 0.04, 0.9, 3, 0)
    assert not verdict(limit, "designed", errors(0.01, 0.06, 0.9)).met
    assert verdict(limit, "hard", errors(0.01, 0.06, 0.9)).met
    missed = verdict(limit, "people", errors(0.01, math.inf, math.inf))
    assert (missed.met, missed.missed) == (False, 2)
    assert not verdict(limit, "designed", []).met
    others = [Error("glide", "bite_mm", 6.0, 6.0, 0.0), Error("walk", "bite_cv", 0.1, 0.1, 0.0)]
    assert verdict(limit, "designed", others).n == 0


@pytest.mark.parametrize(("kind", "met"), [("designed", False), ("hard", False), ("people", True)])
def test_nine_of_ten_have_a_limit_of_their_own(kind: Kind, met: bool) -> None:
    limit = Limit("bite", ("walk",), ("bite_mm",), 0.05, 0.12, 0.12, "%", p90=(0.06, 0.08, 0.12))
    errors = [Error("walk", "bite_mm", 6.0, 6.0, 0.01 if index < 8 else 0.1) for index in range(10)]
    one = verdict(limit, kind, errors)
    assert (one.p90, one.limit_p90, one.met) == (0.1, limit.p90_of(kind), met)


def test_a_share_must_not_be_below_its_limit() -> None:
    limit = next(one for one in LIMITS if one.share)
    turns = [Error("circles", "direction", math.nan, math.nan, float(index < 4)) for index in range(100)]
    one = verdict(limit, "hard", turns)
    assert (one.median, one.met) == (0.96, True)
    assert not verdict(limit, "designed", turns).met


def test_the_radius_is_only_judged_from_nine_millimetres_on() -> None:
    limit = next(one for one in LIMITS if one.name.startswith("circle radius"))
    small, large = Error("circles", "radius_mm", 8.5, 4.0, 0.5), Error("circles", "radius_mm", 9.5, 9.5, 0.0)
    assert verdict(limit, "designed", [small, large]).n == 1


def test_sessions_of_a_kind_are_put_together() -> None:
    confusion = np.zeros((len(NAMES), len(NAMES)), dtype=np.int64)
    confusion[0, 0], confusion[1, 1], confusion[1, 0] = 90, 95, 5
    sessions = [
        Judged(confusion, (), True, 0.2, 0.01, Live((0.1, 0.4), True, LiveNames(2, 2, 2, 100, 1))),
        Judged(confusion, (), False, 0.0, 0.0, None),
        Judged(confusion, (), None, 0.1, 0.02, Live((1.3,), True, LiveNames(2, 1, 2, 100, 2))),
    ]
    found = KindFindings.of("people", sessions)
    assert (found.sessions, found.dead, found.dead_found) == (3, 2, 1)
    assert found.unsure == pytest.approx(0.1)
    assert found.sure_and_wrong == pytest.approx(0.01)
    assert replace(found, sure_and_wrong=0.0099).wrong_met
    assert not replace(found, sure_and_wrong=0.0101).wrong_met
    assert not replace(found, kind="designed", sure_and_wrong=0.001).wrong_met
    naming = found.verdicts[0]
    assert naming.limit == MACRO_F1["people"]
    assert naming.median == pytest.approx((2 * 90 / 185 + 2 * 95 / 195) / 2)
    assert not found.live_met  # one stroke was known too late
    assert KindFindings.of("people", sessions[:2]).live_met
    assert found.names.shares == (0.75, 1.0, 0.015)
    assert not found.names.met
    assert KindFindings.of("people", sessions[:2]).names.met
