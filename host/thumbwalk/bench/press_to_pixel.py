"""Press to pixel: from a press at a random moment to the end of the repaint that shows it. POSIX only (it needs a pty).

Run as ``python -m thumbwalk.bench.press_to_pixel SECONDS``; prints one line of JSON. A writer process plays a board on
USB (``usb_writer``); this process runs what a practice runs: reader thread, recording, chain, drill and window.
"""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
import tempfile
import time
import tty
from dataclasses import replace
from pathlib import Path

import numpy as np

from thumbwalk.app.shell import Shell
from thumbwalk.app.window import run_practice
from thumbwalk.bench.usb_writer import press_schedule
from thumbwalk.coach.drill.document import DrillDocument
from thumbwalk.coach.drill.drills_file import drill_named, packaged_drills
from thumbwalk.coach.targets.caps import packaged_caps
from thumbwalk.coach.targets.targets_file import packaged_targets
from thumbwalk.link.ports import RigLink
from thumbwalk.pad import builtin_pad
from thumbwalk.rig.opening import open_board
from thumbwalk.session.begin import prepared, recorded
from thumbwalk.session.listener import OnsetWatch
from thumbwalk.session.screen.snapshot import Snapshot
from thumbwalk.signal.calibration import Calibration

WARM_UP_S = 4.0
SHOWN_N = 1.0
"""Total force from which a repaint shows the press; the press itself is a step to 3.5 N."""


class Stopwatch:
    """Hooked to the end of each repaint: when each press was first shown, and how often was painted."""

    def __init__(self, started_s: float, presses_s: np.ndarray[tuple[int], np.dtype[np.float64]]) -> None:
        self._moments = started_s + presses_s
        self._from_s = time.monotonic() + WARM_UP_S
        self._shown = False
        self.latencies_ms: list[float] = []
        self.frames = 0
        self.cpu_s = self.wall_s = 0.0

    def __call__(self, snapshot: Snapshot) -> None:
        """Note a repaint that has just ended."""
        now = time.monotonic()
        shown = snapshot.touch.total_n > SHOWN_N
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


def main() -> None:
    """Measure, and print the figures."""
    seconds, seed = float(sys.argv[1]) + WARM_UP_S, 11
    master, slave = pty.openpty()
    tty.setraw(slave)
    writer = subprocess.Popen(
        [sys.executable, "-m", "thumbwalk.bench.usb_writer", str(master), str(seconds + 6.0), str(seed)],
        pass_fds=(master,),
    )
    try:
        with open_board(os.ttyname(slave)) as rig:
            started_s = float(rig.hello.name)
            watch = Stopwatch(started_s, press_schedule(seconds + 6.0, seed))
            _practise(rig.link, watch, seconds)
    finally:
        writer.terminate()
        writer.wait()
    print(json.dumps(watch.figures()))


def _practise(rig: RigLink, watch: Stopwatch, seconds: float) -> None:
    once = drill_named("first-steps", packaged_drills())
    # as often as it takes: behind a drill the screen stands still
    drill = replace(once, sets=once.sets * (1 + int(seconds / once.duration_s)))
    document = DrillDocument.of(drill, packaged_targets(), packaged_caps())
    practice = prepared(rig, builtin_pad(), Calibration.generic(16), document)
    ends_s, onsets = time.monotonic() + seconds, OnsetWatch()

    def hook(window: Shell) -> None:
        window.painted = watch
        onsets.tell(window.wake.emit)

    with (
        tempfile.TemporaryDirectory() as folder,
        recorded(rig, practice, Path(folder) / "bench.twr", onsets, created=None) as session,
    ):
        session.start()
        run_practice(
            session,
            pad=practice.pad,
            foot="right",
            close_when=lambda _window: time.monotonic() > ends_s,
            on_open=hook,
            on_close=lambda: onsets.tell(None),
        )


if __name__ == "__main__":
    main()
