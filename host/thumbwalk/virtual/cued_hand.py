"""A virtual hand that presses on cue: so hard, from then to then, at one place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from thumbwalk.virtual.hand import HandPath, contact_radius_mm

Moment = tuple[float, float, float, float]
"""time_s, x_mm, y_mm, force_n: a hand's path in plain values, so that it can be handed to another process."""

_REACTION_S, _RISE_S, _FALL_S = 0.2, 0.25, 0.1
"""How long after its cue a hand begins, how long it takes to its force, and how long before the end it lets go."""
_STEP_S = 0.5
"""How often its force wavers."""
_WAVER = 0.02
"""By how much it does, standard deviation in parts of the force: a practised hand's."""


@dataclass(frozen=True, slots=True)
class Press:
    """One press on cue: ``force_n`` at its beginning, ``end_n`` at its end."""

    start_s: float
    end_s: float
    force_n: float
    end_n: float


def moments_of(presses: Sequence[Press], place_mm: tuple[float, float], seed: int = 0) -> tuple[Moment, ...]:
    """The path of a hand that does these presses, one after the other; the same seed gives the same path."""
    rng = np.random.default_rng([seed, 23])
    x_mm, y_mm = place_mm
    moments: list[tuple[float, float]] = [(0.0, 0.0)]
    for press in presses:
        first_s, last_s = press.start_s + _REACTION_S + _RISE_S, press.end_s - _FALL_S
        times = np.linspace(first_s, last_s, max(round((last_s - first_s) / _STEP_S), 1) + 1)
        force = np.linspace(press.force_n, press.end_n, len(times))
        force *= 1.0 + _WAVER * rng.standard_normal(len(times))
        moments.append((press.start_s + _REACTION_S, 0.0))
        moments += [*zip(times.tolist(), force.tolist(), strict=True), (press.end_s, 0.0)]
    end_s = moments[-1][0] + 1.0
    return tuple((round(at, 3), x_mm, y_mm, round(force, 3)) for at, force in [*moments, (end_s, 0.0)])


def path_of(moments: Sequence[Moment]) -> HandPath:
    """The path that moments are."""
    time_s, x_mm, y_mm, force_n = np.array(moments, dtype=np.float64).T
    return HandPath(time_s, x_mm, y_mm, force_n, contact_radius_mm(force_n))
