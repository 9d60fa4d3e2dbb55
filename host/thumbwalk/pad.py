"""The foot: its taxels, outline, zones and points, read from a layout file.

Coordinates are anatomical and the same for both feet: x from the heel (0) to the toes, y from the medial edge (0)
to the lateral one, millimetres. Only drawing mirrors.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import Any, Literal, cast

import numpy as np
from numpy.typing import NDArray

from thumbwalk.errors import LayoutError
from thumbwalk.filekind import read_document
from thumbwalk.tomlfile import checked_toml, shown

DEFAULT_LAYOUT = "sole16"
"""The built-in layout that is meant where none is named."""

Unit = Literal["N", "kPa", "counts"]
Foot = Literal["left", "right"]
ZONES = ("toes", "forefoot", "medial arch", "lateral border", "heel")
COMFORT_CAP_N = {"toes": 12.0, "forefoot": 20.0, "medial arch": 15.0, "lateral border": 25.0, "heel": 30.0}
"""Comfort caps on one contact's force, a zone (starting values; see the targets file for their status)."""

_LEAST, _MOST, _MOST_MM = 1e-3, 1e7, 2000.0
_MOST_TAXELS, _MOST_CORNERS, _LONGEST_NAME = 2048, 2048, 200
_TOES_U, _FOREFOOT_U, _HEEL_U = 0.80, 0.62, 0.30


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

    ``layer_mm`` is the soft layer above the tiles, None for a mat without one; ``outline`` holds its (x, y) corners.
    ``text`` keeps the layout file as it was read, so that a recording can carry it.
    """

    name: str
    unit: Unit
    taxels: tuple[Taxel, ...]
    foot: Foot | None = None
    length_mm: float | None = None
    breadth_mm: float | None = None
    layer_mm: float | None = None
    outline: tuple[tuple[float, float], ...] | None = None
    text: str = field(default="", repr=False, compare=False)

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
        outline = self._outline()
        x = float(np.clip(x_mm, outline[:, 0].min() + 1e-6, outline[:, 0].max() - 1e-6))
        x0, y0 = outline[:, 0], outline[:, 1]
        x1, y1 = np.roll(x0, -1), np.roll(y0, -1)
        crosses = (x0 <= x) != (x1 <= x)
        y = y0[crosses] + (x - x0[crosses]) / (x1[crosses] - x0[crosses]) * (y1[crosses] - y0[crosses])
        return float(y.min()), float(y.max())

    def place(self, u: float, w: float) -> tuple[float, float]:
        """The point (x, y) in mm at ``u`` = x/length and ``w`` across the local breadth (0 medial, 1 lateral)."""
        x_mm = u * self._length()
        medial, lateral = self.breadth_at(x_mm)
        return x_mm, medial + w * (lateral - medial)

    def zone_at(self, x_mm: float, y_mm: float) -> str:
        """The zone (one of ``ZONES``) that a place on the sole belongs to."""
        u = x_mm / self._length()
        if u > _TOES_U:
            return "toes"
        if u > _FOREFOOT_U:
            return "forefoot"
        if u < _HEEL_U:
            return "heel"
        medial, lateral = self.breadth_at(x_mm)
        return "medial arch" if (y_mm - medial) < 0.5 * (lateral - medial) else "lateral border"

    def contains(self, x_mm: NDArray[np.float64], y_mm: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Whether places lie inside the outline (even-odd rule); the result has the places' shape."""
        outline = self._outline()
        inside = np.zeros(np.broadcast(x_mm, y_mm).shape, dtype=np.bool_)
        for (xa, ya), (xb, yb) in zip(outline, np.roll(outline, -1, axis=0), strict=True):
            if ya == yb:
                continue
            crosses = (ya > y_mm) != (yb > y_mm)
            inside ^= crosses & (x_mm < (xb - xa) * (y_mm - ya) / (yb - ya) + xa)
        return inside

    def _outline(self) -> NDArray[np.float64]:
        if self.outline_mm is None:
            raise LayoutError(f"layout '{self.name}' has no outline_mm, so it has no zones or points; add an outline")
        return self.outline_mm

    def _length(self) -> float:
        if self.length_mm is None:
            raise LayoutError(f"layout '{self.name}' has no length_mm, so it has no zones or points; add a length")
        return self.length_mm


def load_pad(path: Path) -> Pad:
    """Read a layout file.

    Raises
    ------
    LayoutError
        When the file can't be read or makes no sense; the message names file, line, column and value.
    """
    text = read_document(path, "layout", LayoutError, "name a layout file (TOML) with --layout")
    return parse_pad(text, str(path))


def builtin_pad(name: str = DEFAULT_LAYOUT) -> Pad:
    """A layout that comes with the package."""
    source = resources.files("thumbwalk") / "data" / "layouts" / f"{name}.toml"
    if not source.is_file():
        raise LayoutError(f"no built-in layout '{name}'; built in are: {', '.join(builtin_names())}")
    return parse_pad(source.read_text(encoding="utf-8"), f"{name}.toml")


def builtin_names() -> list[str]:
    """Names of the layouts that come with the package."""
    folder = resources.files("thumbwalk") / "data" / "layouts"
    return sorted(entry.name.removesuffix(".toml") for entry in folder.iterdir() if entry.name.endswith(".toml"))


def parse_pad(text: str, source: str) -> Pad:
    """Make a pad of a layout's text; ``source`` is what messages call it. Raises LayoutError."""
    return _Reader(text, source).pad(checked_toml(text, source, LayoutError))


class _Reader:
    """Checks one layout's values and says where in the text a bad one stands."""

    def __init__(self, text: str, source: str) -> None:
        self.text = text
        self.source = source

    def pad(self, table: dict[str, Any]) -> Pad:
        unit = table.get("unit")
        if unit not in ("N", "kPa", "counts"):
            raise self.refuse("unit", unit, 'unit must be "N", "kPa" or "counts"')
        foot = table.get("foot")
        if foot not in (None, "left", "right"):
            raise self.refuse("foot", foot, 'foot must be "left" or "right"')
        name = table.get("name")
        if not isinstance(name, str) or not name or len(name) > _LONGEST_NAME:
            raise self.refuse("name", name, f"a layout needs a name, of at most {_LONGEST_NAME} letters")
        return Pad(
            name=name,
            unit=cast(Unit, unit),
            taxels=self.taxels(table.get("taxel")),
            foot=cast("Foot | None", foot),
            length_mm=self.positive(table, "length_mm"),
            breadth_mm=self.positive(table, "breadth_mm"),
            layer_mm=self.positive(table, "layer_mm"),
            outline=self.outline(table.get("outline_mm")),
            text=self.text,
        )

    def taxels(self, rows: Any) -> tuple[Taxel, ...]:
        if not isinstance(rows, list) or not rows:
            raise self.refuse("taxel", rows, "a layout needs at least one [[taxel]]")
        if len(rows) > _MOST_TAXELS:
            raise self.refuse("taxel", rows, f"{len(rows)} taxels; a layout has {_MOST_TAXELS} at the most")
        taxels: list[Taxel] = []
        taken: set[str] = set()
        for index, row in enumerate(rows):
            name = row.get("name") if isinstance(row, dict) else None
            if not isinstance(name, str) or not name or "," in name:
                raise self.refuse("name", name, "every [[taxel]] needs a name without commas", index)
            if name in taken:
                raise self.refuse("name", name, "two taxels have the same name", index)
            if len(name) > _LONGEST_NAME:
                raise self.refuse("name", name, f"a name has {_LONGEST_NAME} letters at the most", index)
            taken.add(name)
            x_mm, y_mm = self.number(row, "x_mm", index), self.number(row, "y_mm", index)
            if (x_mm is None) != (y_mm is None):
                raise self.refuse("x_mm", x_mm, "x_mm and y_mm come together or not at all", index)
            taxels.append(Taxel(name, x_mm, y_mm, self.positive(row, "area_mm2", index)))
        return tuple(taxels)

    def outline(self, rows: Any) -> tuple[tuple[float, float], ...] | None:
        if rows is None:
            return None
        if isinstance(rows, list) and len(rows) > _MOST_CORNERS:
            why = f"outline_mm has {len(rows)} corners, {_MOST_CORNERS} are the most"
            raise self.refuse("outline_mm", "...", why)
        try:
            corners = np.array(rows, dtype=np.float64)
        except (TypeError, ValueError, OverflowError):
            corners = np.empty(0)
        if corners.ndim != 2 or corners.shape[1] != 2 or len(corners) < 3 or not (abs(corners) <= _MOST_MM).all():
            raise self.refuse("outline_mm", "...", f"outline_mm needs 3 or more [x, y] pairs within {_MOST_MM:g} mm")
        return tuple((float(x), float(y)) for x, y in corners)

    def number(self, row: dict[str, Any], key: str, index: int | None = None) -> float | None:
        value = row.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= _MOST:
            raise self.refuse(key, value, f"{key} must be a number, of at most {_MOST:g}", index)
        return float(value)

    def positive(self, row: dict[str, Any], key: str, index: int | None = None) -> float | None:
        value = self.number(row, key, index)
        if value is not None and value <= 0:
            raise self.refuse(key, value, f"{key} must be more than 0", index)
        if value is not None and value < _LEAST:
            raise self.refuse(key, value, f"{key} must be at least {_LEAST:g}", index)
        return value

    def refuse(self, key: str, value: Any, why: str, index: int | None = None) -> LayoutError:
        """The error for a bad value, with the line and column where its key stands."""
        headers = [m.start() for m in re.finditer(r"(?m)^\s*\[\[\s*taxel\s*\]\]", self.text)]
        start, stop = 0, headers[0] if headers else len(self.text)
        if index is not None and index < len(headers):
            start, stop = headers[index], headers[index + 1] if index + 1 < len(headers) else len(self.text)
        match = re.compile(rf"(?m)^\s*({re.escape(key)})\s*=\s*").search(self.text, start, stop)
        at = match.end() if match else start
        line = self.text.count("\n", 0, at) + 1
        column = at - self.text.rfind("\n", 0, at)
        return LayoutError(f"{self.source}:{line}:{column}: {key} is {shown(value)}: {why}")
