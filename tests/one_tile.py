"""A pad table in which one tile is pressed, for a time that is known."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from thumbwalk.pad import builtin_pad


def one_tile_table(path: Path, *, since_s: float, until_s: float, force_n: float, duration_s: float) -> Path:
    """Write a table at 50 Hz: newtons on the eighth tile from ``since_s`` until ``until_s``, and nothing else."""
    names = builtin_pad().names
    time_s = np.arange(0.0, duration_s, 0.02)
    values = np.zeros((len(time_s), len(names)))
    values[(time_s >= since_s) & (time_s < until_s), 7] = force_n
    rows = [",".join(f"{value:.3f}" for value in (time, *row)) for time, row in zip(time_s, values, strict=True)]
    path.write_text("\n".join([",".join(["time_s", *names]), *rows]) + "\n", encoding="utf-8")
    return path
