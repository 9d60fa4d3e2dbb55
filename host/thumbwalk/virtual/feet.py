"""Practice feet of every size: a sole's layout scaled to another foot length."""

from __future__ import annotations

from dataclasses import replace

from thumbwalk.errors import LayoutError
from thumbwalk.language import told
from thumbwalk.pad import Foot, Pad, Taxel

SMALLEST_EU, LARGEST_EU = 35, 48
_MM_A_SIZE, _ROOM_MM = 20.0 / 3.0, 15.0
"""A Paris point is two thirds of a centimetre of last (ISO 19407), and a last is some 15 mm longer than its foot."""


def foot_length_mm(eu_size: float) -> float:
    """Length of a foot that wears an EU size: 265 mm for 42.

    Raises
    ------
    LayoutError
        When no practice foot has that size: they go from EU 35 to 48.
    """
    if not SMALLEST_EU <= eu_size <= LARGEST_EU:
        raise LayoutError(
            told(
                "EU size {eu_size:g}: practice feet go from {smallest_eu} to {largest_eu}",
                eu_size=eu_size,
                smallest_eu=SMALLEST_EU,
                largest_eu=LARGEST_EU,
            )
        )
    return eu_size * _MM_A_SIZE - _ROOM_MM


def foot_of_size(pad: Pad, eu_size: float, foot: Foot | None = None) -> Pad:
    """Scale a sole to another size, tiles and outline alike; the layer keeps its thickness.

    Length and breadth grow by the same part: real feet get a little slimmer as they get longer, which one layout
    cannot say. Coordinates are anatomical, so that a left foot differs in nothing but its name.

    Parameters
    ----------
    pad : Pad
        A sole's layout, with its length.
    eu_size : float
        EU size, 35 to 48.
    foot : "left", "right" or None
        Which foot it becomes; None for the layout's own.

    Returns
    -------
    Pad
        Of the same taxels, named ``NAME-SIZE`` where it differs; its ``text`` is a layout file.

    Raises
    ------
    LayoutError
        When the layout is no sole, or the size is none.
    """
    if pad.length_mm is None or pad.outline is None:
        raise LayoutError(
            told("layout '{name}' is no sole: it has no length_mm or no outline_mm; add them", name=pad.name)
        )
    scale = foot_length_mm(eu_size) / pad.length_mm
    foot = pad.foot if foot is None else foot
    if abs(scale - 1.0) < 1e-9 and foot == pad.foot:
        return pad
    taxels, cells = (
        tuple(
            replace(
                one,
                x_mm=_times(one.x_mm, scale),
                y_mm=_times(one.y_mm, scale),
                area_mm2=_times(one.area_mm2, scale * scale),
            )
            for one in some
        )
        for some in (pad.taxels, pad.cells)
    )
    scaled = replace(
        pad,
        name=pad.name if abs(scale - 1.0) < 1e-9 else f"{pad.name}-{eu_size:g}",
        taxels=taxels,
        cells=cells,
        foot=foot,
        length_mm=_times(pad.length_mm, scale),
        breadth_mm=_times(pad.breadth_mm, scale),
        outline=tuple((round(x * scale, 3), round(y * scale, 3)) for x, y in pad.outline),
    )
    return replace(scaled, text=layout_text(scaled))


def layout_text(pad: Pad) -> str:
    """A layout file (TOML) of a pad; read again it gives the same pad."""
    lines = [f'name = "{pad.name}"', f'unit = "{pad.unit}"']
    if pad.foot is not None:
        lines.append(f'foot = "{pad.foot}"')
    lines += _given(pad, ("length_mm", "breadth_mm", "layer_mm"))
    if pad.layer_law is not None:
        lines.append(f'layer_law = "{pad.layer_law}"')
    if pad.is_plate:
        lines.append(f'sensing = "{pad.sensing}"')
    if pad.outline is not None:
        lines += ["outline_mm = [", *(f"  [{x!r}, {y!r}]," for x, y in pad.outline), "]"]
    for key, some in (("taxel", pad.taxels), ("cell", pad.cells)):
        for one in some:
            lines += ["", f"[[{key}]]", f'name = "{one.name}"', *_given(one, ("x_mm", "y_mm", "area_mm2"))]
    return "\n".join(lines) + "\n"


def _given(one: Pad | Taxel, keys: tuple[str, ...]) -> list[str]:
    """Lines for the numbers that are there."""
    return [f"{key} = {getattr(one, key)!r}" for key in keys if getattr(one, key) is not None]


def _times(value: float | None, scale: float) -> float | None:
    return None if value is None else round(value * scale, 3)
