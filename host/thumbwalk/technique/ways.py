"""Ways to measure: what some measures are estimated by today, and how they were when the first scores were kept.

Scores of old are reckoned from the measures of their day; everything else uses ``WAYS``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from thumbwalk.technique.scatter import efficient_cv, robust_cv

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Ways:
    """How scatter is estimated of values (n,), by which of their ways circles are measured, and where a hold is held.

    With ``plateau`` a hold that is pressed slowly is steady as it is once pressed; with ``pauses`` force that is kept
    still between presses is none of them. With ``bites_go_back`` a bite's length is told on each side of one that does;
    with ``blows_leave_some`` what a sensor still reads of a hard blow is no contact; with ``weak_bites`` a bite that
    did not rise out of the contact kept is one of its walk all the same; with ``slides_stop`` a slide to a glide or
    away from one is told by where the hand stops, too, and is none of them; with ``slides_apart`` one to presses, bites
    or blows is none of those.
    """

    scatter: Callable[[Array], float | None]
    turns_by_angle: bool = False
    plateau: bool = True
    pauses: bool = True
    bites_go_back: bool = True
    blows_leave_some: bool = True
    weak_bites: bool = True
    slides_stop: bool = True
    slides_apart: bool = True


WAYS = Ways(efficient_cv)
FIFTH_WAYS = replace(WAYS, slides_apart=False)
FOURTH_WAYS = replace(FIFTH_WAYS, slides_stop=False)
THIRD_WAYS = replace(FOURTH_WAYS, weak_bites=False)
SECOND_WAYS = replace(THIRD_WAYS, bites_go_back=False, blows_leave_some=False)
FIRST_WAYS = Ways(
    robust_cv,
    turns_by_angle=True,
    plateau=False,
    pauses=False,
    bites_go_back=False,
    blows_leave_some=False,
    weak_bites=False,
    slides_stop=False,
    slides_apart=False,
)
