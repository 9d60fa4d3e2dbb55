"""Caps as data: bands that they clip, what more costs, how they fall in a long hold, and a user's own over them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thumbwalk.coach.targets.bands import Band
from thumbwalk.coach.targets.caps import (
    LEAST_CAP_N,
    MOST_CAP_N,
    Caps,
    HoldCaps,
    caps_of_version,
    packaged_caps,
    read_caps,
)
from thumbwalk.errors import DrillError
from thumbwalk.zones import ZONES

CAPS = packaged_caps()


def test_the_caps_of_today() -> None:
    assert CAPS.cap_n == {"toes": 10, "forefoot": 12, "medial arch": 12, "lateral border": 20, "heel": 25}
    assert (CAPS.over_pressure_s, CAPS.max_score, CAPS.worst_over) == (0.2, 60, 0.15)


@pytest.mark.parametrize(
    ("zone", "band", "clipped"),
    [
        # 90 % of the cap above, 60 % of it below
        ("toes", Band(8, 18, 2), Band(6, 9, 2)),
        ("forefoot", Band(8, 20), Band(7.2, 10.8)),
        ("medial arch", Band(5, 15), Band(5, 10.8)),
        ("lateral border", Band(8, 20), Band(8, 18)),
        ("heel", Band(8, 20), Band(8, 20)),
        ("toes", Band(5, None), Band(5, 9)),
        ("toes", Band(None, 6), Band(None, 6)),
        ("toes", Band(None, None), Band(None, 9)),
    ],
)
def test_a_band_is_clipped_to_its_zone_and_stays_a_band(zone: str, band: Band, clipped: Band) -> None:
    told = CAPS.clipped(band, zone)
    assert told.ends == pytest.approx(clipped.ends)
    assert told.weight == clipped.weight


def test_a_long_hold_is_asked_for_less() -> None:
    # 12 N x (10 / 20)^0.15 = 12 x 0.90125 = 10.815 N, of which 95 % are 10.274 N; 90 % of 12 N are 10.8 N
    assert CAPS.clipped(Band(8, 18), "forefoot", 20.0).hi == pytest.approx(10.274, abs=0.001)
    assert CAPS.clipped(Band(8, 18), "forefoot", 10.0).hi == pytest.approx(10.8)
    # just over ten seconds, 95 % of the cap are more than 90 %
    assert CAPS.clipped(Band(8, 18), "forefoot", 11.0).hi == pytest.approx(10.8)


def test_in_a_hold_the_cap_falls_from_ten_seconds_to_thirty() -> None:
    part = CAPS.holds.part_at(np.array([0.0, 10.0, 20.0, 30.0, 600.0]))
    assert part == pytest.approx([1.0, 1.0, 0.90125, 0.84807, 0.84807], abs=1e-5)


@pytest.mark.parametrize(("of_cap", "most"), [(1.0, 100.0), (1.03, 92.0), (1.075, 80.0), (1.15, 60.0), (1.5, 60.0)])
def test_over_pressure_costs_evenly_more(of_cap: float, most: float) -> None:
    assert CAPS.max_score_at(of_cap) == pytest.approx(most)
    # in the first version at once, and all of it
    assert caps_of_version(1).max_score_at(of_cap) == 60.0


def test_the_first_version_s_bands_are_clipped_as_on_its_day() -> None:
    first = caps_of_version(1)
    assert first.clipped(Band(15, 20), "toes") == Band(10.8, 10.8)
    assert first.clipped(Band(8, 18), "medial arch", 30.0) == Band(8, 13.5)
    assert first.holds == HoldCaps()
    assert first.holds.part_at(np.array([30.0])).tolist() == [1.0]


@given(lo=st.floats(0.1, 40.0), width=st.floats(0.0, 40.0), cap_n=st.floats(1.0, 60.0), hold_s=st.floats(1.0, 3600.0))
def test_no_band_ever_turns_over(lo: float, width: float, cap_n: float, hold_s: float) -> None:
    caps = Caps({"toes": cap_n}, 0.2, 60.0, 0.9, 0.15, 0.6, CAPS.holds)
    told = caps.clipped(Band(lo, lo + width), "toes", hold_s)
    assert told.lo is not None
    assert told.hi is not None
    assert told.lo <= told.hi <= 0.9 * cap_n


def read_own(folder: Path, text: str) -> Caps:
    path = folder / "caps.toml"
    path.write_text(text, encoding="utf-8")
    return read_caps(path)


def test_every_zone_has_a_cap_and_nowhere_has_none() -> None:
    caps = packaged_caps()
    assert set(caps.cap_n) == set(ZONES)
    assert [caps.at(zone) for zone in ("toes", "heel", None)] == [10.0, 25.0, None]


def test_caps_are_told_as_a_recording_keeps_them() -> None:
    caps = packaged_caps()
    told = caps.to_json()
    assert told == {
        "cap_n": dict(caps.cap_n),
        "over_pressure_s": 0.2,
        "max_score": 60.0,
        "band_of_cap": 0.9,
        "worst_over": 0.15,
        "low_of_cap": 0.6,
        "holds": {"from_s": 10.0, "until_s": 30.0, "power": 0.15, "band_of_cap": 0.95},
    }
    assert Caps(**told | {"holds": HoldCaps(**told["holds"])}) == caps


def test_a_users_caps_are_laid_over_the_packages(tmp_path: Path) -> None:
    own = read_own(tmp_path, '[cap_n]\ntoes = 9\n"medial arch" = 14.5\n')
    assert own.cap_n == {**packaged_caps().cap_n, "toes": 9.0, "medial arch": 14.5}
    assert (own.over_pressure_s, own.max_score, own.band_of_cap) == (0.2, 60.0, 0.9)


def test_a_cap_may_be_at_its_limits(tmp_path: Path) -> None:
    own = read_own(tmp_path, f"[cap_n]\ntoes = {LEAST_CAP_N}\nheel = {MOST_CAP_N}\n")
    assert (own.cap_n["toes"], own.cap_n["heel"]) == (1.0, 60.0)


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("[cap_n]\ntoes = 0.9\n", 2, "toes is 0.9: must be from 1 to 60"),
        ("# mine\n[cap_n]\nheel = 60.5\n", 3, "heel is 60.5: must be from 1 to 60"),
        ("[cap_n]\nheel = nan\n", 2, "must be a finite number"),
        ("[cap_n]\nankle = 9\n", 2, "no such setting; there are: toes"),
        ("cap_n = 9\n", 1, "caps are a table"),
        ("over_pressure_s = 3\n", 1, "no such setting; there are: cap_n"),
    ],
)
def test_a_bad_file_is_refused_with_its_line(tmp_path: Path, text: str, line: int, says: str) -> None:
    with pytest.raises(DrillError, match=says) as refused:
        read_own(tmp_path, text)
    assert f"caps.toml:{line}:" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_without_a_file_there_are_the_packages_caps(tmp_path: Path) -> None:
    assert read_caps(None) == read_caps(tmp_path / "none.toml") == packaged_caps() == caps_of_version(2)
