"""All figures of ``thumbwalk bench`` in one run; what needs a window is measured in a process of its own, offscreen."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from typing import Any

import numpy as np

from thumbwalk import __version__
from thumbwalk.bench.by_kind import x_realtime_by_kind
from thumbwalk.bench.counts_to_score import pipeline_x_realtime
from thumbwalk.bench.decode import decode_scans_per_s

START_REPEATS = 3


def measure_all(press_seconds: float) -> dict[str, Any]:
    """Every figure, under the keys of ``thumbwalk bench --json``; the window's are None where there is no pty."""
    figures: dict[str, Any] = {
        "version": 1,
        "thumbwalk": __version__,
        "machine": machine(),
        "decode_scans_per_s": decode_scans_per_s(),
        "pipeline_x_realtime": pipeline_x_realtime(),
        "x_realtime_by_kind": x_realtime_by_kind(),
        "first_frame_s": first_frame_s(),
    }
    none = {"press_to_pixel_ms": {"p50": None, "p95": None, "p99": None}, "presses": 0, "fps": None, "cores": None}
    if sys.platform == "win32":
        return figures | none | {"naive_window": none}
    ours: dict[str, Any] = json.loads(_child("thumbwalk.bench.press_to_pixel", str(press_seconds)))
    return figures | ours | {"naive_window": json.loads(_child("thumbwalk.bench.naive_window", str(press_seconds)))}


def machine() -> str:
    """What the figures were measured on: processor, cores, system and Python."""
    name = platform.processor() or platform.machine()
    if sys.platform.startswith("linux"):
        with open("/proc/cpuinfo", encoding="utf-8") as info:  # noqa: PTH123
            models = [line.split(":", 1)[1].strip() for line in info if line.startswith("model name")]
        name = models[0] if models else name
    return f"{name}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"


def first_frame_s() -> float:
    """Median time from starting `thumbwalk practice --virtual` to the end of the first repaint with a scan, seconds.

    It starts as an installed program does, from bytecode, whether or not this one's environment keeps any.
    """
    waits = []
    with tempfile.TemporaryDirectory() as folder:
        kept = {"PYTHONPYCACHEPREFIX": folder, "PYTHONDONTWRITEBYTECODE": "", "THUMBWALK_HOME": f"{folder}/home"}
        for _ in range(1 + START_REPEATS):
            start = time.monotonic()
            waits.append(float(_child("thumbwalk.cli.first_frame", **kept)) - start)
    return float(np.median(waits[1:]))


def _child(module: str, *arguments: str, **variables: str) -> str:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"} | variables
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise RuntimeError(f"{module} ended with {done.returncode}: {done.stderr.strip()[-400:]}")
    return done.stdout.strip().splitlines()[-1]
