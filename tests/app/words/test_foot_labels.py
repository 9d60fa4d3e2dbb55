"""The few words on the foot."""

from __future__ import annotations

import pytest
from tests.app import scenes
from tests.app.asked_scenes import in_set

from thumbwalk.app.words.foot_labels import limit_label, target_label


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("points-right", "head"),
        ("circles-1", "follow the dot"),
        ("walk-1", "next bite"),
        ("glide-1", "follow the front"),
        ("friction-1", "to and fro"),
        ("knead-1", ""),
    ],
)
def test_what_the_target_means_is_written_for_a_sets_first_seconds(name: str, label: str) -> None:
    assert target_label(in_set(name, 0, 3.0)) == label
    assert target_label(in_set(name, 0, 5.5)) == ""


def test_the_limit_is_named_when_it_is_near_and_when_it_is_passed() -> None:
    def at(force_n: float, unit: str = "N") -> str:
        return limit_label(in_set("knead-1", force_n=force_n, cap_n=25.0), unit)  # type: ignore[arg-type]

    assert at(15.0) == ""
    assert at(22.0) == "limit here 25 N"
    assert at(26.0) == "over 25 N"
    assert at(26.0, "g") == "over 2550 g"
    assert limit_label(in_set("knead-1", force_n=24.0, cap_n=25.0, touching=False)) == ""
    assert limit_label(scenes.quiet()) == ""
