"""The foot: its taxels and outline, read from a layout file.

Coordinates are anatomical and the same for both feet: x from the heel (0) to the toes, y from the medial edge (0)
to the lateral one, millimetres. Only drawing mirrors.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import Any, Literal, cast, get_args

import numpy as np
from numpy.typing import NDArray

from thumbwalk.errors import LayoutError
from thumbwalk.language import told
from thumbwalk.tomlfile import FileKind, TomlFile, Where

LAYOUT_FILE = FileKind(told("layout"), LayoutError, missing=told("name a layout file (TOML) with --layout"))
DEFAULT_LAYOUT = "sole16"
"""The built-in layout that is meant where none is named."""
BOTH = "sole16+plate4"
"""The tiles of the one on the plate of the other, which is no file of its own."""
PLATE_LAYOUT = "plate4"
"""The built-in plate: what a board is that has nothing but load cells."""

Unit = Literal["N", "kPa", "counts"]
Foot = Literal["left", "right"]
LayerLaw = Literal["half-space", "bonded"]
"""How a soft layer presses through: as the top of endless depth, or stuck to the rigid tiles below it."""

Sensing = Literal["tiles", "plate"]
"""What the taxels are: tiles that each feel what is pressed about it, or load cells under one rigid plate."""

MOST_MM = 2000.0
"""No pad is longer, and nothing on it farther from its heel."""
_LEAST, _MOST = 1e-3, 1e7
_MOST_TAXELS, _MOST_CORNERS, _LONGEST_NAME = 2048, 2048, 200
"""Thirty times the taxels of any sole that is sold, and as many corners."""
_LEAST_CELLS = 3
"""Fewer cells bear no plate."""
_ROWS = 1024
"""Places looked at against all edges at once: what that needs stays in the processor's cache."""


@dataclass(frozen=True, slots=True)
class Taxel:
    """One force-sensing tile; a place and an area where the layout gives them."""

    name: str
    x_mm: float | None = None
    y_mm: float | None = None
    area_mm2: float | None = None


@dataclass(frozen=True)
class Pad:
    """A practice foot, or any other mat of taxels, as its layout file describes it.

    ``layer_mm`` is the soft layer above the tiles, None for a mat without one, and ``layer_law`` how it presses through
    to them (`touch.response`), None where that is not said; ``outline`` holds its (x, y) corners. Under a ``sensing``
    "plate" the taxels are the cells that carry it: each bears a part of every press, and may be pulled. ``cells`` are
    load cells under a plate that carries the tiles: they stand in columns behind the taxels', and are none of those.
    ``text`` keeps the layout file as it was read, so that a recording can carry it.
    """

    name: str
    unit: Unit
    taxels: tuple[Taxel, ...]
    foot: Foot | None = None
    length_mm: float | None = None
    breadth_mm: float | None = None
    layer_mm: float | None = None
    layer_law: LayerLaw | None = None
    outline: tuple[tuple[float, float], ...] | None = None
    sensing: Sensing = "tiles"
    cells: tuple[Taxel, ...] = ()
    text: str = field(default="", repr=False, compare=False)

    @property
    def is_plate(self) -> bool:
        """Whether a rigid plate lies on load cells, so that force and place come by moments of all of them."""
        return self.sensing == "plate"

    @cached_property
    def plate(self) -> Pad | None:
        """The plate under the tiles, as a layout of its own; None where there is none."""
        return replace(_under(self), sensing="plate", taxels=self.cells) if self.cells else None

    @cached_property
    def columns(self) -> Pad:
        """A layout of nothing but columns: the taxels and behind them the cells, as a table has them."""
        return replace(_under(self), taxels=self.taxels + self.cells) if self.cells else self

    @property
    def n_taxels(self) -> int:
        """How many taxels there are, the second axis of every array."""
        return len(self.taxels)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The taxels' names, in the order of the columns."""
        return tuple(taxel.name for taxel in self.taxels)

    @cached_property
    def has_positions(self) -> bool:
        """Whether every taxel has a place; without it there is force and rhythm, but no location."""
        return all(taxel.x_mm is not None and taxel.y_mm is not None for taxel in self.taxels)

    @cached_property
    def has_areas(self) -> bool:
        """Whether every taxel has an area, which kilopascals need to become newtons."""
        return all(taxel.area_mm2 is not None for taxel in self.taxels)

    @cached_property
    def positions_mm(self) -> NDArray[np.float64]:
        """Places of the taxels, (n_taxels, 2); NaN where the layout gives none."""
        nan = float("nan")
        return np.array([[nan if t.x_mm is None else t.x_mm, nan if t.y_mm is None else t.y_mm] for t in self.taxels])

    @cached_property
    def areas_mm2(self) -> NDArray[np.float64]:
        """Areas of the taxels, (n_taxels,); NaN where the layout gives none."""
        return np.array([float("nan") if t.area_mm2 is None else t.area_mm2 for t in self.taxels])

    @cached_property
    def outline_mm(self) -> NDArray[np.float64] | None:
        """Corners of the outline, (n, 2); None where the layout gives none."""
        return None if self.outline is None else np.array(self.outline, dtype=np.float64)

    @property
    def is_sole(self) -> bool:
        """Whether the layout is a whole sole, so that zones and points have a meaning on it."""
        return self.outline is not None and self.length_mm is not None

    def breadth_at(self, x_mm: float) -> tuple[float, float]:
        """Medial and lateral edge of the outline (y, mm) at ``x_mm``, which is clamped to the outline."""
        x0, y0, x1, y1 = self._edges
        x = min(max(x_mm, float(x0.min()) + 1e-6), float(x0.max()) - 1e-6)
        crosses = (x0 <= x) != (x1 <= x)
        y = y0[crosses] + (x - x0[crosses]) / (x1[crosses] - x0[crosses]) * (y1[crosses] - y0[crosses])
        return float(y.min()), float(y.max())

    def place(self, u: float, w: float) -> tuple[float, float]:
        """The point (x, y) in mm at ``u`` = x/length and ``w`` across the local breadth (0 medial, 1 lateral)."""
        x_mm = u * self.sole_length_mm
        medial, lateral = self.breadth_at(x_mm)
        return x_mm, medial + w * (lateral - medial)

    def uw_of(self, x_mm: float, y_mm: float) -> tuple[float, float]:
        """Where a place in mm is on any sole, as `place` takes it; one beside the outline is on its edge."""
        medial, lateral = self.breadth_at(x_mm)
        u, w = x_mm / self.sole_length_mm, (y_mm - medial) / max(lateral - medial, _LEAST)
        return min(max(u, 0.0), 1.0), min(max(w, 0.0), 1.0)

    def contains(self, x_mm: NDArray[np.float64], y_mm: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Whether places lie inside the outline (even-odd rule); the result has the places' shape."""
        x, y = np.asarray(x_mm, dtype=np.float64), np.asarray(y_mm, dtype=np.float64)
        xa, ya, xb, yb = (ends[self._edges[1] != self._edges[3]] for ends in self._edges)
        if x.ndim == y.ndim == 2 and x.shape[1] == y.shape[0] == 1:
            # an edge crosses few of a grid's columns
            inside = np.zeros((len(x), y.shape[1]), dtype=np.bool_)
            for edge in range(len(xa)):
                at = np.flatnonzero((ya[edge] > y[0]) != (yb[edge] > y[0]))
                way = (xb[edge] - xa[edge]) * (y[:, at] - ya[edge]) / (yb[edge] - ya[edge]) + xa[edge]
                inside[:, at] ^= x < way
            return inside
        shape = np.broadcast(x, y).shape
        x, y = (np.broadcast_to(places, shape).reshape(-1, 1) for places in (x, y))
        found = np.zeros(len(x), dtype=np.bool_)
        for first in range(0, len(x), _ROWS):
            px, py = x[first : first + _ROWS], y[first : first + _ROWS]
            crossed = ((ya > py) != (yb > py)) & (px < (xb - xa) * (py - ya) / (yb - ya) + xa)
            found[first : first + _ROWS] = np.logical_xor.reduce(crossed, axis=1)
        return found.reshape(shape)

    @cached_property
    def _edges(self) -> tuple[NDArray[np.float64], ...]:
        """Where the outline's edges begin and end: x, y, x, y of each."""
        outline = self._outline()
        return *outline.T, *np.concatenate([outline[1:], outline[:1]]).T

    def _outline(self) -> NDArray[np.float64]:
        if self.outline_mm is None:
            raise LayoutError(
                told("layout '{name}' has no outline_mm, so it has no zones or points; add an outline", name=self.name)
            )
        return self.outline_mm

    @property
    def sole_length_mm(self) -> float:
        """Heel to toes, mm, of a pad that has to be a sole. Raises LayoutError when the layout gives no length."""
        if self.length_mm is None:
            raise LayoutError(
                told("layout '{name}' has no length_mm, so it has no zones or points; add a length", name=self.name)
            )
        return self.length_mm


def _under(pad: Pad) -> Pad:
    """What tiles and the plate below them have in common."""
    return replace(pad, cells=(), layer_mm=None, layer_law=None)


def load_pad(path: Path) -> Pad:
    """Read a layout file; a bare name that no file has, such as ``plate4``, is a built-in layout's.

    Raises
    ------
    LayoutError
        When the file can't be read or makes no sense; the message names file, lines, columns and values.
    """
    if str(path) in builtin_names() and not path.exists():
        return builtin_pad(str(path))
    return _pad(TomlFile.of(path, LAYOUT_FILE))


def builtin_pad(name: str = DEFAULT_LAYOUT) -> Pad:
    """A layout that comes with the package."""
    if name not in builtin_names():
        raise LayoutError(
            told("no built-in layout '{name}'; built in are: {names}", name=name, names=", ".join(builtin_names()))
        )
    tiles, _, plate = name.partition("+")
    file = TomlFile.packaged(f"layouts/{tiles}.toml", LAYOUT_FILE)
    return parse_pad(_on_plate(file.text, tiles, builtin_pad(plate)), name) if plate else _pad(file)


def _on_plate(text: str, name: str, plate: Pad) -> str:
    """The layout file of tiles that stand on a plate: theirs, with its cells behind."""
    rows = [f'\n[[cell]]\nname = "plate_{one.name}"\nx_mm = {one.x_mm}\ny_mm = {one.y_mm}\n' for one in plate.taxels]
    return text.replace(f'name = "{name}"', f'name = "{name}+{plate.name}"', 1) + "".join(rows)


def rig_pad(name: str = DEFAULT_LAYOUT) -> Pad:
    """A built-in layout as a rig of ``hardware/`` is made: its layer is cast onto rigid tiles, which hold it fast.

    The packaged file leaves that open, as a table with its taxels' names may come from a foot that was made otherwise.
    """
    pad = builtin_pad(name)
    return pad if pad.layer_mm is None else parse_pad(f'layer_law = "bonded"\n{pad.text}', pad.name)


def builtin_names() -> list[str]:
    """Names of the layouts that come with the package."""
    folder = resources.files("thumbwalk") / "data" / "layouts"
    files = [entry.name.removesuffix(".toml") for entry in folder.iterdir() if entry.name.endswith(".toml")]
    return sorted([*files, BOTH])


def parse_pad(text: str, source: str) -> Pad:
    """Make a pad of a layout's text; ``source`` is what messages call it. Raises LayoutError."""
    return _pad(TomlFile(text, source, LAYOUT_FILE))


def _pad(file: TomlFile) -> Pad:
    table = file.table
    unit = file.choice(table, (), "unit", get_args(Unit), told('unit must be "N", "kPa" or "counts"'))
    if "unit" not in table:
        file.fault((), "unit", None, told('unit must be "N", "kPa" or "counts"'))
    foot = file.choice(table, (), "foot", get_args(Foot), told('foot must be "left" or "right"'))
    law = file.choice(table, (), "layer_law", get_args(LayerLaw), told('layer_law must be "half-space" or "bonded"'))
    sensing = file.choice(table, (), "sensing", get_args(Sensing), told('sensing must be "tiles" or "plate"'))
    name = file.words(table, (), "name")
    if len(name) > _LONGEST_NAME:
        file.fault(
            (), "name", name, told("a layout's name has {longest_name} letters at the most", longest_name=_LONGEST_NAME)
        )
    tiles = _taxels(file, "taxel", set())
    cells = _taxels(file, "cell", {one.name for one in tiles}) if "cell" in file.table else ()
    pad = Pad(
        name=name,
        unit=cast(Unit, unit or "N"),
        taxels=tiles,
        foot=cast("Foot | None", foot),
        length_mm=_positive(file, table, (), "length_mm"),
        breadth_mm=_positive(file, table, (), "breadth_mm"),
        layer_mm=_positive(file, table, (), "layer_mm"),
        layer_law=cast("LayerLaw | None", law),
        outline=_outline(file),
        sensing=cast(Sensing, sensing or "tiles"),
        cells=cells,
        text=file.text,
    )
    unplaced = any(one.x_mm is None or one.y_mm is None for one in cells)
    if pad.is_plate and (pad.n_taxels < _LEAST_CELLS or not pad.has_positions or pad.unit != "N"):
        file.fault((), "sensing", "plate", told("a plate needs three cells or more with x_mm and y_mm, in newtons"))
    if cells and (pad.is_plate or len(cells) < _LEAST_CELLS or unplaced or pad.unit != "N"):
        file.fault((), "cell", None, told("three [[cell]] or more with x_mm and y_mm carry tiles, in newtons"))
    if pad.is_plate and pad.layer_mm is not None:
        file.fault((), "layer_mm", pad.layer_mm, told("what lies on a plate changes nothing; leave layer_mm out"))
    file.done()
    return pad


def _taxels(file: TomlFile, key: str, taken: set[str]) -> tuple[Taxel, ...]:
    """Tiles, or the cells below them, whose names are none that are ``taken``."""
    taxels: list[Taxel] = []
    needed = told("a layout needs at least one [[{key}]]", key=key)
    rows = file.rows(file.table, (), key, key, needed=needed, most=_MOST_TAXELS)
    for index, row in enumerate(rows):
        where: Where = ((key, index),)
        name = row.get("name")
        if not isinstance(name, str) or not name or "," in name:
            file.fault(where, "name", name, told("every [[{key}]] needs a name without commas", key=key))
            name = ""
        elif name in taken:
            file.fault(where, "name", name, told("two taxels have the same name"))
        elif len(name) > _LONGEST_NAME:
            file.fault(
                where, "name", name, told("a name has {longest_name} letters at the most", longest_name=_LONGEST_NAME)
            )
        taken.add(name)
        x_mm, y_mm = (file.number(row, where, key, least=-MOST_MM, most=MOST_MM) for key in ("x_mm", "y_mm"))
        if ("x_mm" in row) != ("y_mm" in row):
            file.fault(where, "x_mm", x_mm, told("x_mm and y_mm come together or not at all"))
        taxels.append(Taxel(name, x_mm, y_mm, _positive(file, row, where, "area_mm2")))
    return tuple(taxels)


def _outline(file: TomlFile) -> tuple[tuple[float, float], ...] | None:
    rows = file.table.get("outline_mm")
    if rows is None:
        return None
    if isinstance(rows, list) and len(rows) > _MOST_CORNERS:
        file.fault(
            (),
            "outline_mm",
            rows,
            told(
                "it has {n_rows} corners, and {most_corners} are the most", n_rows=len(rows), most_corners=_MOST_CORNERS
            ),
        )
        return None
    try:
        corners = np.array(rows, dtype=np.float64)
    except (TypeError, ValueError, OverflowError):
        corners = np.empty(0)
    if corners.ndim != 2 or corners.shape[1] != 2 or len(corners) < 3 or not (abs(corners) <= MOST_MM).all():
        why = told("outline_mm needs 3 or more [x, y] pairs within {most_mm:g} mm", most_mm=MOST_MM)
        file.fault((), "outline_mm", rows, why)
        return None
    return tuple((float(x), float(y)) for x, y in corners)


def _positive(file: TomlFile, row: dict[str, Any], where: Where, key: str) -> float | None:
    value = file.number(row, where, key, least=-_MOST, most=_MOST)
    if value is not None and value < _LEAST:
        least = told("more than 0") if value <= 0 else told("at least {least:g}", least=_LEAST)
        file.fault(where, key, value, told("{key} must be {least}", key=key, least=least))
        return None
    return value
