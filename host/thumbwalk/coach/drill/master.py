"""Follow a master: what a teacher did on the foot becomes a drill, on the clock of the file that it is in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from thumbwalk.coach.drill.drill import LIMITS, Drill, DrillSet
from thumbwalk.coach.drill.master_bands import master_bands
from thumbwalk.coach.drill.master_parts import LeftOut, MasterPart, parts_of
from thumbwalk.coach.drill.master_place import place_of
from thumbwalk.coach.drill.trace import Trace, rows_of, thinned
from thumbwalk.coach.targets.asked import CAPPED
from thumbwalk.coach.targets.bands import Targets, bands_in
from thumbwalk.coach.targets.caps import Caps
from thumbwalk.errors import DrillError
from thumbwalk.language import marked, told
from thumbwalk.pad import Pad
from thumbwalk.technique.analysis import strokes_on
from thumbwalk.technique.catalog import technique_named
from thumbwalk.technique.measures import force_unit
from thumbwalk.technique.segments import segments_of
from thumbwalk.technique.work import Work
from thumbwalk.touch.touch_block import TouchBlock
from thumbwalk.zones import ZoneMap

LEVEL = 2
"""How narrow the bands are where nobody says."""
_SIZES = ("radius_mm", "bite_mm", "stroke_mm")
"""What a technique of a size measures it as."""
TRACE_N, TRACE_MM = 0.25, 2.0
"""How closely the guide follows the master: no eye tells a force or a place apart that is closer."""


@dataclass(frozen=True)
class Eased:
    """A set whose master pressed harder, newtons, than is comfortable where it was: it asks for less."""

    number: int
    zone: str
    pressed_n: float
    asked_n: float


@dataclass(frozen=True)
class FromMaster:
    """A drill after a master: the drill, what of the file it leaves out, and the sets that ask for less force."""

    drill: Drill
    left_out: tuple[LeftOut, ...]
    eased: tuple[Eased, ...]


def drill_of_master(
    touch: TouchBlock,
    pad: Pad,
    name: str,
    targets: Targets,
    caps: Caps,
    *,
    level: int = LEVEL,
    calibrated: bool = True,
    closeness: float = 1.0,
) -> FromMaster:
    """Make a drill of what was touched, which fits it when it begins with the stream.

    Parameters
    ----------
    touch : TouchBlock
        All of it, from the stream's beginning.
    pad : Pad
    name : str
        The drill's.
    targets : mapping
        Bands by technique.
    caps : Caps
        No set asks for more.
    level : int
        1 to 3: how narrow its bands are.
    calibrated : bool
        Whether newtons are newtons: otherwise no force is asked for, and none is shown.
    closeness : float
        How many times as coarse the guide may be.

    Raises
    ------
    DrillError
        When nothing was recognised, or the wait for it is longer than any count-in or rest.
    """
    parts, left_out = parts_of(segments_of(strokes_on(touch, pad), touch), touch)
    if not parts:
        raise DrillError(_why_nothing(left_out))
    in_newtons = calibrated and force_unit(pad) == "n"
    count_in_s, windows = _clock(parts)
    sets: list[DrillSet] = []
    eased: list[Eased] = []
    for number, (part, (start_s, end_s, rest_s)) in enumerate(zip(parts, windows, strict=True), start=1):
        one = replace(_set(part, pad, targets, level, in_newtons=in_newtons), duration_s=round(end_s - start_s, 3))
        one = replace(one, rest_s=None if number == 1 else rest_s)
        less: list[Eased] = []
        if in_newtons:
            one, less = _below_caps(one, number, ZoneMap(pad), caps, level)
            eased += less
        window = touch.between(start_s, end_s)
        part_of_force = less[0].asked_n / less[0].pressed_n if less else 1.0
        sets.append(_traced(one, window, start_s, pad, closeness, part_of_force if in_newtons else None))
    return FromMaster(Drill(name, name, name, count_in_s, sets=tuple(sets)), tuple(left_out), tuple(eased))


def _why_nothing(left_out: Sequence[LeftOut]) -> str:
    if not left_out:
        return marked("nobody touches the foot in it, so no drill can be made of it")
    parts = "; ".join(f"{one.start_s:.1f} to {one.end_s:.1f} s: {one.reason}" for one in left_out[:3])
    more = f"; and {len(left_out) - 3} more" if len(left_out) > 3 else ""
    return told("nothing in it can be recognised, so no drill can be made of it ({parts})", parts=parts + more)


def _clock(parts: Sequence[MasterPart]) -> tuple[float, list[tuple[float, float, float]]]:
    """The count-in, and each part's start, end and the rest before it, to the millisecond, so that no error adds up."""
    count_in_s = round(parts[0].start_s, 3)
    most_s = LIMITS["count_in_s"][1]
    if count_in_s > most_s:
        raise DrillError(
            told(
                "the first touch that can be asked for is at {count_in_s:.1f} s, and a count-in lasts up to "
                "{most_s:g} s; cut off what is before it",
                count_in_s=count_in_s,
                most_s=most_s,
            )
        )
    windows: list[tuple[float, float, float]] = []
    now_s = count_in_s
    for index, part in enumerate(parts):
        start_s = max(round(part.start_s, 3), now_s)
        end_s = round(part.end_s, 3)
        if index + 1 < len(parts):
            end_s = min(end_s, round(parts[index + 1].start_s, 3))
        end_s = max(end_s, round(start_s + LIMITS["duration_s"][0], 3))
        rest_s = round(start_s - now_s, 3)
        if rest_s > LIMITS["rest_s"][1]:
            raise DrillError(
                told(
                    "the rest from {now_s:.1f} to {start_s:.1f} s is too long: a rest lasts up to {limits:g} s; cut "
                    "the file there and make two drills",
                    now_s=now_s,
                    start_s=start_s,
                    limits=LIMITS["rest_s"][1],
                )
            )
        windows.append((start_s, end_s, rest_s))
        now_s = end_s
    return count_in_s, windows


def _set(part: MasterPart, pad: Pad, targets: Targets, level: int, *, in_newtons: bool) -> DrillSet:
    """What a part asks for, but for its time and its trace."""
    measures = technique_named(part.technique).measures(part.work)
    where = place_of(part, pad)
    asked = bands_in(targets, part.technique)
    bands = master_bands(measures, asked, level, where.off_mm, along=bool(where.path), in_newtons=in_newtons)
    force = measures.get("peak_force_n" if "peak_force_n" in asked else "force_n")
    one = DrillSet(
        part.technique,
        part.technique,
        1.0,
        x_mm=None if where.xy_mm is None else where.xy_mm[0],
        y_mm=None if where.xy_mm is None else where.xy_mm[1],
        rate_per_min=_within("rate_per_min", measures.get("rate_per_min"), 1),
        force_n=_within("force_n", force, 2) if in_newtons else None,
        targets=bands,
        place=where.place,
        path=where.path,
        direction="back" if measures.get("direction") == "y_to_x" else "forward",
        speed_mm_s=_within("speed_mm_s", measures.get("speed_mm_s"), 1) if part.technique == "glide" else None,
        strict=True,
        size_mm=_within("size_mm", next((measures[name] for name in _SIZES if name in measures), None), 1),
    )
    on_s, off_s = _touches(part.work) if part.technique == "hold" else (None, None)
    return replace(one, title=_title(one, pad), on_s=on_s, off_s=off_s)


def _touches(work: Work) -> tuple[float | None, float | None]:
    """How long a hold's touches are, and what is between them, where there are more than one."""
    spans = work.touches
    if len(spans) < 2:
        return None, None
    on_s = float(np.median([(span.stop - span.start) * work.step_s for span in spans]))
    time_s = work.touch.time_s
    off_s = float(np.median([time_s[b.start] - time_s[a.stop - 1] for a, b in pairwise(spans)]))
    found = _within("on_s", on_s, 2), _within("off_s", off_s, 2)
    return (None, None) if None in found else found


def _title(one: DrillSet, pad: Pad) -> str:
    zone = one.zone_on(pad)
    what = one.technique.capitalize()
    if one.path:
        return told("{what} along a line", what=what)
    return what if zone is None else told("{what} on the {zone}", what=what, zone=zone)


def _below_caps(one: DrillSet, number: int, zones: ZoneMap, caps: Caps, level: int) -> tuple[DrillSet, list[Eased]]:
    """The set with its forces below the lowest cap of where it is; with what was asked for in less, if anything."""
    near = replace(one, level=level).cap_zones(zones)
    lowest = min(near, key=lambda zone: caps.cap_n[zone], default=None)
    if lowest is None:
        return one, []
    hold_s = one.hold_s(one.targets)
    bands = {name: caps.clipped(band, lowest, hold_s) if name in CAPPED else band for name, band in one.targets.items()}
    top = next((band.hi for name, band in bands.items() if name in CAPPED), None)
    force_n = one.force_n
    if top is None or not isinstance(force_n, float) or force_n <= top:
        return replace(one, targets=bands), []
    return replace(one, targets=bands, force_n=top), [Eased(number, lowest, force_n, top)]


def _traced(
    one: DrillSet, window: TouchBlock, start_s: float, pad: Pad, closeness: float, force: float | None
) -> DrillSet:
    """The set with the master's own trace for a guide, with such a part of its force, or none of it.

    It is shown no higher than is asked for.
    """
    time_s = np.clip(window.time_s - start_s, 0.0, one.duration_s)
    trace_n: Trace = ()
    if force is not None and len(window) > 1:
        force_n = force * np.where(window.touching, window.working_n, 0.0)
        most = next((band.hi for name, band in one.targets.items() if name in CAPPED and band.hi is not None), np.inf)
        force_n = np.clip(force_n, 0.0, min(most, LIMITS["trace_n"][1]))
        rows = thinned(time_s, force_n[:, None], TRACE_N * closeness)
        trace_n = rows_of(time_s[rows], force_n[rows], digits=(2,))
    there = window.touching & ~np.isnan(window.x_mm)
    trace_uw: Trace = ()
    if pad.is_sole and np.count_nonzero(there) > 1:
        spots = np.column_stack([window.x_mm, window.y_mm])[there]
        rows = thinned(time_s[there], spots, TRACE_MM * closeness)
        places = np.array([pad.uw_of(x, y) for x, y in spots[rows].tolist()])
        trace_uw = rows_of(time_s[there][rows], places[:, 0], places[:, 1], digits=(3, 3))
    return replace(one, trace_n=trace_n, trace_uw=trace_uw)


def _within(key: str, value: object, digits: int) -> float | None:
    """A measure as a set's number; None where it is none, or none that a set may ask for."""
    least, most = LIMITS[key]
    if not isinstance(value, int | float) or not np.isfinite(value) or not least <= value <= most:
        return None
    return round(float(value), digits)
