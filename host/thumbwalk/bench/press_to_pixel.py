"""Press to pixel: from a press at a random moment to the end of the repaint of the practice that shows it. POSIX only.

Run as ``python -m thumbwalk.bench.press_to_pixel SECONDS``; prints one line of JSON. A writer process plays a board on
USB (`stopwatch`); this process runs what a practice runs: reader thread, recording, chain, drill and window.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from thumbwalk.app.shell import Shell
from thumbwalk.app.window import run_practice
from thumbwalk.bench.stopwatch import Stopwatch, watched
from thumbwalk.coach.drill.document import DrillDocument
from thumbwalk.coach.drill.drills_file import drill_named, packaged_drills
from thumbwalk.coach.targets.caps import packaged_caps
from thumbwalk.coach.targets.targets_file import packaged_targets
from thumbwalk.link.ports import RigLink
from thumbwalk.pad import rig_pad
from thumbwalk.session.begin import prepared, recorded
from thumbwalk.session.listener import OnsetWatch
from thumbwalk.signal.calibration import Calibration


def main() -> None:
    """Measure, and print the figures."""
    print(json.dumps(watched(_practise, float(sys.argv[1]))))


def _practise(rig: RigLink, watch: Stopwatch, seconds: float) -> None:
    once = drill_named("first-steps", packaged_drills())
    # as often as it takes: behind a drill the screen stands still
    drill = replace(once, sets=once.sets * (1 + int(seconds / once.duration_s)))
    document = DrillDocument.of(drill, packaged_targets(), packaged_caps())
    practice = prepared(rig, rig_pad(), Calibration.generic(16), document)
    ends_s, onsets = time.monotonic() + seconds, OnsetWatch()

    def hook(window: Shell) -> None:
        window.painted = lambda snapshot: watch.painted(snapshot.touch.total_n)
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
