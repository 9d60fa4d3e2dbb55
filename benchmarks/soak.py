"""Memory of the live chain over minutes: the virtual rig in real time, chain, recording and window offscreen.

Run: python benchmarks/soak.py [--minutes 10]; prints the resident memory and the blocks that Python has in use each
minute, and the memory's slope after the first two minutes in megabytes an hour. Memory that grows while the blocks stay
is heap that was touched for the first time, and levels off; of a leak both grow. Linux only.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from thumbwalk.app.shell import Shell
from thumbwalk.app.window import run_practice
from thumbwalk.pad import rig_pad
from thumbwalk.rig.opening import open_virtual
from thumbwalk.rig.trial_rig import VirtualHand
from thumbwalk.session.begin import prepared, recorded
from thumbwalk.signal.calibration import Calibration
from thumbwalk.virtual.foot import FootSpec

WARM_UP_S = 120.0
EVERY_S = 5.0


def resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


class Watch:
    """Presses the virtual foot now and then, and notes the memory."""

    def __init__(self, rig: VirtualHand, minutes: float) -> None:
        self._rig, self._start, self._end = rig, time.monotonic(), time.monotonic() + 60.0 * minutes
        self._next = self._start
        self.samples: list[tuple[float, float]] = []
        self._rng = np.random.default_rng(0)

    def __call__(self, _window: Shell) -> bool:
        """Look, ten times a second; True when the time is over."""
        now = time.monotonic()
        if now >= self._next:
            self._next += EVERY_S
            self.samples.append((now - self._start, resident_mb()))
            if len(self.samples) % 12 == 1:
                at_s, used_mb = self.samples[-1]
                blocks = f"{sys.getallocatedblocks() / 1000:.0f} 000 blocks"
                print(f"{at_s / 60:5.1f} min  {used_mb:7.2f} MB  {blocks}", flush=True)
        if self._rng.random() < 0.2:
            x_mm, y_mm = float(self._rng.uniform(60, 200)), float(self._rng.uniform(35, 75))
            self._rig.press(x_mm, y_mm, float(self._rng.uniform(2, 15)))
        elif self._rng.random() < 0.2:
            self._rig.release()
        return now > self._end


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=10.0)
    minutes = parser.parse_args().minutes
    with open_virtual(FootSpec()) as rig, tempfile.TemporaryDirectory() as folder:
        assert rig.hand is not None  # noqa: S101  a virtual rig has one
        watch = Watch(rig.hand, minutes)
        practice = prepared(rig.link, rig_pad(), Calibration.generic(16))
        with recorded(rig.link, practice, Path(folder) / "soak.twr", created=None) as session:
            session.start()
            run_practice(session, pad=practice.pad, foot="right", close_when=watch)
    samples = np.array(watch.samples)
    late = samples[samples[:, 0] >= min(WARM_UP_S, 30.0 * minutes)]
    slope = np.polyfit(late[:, 0], late[:, 1], 1)[0] * 3600.0
    tally = session.snapshot().stream
    lost = f"{tally.lost_frames} lost, {tally.bad_frames} bad frames, {tally.dropped} dropped"
    print(f"{slope:+.2f} MB/h after warm-up; {lost}")


if __name__ == "__main__":
    main()
