"""Start to first live frame: run as ``python -m thumbwalk.cli.first_frame``, prints the monotonic moment of it.

It is the command itself, ``thumbwalk practice --virtual`` as on a display, but drawn offscreen; it ends, and keeps
nothing, at the end of the first repaint that shows a scan.
"""

from __future__ import annotations

import os
import runpy
import sys
import time
from typing import TYPE_CHECKING

from thumbwalk.app import platform

if TYPE_CHECKING:
    from thumbwalk.pad import Pad
    from thumbwalk.session.screen.snapshot import Snapshot


def main() -> None:
    """Run the command, and watch its window."""
    load = platform.load

    def watched(pad: Pad | None = None) -> None:
        load(pad)
        # where the command loads it, too
        from thumbwalk.app.shell import Shell  # noqa: PLC0415

        start = Shell.start

        def started(self: Shell) -> None:
            self.painted = _painted
            start(self)

        Shell.start = started  # type: ignore[method-assign]

    platform.load = watched
    platform.has_display = lambda *_environment: True
    sys.argv[1:] = ["practice", "--virtual"]
    runpy.run_module("thumbwalk", run_name="__main__")


def _painted(snapshot: Snapshot) -> None:
    if snapshot.time_s > 0.0:
        print(time.monotonic(), flush=True)
        # the virtual rig ends when its host is gone
        os._exit(0)


if __name__ == "__main__":
    main()
