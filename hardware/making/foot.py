"""The layout as geometry: a foot of any size and side, its outline and its tiles, in the coordinates that parts have.

The one place where the hardware reads the host's layouts; everything printed, drawn or poured begins here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from making.errors import GeometryError
from making.polygon import Corners, clipped, counter_clockwise, offset
from thumbwalk.errors import LayoutError
from thumbwalk.pad import Foot, Pad, builtin_pad
from thumbwalk.virtual.feet import foot_of_size

REFERENCE_EU = 42


@dataclass(frozen=True)
class Sole:
    """A sole to be built.

    Attributes
    ----------
    pad : Pad
        The layout, in its own size; anatomical, the same for both feet.
    foot : "left" or "right"
        Which foot it becomes.
    eu : int
        Its size.
    scale : float
        Its length by that of the reference size.
    """

    pad: Pad
    foot: Foot
    eu: int
    scale: float

    @property
    def name(self) -> str:
        """How files of this sole end: ``eu42_right``."""
        return f"eu{self.eu}_{self.foot}"

    @property
    def breadth_mm(self) -> float:
        """Breadth of the outline."""
        return float(np.ptp(self._anatomical()[:, 1]))

    def built(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Places of the layout (n, 2) as they are built: seen from above, the toes along x.

        Looking at a right sole with its toes up, the medial edge is on the right; with x up, y grows to the left. So a
        right foot is built as the layout has it, and a left foot is the mirror image.
        """
        if self.foot == "right":
            return points
        return np.asarray(points * [1.0, -1.0] + [0.0, self.scale * REFERENCE_BREADTH_MM])

    def built_angle(self, angle_deg: float) -> float:
        """An angle of the layout as it is built."""
        return angle_deg if self.foot == "right" else -angle_deg

    def _anatomical(self) -> Corners:
        if self.pad.outline_mm is None:
            raise GeometryError(f"layout '{self.pad.name}' has no outline_mm, so nothing can be built on it; add one")
        return self.pad.outline_mm

    def outline(self, outward_mm: float = 0.0) -> Corners:
        """The sole's outline as it is built, moved outward; counter-clockwise."""
        return offset(counter_clockwise(self.built(self._anatomical())), outward_mm)

    def middles(self) -> NDArray[np.float64]:
        """Places of the tiles' middles as they are built, (n_taxels, 2)."""
        return self.built(self.pad.positions_mm)

    def tiles(self, gap_mm: float, inset_mm: float) -> list[Corners]:
        """Each tile's corners as it is built: what is nearer to it than to any other, less half a gap, and an inset.

        Raises
        ------
        GeometryError
            When a tile has no area left, or its middle is outside.
        """
        middles, outline = self.middles(), self.outline(-inset_mm)
        tiles = []
        for index, middle in enumerate(middles):
            corners = outline
            for other in np.delete(middles, index, axis=0):
                away = other - middle
                normal = away / np.linalg.norm(away)
                border = 0.5 * (middle + other) - 0.5 * gap_mm * normal
                # Only a convex clip of what can be reached: the outline's far lobes fall to their own tiles.
                corners = clipped(corners, border, normal)
                if len(corners) < 3:
                    raise GeometryError(f"tile '{self.pad.names[index]}' has no room; move its middle in the layout")
            tiles.append(counter_clockwise(corners))
        return tiles


REFERENCE_BREADTH_MM = 100.2
"""y of the reference outline's lateral edge: the mirror image's line is half of it."""


def sole_of(layout: str, eu: int = REFERENCE_EU, foot: Foot = "right") -> Sole:
    """A built-in layout in a size, for a foot.

    Raises
    ------
    GeometryError
        When there is no such layout or size.
    """
    try:
        pad = foot_of_size(builtin_pad(layout), eu, foot)
        reference = foot_of_size(builtin_pad(layout), REFERENCE_EU, foot)
    except LayoutError as error:
        raise GeometryError(str(error)) from error
    if pad.length_mm is None or reference.length_mm is None:
        raise GeometryError(f"layout '{layout}' has no length_mm, so it can't be built in sizes; add it")
    return Sole(pad, foot, eu, pad.length_mm / reference.length_mm)
