"""A drill as text is the same drill when it is read again."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thumbwalk.coach.drill.course import Course
from thumbwalk.coach.drill.drill import Drill, DrillSet
from thumbwalk.coach.drill.drill_toml import toml_of
from thumbwalk.coach.drill.drills_file import DRILLS_FILE, packaged_drills, parse_drills
from thumbwalk.coach.targets.bands import Band
from thumbwalk.coach.targets.targets_file import packaged_targets
from thumbwalk.tomlfile import TomlFile

FULL = Drill(
    "full",
    "All of it",
    "Every kind of key.",
    count_in_s=1.25,
    level=2,
    feedback="bandwidth",
    trains=("force_cv",),
    sets=(
        DrillSet(
            "walk", "Up", 20.0, level=2, feedback="bandwidth", path=((0.2, 0.5), (0.7, 0.4)), strict=True, rest_s=0.0,
            force_n=Course((6.0, 9.0), "ramp"), rate_per_min=Course((72.0, 108.0), "led"),
            targets={"peak_force_n": Band(5.0, 9.0, 5.0), "bite_mm": Band(4.0, 10.0, 0.0)},
            trace_n=tuple((0.1 * i, 5.0) for i in range(60)), trace_uw=((0.0, 0.2, 0.5), (1.0, 0.3, 0.5)),
        ),
        DrillSet("hold", "Stay", 9.5, level=3, feedback="blind", x_mm=50.5, y_mm=40.0, force_n=Course((8.0, 9.0))),
    ),
)  # fmt: skip


def read(text: str, name: str) -> Drill:
    return parse_drills(TomlFile(text, "mine.toml", DRILLS_FILE), packaged_targets())[name]


def test_every_key_comes_back() -> None:
    text = toml_of(FULL, "Made here.\nOn a day.")
    assert text.startswith("# Made here.\n# On a day.\n[[drill]]\n")
    assert max(map(len, text.splitlines())) <= 120
    assert read(text, "full") == FULL


@pytest.mark.parametrize("name", packaged_drills())
def test_the_ladder_comes_back(name: str) -> None:
    drill = packaged_drills()[name]
    # a count has become a time, which is what is written
    timed = replace(drill, sets=tuple(replace(one, count=None) for one in drill.sets))
    assert read(toml_of(timed), name) == timed


@given(st.text(st.characters(exclude_categories=["Cs"], max_codepoint=0xFFFF), min_size=1, max_size=40))
def test_any_text_comes_back_and_no_comment_ends_early(text: str) -> None:
    if not text.strip():
        return
    drill = Drill("one", text, text, sets=(DrillSet("hold", text, 5.0),))
    assert read(toml_of(drill, text.replace("\n", " ")), "one") == drill
