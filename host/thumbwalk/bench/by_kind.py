"""How fast the whole chain runs on hands as they are, each kind by itself: beside a dead tile, beside another hand.

Run as ``python -m thumbwalk.bench.by_kind [REPEATS]``; prints a line for each kind.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from thumbwalk.bench.counts_to_score import RATE_HZ, scored
from thumbwalk.coach.drill.drills_file import drill_named, packaged_drills
from thumbwalk.pad import builtin_pad
from thumbwalk.touch.search import search_on
from thumbwalk.virtual.foot import VirtualFoot
from thumbwalk.virtual.hand import demonstrate_both
from thumbwalk.virtual.play import Performance, Resting, felt
from thumbwalk.virtual.sensor_faults import Faults

_SEED = 1


@dataclass(frozen=True)
class Hands:
    """What is done: a drill, beside a broken sensor, or beside a hand that rests."""

    drill: str = "change-over"
    broken: str | None = None
    rests: Resting | None = None


_PALM = Resting(20.0, 70.0, 5.0, 60.0, 50.0)
_GRIP = Resting(-1.0, 1e4, 5.0, 38.0, 52.0)
KINDS: dict[str, Hands] = {
    "clean": Hands(),
    "dead_tile": Hands(broken="mth3"),
    "palm": Hands(rests=_PALM),
    "grip": Hands(rests=_GRIP),
    "palm_and_dead_tile": Hands(broken="mth3", rests=_PALM),
    "two_thumbs": Hands("two-knead"),
}
"""One hand; a broken sensor under its work; another hand that lies there for 70 of 111 s, or holds the heel from before
the first sample on; both of the former; two thumbs in turn. ``mth3`` lies in the middle of the work."""


def x_realtime_by_kind(repeats: int = 3) -> dict[str, float]:
    """Stream time by processor time of each kind, medians: stored counts at 1 kHz x 16 to a score.

    By processor time a busy machine changes little. What is made of a layout once is there already: in sessions of a
    minute or two it would hide what is asked.
    """
    return {name: _x_realtime(counts_of(hands), repeats) for name, hands in KINDS.items()}


def counts_of(hands: Hands) -> NDArray[np.uint16]:
    """What a board reads of such hands at 1 kHz, (n, n_taxels)."""
    pad = builtin_pad()
    path, second = demonstrate_both(drill_named(hands.drill, packaged_drills()), pad, "expert", _SEED)
    if hands.rests is not None:
        second = felt(pad, Performance(path, (), (), (), ()), (hands.rests,), seed=_SEED).resting[0]
    faults = Faults() if hands.broken is None else Faults(open=(hands.broken,))
    foot = VirtualFoot(pad, path, second=second, seed=_SEED, faults=faults)
    return foot.counts(np.arange(round(path.duration_s * RATE_HZ)) / RATE_HZ)


def _x_realtime(counts: NDArray[np.uint16], repeats: int) -> float:
    search_on(builtin_pad())  # and with it the tables
    ratios = []
    for _ in range(repeats):
        start = time.process_time()
        scored(counts)
        ratios.append(len(counts) / RATE_HZ / (time.process_time() - start))
    return float(np.median(ratios))


def main() -> None:
    """Measure, and print the figures."""
    repeats = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    for name, ratio in x_realtime_by_kind(repeats).items():
        print(f"{name:20}{ratio:6.0f} x real time")


if __name__ == "__main__":
    main()
