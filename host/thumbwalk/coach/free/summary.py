"""What was done in free practice: techniques, places, evenness, minutes, and the drill that fits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from thumbwalk.coach.drill.drill import Drill
from thumbwalk.coach.free.evenness import Evenness, evenness_of
from thumbwalk.coach.free.fitting_drill import FittingDrill, fitting_drill
from thumbwalk.coach.free.minutes import Minute, minutes_of
from thumbwalk.coach.free.sole_covered import ZoneTouched, sole_covered, zones_touched
from thumbwalk.coach.score.unresolved import number_of
from thumbwalk.coach.targets.bands import Targets, bands_in
from thumbwalk.pad import Foot, Pad
from thumbwalk.technique.analysis import strokes_on
from thumbwalk.technique.measures import Measure, Measures, force_unit
from thumbwalk.technique.segments import Segment, segments_of
from thumbwalk.touch.touch_block import TouchBlock
from thumbwalk.zones import ZoneMap

VERSION = 1
"""Of the document."""


@dataclass(frozen=True)
class TechniqueDone:
    """All of one technique: seconds and strokes, and means over its time; ``evenness`` is from 0 to 100.

    ``force_n`` is of its peaks in a technique of strokes. ``uneven`` is the measure that took most of the evenness.
    """

    technique: str
    seconds: float
    strokes: int
    force_n: float | None
    rate_per_min: float | None
    evenness: float | None
    uneven: str | None


@dataclass(frozen=True)
class FreeSummary:
    """A free practice; ``unsure_s`` is what was touched without being recognised, ``covered`` the part of the sole."""

    layout: str
    foot: Foot | None
    calibrated: bool
    duration_s: float
    touched_s: float
    unsure_s: float
    left_out: Mapping[str, Sequence[str]]
    techniques: tuple[TechniqueDone, ...]
    zones: tuple[ZoneTouched, ...]
    covered: float | None
    minutes: tuple[Minute, ...]
    drill: FittingDrill | None

    @property
    def best(self) -> Minute | None:
        """The most even minute; None where none could be judged."""
        return max(self._judged, key=lambda one: one.evenness or 0.0, default=None)

    @property
    def worst(self) -> Minute | None:
        """The least even minute; None where there are not two to choose from."""
        judged = self._judged
        return min(judged, key=lambda one: one.evenness or 0.0) if len(judged) > 1 else None

    @property
    def _judged(self) -> list[Minute]:
        return [one for one in self.minutes if one.evenness is not None]

    def to_json(self) -> dict[str, Any]:
        """The document of ``free.json``."""
        return {
            "version": VERSION,
            "layout": self.layout,
            "foot": self.foot,
            "calibrated": self.calibrated,
            "duration_s": self.duration_s,
            "touched_s": self.touched_s,
            "unsure_s": self.unsure_s,
            "left_out": [
                {"taxel": taxel, "reason": reason} for taxel, reasons in self.left_out.items() for reason in reasons
            ],
            "techniques": [asdict(one) for one in self.techniques],
            "zones": [asdict(one) for one in self.zones],
            "covered": self.covered,
            "minutes": [asdict(one) for one in self.minutes],
            "best": None if self.best is None else asdict(self.best),
            "worst": None if self.worst is None else asdict(self.worst),
            "drill": None if self.drill is None else asdict(self.drill),
        }


def free_summary(
    touch: TouchBlock,
    pad: Pad,
    targets: Targets,
    drills: Mapping[str, Drill],
    *,
    left_out: Mapping[str, Sequence[str]] | None = None,
    calibrated: bool = True,
) -> FreeSummary:
    """Sum up everything in a touch.

    Parameters
    ----------
    touch : TouchBlock
        From the stream's beginning to its end.
    pad : Pad
    targets : mapping
        Bands by technique, for how even is even.
    drills : mapping
        Those that there are, by name, for the one that fits.
    left_out : mapping, optional
        Taxel name to reasons, one for each time.
    calibrated : bool
        Whether newtons are newtons; else none is told.
    """
    segments = segments_of(strokes_on(touch, pad), touch)
    in_newtons = calibrated and force_unit(pad) == "n"
    lasts_s = float(touch.time_s[-1]) + touch.step_s if len(touch) else 0.0
    done = _techniques(segments, touch, targets, in_newtons=in_newtons)
    zones = ZoneMap(pad)
    return FreeSummary(
        pad.name,
        pad.foot,
        in_newtons,
        lasts_s,
        float(np.count_nonzero(touch.touching)) * touch.step_s if len(touch) else 0.0,
        float(sum(one.end_s - one.start_s for one in segments if one.unsure)),
        dict(left_out or {}),
        done,
        zones_touched(touch, zones),
        sole_covered(touch, zones),
        tuple(minutes_of(segments, touch, lasts_s, targets)) if len(touch) else (),
        fitting_drill([(one.technique, one.seconds, one.evenness, one.uneven) for one in done], drills, pad.foot),
    )


def _techniques(
    segments: Sequence[Segment], touch: TouchBlock, targets: Targets, *, in_newtons: bool
) -> tuple[TechniqueDone, ...]:
    """The techniques that were surely done, the longest first."""
    rows: dict[str, list[tuple[float, Measures]]] = {}
    for one in segments:
        if not one.unsure:
            rows.setdefault(one.technique, []).append((one.end_s - one.start_s, one.measures(touch)))
    found = [_done(name, parts, targets, in_newtons=in_newtons) for name, parts in rows.items()]
    return tuple(sorted(found, key=lambda one: -one.seconds))


def _done(
    technique: str, parts: Sequence[tuple[float, Measures]], targets: Targets, *, in_newtons: bool
) -> TechniqueDone:
    bands = bands_in(targets, technique)
    force = "peak_force_n" if "peak_force_n" in bands else "force_n"
    evens = [(lasts_s, even) for lasts_s, measures in parts if (even := evenness_of(measures, bands)) is not None]
    strokes = (measures.get("strokes") for _, measures in parts)
    return TechniqueDone(
        technique,
        sum(lasts_s for lasts_s, _ in parts),
        sum(int(known) for count in strokes if (known := number_of(count)) is not None),
        _mean([(lasts_s, measures.get(force)) for lasts_s, measures in parts]) if in_newtons else None,
        _mean([(lasts_s, measures.get("rate_per_min")) for lasts_s, measures in parts]),
        _mean([(lasts_s, even.value) for lasts_s, even in evens]),
        _most_uneven(evens),
    )


def _mean(rows: Sequence[tuple[float, Measure]]) -> float | None:
    """The mean of what there is, by its time."""
    known = [
        (lasts_s, float(value)) for lasts_s, value in rows if isinstance(value, int | float) and np.isfinite(value)
    ]
    whole_s = sum(lasts_s for lasts_s, _ in known)
    return sum(lasts_s * value for lasts_s, value in known) / whole_s if whole_s > 0.0 else None


def _most_uneven(evens: Sequence[tuple[float, Evenness]]) -> str | None:
    """The measure that took most of the evenness, by how long it did."""
    seconds: dict[str, float] = {}
    for lasts_s, even in evens:
        seconds[even.worst] = seconds.get(even.worst, 0.0) + lasts_s * (100.0 - even.value)
    worst = max(seconds, key=lambda name: seconds[name], default=None)
    return worst if worst is not None and seconds[worst] > 0.0 else None
