"""What two thumbs do now, in a set that asks for both: their last seconds as the set is judged, and the lighter one.

Words about one hand, its place and its last presses, mean nothing there; what the score says of both does.
"""

from __future__ import annotations

from thumbwalk.pad import Foot, Pad
from thumbwalk.technique.analysis import segments_on
from thumbwalk.touch.touch_block import TouchBlock

RECENT_S = 12.0
"""What is now: eight presses of each hand at the slowest pace that is asked for."""
LEAST_S = 6.0
"""Two hands are told apart from one within about four seconds; before that nothing is said."""
_BESIDE_MM = 15.0
"""Thumbs that are nearer to each other along the foot than this lie side by side."""


def lighter_hand(touch: TouchBlock, pad: Pad, foot: Foot | None) -> tuple[str, str]:
    """Which of two hands presses less, and what each presses, in words; both empty where there are no two.

    The learner faces the soles, so that the inner edge of a right foot is on their right. Of a foot that is not known,
    and of thumbs one behind the other, it is told by the place.
    """
    two = [one for one in segments_on(touch, pad) if one.at_work is not None]
    if not two:
        return "", ""
    hands = max(two, key=lambda one: one.end_s - one.start_s).by_hand(touch)
    (a_n, a_x, a_y), (b_n, b_x, b_y) = (
        tuple(float(one.get(key) or 0.0) for key in ("peak_force_n", "x_mm", "y_mm")) for one in hands
    )
    if abs(a_x - b_x) >= _BESIDE_MM:
        names = ("Heel thumb", "Toe thumb") if a_x < b_x else ("Toe thumb", "Heel thumb")
    elif foot is None:
        names = ("Inner thumb", "Outer thumb") if a_y < b_y else ("Outer thumb", "Inner thumb")
    else:
        names = ("Right", "Left") if (a_y < b_y) == (foot == "right") else ("Left", "Right")
    lighter = names[0] if a_n < b_n else names[1]
    return lighter, f"{names[0]} {a_n:.0f} N, {names[1].lower()} {b_n:.0f} N."
