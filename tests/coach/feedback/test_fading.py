"""Help that fades by the learner's own cold sets, and comes back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from thumbwalk.coach.drill.drill import Drill, DrillSet
from thumbwalk.coach.feedback.fading import Fading, begins_cold, begun_cold, faded, fading, helped

DRILL = Drill(
    "d",
    "D",
    "",
    sets=(
        DrillSet("walk", "Step by step", 10.0, step=True),
        DrillSet("walk", "Live", 10.0),
        DrillSet("walk", "Band", 10.0, feedback="bandwidth"),
        DrillSet("walk", "After", 10.0, feedback="after"),
        DrillSet("walk", "Blind", 10.0, feedback="blind"),
    ),
)


def helps(drill: Drill) -> list[str]:
    return [one.feedback for one in drill.sets]


@pytest.mark.parametrize(
    ("cold", "steps", "of"),
    [
        ([], 0, ()),
        ([90.0], 0, ()),
        ([75.0, 80.0], 1, (75.0, 80.0)),
        ([75.0, 74.9, 80.0], 0, ()),
        ([75.0, 80.0, 90.0], 1, (75.0, 80.0)),
        ([75.0, 80.0, 90.0, 76.0], 2, (90.0, 76.0)),
        ([80.0] * 9, 2, (80.0, 80.0)),
        ([80.0, 80.0, 59.9], 0, (59.9,)),
        ([80.0, 80.0, 60.0], 1, (80.0, 80.0)),
        ([50.0], -1, (50.0,)),
        ([50.0] * 5, -2, (50.0,)),
        ([80.0, 50.0, 80.0, 80.0], 0, (80.0, 80.0)),
    ],
)
def test_two_good_days_running_take_help_away_and_a_bad_one_gives_it_back(
    cold: list[float], steps: int, of: tuple[float, ...]
) -> None:
    assert fading(cold) == Fading(steps, of)


def test_help_goes_down_its_ladder_and_up_again_and_a_test_stays_one() -> None:
    assert helps(faded(DRILL, 0)) == helps(DRILL)
    assert helps(faded(DRILL, 1)) == ["live", "bandwidth", "after", "after", "blind"]
    assert helps(faded(DRILL, 2)) == ["live", "after", "after", "after", "blind"]
    assert helps(faded(DRILL, -1)) == ["live", "live", "live", "bandwidth", "blind"]
    assert helps(helped(DRILL, "blind")) == ["blind"] * 5


def test_only_the_first_set_is_cold_and_only_of_a_drill_that_is_scored_and_waits_for_nobody() -> None:
    assert not begins_cold(DRILL)
    walks = replace(DRILL, sets=DRILL.sets[1:])
    assert begins_cold(walks)
    assert not begins_cold(replace(walks, scored=False))
    assert helps(begun_cold(walks)) == ["blind", "bandwidth", "after", "blind"]


def test_a_change_is_said_with_its_reason_and_only_a_change() -> None:
    less = fading([78.2, 81.0])
    assert less.said(before=1) == ""
    assert less.said(before=0).startswith("Your cold sets were 78 and 81: less help from now on, a step less than")
    assert fading([55.0]).said(before=0).startswith("Your cold set was 55: more help from now on, a step more than")
    assert "--feedback" in less.said(before=0)
    assert Fading().said(before=0) == ""
