"""Sensors that fail under the thumb in the middle of a set: what is measured then is the sensor's, not the hand's.

A sensor that was out before the set began is another matter: the whole set is measured alike then, by those about it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from thumbwalk.coach.score.enough import lost_share
from thumbwalk.coach.score.rules import TODAY, Rules
from thumbwalk.coach.score.score import Score
from thumbwalk.language import marked, told
from thumbwalk.pad import Pad
from thumbwalk.touch.resolution import resolution_of
from thumbwalk.touch.touch_block import TouchBlock

Failure = tuple[int, float, float]
"""A taxel's index, from when on it failed, and until when; infinity where it has not come back."""
_UNDER = 0.75
"""Parts of the taxels' distance: the four about any place on an even grid lie within 0.71 of it. Those farther away are
not missed (`tests/session/test_broken_wire.py`)."""


def failed_under(
    technique: str, touch: TouchBlock, pad: Pad, failures: Sequence[Failure], of_s: float, rules: Rules = TODAY
) -> Score | None:
    """Give a set as not judged, in which a sensor under the thumb failed for more than a set may lose; else None.

    ``failures`` are those in the midst of the set, in the times of its ``touch``; the set lasts ``of_s`` seconds.
    """
    if not rules.sees_failures:
        return None
    blind = [(_blind_s(touch, pad, one), one) for one in failures]
    if not blind:
        return None
    seconds, (index, since_s, _) = max(blind, key=lambda one: one[0])
    if lost_share(seconds, of_s) <= rules.most_lost_share:
        return None
    after_s = since_s - float(touch.time_s[0])
    said = marked("not enough data: sensor {name} failed under the thumb at {n} s")
    reason = told(said, name=pad.names[index], n=f"{after_s:.0f}")
    return replace(Score.not_judged(technique, reason), version=rules.version)


def _blind_s(touch: TouchBlock, pad: Pad, failure: Failure) -> float:
    """For how long a failed taxel lay under the contact, seconds.

    Where the contact was before counts, too: without the sensor its place is not what it was.
    """
    index, since_s, until_s = failure
    before = touch.touching & (touch.time_s < since_s)
    behind = touch.touching & (touch.time_s >= since_s) & (touch.time_s < until_s)
    if not before.any() or not behind.any():
        return 0.0
    seconds, told = float(np.count_nonzero(behind)) * touch.step_s, resolution_of(pad)
    if told is None:
        return seconds  # nobody knows where the thumb was
    x_mm, y_mm = pad.positions_mm[index]
    near = np.hypot(touch.x_mm - x_mm, touch.y_mm - y_mm) <= _UNDER * told.pitch_mm
    return seconds * max(float(np.mean(near[before])), float(np.mean(near[behind])))
