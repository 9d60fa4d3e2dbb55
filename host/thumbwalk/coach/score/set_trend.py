"""How the force of a long set went on, from its first third to its last: what is left of it in hands that tire."""

from __future__ import annotations

from collections.abc import Sequence

from thumbwalk.technique.catalog import technique_named
from thumbwalk.technique.stroke import Stroke
from thumbwalk.technique.trend import trend_of
from thumbwalk.touch.touch_block import TouchBlock


def force_trend(
    technique: str, touch: TouchBlock, runs: Sequence[Sequence[Stroke]], window_s: tuple[float, float] | None
) -> float | None:
    """Change of the force in parts of the first third's; None in less than half a minute, and without strokes.

    Parameters
    ----------
    technique : str
    touch : TouchBlock
        What ``runs`` of strokes were found in.
    window_s : (float, float) or None
        From when to when; without it from the first stroke to the last.
    """
    strokes = [one for run in runs for one in run]
    if not strokes:
        return None
    start_s, end_s = window_s or (strokes[0].start_s, strokes[-1].end_s)
    trend = trend_of(technique_named(technique), [(touch, strokes)], start_s, end_s)
    return None if trend is None else trend["force"]
