"""Pictures of the guide: hidden-line drawings of the models themselves, as small SVG files."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

from making.errors import ToolError

WIDTH_PX = 760
Line = list[tuple[float, float]]
"""Places (x, y) that a stroke runs through."""

VIEWS = {"above": (-0.9, -1.3, 1.15), "below": (-0.9, -1.3, -1.0), "front": (-0.5, -1.6, 0.45)}
"""Where the eye is, as directions from the middle."""


def draw(path: Path, solids: Iterable[Any], *, view: str = "above", dim: Iterable[Any] = ()) -> None:
    """Draw solids from a view; ``dim`` ones, which were there before, are drawn in grey.

    Raises
    ------
    ToolError
        When nothing is visible.
    """
    strong, weak = list(solids), list(dim)
    lines = _visible([*strong, *weak], view)
    if not lines:
        raise ToolError(f"{path.name}: nothing to draw")
    if not weak:
        _write(path, lines, [])
        return
    # The same eye sees the new solids alone: a line that is seen both times is theirs.
    own = _visible(strong, view, about=[*strong, *weak])
    keys = {_key(line) for line in own}
    theirs = [line for line in lines if _key(line) in keys or _near_any(line, own)]
    ids = {id(line) for line in theirs}
    _write(path, theirs, [line for line in lines if id(line) not in ids])


def _visible(solids: list[Any], view: str, about: list[Any] | None = None) -> list[Line]:
    """Visible lines in the plane of the picture, in millimetres, y up; seen from a view about some solids' middle."""
    import build123d as bd  # noqa: PLC0415

    box = bd.Compound(children=[s.moved(bd.Location()) for s in (about or solids)]).bounding_box()
    middle, reach = box.center(), 4.0 * max(box.size.X, box.size.Y, box.size.Z)
    eye = tuple(m + reach * d for m, d in zip(tuple(middle), VIEWS[view], strict=True))
    whole = bd.Compound(children=[s.moved(bd.Location()) for s in solids])
    edges, _ = whole.project_to_viewport(eye, viewport_up=(0, 0, 1), look_at=tuple(middle))
    lines = []
    for edge in edges:
        n = 2 if edge.geom_type == bd.GeomType.LINE else max(12, min(40, int(edge.length)))
        lines.append([((edge @ (i / (n - 1))).X, (edge @ (i / (n - 1))).Y) for i in range(n)])
    return lines


def _key(line: Line) -> tuple[int, ...]:
    ends = sorted((line[0], line[-1]))
    return tuple(round(20 * value) for end in ends for value in end)


def _near_any(line: Line, own: list[Line]) -> bool:
    """Whether a line lies on one of the new solids' lines: what hides part of it cuts it."""
    (ax, ay), (bx, by) = line[0], line[-1]
    mx, my = line[len(line) // 2] if len(line) > 2 else ((ax + bx) / 2, (ay + by) / 2)
    return all(any(_on(x, y, other) for other in own) for x, y in ((ax, ay), (mx, my), (bx, by)))


def _on(x: float, y: float, line: Line) -> bool:
    for (ax, ay), (bx, by) in pairwise(line):
        dx, dy = bx - ax, by - ay
        part = min(max(((x - ax) * dx + (y - ay) * dy) / max(dx * dx + dy * dy, 1e-12), 0.0), 1.0)
        if (x - ax - part * dx) ** 2 + (y - ay - part * dy) ** 2 < 0.01:
            return True
    return False


_FACET_PX, _FACETS = 64.0, 5


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


def _write(path: Path, strong: list[Line], dim: list[Line]) -> None:
    lines = [*strong, *dim]
    xs, ys = [x for line in lines for x, _ in line], [y for line in lines for _, y in line]
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    scale = WIDTH_PX / max(wide, 1.35 * high)
    groups = []
    for group, colour, width in ((dim, "#999999", 0.9), (strong, "#111111", 1.4)):
        placed = [[((x - min(xs)) * scale + 6, (max(ys) - y) * scale + 6) for x, y in line] for line in group]
        strokes = sorted({"M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in line) for line in _without_facets(placed)})
        if strokes:
            groups.append(f'<path d="{"".join(strokes)}" stroke="{colour}" stroke-width="{width}"/>')
    size = f'viewBox="0 0 {wide * scale + 12:.0f} {high * scale + 12:.0f}" width="{wide * scale + 12:.0f}"'
    drawn = f'<g fill="none" stroke-linecap="round">{"".join(groups)}</g>'
    body = f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{drawn}</svg>'
    path.write_text(re.sub(r"\.0(?=\D)", "", body) + "\n", encoding="utf-8")
