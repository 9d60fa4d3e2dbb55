"""The classic faults inside a technique, by name: what a teacher would say first.

Bands are those of the score, so that what is a fault costs points; a near miss is no fault.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from thumbwalk.coach.score.advice import advice
from thumbwalk.coach.score.score import credit
from thumbwalk.coach.score.unresolved import number_of, unresolved
from thumbwalk.coach.targets.bands import Band, Targets, bands_in
from thumbwalk.language import told
from thumbwalk.pad import Pad
from thumbwalk.technique.catalog import technique_named
from thumbwalk.technique.measures import Measures, force_unit, middle_of
from thumbwalk.technique.scatter import robust_cv
from thumbwalk.technique.segments import Segment
from thumbwalk.technique.stroke import Stroke
from thumbwalk.technique.vocabulary import VOCABULARY, FaultName
from thumbwalk.technique.work import Work
from thumbwalk.touch.resolution import resolution_of
from thumbwalk.touch.touch_block import TouchBlock

Array = NDArray[np.float64]

_NEAR = 0.95
"""A credit of so much and more is a near miss."""
_TIRED, _LEVELS, _ENDS, _LEAST_TOUCH_S = 0.2, 6, 3, 3.0
"""A fifth less between the means of the first and the last three of six levels; a touch has levels from 3 s on."""
_ON_POINT_MM = 8.0
"""Off a point, where the targets say nothing of it: about half a thumb's width."""
_END = 0.2
"""Part of a touch that is its beginning, and its end."""


@dataclass(frozen=True)
class Fault:
    """One fault: its name, the measure that tells it with its value and limit, and what to try next."""

    name: FaultName
    measure: str
    value: float
    limit: float
    advice: str

    @property
    def sentence(self) -> str:
        """The fault, what tells it and what to try, such as "rushing (rate_per_min 81.3, limit 60): Slow down"."""
        return f"{self.name} ({self.measure} {self.value:.3g}, limit {self.limit:.3g}): {self.advice}"


def faults_in(
    segment: Segment, touch: TouchBlock, pad: Pad, targets: Targets, point_mm: tuple[float, float] | None = None
) -> tuple[Fault, ...]:
    """Faults of a segment whose technique nobody asked for.

    What is taken for something else because of its fault is told as that: bites that let go between them are no walk
    by definition, and circles that collapsed are none to look at. Of an unsure segment faults are told with an if.

    Parameters
    ----------
    segment : Segment
    touch : TouchBlock
        What it was found in.
    pad : Pad
    targets : Targets
        The bands of all techniques.
    point_mm : (float, float), optional
        The point that was asked for.
    """

    def taken_as(technique: str) -> tuple[Fault, ...]:
        return faults_as(technique, segment.strokes, touch, pad, targets, point_mm)

    if segment.unsure:
        flowing = technique_named(segment.technique).flowing
        collapsed = [fault for fault in taken_as("circles") if flowing and fault.name is FaultName.COLLAPSING]
        if collapsed:
            return _if_meant("circles", collapsed)
        return _if_meant(segment.technique, taken_as(segment.technique))
    if segment.technique == "knead" and _moves_on_as_bites(segment, touch, pad, targets):
        walked = taken_as("walk")
        if any(fault.name is FaultName.CONTACT_LOST for fault in walked):
            return _if_meant("walk", walked)
    return taken_as(segment.technique)


def _if_meant(technique: str, faults: Sequence[Fault]) -> tuple[Fault, ...]:
    return tuple(
        replace(
            fault,
            advice=told("If this was to be {technique}: {advice}", technique=told(technique), advice=fault.advice),
        )
        for fault in faults
    )


def _moves_on_as_bites(segment: Segment, touch: TouchBlock, pad: Pad, targets: Targets) -> bool:
    band, told = bands_in(targets, "walk").get("bite_mm"), resolution_of(pad)
    bite_mm = number_of(technique_named("walk").measures(Work.of(touch, [segment.strokes]))["bite_mm"])
    if band is None or band.lo is None or told is None or bite_mm is None:
        return False
    return bite_mm >= max(band.lo, told.mean_bite_mm)


def faults_as(
    technique: str,
    strokes: Sequence[Stroke],
    touch: TouchBlock,
    pad: Pad,
    targets: Targets,
    point_mm: tuple[float, float] | None = None,
) -> tuple[Fault, ...]:
    """Faults of strokes that are taken as one technique; each is named once, by the measure that tells it best.

    Raises
    ------
    DrillError
        When there is no such technique.
    """
    work = Work.of(touch, [strokes])
    measures = technique_named(technique).measures(work)
    bands = bands_in(targets, technique)
    tiring = _tiring(work)
    found: dict[FaultName, tuple[float, Fault]] = {}
    for earned, fault in _by_bands(measures, bands, unresolved(pad, technique, measures, step_s=touch.step_s), pad):
        if fault.name not in found or earned < found[fault.name][0]:
            found[fault.name] = earned, fault
    faults = [fault for _, fault in found.values() if not (tiring and _is_trend(fault, bands, work))]
    drifting = _drifting(technique, work, measures, targets, point_mm)
    return (*faults, *(fault for fault in (drifting, tiring) if fault is not None))


def _by_bands(
    measures: Measures, bands: Mapping[str, Band], left_out: Mapping[str, str], pad: Pad
) -> Iterator[tuple[float, Fault]]:
    """What lies outside its band by more than a near miss, with the credit that is left."""
    for name, row in VOCABULARY.items():
        band, value = bands.get(name), number_of(measures.get(name))
        in_newtons = row.unit != "N" or force_unit(pad) == "n"
        if band is None or value is None or name in left_out or band.weight <= 0.0 or not in_newtons:
            continue
        earned = credit(value, band)
        if earned >= _NEAR:
            continue
        below = band.lo is not None and value < band.lo
        fault, limit = (row.fault_low, band.lo) if below else (row.fault_high, band.hi)
        if fault is not None and limit is not None:
            yield earned, Fault(fault, name, value, limit, advice(name, value, band))


def _drifting(
    technique: str, work: Work, measures: Measures, targets: Targets, point_mm: tuple[float, float] | None
) -> Fault | None:
    """Whether the place at the end is off the point or, without one, off where it began."""
    stays = technique_named(technique).stays
    x, y, there = work.touch.x_mm, work.touch.y_mm, np.flatnonzero(~np.isnan(work.touch.x_mm) & work.touching)
    if not stays or (stays == "on a point" and point_mm is None) or len(there) < 10:
        return None
    rate = number_of(measures.get("rate_per_min"))
    turn = 60.0 / rate / work.step_s if technique == "circles" and rate else 0.0
    end = min(max(round(_END * len(there)), round(turn)), len(there))
    at = [(float(np.mean(x[part])), float(np.mean(y[part]))) for part in (there[:end], there[-end:])]
    began, ended = point_mm or at[0], at[1]
    off_mm = float(np.hypot(ended[0] - began[0], ended[1] - began[1]))
    band = bands_in(targets, "hold").get("off_point_mm")
    limit_mm = band.hi if band is not None and band.hi is not None else _ON_POINT_MM
    if off_mm <= limit_mm:
        return None
    return Fault(
        FaultName.DRIFTING,
        "off_point_mm",
        off_mm,
        limit_mm,
        told("Stay on the point: let the thumb rest where it landed."),
    )


def _tiring(work: Work) -> Fault | None:
    """Strength decrement: what the mean of the last three levels has lost of that of the first three."""
    levels = _levels(work)
    first = float(np.mean(levels[:_ENDS])) if len(levels) >= _LEVELS else 0.0
    if first <= 0.0:
        return None
    lost = 1.0 - float(np.mean(levels[-_ENDS:])) / first
    # What differs from press to press by chance makes a difference of two means of three as well.
    chance = _scatter(levels) * (2.0 / _ENDS) ** 0.5
    if lost <= max(_TIRED, 2.0 * chance):
        return None
    return Fault(
        FaultName.TIRING, "decrement", lost, _TIRED, told("Rest the hands a little, or go on with a lighter technique.")
    )


def _is_trend(fault: Fault, bands: Mapping[str, Band], work: Work) -> bool:
    """Whether a force is uneven only because it fades."""
    of_force = fault.name is FaultName.UNEVEN and VOCABULARY[fault.measure].of_force
    return of_force and credit(_scatter(_levels(work)), bands[fault.measure]) >= _NEAR


def _levels(work: Work) -> Array:
    """The strokes' peaks; of few strokes, the mean force in twelfths of the longest touch, if that is long enough."""
    if len(work.strokes) >= _LEVELS or not work.touches:
        return work.strokes.peak_n
    span = max(work.touches, key=lambda one: one.stop - one.start)
    if (span.stop - span.start) * work.step_s < _LEAST_TOUCH_S:
        return np.empty(0)
    force = work.force_n[middle_of(span)]
    return np.array([float(np.mean(part)) for part in np.array_split(force, 2 * _LEVELS)])


def _scatter(levels: Array) -> float:
    """Robust coefficient of variation about the levels' straight line."""
    if len(levels) < _ENDS:
        return 0.0
    number = np.arange(len(levels)) - (len(levels) - 1) / 2
    slope = float(np.sum(number * levels) / np.sum(number * number))
    return robust_cv(levels - slope * number) or 0.0
