"""Which sensors of a live rig can't be believed, from their raw codes.

A faulty sensor is left out, by name and with a reason, and comes back when it has read well for two seconds. A sensor
that is quiet because nothing presses on it is not faulty.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from thumbwalk.language import told
from thumbwalk.pad import Pad
from thumbwalk.signal.calibration import Calibration, counts_of
from thumbwalk.signal.code_windows import Codes, CodeWindow, code_windows

HINDSIGHT_S = 4.0
"""A fault is known so long after it began at the latest: three seconds without noise, and a window on either side."""
WINDOW_S = 0.5
"""The codes are judged by windows of this length, counted in samples."""

_TOP_CODES = 4  # codes from the top that only a short circuit reaches: no sensor goes below 300 ohms
_OPEN_SHARE = 0.4  # of the bleed resistor's code: a sensor that is there reads at least that resistor
_STUCK_S, _STUCK_N, _SWING_N = 2.0, 1.0, 5.0
"""So long one code, above the lightest firm touch, while the others' sum goes up and down by 5 N. A held hand swings
less; less would call it stuck."""
_FROZEN_S, _LIVELY_CODES, _LIVELY_SHARE = 3.0, 2, 0.75
"""So long not one code of noise, while three quarters of the others show 2 and more. A shorter time calls quiet
sensors stuck."""
_NOISE_N, _NOISE_CODES = 0.5, 20.0
"""From sample to sample, in newtons and in codes: the quickest taps are rough by less
(`tests/signal/test_health.py`)."""
_MOVED_CODES = 24
"""Of 4096: a sensor that never moved by more may be dead. More, and a light touch does not clear it."""
_DEAD_TOTAL_N, _DEAD_SHARE, _DEAD_RADIUS_MM, _DEAD_FRAMES = 3.0, 0.004, 26.0, 8
"""A contact of this force, within this radius, of which the taxel under its middle shows less than 0.4 %, so many
frames long. Fewer frames, and a healthy taxel between two thumbs is called dead."""
_BACK_S = 2.0
"""It has read well for so long when it comes back: shorter, and a loose plug comes and goes."""
_LEAST_BEFORE, _SHORT_S, _SHORT_ROWS = 4, 0.1, 50
"""At a stream's end: so many windows have shown noise before none at all is a fault; the top code is one within so
long, and a single code if that is so many samples. Fewer, and a sensor that is quiet by nature is called broken."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A taxel that is not believed, and why; the reason begins with dead, stuck, saturated or noisy."""

    taxel: str
    reason: str


@dataclass(frozen=True, slots=True)
class Begun:
    """A channel that was left out from ``known_s`` on, and the time at which its fault began."""

    index: int
    since_s: float
    known_s: float


class SensorHealth:
    """Judges the channels of a live rig window by window.

    Feed it every scan; `feed` tells when the verdict changed. Deterministic in the samples' order.

    The verdicts: *saturated* at the top code; *dead*, an open wire (under the bleed resistor's code) or a sensor right
    under a contact that never moved; *stuck*, one code above rest for two seconds while the others swing, or for three
    without the noise that the others have; *noisy*, sample-to-sample noise of 0.5 N and 20 codes or more.

    ``reasons`` holds the present verdict of each channel, ``reported`` those of each that ever had one, one
    for each time that it failed. With
    ``hindsight`` the latest scans are kept, and ``begun`` says of each new verdict when the fault began.
    """

    def __init__(
        self, calibration: Calibration, rate_hz: float, pad: Pad | None = None, *, hindsight: bool = False
    ) -> None:
        self.begun: list[Begun] = []
        self._seen: deque[tuple[NDArray[np.float64], Codes]] | None = (
            deque(maxlen=round(HINDSIGHT_S / WINDOW_S)) if hindsight else None
        )
        self.top_code = np.uint16(2**calibration.bits - 1)
        n = calibration.n_taxels
        self._table = calibration.lookup()
        self._columns = np.arange(n)
        self._top = 2**calibration.bits - 1
        self._open_code = _OPEN_SHARE * float(
            counts_of(calibration.bleed_us, calibration.bits, calibration.divider_ohm)
        )
        self._places_mm = pad.positions_mm if pad is not None and pad.has_positions else None
        self._rows = max(4, round(WINDOW_S * rate_hz))
        self._window_s = self._rows / rate_hz
        self._waiting: list[tuple[NDArray[np.float64], Codes]] = []
        self._n_waiting = 0
        self._least, self._most = np.full(n, self._top), np.zeros(n, dtype=np.int64)
        self._still_s = np.zeros(n)
        self._frozen_s = np.zeros(n)
        self._still_code = np.full(n, -1, dtype=np.int64)
        self._others_n = np.tile([[np.inf], [-np.inf]], (1, n))
        self._silent_frames = np.zeros(n, dtype=np.int64)
        self._well_s = np.full(n, np.inf)
        self._quiet_windows = np.zeros(n, dtype=np.int64)  # in a row, up to now
        self._was_quiet = np.zeros(n, dtype=np.bool_)  # and moved again after that
        self._windows = 0
        self.reasons: list[str | None] = [None] * n
        self.reported: dict[int, list[str]] = {}

    @property
    def left_out(self) -> NDArray[np.bool_]:
        """Which channels are not believed now, (n_taxels,)."""
        return np.array([reason is not None for reason in self.reasons])

    def feed(self, time_s: NDArray[np.float64], counts: NDArray[np.uint16]) -> list[tuple[float, tuple[bool, ...]]]:
        """Scans in; out the times from which another set of channels is left out, each with that set."""
        self._waiting.append((time_s, counts))
        self._n_waiting += len(counts)
        if self._n_waiting < self._rows:
            return []
        times_s, codes = self._all_waiting()
        whole = len(codes) // self._rows * self._rows
        self._waiting, self._n_waiting = [(times_s[whole:], codes[whole:].copy())], len(codes) - whole
        windows = codes[:whole].reshape(-1, self._rows, codes.shape[1])
        changes: list[tuple[float, tuple[bool, ...]]] = []
        for number, window in enumerate(code_windows(windows, self._table)):
            seen_s = times_s[number * self._rows :][: self._rows]
            before = [reason is None for reason in self.reasons]
            self._judge(window)
            self._look_back(before, seen_s, windows[number])
            if before != [reason is None for reason in self.reasons]:
                changes.append((float(seen_s[-1]), tuple(bool(out) for out in self.left_out)))
        return changes

    def _all_waiting(self) -> tuple[NDArray[np.float64], Codes]:
        """The scans that no window has had yet."""
        if len(self._waiting) == 1:
            return self._waiting[0]
        return np.concatenate([times for times, _ in self._waiting]), np.concatenate(
            [rows for _, rows in self._waiting]
        )

    def finish(self) -> None:
        """Judge the stream's end by what there is of it: there a fault has no seconds to show itself.

        The last half second is a window like any other, the top code is a fault within a tenth; and a sensor that has
        always shown noise before, and shows none in it while nearly all others do, has gone.
        """
        if self._seen is None or not self._seen:
            return
        seen, (times_s, part) = list(self._seen), self._all_waiting()
        codes = np.concatenate([seen[-1][1][len(part) :], part])
        n_last = max(4, round(_SHORT_S * len(codes) / WINDOW_S))
        window, last = (next(code_windows(some[None], self._table)) for some in (codes, codes[-n_last:]))
        bad = {**self._noisy(window), **self._gone_quiet(window, 1), **self._open(window)}
        bad |= self._gone_quiet(last, 0) if n_last >= _SHORT_ROWS else {}
        bad |= self._shorted(last)
        new = {index: reason for index, reason in bad.items() if self.reasons[index] is None}
        self._report(new)
        for index, reason in new.items():
            self.reasons[index] = reason
            self._well_s[index] = 0.0
        self._begin(new, [*seen, (times_s, part)])

    def _gone_quiet(self, window: CodeWindow, most_high: int) -> dict[int, str]:
        """Still all through some samples, after windows that never were, while others are as lively as ever.

        A sensor that is pressed may move by ``most_high`` codes.
        """
        most, lively = window.most, _are_lively(window)
        before = self._windows - self._quiet_windows
        high = self._pressed(window)
        still = window.spread <= most_high * high
        found = np.flatnonzero(still & lively & ~self._was_quiet & (before >= _LEAST_BEFORE))
        return {int(i): told("stuck: reads code {most} without even noise", most=most[i]) for i in found}

    def _look_back(self, was_well: list[bool], times_s: NDArray[np.float64], codes: Codes) -> None:
        """Note when each fault that is new in this window began: with its first sample of the same kind."""
        if self._seen is None:
            return
        self._seen.append((times_s, codes))
        new = {i: reason for i, reason in enumerate(self.reasons) if reason is not None and was_well[i]}
        self._begin(new, list(self._seen))

    def _begin(self, new: dict[int, str], seen: list[tuple[NDArray[np.float64], Codes]]) -> None:
        for index, reason in new.items():
            time_s = np.concatenate([times for times, _ in seen])
            codes = np.concatenate([rows[:, index] for _, rows in seen]).astype(np.int64)
            like_now = np.abs(codes - codes[-1]) <= 1
            if reason.startswith(("noisy", "saturated")) or "open wire" in reason:
                # a short circuit is told by its codes alone; the others by the window in which they showed
                like_now = np.arange(len(codes)) >= len(codes) - self._rows
                like_now &= not reason.startswith("saturated")
                like_now |= codes > self._top - _TOP_CODES if reason.startswith("saturated") else False
                like_now |= codes < self._open_code if "open wire" in reason else False
            others = np.flatnonzero(~like_now)
            since = int(others[-1]) + 1 if len(others) else 0
            if since < len(time_s):
                self.begun.append(Begun(index, float(time_s[since]), float(time_s[-1])))

    def _judge(self, window: CodeWindow) -> None:
        self._least, self._most = np.minimum(self._least, window.least), np.maximum(self._most, window.most)
        self._windows += 1
        quiet = window.spread <= 1
        self._was_quiet |= (self._quiet_windows > 0) & ~quiet
        self._quiet_windows = np.where(quiet, self._quiet_windows + 1, 0)
        bad: dict[int, str] = {}
        for judged in (self._noisy, self._silent, self._frozen, self._stuck, self._open, self._shorted):
            bad |= judged(window)
        self._report(bad)
        self._well_s += self._window_s
        for index, reason in bad.items():
            self._well_s[index] = 0.0
            self.reasons[index] = reason
        if any(reason is not None for reason in self.reasons):
            for index in np.flatnonzero(self._well_s >= _BACK_S).tolist():
                self.reasons[index] = None

    def _report(self, bad: dict[int, str]) -> None:
        """Keep a verdict for each time that a channel fails: the latest of that time."""
        for index, reason in bad.items():
            told = self.reported.setdefault(index, [])
            if told and self.reasons[index] is not None:
                told[-1] = reason
            else:
                told.append(reason)

    def _shorted(self, window: CodeWindow) -> dict[int, str]:
        """At the top code all through the window."""
        high = window.least > self._top - _TOP_CODES
        if not high.any():
            return {}
        reason = told("saturated: at the converter's top code; look for a short circuit")
        return {int(i): reason for i in np.flatnonzero(high)}

    def _open(self, window: CodeWindow) -> dict[int, str]:
        """Under the bleed resistor's code; if most channels are, then there are no such resistors."""
        if self._open_code <= 0.0:
            return {}
        low = window.mean < self._open_code
        if not low.any() or 2 * np.count_nonzero(low) > len(low):
            return {}
        return {int(i): told("dead: reads like an open wire; look at its plug") for i in np.flatnonzero(low)}

    def _stuck(self, window: CodeWindow) -> dict[int, str]:
        """The same code for long, well above rest, while the sum of the others goes far up and down."""
        still = (window.spread <= 1) & (np.abs(window.most - self._still_code) <= 1)
        self._still_code = np.where(still, self._still_code, window.most)
        if not still.any():
            self._others_n[:], self._still_s[:] = window.others_n, 0.0
            return {}
        self._others_n[:, ~still] = [[np.inf], [-np.inf]]
        np.minimum(self._others_n[0], window.others_n[0], out=self._others_n[0])
        np.maximum(self._others_n[1], window.others_n[1], out=self._others_n[1])
        self._still_s = np.where(still, self._still_s + self._window_s, 0.0)
        swung = self._others_n[1] - self._others_n[0] >= _SWING_N
        stuck = still & swung & (self._still_s >= _STUCK_S) & self._pressed(window)
        return {
            int(i): told("stuck: reads code {most} whatever happens", most=window.most[i])
            for i in np.flatnonzero(stuck)
        }

    def _pressed(self, window: CodeWindow) -> NDArray[np.bool_]:
        """Which taxels show more than the lightest firm touch at their highest."""
        return np.asarray(self._table[self._columns, window.most] >= _STUCK_N)

    def _frozen(self, window: CodeWindow) -> dict[int, str]:
        """Without even the converter's noise for seconds, while nearly all the others have it."""
        still = window.spread == 0
        if not still.any():
            self._frozen_s[:] = 0.0
            return {}
        if _are_lively(window):
            self._frozen_s = np.where(still, self._frozen_s + self._window_s, 0.0)
        else:
            self._frozen_s[~still] = 0.0
        frozen = still & (self._frozen_s >= _FROZEN_S)
        if not self._open_code:
            # without a bleed a sensor that nothing presses on reads one code, and is well
            frozen &= self._pressed(window)
        return {
            int(i): told("stuck: reads code {most} without even noise", most=window.most[i])
            for i in np.flatnonzero(frozen)
        }

    def _silent(self, window: CodeWindow) -> dict[int, str]:
        """Never moved, though a compact contact stood right over it again and again."""
        never_moved = self._most - self._least <= _MOVED_CODES
        self._silent_frames[~never_moved] = 0
        if self._places_mm is None or not never_moved.any():
            return {}
        load = np.maximum(window.force_n - self._table[self._columns, self._least], 0.0)
        total = load.sum(axis=1)
        load, total = load[total >= _DEAD_TOTAL_N], total[total >= _DEAD_TOTAL_N]
        if len(load):
            share = load / total[:, None]
            centre = (share[:, :, None] * self._places_mm).sum(axis=1)
            away2 = ((self._places_mm - centre[:, None, :]) ** 2).sum(axis=2)
            nearest = away2.argmin(axis=1)
            compact = (share * away2).sum(axis=1) <= _DEAD_RADIUS_MM**2
            silent = compact & (share[np.arange(len(load)), nearest] < _DEAD_SHARE)
            np.add.at(self._silent_frames, nearest[silent], 1)
        found = np.flatnonzero(never_moved & (self._silent_frames >= _DEAD_FRAMES))
        return {int(i): told("dead: reads nothing with the contact right over it") for i in found}

    def _noisy(self, window: CodeWindow) -> dict[int, str]:
        """Rough from sample to sample, in codes and in newtons: no hand moves like that."""
        sigma = window.sigma
        if not (sigma >= _NOISE_CODES).any():
            return {}
        level = np.clip(window.mean, 1.0, self._top - 1.0)
        high = np.minimum(level + sigma, self._top).astype(np.int64)
        low = np.maximum(level - sigma, 0.0).astype(np.int64)
        sigma_n = 0.5 * (self._table[self._columns, high] - self._table[self._columns, low])
        noisy = (sigma >= _NOISE_CODES) & (sigma_n >= _NOISE_N)
        return {
            int(i): told("noisy: jumps by {sigma_n:.1f} N from sample to sample", sigma_n=sigma_n[i])
            for i in np.flatnonzero(noisy)
        }


def _are_lively(window: CodeWindow) -> bool:
    """Whether nearly all taxels show noise."""
    return bool(np.count_nonzero(window.spread >= _LIVELY_CODES) >= _LIVELY_SHARE * len(window.spread))
