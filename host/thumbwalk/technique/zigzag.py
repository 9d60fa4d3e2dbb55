"""The zigzag through a force: where strokes begin, peak and end, sample by sample.

A valley parts two strokes when it is well below both peaks; a shallower one does where the contact has moved on between
them, as a thumb that walks presses on while it creeps. Whatever is kept is a few numbers, however long a touch is.
"""

from __future__ import annotations

from bisect import bisect_right

import numpy as np
from numpy.typing import NDArray

from thumbwalk.technique.stroke import Stroke
from thumbwalk.touch.touch_block import TouchBlock

_VALLEY = 0.65
"""A valley under so much of both its peaks parts two strokes anywhere. Higher, and tremor parts holds; lower, and
kneading that lets go by a third only is one press."""
_SHALLOW, _MOVED_MM, _SIGMAS = 0.82, 2.5, 1.5
"""A shallower one, up to so much, parts them where the contact has moved on by 2.5 mm, and by 1.5 standard deviations
of its place: under the least bite asked for, 4 mm."""
_ONSET = 0.2
"""Where a stroke's onset lies between its valley and its peak: early enough for rhythm, above the noise of the
valley."""
_LET_GO, _LET_GO_S, _STALE_S = 0.35, 0.7, 0.8
"""A hand that stays below so much of the peak for so long has let go; and an undecided valley is given up after 0.8
s, so that a stroke is known within a second of its end."""
_LINGER_S, _LINGER = 1.5, 0.5
"""What lingers after a press is a stroke of its own from so many seconds, or so much of the last peak, on."""
_LEAST_RISE = 0.08
"""By the peak: the rise out of a valley that is no rest of tremor."""
_NOTICED_S = 0.1
"""For so long after a second hand was told from the working one the peak may fall with it."""

_NO_NEXT = -np.inf
"""What stands for the sample behind the newest one."""

_IDLE, _TOP, _FALLING = range(3)
"""The phases: no touch, up to the peak, down from it."""
_Sums = tuple[float, float, float, float, float]
_Place = tuple[float, float, float]
"""x, y, and how far another place must be from it to be surely another one, mm."""


class Zigzag:
    """The finder's state between samples. Sums run over the whole stream; a stroke's are their differences."""

    def __init__(self, step_s: float, floor_n: float) -> None:
        self.step_s = step_s
        self.floor_n = floor_n
        self.sums: _Sums = (0.0, 0.0, 0.0, 0.0, 0.0)
        self.last_peak_n = 0.0
        self.forget()

    def forget(self) -> None:
        """Start a new piece: nothing that was before it counts."""
        self.phase = _IDLE
        self.low_n = np.inf
        self.peak_n = self.peak_s = self.onset_s = self.valley_n = self.from_n = 0.0
        self.low_s = self.now_s = self.start_s = 0.0
        self.peak_x = self.peak_y = np.nan
        self.low_sums = self.start_sums = self.sums
        self.piece = 0
        self.lingers = False
        self.parted = False
        self.fresh = False
        self.rests = False
        self.unsettled_s = 0.0
        # Suffix minima since the piece's start: for any level, the last sample at or below it.
        self.stack_n: list[float] = []
        self.stack_s: list[float] = []
        self.stack_next: list[float] = []

    def steps(  # noqa: C901  (each call in its loop costs a hundredth of an hour's analysis)
        self, touch: TouchBlock, force: NDArray[np.float64], touched: NDArray[np.bool_], found: list[Stroke]
    ) -> None:
        """Walk over the samples (n,) of one piece; ``touch`` may be longer."""
        n = len(force)
        self.piece = int(touch.piece[0])
        # Each row is the sums BEFORE a sample, the last one those after all; a running sum has no chunk borders.
        sums = self._running(force, touch.x_mm[:n], touch.y_mm[:n])
        sure_mm = np.fmax(_MOVED_MM, _SIGMAS * touch.sigma_mm[:n])
        places = zip(touch.x_mm[:n].tolist(), touch.y_mm[:n].tolist(), sure_mm.tolist(), strict=True)
        rests = (touch.resting_n[:n] > 0.0).tolist()
        rows = zip(touch.time_s[:n].tolist(), force.tolist(), touched.tolist(), places, rests, strict=True)
        # every sample of every file comes through here: what most of them need stands here, without a call
        stack_n, stack_s, stack_next = self.stack_n, self.stack_s, self.stack_next
        for i, (t, f, on, place, rest) in enumerate(rows):
            if rest or self.rests or self.unsettled_s > 0.0:
                self._notice(f, rest)
            if self.fresh and not f > self.peak_n:
                self._mark_onset()
            if stack_n and stack_n[-1] < f:
                # only the newest sample can be on top without its neighbour; older ones have theirs
                if stack_next[-1] == _NO_NEXT:
                    stack_next[-1] = f
            else:
                while stack_n and stack_n[-1] >= f:
                    stack_n.pop()
                    stack_s.pop()
                    stack_next.pop()
            stack_n.append(f)
            stack_s.append(t)
            stack_next.append(_NO_NEXT)
            if not on:
                if self.phase != _IDLE:
                    self._off(sums[i], found)
                self.low_n = min(self.low_n, f)
            elif self.phase == _TOP:
                self._top(t, f, place, sums[i + 1])
            elif self.phase == _FALLING:
                self._falling(t, f, place, sums[i + 1], found)
            else:
                self._open(t, t, f, sums[i], self.low_n)
                self.peak_x, self.peak_y, _ = place
                self.lingers = self.parted = False
            self.now_s = t
        self.sums = sums[n]

    def _notice(self, f: float, rests: bool) -> None:
        """Forget the force of a second hand that is only now told from the working one: its going is no valley."""
        if rests and not self.rests:
            self.unsettled_s = _NOTICED_S
        self.rests = rests
        if self.unsettled_s > 0.0:
            self.unsettled_s -= self.step_s
            if self.phase == _TOP and f < self.peak_n:
                self.peak_n, self.fresh = f, True
                self.valley_n = min(self.valley_n, f)

    def _off(self, sums: _Sums, found: list[Stroke]) -> None:
        self.sums = sums
        self.lift(found)

    def _top(self, t: float, f: float, place: _Place, sums: _Sums) -> None:
        if f > self.peak_n:
            self.peak_n, self.peak_s, self.fresh = f, t, True
            self.peak_x, self.peak_y, _ = place
        elif f < _SHALLOW * self.peak_n and self.peak_n - f > self.floor_n:
            self.phase = _FALLING
            self.low_n, self.low_s, self.low_sums = f, t, sums

    def _falling(self, t: float, f: float, place: _Place, sums: _Sums, found: list[Stroke]) -> None:
        if f < self.low_n:
            self.low_n, self.low_s, self.low_sums = f, t, sums
        elif self._parts(f, place):
            self._part(t, f, False, found)
            self.peak_x, self.peak_y, _ = place
        elif f > self.peak_n:
            self.phase = _TOP
            self._top(t, f, place, sums)
        elif t - self.low_s > _LET_GO_S and self.low_n < _LET_GO * self.peak_n:
            # Known too late otherwise: the hand stays, but has let go.
            self._part(t, f, True, found)
        elif t - self.low_s > _STALE_S:
            # A stroke is to be known within a second of its end: an older valley parts no more.
            self.low_n, self.low_s, self.low_sums = f, t, sums

    def _parts(self, f: float, place: _Place) -> bool:
        """Whether the rise out of the valley to ``f`` begins another stroke."""
        if f - self.low_n <= max(self.floor_n, _LEAST_RISE * self.peak_n):
            return False
        if self.low_n < _VALLEY * min(f, self.peak_n):
            return True
        x, y, sure_mm = place
        shallow = self.low_n < _SHALLOW * min(f, self.peak_n)
        return shallow and (x - self.peak_x) ** 2 + (y - self.peak_y) ** 2 > sure_mm**2

    def lift(self, found: list[Stroke]) -> None:
        """End the stroke under way, if there is one, with the contact."""
        if self.phase == _IDLE:
            return
        if self.fresh:
            self._mark_onset()
        self._close(self.now_s, self.sums, found)
        self.phase = _IDLE
        self.low_n = np.inf

    def _part(self, t: float, f: float, lingers: bool, found: list[Stroke]) -> None:
        """End the stroke under way in the valley, and begin the next there."""
        self._close(self.low_s, self.low_sums, found)
        self._open(self.low_s, t, f, self.low_sums, self.low_n)
        self.lingers, self.parted = lingers, True

    def _open(self, start_s: float, t: float, f: float, sums: _Sums, valley_n: float) -> None:
        self.phase = _TOP
        self.start_s, self.start_sums, self.valley_n = start_s, sums, valley_n
        self.onset_s, self.peak_s, self.peak_n, self.fresh = start_s, t, f, True

    def _close(self, end_s: float, sums: _Sums, found: list[Stroke]) -> None:
        # What lingers after a press is a stroke of its own only when it lasts or is firm.
        if self.lingers and end_s - self.start_s < _LINGER_S and self.peak_n < _LINGER * self.last_peak_n:
            return
        # A flicker of noise about the threshold rises from nowhere; what rose out of a valley did so by more, though
        # its peak may have been forgotten since.
        if not self.parted and self.valley_n < np.inf and self.peak_n - self.valley_n < self.floor_n:
            return
        impulse, square, x, y, far = (after - before for after, before in zip(sums, self.start_sums, strict=True))
        x, y, far = (x / square, y / square, far / square) if square > 0.0 else (np.nan, np.nan, np.nan)
        found.append(
            Stroke(
                self.start_s,
                max(self.onset_s, self.start_s - 1.0),
                self.peak_s,
                end_s,
                self.peak_n,
                self.from_n,
                impulse * self.step_s / self.peak_n if self.peak_n > 0.0 else 0.0,
                x,
                y,
                max(far - x * x - y * y, 0.0) ** 0.5,
                self.piece,
            )
        )
        self.last_peak_n = self.peak_n

    def _mark_onset(self) -> None:
        """Find the last rise through the onset's level before the peak, which is the newest sample."""
        self.fresh = False
        # Where a piece begins pressed, the least that was seen of the way up is all there is of a valley.
        self.from_n = self.valley_n if self.valley_n < np.inf else self.stack_n[0]
        level = self.from_n + _ONSET * (self.peak_n - self.from_n)
        index = bisect_right(self.stack_n, level) - 1
        if index < 0:
            self.onset_s = self.start_s
            return
        low, high = self.stack_n[index], self.stack_next[index]
        part = (level - low) / (high - low) if high > low else 0.0
        self.onset_s = self.stack_s[index] + part * self.step_s

    def _running(self, force: NDArray[np.float64], x_mm: NDArray[np.float64], y_mm: NDArray[np.float64]) -> list[_Sums]:
        placed = ~np.isnan(x_mm)
        x, y = np.where(placed, x_mm, 0.0), np.where(placed, y_mm, 0.0)
        square = np.where(placed, force * force, 0.0)
        rows = np.empty((5, len(force) + 1))
        rows[:, 0] = self.sums
        rows[0, 1:], rows[1, 1:] = force, square
        rows[2, 1:], rows[3, 1:] = square * x, square * y
        rows[4, 1:] = square * (x * x + y * y)
        sums: list[_Sums] = list(zip(*np.cumsum(rows, axis=1).tolist(), strict=True))
        return sums
