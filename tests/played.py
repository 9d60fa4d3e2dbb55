"""Touches of virtual hands that do one technique after the other, for tests of what whole sessions are."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np

from thumbwalk.pad import builtin_pad
from thumbwalk.pipeline import Pipeline
from thumbwalk.touch.touch_block import TouchBlock
from thumbwalk.virtual.habits import RATE_HZ, Habits, Task
from thumbwalk.virtual.play import Part, Thumb, felt, perform

PAD = builtin_pad()
HANDS = Habits(aim_mm=1.0)


def part(
    technique: str, lasts_s: float, force_n: float, uw: tuple[float, float], rate: float = 45.0, **task: float
) -> Part:
    """One technique at a place of the sole, come to through the air within two seconds."""
    x_mm, y_mm = PAD.place(*uw)
    asked = Task(round(lasts_s * RATE_HZ), force_n, rate, x_mm, y_mm, **task)  # type: ignore[arg-type]
    return Part(technique, asked, HANDS)


LESSON = (
    part("knead", 12.0, 12.0, (0.20, 0.50), 45.0),
    part("hold", 7.0, 9.0, (0.46, 0.75)),
    part("walk", 12.0, 8.0, (0.50, 0.50), 90.0, line_mm=90.0),
)
"""Three techniques in three places, none too hard for where it is."""


@cache
def played(parts: Sequence[Part] = LESSON, seed: int = 1) -> TouchBlock:
    """What the chain makes of parts, on sensors without an error."""
    session = felt(PAD, perform(parts, Thumb(), seed))
    table = session.tiles_n[::5]
    time_s = np.arange(len(table)) * 5 / RATE_HZ
    pipeline = Pipeline.of_table(PAD, time_s, table)
    return TouchBlock.joined(pipeline.feed(time_s, table) + pipeline.finish())
