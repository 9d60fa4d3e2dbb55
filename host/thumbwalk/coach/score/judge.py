"""A touch, taken as one technique, against its targets: the score and what it is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from thumbwalk.coach.score.advice import advice
from thumbwalk.coach.score.comfort import over_pressure
from thumbwalk.coach.score.flow import Span, coverage, flow
from thumbwalk.coach.score.score import Cap, Metric, NotScored, Score, credit, geometric_score, stars_for
from thumbwalk.coach.score.unresolved import SINGLE_BITES, number_of, unresolved
from thumbwalk.coach.targets.bands import Band
from thumbwalk.coach.targets.caps import Caps
from thumbwalk.pad import Pad
from thumbwalk.technique.analysis import measure, segments_on
from thumbwalk.technique.catalog import technique_named
from thumbwalk.technique.measures import Measures, force_unit
from thumbwalk.technique.segments import Segment
from thumbwalk.technique.stroke import LIFT_S, Stroke
from thumbwalk.technique.vocabulary import VOCABULARY, Row
from thumbwalk.touch.resolution import resolution_of
from thumbwalk.touch.touch_block import TouchBlock
from thumbwalk.zones import ZoneMap, zone_at

_CAPPED = tuple(name for name, row in VOCABULARY.items() if row.capped)
_IN_NEWTONS = tuple(name for name, row in VOCABULARY.items() if row.unit in ("N", "N/s"))
_UNKNOWN = Row("", "")
_OF_TWO = {"balance": Band(0.8, None)}
"""Asked of two hands, unless a target file says otherwise: at 0.8 the weaker hand gives four fifths of the other's."""
NOT_CALIBRATED = "not calibrated"
"""Why nothing is scored that is made of newtons: they are a guess. Also said of a layout in counts."""


@dataclass(frozen=True)
class Task:
    """What a set asked for beside its technique: a zone, a place, and its time; each may be open (None).

    ``window_s`` is the set's start and end in stream seconds; without it, from the first touch to the last. ``zones``
    spares making the pad's zone map anew, for who judges often. ``calibrated`` says whether newtons are newtons: where
    they are a guess, nothing that is made of them is scored.
    """

    zone: str | None = None
    target_mm: tuple[float, float] | None = None
    window_s: Span | None = None
    zones: ZoneMap | None = None
    calibrated: bool = True


ANYWHERE = Task()


def score_technique(
    touch: TouchBlock, pad: Pad, technique: str, bands: Mapping[str, Band], caps: Caps, task: Task = ANYWHERE
) -> Score:
    """Score everything in a touch that is, or may be meant as, a technique.

    Segments named so, and those whose name is unsure, are measured; the time of the others costs ``flow``. Where
    nothing is named so, everything is measured as what was asked for.

    Parameters
    ----------
    touch : TouchBlock
    pad : Pad
    technique : str
        Its name.
    bands : mapping of measure name to Band
        The target bands.
    caps : Caps
        The comfort caps.
    task : Task
        What a drill asked for; without one, no place is scored.

    Raises
    ------
    DrillError
        When there is no such technique.
    """
    technique_named(technique)
    judged = _Judged.of(touch, pad, technique, caps, task)
    return _scored(judged, _clipped(bands, caps, judged.zone), bool(judged.runs), unfinished=False)


def running_score(
    touch: TouchBlock, pad: Pad, technique: str, bands: Mapping[str, Band], caps: Caps, task: Task
) -> float | None:
    """The score of a set that is under way: what can't be judged yet is left out; None when nothing can."""
    judged = _Judged.of(touch, pad, technique, caps, task)
    if not judged.runs:
        return None
    score = _scored(judged, _clipped(bands, caps, judged.zone), True, unfinished=True)
    return score.score if score.metrics else None


@dataclass(frozen=True)
class _Judged:
    """A set's measures by name, and what stands against scoring some."""

    technique: str
    pad: Pad
    task: Task
    zone: str | None
    runs: list[list[Stroke]]
    values: Measures
    caps: tuple[Cap, ...]
    not_scored: dict[str, str]

    @staticmethod
    def of(touch: TouchBlock, pad: Pad, technique: str, caps: Caps, task: Task) -> _Judged:
        zones = task.zones if task.zones is not None else ZoneMap(pad)
        segments = segments_on(touch, pad)
        meant = [one for one in segments if one.technique == technique or one.unsure] or segments
        apart = [one for one in segments if one.technique != technique and (not one.unsure or meant is segments)]
        runs = _joined(meant)
        values = _measured(touch, technique, meant, runs)
        values["flow"] = flow(touch, _window(segments, touch, task), [(one.start_s, one.end_s) for one in apart])
        values["off_point_mm"] = _off_point_mm(runs, task.target_mm)
        values["coverage"] = coverage(touch, zones, task.zone) if task.zone is not None else None
        cap = over_pressure(touch, zones, caps) if force_unit(pad) == "n" and task.calibrated else None
        zone = task.zone
        if zone is None and task.target_mm is not None and pad.is_sole:
            zone = zone_at(pad, *task.target_mm)
        unjudged = _unjudged(pad, task) | unresolved(pad, technique, values)
        return _Judged(technique, pad, task, zone, runs, values, (cap,) if cap else (), unjudged)


def _measured(touch: TouchBlock, technique: str, meant: Sequence[Segment], runs: list[list[Stroke]]) -> Measures:
    """Measures of all that is meant; of two hands' work where that is more than half of it."""
    two = [one for one in meant if one.hands == 2 and one.technique == technique]
    if sum(one.end_s - one.start_s for one in two) > 0.5 * sum(one.end_s - one.start_s for one in meant):
        return max(two, key=lambda one: one.end_s - one.start_s).measures(touch)
    return measure(touch, technique, runs) if runs else {}


def _joined(segments: Sequence[Segment]) -> list[list[Stroke]]:
    """Runs of strokes; segments that touch each other are one, so that an unsure name does not break a rhythm."""
    runs: list[list[Stroke]] = []
    for segment in segments:
        if runs and segment.start_s - runs[-1][-1].end_s <= LIFT_S:
            runs[-1].extend(segment.strokes)
        else:
            runs.append(list(segment.strokes))
    return runs


def _window(segments: Sequence[Segment], touch: TouchBlock, task: Task) -> Span:
    if task.window_s is not None:
        return task.window_s
    if not segments:
        return 0.0, 0.0
    return segments[0].start_s, segments[-1].end_s + touch.step_s


def _off_point_mm(runs: Sequence[Sequence[Stroke]], target_mm: tuple[float, float] | None) -> float | None:
    """Mean distance of the strokes' places from the point, the long strokes counting more."""
    strokes = [stroke for run in runs for stroke in run if not np.isnan(stroke.x_mm)]
    weight = sum(stroke.press_s for stroke in strokes)
    if target_mm is None or weight <= 0.0:
        return None
    x, y = target_mm
    return sum(stroke.press_s * float(np.hypot(stroke.x_mm - x, stroke.y_mm - y)) for stroke in strokes) / weight


def _unjudged(pad: Pad, task: Task) -> dict[str, str]:
    """What this layout or task can't judge, with the reason."""
    reasons: dict[str, str] = {}
    if pad.unit == "counts":
        reasons |= dict.fromkeys(_CAPPED, f"{NOT_CALIBRATED}: layout '{pad.name}' measures in counts, not in newtons")
    elif force_unit(pad) != "n":
        reasons |= dict.fromkeys(_CAPPED, f"layout '{pad.name}' measures in kPa without areas, not in newtons")
    elif not task.calibrated:
        reasons |= dict.fromkeys(_IN_NEWTONS, NOT_CALIBRATED)
    if task.target_mm is None:
        reasons["off_point_mm"] = "no point was asked for"
    elif not pad.has_positions:
        reasons["off_point_mm"] = f"layout '{pad.name}' has no positions"
    elif (told := resolution_of(pad)) and told.poor_behind_mm is not None and task.target_mm[0] < told.poor_behind_mm:
        behind = f"place along the foot is poor behind x = {told.poor_behind_mm:g} mm"
        reasons["off_point_mm"] = f"{behind}: no tiles are there"
    if task.zone is not None and not (pad.has_positions and pad.is_sole):
        reasons["coverage"] = f"layout '{pad.name}' has no positions and outline"
    return reasons


def _clipped(bands: Mapping[str, Band], caps: Caps, zone: str | None) -> dict[str, Band]:
    """Bands of force brought below the comfort cap of the zone that they are asked in."""
    if zone is None:
        return dict(bands)
    most_n = caps.most_asked_n(zone)
    return {name: band.clipped(most_n) if name in _CAPPED else band for name, band in bands.items()}


def _scored(judged: _Judged, bands: Mapping[str, Band], touched: bool, *, unfinished: bool) -> Score:
    rows: list[Metric] = []
    not_scored: list[NotScored] = []
    if judged.values.get("balance") is not None:
        bands = {**_OF_TWO, **bands}
    for name, band in bands.items():
        if band.weight <= 0.0 or (name == "coverage" and judged.task.zone is None):
            continue
        if name in judged.not_scored:
            not_scored.append(NotScored(_in_layout(name, judged.pad), judged.not_scored[name]))
            continue
        value, row = number_of(judged.values.get(name)), VOCABULARY.get(name, _UNKNOWN)
        if unfinished and (value is None or (row.grows and band.lo is not None and value < band.lo)):
            continue
        earned = credit(value, band) if value is not None else 0.0
        rows.append(Metric(name, value, row.unit, band.ends, earned, band.weight, 0.0, advice(name, value, band)))
    told = [name for name in SINGLE_BITES if name in judged.not_scored and name not in bands]
    not_scored += [NotScored(name, judged.not_scored[name]) for name in told]
    total = _capped(rows, judged.caps) if touched else 0.0
    return Score(
        judged.technique, total, stars_for(total), _costed(rows, judged.caps, total), judged.caps, tuple(not_scored)
    )


def _costed(rows: Sequence[Metric], caps: Sequence[Cap], total: float) -> tuple[Metric, ...]:
    """Metrics with what each costs, the dearest first; under a cap, in the order of what they would cost without."""
    gains = []
    for row in rows:
        perfect = [replace(other, credit=1.0) if other is row else other for other in rows]
        gains.append((_capped(perfect, caps) - total, _capped(perfect, ()), row.weight))
    order = sorted(range(len(rows)), key=lambda i: gains[i], reverse=True)
    return tuple(replace(rows[i], points_lost=max(gains[i][0], 0.0)) for i in order)


def _capped(rows: Sequence[Metric], caps: Sequence[Cap]) -> float:
    score = geometric_score((row.credit, row.weight) for row in rows)
    return min([score, *(cap.max_score for cap in caps)])


def _in_layout(name: str, pad: Pad) -> str:
    return f"{name[:-1]}{force_unit(pad)}" if name in _CAPPED else name
