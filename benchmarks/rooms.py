"""How long the window needs for another room, of somebody who has practised for long: every room, from every other.

Run: python -m benchmarks.rooms [--sessions 700] [--switches 20]; prints for each room how long its first making takes
beside a live window, and its worst switch of those, to the end of its painting: by the clock, and of the processor
time of the window's own thread, which is what a busy machine can be compared by. Three sets a session, on the virtual
rig, which practises nothing meanwhile. Linux only.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from benchmarks.open_window import UPON_OTHERS, open_window, until
from benchmarks.store import fill

from thumbwalk.app.front import Front
from thumbwalk.app.words.doors import CALIBRATE, NAMES, PRACTICE, TRIALS
from thumbwalk.learner.folder import LearnerFolder
from thumbwalk.places import learners_dir, store_path
from thumbwalk.store.access import open_store
from thumbwalk.store.engines import url_of

LEARNER = "Anna"
"""As in `benchmarks.store`."""
ROOMS = tuple(dict.fromkeys((*NAMES, PRACTICE, CALIBRATE, TRIALS)))
SETTLED_S = 0.3
"""So long a room is shown before the next: its words are said anew ten times a second."""

Times = tuple[float, float]
"""Milliseconds: by the clock, and of this thread's processor time."""


def timed(work: Callable[[], object]) -> Times:
    wall_s, own_s = time.perf_counter(), time.thread_time()
    work()
    return 1e3 * (time.perf_counter() - wall_s), 1e3 * (time.thread_time() - own_s)


class Watched:
    """A window that goes from room to room."""

    def __init__(self, front: Front) -> None:
        self.front, self.window = front, front.window

    def settle(self) -> None:
        """Let it go on for a moment."""
        until_s = time.monotonic() + SETTLED_S
        until(lambda: time.monotonic() > until_s)

    def show(self, name: str) -> Times:
        """Go to a room, to the end of its painting."""

        def work() -> None:
            self.front.go(name)
            self.window.repaint()

        times = timed(work)
        self.settle()
        return times

    def leave(self, name: str) -> Times | None:
        """Leave a room that lies upon another, to the end of the other's painting."""
        if name not in UPON_OTHERS:
            return None

        def work() -> None:
            self.window.back()
            self.window.repaint()

        times = timed(work)
        self.settle()
        return times

    def make_all(self) -> dict[str, list[Times]]:
        """Have every room made that is made while nobody waits for it, a step each time."""
        made: dict[str, list[Times]] = {}
        while self.front.to_make:
            name = self.front.to_make[0][0]
            made.setdefault(name, []).append(timed(self.front.make_next))
            self.settle()
        return made


def fill_home(home: Path, sessions: int) -> None:
    """Make a store and a learner's documents, the newest of yesterday."""
    now = datetime.now().astimezone()
    fill(open_store(url_of(None, store_path()), home), sessions, now - timedelta(hours=8 * (sessions + 3)))
    folder = LearnerFolder(learners_dir(), LEARNER)
    for number in range(sessions):
        at = now - timedelta(hours=8 * (number + 3))
        folder.add("guide", at, {"receiver": "Mum", "word": "lovely", "comfort": 4, "relaxation": 5, "load_s": 1.5})
        if number % 10 == 0:
            facts = {"receiver": "Mum", "zone": "heel", "target_n": 9.5, "cap_n": 14.0}
            folder.add("match", at + timedelta(minutes=5), facts)
            strong = {"test": "peak", "side": "right", "done": True, "peak_n": 41.5, "figures": {"best_n": 41.5}}
            folder.add("strength", at + timedelta(minutes=9), strong)


def worst(times: list[Times]) -> str:
    wall = max((one for one, _ in times), default=0.0)
    return f"{wall:7.1f} ms, {max((own for _, own in times), default=0.0):7.1f} of processor time"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--sessions", type=int, default=700)
    parser.add_argument("--switches", type=int, default=20)
    asked = parser.parse_args()
    with open_window(LEARNER, lambda home: fill_home(home, asked.sessions)) as front:
        desk = front.desk
        until(lambda: desk.sitting.state.is_ready and desk.look_back().found is not None)
        measure(Watched(front), asked.switches)


def measure(watched: Watched, switches: int) -> None:
    """Make every room as the window does while it is idle, and go to each from one after the other."""
    made = watched.make_all()
    for name in ROOMS:
        others = [one for one in NAMES if one not in (*UPON_OTHERS, name)]
        watched.show(others[0])
        first = watched.show(name)
        watched.leave(name)
        again = list[Times]()
        for step in range(switches):
            watched.show(others[step % len(others)])
            again.append(watched.show(name))
            if (back := watched.leave(name)) is not None:
                again.append(back)
        steps = " ".join(f"{wall:.0f}/{own:.0f}" for wall, own in made.get(name, []))
        print(f"{name:<12} made {steps}; first {worst([first])}; then {worst(again)}", flush=True)


if __name__ == "__main__":
    main()
