"""How old a press is when a window shows it: a writer plays a board on USB, a window reads it. POSIX only (a pty).

What is measured is the time from a press at a random moment to the end of the repaint that shows it.
"""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import time
import tty
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from thumbwalk.bench.usb_writer import press_schedule
from thumbwalk.link.ports import RigLink
from thumbwalk.rig.opening import open_board

WARM_UP_S = 4.0
SHOWN_N = 1.0
"""Total force from which a repaint shows the press; the press itself is a step to 3.5 N."""
_SEED = 11


class Stopwatch:
    """Told of the end of each repaint: when each press was first shown, and how often was painted.

    Parameters
    ----------
    started_s : float
        When the schedule of presses began, on the monotonic clock.
    presses_s : (n,) float64
        When each press is, seconds of the schedule.
    """

    def __init__(self, started_s: float, presses_s: NDArray[np.float64]) -> None:
        self._moments = started_s + presses_s
        self._from_s = time.monotonic() + WARM_UP_S
        self._shown = False
        self.latencies_ms: list[float] = []
        self.frames = 0
        self.cpu_s = self.wall_s = 0.0

    def painted(self, total_n: float) -> None:
        """Note a repaint that has just ended, by the force that it shows."""
        now = time.monotonic()
        shown = total_n > SHOWN_N
        if now >= self._from_s:
            if not self.frames:
                self._cpu_from, self._wall_from = time.process_time(), now
            self.frames += 1
            self.cpu_s, self.wall_s = time.process_time() - self._cpu_from, now - self._wall_from
            if shown and not self._shown:
                press = int(np.searchsorted(self._moments, now)) - 1
                self.latencies_ms.append((now - float(self._moments[press])) * 1e3)
        self._shown = shown

    def figures(self) -> dict[str, object]:
        """Percentiles of the latency, frames a second, and cores that this process used."""
        p50, p95, p99 = np.percentile(self.latencies_ms, [50, 95, 99])
        return {
            "press_to_pixel_ms": {"p50": float(p50), "p95": float(p95), "p99": float(p99)},
            "presses": len(self.latencies_ms),
            "fps": (self.frames - 1) / self.wall_s,
            "cores": self.cpu_s / self.wall_s,
        }


def watched(show: Callable[[RigLink, Stopwatch, float], None], seconds: float) -> dict[str, object]:
    """Have a window show a board's stream for so many seconds behind its warm-up, and give the figures.

    ``show`` is given the open rig, the watch to tell of each repaint, and for how long.
    """
    seconds += WARM_UP_S
    master, slave = pty.openpty()
    tty.setraw(slave)
    writer = subprocess.Popen(
        [sys.executable, "-m", "thumbwalk.bench.usb_writer", str(master), str(seconds + 6.0), str(_SEED)],
        pass_fds=(master,),
    )
    try:
        with open_board(os.ttyname(slave)) as rig:
            watch = Stopwatch(float(rig.hello.name), press_schedule(seconds + 6.0, _SEED))
            show(rig.link, watch, seconds)
    finally:
        writer.terminate()
        writer.wait()
    return watch.figures()
