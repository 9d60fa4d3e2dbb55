"""Values that no hand makes on a pad, with the cause that is likely and what mends it: said, and never changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from thumbwalk.errors import RecordingError
from thumbwalk.language import told
from thumbwalk.longtable import Table
from thumbwalk.pad import Pad

Array = NDArray[np.float64]

_MOST = 1e9
"""No converter has so many codes, and no press so many newtons."""
_LEAST_ROWS, _ROWS = 8, 20_000
"""Fewer rows tell nothing; so many are enough to tell it by."""
_HARD_N, _HARD_SHARE, _ALARM_N = 150.0, 0.25, 60.0
"""The rig's own alarm is at 60 N on a tile, and nobody's thumb presses 150."""
_HAND_N, _TILE_N = 150.0, 30.0
"""Nor does anybody press so much in all, with so much and more on two tiles."""
_TURNED, _LEAST_N = 5.0, 0.5
"""A sign is turned where five times as much is below zero as above, and touch would begin at so much."""
_FALLS, _MOST_TAXELS, _FEW_TAXELS = 3.0, 0.75, 4
"""A divider is turned where counts fall three times as far as they rise, on three quarters of four taxels or more."""
_MOVED, _AT_REST = 0.2, 0.3
"""A taxel is pressed that goes a fifth of the way of the widest, and its rest lies within 0.3 of its way of that of the
others."""
_FEW_VALUES = 3
"""A sensor at its stop reads one value, or two beside each other; grams are of all sizes."""
_OFF_N, _MOST_OFF = 0.3, 0.75
"""No hand lies on three quarters of all taxels at once, from the first sample to the last, with 0.3 N on each."""
_LIGHT_N = 2.0
"""So little force in all, at the most, is a brush, or one of 20 N in kilograms."""
_COMES_BACK = 3
"""A sensor that falls below zero three times or more is worked; one that does so once has a fault."""
_SOME_TURNED, _APART = 2, 0.5
"""One that falls alone is a fault; those that are turned rest higher than the others, by half of their way and more."""
_VOLTS = 6.0
"""No converter of five volts gives more."""
_GRAMS_PER_N = 101.97
"""1000 / 9.80665, standard gravity (CGPM 1901)."""


@dataclass(frozen=True)
class Oddity:
    """What is odd about values, in a sentence; whether their forces are ``believed`` all the same."""

    says: str
    believed: bool = True


def oddity_of(pad: Pad, values: Table) -> Oddity | None:
    """What is odd about a table's values (n, n_taxels) in the pad's unit; NaN is no value."""
    if len(values) < _LEAST_ROWS:
        return None
    # some thousands of rows tell a column's reach as well as millions
    some = np.asarray(values[:: len(values) // _ROWS + 1])
    known = np.flatnonzero(~np.isnan(some).all(axis=0))
    if not len(known):
        return None
    some = some[:, known]
    least, middle, most = np.nanquantile(some, [0.005, 0.5, 0.995], axis=0)
    if pad.unit == "counts":
        told = _of_counts(some, [pad.names[index] for index in known.tolist()], least, middle, most)
        return None if told is None else Oddity(told)
    scale = 1.0
    if pad.unit == "kPa":
        if not pad.has_areas:
            return None
        scale = float(np.median(pad.areas_mm2)) * 1e-3
    names = [pad.names[index] for index in known.tolist()]
    return _of_forces(pad, names, some * scale, (least * scale, middle * scale, most * scale))


def check_range(values: Table, names: Sequence[str], line_of: Callable[[int], int], source: str) -> None:
    """Refuse values (n, n_taxels) that no converter gives: sums of such lose all others.

    Raises
    ------
    RecordingError
        Naming the line and the column of the first.
    """
    beyond = [_first_beyond(values[:, index]) for index in range(values.shape[1])]
    found = [(row, column) for column, row in enumerate(beyond) if row is not None]
    if not found:
        return
    row, column = min(found)
    raise RecordingError(
        told(
            "{source}:{row}: column {names}: {values:g} is no value of a sensor, {most:g} is the most; mend it, or "
            "leave the field empty",
            source=source,
            row=line_of(row),
            names=names[column],
            values=values[row, column],
            most=_MOST,
        )
    )


def _first_beyond(column: Array) -> int | None:
    if not len(column) or not (np.fmin.reduce(column) < -_MOST or np.fmax.reduce(column) > _MOST):
        return None
    return int(np.argmax(np.abs(column) > _MOST))


def _of_forces(pad: Pad, names: Sequence[str], some: Array, quantiles: tuple[Array, Array, Array]) -> Oddity | None:
    """What is odd about forces (n, n_names) with the lowest, middle and highest of each taxel."""
    least_n, middle_n, most_n = quantiles
    wrong = _of_hard_presses(pad, some, most_n) or _of_a_giant(some, most_n) or _of_rests(least_n, middle_n, most_n)
    wrong = wrong or _of_signs(names, some, least_n, most_n)
    if wrong is not None:
        return Oddity(wrong, believed=False)
    light = _of_light_presses(some) if pad.unit == "N" else None
    return None if light is None else Oddity(light)


def _of_rests(least_n: Array, middle_n: Array, most_n: Array) -> str | None:
    n = len(least_n)
    if n < _FEW_TAXELS:
        return None
    if np.count_nonzero(least_n > _OFF_N) >= _MOST_OFF * n:
        if _falls(least_n, middle_n, most_n):
            return told(
                "the values fall where the pad is pressed: a divider the other way round, read as "
                "newtons? Its forces can't be believed: take each from what it reads untouched"
            )
        return told(
            "nearly no sensor ever reads less than {quantile:.2g} N: not tared, or counts called "
            "newtons? Its forces can't be believed: take off what each reads untouched, or, if "
            'they are counts, name a layout of unit = "counts" by --layout',
            quantile=np.quantile(least_n, 0.25),
        )
    if np.count_nonzero(middle_n < -_OFF_N) >= _MOST_OFF * n:
        return told(
            "nearly all sensors read below zero most of the time, {median:.2g} N: not tared? What "
            "is pressed is taken for too little or nothing; take off what each reads untouched",
            median=np.median(middle_n),
        )
    return None


def _of_signs(names: Sequence[str], some: Array, least_n: Array, most_n: Array) -> str | None:
    down, up = -np.minimum(least_n, 0.0), np.maximum(most_n, 0.0)
    turned = np.flatnonzero((down > _TURNED * up) & (down > _LEAST_N))
    worked = [index for index in turned.tolist() if _times_below(some[:, index], -0.5 * down[index]) >= _COMES_BACK]
    reach = np.maximum(down, up)
    n_moved = np.count_nonzero(reach > _MOVED * reach.max())
    if down.sum() > _TURNED * up.sum() and down.sum() > _LEAST_N and 2 * len(turned) >= n_moved and worked:
        return told(
            "nearly all values are negative, down to {min:.3g} N: a sign turned? Nothing is taken "
            "for pressed; multiply them by -1",
            min=least_n.min(),
        )
    if not worked:
        return None
    others = told(" and {n} more", n=len(worked) - 1) if len(worked) > 1 else ""
    return told(
        "values of {names}{others} fall below zero again and again, to {min:.3g} N: a sign turned? Multiply them by -1",
        names=names[worked[0]],
        others=others,
        min=least_n[worked].min(),
    )


def _of_hard_presses(pad: Pad, some: Array, most_n: Array) -> str | None:
    pressed = most_n > 0.1 * most_n.max()
    hard = most_n > _HARD_N
    for index in np.flatnonzero(hard).tolist():
        column = some[:, index]
        hard[index] = len(np.unique(column[column > _HARD_N])) > _FEW_VALUES
    if not hard.any() or np.count_nonzero(hard) < max(1.0, _HARD_SHARE * np.count_nonzero(pressed)):
        return None
    if np.count_nonzero(hard) == 1 and len(most_n) > 1:
        return None  # one alone is a fault, which the chain looks for
    called = told("kilopascals") if pad.unit == "kPa" else told("newtons")
    other, by = told("pascals") if pad.unit == "kPa" else told("grams"), 1000.0
    mend = told("divide them by 1000")
    if pad.unit == "N":
        if most_n.max() > _GRAMS_PER_N * _ALARM_N:
            other = told("millinewtons")
        else:
            by = _GRAMS_PER_N
        mend = told(
            'divide them by {by:g}, or, if they are counts, name a layout of unit = "counts" by --layout', by=by
        )
    return told(
        "up to {max:.4g} N on a tile: no hand presses so hard; {other} called {called}? Its "
        "forces can't be believed: {mend}",
        max=most_n.max(),
        other=other,
        called=called,
        mend=mend,
    )


def _of_a_giant(some: Array, most_n: Array) -> str | None:
    """A hand as strong as several, on tiles each of which could be pressed so."""
    hard = [(i, some[some[:, i] > _TILE_N, i]) for i in np.flatnonzero(most_n > _TILE_N).tolist()]
    tiles = [i for i, values_n in hard if len(np.unique(values_n)) > _FEW_VALUES]
    total_n = float(np.quantile(np.nansum(some[:, tiles], axis=1), 0.995)) if len(tiles) > 1 else 0.0
    if total_n <= _HAND_N:
        return None
    return told(
        "up to {total_n:.0f} N in all: no hand presses so hard; a scale that is several times "
        "too large? Its forces can't be believed: put a known weight on the pad, and divide "
        "them by what it reads too much",
        total_n=total_n,
    )


def _of_light_presses(some: Array) -> str | None:
    total_n = np.nansum(some, axis=1)
    most_n = float(np.quantile(total_n, 0.995))
    if not _LEAST_N < most_n < _LIGHT_N or most_n < _TURNED * -float(np.quantile(total_n, 0.005)):
        return None
    return told(
        "no more than {most_n:.2g} N in all: a brush, or kilograms called newtons? If so, its "
        "forces can't be believed: multiply them by 9.80665",
        most_n=most_n,
    )


def _times_below(column: Array, bound: float) -> int:
    """How often a column goes below a bound."""
    below = column < bound
    return int(np.count_nonzero(below[1:] & ~below[:-1])) + int(below[0])


def _of_counts(some: Array, names: Sequence[str], least: Array, middle: Array, most: Array) -> str | None:
    low, high = float(np.nanmin(some)), float(np.nanmax(some))
    if 0.0 <= low < high <= 1.0:
        return told(
            "all counts lie between 0 and 1: parts of the converter's range, or volts, called "
            "counts? Touch needs two counts or more; multiply them by the converter's top code, "
            "such as 4095"
        )
    if 0.0 <= low < high <= _VOLTS and np.mean(some[~np.isnan(some)] % 1.0 != 0.0) > 0.5:
        return told(
            "counts of parts, up to {high:.3g}: volts called counts? Touch needs two counts or "
            "more; multiply them by the converter's codes per volt, such as 4095 / 3.3",
            high=high,
        )
    if not _falls(least, middle, most):
        return _of_some_turned(some, names, (least, middle, most))
    if np.count_nonzero(most <= 0.0) >= _MOST_OFF * len(most):
        return told("the counts are negative, and fall where the pad is pressed: a sign turned? Multiply them by -1")
    return told(
        "the counts fall where the pad is pressed: a divider the other way round? Take each "
        "from the converter's top code, such as 4095 - count"
    )


def _of_some_turned(some: Array, names: Sequence[str], quantiles: tuple[Array, Array, Array]) -> str | None:
    """Some taxels fall again and again, from where the others don't rest, while others rise."""
    least, middle, most = quantiles
    reach = most - least
    moved = reach > _MOVED * reach.max()
    falls, rises = middle - least, most - middle
    down = np.flatnonzero(moved & (falls > _FALLS * rises))
    up = np.flatnonzero(moved & (rises > _FALLS * falls))
    down = np.array([i for i in down.tolist() if _times_below(some[:, i], middle[i] - 0.5 * falls[i]) >= _COMES_BACK])
    if len(down) < _SOME_TURNED or not len(up):
        return None
    way, rest = float(np.median(reach[down])), float(np.median(middle[up]))
    # a hand that lies on the pad and lifts now and then falls as well, but to where the others rest
    if np.median(middle[down]) - rest < _APART * way or np.median(np.abs(least[down] - rest)) < _AT_REST * way:
        return None
    return told(
        "the counts of {names} and {n_down} more fall where the pad is pressed, and those of "
        "others rise: dividers the other way round? Take each of those from the converter's "
        "top code, such as 4095 - count",
        names=names[down[0]],
        n_down=len(down) - 1,
    )


def _falls(least: Array, middle: Array, most: Array) -> bool:
    """Whether values fall where the pad is pressed: taxels that are, away from where the others rest."""
    falls, rises = middle - least, most - middle
    moving = most > least
    many = np.count_nonzero(moving)
    all_fall = many >= _FEW_TAXELS and np.count_nonzero(falls[moving] > 2.0 * rises[moving]) >= _MOST_TAXELS * many
    if all_fall and falls.sum() > _FALLS * rises.sum():
        return True
    pressed = most - least > _MOVED * (most - least).max()
    if not pressed.any() or np.count_nonzero(~pressed) < 2:
        return False
    rest = float(np.median(middle[~pressed]))
    return bool((np.abs(most - rest) < _AT_REST * np.abs(least - rest))[pressed].all())
