"""How fast the whole chain runs on one core, from counts to a score, beside the time that the hands took."""

from __future__ import annotations

import time

import numpy as np
from numpy.typing import NDArray

from thumbwalk.coach.score.judge import score_technique
from thumbwalk.coach.targets.bands import bands_in
from thumbwalk.coach.targets.caps import packaged_caps
from thumbwalk.coach.targets.targets_file import packaged_targets
from thumbwalk.pad import rig_pad
from thumbwalk.pipeline import Pipeline
from thumbwalk.signal.calibration import Calibration
from thumbwalk.technique.analysis import analyse
from thumbwalk.touch.tables import kept_tables
from thumbwalk.touch.touch_block import TouchBlock
from thumbwalk.virtual.foot import FootSpec

RATE_HZ = 1000.0
READ_SCANS = 512
"""Scans fed at once: about what one read of a stored recording decodes to."""


def pipeline_x_realtime(minutes: float = 10.0, repeats: int = 3) -> float:
    """Median ratio of stream time to run time: stored counts at 1 kHz x 16 to newtons, touch, analysis and a score.

    The virtual hand's drill is repeated until the time is full; making it is not timed.
    """
    foot = FootSpec(drill="first-steps", seed=1).build()
    once = foot.counts(np.arange(41_000) / RATE_HZ)
    counts = np.tile(once, (max(round(minutes * 60.0 * RATE_HZ / len(once)), 1), 1))
    ratios = []
    for _ in range(repeats):
        kept_tables.cache_clear()  # a command makes them, too
        start = time.perf_counter()
        scored(counts)
        ratios.append(len(counts) / RATE_HZ / (time.perf_counter() - start))
    return float(np.median(ratios))


def scored(counts: NDArray[np.uint16]) -> None:
    """Take stored counts (n, n_taxels) at 1 kHz all the way to a score of their kneading.

    It goes the way of `analyse` and `score`: a fault is left out from where it began.
    """
    pad = rig_pad()
    time_s = np.arange(len(counts)) / RATE_HZ
    pipeline = Pipeline.of_rig(pad, Calibration.generic(16), RATE_HZ, stored=True, hindsight=True)
    blocks: list[TouchBlock] = []
    for at in range(0, len(counts), READ_SCANS):
        blocks += pipeline.feed(time_s[at : at + READ_SCANS], counts[at : at + READ_SCANS])
    touch = TouchBlock.joined(blocks + pipeline.finish())
    found = analyse(touch, pad)
    score_technique(touch, pad, "knead", bands_in(packaged_targets(), "knead"), packaged_caps())
    if not found.segments:
        raise RuntimeError("the benchmark's own hands were not found")
