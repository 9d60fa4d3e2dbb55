"""Targets as files: the table of the design, a user's file over it, and where a bad one is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from thumbwalk.coach.targets.bands import Band, Targets, bands_in
from thumbwalk.coach.targets.targets_file import packaged_targets, read_targets
from thumbwalk.errors import DrillError


def read_own(folder: Path, text: str) -> Targets:
    path = folder / "targets.toml"
    path.write_text(text, encoding="utf-8")
    return read_targets(path)


def test_the_starting_bands() -> None:
    targets = packaged_targets()
    assert targets.keys() == {"hold", "knead", "circles", "walk", "glide", "tap", "friction", "all"}
    assert bands_in(targets, "knead") == {
        "peak_force_n": Band(8, 20, 2),
        "force_cv": Band(None, 0.15, 2),
        "rate_per_min": Band(30, 60),
        "rhythm_cv": Band(None, 0.10),
        "release": Band(None, 0.25),
        "off_point_mm": Band(None, 10),
        "flow": Band(0.9, None, 2),
        "coverage": Band(0.9, None),
        "balance": Band(0.8, None),
        "phase_error": Band(None, 0.1),
    }
    assert targets["hold"]["steadiness_cv"] == Band(None, 0.10, 2)
    assert targets["circles"]["roundness"] == Band(0.5, None)
    assert targets["glide"]["force_n"] == Band(3, 10, 2)
    assert targets["walk"]["contact_kept"] == Band(0.20, None)
    assert all(band.weight == 2 for name, band in targets["glide"].items() if name in ("force_n", "evenness_cv"))


def test_a_users_file_overrides_what_it_names(tmp_path: Path) -> None:
    own = "[knead]\nrate_per_min = { min = 20, max = 40 }\nrelease = { enabled = false }\nforce_cv = { weight = 3 }\n"
    knead = read_own(tmp_path, own)["knead"]
    assert knead["rate_per_min"] == Band(20, 40)
    assert knead["release"].weight == 0
    assert knead["force_cv"] == Band(None, 0.15, 3)
    assert knead["peak_force_n"] == Band(8, 20, 2)


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("[knead]\nrelease = { max = 0.25 }\nrate = { min = 1 }\n", 3, "no such measure here"),
        ("# mine\n\n[pinch]\n", 3, "no such technique"),
        ("[knead]\nrelease = { max = 'low' }\n", 2, "finite numbers"),
        ("[knead]\nrelease = { max = nan }\n", 2, "finite numbers"),
        ("[hold]\n[knead]\nrate_per_min = { min = 60, max = 30 }\n", 3, "min must be less than max"),
        ("[knead]\nrelease = 0.25\n", 2, "a band is written"),
        ("[knead]\nrelease = { top = 1 }\n", 2, "no such setting 'top'"),
        ("[knead\n", 1, "not valid TOML"),
        ("[hold]\n[knead]\nrate_per_min = { min = 30, max = 30 }\n", 3, "min must be less than max"),
        ("[knead]\nrelease = { enabled = 1 }\n", 2, "enabled is true or false"),
        ("[knead]\nrelease = {}\n", 2, "needs min, max or both"),
        ("[knead]\nrelease = { max = 0.25, weight = 100.1 }\n", 2, "weight from 0 to 100"),
        ("[knead]\nrelease = { max = 0.25, weight = -0.1 }\n", 2, "weight from 0 to 100"),
        ("[knead]\nrelease = { max = true }\n", 2, "finite numbers"),
        ("# a line\nknead = 3\n", 2, "bands are a table"),
        ("# a line\npinch = 3\n", 2, "no such technique"),
    ],
)
def test_a_bad_file_is_refused_with_its_line(tmp_path: Path, text: str, line: int, says: str) -> None:
    with pytest.raises(DrillError, match=says) as refused:
        read_own(tmp_path, text)
    message = str(refused.value)
    assert "\n" not in message
    assert "targets.toml" in message
    assert f"targets.toml:{line}:" in message or f"line {line}" in message


def test_a_weight_may_be_nothing_or_a_hundred(tmp_path: Path) -> None:
    knead = read_own(tmp_path, "[knead]\nrelease = { weight = 0 }\nforce_cv = { weight = 100 }\n")["knead"]
    assert (knead["release"].weight, knead["force_cv"].weight) == (0.0, 100.0)


def test_a_band_of_ones_own_keeps_the_weight_that_it_had(tmp_path: Path) -> None:
    knead = read_own(tmp_path, "[knead]\npeak_force_n = { min = 5, max = 9 }\n")["knead"]
    assert knead["peak_force_n"] == Band(5, 9, 2)


def test_one_end_of_ones_own_leaves_the_other_open(tmp_path: Path) -> None:
    knead = read_own(tmp_path, "[knead]\nrate_per_min = { min = 20 }\n")["knead"]
    assert knead["rate_per_min"] == Band(20, None)


def test_what_is_switched_on_again_counts(tmp_path: Path) -> None:
    knead = read_own(tmp_path, "[knead]\nrelease = { enabled = true }\n")["knead"]
    assert knead["release"] == packaged_targets()["knead"]["release"]


def test_a_file_changes_no_other_technique(tmp_path: Path) -> None:
    read = read_own(tmp_path, "[knead]\nrelease = { max = 0.5 }\n")
    assert {name for name in read if read[name] != packaged_targets()[name]} == {"knead"}
    assert read_targets(None) == read_targets(tmp_path / "none.toml") == packaged_targets()
