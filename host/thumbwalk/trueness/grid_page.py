"""The marked grid as a page at true size: printed, cut out along the outline, laid on the foot, and weighed on."""

from __future__ import annotations

import jinja2
import numpy as np

from thumbwalk.language import told
from thumbwalk.pad import Pad
from thumbwalk.trueness.check_plan import Place, Plan

TEMPLATE = "grid.html"
_MARGIN_MM, _RING_MM, _BAR_MM, _BAR_AT = 2.0, 20, 50, (0.57, 0.5)
"""A ring that a weight's foot stands in, and a bar to measure by, inside the outline: a sole of EU 42 just goes on a
sheet of A4 (297 mm, of which a printer leaves out 5 at each end)."""
_LINE = "EF"
"""The marks that a walk goes between, where no weight stands."""


def grid_page(plan: Plan) -> str:
    """An HTML page with the pad's outline and marks in millimetres of paper, toes up, to be seen from above.

    A right foot's big toe is on the left then, as it lies before whoever works on it.
    """
    pad = plan.pad
    assert pad.outline_mm is not None  # noqa: S101  as `plan_for` asks
    corners = np.array([_on_paper(pad, (x, y)) for x, y in pad.outline_mm.tolist()])
    left, top = corners.min(axis=0) - _MARGIN_MM
    width, height = np.ptp(corners, axis=0) + 2.0 * _MARGIN_MM
    marks = []
    for name, place in plan.marks.items():
        x, y = _on_paper(pad, place)
        marks.append({"name": name, "x": x, "y": y, "ring_mm": 0 if name in _LINE else _RING_MM})
    bar_x, bar_y = _on_paper(pad, pad.place(*_BAR_AT))
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("thumbwalk", "data/grid"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        finalize=lambda value: f"{value:.2f}" if isinstance(value, float) else value,
    )
    return environment.get_template(TEMPLATE).render(
        title=told("Grid for layout {name}", name=pad.name),
        scale=told(
            "Print at 100 %, not fitted to the page. The bar is {length_mm} mm long: measure it.", length_mm=_BAR_MM
        ),
        left=float(left),
        top=float(top),
        width=float(width),
        height=float(height),
        outline=f"{_through(corners.tolist())}Z",
        line=_through([_on_paper(pad, plan.marks[end]) for end in _LINE]),
        marks=marks,
        bar={"x": bar_x - _BAR_MM / 2.0, "y": bar_y, "mm": _BAR_MM, "says": f"{_BAR_MM} mm"},
    )


def _on_paper(pad: Pad, place: Place) -> Place:
    """Toes up; the medial edge on the left of a right foot, and on the right of a left one."""
    x_mm, y_mm = place
    return (-y_mm if pad.foot == "left" else y_mm), -x_mm


def _through(places: list[Place]) -> str:
    return f"M{'L'.join(f'{x:.2f} {y:.2f}' for x, y in places)}"
