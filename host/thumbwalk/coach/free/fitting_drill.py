"""Which drill fits what was done freely: one of the technique that was least even, as hard as the hand is ready for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from thumbwalk.coach.drill.drill import Drill
from thumbwalk.language import told
from thumbwalk.pad import Foot

_READY = ((85.0, 3), (60.0, 2))
"""From so even on a hand is ready for a drill of that level: the score that an expert has, and the first star."""
_LEAST_S = 5.0
"""A technique of which less was done was tried, and is not known."""
_EVEN_ENOUGH = 99.5
"""Who is so even in everything is told to go on with what was done most."""

Done = tuple[str, float, float | None, str | None]
"""A technique, its seconds, its evenness and the measure that took most of it."""


@dataclass(frozen=True, slots=True)
class FittingDrill:
    """A drill to do next, for which technique, and why."""

    name: str
    technique: str
    why: str


def fitting_drill(done: Sequence[Done], drills: Mapping[str, Drill], foot: Foot | None = None) -> FittingDrill | None:
    """The drill that fits; None where nothing was done for long enough, or no drill is of that technique.

    Parameters
    ----------
    done : of Done
        The techniques, the longest first.
    drills : mapping
        Those that there are, by name.
    foot : "left", "right" or None
        The foot that is practised on: a drill for the other one is no choice.
    """
    known = [one for one in done if one[1] >= _LEAST_S]
    judged = [one for one in known if one[2] is not None]
    if not known:
        return None
    least = min(judged, key=lambda one: one[2] or 0.0, default=known[0])
    technique, _, evenness, uneven = least
    if evenness is None:
        why = told("{technique} was done most, and too little of it to tell how evenly", technique=told(technique))
    elif evenness >= _EVEN_ENOUGH:
        technique, _, evenness, uneven = known[0]
        why = told("all was even; {technique} was done most", technique=told(technique))
    else:
        why = told("{technique} was the least even", technique=told(technique))
    level = next((level for from_, level in _READY if (evenness or 0.0) >= from_), 1)
    fits = [one for one in drills.values() if _is_of(one, technique) and one.foot in (None, foot or one.foot)]
    best = min(fits, key=lambda one: (abs((one.level or 1) - level), uneven not in one.trains), default=None)
    return None if best is None else FittingDrill(best.name, technique, why)


def _is_of(drill: Drill, technique: str) -> bool:
    """Whether a drill is of one technique by one hand alone, and scored."""
    alone = all(one.technique == technique and one.hands == 1 for one in drill.sets)
    return drill.scored and bool(drill.sets) and alone
