"""Sessions that are ended from outside at random moments: what they leave behind is looked at each time.

Run: python benchmarks/kills.py [--kills 200] [--signals 100] [--seed 0]; ends with 1 if anything was lost. A short
drill on the virtual rig in real time is killed (SIGKILL), or ended by Ctrl-C, SIGTERM or SIGHUP, at a moment drawn from
its start to a little after its end, saving included. POSIX only.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import text

from thumbwalk.link.device_clock import ClockPair, DeviceClock
from thumbwalk.link.wire import FrameType, HostFrame, Scans
from thumbwalk.places import json_text, left_unnamed
from thumbwalk.session.about import ABOUT
from thumbwalk.session.begin import has_begun
from thumbwalk.session.free import FreePractice
from thumbwalk.session.kept import PICTURE, RECORDING, SCORE
from thumbwalk.session.outcome import scores_document
from thumbwalk.session.practice import Practice
from thumbwalk.session.recording import open_recording
from thumbwalk.session.replay import replayed
from thumbwalk.store.access import open_store
from thumbwalk.store.catching_up import catch_up
from thumbwalk.store.engines import url_of
from thumbwalk.store.finding import sessions
from thumbwalk.store.sources import Kept, Source

LEFT = {ABOUT, RECORDING, SCORE, PICTURE}
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
LONGEST_S = 120.0
AFTER_THE_END = 1.1
"""Moments are drawn from so many times an undisturbed run: some come when all is over."""
BUSY = "the computer read too slowly"
"""A warning that is true where many sessions run at once on a few cores: that a board could not send is no harm."""
AGAIN = 0.3
"""So many of those who end a session are impatient, and do it again."""
IDLE_LOSS_S = 0.02

DRILL = Path(__file__).parents[1] / "tests" / "cli" / "short_drill.toml"


@dataclass
class Found:
    """What was found after all runs."""

    ends: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    lost_s: list[float] = field(default_factory=list)

    def __add__(self, other: Found) -> Found:
        """Of both."""
        return Found(self.ends + other.ends, self.wrong + other.wrong, self.lost_s + other.lost_s)


def started(folder: Path) -> subprocess.Popen[str]:
    """A practice in ``folder``, whose handlers of signals are in place."""
    home = folder.parent / "home"
    home.mkdir(exist_ok=True)
    shutil.copy(DRILL, home / "drills.toml")
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "THUMBWALK_DATABASE")
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    process = subprocess.Popen(
        [sys.executable, "-m", "thumbwalk", "practice", "--virtual", "--drill", "short", "--out", str(folder)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env=environment | {"THUMBWALK_HOME": str(home)},
    )
    while process.poll() is None and not _listens(process.pid):
        time.sleep(0.005)
    return process


def _listens(process: int) -> bool:
    """Whether it catches SIGTERM; before that it is Python that starts, and nothing of ours. Linux tells."""
    status = Path(f"/proc/{process}/status")
    if not status.exists():
        return True
    caught = next(line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("SigCgt:"))
    return bool(int(caught.split()[1], 16) >> (signal.SIGTERM - 1) & 1)


def faults_in(folder: Path, *, ended: bool) -> list[str]:
    """What is wrong with what was left; ``ended`` says that it had the time to keep everything."""
    if not folder.exists():
        return []
    names = {path.name for path in folder.iterdir()}
    about_to_be = {path.name for name in LEFT for path in left_unnamed(folder / name)}
    wrong = [f"{name} is left" for name in names - LEFT if ended or name not in about_to_be]
    if ended and names != LEFT:
        wrong.append(f"there are only {sorted(names)}")
    if PICTURE in names and b"IEND" not in (folder / PICTURE).read_bytes()[-12:]:
        wrong.append("the picture is half a picture")
    if RECORDING not in names:
        # whose it was going to be is written first
        return wrong + [f"{name} without a recording" for name in names if ended or name != ABOUT]
    recording = open_recording(folder / RECORDING)
    practice = replayed(recording)
    if ended:
        wrong += [line for line in recording.warnings if BUSY not in line][:1]
    if SCORE in names:
        kept = (folder / SCORE).read_text(encoding="utf-8")
        again = json_text(scores_document([result for _, result in practice.results()], practice.losses))
        if json.loads(kept) != json.loads(again):
            wrong.append("the replay gives another score than was kept")
    wrong += not_in_store(folder, practice)
    # what was about to take a file's place is gone when the session is taken in
    return wrong + [f"{path.name} is left" for name in LEFT for path in left_unnamed(folder / name)]


def not_in_store(folder: Path, practice: Practice) -> list[str]:
    """What is wrong with the store when it is opened next, which takes in what was not in it."""
    home = folder.parent / "home"
    store = open_store(url_of(None, home / "thumbwalk.sqlite3"), home)
    done = catch_up(store, Kept(home / "sessions", home / "elsewhere", home / "learners"), _not_free)
    wrong = [f"the store says: {line}" for line in done.told]
    with store.reading() as db:
        scores = [row.score for row in sessions(db)]
        broken = db.execute(text("PRAGMA integrity_check")).scalar()
    if has_begun(practice) and scores != [result.score for _, result in practice.results()]:
        wrong.append(f"the store has the scores {scores}")
    return wrong if broken == "ok" else [*wrong, f"the store is damaged: {broken}"]


def _not_free(source: Source) -> FreePractice:
    raise RuntimeError(f"{source.place} is no free practice")


def lost_s(folder: Path, killed_s: float) -> float | None:
    """How long before the kill, by the host's clock, the newest scan was; None where the recording can't tell.

    Of a drill that had come to its end no scan is missing: the stream stops there, and what follows is saving.
    """
    if not (folder / RECORDING).exists():
        return None
    newest_us, clock, pairs, is_over = None, DeviceClock(), 0, False
    for event in open_recording(folder / RECORDING).events():
        if isinstance(event, Scans):
            newest_us = int(event.time_us[-1])
        elif isinstance(event, HostFrame) and event.kind is FrameType.CLOCK:
            pairs += clock.add(ClockPair(**json.loads(event.payload)))
        elif isinstance(event, HostFrame):
            is_over = event.kind is FrameType.END
    if newest_us is None or not pairs or is_over or replayed(open_recording(folder / RECORDING)).finished:
        return None
    return killed_s - clock.host_s(newest_us)


def undisturbed_s(folder: Path) -> float:
    """How long a session takes that nobody ends."""
    begun = time.monotonic()
    process = started(folder)
    process.communicate(timeout=LONGEST_S)
    wrong = faults_in(folder, ended=True)
    if process.returncode or wrong:
        raise SystemExit(f"undisturbed: exit {process.returncode}, {wrong}")
    return time.monotonic() - begun


def killed(folder: Path, moment_s: float) -> Found:
    """Kill one at a moment, and look at what is left."""
    found = Found()
    process = started(folder)
    _wait(process, moment_s)
    process.kill()
    at_s = time.monotonic()
    process.communicate(timeout=LONGEST_S)
    found.ends["over before" if process.returncode == 0 else "killed"] += 1
    found.wrong += [f"kill at {moment_s:.2f} s: {what}" for what in _looked_at(folder, ended=process.returncode == 0)]
    if process.returncode and (loss_s := lost_s(folder, at_s)) is not None:
        found.lost_s.append(loss_s)
    return found


def ended(folder: Path, moment_s: float, chance: random.Random) -> Found:
    """End one by a signal at a moment, perhaps by a second one soon after, and look at what is left."""
    found = Found()
    number = chance.choice(SIGNALS)
    process = started(folder)
    _wait(process, moment_s)
    process.send_signal(number)
    asked_for = {128 + number}
    if chance.random() < AGAIN:
        # of two that are pending at once nobody can say which was first
        again = chance.choice(SIGNALS)
        asked_for.add(128 + again)
        _wait(process, chance.random() * 0.2)
        process.send_signal(again)
    _, err = process.communicate(timeout=LONGEST_S)
    code = process.returncode
    found.ends[f"exit {code} after {signal.Signals(number).name}"] += 1
    wrong = _looked_at(folder, ended=True)
    if code not in {0, *asked_for}:
        wrong.append(f"exit {code}: {err.strip()}")
    if "Traceback" in err or len([line for line in err.splitlines() if BUSY not in line]) > 1:
        wrong.append(f"it said: {err.strip()}")
    found.wrong += [f"{signal.Signals(number).name} at {moment_s:.2f} s: {what}" for what in wrong]
    return found


def _looked_at(folder: Path, **options: Any) -> list[str]:
    try:
        return faults_in(folder, **options)
    except Exception as error:  # noqa: BLE001  whatever can't be read is what is looked for
        return [f"{type(error).__name__}: {error}"]


def _wait(process: subprocess.Popen[str], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while process.poll() is None and (left_s := deadline - time.monotonic()) > 0.0:
        time.sleep(min(left_s, 0.01))


def main() -> None:
    """Kill and end, and say what was found."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--signals", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--at-once", type=int, default=1, help="so many sessions beside each other: no idle machine")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place, ThreadPoolExecutor(asked.at_once) as pool:
        whole_s = AFTER_THE_END * undisturbed_s(Path(place) / "undisturbed")

        def one(index: int) -> Found:
            chance, folder = random.Random(f"{asked.seed} {index}"), Path(place) / str(index) / "session"
            folder.parent.mkdir()
            moment_s = chance.uniform(0.0, whole_s)
            return killed(folder, moment_s) if index < asked.kills else ended(folder, moment_s, chance)

        found = sum(pool.map(one, range(asked.kills + asked.signals)), Found())
    for end, number in sorted(found.ends.items()):
        print(f"{number:4d}  {end}")
    if found.lost_s:
        within = sum(one <= IDLE_LOSS_S for one in found.lost_s)
        most_ms = 1e3 * max(found.lost_s)
        print(f"newest scan before a kill: {within} of {len(found.lost_s)} within 20 ms, at most {most_ms:.0f} ms")
    for what in found.wrong:
        print(f"wrong: {what}")
    print(f"{len(found.wrong)} things wrong in {asked.kills} kills and {asked.signals} signals, seed {asked.seed}")
    sys.exit(bool(found.wrong))


if __name__ == "__main__":
    main()
