"""Where a technique begins and ends when the hand does not lift: a slide to the next place belongs to neither."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from thumbwalk.touch.touch_block import TouchBlock
from thumbwalk.touch.track import smooth_path

Array = NDArray[np.float64]

_FIRM = 0.5
"""By a segment's median force: what is pressed less at its kept ends is a slide. Higher, and swelling holds lose
their ends."""
_MOST = 0.35
"""The longest slide by the segment's length: beyond it the segment itself may be the light part."""
_SLIDE_S = 1.2
"""And in seconds, of one that is told by its stop: the length of a sole at 200 mm/s."""
_MOVES, _STOPS = 0.5, 0.4
"""By a segment's usual speed: a slide moves with so much and more, and all but stops under the lower. Of 24 sessions of
hands as people do it that leaves 0.4 slides a session among the glides, where it was 0.9; 0.3 and 0.5 leave as many."""
_FAST_MM_S = 15.0
"""Slower hands have no stops that could be told from their going."""
_OVER_S, _ROWS, _AHEAD_S = 0.15, 4, 0.3
"""Speed is told over so long, by so many rows or more, and where a hand goes behind a stop after so long."""
_ALONG, _SAME = 0.7, 0.25
"""A hand that goes on or turns back along its way (by the cosine between the two) and presses as before, to a quarter,
has not slid: it glides to and fro, or only seemed to stand, where its place is poor."""


def without_slides(touch: TouchBlock, start_s: float, end_s: float, *, stops: bool = False) -> tuple[float, float]:
    """The span of a segment without the slides that lead to it and away from it.

    A slide is what is pressed with less than half of the segment's median force, at an end at which contact is kept; at
    a lift, coming down and leaving are the technique's own. No more than a third of the segment is taken for a slide.

    Parameters
    ----------
    touch : TouchBlock
    start_s, end_s : float
        Where the segment begins and ends so far, stream seconds.
    stops : bool
        A slide is, too, what goes before the hand all but stops, with contact kept, and goes another way or presses
        otherwise from there on; and at the end what comes behind.
    """
    lo, hi = np.searchsorted(touch.time_s, [start_s, end_s])
    hi = min(int(hi) + 1, len(touch))
    force, touching = touch.working_n[lo:hi], touch.touching[lo:hi]
    if not touching.any():
        return start_s, end_s
    firm = np.flatnonzero(force >= _FIRM * np.median(force[touching]))
    most = int(_MOST * (hi - lo))
    way = _Way.of(touch.cut(int(lo), hi)) if stops and touch.step_s <= _OVER_S / _ROWS else None
    if _kept(touch.touching, lo - 1):
        first = int(firm[0]) if firm[0] <= most else 0
        first = max(first, way.stop(most) if way is not None else 0)
        start_s = float(touch.time_s[lo + first]) if first else start_s
    if _kept(touch.touching, hi):
        last = hi - lo - 1 - int(firm[-1])
        last = last if last <= most else 0
        last = max(last, way.turned().stop(most) if way is not None else 0)
        end_s = float(touch.time_s[hi - 1 - last]) if last else end_s
    return start_s, end_s


@dataclass(frozen=True)
class _Way:
    """How a hand went, (n,) each: force, touch, smooth place and speed; NaN where there is none."""

    force_n: Array
    touching: NDArray[np.bool_]
    x_mm: Array
    y_mm: Array
    speed_mm_s: Array
    step_s: float

    @staticmethod
    def of(touch: TouchBlock) -> _Way:
        x, y = smooth_path(touch, _OVER_S)
        half = max(round(0.5 * _OVER_S / touch.step_s), 1)
        speed = np.full(len(x), np.nan)
        far = np.hypot(x[2 * half :] - x[: -2 * half], y[2 * half :] - y[: -2 * half])
        speed[half : half + len(far)] = far / (2 * half * touch.step_s)
        return _Way(touch.working_n, touch.touching, x, y, speed, touch.step_s)

    def turned(self) -> _Way:
        """The same from its end to its beginning."""
        x, y = self.x_mm[::-1], self.y_mm[::-1]
        return _Way(self.force_n[::-1], self.touching[::-1], x, y, self.speed_mm_s[::-1], self.step_s)

    def stop(self, most: int) -> int:
        """How many samples a slide at its beginning has, which ends where the hand all but stops; 0 if there is none.

        It is in the first contact, and has ``most`` at the most.
        """
        there = self.speed_mm_s[~np.isnan(self.speed_mm_s)]
        usual = float(np.median(there)) if len(there) else 0.0
        off = np.flatnonzero(~self.touching)
        most = min(most, round(_SLIDE_S / self.step_s), int(off[0]) if len(off) else most)
        speed = np.nan_to_num(self.speed_mm_s[:most], nan=usual)
        moves = np.flatnonzero(speed > _MOVES * usual)
        if usual < _FAST_MM_S or not len(moves):
            return 0
        # where it stood before it slid is a stop, too: the last one ends the slide
        slow = speed < _STOPS * usual
        slow[: moves[0]] = False
        edges = np.flatnonzero(np.diff(slow, prepend=False, append=False))
        for lo, hi in zip(edges[-2::-2], edges[::-2], strict=True):
            at = int(lo + np.argmin(speed[lo:hi]))
            if not self._goes_on(int(moves[0]), at):
                return at
        return 0

    def _goes_on(self, first: int, at: int) -> bool:
        """Whether what came before a stop at ``at`` goes on behind it, to and fro, or is not seen to go anywhere."""
        ahead = at + round(_AHEAD_S / self.step_s)
        if ahead >= len(self.force_n):
            return True
        before_n, after_n = (float(np.median(self.force_n[part])) for part in (slice(0, at), slice(at, ahead)))
        same = abs(after_n - before_n) < _SAME * max(after_n, before_n)
        came = np.array([self.x_mm[at] - self.x_mm[first], self.y_mm[at] - self.y_mm[first]])
        goes = np.array([self.x_mm[ahead] - self.x_mm[at], self.y_mm[ahead] - self.y_mm[at]])
        along = abs(float(came @ goes)) > _ALONG * float(np.hypot(*came) * np.hypot(*goes))
        return bool(same and along)


def _kept(touching: NDArray[np.bool_], index: int) -> bool:
    return 0 <= index < len(touching) and bool(touching[index])
