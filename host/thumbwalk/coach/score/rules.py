"""The rules of each version of the score: what is reckoned otherwise today than on the day of a recording.

A recording is scored by the rules of its day for ever. Rules are data, and where a formula differs, a function; a new
version is a new row here and a file in ``data/scoring``.
"""

from __future__ import annotations

from dataclasses import dataclass

from thumbwalk.coach.score.score import LOW_WIDTH
from thumbwalk.coach.targets.caps import SCORE_VERSION, most_lost_share
from thumbwalk.technique.ways import FIFTH_WAYS, FIRST_WAYS, FOURTH_WAYS, SECOND_WAYS, THIRD_WAYS, WAYS, Ways


@dataclass(frozen=True)
class Rules:
    """How one version of the score reckons.

    Attributes
    ----------
    version : int
    low_width : float or None
        Below a band, w of a credit is at most this part of the lower limit; None is no such limit.
    held_force : bool
        Over-pressure is the highest force that was held for its time; else the highest for a moment.
    gap_of_interval : float
        A break is a gap if it is longer than 0.5 s, and than this many of the set's own intervals between strokes.
    still_gap_s : float
        How long a break may be in what has no pace: holds and glides.
    forgives : bool
        Another technique is one only if it still is when the worst sign of the one asked for is forgiven.
    long_axis : bool
        Roundness is judged where the long axis is resolved; else where the mean radius is.
    finished_only : bool
        Sets that were not finished have no score; else they are judged by what there is of them.
    teaches : bool
        Advice says what was done and what is asked for; else only what to try.
    sees_failures : bool
        A set in which a sensor failed under the thumb is not judged.
    nearest_first : bool
        What costs nothing is told in the order of how near it is to its band's end; else in that of its weight.
    places_of_two : bool
        Two hands are scored by the places or ways that each was asked for; else wherever they are.
    surely_small : float
        So many errors of a place under its band, a circle that is too small to be told is surely too small.
    ways : Ways
        How scatter and circles are measured, and where slides end.
    """

    version: int
    low_width: float | None = LOW_WIDTH
    held_force: bool = True
    gap_of_interval: float = 1.5
    still_gap_s: float = 2.0
    forgives: bool = True
    long_axis: bool = True
    finished_only: bool = True
    teaches: bool = True
    sees_failures: bool = True
    nearest_first: bool = True
    places_of_two: bool = True
    surely_small: float = 0.8
    ways: Ways = WAYS

    @property
    def most_lost_share(self) -> float:
        """A set of whose time a larger part was lost on the way is not judged (``data/scoring``)."""
        return most_lost_share(self.version)


RULES = {
    1: Rules(
        1,
        low_width=None,
        held_force=False,
        gap_of_interval=0.0,
        still_gap_s=0.5,
        forgives=False,
        long_axis=False,
        finished_only=False,
        teaches=False,
        sees_failures=False,
        nearest_first=False,
        places_of_two=False,
        surely_small=1.5,
        ways=FIRST_WAYS,
    ),
    2: Rules(2, nearest_first=False, places_of_two=False, surely_small=1.5, ways=SECOND_WAYS),
    3: Rules(3, places_of_two=False, ways=THIRD_WAYS),
    4: Rules(4, ways=FOURTH_WAYS),
    5: Rules(5, ways=FIFTH_WAYS),
    6: Rules(6),
}
"""By version of the score."""
TODAY = RULES[SCORE_VERSION]
