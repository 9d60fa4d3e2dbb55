"""Targets: the table of the design, a user's file over it, and where a bad one is wrong."""

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
    assert targets.keys() == {"hold", "knead", "circles", "walk", "glide", "tap", "all"}
    assert bands_in(targets, "knead") == {
        "peak_force_n": Band(8, 20, 2),
        "force_cv": Band(None, 0.15, 2),
        "rate_per_min": Band(30, 60),
        "rhythm_cv": Band(None, 0.10),
        "release": Band(None, 0.25),
        "flow": Band(0.9, None, 2),
        "coverage": Band(0.9, None),
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
    ],
)
def test_a_bad_file_is_refused_with_its_line(tmp_path: Path, text: str, line: int, says: str) -> None:
    with pytest.raises(DrillError, match=says) as refused:
        read_own(tmp_path, text)
    message = str(refused.value)
    assert "\n" not in message
    assert "targets.toml" in message
    assert f"targets.toml:{line}:" in message or f"line {line}" in message


def test_unknown_techniques_have_no_targets() -> None:
    for name in ("pinch", "all"):
        with pytest.raises(DrillError, match="no targets for a technique"):
            bands_in(packaged_targets(), name)
