"""The device's clock against the host's, by regression over ping pairs.

The arrival of bytes says little about when a scan was taken; a ping that was answered bounds it from both sides.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np

_KEPT = 64
"""Pairs, a minute of them: their jitter is averaged away by the root of it, 8; more follow a warming crystal late."""
_OUTLIER_SIGMA = 5.0
"""Klipper's clocksync's rule: both, or a quiet line would throw away what is only a little late."""
_OUTLIER_S = 500e-6
_STEPPED = 4
"""So many outliers one after the other are no late answers; less would take two of them for a step."""
_LEAP_S = 1.0
"""So far no two clocks drift apart between two pings; a host that sleeps is behind by more."""


@dataclass(frozen=True, slots=True)
class ClockPair:
    """One ping: the host's monotonic clock before and after, and the device's clock in between."""

    sent_s: float
    received_s: float
    device_us: int


class DeviceClock:
    """Maps unwrapped device microseconds to the host's monotonic seconds.

    Pairs that lie both 5 sigma and 500 us off the line are thrown away (the rule of Klipper's clocksync), the newest
    64 others carry the line. Until there are two pairs the nominal rate is taken.

    Attributes
    ----------
    rejected : int
        Pairs that were thrown away.
    leapt_s : float
        How far the device's clock leapt ahead of the host's, all leaps of over a second together: the host's clock
        stands still while the computer sleeps, the device's goes on.
    """

    def __init__(self) -> None:
        self._pairs: deque[ClockPair] = deque(maxlen=_KEPT)
        self._slope = 1e-6
        self._origin_us = 0
        self._origin_s = 0.0
        self.rejected = 0
        self._rejected_running = 0
        self.leapt_s = 0.0

    def add(self, pair: ClockPair) -> bool:
        """Take a pair; False if it was an outlier and thrown away."""
        if self._pairs and abs(leap_s := self._leap_s(pair)) > _LEAP_S:
            # no answer is late by so much, since later ones than a ping's successor are not taken
            self.leapt_s += leap_s
            self.restart()
        if len(self._pairs) >= 8:
            residuals = np.array([_middle(p) - self.host_s(p.device_us) for p in self._pairs])
            off = abs(_middle(pair) - self.host_s(pair.device_us))
            if off > _OUTLIER_S and off > _OUTLIER_SIGMA * float(residuals.std()):
                self.rejected += 1
                self._rejected_running += 1
                if self._rejected_running < _STEPPED:
                    return False
                # so many in a row are no late answers: the device's clock has stepped
                self._pairs.clear()
        self._rejected_running = 0
        self._pairs.append(pair)
        self._fit()
        return True

    def restart(self) -> None:
        """Forget the pairs: the device's clock goes on anew, and says nothing of what was before."""
        self._pairs.clear()
        self._rejected_running = 0

    def _leap_s(self, pair: ClockPair) -> float:
        """By how much the device's clock went further than the host's since the newest pair."""
        newest = self._pairs[-1]
        return (pair.device_us - newest.device_us) * self._slope - (_middle(pair) - _middle(newest))

    def host_s(self, device_us: int) -> float:
        """The host's monotonic seconds at a device time."""
        return self._origin_s + self._slope * (device_us - self._origin_us)

    @property
    def drift_ppm(self) -> float:
        """How much slower (positive) the device's clock runs than the host's, in parts per million."""
        return (self._slope * 1e6 - 1.0) * 1e6

    @property
    def pairs(self) -> int:
        """How many pairs carry the line."""
        return len(self._pairs)

    def _fit(self) -> None:
        device = np.array([p.device_us for p in self._pairs], dtype=np.float64)
        host = np.array([_middle(p) for p in self._pairs])
        self._origin_us, self._origin_s = int(device.mean()), float(host.mean())
        spread = device - device.mean()
        # a line through points that lie closer together than a second would only amplify the ping's jitter
        if float(np.ptp(device)) >= 1e6:
            self._slope = float(spread @ (host - host.mean()) / (spread @ spread))


def _middle(pair: ClockPair) -> float:
    return 0.5 * (pair.sent_s + pair.received_s)
