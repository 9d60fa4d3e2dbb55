"""Whether the window grows: rooms are changed and short drills done in one process on the virtual rig.

Run: python -m benchmarks.growth [--changes 200] [--drills 50] [--times 3] [--shows 5]; prints by how much memory,
objects, threads and open files have grown with each of these, after a warm-up in which every room was opened and some
drills were done. What leaks grows as much each time; what an allocator keeps for itself comes to an end. Linux only.
"""

from __future__ import annotations

import argparse
import ctypes
import gc
import os
import sys
import threading
from dataclasses import asdict, dataclass, replace
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from benchmarks.open_window import UPON_OTHERS, open_window, until
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QApplication

from thumbwalk.app.front import Front
from thumbwalk.app.words.doors import CALIBRATE, NAMES, PRACTICE, TRIALS
from thumbwalk.coach.drill.drill import Drill
from thumbwalk.coach.drill.drills_file import packaged_drills

WARM_DRILLS, WARM_SHOWS = 8, 2


class _MallocInfo(ctypes.Structure):
    """What glibc says of its heap (`mallinfo2`, glibc 2.33 and newer)."""

    _fields_ = tuple(
        (name, ctypes.c_size_t)
        for name in (
            *("arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks", "uordblks", "fordblks"),
            "keepcost",
        )
    )


@dataclass(frozen=True)
class Size:
    """How large the process is.

    ``memory_mb`` is what the system has given it, ``heap_mb`` what of that is in use outside of Python's own heap, and
    ``python_blocks`` are those in use in that: what leaks is in use.
    """

    memory_mb: float
    heap_mb: float
    python_blocks: int
    qt_objects: int
    widgets: int
    python_objects: int
    threads: int
    files: int

    @staticmethod
    def of(front: Front) -> Size:
        """Measure it, when what is garbage has gone."""
        QApplication.processEvents()
        # no loop of Qt's own runs here, which would destroy what was left
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        gc.collect()
        libc = ctypes.CDLL("libc.so.6")
        # what is free already, and only not given back, is no growth
        libc.malloc_trim(0)
        libc.mallinfo2.restype = _MallocInfo
        heap = libc.mallinfo2()
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
        return Size(
            memory_mb=pages * os.sysconf("SC_PAGE_SIZE") / 1e6,
            heap_mb=(heap.uordblks + heap.hblkhd) / 1e6,
            python_blocks=sys.getallocatedblocks(),
            qt_objects=len(front.window.findChildren(QObject)),
            widgets=len(QApplication.allWidgets()),
            python_objects=len(gc.get_objects()),
            threads=threading.active_count(),
            files=sum(1 for _ in Path("/proc/self/fd").iterdir()),
        )


class Used:
    """A window that is used as fast as it goes."""

    def __init__(self, front: Front) -> None:
        self.front, self.desk = front, front.desk
        one = packaged_drills()["first-steps"]
        self.drill: Drill = replace(one, name="short", count_in_s=0.2, sets=(replace(one.sets[0], duration_s=1.0),))

    def change(self, n: int) -> None:
        """Change rooms so often."""
        names = [*NAMES, CALIBRATE, TRIALS]
        for step in range(n):
            name = names[step % len(names)]
            self.front.go(name)
            QApplication.processEvents()
            if name in UPON_OTHERS:
                self.front.window.back()

    def practise(self, n: int) -> None:
        """Do the short drill so often, and look at its result."""
        sitting = self.desk.sitting
        for _ in range(n):
            self.desk.take(self.drill)
            self.front.go(PRACTICE)
            self.desk.start()
            until(lambda: sitting.state.practising)
            if sitting.hand is not None:
                sitting.hand.press(140.0, 45.0, 8.0)
            until(lambda: not sitting.state.practising and not sitting.state.busy)
            until(lambda: self.front.window.snapshot is not None and self.front.window.snapshot.result is not None)
            self.front.window.back()

    def watch(self, n: int) -> None:
        """Have a scripted hand show the drill so often, for a moment."""
        for _ in range(n):
            self.desk.take(self.drill)
            self.front.go(PRACTICE)
            until(lambda: self.front.window.snapshot is not None and self.front.window.snapshot.drill is not None)
            self.front.window._actions.show()  # type: ignore[misc]  # noqa: SLF001  as its key does
            until(lambda: self.desk.show is not None and self.desk.show.snapshot().time_s > 0.3)
            self.front.window.back()
            self.front.window.back()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--changes", type=int, default=200)
    parser.add_argument("--drills", type=int, default=50)
    parser.add_argument("--times", type=int, default=3, help="how often so many drills are done")
    parser.add_argument("--shows", type=int, default=5)
    asked = parser.parse_args()
    with open_window("Jo") as front:
        used = Used(front)
        until(lambda: front.desk.sitting.state.is_ready)
        used.change(2 * len(NAMES) + 4)
        used.practise(WARM_DRILLS)
        used.watch(WARM_SHOWS)
        before = warm = Size.of(front)
        for name, work, n in (
            ("room changes", used.change, asked.changes),
            *[("drills", used.practise, asked.drills)] * asked.times,
            ("shows", used.watch, asked.shows),
        ):
            work(n)
            after = Size.of(front)
            grown = {key: after_of - asdict(before)[key] for key, after_of in asdict(after).items()}
            print(f"{n} {name}: " + ", ".join(f"{key} {value:+.4g}" for key, value in grown.items()), flush=True)
            before = after
        grown = {key: now - asdict(warm)[key] for key, now in asdict(before).items()}
        print("all together: " + ", ".join(f"{key} {value:+.4g}" for key, value in grown.items()))
        print(", ".join(f"{key} {value:.6g}" for key, value in asdict(before).items()))


if __name__ == "__main__":
    main()
