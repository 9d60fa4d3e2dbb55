"""Virtual hands: what a thumb does over a drill, as an expert, a beginner or somebody with a known fault does it.

A path is the timeline of one contact, a thousand moments a second; a mouse is a hand whose path is not known before.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from thumbwalk.errors import DrillError
from thumbwalk.pad import Pad
from thumbwalk.virtual.gestures import GESTURES
from thumbwalk.virtual.habits import RATE_HZ, Gesture, Habits, Task, habits_of

if TYPE_CHECKING:
    from thumbwalk.coach.drill.drill import Drill, DrillSet

HandKind = Literal[
    "expert",
    "beginner",
    "heavy",
    "light",
    "uneven",
    "rushing",
    "dragging",
    "lifting",
    "backward",
    "flat",
    "drifting",
    "clinging",
    "tiring",
]
Moments = tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]
"""Place x and y in mm, force in N and contact radius in mm, each (n,)."""

_RAMP_S = 0.02
_MOUSE_TREMOR, _MOUSE_TREMOR_HZ = 0.01, 9.3


def contact_radius_mm(force_n: NDArray[np.float64]) -> NDArray[np.float64]:
    """Radius of a thumb's contact, 5 to 12 mm: a soft ball flattens with the cube root of force (Hertz 1881)."""
    return np.asarray(np.clip(4.2 + 1.5 * np.cbrt(force_n), 5.0, 12.0))


@dataclass(frozen=True)
class HandPath:
    """One contact over time; every array is (n,), ``time_s`` rises, and between moments things go straight.

    ``force_n`` is the contact's whole force: what falls beside the tiles is part of it. ``radius_mm`` is the radius
    of the contact disc.
    """

    time_s: NDArray[np.float64]
    x_mm: NDArray[np.float64]
    y_mm: NDArray[np.float64]
    force_n: NDArray[np.float64]
    radius_mm: NDArray[np.float64]

    @property
    def duration_s(self) -> float:
        """When the last moment is, in seconds."""
        return float(self.time_s[-1]) if len(self.time_s) else 0.0


def demonstrate(drill: Drill, pad: Pad, kind: HandKind, seed: int = 0, *, skill: float | None = None) -> HandPath:
    """Play a drill from its start to its end, with a human hand's tremor, wander, timing and aim.

    Parameters
    ----------
    drill : Drill
        Its sets are played in their phases' times.
    pad : Pad
        Where the sets' targets lie.
    kind : HandKind
        Whose hand it is.
    seed : int
        The same seed gives the same path.
    skill : float or None
        From 0, a beginner, to 1, an expert; None for what the kind says.

    Raises
    ------
    DrillError
        When a set asks for a technique that no virtual hand plays, or for a place that the pad does not have; for an
        unknown kind or skill.
    """
    habits = habits_of(kind, skill)
    rng = np.random.default_rng([seed, 21])
    phases = drill.phases()
    time_s = np.arange(round(max(phase.end_s for phase in phases) * RATE_HZ) + 1) / RATE_HZ
    x, y, force = (np.zeros(len(time_s)) for _ in range(3))
    for phase in phases:
        if phase.kind != "set" or phase.set_index is None:
            continue
        drill_set = drill.sets[phase.set_index]
        first, last = round(phase.start_s * RATE_HZ), round(phase.end_s * RATE_HZ)
        gesture = _play(drill_set, pad, habits, rng, last - first)
        force[first:last] = gesture.force_n
        # Between sets the hand hovers where it goes next, so that it never slides while it presses.
        x[first:], y[first:] = gesture.x_mm[-1], gesture.y_mm[-1]
        x[first:last], y[first:last] = gesture.x_mm, gesture.y_mm
    return HandPath(time_s, x, y, force, contact_radius_mm(force))


class PathHand:
    """A hand that follows a path; after its end it is lifted."""

    def __init__(self, path: HandPath) -> None:
        self.path = path

    def at(self, time_s: NDArray[np.float64]) -> Moments:
        """Where the hand is at each of ``time_s`` (n,)."""
        path = self.path
        x = np.interp(time_s, path.time_s, path.x_mm)
        y = np.interp(time_s, path.time_s, path.y_mm)
        force = np.interp(time_s, path.time_s, path.force_n, left=0.0, right=0.0)
        return x, y, force, np.interp(time_s, path.time_s, path.radius_mm)


class MousePress:
    """A hand that is where it was last told to be; it gets there in some 20 ms, and trembles a little."""

    def __init__(self, seed: int = 0, start_s: float = 0.0) -> None:
        self._phase = float(np.random.default_rng([seed, 22]).uniform(0.0, 2.0 * np.pi))
        self._now_s = start_s
        self._ramp_s = start_s
        self._from = np.zeros(3)
        self._to = np.zeros(3)

    def press(self, x_mm: float, y_mm: float, force_n: float) -> None:
        """Go there with that force, from the last moment that was asked for."""
        self._turn_to(np.array([x_mm, y_mm, max(force_n, 0.0)]))

    def release(self) -> None:
        """Lift where it is."""
        here = self._state(np.array([self._now_s]))[0]
        self._turn_to(np.array([here[0], here[1], 0.0]))

    def at(self, time_s: NDArray[np.float64]) -> Moments:
        """Where the hand is at each of ``time_s`` (n,), which must not fall from call to call."""
        state = self._state(time_s)
        self._now_s = float(time_s[-1])
        tremor = 1.0 + _MOUSE_TREMOR * np.sin(2.0 * np.pi * _MOUSE_TREMOR_HZ * time_s + self._phase)
        return state[:, 0], state[:, 1], state[:, 2] * tremor, contact_radius_mm(state[:, 2])

    def _turn_to(self, target: NDArray[np.float64]) -> None:
        here = self._state(np.array([self._now_s]))[0]
        # A lifted hand comes down where it is wanted: it does not slide there.
        self._from = here if here[2] > 0.0 else np.array([target[0], target[1], 0.0])
        self._to, self._ramp_s = target, self._now_s

    def _state(self, time_s: NDArray[np.float64]) -> NDArray[np.float64]:
        done = np.clip((time_s - self._ramp_s) / _RAMP_S, 0.0, 1.0)[:, None]
        state: NDArray[np.float64] = self._from + done * (self._to - self._from)
        return state


_FORCE_N = {"hold": 12.0, "knead": 14.0, "circles": 10.0, "walk": 10.0, "glide": 5.0, "tap": 4.0, "friction": 10.0}
_RATE_PER_MIN = {"circles": 55.0, "walk": 90.0, "tap": 180.0, "friction": 120.0}
_OTHER_RATE_PER_MIN = 45.0
"""What is played where a set gives no guide."""


def _play(drill_set: DrillSet, pad: Pad, habits: Habits, rng: np.random.Generator, n: int) -> Gesture:
    """One set's gesture over ``n`` moments."""
    if drill_set.technique not in GESTURES:
        known = ", ".join(GESTURES)
        raise DrillError(f"no virtual hand plays '{drill_set.technique}'; it plays: {known}; use another drill")
    target_mm = drill_set.target_mm(pad)
    if target_mm is None:
        raise DrillError(f"set '{drill_set.title}' names no zone, point or place, so no hand can find it; add one")
    force_n = drill_set.force_n or _FORCE_N[drill_set.technique]
    rate_per_min = drill_set.rate_per_min or _RATE_PER_MIN.get(drill_set.technique, _OTHER_RATE_PER_MIN)
    task = Task(n, force_n, rate_per_min, *target_mm)
    return GESTURES[drill_set.technique](task, habits, rng)
