"""What a table's times mean: their unit, packets under one time, a clock that was set, samples too far apart.

What has one meaning only is put right, and said; what would destroy a measure is refused. Time and memory go by rows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from thumbwalk.errors import RecordingError
from thumbwalk.gate.header import PER_SECOND, TIME
from thumbwalk.gate.order import check_order, usual_step
from thumbwalk.language import told
from thumbwalk.longtable import Table, parts

Array = NDArray[np.float64]
LineOf = Callable[[int], int]

SLOW_HZ = 10.0
"""Below this rate strokes run into each other, and neither rhythm nor a short touch can be believed."""

_APART_S = 0.25  # a longer step splits the stream (`signal.grid`): of such steps alone no stroke can be made
_FASTEST_HZ = 5000.0
"""No pad is scanned faster: steps under 0.2 ms are another unit's."""
_LIKELY_HZ = (20.0, 1000.0)
_LIKELY_S = 2.0
"""A unit is taken for another only if that gives such a rate, and a table as long as a few presses."""
_SMOOTH = 0.35
"""The mean step of the pad's total by its mean distance from its median: of samples too far apart it is about 1."""
_MOST = 1e20  # nanoseconds since 1970 are 2e18
_LEAP_S, _PAUSE_S = 3600.0, 2.0
"""Nobody's practice has a pause of an hour; what stands in for the leap is longer than any that joins strokes."""
_PACKED, _USUAL = 0.5, 1.5
"""More than half of the samples share a time; a step of up to half again the median is a usual one."""
_SAID = 3
_SCRAPS = 10
"""So many leaps are named; from so many cuts on it is looked at whether a table is in scraps."""
_BURST, _IN_BURSTS, _BURST_S = 0.2, 0.6, 5e-4
"""Samples of a packet that are stamped as they arrive: six of ten steps are under a fifth of the mean, though the
stream goes on without a pause, or no pad is sampled so fast."""
_FINE = 1e-3
"""Times whose doubles stand farther apart than that part of a step are counted from the first one."""
_CALLED = {
    "s": "seconds",
    "ms": "milliseconds",
    "us": "microseconds",
    "ns": "nanoseconds",
    "min": "minutes",
    "h": "hours",
    "d": "days",
}


@dataclass(frozen=True)
class Times:
    """Times as they are ``written`` (n,), in the unit that their column's name says; ``column`` counts from 1."""

    written: Array
    unit: str = "s"
    name: str = TIME
    column: int = 1

    def seconds(self, unit: str | None = None) -> Array:
        """The times in seconds, by their own unit or another."""
        per_second = PER_SECOND[unit or self.unit]
        # divided, not multiplied: 10 ms is then the same double as 0.01 s
        return self.written / per_second if per_second >= 1.0 else self.written * round(1.0 / per_second)


@dataclass(frozen=True)
class JudgedTimes:
    """Times (n,) in seconds, never falling, that the chain may believe, and what was done to them, a line each.

    ``leaps`` are the rows before which the clock was set: the pause there stands for no time that is known.
    """

    time_s: Array
    warnings: tuple[str, ...] = ()
    leaps: tuple[int, ...] = ()


def judged_times(times: Times, values: Table, line_of: LineOf, source: str) -> JudgedTimes:
    """Take a whole table's times through the gate.

    Parameters
    ----------
    times : Times
        As written.
    values : (n, n_taxels) float64
        What was measured; only looked at where the times leave their unit open.
    line_of
        Gives the file's line of a row.
    source : str
        What messages call the file.

    Raises
    ------
    RecordingError
        When time runs backward or begins again, or the samples are too far apart for any stroke.
    """
    most = max(abs(float(times.written.max(initial=0.0))), abs(float(times.written.min(initial=0.0))))
    if most > _MOST:
        row = int(np.argmax(np.abs(times.written) > _MOST))
        raise RecordingError(
            told(
                "{source}:{row}: column {column} ({name}): {written:g} is no time; mend it",
                source=source,
                row=line_of(row),
                column=times.column,
                name=times.name,
                written=times.written[row],
            )
        )
    check_order(times.written, (times.name, times.column), line_of, source, times.unit)
    if len(times.written) < 2:
        return JudgedTimes(times.seconds())
    notes: list[str] = []
    written = times.written
    if np.spacing(most) > _FINE * (usual_step(written) or 0.0):
        written = written - written[0]
    bursts = _arrivals(written, PER_SECOND[times.unit])
    even, said = spread_packets(written if bursts is None else bursts, line_of)
    notes += [said] if said else []
    unit = _unit_of(Times(even, times.unit, times.name), values, notes, source)
    time_s = Times(even, unit).seconds()
    leaps = np.flatnonzero(np.diff(time_s) > _LEAP_S)
    time_s, said_of_leaps = _without_leaps(time_s, leaps, line_of)
    notes += said_of_leaps
    _check_rate(time_s, notes)
    _check_pieces(time_s, source)
    return JudgedTimes(time_s, tuple(f"{source}: {one}" for one in notes), tuple((leaps + 1).tolist()))


def spread_packets(time: Array, line_of: LineOf) -> tuple[Array, str | None]:
    """Spread samples that stand under one time evenly over the time until the next, if most of them stand so.

    Returns the times, never falling, and what to say (None: nothing stood under another's time).
    """
    first = np.flatnonzero(np.diff(time, prepend=-np.inf) > 0)
    n, sizes = len(time), np.diff(np.append(first, len(time)))
    if len(first) == n:
        return time, None
    if len(first) == 1:
        return time, told("all {n} samples stand under one time, {time:g}: nothing can be measured", n=n, time=time[0])
    if sizes[sizes > 1].sum() < _PACKED * n:
        after = int(first[np.flatnonzero(sizes > 1)[0]]) + 1
        return time, (
            told(
                "{n} of {all} samples stand under the time of the one before them (the first in line "
                "{line_of}); they are left out",
                n=n - len(first),
                all=n,
                line_of=line_of(after),
            )
        )
    ticks = np.diff(time[first])
    usual = ticks <= _USUAL * np.median(ticks)
    step = float(ticks[usual].sum() / sizes[:-1][usual].sum())
    steps = np.append(np.where(usual, ticks / sizes[:-1], np.minimum(step, ticks / sizes[:-1])), step)
    begins = time[first].copy()
    if usual[0] and sizes[0] * step < ticks[0]:
        # the stream began within the first packet's time: its samples are the last of that
        steps[0] = step
        begins[0] = time[first[1]] - sizes[0] * step
    place = np.arange(n) - np.repeat(first, sizes)
    spread = np.repeat(begins, sizes) + place * np.repeat(steps, sizes)
    return spread, told(
        "several samples stand under one time (about {n:.3g} each); taken as evenly spread", n=n / len(first)
    )


def _arrivals(time: Array, per_second: float) -> Array | None:
    """The times with each burst under its first one's, where samples were stamped as their packets arrived."""
    steps = np.diff(time)
    if len(steps) < 2 * _SCRAPS:
        return None
    mean = float(steps[steps <= _USUAL * np.quantile(steps, 0.99)].mean())
    within = steps < _BURST * mean
    if within.mean() < _IN_BURSTS or not steps[within].any():
        return None
    gap_s, step_s = (float(np.median(one)) / per_second for one in (steps[~within], steps[within]))
    if gap_s > _APART_S and step_s > _BURST_S:
        return None  # somebody pauses
    first = np.flatnonzero(np.append(True, ~within))
    return np.repeat(time[first], np.diff(np.append(first, len(time))))


def _unit_of(times: Times, values: Table, notes: list[str], source: str) -> str:
    """The unit of the times: what their name says, unless no pad is sampled so and another unit alone would do."""
    step = usual_step(times.written)
    if step is None:
        return times.unit
    step_s = step / PER_SECOND[times.unit]
    if 1.0 / _FASTEST_HZ <= step_s <= _APART_S:
        if times.unit != "s":
            notes.append(
                told(
                    "{name} is taken as {called}: {rate_hz:.4g} samples a second",
                    name=times.name,
                    called=_CALLED[times.unit],
                    rate_hz=1.0 / step_s,
                )
            )
        return times.unit
    low, high = _LIKELY_HZ
    others = [one for one in PER_SECOND if one != times.unit and low <= PER_SECOND[one] / step <= high * (1 + 1e-6)]
    apart = told(
        "samples are {step_s:.3g} s apart ({rate_hz:.3g} Hz) if {name} is in {called}",
        step_s=step_s,
        rate_hz=1.0 / step_s,
        name=times.name,
        called=_CALLED[times.unit],
    )
    if len(others) == 1 and step * len(times.written) / PER_SECOND[others[0]] >= _LIKELY_S and _smooth(values):
        notes.append(
            told(
                "{apart}; it is taken as {called}, {per_second:.4g} samples a second",
                apart=apart,
                called=_CALLED[others[0]],
                per_second=PER_SECOND[others[0]] / step,
            )
        )
        return others[0]
    what = (
        told("too far for any stroke (10 Hz is the least)")
        if step_s > _APART_S
        else told("closer than any pad is sampled")
    )
    named = [f"time_{one}" for one in others or [one for one in ("s", "ms", "us", "ns") if one != times.unit]]
    faster = told(", else record faster") if step_s > _APART_S else ""
    raise RecordingError(
        told(
            "{source}: {apart}: {what}; if it is in another unit, name the column so ({names}){faster}",
            source=source,
            apart=apart,
            what=what,
            names=", ".join(named),
            faster=faster,
        )
    )


def _smooth(values: Table) -> bool:
    """Whether the pad's total goes up and down over many samples, as what is sampled often enough does."""
    total = np.empty(len(values))
    for first, stop in parts(values):
        total[first:stop] = np.nan_to_num(values[first:stop]).sum(axis=1)
    away = float(np.abs(total - np.median(total)).sum())
    return away > 0.0 and float(np.abs(np.diff(total)).sum()) < _SMOOTH * away


def _without_leaps(time_s: Array, leaps: NDArray[np.intp], line_of: LineOf) -> tuple[Array, list[str]]:
    """The times with leaps of the clock made pauses: an hour that nobody practised is no part of the practice."""
    steps = np.diff(time_s)
    if not len(leaps):
        return time_s, []
    notes: list[str] = [
        told(
            "time leaps by {steps:.3g} s in line {line_of} (a clock that was set?); taken for a pause of {pause_s:g} s",
            steps=steps[at],
            line_of=line_of(int(at) + 1),
            pause_s=_PAUSE_S,
        )
        for at in leaps[:_SAID]
    ]
    if len(leaps) > _SAID:
        notes.append(
            told(
                "time leaps {n_leaps} times more; each is taken for a pause of {pause_s:g} s",
                n_leaps=len(leaps) - _SAID,
                pause_s=_PAUSE_S,
            )
        )
    too_much = np.zeros(len(time_s))
    too_much[leaps + 1] = steps[leaps] - _PAUSE_S
    return time_s - np.cumsum(too_much), notes


def _check_pieces(time_s: Array, source: str) -> None:
    """Refuse a stream that falls to pieces: nothing is made up across pauses, and a scrap of time is no stroke."""
    cuts = np.flatnonzero(np.diff(time_s) > _APART_S)
    if len(cuts) < _SCRAPS:
        return
    first, last = np.append(0, cuts + 1), np.append(cuts, len(time_s) - 1)
    short = time_s[last] - time_s[first] < _APART_S
    if (last - first + 1)[short].sum() > _PACKED * len(time_s):
        raise RecordingError(
            told(
                "{source}: {n} pauses of more than {apart_s:g} s part its {n_rows} samples into scraps of "
                "{samples_each:.2g}: "
                "too far apart for any stroke; record without gaps",
                source=source,
                n=len(cuts),
                apart_s=_APART_S,
                n_rows=len(time_s),
                samples_each=len(time_s) / len(first),
            )
        )


def _check_rate(time_s: Array, notes: list[str]) -> None:
    step_s = usual_step(time_s)
    if step_s is not None and step_s > 1.05 / SLOW_HZ:
        notes.append(
            told(
                "{rate_hz:.3g} samples a second are few: below {slow_hz:g} a second strokes run into "
                "each other, and rhythm can't be believed; record faster",
                rate_hz=1.0 / step_s,
                slow_hz=SLOW_HZ,
            )
        )
