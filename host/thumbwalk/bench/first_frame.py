"""Start to first live frame: run as ``python -m thumbwalk.bench.first_frame``, prints the monotonic moment of it.

It loads and starts what ``thumbwalk practice --virtual`` does with a display, in the same order, offscreen, and closes
the window at the first repaint that shows a scan.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

# the command line's own libraries are loaded because a user waits for them too
import rich.progress
import rich.table  # noqa: F401
import typer  # noqa: F401

from thumbwalk.app import platform
from thumbwalk.coach.drill.document import DrillDocument
from thumbwalk.coach.drill.drills_file import drill_named, packaged_drills
from thumbwalk.coach.targets.caps import packaged_caps
from thumbwalk.coach.targets.targets_file import packaged_targets
from thumbwalk.pad import builtin_pad
from thumbwalk.rig.opening import open_virtual
from thumbwalk.session.begin import prepared, recorded
from thumbwalk.session.screen.snapshot import Snapshot
from thumbwalk.signal.calibration import Calibration
from thumbwalk.virtual.foot import FootSpec


def main() -> None:
    """Start a practice, and end it at its first live frame."""
    moments: list[float] = []

    def painted(snapshot: Snapshot) -> None:
        if snapshot.time_s > 0:
            moments.append(time.monotonic())

    start = open_virtual(FootSpec(drill="first-steps"), meanwhile=platform.load)
    with start as rig, tempfile.TemporaryDirectory() as folder:
        drill = drill_named("first-steps", packaged_drills())
        document = DrillDocument.of(drill, packaged_targets(), packaged_caps())
        practice = prepared(rig.link, builtin_pad(), Calibration.generic(16), document)
        with recorded(rig.link, practice, Path(folder) / "practice.twr", created=None) as session:
            # where the command loads it, too
            from thumbwalk.app.shell import Shell  # noqa: PLC0415
            from thumbwalk.app.window import run_practice  # noqa: PLC0415

            session.start()

            def hook(window: Shell) -> None:
                window.painted = painted

            run_practice(
                session,
                pad=practice.pad,
                foot="right",
                hand=rig.hand,
                on_open=hook,
                close_when=lambda _window: bool(moments),
            )
    print(moments[0])


if __name__ == "__main__":
    main()
