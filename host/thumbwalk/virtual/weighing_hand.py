"""A virtual hand that puts weights on places, walks along a line and holds: what a check of a rig asks a person for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from thumbwalk.virtual.cued_hand import Moment

_LAID_S, _OFF_S = 0.3, 1.5
"""How long a weight takes to be laid down or taken up, and how long the foot is empty before the next."""
_BITE_MM, _BITE_S = 6.0, 0.8
"""A slow walk's."""
_LEAST, _MOST_N = 0.25, 10.0
"""What is kept between two bites, in parts, and what they reach."""
_MISSES_MM = 0.5
"""How well a person puts a weight on a cross, one standard deviation along and across."""
_WAVERS, _STEP_S = 0.02, 0.5
"""By how much a thumb that holds against a scale wavers, and how often."""


@dataclass(frozen=True, slots=True)
class Visit:
    """What is pressed where, and for how long; ``to_mm`` is where a walk ends, which has bites in place of one force.

    A thumb ``wavers``, a weight does not.
    """

    place_mm: tuple[float, float]
    force_n: float
    stays_s: float
    to_mm: tuple[float, float] | None = None
    wavers: bool = False


def moments_of_visits(visits: Sequence[Visit], seed: int = 0) -> tuple[Moment, ...]:
    """The path of a hand that does one after the other; the same seed gives the same path."""
    rng = np.random.default_rng([seed, 37])
    moments: list[Moment] = []
    now_s = 1.0
    for visit in visits:
        pressed = _walk(visit) if visit.to_mm is not None else _stand(visit, rng)
        first, last = pressed[0], pressed[-1]
        moments += [(now_s, first[1], first[2], 0.0)]
        moments += [(now_s + _LAID_S + at_s, x, y, force) for at_s, x, y, force in pressed]
        now_s += _LAID_S + last[0] + _LAID_S
        moments += [(now_s, last[1], last[2], 0.0)]
        now_s += _OFF_S
    end = moments[-1]
    moments.append((now_s + 1.0, end[1], end[2], 0.0))
    return tuple((round(at, 3), round(x, 3), round(y, 3), round(force, 3)) for at, x, y, force in moments)


def _stand(visit: Visit, rng: np.random.Generator) -> list[Moment]:
    x, y = (float(one + _MISSES_MM * rng.standard_normal()) for one in visit.place_mm)
    times = np.linspace(0.0, visit.stays_s, max(round(visit.stays_s / _STEP_S), 1) + 1)
    wavers = 1.0 + (_WAVERS * rng.standard_normal(len(times)) if visit.wavers else np.zeros(len(times)))
    return [(float(at), x, y, float(force)) for at, force in zip(times, visit.force_n * wavers, strict=True)]


def _walk(visit: Visit) -> list[Moment]:
    """Bite after bite along the line, the force falling and rising between."""
    assert visit.to_mm is not None  # noqa: S101  of a walk
    begin, end = np.array(visit.place_mm), np.array(visit.to_mm)
    n = max(round(float(np.hypot(*(end - begin))) / _BITE_MM), 1)
    moments = []
    for bite in range(n + 1):
        x, y = (float(one) for one in begin + (end - begin) * bite / n)
        moments += [(bite * _BITE_S, x, y, _LEAST * _MOST_N), (bite * _BITE_S + 0.4 * _BITE_S, x, y, _MOST_N)]
        moments.append((bite * _BITE_S + 0.75 * _BITE_S, x, y, _LEAST * _MOST_N))
    return moments
