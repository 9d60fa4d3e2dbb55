"""Other ways to do a drill: another level, half its tempo, bite by bite. Each is its own, nobody's best of it."""

from __future__ import annotations

import re
from dataclasses import replace

from thumbwalk.coach.drill.course import Aim, Course
from thumbwalk.coach.drill.drill import LIMITS, Drill, DrillSet
from thumbwalk.coach.drill.trace import Trace
from thumbwalk.coach.targets.bands import Band, Targets
from thumbwalk.language import told

HALF = 0.5
"""What is left of a tempo: slow enough that a thumb has time to sink and to lift between two presses."""
_PACES = ("rate_per_min", "speed_mm_s")
"""Measures that follow the tempo."""
_STEPPED = "walk"
"""The technique whose bites a drill can wait for."""
_SUFFIX = re.compile(r"(-half|-bites|-set-\d+|-level-\d)+$")


def plain_name(name: str) -> str:
    """The name of the drill that a variant, or a set alone, was made of; a drill's own name as it is."""
    return _SUFFIX.sub("", name)


def has_pace(drill: Drill) -> bool:
    """Whether any set has a beat or a pace, which could be slower."""
    return any(_is_paced(one) for one in drill.sets)


def has_bites(drill: Drill) -> bool:
    """Whether the drill could wait for each bite of a set, and does not yet."""
    return any(_can_wait(one) and not one.step for one in drill.sets)


def is_half(drill: Drill) -> bool:
    """Whether it goes at half the tempo of the drill that it was made of."""
    return "-half" in drill.name[len(plain_name(drill.name)) :]


def is_bite_by_bite(drill: Drill) -> bool:
    """Whether it waits for bites where the drill that it was made of does not."""
    return "-bites" in drill.name[len(plain_name(drill.name)) :]


def at_level(drill: Drill, level: int) -> Drill:
    """The same with bands as wide, and as steady a hand, as another level asks; sets that have none stay as they are.

    One that is at this level already is given back.
    """
    sets = tuple(one if one.level is None else replace(one, level=level) for one in drill.sets)
    if sets == drill.sets:
        return drill
    titles = {
        1: told("{drill} · wide bands", drill=told(drill.title)),
        2: told("{drill} · medium bands", drill=told(drill.title)),
        3: told("{drill} · narrow bands", drill=told(drill.title)),
    }
    return replace(_variant(drill, f"level-{level}", titles[level], sets), level=level)


def at_half_tempo(drill: Drill, targets: Targets) -> Drill:
    """The same strokes at half the pace, in twice the time; sets without one stay as they are.

    The bands of the pace follow, so that they are written out of the ``targets`` first. Raises DrillError as
    `Drill.resolved`.
    """
    sets = tuple(_slower(one) if _is_paced(one) else one for one in drill.resolved(targets).sets)
    return _variant(drill, "half", told("{drill} · half tempo", drill=told(drill.title)), sets)


def bite_by_bite(drill: Drill) -> Drill:
    """The same, but behind a bite that was not right the clock stands until one is."""
    sets = tuple(replace(one, step=True) if _can_wait(one) else one for one in drill.sets)
    return _variant(drill, "bites", told("{drill} · bite by bite", drill=told(drill.title)), sets)


def _variant(drill: Drill, suffix: str, title: str, sets: tuple[DrillSet, ...]) -> Drill:
    return replace(drill, name=f"{drill.name}-{suffix}", title=title, sets=sets, trains=())


def _is_paced(one: DrillSet) -> bool:
    return one.rate_per_min is not None or one.speed_mm_s is not None


def _can_wait(one: DrillSet) -> bool:
    return one.technique == _STEPPED and one.hands == 1


def _slower(one: DrillSet) -> DrillSet:
    least_s, most_s = LIMITS["duration_s"]
    return replace(
        one,
        duration_s=min(max(one.duration_s / HALF, least_s), most_s),
        rate_per_min=_part_of(one.rate_per_min, LIMITS["rate_per_min"][0]),
        speed_mm_s=None if one.speed_mm_s is None else max(HALF * one.speed_mm_s, LIMITS["speed_mm_s"][0]),
        targets={name: _halved(band) if name in _PACES else band for name, band in one.targets.items()},
        trace_n=_stretched(one.trace_n),
        trace_uw=_stretched(one.trace_uw),
    )


def _part_of(aim: Aim, least: float) -> Aim:
    if isinstance(aim, Course):
        return replace(aim, values=tuple(max(HALF * value, least) for value in aim.values))
    return None if aim is None else max(HALF * aim, least)


def _halved(band: Band) -> Band:
    lo, hi = (None if end is None else HALF * end for end in band.ends)
    return replace(band, lo=lo, hi=hi)


def _stretched(trace: Trace) -> Trace:
    return tuple((time_s / HALF, *values) for time_s, *values in trace)
