"""Pictures of the guide: hidden-line drawings of the models themselves, as small SVG files."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from making.errors import ToolError

WIDTH_PX = 760
VIEWS = {"above": (-0.9, -1.3, 1.15), "below": (-0.9, -1.3, -1.0), "front": (-0.5, -1.6, 0.45)}
"""Where the eye is, as directions from the middle."""


def draw(path: Path, solids: Iterable[Any], *, view: str = "above", dim: Iterable[Any] = ()) -> None:
    """Draw solids from a view; ``dim`` ones are drawn in grey, as what is there already.

    Raises
    ------
    ToolError
        When nothing is visible.
    """
    import build123d as bd  # noqa: PLC0415

    strong, weak = list(solids), list(dim)
    whole = bd.Compound(children=[*(s.moved(bd.Location()) for s in (*strong, *weak))])
    box = whole.bounding_box()
    middle, reach = box.center(), 4.0 * max(box.size.X, box.size.Y, box.size.Z)
    eye = tuple(m + reach * d for m, d in zip(tuple(middle), VIEWS[view], strict=True))
    visible, hidden = whole.project_to_viewport(eye, viewport_up=(0, 0, 1), look_at=tuple(middle))
    del hidden
    if not len(visible):
        raise ToolError(f"{path.name}: nothing to draw")
    _write(path, visible)


Line = list[tuple[float, float]]
_FACET_PX, _FACETS = 45.0, 4


def _without_facets(lines: list[Line]) -> list[Line]:
    """Leave out the upright lines between the facets of a curved wall: many of like length close to each other."""
    upright = [line for line in lines if len(line) == 2 and abs(line[0][0] - line[1][0]) < 0.6]
    facets: set[int] = set()
    for line in upright:
        long = abs(line[0][1] - line[1][1])
        like = [
            other
            for other in upright
            if abs(other[0][0] - line[0][0]) < _FACET_PX
            and abs(abs(other[0][1] - other[1][1]) - long) < 0.35 * long
            and abs(other[0][1] - line[0][1]) < _FACET_PX
        ]
        if len({round(other[0][0]) for other in like}) > _FACETS:
            facets.add(id(line))
    return [line for line in lines if id(line) not in facets]


def _write(path: Path, edges: Iterable[Any]) -> None:
    import build123d as bd  # noqa: PLC0415

    shapes = list(edges)
    box = bd.Compound(children=shapes).bounding_box()
    scale = WIDTH_PX / max(box.size.X, 1.35 * box.size.Y)
    lines: list[Line] = []
    for edge in shapes:
        n = 2 if edge.geom_type == bd.GeomType.LINE else max(4, min(24, int(edge.length * scale / 5)))
        places = [edge @ (i / (n - 1)) for i in range(n)]
        points = [((p.X - box.min.X) * scale + 6, (box.max.Y - p.Y) * scale + 6) for p in places]
        lines.append(points)
    lines = ["M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) for points in _without_facets(lines)]
    lines = sorted(set(lines))
    width, height = box.size.X * scale + 12, box.size.Y * scale + 12
    body = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}">'
        f'<path d="{"".join(lines)}" fill="none" stroke="#222" stroke-width="1.1" stroke-linecap="round"/></svg>\n'
    )
    path.write_text(re.sub(r"\.0(?=\D)", "", body), encoding="utf-8")
