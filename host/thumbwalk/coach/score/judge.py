"""A touch, taken as one technique, against its targets: the score and what it is made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from thumbwalk.coach.score.advice import advice
from thumbwalk.coach.score.asked_way import ONE_ALONE, WAY, asked_way, of_two
from thumbwalk.coach.score.comfort import over_pressure, when_over
from thumbwalk.coach.score.costs import costed
from thumbwalk.coach.score.facts import Done, fact
from thumbwalk.coach.score.flow import GAP_S, Span, flow, gaps
from thumbwalk.coach.score.guide_errors import guide_errors
from thumbwalk.coach.score.lost_when import CostSpan, Seen, lost_when
from thumbwalk.coach.score.other import is_another, seconds_of
from thumbwalk.coach.score.placed import OF_TWO, placed, toward, unplaced
from thumbwalk.coach.score.rules import TODAY, Rules
from thumbwalk.coach.score.score import Cap, GuideError, Metric, NotScored, Score, credit, stars_for
from thumbwalk.coach.score.set_trend import force_trend
from thumbwalk.coach.score.task import ANYWHERE, Task
from thumbwalk.coach.score.unresolved import SINGLE_BITES, number_of, unresolved
from thumbwalk.coach.targets.asked import CAPPED, Narrowing, asked_bands
from thumbwalk.coach.targets.bands import Band
from thumbwalk.coach.targets.caps import Caps
from thumbwalk.language import marked, told
from thumbwalk.pad import Pad
from thumbwalk.technique.analysis import segments_on
from thumbwalk.technique.catalog import technique_named
from thumbwalk.technique.measures import Measures, force_unit
from thumbwalk.technique.pauses import without_pauses
from thumbwalk.technique.segments import Segment
from thumbwalk.technique.stroke import LIFT_S, Stroke
from thumbwalk.technique.vocabulary import VOCABULARY, Row
from thumbwalk.technique.work import Work
from thumbwalk.touch.hindsight import seen_from_the_end
from thumbwalk.touch.resolution import resolution_of
from thumbwalk.touch.touch_block import TouchBlock
from thumbwalk.zones import ZoneMap, zone_at

_STILL = ("hold", "glide")
"""Techniques without a pace."""
_FEW = 4
"""Of so many strokes and more the distances tell a pace."""
_IN_NEWTONS = tuple(name for name, row in VOCABULARY.items() if row.unit in ("N", "N/s"))
_UNKNOWN = Row("", "")
_ON_A_POINT = ("hold",)
"""Techniques that belong on a point: where none was asked for, that is said."""
"""Measures that one hand does not have, and is not asked for."""
NOT_CALIBRATED = marked("not calibrated")
"""Why nothing is scored that is made of newtons: they are a guess. Also said of a layout in counts."""


def score_technique(
    touch: TouchBlock,
    pad: Pad,
    technique: str,
    bands: Mapping[str, Band],
    caps: Caps,
    task: Task = ANYWHERE,
    rules: Rules = TODAY,
) -> Score:
    """Score everything in a touch that is, or may be meant as, a technique.

    Segments named so, those whose name is unsure, and those that are the technique with one fault are measured; the
    time of the others costs ``flow``. Where nothing is one of these, everything is measured as what was asked for.

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
    rules : Rules
        Of the version of the score.

    Raises
    ------
    DrillError
        When there is no such technique.
    """
    technique_named(technique)
    judged = _Judged.of(touch, pad, technique, caps, task, rules)
    if "force_trend" in bands:
        judged.values["force_trend"] = force_trend(technique, touch, judged.runs, task.window_s)
    return _scored(judged, _clipped(bands, caps, judged), unfinished=False)


def running_score(
    touch: TouchBlock,
    pad: Pad,
    technique: str,
    bands: Mapping[str, Band],
    caps: Caps,
    task: Task,
    rules: Rules = TODAY,
) -> Score | None:
    """The score of a set that is under way: what can't be judged yet is left out; None when nothing can."""
    judged = _Judged.of(touch, pad, technique, caps, task, rules)
    if judged.work is None:
        return None
    score = _scored(judged, _clipped(bands, caps, judged), unfinished=True)
    return score if score.metrics else None


def points_in_time(
    touch: TouchBlock, pad: Pad, score: Score, caps: Caps, task: Task, rules: Rules = TODAY
) -> dict[str, tuple[CostSpan, ...]]:
    """When in a set the points were lost that its ``score`` took off, by measure; see `lost_when`.

    Parameters
    ----------
    touch, pad, caps, task, rules
        As `score_technique` had them.
    score : Score
        What it gave, or its share of a drill's.
    """
    judged = _Judged.of(touch, pad, score.technique, caps, task, rules)
    over = when_over(touch, judged.zones, caps, holding=score.technique == "hold", held=rules.held_force)
    flowing = technique_named(score.technique).flowing
    done = judged.as_done, judged.work, judged.not_in_it, over, judged.hands, flowing
    seen = Seen(touch, task, judged.zones, *done)
    return lost_when(score, seen)


@dataclass(frozen=True)
class _Judged:
    """A set's measures by name, and what stands against scoring some.

    ``as_done`` is the ``work`` before it was brought to one level, ``hands`` each one's own where two were at it;
    ``not_in_it`` is when it was not done.
    """

    technique: str
    pad: Pad
    task: Task
    rules: Rules
    zone: str | None
    zones: ZoneMap
    as_done: Work | None
    work: Work | None
    hands: tuple[Work, ...]
    not_in_it: tuple[Span, ...]
    runs: list[list[Stroke]]
    elsewhere: dict[str, float]
    values: Measures
    caps: tuple[Cap, ...]
    not_scored: dict[str, str]

    @staticmethod
    def of(touch: TouchBlock, pad: Pad, technique: str, caps: Caps, task: Task, rules: Rules) -> _Judged:
        task = task if rules.places_of_two or task.pattern is None else _anywhere(task)
        zones = task.zones if task.zones is not None else ZoneMap(pad)
        touch = seen_from_the_end(touch)
        segments = segments_on(touch, pad, rules.ways)
        meant = [
            one for one in segments if _is_meant(one, technique, touch, forgives=rules.forgives and not task.strict)
        ]
        apart = [one for one in segments if all(one is not other for other in meant)]
        meant = meant or segments
        runs = _joined(meant, _longest_lift_s(meant, technique, rules))
        as_done, work, hands, values = _measured(touch, technique, meant, runs, task, rules)
        spans = [(one.start_s, one.end_s) for one in apart]
        window, gap_s = _window(segments, touch, task), _gap_s(technique, work, rules)
        values["flow"] = flow(touch, window, spans, gap_s)
        values |= placed(touch, meant, runs, replace(task, zones=zones))
        if work is not None:
            # two hands' bites are told along the foot, whichever way each one's goes
            along_mm = task.path_mm if task.pattern is None else None
            values |= asked_way(technique, work, values, along_mm, task.turn)
        if task.pattern is not None:
            values |= of_two(values, task.pattern)
        holding = technique == "hold"
        in_newtons = _in_newtons(pad, task)
        cap = over_pressure(touch, zones, caps, holding=holding, held=rules.held_force) if in_newtons else None
        zone = task.zone
        if zone is None and task.target_mm is not None and pad.is_sole:
            zone = zone_at(pad, *task.target_mm)
        unjudged = _unjudged(pad, task) | unresolved(
            pad, technique, values, step_s=touch.step_s, long_axis=rules.long_axis
        )
        found, not_in_it = (cap,) if cap else (), (*gaps(touch, window, gap_s), *spans)
        done = zone, zones, as_done, work, hands, not_in_it, runs, seconds_of(apart)
        return _Judged(technique, pad, task, rules, *done, values, found, unjudged)


def _anywhere(task: Task) -> Task:
    """The same of two hands, wherever they work."""
    return replace(task, target_mm=None, second_mm=None, path_mm=None, second_path_mm=None)


def _in_newtons(pad: Pad, task: Task) -> bool:
    """Whether forces are newtons, and not another unit or a guess."""
    return force_unit(pad) == "n" and task.calibrated


def _is_meant(segment: Segment, technique: str, touch: TouchBlock, *, forgives: bool) -> bool:
    if segment.technique == technique or segment.unsure:
        return True
    return forgives and not is_another(segment, technique, touch)


def _measured(
    touch: TouchBlock, technique: str, meant: Sequence[Segment], runs: list[list[Stroke]], task: Task, rules: Rules
) -> tuple[Work | None, Work | None, tuple[Work, ...], Measures]:
    """All that is meant, as it was done, on one level and hand by hand where two work, and its measures.

    Where two hands work for more than half of it, it is their longest segment.
    """
    two = [one for one in meant if one.hands == 2 and one.technique == technique]
    if sum(one.end_s - one.start_s for one in two) > 0.5 * sum(one.end_s - one.start_s for one in meant):
        longest = max(two, key=lambda one: one.end_s - one.start_s)
        hands = longest.works(touch, rules.ways)
        work = Work.joined(hands)
        return work, work, hands, longest.measures(touch, rules.ways)
    if rules.ways.pauses and not technique_named(technique).flowing:
        runs = [part for run in runs for part in without_pauses(run, touch)]
    if not any(runs):
        return None, None, (), {}
    as_done = Work.of(touch, runs, rules.ways)
    work = as_done if task.levels is None else task.levels.levelled(as_done)
    return as_done, work, (), technique_named(technique).measures(work)


def _longest_lift_s(segments: Sequence[Segment], technique: str, rules: Rules) -> float:
    """The longest lift that does not break a rhythm: of slow strokes, that of their own pace."""
    onsets = [stroke.onset_s for one in segments for stroke in one.strokes]
    if technique in _STILL or not rules.gap_of_interval or len(onsets) < _FEW:
        return LIFT_S
    return max(LIFT_S, rules.gap_of_interval * float(np.median(np.diff(onsets))))


def _joined(segments: Sequence[Segment], lift_s: float) -> list[list[Stroke]]:
    """Runs of strokes; segments that touch each other are one, so that an unsure name does not break a rhythm."""
    runs: list[list[Stroke]] = []
    for segment in segments:
        if runs and segment.start_s - runs[-1][-1].end_s <= lift_s:
            runs[-1].extend(segment.strokes)
        else:
            runs.append(list(segment.strokes))
    return runs


def _gap_s(technique: str, work: Work | None, rules: Rules) -> float:
    """From how long on a break is a gap: slow strokes have longer ones between them."""
    if technique in _STILL:
        return rules.still_gap_s
    intervals_s = technique_named(technique).intervals_s(work) if work is not None else np.empty(0)
    return max(GAP_S, rules.gap_of_interval * float(np.median(intervals_s))) if len(intervals_s) else GAP_S


def _window(segments: Sequence[Segment], touch: TouchBlock, task: Task) -> Span:
    if task.window_s is not None:
        return task.window_s
    if not segments:
        return 0.0, 0.0
    return segments[0].start_s, segments[-1].end_s + touch.step_s


def _unjudged(pad: Pad, task: Task) -> dict[str, str]:
    """What this layout or task can't judge, with the reason."""
    reasons: dict[str, str] = {}
    if pad.unit == "counts":
        reasons |= dict.fromkeys(
            CAPPED,
            told(
                "{not_calibrated}: layout '{name}' measures in counts, not in newtons",
                not_calibrated=NOT_CALIBRATED,
                name=pad.name,
            ),
        )
    elif force_unit(pad) != "n":
        reasons |= dict.fromkeys(
            CAPPED, told("layout '{name}' measures in kPa without areas, not in newtons", name=pad.name)
        )
    elif not task.calibrated:
        reasons |= dict.fromkeys(_IN_NEWTONS, NOT_CALIBRATED)
    return reasons | unplaced(pad, task)


def _clipped(bands: Mapping[str, Band], caps: Caps, judged: _Judged) -> dict[str, Band]:
    """Bands as they are asked: below the comfort cap of where it is, about the guide, and of circles the way round."""
    task = judged.task
    zones = task.cap_zones or (() if judged.zone is None else (judged.zone,))
    narrowing = Narrowing(task.level, task.force_n, task.rate_per_min, task.speed_mm_s, task.narrowest)
    asked = asked_bands(bands, caps, zones, task.hold_s, narrowing)
    return asked if task.turn is None or "forward" in asked else asked | {"forward": WAY}


def _scored(judged: _Judged, bands: Mapping[str, Band], *, unfinished: bool) -> Score:
    rows: list[Metric] = []
    not_scored: list[NotScored] = []
    done = _done(judged) if judged.rules.teaches and not unfinished else None
    for name, band in bands.items():
        if band.weight <= 0.0 or (name == "coverage" and not judged.task.is_covered):
            continue
        if name in OF_TWO and judged.values.get(name) is None and judged.task.pattern is None:
            continue
        if name == "off_point_mm" and judged.task.target_mm is None and judged.technique not in _ON_A_POINT:
            continue
        if name in judged.not_scored and not _is_too_small(name, judged, band):
            not_scored.append(NotScored(_in_layout(name, judged.pad), judged.not_scored[name]))
            continue
        value, row = number_of(judged.values.get(name)), VOCABULARY.get(name, _UNKNOWN)
        if unfinished and (value is None or (row.grows and band.lo is not None and value < band.lo)):
            continue
        earned = credit(value, band, judged.rules.low_width) if value is not None else 0.0
        said = advice(name, value, band) if done is None else fact(name, value, band, done)
        said = ONE_ALONE if name in OF_TWO and value is None else said
        rows.append(Metric(name, value, row.unit, band.ends, earned, band.weight, 0.0, said))
    names = [name for name in SINGLE_BITES if name in judged.not_scored and name not in bands]
    not_scored += [NotScored(name, judged.not_scored[name]) for name in names]
    is_touched, nearest_first = judged.work is not None, judged.rules.nearest_first
    metrics, caps, total = costed(rows, judged.caps, touched=is_touched, nearest_first=nearest_first)
    errors = () if unfinished or judged.work is None else tuple(_errors(judged, judged.work, bands))
    return Score(
        judged.technique,
        total,
        stars_for(total),
        metrics,
        caps,
        tuple(not_scored),
        errors,
        judged.elsewhere,
        version=judged.rules.version,
    )


def _is_too_small(name: str, judged: _Judged, band: Band) -> bool:
    """Whether what is too small to be resolved is surely smaller than what is asked for, too."""
    told, value = resolution_of(judged.pad), number_of(judged.values.get(name))
    if not judged.rules.long_axis or told is None or value is None or band.lo is None:
        return False
    known_mm = {"bite_mm": told.mean_bite_mm, "radius_mm": told.radius_mm}.get(name)
    if known_mm is None:
        return False
    # what is asked for can be told itself, or by far more than a place errs
    return value < band.lo and (band.lo >= known_mm or band.lo - value >= judged.rules.surely_small * told.place_mm)


def _done(judged: _Judged) -> Done:
    """What sentences tell of the work."""
    if judged.work is None:
        return Done(judged.technique)
    intervals_s = technique_named(judged.technique).intervals_s(judged.work)
    in_newtons = _in_newtons(judged.pad, judged.task)
    peaks_n = judged.work.strokes.peak_n if in_newtons else np.empty(0)
    way = toward(judged.values, judged.task.target_mm) if judged.task.pattern is None else ""
    return Done(judged.technique, peaks_n, intervals_s, judged.elsewhere, judged.task.zone, way)


def _errors(judged: _Judged, work: Work, bands: Mapping[str, Band]) -> Iterator[GuideError]:
    in_newtons = _in_newtons(judged.pad, judged.task)
    return guide_errors(
        judged.technique,
        work,
        peaks="peak_force_n" in bands,
        force_n=judged.task.force_n if in_newtons else None,
        rate_per_min=judged.task.rate_per_min,
    )


def _in_layout(name: str, pad: Pad) -> str:
    return f"{name[:-1]}{force_unit(pad)}" if name in CAPPED else name
