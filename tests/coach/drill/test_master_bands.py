"""A master's bands: about what was done, at least as wide as the level, and never narrower than a hand can tell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thumbwalk.coach.drill.master_bands import STYLE, master_bands
from thumbwalk.coach.targets.asked import SCATTERS, WIDTHS
from thumbwalk.coach.targets.bands import Band, bands_in
from thumbwalk.coach.targets.targets_file import packaged_targets
from thumbwalk.technique.measures import Measure

KNEAD: dict[str, Measure] = {
    "strokes": 8, "peak_force_n": 10.0, "force_cv": 0.04, "rate_per_min": 40.0, "rhythm_cv": 0.03, "release": 0.1,
}  # fmt: skip


def bands(measures: dict[str, Measure], technique: str = "knead", level: int = 2, **how: object) -> dict[str, Band]:
    known = {"off_mm": 2.0, "along": False, "in_newtons": True} | how
    return master_bands(measures, bands_in(packaged_targets(), technique), level, **known)  # type: ignore[arg-type]


def test_an_even_master_is_asked_for_to_within_the_level() -> None:
    found = bands(KNEAD)
    assert found["peak_force_n"] == Band(8.3, 11.7, STYLE)
    assert found["rate_per_min"] == Band(33.2, 46.8, STYLE)
    assert found["off_point_mm"] == Band(None, 8.0, STYLE)
    assert found["flow"] == Band(0.9, None, STYLE)
    assert found["release"].hi == 0.25
    # the targets' 0.15, as steady as the last level asks
    assert found["force_cv"].hi == pytest.approx(0.15 * 0.55)


def test_a_master_who_scatters_is_asked_for_within_the_own_middle_half() -> None:
    found = bands(KNEAD | {"force_cv": 0.4})
    assert found["peak_force_n"].ends == pytest.approx((7.302, 12.698))
    # 8 strokes tell a scatter to a quarter of itself
    assert found["force_cv"].hi == pytest.approx(0.4 * (1 + 0.17 + 2 / 4), abs=1e-3)


@given(st.integers(1, 3), st.floats(1.0, 30.0), st.floats(0.0, 0.6), st.floats(0.0, 0.9), st.floats(20.0, 200.0))
def test_the_master_is_always_inside(level: int, force_n: float, cv: float, release: float, rate: float) -> None:
    measures = KNEAD | {
        "peak_force_n": force_n, "force_cv": cv, "rhythm_cv": cv, "release": release, "rate_per_min": rate,
    }  # fmt: skip
    for name, band in bands(measures, level=level).items():
        value = measures.get(name)
        assert value is None or band.holds(float(value)), name
        if name in ("peak_force_n", "rate_per_min"):
            assert band.hi is not None
            assert band.hi >= float(value) * (1.0 + 0.999 * WIDTHS[level])  # type: ignore[arg-type]


def test_a_way_is_asked_for_by_how_much_of_it_was_touched_and_a_turn_by_its_direction() -> None:
    walk = bands({"peak_force_n": 8.0, "rate_per_min": 90.0, "bite_mm": 7.0}, "walk", along=True, off_mm=None)
    assert walk["coverage"] == Band(0.9, 1.0, STYLE)
    assert "off_point_mm" not in walk
    assert walk["bite_mm"].ends == pytest.approx((5.81, 8.19))
    circles = bands({"force_n": 8.0, "direction": "x_to_y"}, "circles")
    assert circles["forward"].lo == 0.9
    assert "forward" not in bands({"force_n": 8.0, "direction": None}, "circles")


def test_a_hand_that_goes_to_and_fro_may_be_as_far_off_as_it_swings() -> None:
    rub = bands({"force_n": 8.0, "stroke_mm": 12.0, "rate_per_min": 120.0}, "friction")
    assert rub["off_point_mm"].hi == pytest.approx(8.0 + 6.0 * 2.0 / 3.14159, abs=0.01)
    assert rub["stroke_mm"].ends == pytest.approx((9.96, 14.04))
    assert bands({"force_n": 8.0}, "friction", off_mm=30.0)["off_point_mm"].hi == pytest.approx(38.5)


def test_newtons_that_are_none_are_not_asked_for() -> None:
    found = bands(KNEAD, in_newtons=False)
    assert found["peak_force_n"].weight == 0.0
    assert all(found[name].weight > 0.0 for name in found if name in SCATTERS)


def test_a_measure_that_was_not_had_is_left_to_the_targets() -> None:
    assert "rhythm_cv" not in bands(KNEAD | {"rhythm_cv": None})
    assert "rate_per_min" not in bands(KNEAD | {"rate_per_min": float("nan")})
