"""What `thumbwalk analyse` needs for a table of minutes at 1 kHz x 16: the most memory, and processor time.

Run: python benchmarks/tables.py [--minutes 5 20 60]; the table is a virtual hand's drill in newtons, over and over.
Each is analysed by a process of its own, whose memory is all that it had at once, with Python and its packages. With
--package DIR another tree's package does it first, which tells what a change is worth: both have to print the same.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from thumbwalk.pad import builtin_pad
from thumbwalk.signal.calibration import Calibration
from thumbwalk.signal.counts import CountsToForce
from thumbwalk.virtual.foot import FootSpec

RATE_HZ, DRILL_S = 1000, 41
_MEASURE = """
import hashlib, resource, subprocess, sys
command = [sys.executable, "-m", "thumbwalk", "analyse", sys.argv[1], "--json"]
printed = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_maxrss, used.ru_utime + used.ru_stime, hashlib.sha256(printed).hexdigest()[:12])
"""
"""Run by an interpreter that is small itself: a process is said to have had as much memory as the one it is made by."""


def drill_rows() -> list[str]:
    """The forces of a drill, a row a sample, as a table has them: tared, to a tenth of a millinewton."""
    counts = FootSpec(drill="first-steps", seed=1).build().counts(np.arange(DRILL_S * RATE_HZ) / RATE_HZ)
    force_n = CountsToForce(Calibration.generic(builtin_pad().n_taxels))(counts.astype(np.uint16), None)
    force_n -= np.quantile(force_n, 0.05, axis=0)
    return [",".join(f"{value:.4f}" for value in row) + "\n" for row in force_n.tolist()]


def write(path: Path, rows: list[str], minutes: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(",".join(["time_s", *builtin_pad().names]) + "\n")
        for at in range(60 * minutes * RATE_HZ):
            file.write(f"{at / RATE_HZ:.3f},{rows[at % len(rows)]}")


@dataclass(frozen=True)
class Needed:
    """Of one process: MB at the most, seconds of processor time and by the clock, and a sum of what it printed."""

    most_mb: float
    own_s: float
    wall_s: float
    printed: str


def needed(path: Path, package: Path | None) -> Needed:
    """Analyse a table by a process of its own."""
    environment = os.environ | ({} if package is None else {"PYTHONPATH": str(package)})
    began_s = time.perf_counter()
    found = subprocess.run(
        [sys.executable, "-c", _MEASURE, str(path)], check=True, capture_output=True, env=environment
    ).stdout
    wall_s = time.perf_counter() - began_s
    most, own_s, printed = found.decode().split()
    a_mb = 1e6 if sys.platform == "darwin" else 1e6 / 1024
    return Needed(float(most) / a_mb, float(own_s), wall_s, printed)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--minutes", type=int, nargs="+", default=[5, 20, 60])
    parser.add_argument("--package", type=Path, metavar="DIR", help="another tree's folder `host`")
    asked = parser.parse_args()
    rows = drill_rows()
    with tempfile.TemporaryDirectory() as folder:
        for minutes in asked.minutes:
            path = Path(folder) / "table.csv"
            write(path, rows, minutes)
            for package in [None] if asked.package is None else [asked.package, None]:
                one = needed(path, package)
                called = "here" if package is None else package
                print(
                    f"{minutes} min, {path.stat().st_size / 1e6:.0f} MB of text, {called}: {one.most_mb:.0f} MB, "
                    f"{one.own_s:.1f} s of processor time ({one.wall_s:.1f} s); printed {one.printed}"
                )


if __name__ == "__main__":
    main()
