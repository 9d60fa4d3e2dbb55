"""The zones of a sole: their names and borders, once, for one place, for many at a time, and for drawing.

u is x / length, from the heel (0) to the toes (1). Between heel and forefoot the middle of the local breadth parts the
medial arch from the lateral border.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from thumbwalk.errors import LayoutError
from thumbwalk.language import told
from thumbwalk.pad import Pad

Side = Literal["medial", "lateral"]

_TOES_U, _FOREFOOT_U, _HEEL_U = 0.80, 0.62, 0.30
"""Behind the toes; behind the ball; before the heel. A score of old goes by them: to move one is another version."""
MIDDLE_W = 0.5
"""Where the arch ends and the lateral border begins, across the local breadth."""


@dataclass(frozen=True, slots=True)
class Zone:
    """One zone: from ``low_u`` to ``high_u`` along the foot, on one side of its middle line or across all of it.

    ``centre_uw`` is where its middle is, along the foot and across the local breadth (0 medial edge, 1 lateral).
    """

    name: str
    low_u: float
    high_u: float
    side: Side | None
    centre_uw: tuple[float, float]


_ALL = (
    Zone("toes", _TOES_U, inf, None, (0.90, 0.40)),
    Zone("forefoot", _FOREFOOT_U, _TOES_U, None, (0.71, 0.50)),
    Zone("medial arch", _HEEL_U, _FOREFOOT_U, "medial", (0.46, 0.25)),
    Zone("lateral border", _HEEL_U, _FOREFOOT_U, "lateral", (0.46, 0.75)),
    # the middle of what the rig sees of the heel: behind x = 35 mm there are no tiles
    Zone("heel", -inf, _HEEL_U, None, (0.16, 0.50)),
)
ZONES = tuple(zone.name for zone in _ALL)
"""The names, in the order of every index."""
_TOES, _FOREFOOT, _MEDIAL, _LATERAL, _HEEL = range(len(ZONES))


def zone_named(name: str) -> Zone:
    """A zone by its name. Raises LayoutError, naming those that there are."""
    if name not in ZONES:
        raise LayoutError(told("no zone '{name}'; there are: {names}", name=name, names=", ".join(ZONES)))
    return _ALL[ZONES.index(name)]


def zone_at(pad: Pad, x_mm: float, y_mm: float) -> str:
    """The name of the zone that a place on a sole belongs to. Raises LayoutError when the pad is no sole."""
    u = x_mm / pad.sole_length_mm
    if u > _TOES_U:
        return ZONES[_TOES]
    if u > _FOREFOOT_U:
        return ZONES[_FOREFOOT]
    if u < _HEEL_U:
        return ZONES[_HEEL]
    medial, lateral = pad.breadth_at(x_mm)
    return ZONES[_MEDIAL if (y_mm - medial) < MIDDLE_W * (lateral - medial) else _LATERAL]


def zone_centre_mm(pad: Pad, name: str) -> tuple[float, float]:
    """The middle of a zone, x and y in mm. Raises LayoutError when there is no such zone, or no outline."""
    return pad.place(*zone_named(name).centre_uw)


class ZoneMap:
    """The zones of one sole, for many places at once; a layout that is no sole has none."""

    def __init__(self, pad: Pad) -> None:
        self.pad = pad
        # Edges are straight between the outline's corners, so the middle line at the corners gives it everywhere.
        # (A set, not np.unique: that loads numpy.ma, a hundredth of a second at every start.)
        outline = pad.outline_mm if pad.is_sole else None
        corners = np.empty(0) if outline is None else np.array(sorted(set(outline[:, 0].tolist())))
        self._x_mm = corners
        self._middle_mm = np.array([sum(pad.breadth_at(float(x))) * MIDDLE_W for x in corners])

    def index(self, x_mm: NDArray[np.float64], y_mm: NDArray[np.float64]) -> NDArray[np.int64]:
        """Index in ``ZONES`` of each place, the places' shape; -1 where there is no place, or no zones."""
        if not len(self._x_mm) or self.pad.length_mm is None:
            return np.full(np.shape(x_mm), -1)
        u = x_mm / self.pad.length_mm
        medial = y_mm < np.interp(x_mm, self._x_mm, self._middle_mm)
        rules = [u > _TOES_U, u > _FOREFOOT_U, u < _HEEL_U, medial & ~np.isnan(u)]
        found = np.select(rules, [_TOES, _FOREFOOT, _HEEL, _MEDIAL], _LATERAL)
        return np.asarray(np.where(np.isnan(u) | np.isnan(y_mm), -1, found))

    def at(self, x_mm: float, y_mm: float) -> str | None:
        """The name of the zone of one place; None without a place or zones."""
        index = int(self.index(np.array([x_mm]), np.array([y_mm]))[0])
        return ZONES[index] if index >= 0 else None
