"""The shape of what a set asks for: the force to follow and the place to be at, moment by moment of the set.

Circles are a dot that circles under steady force, a walk is a next bite that keeps contact, a glide a moving front.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from thumbwalk.coach.drill.beat import Beat
from thumbwalk.coach.drill.trace import Trace, lines_of
from thumbwalk.coach.targets.timeline import Timeline
from thumbwalk.pad import Pad

if TYPE_CHECKING:
    from thumbwalk.coach.drill.drill import DrillSet

Array = NDArray[np.float64]

RADIUS_MM, BITE_MM, ADVANCE_MM = 11.0, 7.0, 1.5
"""Circles and bites in the middle of their bands, and how far a kneading thumb moves on (starting values)."""
RETURN_S = 0.6
"""How long a hand is on its way back from a line's end: within a second it is no break."""
_RAMP_S = 0.5
"""A steady press is come to and left within so long; longer looks like a press of its own, and shorter like a blow."""
_KEPT = 0.35
"""What is kept between two bites: well over the fifth that is asked for."""
_BLOW_S = 0.09
"""How long a blow lasts that bounces off."""
SWAY_MM = 10.0
"""How far to each side of its place a kneading thumb moves on before it turns."""
_EDGE_S = 0.15
"""A glide comes to its weight and leaves it within so long."""


@dataclass(frozen=True)
class GuideShape:
    """One set's guide over its own time.

    ``force_n`` and ``beat`` are None where none is asked for; ``path_mm`` (k, 2) is the way to go, ``target_mm`` the
    place. What a teacher did, ``trace_n`` and ``trace_mm`` (x and y), goes before all that. ``other`` is the second
    thumb's shape, ``lag_s`` behind.
    """

    technique: str
    lasts_s: float
    force_n: Timeline | None
    beat: Beat | None
    target_mm: tuple[float, float] | None
    path_mm: Array | None
    size_mm: float
    speed_mm_s: float | None
    on_s: float | None
    off_s: float
    turn: int
    trace_n: Timeline | None = None
    trace_mm: tuple[Timeline, Timeline] | None = None
    other: GuideShape | None = None
    lag_s: float = 0.0

    @staticmethod
    def of(one: DrillSet, pad: Pad, rate: Timeline | None) -> GuideShape:
        """The shape of a set on a pad, at the pace that it has in the end."""
        usual = BITE_MM if one.technique == "walk" else RADIUS_MM
        return GuideShape(
            one.technique,
            one.duration_s,
            one.force_line(),
            None if rate is None else Beat.of_line(rate),
            one.target_mm(pad),
            one.path_mm(pad),
            one.size_mm or usual,
            one.speed_mm_s,
            one.on_s,
            one.off_s or 0.0,
            -1 if one.direction == "back" else 1,
            lines_of(one.trace_n)[0] if one.trace_n else None,
            _places(one.trace_uw, pad),
            GuideShape.of(one.of_second(), pad, rate) if one.hands > 1 else None,
            0.0 if rate is None else one.lag * 60.0 / rate.mean,
        )

    @property
    def shows_force(self) -> bool:
        """Whether there is a force to follow."""
        return self.trace_n is not None or self.force_n is not None

    def force_at(self, time_s: Array) -> Array:
        """The force to follow at times (n,) of the set, newtons, of two thumbs the sum; nothing where none is asked."""
        if self.trace_n is not None:
            return self.trace_n.at(time_s)
        if self.force_n is None:
            return np.zeros(len(time_s))
        own = self.force_n.at(time_s) * self._level(time_s)
        if self.other is None:
            return own
        later = time_s - self.lag_s
        return np.asarray(own + np.where(later >= 0.0, self.other.force_at(np.maximum(later, 0.0)), 0.0))

    def other_at(self, time_s: float) -> tuple[float, float] | None:
        """Where the second thumb should be, mm; None of one hand."""
        return None if self.other is None else self.other.place_at(max(time_s - self.lag_s, 0.0))

    def place_at(self, time_s: float) -> tuple[float, float] | None:
        """Where the hand should be at a time of the set, x and y in mm; None where no place is asked for."""
        if self.trace_mm is not None:
            at_x, at_y = (float(line.at(np.array([time_s]))[0]) for line in self.trace_mm)
            return at_x, at_y
        if self.target_mm is None:
            return None
        gone = self._gone(time_s)
        if self.path_mm is not None and self.technique not in ("circles", "friction"):
            return self._on_way(self._way_mm(gone, time_s))
        x, y = self.target_mm
        along_mm, across_mm = self._about(gone) if self.beat is not None else (0.0, 0.0)
        return x + along_mm, y + across_mm

    def _about(self, gone: float) -> tuple[float, float]:
        """Where the hand is of its spot, after so many strokes: along and across the foot, mm."""
        angle = self.turn * 2.0 * np.pi * gone
        if self.technique == "circles":
            return self.size_mm * float(np.cos(angle)), self.size_mm * float(np.sin(angle))
        if self.technique == "friction":
            return 0.0, 0.5 * self.size_mm * float(np.cos(angle))
        if self.technique == "knead":
            return _to_and_fro(int(gone) * ADVANCE_MM + SWAY_MM, 2.0 * SWAY_MM) - SWAY_MM, 0.0
        return 0.0, 0.0

    @property
    def length_mm(self) -> float:
        """How long the way is; 0 without one."""
        return 0.0 if self.path_mm is None else float(np.sum(np.hypot(*np.diff(self.path_mm, axis=0).T)))

    def _gone(self, time_s: float) -> float:
        return 0.0 if self.beat is None else float(self.beat.count_at(np.array([time_s]))[0])

    def _level(self, time_s: Array) -> Array:
        """How much of the force there is at times (n,), 0 to 1."""
        inside = np.clip(np.minimum(time_s, self.lasts_s - time_s) / _RAMP_S, 0.0, 1.0)
        if self.technique == "glide" and self.path_mm is not None and self.speed_mm_s is not None:
            since_s = time_s % (self._glide_s() + RETURN_S)
            return np.clip(np.minimum(since_s, self._glide_s() - since_s) / _EDGE_S, 0.0, 1.0)
        if self.on_s is not None:
            since_s = time_s % (self.on_s + self.off_s)
            return np.clip(np.minimum(since_s, self.on_s - since_s) / _RAMP_S, 0.0, 1.0)
        if self.beat is None or self.technique in ("circles", "friction"):
            return np.asarray(inside)
        if self.technique == "tap":
            since_s = self.beat.count_at(time_s) % 1.0 * self.beat.interval_s
            return np.asarray(np.where(since_s < _BLOW_S, np.sin(np.pi * since_s / _BLOW_S), 0.0))
        press = self.beat.press_at(time_s)
        if self.technique != "walk":
            return press
        held = _KEPT + (1.0 - _KEPT) * press
        in_air = self.path_mm is not None and self._bites() > 0
        back = self.beat.count_at(time_s) % (self._bites() + 1) >= self._bites() if in_air else np.zeros(len(press))
        return np.where(back, 0.0, held * inside)

    def _bites(self) -> int:
        """How many bites a way has before the hand goes back."""
        return int(self.length_mm / self.size_mm)

    def bites_mm(self) -> tuple[tuple[float, float], ...]:
        """The places of a way's bites, x and y in mm, in the order in which they come."""
        return tuple(self._on_way(number * self.size_mm) for number in range(max(self._bites(), 1)))

    def _glide_s(self) -> float:
        return self.length_mm / (self.speed_mm_s or 1.0)

    def _way_mm(self, gone: float, time_s: float) -> float:
        """How far along the way the hand is, mm."""
        if self.technique == "walk":
            return min(int(gone % (self._bites() + 1)), max(self._bites() - 1, 0)) * self.size_mm
        if self.technique == "glide" and self.speed_mm_s is not None:
            return min(time_s % (self._glide_s() + RETURN_S) * self.speed_mm_s, self.length_mm)
        return _to_and_fro(int(gone) * ADVANCE_MM, self.length_mm)

    def _on_way(self, along_mm: float) -> tuple[float, float]:
        way = self.path_mm
        assert way is not None  # noqa: S101  asked by who has one
        gone = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(way, axis=0).T))])
        return float(np.interp(along_mm, gone, way[:, 0])), float(np.interp(along_mm, gone, way[:, 1]))


def _to_and_fro(gone_mm: float, length_mm: float) -> float:
    """A place on a way that is gone along and back again."""
    if length_mm <= 0.0:
        return 0.0
    part = gone_mm % (2.0 * length_mm)
    return min(part, 2.0 * length_mm - part)


def _places(trace: Trace, pad: Pad) -> tuple[Timeline, Timeline] | None:
    """The lines of x and y, mm, of a trace of places on any sole."""
    if not trace or not pad.is_sole:
        return None
    x, y = lines_of(tuple((time_s, *pad.place(u, w)) for time_s, u, w in trace))
    return x, y
