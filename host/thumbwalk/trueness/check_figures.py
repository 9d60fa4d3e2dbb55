"""How true a rig was in a check: by how much its force and its places were off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from thumbwalk.trueness.check_plan import Step
from thumbwalk.trueness.check_run import Seen

STRANGE = 0.4
"""A weight that is read as so much less or more is likely another one than was said, or the rig is off."""
_WALKED = 0.6
"""Of the line's length, that a walk has to go along to be one."""


@dataclass(frozen=True)
class StepFigures:
    """One step: what was read, and how far off it was; None where it was not done, or is not asked.

    Attributes
    ----------
    force_n, x_mm, y_mm : float or None
        Medians of what was read.
    force_part, place_mm : float or None
        How far the force was off, in parts of the true one, and the place.
    beside_mm : float or None
        RMS of how far a walk was beside its line.
    """

    step: Step
    from_s: float
    to_s: float
    force_n: float | None = None
    x_mm: float | None = None
    y_mm: float | None = None
    force_part: float | None = None
    place_mm: float | None = None
    beside_mm: float | None = None


@dataclass(frozen=True)
class CheckFigures:
    """A whole check: RMS over its weights, the walk's, and the hold's mean error; None where nothing was done."""

    steps: tuple[StepFigures, ...]
    weights: int
    force_percent: float | None
    place_mm: float | None
    walk_mm: float | None
    hold_percent: float | None

    def to_json(self) -> dict[str, Any]:
        """The figures, and step by step what was done and read."""
        steps = [
            {
                "kind": one.step.kind,
                "mark": one.step.mark,
                "true_n": one.step.force_n,
                "true_mm": list(one.step.place_mm),
                **{name: getattr(one, name) for name in _OF_STEP},
            }
            for one in self.steps
        ]
        return {name: getattr(self, name) for name in _OF_CHECK} | {"steps": steps}


_OF_STEP = ("from_s", "to_s", "force_n", "x_mm", "y_mm", "force_part", "place_mm", "beside_mm")
_OF_CHECK = ("weights", "force_percent", "place_mm", "walk_mm", "hold_percent")


def figures_of(seen: Sequence[Seen]) -> CheckFigures:
    """What a check's steps amount to."""
    steps = tuple(_of_step(one) for one in seen)
    weights = [one for one in steps if one.step.kind == "weight" and one.force_part is not None]
    walk = next((one.beside_mm for one in steps if one.step.kind == "walk"), None)
    hold = next((one.force_part for one in steps if one.step.kind == "hold"), None)
    return CheckFigures(
        steps,
        len(weights),
        _percent(_rms([one.force_part for one in weights])),
        _rms([one.place_mm for one in weights]),
        walk,
        _percent(hold),
    )


def strange_weights(figures: CheckFigures) -> list[StepFigures]:
    """Weights that were read as far more or less than was said."""
    return [one for one in figures.steps if one.step.kind == "weight" and abs(one.force_part or 0.0) > STRANGE]


def _of_step(seen: Seen) -> StepFigures:
    step = seen.step
    if not seen.is_done:
        return StepFigures(step, seen.from_s, seen.to_s)
    if step.kind == "walk":
        return StepFigures(step, seen.from_s, seen.to_s, beside_mm=_beside_mm(seen))
    force_n, x_mm, y_mm = (float(np.median(values)) for values in (seen.force_n, seen.x_mm, seen.y_mm))
    away_mm = float(np.hypot(x_mm - step.place_mm[0], y_mm - step.place_mm[1]))
    part = None if step.force_n is None else force_n / step.force_n - 1.0
    return StepFigures(
        *(step, seen.from_s, seen.to_s, force_n, x_mm, y_mm, part),
        # nobody marks where exactly a thumb holds
        place_mm=away_mm if step.kind == "weight" and np.isfinite(away_mm) else None,
    )


def _beside_mm(seen: Seen) -> float | None:
    """How far a walk was beside its line, RMS; None where it did not go along most of it."""
    assert seen.step.to_mm is not None  # noqa: S101  of a walk
    begin, end = np.array(seen.step.place_mm), np.array(seen.step.to_mm)
    length_mm = float(np.hypot(*(end - begin)))
    along, across = (end - begin) / length_mm, np.array([begin[1] - end[1], end[0] - begin[0]]) / length_mm
    places = np.column_stack([seen.x_mm, seen.y_mm])[np.isfinite(seen.x_mm)] - begin
    if not len(places) or float(np.ptp(places @ along)) < _WALKED * length_mm:
        return None
    return float(np.sqrt(np.mean((places @ across) ** 2)))


def _rms(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return float(np.sqrt(np.mean(np.square(known)))) if known else None


def _percent(part: float | None) -> float | None:
    return None if part is None else 100.0 * part
