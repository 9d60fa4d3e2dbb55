"""Renews the README's pictures: a drill of the virtual rig in the middle, and its end. Run by ``make pictures``."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import numpy as np

from thumbwalk.cli.main import run
from thumbwalk.link.wire import Scans, Tally
from thumbwalk.session.practice import Practice
from thumbwalk.session.recording import open_recording
from thumbwalk.session.screen.snapshot import Snapshot

HERE = Path(__file__).parent
DRILL = "walk-2"
MOMENT_S = 21.9
"""In the first set, in the middle of a bite."""


class Moment:
    """A snapshot source that stands still."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def snapshot(self) -> Snapshot:
        """Give the one snapshot."""
        return self._snapshot


def main() -> None:
    """Make both pictures."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    # Qt reads its platform when it is loaded
    from thumbwalk.app.window import picture  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        # what is shown is nobody's practice
        os.environ["THUMBWALK_HOME"] = str(Path(folder) / "home")
        if run(
            [
                "practice",
                "--virtual",
                "--fast",
                "--seed",
                "7",
                "--hand",
                "beginner",
                "--drill",
                DRILL,
                "--out",
                str(out),
            ]
        ):
            sys.exit(1)
        recording = open_recording(out / "practice.twr")
        practice = Practice(recording.pad, recording.calibration)
        for event in recording.events():
            if isinstance(event, Scans):
                # in portions as small as a wire gives them, to stop within a press
                for at in range(0, len(event.time_us), 10):
                    practice.take(Scans(event.time_us[at : at + 10], event.counts[at : at + 10]))
                    now = practice.snapshot(Tally(), connected=True)
                    touch = now.touch
                    if now.time_s >= MOMENT_S and touch.total_n > np.max(touch.strip_n[-400:]) * 0.95:
                        png = picture(Moment(now), pad=recording.pad, foot="right")
                        (HERE / "live.png").write_bytes(png)
                        break
                else:
                    continue
                break
            practice.take(event)
        (out / "window.png").replace(HERE / "window.png")


if __name__ == "__main__":
    main()
