"""Targets: the table of the design, a user's file over it, and where a bad one is wrong."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from thumbwalk.coach.targets.bands import Band, bands_in, load_targets
from thumbwalk.errors import DrillError


def own(text: str) -> None:
    home = Path(os.environ["THUMBWALK_HOME"])
    home.mkdir(exist_ok=True)
    (home / "targets.toml").write_text(text, encoding="utf-8")


def test_the_starting_bands() -> None:
    targets = load_targets()
    assert targets.keys() == {"hold", "knead", "circles", "walk", "glide", "tap", "friction", "all"}
    assert bands_in(targets, "knead") == {
        "peak_force_n": Band(8, 20, 2),
        "force_cv": Band(None, 0.15, 2),
        "rate_per_min": Band(30, 60),
        "rhythm_cv": Band(None, 0.10),
        "release": Band(None, 0.25),
        "flow": Band(0.9, None),
        "coverage": Band(0.9, None),
    }
    assert targets["hold"]["steadiness_cv"] == Band(None, 0.10, 2)
    assert targets["walk"]["contact_kept"] == Band(0.20, None)
    assert all(band.weight == 2 for name, band in targets["glide"].items() if name in ("force_n", "evenness_cv"))


def test_a_users_file_overrides_what_it_names() -> None:
    own("[knead]\nrate_per_min = { min = 20, max = 40 }\nrelease = { enabled = false }\nforce_cv = { weight = 3 }\n")
    knead = load_targets()["knead"]
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
def test_a_bad_file_is_refused_with_its_line(text: str, line: int, says: str) -> None:
    own(text)
    with pytest.raises(DrillError, match=says) as refused:
        load_targets()
    message = str(refused.value)
    assert "\n" not in message
    assert "targets.toml" in message
    assert f"targets.toml:{line}:" in message or f"line {line}" in message


def test_a_band_is_clipped_and_stays_a_band() -> None:
    assert Band(8, 20, 2).clipped(13.5) == Band(8, 13.5, 2)
    assert Band(8, 20).clipped(30) == Band(8, 20)
    assert Band(15, 20).clipped(10.8) == Band(10.8, 10.8)
    assert Band(5, None).clipped(10.8) == Band(5, 10.8)


def test_unknown_techniques_have_no_targets() -> None:
    for name in ("pinch", "all"):
        with pytest.raises(DrillError, match="no targets for a technique"):
            bands_in(load_targets(), name)
