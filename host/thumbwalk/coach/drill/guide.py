"""The guide: what the screen shows of a task before and while it is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from thumbwalk.coach.drill.drill import Drill, DrillSet
from thumbwalk.coach.drill.figure import Figure, figures_of
from thumbwalk.coach.drill.guide_shape import GuideShape
from thumbwalk.coach.targets.caps import Caps
from thumbwalk.zones import ZoneMap

Ends = tuple[float | None, float | None]

_STEP_S = 0.02
"""A point of the guide's line; a repaint of the window takes about as long."""


@dataclass(frozen=True)
class Guide:
    """What one set asks for; None is not asked.

    ``band_n`` is the band of the force, below the comfort cap where the set is asked: of its peaks for a technique of
    strokes (``peaks``). ``rate_per_min`` is the band of the pace, ``target_mm`` the place, ``path_mm`` the way
    to go, and ``figures`` how all that is drawn, one a hand.
    """

    band_n: Ends | None
    rate_per_min: Ends | None
    target_mm: tuple[float, float] | None
    peaks: bool
    path_mm: tuple[tuple[float, float], ...] = ()
    figures: tuple[Figure, ...] = ()

    @staticmethod
    def of(drill_set: DrillSet, zones: ZoneMap, caps: Caps) -> Guide:
        """The guide of a set, whose bands are written out, on a sole."""
        asked = drill_set.asked(zones, caps)
        peaks, way = "peak_force_n" in asked, drill_set.path_mm(zones.pad)
        force, rate = asked.get("peak_force_n" if peaks else "force_n"), asked.get("rate_per_min")
        return Guide(
            # what is felt of two thumbs is their sum, and the band is each one's
            force.ends if force is not None and drill_set.hands == 1 else None,
            rate.ends if rate is not None else None,
            drill_set.target_mm(zones.pad),
            peaks,
            () if way is None else tuple((x, y) for x, y in way.tolist()),
            figures_of(drill_set, zones.pad) if zones.pad.has_positions else (),
        )


def guide_force(drill: Drill, start_s: float, end_s: float, shapes: Sequence[GuideShape]) -> NDArray[np.float64]:
    """The force to follow between two times from the drill's start: rows of (time_s, force_n), (k, 2), maybe empty.

    ``shapes`` are the sets' own.
    """
    parts = []
    for phase in drill.phases():
        if phase.kind != "set" or phase.set_index is None or phase.end_s < start_s or phase.start_s > end_s:
            continue
        shape = shapes[phase.set_index]
        if not shape.shows_force:
            continue
        # Times on a fixed grid of the drill: the drawn line does not shimmer as it moves.
        first = max(int(np.ceil((start_s - phase.start_s) / _STEP_S)), 0)
        last = int(np.floor((min(end_s, phase.end_s) - phase.start_s) / _STEP_S))
        time_s = np.arange(first, last + 1, dtype=np.float64) * _STEP_S
        parts.append(np.column_stack([phase.start_s + time_s, shape.force_at(time_s)]))
    return np.concatenate(parts) if parts else np.empty((0, 2))
