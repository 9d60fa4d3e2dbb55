"""Comfort caps as data: those of the first version, a user's own over them, and where a bad file is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from thumbwalk.coach.targets.caps import LEAST_CAP_N, MOST_CAP_N, Caps, caps_of_version, packaged_caps, read_caps
from thumbwalk.errors import DrillError
from thumbwalk.zones import ZONES


def read_own(folder: Path, text: str) -> Caps:
    path = folder / "caps.toml"
    path.write_text(text, encoding="utf-8")
    return read_caps(path)


def test_every_zone_has_a_cap_and_nowhere_has_none() -> None:
    caps = packaged_caps()
    assert set(caps.cap_n) == set(ZONES)
    assert [caps.at(zone) for zone in ("toes", "heel", None)] == [12.0, 30.0, None]


def test_a_band_of_force_ends_at_nine_tenths_of_its_zones_cap() -> None:
    assert caps_of_version(1).most_asked_n("medial arch") == pytest.approx(13.5)
    assert caps_of_version(1).most_asked_n("heel") == pytest.approx(27.0)


def test_caps_are_told_as_a_recording_keeps_them() -> None:
    caps = packaged_caps()
    told = caps.to_json()
    assert told == {"cap_n": dict(caps.cap_n), "over_pressure_s": 0.2, "max_score": 60.0, "band_of_cap": 0.9}
    assert Caps(**told) == caps


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
    assert read_caps(None) == read_caps(tmp_path / "none.toml") == packaged_caps() == caps_of_version(1)
