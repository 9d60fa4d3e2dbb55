"""How late presses come after the beat that is heard: what a loudspeaker's way and a hand's habit add up to.

A sound that is late makes late presses; so the median of their offsets from the beat, in normal play, is by how much
the sound has to come earlier. Nobody need tap along to a test.
"""

from __future__ import annotations

from collections import deque

import numpy as np

from thumbwalk.coach.drill.beat import Beat

LEAST = 24
"""Presses: fewer have a median that two odd ones move."""
_KEPT = 120
"""Of late: about two minutes of kneading."""
_MOST_SPREAD_S = 0.06
"""Presses that lie farther about their median (its own median deviation) follow no beat, and set nothing."""
MOST_LEAD_S = 0.25
"""A loudspeaker over radio is late by so much; more is a hand that does not follow."""
_MOST_STEP_S = 0.04
"""By how much one set moves it: what is heard changes, and the hand has to find it again."""
_RISEN = float(np.arcsin(np.sqrt(0.2)) / np.pi)
"""An onset is where the force has risen by a fifth; a soft press in the beat (sin squared) has by this part of it."""


class PressOffsets:
    """Takes onsets of presses, each with the beat of its set, and says by how much the sound should lead."""

    def __init__(self) -> None:
        self._offsets_s: deque[float] = deque(maxlen=_KEPT)
        self._last: tuple[int, float] | None = None

    def __len__(self) -> int:
        return len(self._offsets_s)

    def take(self, set_index: int, onset_s: float | None, beat: Beat | None) -> None:
        """Take the newest onset of a set, in its own seconds; one that was taken before is let pass."""
        if onset_s is None or beat is None or (set_index, onset_s) == self._last:
            return
        self._last = set_index, onset_s
        part = (beat.part_at(max(onset_s, 0.0)) - _RISEN + 0.5) % 1.0 - 0.5
        self._offsets_s.append(part * 60.0 / beat.rate_at(onset_s))

    def median_s(self) -> float | None:
        """How late presses are; None of too few, and of presses that follow no beat."""
        if len(self._offsets_s) < LEAST:
            return None
        offsets_s = np.array(self._offsets_s)
        middle_s = float(np.median(offsets_s))
        spread_s = float(np.median(np.abs(offsets_s - middle_s)))
        return middle_s if spread_s <= _MOST_SPREAD_S else None

    def lead_s(self, now_s: float) -> float:
        """How much the sound should lead from now on, where it leads by ``now_s``; what was taken is used up then."""
        late_s = self.median_s()
        if late_s is None:
            return now_s
        self._offsets_s.clear()
        step_s = min(max(late_s, -_MOST_STEP_S), _MOST_STEP_S)
        return min(max(now_s + step_s, 0.0), MOST_LEAD_S)
