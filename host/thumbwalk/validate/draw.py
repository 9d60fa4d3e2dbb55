"""Drawing what a held-out hand does: forces, rates, sizes and places of each technique, inside the sole."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from thumbwalk.errors import LayoutError
from thumbwalk.pad import Pad
from thumbwalk.virtual.habits import RATE_HZ, Habits, Task
from thumbwalk.virtual.hand import HandPath
from thumbwalk.virtual.play import Part, Resting

Array = NDArray[np.float64]

FRONT_OF_MM = 35.0
"""Place is poor behind this: there are no tiles behind the heel pair."""
RANGES: dict[str, dict[str, tuple[float, float]]] = {
    "hold": {"lasts_s": (5.0, 9.0), "force_n": (8.0, 18.0)},
    "knead": {"lasts_s": (10.0, 14.0), "force_n": (8.0, 20.0), "rate": (30.0, 60.0), "kept": (0.0, 0.25)},
    "circles": {"lasts_s": (9.0, 13.0), "force_n": (5.0, 15.0), "rate": (40.0, 70.0), "size_mm": (9.0, 15.0)},
    "walk": {
        "lasts_s": (10.0, 14.0), "force_n": (6.0, 15.0), "rate": (60.0, 120.0), "size_mm": (5.0, 10.0),
        "kept": (0.25, 0.5), "line_mm": (50.0, 110.0),
    },
    "glide": {"lasts_s": (8.0, 12.0), "force_n": (2.0, 8.0), "speed_mm_s": (30.0, 100.0), "size_mm": (60.0, 120.0)},
    "tap": {"lasts_s": (5.0, 8.0), "force_n": (2.0, 6.0), "rate": (120.0, 300.0), "contact_s": (0.06, 0.12)},
    "friction": {"lasts_s": (6.0, 10.0), "force_n": (5.0, 15.0), "rate": (80.0, 180.0), "size_mm": (8.0, 20.0)},
}  # fmt: skip
"""What is drawn for each technique, evenly from the first number to the second."""
TECHNIQUES = tuple(RANGES)

_TRIES = 4000
_REST_APART_MM, _REST_LEAST_MM = 60.0, 30.0


def box_mm(pad: Pad) -> tuple[Array, Array]:
    """Least and largest (x, y) of a foot's outline. Raises LayoutError where the layout has none."""
    outline = pad.outline_mm
    if outline is None:
        raise LayoutError(f"layout '{pad.name}' has no outline_mm, so no hand can be drawn on it; add it")
    return outline.min(axis=0), outline.max(axis=0)


def drawn_parts(pad: Pad, habits: Habits, rng: np.random.Generator, *, margin_mm: float) -> list[Part]:
    """All techniques in some order, each somewhere on the sole with its whole way ``margin_mm`` inside the outline."""
    return [drawn_part(name, pad, habits, rng, margin_mm=margin_mm) for name in rng.permutation(TECHNIQUES).tolist()]


def drawn_part(
    technique: str, pad: Pad, habits: Habits, rng: np.random.Generator, *, margin_mm: float = 8.0, **fixed: float
) -> Part:
    """One technique somewhere on the sole; ``fixed`` gives numbers of ``RANGES``, or a heading, that are not drawn.

    Raises
    ------
    LayoutError
        When the pad has no room for it.
    """
    drawn = {name: float(rng.uniform(*limits)) for name, limits in RANGES[technique].items()} | fixed
    task = Task(
        n=round(drawn["lasts_s"] * RATE_HZ),
        force_n=drawn["force_n"],
        rate_per_min=drawn.get("rate", 45.0),
        x_mm=0.0,
        y_mm=0.0,
        size_mm=drawn.get("size_mm"),
        speed_mm_s=drawn.get("speed_mm_s"),
        contact_s=drawn.get("contact_s"),
        line_mm=drawn.get("line_mm", 100.0),
        heading_deg=fixed["heading_deg"] if "heading_deg" in fixed else _heading(technique, rng),
        turns=int(rng.choice([-1, 1])),
    )
    if technique == "knead":
        habits = replace(habits, keep=drawn["kept"])
    elif technique == "walk":
        habits = replace(habits, contact=drawn["kept"])
        if 60.0 < abs(task.heading_deg) < 120.0:
            task = replace(task, line_mm=4.5 * drawn["size_mm"])
    x_mm, y_mm = drawn_place(pad, way_of(technique, task), rng, margin_mm=margin_mm)
    return Part(technique, replace(task, x_mm=x_mm, y_mm=y_mm), habits)


def drawn_place(pad: Pad, way: Array, rng: np.random.Generator, *, margin_mm: float) -> tuple[float, float]:
    """A place from which a way (k, 2) stays ``margin_mm`` inside the outline, and in front of x = 35 mm.

    Raises
    ------
    LayoutError
        When there is none.
    """
    about = np.linspace(0.0, 2.0 * np.pi, 9)[:-1]
    rim = margin_mm * np.column_stack([np.cos(about), np.sin(about)])
    reach = (way[:, None] + rim).reshape(-1, 2)
    low, high = box_mm(pad)
    for _ in range(_TRIES):
        place = rng.uniform(low, high)
        spots = place + reach
        if (place[0] + way[:, 0]).min() > FRONT_OF_MM and pad.contains(spots[:, 0], spots[:, 1]).all():
            return float(place[0]), float(place[1])
    raise LayoutError(f"layout '{pad.name}' has no room for a way of {np.ptp(way, axis=0)} mm inside its outline")


def drawn_resting(pad: Pad, path: HandPath, rng: np.random.Generator) -> Resting:
    """A second hand for 10 to 20 s somewhere far from where the working hand is meanwhile.

    Raises
    ------
    LayoutError
        When the foot is too small for two hands.
    """
    apart_mm = _REST_APART_MM
    while apart_mm >= _REST_LEAST_MM:
        for _ in range(_TRIES // 20):
            lasts_s = float(rng.uniform(10.0, 20.0))
            start_s = float(rng.uniform(1.0, max(path.duration_s - lasts_s - 1.0, 1.5)))
            x_mm, y_mm = drawn_place(pad, np.zeros((1, 2)), rng, margin_mm=10.0)
            rows = slice(*np.searchsorted(path.time_s, [start_s - 0.5, start_s + lasts_s + 0.5]))
            pressed = path.force_n[rows] > 0.0
            away = np.hypot(path.x_mm[rows][pressed] - x_mm, path.y_mm[rows][pressed] - y_mm)
            if not len(away) or away.min() >= apart_mm:
                return Resting(start_s, lasts_s, float(rng.uniform(3.0, 8.0)), x_mm, y_mm)
        apart_mm -= 5.0
    raise LayoutError(f"layout '{pad.name}' has no room for a second hand {_REST_LEAST_MM:g} mm from the first")


def _heading(technique: str, rng: np.random.Generator) -> float:
    """Mostly along the foot, to the toes or to the heel; a walk now and then across."""
    if technique == "walk" and rng.random() < 0.25:
        return float(rng.choice([-90.0, 90.0]) + rng.uniform(-15.0, 15.0))
    return float(rng.choice([0.0, 180.0]) + rng.uniform(-15.0, 15.0))


def way_of(technique: str, task: Task) -> Array:
    """Corners of what a gesture reaches about its place, (k, 2)."""
    if technique in ("hold", "tap"):
        return np.zeros((1, 2))
    if technique == "knead":
        half = 0.75 * task.n / RATE_HZ * task.rate_per_min / 60.0
        return np.array([[-half, 0.0], [half, 0.0]])
    if technique == "circles":
        about = np.linspace(0.0, 2.0 * np.pi, 13)[:-1]
        return 1.1 * (task.size_mm or 0.0) * np.column_stack([np.cos(about), np.sin(about)])
    half = (task.line_mm if technique == "walk" else task.size_mm or 0.0) / 2.0
    angle = np.radians(task.heading_deg)
    part = np.linspace(-half, half, 7)
    return np.column_stack([part * np.cos(angle), part * np.sin(angle)])
