"""How much faster practices are scored again by several processes than by one, and whether they give the same.

Run: python benchmarks/rescoring.py [--sessions 80] [--processes 2]; it needs as many cores that do nothing else. Little
is loaded here, for each process of the pool loads it once more.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from thumbwalk.coach.targets.caps import SCORE_VERSION
from thumbwalk.store.scoring_again import Due, scored_again
from thumbwalk.store.spreading import spread


def practised(folder: Path) -> Path:
    """A practice of the first drill."""
    practice = folder / "practice"
    command = [sys.executable, "-m", "thumbwalk", "practice", "--virtual", "--fast", "--database", "none"]
    environment = os.environ | {"THUMBWALK_HOME": str(folder / "home")}
    subprocess.run([*command, "--out", str(practice)], check=True, capture_output=True, env=environment)
    return practice


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--sessions", type=int, default=80)
    parser.add_argument("--processes", type=int, default=2)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        practice = practised(Path(folder))
        pieces = [Due(number, str(practice), None) for number in range(asked.sessions)]
        work = partial(scored_again, version=SCORE_VERSION)
        took_s, found = {}, {}
        for processes in (1, asked.processes):
            began = time.perf_counter()
            found[processes] = dict(spread(work, pieces, processes))
            took_s[processes] = time.perf_counter() - began
    same = "the same to the digit" if found[1] == found[asked.processes] else "NOT THE SAME"
    ratio = took_s[1] / took_s[asked.processes]
    print(f"{asked.sessions} practices of 41 s scored again: {took_s[1]:.1f} s by one process, ", end="")
    print(f"{took_s[asked.processes]:.1f} s by {asked.processes} ({ratio:.2f} x), {same}")


if __name__ == "__main__":
    main()
