"""What a stream lacks without a word of the board's: time in which it took no scans, and counted none as lost."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from thumbwalk.signal.grid import GAP_S

_LEAST_STEPS = 3.0
"""Of a slow stream a gap is longer than so many of its steps."""


class StreamGaps:
    """Finds the gaps in a stream's times that no break explains; the same in any chunks."""

    def __init__(self) -> None:
        self._newest_us: int | None = None
        self._explained_us: set[int] = set()

    def explain(self, device_us: int) -> None:
        """Take note that the board or the wire has told why nothing came before what was measured at this time."""
        self._explained_us.add(device_us)

    def feed(self, time_us: NDArray[np.int64], rate_hz: float) -> list[tuple[int, int]]:
        """Take scans' times (n,), us; give each gap: the time of the first that is missing, and of the next."""
        least_us = max(GAP_S, _LEAST_STEPS / rate_hz) * 1e6
        before_us, last_us = self._newest_us, int(time_us[-1])
        self._newest_us = last_us if before_us is None else max(before_us, last_us)
        explained = self._explained_us
        # of cells rows from before a break may come behind its news
        self._explained_us = {one for one in explained if one > last_us} if explained else explained
        if before_us is None:
            before_us = int(time_us[0])
        if last_us - before_us <= least_us:
            return []
        if max(int((time_us[1:] - time_us[:-1]).max(initial=0)), int(time_us[0]) - before_us) <= least_us:
            return []
        times_us = np.concatenate(([before_us], time_us))
        steps_us = np.diff(times_us)
        step_us = round(1e6 / rate_hz)
        return [
            (int(times_us[at]) + step_us, int(times_us[at + 1]))
            for at in np.flatnonzero(steps_us > least_us).tolist()
            # of cells no row need lie at the very time
            if not any(times_us[at] < one <= times_us[at + 1] for one in explained)
        ]
