"""What a virtual hand does in a test of strength: presses on its cues, and tires as hands do."""

from __future__ import annotations

import math

from thumbwalk.coach.strength.protocol import ENDURANCE_FLOOR, StrengthTest
from thumbwalk.virtual.cued_hand import Press

VIRTUAL_PEAK_N = 40.0
"""The peak of the virtual hand: below the usual tip pinch of women of 20 to 24, 49 N (Baseline manual)."""
_LEVELS_AT = 0.45
"""What all-out work comes down to, in parts of the peak."""
_TIRES_S = 50.0
"""Seconds of all-out work in which it comes most of the way."""
_GIVES_OUT_S = 60.0
"""When a hand that holds more than half of its peak comes below it."""


def strong_presses(test: StrengthTest, peak_n: float = VIRTUAL_PEAK_N) -> list[Press]:
    """Presses on the cues of a test, each as hard as is asked."""
    presses, worked_s = [], 0.0
    for cue in test.cues:
        if cue.kind not in ("press", "warm-up"):
            continue
        seconds = cue.end_s - cue.start_s
        if test.name == "endurance" and cue.kind == "press" and cue.share is not None:
            falls_n_per_s = (cue.share - ENDURANCE_FLOOR) * peak_n / _GIVES_OUT_S
            levels_n = cue.share * peak_n, max(cue.share * peak_n - falls_n_per_s * seconds, 0.0)
        elif cue.share is not None:
            levels_n = cue.share * peak_n, cue.share * peak_n
        else:
            levels_n = _all_out_n(worked_s, peak_n), _all_out_n(worked_s + seconds, peak_n)
            worked_s += seconds
        presses.append(Press(cue.start_s, cue.end_s, *levels_n))
    return presses


def _all_out_n(worked_s: float, peak_n: float) -> float:
    """The force that is left after so long an all-out work: it falls exponentially to its level."""
    return peak_n * (_LEVELS_AT + (1.0 - _LEVELS_AT) * math.exp(-worked_s / _TIRES_S))
