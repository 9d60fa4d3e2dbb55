"""The newest raw counts of a session, for whoever weighs a tile while the stream goes on."""

from __future__ import annotations

from collections import deque

import numpy as np
from numpy.typing import NDArray

from thumbwalk.link.board_state import Status
from thumbwalk.link.wire import Scans
from thumbwalk.rig.calibrating import READ_S
from thumbwalk.session.listener import Heard
from thumbwalk.signal.wizard import Settled, settled


class NewestCounts:
    """Keeps the last half second of scans, and each channel's highest code since it was asked for.

    It hears on the reader's thread, and may be asked on any.
    """

    def __init__(self) -> None:
        self._scans: deque[tuple[int, NDArray[np.uint16]]] = deque()
        self._highest: NDArray[np.float64] | None = None
        self._supply_ratio: float | None = None

    def hear(self, heard: Heard) -> None:
        """Take scans, and what the board says of its supply."""
        if isinstance(heard, Status):
            self._supply_ratio = heard.supply_ratio
        if not isinstance(heard, Scans) or not len(heard.counts):
            return
        last_us = int(heard.time_us[-1])
        if self._scans and last_us < self._scans[-1][0]:
            self.forget()
        self._scans.append((last_us, heard.counts))
        while self._scans[0][0] < last_us - 1e6 * READ_S:
            self._scans.popleft()
        most = heard.counts.max(axis=0).astype(np.float64)
        before = self._highest
        self._highest = most if before is None or len(before) != len(most) else np.maximum(before, most)

    def forget(self) -> None:
        """Know nothing: another stream begins."""
        self._scans.clear()
        self._highest = None

    def settled(self) -> Settled:
        """What the last half second amounts to. Raises CalibrationError when nothing came."""
        counts = [scans for _, scans in tuple(self._scans)]
        return settled(np.concatenate(counts) if counts else np.empty((0, 1), np.uint16), self._supply_ratio)

    def spread(self) -> NDArray[np.float64]:
        """The codes' standard deviation over the last half second, (n_taxels,); empty before there is any."""
        counts = [scans for _, scans in tuple(self._scans)]
        return np.concatenate(counts).astype(np.float64).std(axis=0) if counts else np.empty(0)

    def peaks(self) -> NDArray[np.float64]:
        """Each channel's highest code since this was last asked, (n_taxels,).

        Raises
        ------
        CalibrationError
            When nothing came since.
        """
        found, self._highest = self._highest, None
        return self.settled().counts if found is None else found
