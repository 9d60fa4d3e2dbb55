"""What is done to see how true a rig is: known weights at marked places, a thumb's walk along a line, a hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from thumbwalk.errors import LayoutError
from thumbwalk.language import told
from thumbwalk.pad import Pad
from thumbwalk.signal.calibration import GRAVITY

WEIGHTS_G = (200.0, 500.0, 1000.0)
"""What kitchens have: two bars of chocolate, half a litre and a litre of water."""
LEAST_G, MOST_G = 50.0, 3000.0
"""Less is hardly felt through the layer, more is more than the drills ask of a thumb."""
_MARKS = {"A": (0.20, 0.5), "B": (0.42, 0.62), "C": (0.70, 0.28), "D": (0.74, 0.76)}
"""Where on the sole, along and across: heel, middle, the ball on both sides; a weight's foot of 40 mm lies within."""
_LINE = ((0.30, 0.5), (0.70, 0.5))
"""From the heel's front edge to the ball, where the sole is broad."""
HOLD_G, HOLD_S = 1000.0, 10.0
"""A firm thumb's force, on any kitchen scale's display, for as long as it is held well."""

Kind = Literal["weight", "walk", "hold"]
Place = tuple[float, float]
"""Along and across, mm."""


@dataclass(frozen=True)
class Step:
    """One thing to do: ``mark`` says where, and a walk goes on ``to_mm``; a walk has no force of its own."""

    kind: Kind
    mark: str
    place_mm: Place
    force_n: float | None = None
    to_mm: Place | None = None

    @property
    def words(self) -> str:
        """What a person is to do."""
        if self.kind == "walk":
            return told("walk your thumb slowly along the line, from E to F, then lift it")
        grams = 0.0 if self.force_n is None else 1000.0 * self.force_n / GRAVITY
        if self.kind == "weight":
            return told("put {grams:.0f} g on {mark}, wait for the sign, take it off", grams=grams, mark=self.mark)
        return told(
            "rig on the scale, scale at zero: press on {mark} so that it shows {grams:.0f} g, for {seconds:.0f} s",
            mark=self.mark,
            grams=grams,
            seconds=HOLD_S,
        )


@dataclass(frozen=True)
class Plan:
    """The steps on a pad, and its marks by name, mm."""

    pad: Pad
    steps: tuple[Step, ...]
    marks: dict[str, Place]


def plan_for(pad: Pad, weights_g: Sequence[float] = WEIGHTS_G) -> Plan:
    """The check of a pad: each weight at each of four marks, the walk, the hold.

    Raises
    ------
    LayoutError
        When the pad is no sole, so that no place on it can be marked.
    """
    if not pad.is_sole or not pad.has_positions:
        raise LayoutError(
            told("layout '{name}' is no sole with places: it can't be marked; add outline and places", name=pad.name)
        )
    marks = {mark: pad.place(*where) for mark, where in _MARKS.items()}
    marks |= dict(zip("EF", (pad.place(*end) for end in _LINE), strict=True))
    weights = tuple(
        Step("weight", mark, marks[mark], GRAVITY * grams / 1000.0) for grams in weights_g for mark in _MARKS
    )
    walk = Step("walk", "E", marks["E"], to_mm=marks["F"])
    hold = Step("hold", "A", marks["A"], GRAVITY * HOLD_G / 1000.0)
    return Plan(pad, (*weights, walk, hold), marks)
