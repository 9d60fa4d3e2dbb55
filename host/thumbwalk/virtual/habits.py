"""How virtual hands differ, and what they are asked for; ``virtual.gestures`` has what each technique is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace

import numpy as np
from numpy.typing import NDArray

from thumbwalk.coach.targets.timeline import Timeline
from thumbwalk.errors import DrillError
from thumbwalk.language import told

RATE_HZ = 1000
"""Moments a second of a path."""

_TREMOR_HZ = (8.0, 12.0)


@dataclass(frozen=True, slots=True)
class Habits:
    """What makes a hand; fractions are standard deviations unless they say otherwise.

    Attributes
    ----------
    force_gain, rate_gain : float
        Force and rate against what is asked for.
    aim_mm : float
        Error of the aim along each axis, anew for each set.
    wander_mm : float
        Slow wandering about the place aimed at.
    stroke_cv, rhythm_cv : float
        Spread of the peaks and of the intervals between them.
    wander_cv, tremor_cv : float
        Slow (about a second) and fast (8 to 12 Hz) variation of the force.
    keep : float
        Force kept between two kneading presses, as a part of the peak.
    contact : float
        Force kept between two bites of a walk, as a part of the peak; less is contact lost.
    shape_cv : float
        Spread of the sizes of turns, bites and glides.
    squash : float
        How much narrower than long a circle is, as a part of its mean breadth; 2 is a line.
    sag : float
        Part of the force that is lost over a hold.
    fade : float
        Part of the force that is lost from the beginning of a glide to its end.
    tire : float
        Part of the force that is lost over a set of any technique, as hands tire.
    drift_mm : float
        How far the place drifts off over a set, some way or other.
    backward : float
        Part of a walk's bites that go back.
    late_s : float
        How late a set is begun.
    used : float
        Part of a set's time that is used before the hand lifts.
    """

    force_gain: float = 1.0
    rate_gain: float = 1.0
    aim_mm: float = 1.5
    wander_mm: float = 0.6
    stroke_cv: float = 0.05
    rhythm_cv: float = 0.035
    wander_cv: float = 0.025
    tremor_cv: float = 0.012
    keep: float = 0.10
    contact: float = 0.35
    shape_cv: float = 0.05
    squash: float = 0.08
    sag: float = 0.0
    fade: float = 0.0
    tire: float = 0.0
    drift_mm: float = 0.0
    backward: float = 0.0
    late_s: float = 0.25
    used: float = 0.98


_EXPERT = Habits()
# what beginners do: they press lightly, unevenly and out of beat, let go too little, fade at a glide's end, and push a
# circle out and drift back, to a narrow one
_BEGINNER = Habits(
    force_gain=0.8,
    rate_gain=0.85,
    aim_mm=5.0,
    wander_mm=2.5,
    stroke_cv=0.20,
    rhythm_cv=0.16,
    wander_cv=0.12,
    tremor_cv=0.03,
    keep=0.30,
    contact=0.28,
    shape_cv=0.15,
    squash=1.0,
    sag=0.25,
    fade=0.8,
    late_s=0.7,
    used=0.92,
)

FAULTS: dict[str, Mapping[str, float]] = {
    "heavy": {"force_gain": 2.2, "tremor_cv": 0.02},
    "light": {"force_gain": 0.35, "tremor_cv": 0.015},
    "uneven": {"stroke_cv": 0.38, "wander_cv": 0.25, "tremor_cv": 0.02},
    "rushing": {"rate_gain": 1.8, "rhythm_cv": 0.08, "stroke_cv": 0.10, "keep": 0.35, "used": 0.55},
    "dragging": {"rate_gain": 0.55, "late_s": 0.9},
    "lifting": {"contact": 0.0},
    "backward": {"backward": 0.4},
    "flat": {"squash": 1.7},
    "drifting": {"drift_mm": 25.0},
    "clinging": {"keep": 0.5},
    "tiring": {"tire": 0.5},
}
"""The classic faults, by what they change: too hard, too light, uneven, rushing, dragging, contact lost, walking
backward, circles that collapse to a line, drifting off the point, incomplete release, tiring."""


def habits_of(kind: str, skill: float | None = None) -> Habits:
    """Give the habits of a hand.

    Parameters
    ----------
    kind : str
        ``expert``, ``beginner`` or a fault of ``FAULTS``, which is an expert's but for that.
    skill : float or None
        How skilled the hand is apart from its fault: 0 a beginner, 1 an expert, anything between by proportion. None
        for what the kind says.

    Raises
    ------
    DrillError
        When there is no such kind, or the skill is not from 0 to 1, or one is given to a beginner.
    """
    if kind not in ("expert", "beginner", *FAULTS):
        raise DrillError(
            told("no virtual hand {kind!r}; there are: expert, beginner, {faults}", kind=kind, faults=", ".join(FAULTS))
        )
    if skill is None:
        skill = 0.0 if kind == "beginner" else 1.0
    elif kind == "beginner":
        raise DrillError(told("a beginner's skill is 0; leave the skill out, or name another hand"))
    if not 0.0 <= skill <= 1.0:
        raise DrillError(told("a hand's skill is {skill:g}; it goes from 0, a beginner, to 1, an expert", skill=skill))
    return replace(_at_skill(skill), **FAULTS.get(kind, {}))


def _at_skill(skill: float) -> Habits:
    if skill == 1.0:
        return _EXPERT
    blend = {
        one.name: getattr(_BEGINNER, one.name) + skill * (getattr(_EXPERT, one.name) - getattr(_BEGINNER, one.name))
        for one in fields(Habits)
    }
    return Habits(**blend)


@dataclass(frozen=True, slots=True)
class Task:
    """What is asked for: a gesture's length in moments, its force and rate, and its place.

    The rest is for gestures that move, and None is the technique's usual: ``size_mm`` a circle's radius, a walk's bite
    or a glide's length, ``speed_mm_s`` a glide's speed, ``contact_s`` how long a blow lasts, ``line_mm`` how far a walk
    goes before it begins again. ``heading_deg`` is from +x (the toes) toward +y; a circle with ``turns`` 1 turns from
    +x toward +y, with -1 the other way. ``path_mm`` (k, 2) is a way to follow instead of a straight one, its middle at
    the place; with ``to_and_fro`` a kneading thumb turns at its ends. ``force_line`` and ``rate_line`` are how force
    and pace go over the gesture's seconds, where they change; ``on_s`` and ``off_s`` are a hold's touches.
    """

    n: int
    force_n: float
    rate_per_min: float
    x_mm: float
    y_mm: float
    size_mm: float | None = None
    speed_mm_s: float | None = None
    contact_s: float | None = None
    line_mm: float = 100.0
    heading_deg: float = 0.0
    turns: int = 1
    path_mm: NDArray[np.float64] | None = None
    to_and_fro: bool = False
    force_line: Timeline | None = None
    rate_line: Timeline | None = None
    on_s: float | None = None
    off_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Gesture:
    """A contact over a set, a moment each 1/``RATE_HZ`` s; arrays are (n,).

    What was truly done, for who wants to know: ``edges_s`` (k + 1,) parts the k strokes in seconds from the gesture's
    start, ``sizes_mm`` (k,) is how large each was (radius, bite or length), for gestures that have a size.
    """

    x_mm: NDArray[np.float64]
    y_mm: NDArray[np.float64]
    force_n: NDArray[np.float64]
    edges_s: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    sizes_mm: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))


def smooth_noise(n: int, knot_s: float, rng: np.random.Generator) -> NDArray[np.float64]:
    """Noise (n,) of unit standard deviation at its knots, ``knot_s`` apart, with half cosines between them."""
    at = np.arange(n) / RATE_HZ / knot_s + rng.uniform()
    knots = rng.standard_normal(int(np.ceil(at[-1])) + 2) if n else np.zeros(2)
    cell = at.astype(np.int64)
    blend = 0.5 - 0.5 * np.cos(np.pi * (at - cell))
    return np.asarray(knots[cell] * (1.0 - blend) + knots[cell + 1] * blend)


def tremor(n: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Physiological tremor (n,) of unit standard deviation: three tones of 8 to 12 Hz that beat."""
    time_s = np.arange(n) / RATE_HZ
    tones = [np.sin(2 * np.pi * (rng.uniform(*_TREMOR_HZ) * time_s + rng.uniform())) for _ in range(3)]
    return np.asarray(np.sqrt(2.0 / 3.0) * sum(tones))
