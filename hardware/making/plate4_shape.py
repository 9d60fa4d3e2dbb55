"""plate4's measures worked out for one sole: where cells, screws, ribs and modules are. Numbers only, no solids."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from making.errors import GeometryError
from making.foot import Sole, sole_of
from making.measures import Measures
from making.polygon import Corners, rectangle
from thumbwalk.pad import Foot

CELLS = ("heel_medial", "heel_lateral", "toe_medial", "toe_lateral")
"""The cells in the order of their channels: cell 0 to 3."""


@dataclass(frozen=True)
class Cell:
    """One bar: its free end's screw, and +1 or -1 where its fixed end lies along x."""

    name: str
    corner: NDArray[np.float64]
    inward: float

    def at(self, from_free_end_mm: float, first_hole_mm: float) -> NDArray[np.float64]:
        """A place on the bar's axis, by its distance from the free end."""
        along = self.inward * (from_free_end_mm - first_hole_mm)
        return np.asarray(self.corner + np.array([along, 0.0]))


@dataclass(frozen=True)
class Plate4:
    """Everything of plate4 that parts, drawings and checks share; heights in ``z`` from the base's underside."""

    sole: Sole
    measures: Measures
    cells: tuple[Cell, ...]
    split_x: float
    cradle_split_x: float
    z: dict[str, float]

    @property
    def corners(self) -> NDArray[np.float64]:
        """The screws' axes, (4, 2)."""
        return np.array([cell.corner for cell in self.cells])

    @property
    def middle_y(self) -> float:
        """The line half-way between the medial and the lateral cells."""
        return float(self.corners[:, 1].mean())

    def around(self, margin_x: float, margin_y: float) -> Corners:
        """A rectangle about the corners."""
        low, high = self.corners.min(axis=0), self.corners.max(axis=0)
        size = high - low + 2 * np.array([margin_x, margin_y])
        return rectangle((low + high) / 2, size[0], size[1], 0.0)

    def ribs_y(self) -> tuple[float, float]:
        """Middle lines of the plate's two ribs: just inside the cells."""
        inside = self.measures["cell", "breadth_mm"] / 2 + self.measures["plate", "rib_breadth_mm"] / 2 + 2.0
        low, high = self.corners[:, 1].min(), self.corners[:, 1].max()
        return float(low + inside), float(high - inside)

    def modules(self) -> dict[str, tuple[float, float, float, float]]:
        """Middle and size (x, y, along x, along y) of each module in the bay.

        Raises
        ------
        GeometryError
            When two do not fit beside each other, or one lies across the split.
        """
        bay, gap = self.measures.table("bay"), self.measures["bay", "gap_mm"]
        outer = self.around(BASE_X_MM, 0.0)
        heel, toe = outer[:, 0].min() + 3.0, outer[:, 0].max() - 3.0
        found: dict[str, tuple[float, float, float, float]] = {}
        for names, start, sign in ((bay["from_heel"], heel, 1.0), (bay["from_toe"], toe, -1.0)):
            x = start
            for name in names:
                long, wide = self.measures.table("module")[name.split("_")[0]]["size_mm"]
                found[name] = (x + sign * long / 2, self.middle_y, long, wide)
                x += sign * (long + gap)
            if sign * (self.split_x - (x - sign * gap)) < 0.5:
                raise GeometryError(
                    f"{self.measures.source}: EU {self.sole.eu}: module '{names[-1]}' lies across the split; "
                    "change the order in [bay]"
                )
        return found


BASE_X_MM, BASE_Y_MM = 14.0, 12.0
"""How far the base reaches beyond the corners."""


TIE_MM, TIE_THICK_MM, TIE_HOLE_MM = 36.0, 4.0, 7.0
"""A tie's screws: how far apart, through how much, into how deep a hole."""
CRADLE_HOLE_MM = 5.0
"""How far the holes of the cradle's screws go on below the plate, where there is a rib."""


def plate4_of(measures: Measures, eu: int, foot: Foot) -> Plate4:
    """Work plate4 out for a foot.

    Raises
    ------
    GeometryError
        When the corners are not four, lie outside of each other's order, or the bars do not fit behind each other.
    """
    sole = sole_of(measures.text("outline_of"), eu, foot)
    raw = np.array(measures.raw.get("corners_mm"), dtype=np.float64)
    if raw.shape != (4, 2):
        raise GeometryError(f"{measures.source}: corners_mm has the shape {raw.shape}, four places [x, y] are needed")
    corners = sole.built(raw * sole.scale)
    cells = tuple(
        Cell(name, corner, 1.0 if name.startswith("heel") else -1.0)
        for name, corner in zip(CELLS, corners, strict=True)
    )
    heel_x, toe_x = corners[:2, 0].max(), corners[2:, 0].min()
    room = toe_x - heel_x + 2 * measures["cell", "hole_from_end_mm"] - 2 * measures["cell", "length_mm"]
    if room < 4.0:
        raise GeometryError(
            f"{measures.source}: EU {eu}: heel and toe bars are {room:.1f} mm apart, 4 are needed; take shorter cells"
        )
    floor, seat = measures["base", "floor_mm"], measures["base", "seat_mm"]
    z = {"floor": floor, "cell": floor + seat}
    z["dome"] = z["cell"] + measures["cell", "height_mm"]
    z["plate"] = z["dome"] + measures["plate", "dome_height_mm"]
    z["top"] = z["plate"] + measures["plate", "thickness_mm"]
    z["cradle"] = z["top"] + measures["cradle", "floor_mm"]
    z["sole"] = z["cradle"] + (sole.pad.layer_mm or 0.0)
    plate4 = Plate4(
        sole, measures, cells, measures["split_x_mm"] * sole.scale, measures["cradle_split_x_mm"] * sole.scale, z
    )
    plate4.modules()
    return plate4


def cradle_screws(plate4: Plate4) -> list[tuple[float, float]]:
    """Where the cradle is screwed to the plate, clear of ribs and joints."""
    scale = plate4.sole.scale
    xs = (28.0, 92.0, 150.0, 212.0)
    return [(x * scale, plate4.middle_y + side * 14.0 * scale) for x in xs for side in (-1.0, 1.0)]


def grid_marks(plate4: Plate4) -> list[tuple[float, float]]:
    """Five dimples in the plate for the calibration's weight: the middle and half-way to each corner."""
    middle = plate4.corners.mean(axis=0)
    places = [middle, *(middle + 0.5 * (corner - middle) for corner in plate4.corners)]
    return [(float(x) + (6.0 if abs(x - plate4.split_x) < 4.0 else 0.0), float(y)) for x, y in places]


def plate_sag_mm(plate4: Plate4, force_n: float, modulus_mpa: float) -> float:
    """How far the plate sags in its middle under a force there: a beam from heel to toe cells, plate and ribs together.

    The plate's inside is part air; half of the solid's modulus is taken for it.
    """
    m = plate4.measures
    span = float(plate4.corners[2:, 0].mean() - plate4.corners[:2, 0].mean())
    outline = plate4.around(11.0, 11.0)
    bars = [  # breadth, low, high
        (float(np.ptp(outline[:, 1])), 0.0, m["plate", "thickness_mm"]),
        (2 * m["plate", "rib_breadth_mm"], -m["plate", "rib_depth_mm"], 0.0),
    ]
    areas = np.array([b * (high - low) for b, low, high in bars])
    middles = np.array([(low + high) / 2 for _, low, high in bars])
    own = np.array([b * (high - low) ** 3 / 12 for b, low, high in bars])
    axis = float(np.sum(areas * middles) / np.sum(areas))
    second = float(np.sum(own + areas * (middles - axis) ** 2))
    return force_n * span**3 / (48.0 * 0.5 * modulus_mpa * second)
