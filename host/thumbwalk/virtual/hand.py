"""Virtual hands: what a thumb does over a drill, as an expert, a beginner or somebody with a known fault does it.

A path is the timeline of one contact, a thousand moments a second; a mouse is a hand whose path is not known before.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from thumbwalk.coach.drill.guide_shape import BITE_MM, RADIUS_MM, SWAY_MM
from thumbwalk.errors import DrillError
from thumbwalk.language import told
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
Array = NDArray[np.float64]
Moments = tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]
"""Place x and y in mm, force in N and contact radius in mm, each (n,)."""

_SLIDE_N = 1.0
"""How hard a hand slides to where it goes on: lightly, from where it would have pressed less."""
_LIFT_S = 0.15
"""How long a second thumb takes to leave at a set's end, where it is in the middle of a press."""
_LANDS_S = 0.2
"""How long a hand takes to come down where it goes on."""
_IDLE_S = 90.0
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
    return demonstrate_both(drill, pad, kind, seed, skill=skill)[0]


def demonstrate_both(
    drill: Drill, pad: Pad, kind: HandKind, seed: int = 0, *, skill: float | None = None
) -> tuple[HandPath, HandPath | None]:
    """The same, and what the other thumb does in sets of two hands; None where a drill has none.

    Both keep one rhythm; the second is somewhat lighter and later, as far as the hand is no expert's.
    """
    habits = habits_of(kind, skill)
    rng = np.random.default_rng([seed, 21])
    phases = drill.phases()
    time_s = np.arange(round(max(phase.end_s for phase in phases) * RATE_HZ) + 1) / RATE_HZ
    x, y, force = (np.zeros(len(time_s)) for _ in range(3))
    second = np.zeros((3, len(time_s)))
    starts: list[int] = []
    for phase in phases:
        if phase.kind != "set" or phase.set_index is None:
            continue
        drill_set = drill.sets[phase.set_index]
        first, last = round(phase.start_s * RATE_HZ), round(phase.end_s * RATE_HZ)
        if drill_set.hands > 1:
            same = np.random.Generator(type(rng.bit_generator)())
            same.bit_generator.state = rng.bit_generator.state
            second[:, first:last] = _second_gesture(drill_set, pad, habits, same, last - first)
        gesture = _play(drill_set, pad, habits, rng, last - first)
        force[first:last] = gesture.force_n
        starts.append(first)
        # Between sets the hand hovers where it goes next, so that it never slides while it presses.
        x[first:], y[first:] = gesture.x_mm[-1], gesture.y_mm[-1]
        x[first:last], y[first:last] = gesture.x_mm, gesture.y_mm
    _keep_contact(
        x, y, force, [start for number, start in enumerate(starts) if number and not drill.rest_before_s(number)]
    )
    if any(one.step for one in drill.sets):
        # a drill that waits lasts longer than its hand: for the time of its longest waits nobody touches
        idle = np.arange(1, round(_IDLE_S * RATE_HZ) + 1) / RATE_HZ
        time_s = np.concatenate([time_s, time_s[-1] + idle])
        x, y, force = (
            np.concatenate([one, np.full(len(idle), end)]) for one, end in ((x, x[-1]), (y, y[-1]), (force, 0))
        )
        second = np.concatenate([second, np.zeros((3, len(idle)))], axis=1)
    path = HandPath(time_s, x, y, force, contact_radius_mm(force))
    if all(one.hands == 1 for one in drill.sets):
        return path, None
    return path, HandPath(time_s, second[0], second[1], second[2], contact_radius_mm(second[2]))


def _second_gesture(drill_set: DrillSet, pad: Pad, habits: Habits, rng: np.random.Generator, n: int) -> Array:
    """Place and force of the second thumb over ``n`` moments, (3, n); behind the first by the pattern's lag."""
    one = drill_set.of_second()
    gesture = _play(one, pad, habits, rng, n)
    beat_s = 60.0 / (one.mean_rate_per_min or GESTURES[one.technique].rate_per_min)
    late = min(round((drill_set.lag + habits.rhythm_cv) * beat_s * RATE_HZ), n)
    moves = np.stack([gesture.x_mm, gesture.y_mm, (1.0 - habits.stroke_cv) * gesture.force_n])
    lifted = np.tile([[moves[0, 0]], [moves[1, 0]], [0.0]], late)
    shifted = np.concatenate([lifted, moves[:, : n - late]], axis=1)
    shifted[2] *= np.clip((n - np.arange(n)) / (_LIFT_S * RATE_HZ), 0.0, 1.0)
    return shifted


def _keep_contact(x: Array, y: Array, force: Array, starts: list[int]) -> None:
    """Slide from each set to the next lightly, where the hand of a person would not leave the foot either."""
    pressed = force >= _SLIDE_N
    for start in starts:
        before, after = np.flatnonzero(pressed[:start]), np.flatnonzero(pressed[start:])
        if not len(before) or not len(after):
            continue
        first, stop = int(before[-1]), start + int(after[0])
        part = np.linspace(0.0, 1.0, stop - first + 1)
        eased = part * part * (3.0 - 2.0 * part)
        for place in (x, y):
            place[first : stop + 1] = place[first] + eased * (place[stop] - place[first])
        force[first : stop + 1] = np.maximum(force[first : stop + 1], _SLIDE_N)


class PathHand:
    """A hand that follows a path; after its end it is lifted. It can be told to be late, where what it shows waits."""

    def __init__(self, path: HandPath) -> None:
        self.path = path
        self._late_s = 0.0
        self._landed_s = -np.inf

    @property
    def duration_s(self) -> float:
        """When it is done, seconds."""
        return self.path.duration_s + self._late_s

    def be_late(self, late_s: float, now_s: float) -> None:
        """Follow the path so many seconds later from now on: go back on it, and land there softly."""
        self._late_s, self._landed_s = late_s, now_s

    def at(self, time_s: NDArray[np.float64]) -> Moments:
        """Where the hand is at each of ``time_s`` (n,)."""
        path = self.path
        landed = np.clip((time_s - self._landed_s) / _LANDS_S, 0.0, 1.0)
        time_s = time_s - self._late_s
        x = np.interp(time_s, path.time_s, path.x_mm)
        y = np.interp(time_s, path.time_s, path.y_mm)
        force = landed * np.interp(time_s, path.time_s, path.force_n, left=0.0, right=0.0)
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


def _play(drill_set: DrillSet, pad: Pad, habits: Habits, rng: np.random.Generator, n: int) -> Gesture:
    """One set's gesture over ``n`` moments."""
    if drill_set.technique not in GESTURES:
        known = ", ".join(GESTURES)
        raise DrillError(
            told(
                "no virtual hand plays '{technique}'; it plays: {known}; use another drill",
                technique=drill_set.technique,
                known=known,
            )
        )
    return GESTURES[drill_set.technique].gesture(_task(drill_set, pad, n), habits, rng)


def _task(one: DrillSet, pad: Pad, n: int) -> Task:
    """What a set asks of a hand, its own usual force and pace where it does not say."""
    target_mm, way = one.target_mm(pad), one.path_mm(pad)
    if target_mm is None:
        raise DrillError(
            told("set '{title}' names no zone, point or place, so no hand can find it; add one", title=one.title)
        )
    played, force, rate = GESTURES[one.technique], one.force_line(), one.rate_line()
    task = Task(
        n,
        one.mean_force_n or played.force_n,
        one.mean_rate_per_min or played.rate_per_min,
        *target_mm,
        size_mm=one.size_mm,
        speed_mm_s=one.speed_mm_s,
        turns=-1 if one.direction == "back" else 1,
        force_line=None if force is None or force.is_flat else force,
        rate_line=None if rate is None or rate.is_flat else rate,
        on_s=one.on_s,
        off_s=one.off_s or 0.0,
    )
    if one.level is not None:
        usual = {"circles": RADIUS_MM, "walk": BITE_MM}
        task = replace(task, size_mm=one.size_mm or usual.get(one.technique), to_and_fro=True, line_mm=2.0 * SWAY_MM)
    if way is None:
        return task
    length_mm = float(np.sum(np.hypot(*np.diff(way, axis=0).T)))
    return replace(
        task,
        path_mm=way,
        line_mm=length_mm,
        to_and_fro=True,
        size_mm=length_mm if one.technique == "glide" else task.size_mm,
    )
