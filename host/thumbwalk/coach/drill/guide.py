"""The guide: what the screen shows of a task before and while it is done, and the one word that helps most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from thumbwalk.coach.drill.beat import Beat
from thumbwalk.coach.drill.drill import Drill, DrillSet
from thumbwalk.coach.targets.bands import Band
from thumbwalk.coach.targets.caps import Caps
from thumbwalk.pad import Pad
from thumbwalk.technique.stroke import Stroke

Ends = tuple[float | None, float | None]
Word = Literal["", "press", "harder", "lighter", "faster", "slower", "good"]
"""What a coach says of this moment; "" is nothing."""

_STEP_S = 0.02
"""A point of the guide's line; a repaint of the window takes about as long."""
_RAMP_S = 0.5
"""A steady press is come to and left within so long; longer looks like a press of its own, and shorter like a blow."""


@dataclass(frozen=True)
class Guide:
    """What one set asks for; None is not asked.

    ``band_n`` is the band of the force, below the comfort cap where the set is asked: of its peaks for a technique of
    strokes (``peaks``). ``rate_per_min`` is the band of the pace, ``target_mm`` the place.
    """

    band_n: Ends | None
    rate_per_min: Ends | None
    target_mm: tuple[float, float] | None
    peaks: bool

    @staticmethod
    def of(drill_set: DrillSet, pad: Pad, bands: Mapping[str, Band], caps: Caps) -> Guide:
        """The guide of a set on a pad."""
        zone = drill_set.zone_on(pad)
        peaks = "peak_force_n" in bands
        force = bands.get("peak_force_n" if peaks else "force_n")
        if force is not None and zone is not None:
            force = caps.clipped(force, zone, drill_set.hold_s(bands))
        rate = bands.get("rate_per_min")
        return Guide(
            force.ends if force is not None else None,
            rate.ends if rate is not None else None,
            drill_set.target_mm(pad),
            peaks,
        )


def guide_force(drill: Drill, start_s: float, end_s: float) -> NDArray[np.float64]:
    """The force to follow between two times from the drill's start: rows of (time_s, force_n), (k, 2), maybe empty.

    A set with a rate is a row of soft presses at that rate, one without a plateau with ramps of half a second.
    """
    parts = []
    for phase in drill.phases():
        if phase.kind != "set" or phase.set_index is None or phase.end_s < start_s or phase.start_s > end_s:
            continue
        drill_set = drill.sets[phase.set_index]
        if drill_set.force_n is None:
            continue
        # Times on a fixed grid of the drill: the drawn line does not shimmer as it moves.
        first = max(int(np.ceil((start_s - phase.start_s) / _STEP_S)), 0)
        last = int(np.floor((min(end_s, phase.end_s) - phase.start_s) / _STEP_S))
        time_s = np.arange(first, last + 1, dtype=np.float64) * _STEP_S
        level = _level(time_s, phase.end_s - phase.start_s, drill_set.rate_per_min)
        parts.append(np.column_stack([phase.start_s + time_s, drill_set.force_n * level]))
    return np.concatenate(parts) if parts else np.empty((0, 2))


def _level(time_s: NDArray[np.float64], length_s: float, rate_per_min: float | None) -> NDArray[np.float64]:
    if rate_per_min is None:
        return np.asarray(np.clip(np.minimum(time_s, length_s - time_s) / _RAMP_S, 0.0, 1.0))
    return Beat(rate_per_min).press_at(time_s)


def word(guide: Guide, force_n: float, strokes: Sequence[Stroke], cadence_per_min: float | None) -> Word:
    """The word that helps most now: "lighter", "harder", "slower", "faster" or "good"; "" while there is none.

    Parameters
    ----------
    guide : Guide
        What is asked for.
    force_n : float
        Force now, averaged over the last half second; for a technique of strokes their last peaks count instead.
    strokes : of Stroke
        The last few strokes of the set.
    cadence_per_min : float or None
    """
    if guide.peaks:
        if not strokes:
            return ""
        force_n = float(np.median([stroke.peak_n for stroke in strokes[-2:]]))
    said = _against(guide.band_n, force_n, "harder", "lighter")
    if said != "good" or cadence_per_min is None:
        return said
    return _against(guide.rate_per_min, cadence_per_min, "faster", "slower")


def _against(ends: Ends | None, value: float, too_low: Word, too_high: Word) -> Word:
    lo, hi = ends if ends is not None else (None, None)
    if lo is not None and value < lo:
        return too_low
    return too_high if hi is not None and value > hi else "good"
