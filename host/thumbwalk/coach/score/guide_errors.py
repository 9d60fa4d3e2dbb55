"""Errors against the guide: of force and pace, the constant, the absolute and the variable one."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from thumbwalk.coach.score.score import GuideError
from thumbwalk.technique.catalog import technique_named
from thumbwalk.technique.measures import middle_of
from thumbwalk.technique.work import Work

Array = NDArray[np.float64]


def guide_errors(
    technique: str, work: Work, *, peaks: bool, force_n: float | None, rate_per_min: float | None
) -> Iterator[GuideError]:
    """The errors of force and pace of some work, for those that the guide has a value of.

    Parameters
    ----------
    technique : str
        What it is taken as.
    work : Work
    peaks : bool
        Whether the guide's force is one of peaks; else of the middle 80 % of each touch.
    force_n, rate_per_min : float or None
        The guide's values.
    """
    if force_n is not None:
        held = [work.force_n[middle_of(span)] for span in work.touches]
        forces = work.strokes.peak_n if peaks else np.concatenate([*held, np.empty(0)])
        yield from _error("peak_force_n" if peaks else "force_n", "N", force_n, forces)
    if rate_per_min is not None:
        intervals_s = technique_named(technique).intervals_s(work)
        yield from _error("rate_per_min", "/min", rate_per_min, 60.0 / intervals_s[intervals_s > 0.0])


def _error(name: str, unit: str, guide: float, values: Array) -> Iterator[GuideError]:
    if len(values):
        off = values - guide
        yield GuideError(name, unit, guide, float(np.mean(off)), float(np.mean(np.abs(off))), float(np.std(off)))
