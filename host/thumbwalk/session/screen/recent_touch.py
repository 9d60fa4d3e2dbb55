"""The last seconds of force and the thumb's trail, kept while the stream runs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from thumbwalk.touch.touch_block import TouchBlock

STRIP_S = 8.0
"""Some presses at the pace of most drills."""
TRAIL_S = 1.2
"""A thumb's last way, not its whole one."""

Rows = NDArray[np.float64]


class RecentTouch:
    """The newest rows of (time_s, total_n, x_mm, y_mm, and a second hand's x_mm, y_mm).

    They are in a buffer twice as long as what is asked for.

    A row is written once and never moved while a view of it is in use: when the buffer is full a new one begins. What
    there is stands in one reference, so that another thread may look while a block is taken.
    """

    def __init__(self, rate_hz: float) -> None:
        self._strip_rows = int(np.ceil(STRIP_S * rate_hz))
        self._trail_rows = int(np.ceil(TRAIL_S * rate_hz))
        self._held: tuple[Rows, int] = np.empty((2 * self._strip_rows, 6)), 0

    def take(self, touch: TouchBlock) -> None:
        """Append a block."""
        columns = (touch.time_s, touch.total_n, touch.x_mm, touch.y_mm, touch.second_x_mm, touch.second_y_mm)
        new = np.column_stack(columns)[-self._strip_rows :]
        rows, end = self._held
        if end + len(new) > len(rows):
            kept = rows[max(end - self._strip_rows, 0) : end]
            rows, end = np.empty_like(rows), len(kept)
            rows[:end] = kept
        rows[end : end + len(new)] = new
        self._held = rows, end + len(new)

    def strip(self, now_s: float, now_n: float) -> tuple[Rows, Rows]:
        """Times and total force of the last seconds, with the newest sample as their last point."""
        held, end = self._held
        rows = held[max(end - self._strip_rows, 0) : end]
        if not len(rows) or now_s <= rows[-1, 0]:
            return rows[:, 0], rows[:, 1]
        return np.append(rows[:, 0], now_s), np.append(rows[:, 1], now_n)

    def trail(self, *, second: bool = False) -> Rows:
        """Where the thumb, or a second one, was of late, (m, 2); the lifts are left out."""
        held, end = self._held
        columns = slice(4, 6) if second else slice(2, 4)
        places = held[max(end - self._trail_rows, 0) : end, columns]
        return places[~np.isnan(places[:, 0])]
