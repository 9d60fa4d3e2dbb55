"""What two thumbs do now, in a set that asks for both: which one presses less, and which one is astray.

Words about one hand, its place and its last presses, mean nothing there; what the score says of both does.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from thumbwalk.coach.feedback.amounts import Force
from thumbwalk.coach.feedback.place_now import BESIDE_MM, way_to
from thumbwalk.coach.feedback.verdict import Verdict
from thumbwalk.coach.score.task import Task
from thumbwalk.coach.targets.points import places_along
from thumbwalk.language import marked, told
from thumbwalk.pad import Foot, Pad
from thumbwalk.technique.analysis import segments_on
from thumbwalk.touch.hindsight import seen_from_the_end
from thumbwalk.touch.touch_block import TouchBlock

RECENT_S = 12.0
"""What is now: eight presses of each hand at the slowest pace that is asked for."""
LEAST_S = 6.0
"""Two hands are told apart from one within about four seconds; before that nothing is said."""
_ALONG_MM = 15.0
"""Thumbs that are nearer to each other along the foot than this lie side by side."""
_STEP_MM = 2.0
"""From place to place along a way: less than a place errs."""

Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class TwoNow:
    """Two hands at work, the one nearer the heel first: what each is called, how hard it presses, and where."""

    names: tuple[str, str]
    peaks_n: tuple[float, float]
    places_mm: tuple[Place, Place]

    @staticmethod
    def of(touch: TouchBlock, pad: Pad, foot: Foot | None) -> TwoNow | None:
        """What two hands do in a touch; None where there are no two.

        The learner faces the soles, so that the inner edge of a right foot is on their right. Of a foot that is not
        known, and of thumbs one behind the other, they are called by the place.
        """
        touch = seen_from_the_end(touch)
        two = [one for one in segments_on(touch, pad) if one.at_work is not None]
        if not two:
            return None
        hands = max(two, key=lambda one: one.end_s - one.start_s).by_hand(touch)
        (a_n, a_x, a_y), (b_n, b_x, b_y) = (
            tuple(float(one.get(key) or 0.0) for key in ("peak_force_n", "x_mm", "y_mm")) for one in hands
        )
        if abs(a_x - b_x) >= _ALONG_MM:
            names = (marked("Heel thumb"), marked("Toe thumb"))
            names = names if a_x < b_x else names[::-1]
        elif foot is None:
            names = (marked("Inner thumb"), marked("Outer thumb"))
            names = names if a_y < b_y else names[::-1]
        else:
            names = (marked("Right"), marked("Left"))
            names = names if (a_y < b_y) == (foot == "right") else names[::-1]
        return TwoNow(names, (a_n, b_n), ((a_x, a_y), (b_x, b_y)))

    @property
    def lighter(self) -> tuple[str, str]:
        """Which of them presses less, and what each presses, in words."""
        (a, b), (a_n, b_n) = self.names, self.peaks_n
        forces = {"n": Force(f"{a_n:.0f}", a_n), "other_n": Force(f"{b_n:.0f}", b_n)}
        return a if a_n < b_n else b, told(
            "{first} {n}, {second} {other_n}.", first=told(a), second=told(b.lower()), **forces
        )

    def astray(self, task: Task, most_mm: float) -> Verdict | None:
        """What is to be said of the hand that is farthest from its place or way, where that is too far.

        Parameters
        ----------
        task : Task
            What was asked for; whichever hand is nearer to a place has that one.
        most_mm : float
            How far a hand may be from its place.
        """
        if task.second_path_mm is not None:
            spots, most_mm = [places_along(way, _STEP_MM) for way in task.paths_mm], BESIDE_MM
        elif task.second_mm is not None:
            spots = [np.array([place]) for place in task.targets_mm]
        else:
            return None
        off = [[_off(place, way) for way in spots] for place in self.places_mm]
        pairs = [(off[0][0], off[1][1]), (off[0][1], off[1][0])]
        (a_mm, a_to), (b_mm, b_to) = min(pairs, key=lambda pair: pair[0][0] + pair[1][0])
        hand = 0 if a_mm >= b_mm else 1
        if max(a_mm, b_mm) <= most_mm:
            return None
        side = way_to(self.places_mm[hand], (a_to, b_to)[hand])
        return Verdict(told("{hand} to the {side}", hand=told(self.names[hand]), side=told(side)), "place")


def _off(place: Place, spots: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> tuple[float, Place]:
    """How far a place is from the nearest of some spots (k, 2), and which that is."""
    apart = np.hypot(spots[:, 0] - place[0], spots[:, 1] - place[1])
    nearest = int(np.argmin(apart))
    return float(apart[nearest]), (float(spots[nearest, 0]), float(spots[nearest, 1]))
