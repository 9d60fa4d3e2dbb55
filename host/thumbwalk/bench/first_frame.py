"""Start to first live frame: run as ``python -m thumbwalk.bench.first_frame``, prints the monotonic moment of it.

It loads and starts what ``thumbwalk practice --virtual`` does with a display, in the same order, offscreen, and closes
the window at the first repaint that shows a scan.
"""

from __future__ import annotations

import time

# the command line's own libraries are loaded because a user waits for them too
import rich.progress
import rich.table  # noqa: F401
import typer  # noqa: F401

from thumbwalk.coach.drill.document import DrillDocument
from thumbwalk.coach.drill.drills_file import drill_named, packaged_drills
from thumbwalk.coach.targets.caps import packaged_caps
from thumbwalk.coach.targets.targets_file import packaged_targets
from thumbwalk.link.ports import RigLink
from thumbwalk.link.serial_link import SerialLink
from thumbwalk.pad import builtin_pad
from thumbwalk.session.live import LiveSession
from thumbwalk.session.practice import Practice
from thumbwalk.session.screen.snapshot import Snapshot
from thumbwalk.signal.calibration import Calibration
from thumbwalk.virtual.foot import FootSpec
from thumbwalk.virtual.rig import VirtualRig


def main() -> None:
    """Start a practice, and end it at its first live frame."""
    moments: list[float] = []

    def painted(snapshot: Snapshot) -> None:
        if snapshot.time_s > 0:
            moments.append(time.monotonic())

    with VirtualRig(FootSpec(drill="first-steps")) as rig:
        # loaded while the rig's processes start
        from thumbwalk.app.shell import Shell  # noqa: PLC0415
        from thumbwalk.app.window import run_practice  # noqa: PLC0415

        link = RigLink(SerialLink(rig.url))
        practice = Practice(builtin_pad(), Calibration.generic(16))
        practice.begin(
            DrillDocument.of(drill_named("first-steps", packaged_drills()), packaged_targets(), packaged_caps())
        )
        session = LiveSession(link, practice)
        session.start()

        def hook(window: Shell) -> None:
            window.painted = painted

        run_practice(
            session,
            pad=practice.pad,
            foot="right",
            hand=rig,
            on_open=hook,
            close_when=lambda _window: bool(moments),
        )
        session.stop()
        link.close()
    print(moments[0])


if __name__ == "__main__":
    main()
