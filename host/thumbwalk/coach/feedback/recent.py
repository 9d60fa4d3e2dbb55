"""The last strokes of a set that is under way: which of its touch is judged as what is done now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from thumbwalk.technique.stroke import Stroke
from thumbwalk.touch.touch_block import TouchBlock

Array = NDArray[np.float64]

KEPT_S = 35.0
"""So much of a set is kept: the live score's half minute, and the longest time by which a cap falls."""
STILL = ("hold", "glide")
"""Techniques without a pace: each touch is one."""
TURNING = ("circles", "friction")
"""Techniques whose strokes are one touch under an even force: turns, and ways to and fro."""
_STROKES = 8
"""Fewer, and an even hand looks uneven by chance; more, and what was mended is told on."""
_OLD_S = 14.0
"""Strokes from longer ago are not now."""
_LANDED_S = 0.6
"""A hand lands for so long: till then its force says nothing."""
SETTLED_S = 2.6
"""A hold is called steady from here on: two seconds of it that are no landing."""
_WANDERED_MM, _WANDERED_TURNING_MM, _PLACE_S = 3.0, 4.5, 0.6
"""A hold that has moved so far since it landed moves off; a place is a mean over so long, of what turns over two slow
turns. A still thumb's errs by 1, that of turns, which are seen in part, by 2."""
_FIRST_S = 0.9
"""So much of an even touch is enough to judge its force."""
_TURNS, _TURNS_S = 5.0, 4.0
"""Circles that are now: so many of the slowest that are asked for, and at least so many seconds."""
_GLIDES_S = 12.0
"""Two or three glides."""
_ROW, _ROW_S = 3, 6.0
"""So many strokes in so many seconds are no hold and no glide: they are what was done in place of it."""
_LEAST_LEVELS, _BY_CHANCE, _FELT = 3, 1.2, 0.04
"""Force falls if its straight line through three levels or more is steeper than 1.2 of its own errors, as that of one
even hand in eight is, and comes down by more than can be felt. It costs praise, and tells of a force that is too low
already, so that chance does little harm."""
_SURE_LEVELS, _SURELY, _CLEARLY = 5, 2.5, 0.12
"""It surely falls where it is steeper than 2.5 of its errors and came down by an eighth: an even hand does so in one
look of a hundred. That is told while it is still in its band, so that it must not be chance."""
_LEAVES_S = 0.3
"""The end of a touch that may be leaving."""


@dataclass(frozen=True)
class Contact:
    """The last unbroken contact up to a time: from when to when, and whether it still is."""

    start_s: float
    end_s: float
    goes_on: bool

    @property
    def lasts_s(self) -> float:
        """How long it lasts, or lasted."""
        return self.end_s - self.start_s

    @staticmethod
    def last_in(touch: TouchBlock) -> Contact | None:
        """The last contact of a touch; None without one."""
        on = np.flatnonzero(touch.touching)
        if not len(on):
            return None
        breaks = np.flatnonzero((np.diff(on) > 1) | (np.diff(touch.piece[on]) != 0))
        first = int(on[breaks[-1] + 1]) if len(breaks) else int(on[0])
        last = int(on[-1])
        return Contact(float(touch.time_s[first]), float(touch.time_s[last]) + touch.step_s, last == len(touch) - 1)


def recent_of(
    technique: str, touch: TouchBlock, strokes: Sequence[Stroke], contact: Contact, longest_s: float
) -> TouchBlock | None:
    """The touch that is now; None while there is too little.

    Parameters
    ----------
    technique : str
        The one that is asked for.
    touch : TouchBlock
        Of the set up to now.
    strokes : of Stroke
        Those that are known by now.
    contact : Contact
        The last one.
    longest_s : float
        The longest time from stroke to stroke that is asked for.
    """
    now_s = float(touch.time_s[-1]) + touch.step_s
    if technique in STILL and sum(one.start_s >= now_s - _ROW_S for one in strokes) < _ROW:
        return _even(touch, contact, now_s, _GLIDES_S if technique == "glide" else 0.0)
    if technique in TURNING:
        return _even(touch, contact, now_s, 0.0, max(_TURNS * longest_s, _TURNS_S))
    mine = [one for one in strokes[-_STROKES:] if one.end_s >= now_s - _OLD_S]
    return touch.between(mine[0].start_s, mine[-1].end_s + touch.step_s) if mine else None


def _even(
    touch: TouchBlock, contact: Contact, now_s: float, before_s: float, most_s: float = KEPT_S
) -> TouchBlock | None:
    """An even touch without its landing and leaving, with those before it."""
    end_s = now_s if contact.goes_on else contact.end_s - _LEAVES_S
    start_s = max(contact.start_s + _LANDED_S, end_s - most_s)
    if before_s:
        start_s = contact.start_s if contact.start_s < now_s - before_s else _first_since(touch, now_s - before_s)
    return touch.between(start_s, end_s) if end_s - start_s >= _FIRST_S else None


def _first_since(touch: TouchBlock, since_s: float) -> float:
    """Where the first touch begins that began after a time."""
    begins = np.flatnonzero(np.diff(touch.touching.astype(np.int8)) == 1) + 1
    later = touch.time_s[begins][touch.time_s[begins] >= since_s]
    return float(later[0]) if len(later) else float(touch.time_s[-1])


def last_forces_n(technique: str, touch: TouchBlock, strokes: Sequence[Stroke], contact: Contact) -> Array:
    """Times and peaks of the last presses, (k, 2); of an even touch, of thirds of its last moments; newest last."""
    if technique not in (*STILL, *TURNING):
        return np.array([(one.peak_s, one.peak_n) for one in strokes[-3:]]).reshape(-1, 2)
    end_s = contact.end_s if contact.goes_on else contact.end_s - _LEAVES_S
    start_s = max(contact.start_s + _LANDED_S, end_s - 3.0)
    if end_s - start_s < _FIRST_S:
        return np.empty((0, 2))
    part = touch.between(start_s, end_s)
    thirds = [one for one in np.array_split(np.arange(len(part)), 3) if len(one)]
    return np.array([(np.mean(part.time_s[one]), np.mean(part.working_n[one])) for one in thirds]).reshape(-1, 2)


@dataclass(frozen=True, slots=True)
class Fall:
    """How the force went since the set, or its touch, began: its straight line through so many ``levels``.

    ``part`` is how far it came down, as a part of its middle, and ``errors`` how steep it is, in its own errors; both
    are negative where it rises.
    """

    levels: int
    part: float
    errors: float

    @property
    def is_likely(self) -> bool:
        """Whether it falls by more than chance, and by what can be felt."""
        return self.errors > _BY_CHANCE and self.part > _FELT

    @property
    def is_sure(self) -> bool:
        """Whether it falls so clearly that it may be told before it is too low."""
        return self.levels >= _SURE_LEVELS and self.errors > _SURELY and self.part > _CLEARLY


def fall_of(technique: str, touch: TouchBlock, strokes: Sequence[Stroke], contact: Contact) -> Fall | None:
    """How far and how surely the force falls; None while that can't be told: there are too few levels."""
    levels = [one.peak_n for one in strokes]
    if technique in ("hold", *TURNING):
        end_s = contact.end_s if contact.goes_on else contact.end_s - _LEAVES_S
        held = touch.between(contact.start_s + _LANDED_S, end_s).working_n
        # holds last a few seconds, circles vary from turn to turn
        piece_s = 0.5 if technique == "hold" else 1.0
        parts = np.array_split(held, max(int(len(held) * touch.step_s / piece_s), 1))
        levels = [float(np.mean(one)) for one in parts if len(one)]
    n = len(levels)
    if n < _LEAST_LEVELS:
        return None
    number = np.arange(n) - (n - 1) / 2.0
    values, square = np.array(levels), float(np.sum(number * number))
    middle = float(np.mean(values))
    slope = float(np.sum(number * values)) / square
    scatter = max(float(np.sum((values - middle - slope * number) ** 2)) / (n - 2) / square, 1e-12) ** 0.5
    return Fall(n, -slope * (n - 1) / max(middle, 1e-9), -slope / scatter)


def wanders(touch: TouchBlock, contact: Contact, turn_s: float = 0.0) -> bool:
    """Whether a hold, or what turns within ``turn_s`` seconds, is no more where it landed."""
    place_s = max(_PLACE_S, 2.0 * turn_s)
    landed_s = contact.start_s + _LANDED_S
    end_s = contact.end_s if contact.goes_on else contact.end_s - _LEAVES_S
    ends = touch.between(landed_s, landed_s + place_s), touch.between(end_s - place_s, end_s)
    places = [(one.x_mm[~np.isnan(one.x_mm)], one.y_mm[~np.isnan(one.y_mm)]) for one in ends]
    if not all(len(x) for x, _ in places):
        return False
    (began_x, began_y), (now_x, now_y) = (tuple(float(np.mean(axis)) for axis in place) for place in places)
    away_mm = float(np.hypot(now_x - began_x, now_y - began_y))
    return away_mm > (_WANDERED_TURNING_MM if turn_s else _WANDERED_MM)
