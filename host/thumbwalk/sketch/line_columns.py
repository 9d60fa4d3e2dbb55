"""Which column of a board's lines is the time, in what unit, and which are the sensors, by the gate of tables.

A name says it, or a layout; without names the time is told by this computer's clock, which it keeps pace with.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from thumbwalk.errors import LayoutError, ProtocolMismatch, RecordingError
from thumbwalk.gate.header import PER_SECOND, TIME, columns_of, is_bare_time, is_index, shown, time_unit_in
from thumbwalk.language import told
from thumbwalk.link.plain_text import escaped
from thumbwalk.pad import Pad, builtin_names, builtin_pad, parse_pad

Array = NDArray[np.float64]

LAYOUT_NAME = "lines"
"""Of the pad that is made of a board's own columns, which have no places."""
_UNITS = ("s", "ms", "us")
_NAMED_OFF = 1.5
"""A time's name is wrong about its unit if the computer's clock is off by so many powers of ten, and another unit not.
"""
_KEEPS_PACE, _OFF_THE_LINE = 0.25, 0.06
"""A column without a name is a time that is fast or slow by a quarter at the most, and even to a sixteenth: the range
of a converter of ten bits is too small for a hand to do so in milliseconds."""
_LEAST_ROWS = 8
"""Fewer rows tell no time from a sensor."""
_MOSTLY, _NEAR = 0.95, 5.0
"""One row in twenty may be damaged; a sound time is within so many steps of the middle of five."""
_SHORT = 3
"""Letters of a name that may be a sensor's as well as a time's: t, s, h, min."""


@dataclass(frozen=True)
class LineColumns:
    """The pad of the sensors, and where each line has what: ``sensors`` are the places of the pad's taxels.

    ``time_at`` is the time's place, None without one, ``time_unit`` its unit and ``time_name`` what it is called.
    """

    pad: Pad
    sensors: tuple[int, ...]
    time_at: int | None = None
    time_unit: str = "s"
    time_name: str = ""
    notices: tuple[str, ...] = ()


def line_columns(names: Sequence[str] | None, values: Array, heard_s: Array, pad: Pad | None, url: str) -> LineColumns:
    """Tell the columns.

    Parameters
    ----------
    names : sequence of str or None
        What the lines call them.
    values : (n, n_fields) float64
        The first lines.
    heard_s : (n,) float64
        When they came, by the computer's clock.
    pad : Pad or None
        The layout that was named.
    url : str
        What messages call the board.

    Raises
    ------
    ProtocolMismatch
        When they are not those of the layout.
    """
    if names is None:
        return _unnamed(values, heard_s, pad, url)
    times = [index for index, name in enumerate(names) if time_unit_in(name) is not None or is_bare_time(name)]
    if pad is not None:  # a taxel may be called t
        times = [index for index in times if names[index] not in pad.names]
    # so may a sensor be, or h or s: a name that short is a time's only if it goes on as one
    times = [index for index in times if len(names[index]) > _SHORT or _pace(values[:, index], heard_s) is not None]
    if times:
        return _with_time(names, times, values, heard_s, pad, url)
    return _named(names, [index for index, name in enumerate(names) if is_index(name)], pad, url)


def _with_time(
    names: Sequence[str], times: Sequence[int], values: Array, heard_s: Array, pad: Pad | None, url: str
) -> LineColumns:
    """The columns by their names, of which the first of ``times`` is the time, and others are none."""
    time_at = times[0]
    said = time_unit_in(names[time_at])
    rate = _pace(values[:, time_at], heard_s)
    if rate is None:
        raise ProtocolMismatch(
            told(
                "{url}: column {shown} does not go on as a time does; mend it, or leave it out",
                url=url,
                shown=shown(names[time_at]),
            )
        )
    by_clock = _unit_of(rate)
    if said is None and by_clock is None:
        raise ProtocolMismatch(
            told(
                "{url}: column {shown} is no time that this computer's clock knows the unit of; name it time_ms or "
                "time_us in the sketch, or leave it out",
                url=url,
                shown=shown(names[time_at]),
            )
        )
    notices = []
    unit = said or by_clock or "s"
    is_off = said is not None and abs(np.log10(rate / PER_SECOND[said])) > _NAMED_OFF
    if is_off and by_clock is not None and by_clock != said:
        unit = by_clock
        notices.append(
            f"{names[time_at]} goes on by {rate:.3g} a second of this computer's clock; it is taken as {unit}"
        )
    aside = [*times, *(index for index, name in enumerate(names) if is_index(name))]
    found = _named(names, aside, pad, url)
    return replace(found, time_at=time_at, time_unit=unit, time_name=names[time_at], notices=tuple(notices))


def _named(names: Sequence[str], aside: Sequence[int], pad: Pad | None, url: str) -> LineColumns:
    """The sensors by their names, those ``aside`` being none."""
    sensors = [index for index in range(len(names)) if index not in aside]
    if pad is None:
        own = [names[index] for index in sensors]
        known = next((one for one in map(builtin_pad, builtin_names()) if set(one.names) == set(own)), None)
        if known is None:
            return LineColumns(own_pad(own, url), tuple(sensors))
        pad = replace(known, unit="counts")  # its places are known by its names; what is printed is not
    try:
        columns = columns_of([TIME, *(names[index] for index in sensors)], pad, url)
    except RecordingError as error:
        what = str(error).rpartition(";")[0]
        raise ProtocolMismatch(
            told("{what}; call the columns so in the sketch, or name the layout that they are of", what=what)
        ) from error
    return LineColumns(pad, tuple(sensors[index - 1] for index in columns.order[1:]))


def _unnamed(values: Array, heard_s: Array, pad: Pad | None, url: str) -> LineColumns:
    n = values.shape[1]
    times = [(index, unit) for index in range(n) if n > 1 and (unit := _time_unit(values[:, index], heard_s))]
    is_count = n > 1 and _pace(values[:, 0], heard_s) is not None
    is_count = is_count and bool((np.diff(values[:, 0]) == 1.0).mean() > _MOSTLY)
    aside = [index for index, _ in times[:1]] or [0] * is_count
    if pad is not None and n == pad.n_taxels:
        times, aside = [], []
    sensors = tuple(index for index in range(n) if index not in aside)
    if pad is not None and len(sensors) != pad.n_taxels:
        what = "a time, it seems, and " if times else ""
        raise ProtocolMismatch(
            told(
                "{url}: a line has {what}{n} numbers, layout '{name}' has {n_taxels} taxels; name the layout that "
                "fits with --layout, or none",
                url=url,
                what=what,
                n=len(sensors),
                name=pad.name,
                n_taxels=pad.n_taxels,
            )
        )
    own = pad if pad is not None else own_pad([f"c{index}" for index in range(len(sensors))], url)
    if times:
        time_at, unit = times[0]
        return LineColumns(own, sensors, time_at, unit, f"column {time_at + 1}")
    return LineColumns(own, sensors)


def _time_unit(column: Array, heard_s: Array) -> str | None:
    """The unit of a column without a name, if it is a time: it keeps pace with the computer's clock."""
    rate = _pace(column, heard_s)
    unit = None if rate is None else _unit_of(rate)
    if rate is None or unit is None or abs(rate / PER_SECOND[unit] - 1.0) >= _KEEPS_PACE:
        return None
    return unit if _is_even(column, heard_s) else None


def own_pad(names: Sequence[str], url: str) -> Pad:
    """Make the pad of a board by its columns' names. Raises ProtocolMismatch when they can't be a layout's."""
    lines = [f'name = "{LAYOUT_NAME}"', 'unit = "counts"']
    for name in names:
        # as JSON writes it, TOML reads it; a comma would part the fields of a table
        lines += ["", "[[taxel]]", f"name = {json.dumps(escaped(name).replace(',', ' ').strip())}"]
    try:
        return parse_pad("\n".join(lines) + "\n", f"{url}: the columns that it prints")
    except LayoutError as error:
        raise ProtocolMismatch(
            told("{error}; name each column otherwise in the sketch, or a --layout", error=error)
        ) from error


def sound_times(column: Array) -> NDArray[np.bool_]:
    """Which of a column's values (n,) are near those about them: a digit that was lost makes another time."""
    if len(column) < _LEAST_ROWS:
        return np.ones(len(column), np.bool_)
    about = np.lib.stride_tricks.sliding_window_view(np.pad(column, 2, mode="edge"), 5)
    away = np.abs(column - np.median(about, axis=1))
    sound: NDArray[np.bool_] = away <= _NEAR * np.median(np.abs(np.diff(column))) + np.quantile(away, _MOSTLY)
    return sound


def _pace(column: Array, heard_s: Array) -> float | None:
    """How far a column that hardly ever falls goes on in a second of the computer's clock; None for any other."""
    sound = sound_times(column)
    times, moments = column[sound], heard_s[sound]
    if len(times) < _LEAST_ROWS or (np.diff(times) >= 0.0).mean() <= _MOSTLY or moments[-1] <= moments[0]:
        return None
    half = len(times) // 2
    apart_s = np.maximum(moments[half:] - moments[: len(times) - half], 1e-9)
    rate = float(np.median((times[half:] - times[: len(times) - half]) / apart_s))
    return rate if rate > 0.0 else None


def _unit_of(rate: float) -> str | None:
    """The unit of which so many are about a second; None if none is."""
    powers = {unit: abs(np.log10(rate / PER_SECOND[unit])) for unit in _UNITS}
    unit = min(powers, key=lambda one: powers[one])
    return unit if powers[unit] < 1.0 else None


def _is_even(column: Array, heard_s: Array) -> bool:
    """Whether a column rises along a straight line, in nearly all of its rows, as no hand presses."""
    sound = sound_times(column)
    times, moments = column[sound], heard_s[sound]
    span = float(times[-1] - times[0])
    along = (moments - moments[0]) / (moments[-1] - moments[0])
    is_near = np.abs(times - times[0] - along * span) <= _OFF_THE_LINE * span
    return bool(is_near.mean() > _MOSTLY) and len(np.unique(times)) > 0.2 * len(times)
