"""The schematic, drawn from the netlist by schemdraw: a box a part, and at each pin the name of its net."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from making.circuit import Circuit, Part

_REPEATED = ("fsr", "r_1m", "plug")
_SYMBOLS = {"r_1k": "Resistor", "r_3k3": "Resistor", "r_1m": "Resistor", "c_100n": "Capacitor", "c_10u": "Capacitor"}


def draw_schematic(circuit: Circuit, path: Path) -> None:
    """Draw a circuit as SVG. What comes sixteen times over is drawn once, with its count."""
    import schemdraw  # noqa: PLC0415  only in the hardware's environment
    import schemdraw.elements as elm  # noqa: PLC0415

    schemdraw.use("svg")
    drawing = schemdraw.Drawing(show=False)
    drawing.config(unit=2.2, fontsize=10, margin=0.7)
    kinds = circuit.kinds()
    y = bottom = _box(drawing, elm, circuit, circuit.parts["U1"], (0.0, 0.0))
    y -= 2.2
    for row, (amp, bar) in enumerate(zip(kinds.get("hx711", []), kinds.get("cell", []), strict=True)):
        _box(drawing, elm, circuit, circuit.parts[amp], (9.5, -5.6 * row))
        _box(drawing, elm, circuit, circuit.parts[bar], (18.0, -5.6 * row), pins_left=True)
    right = 27.0 if "hx711" in kinds else 9.5
    if "mux" in kinds:
        bottom = min(bottom, _box(drawing, elm, circuit, circuit.parts["U2"], (right, 0.0)))
    for ref in [ref for kind in _SYMBOLS if kind not in _REPEATED for ref in kinds.get(kind, [])]:
        _symbol(drawing, elm, circuit, circuit.parts[ref], (-0.9, y))
        y -= 1.6
    y = bottom - 2.2
    for kind, text in (("fsr", "sensor"), ("r_1m", "bleed"), ("plug", "crimped plug")):
        if kind in kinds:
            _repeated(drawing, elm, circuit, [circuit.parts[ref] for ref in kinds[kind]], text, (right - 0.9, y))
            y -= 2.0
    svg = drawing.get_imagedata("svg").decode()
    path.write_text(re.sub(r"(\d+\.\d{2})\d+", r"\1", svg).strip() + "\n", encoding="utf-8")


def _box(
    drawing: Any, elm: Any, circuit: Circuit, part: Part, at: tuple[float, float], *, pins_left: bool = False
) -> float:
    """Draw a part with the pins that are used, its top's middle at a place; gives where it ends below."""
    used = [pin for pin in part.pins if circuit.net_of(part.ref, pin.name) is not None]
    grounds = [pin for pin in used if pin.name.startswith("GND") and pin.name != "GND"]
    used = [pin for pin in used if pin not in grounds[1:]]
    left = [
        p for p in used if pins_left or p.role.startswith("power") or p.name in ("A+", "A-", "E+", "E-", "COM", "EN")
    ]
    if part.kind == "hx711":
        left, right = (
            [p for p in used if p not in left or p.role.startswith("power")],
            [p for p in left if p.role == "passive"],
        )
    else:
        right = [pin for pin in used if pin not in left]
    pins = [
        elm.IcPin(name=pin.name, pin=pin.number, side=side, anchorname=f"p{pin.number}")
        for side, group in (("left", left), ("right", right))
        for pin in group
    ]
    high = 0.62 * max(len(left), len(right)) + 0.6
    ic = elm.Ic(
        pins=pins, edgepadH=0.3, edgepadW=1.0, pinspacing=0.62, leadlen=0.5, size=(3.4, high), lsize=9, plblsize=7
    )
    title = f"{part.ref}  {part.value}" + (f"  (GND: {', '.join(p.number for p in grounds)})" if grounds else "")
    placed = drawing.add(ic.at((at[0] - 1.7, at[1] - high)).label(title, "top", fontsize=10))
    for side, group in (("left", left), ("right", right)):
        for pin in group:
            spot = getattr(placed, f"p{pin.number}")
            net = circuit.net_of(part.ref, pin.name) or ""
            _net(drawing, elm, net, spot, "right" if side == "left" else "left")
    return at[1] - high


def _net(drawing: Any, elm: Any, net: str, spot: Any, align: str) -> None:
    """A net's name beside the end of a pin."""
    shift = -0.1 if align == "right" else 0.1
    drawing.add(elm.Label().at((spot[0] + shift, spot[1] - 0.12)).label(net, fontsize=8, halign=align, valign="center"))


def _symbol(drawing: Any, elm: Any, circuit: Circuit, part: Part, at: tuple[float, float]) -> None:
    symbol = getattr(elm, _SYMBOLS[part.kind])()
    placed = drawing.add(symbol.at(at).right().label(f"{part.ref}  {part.value}", "top", fontsize=9))
    for spot, pin, align in ((placed.start, "1", "right"), (placed.end, "2", "left")):
        _net(drawing, elm, circuit.net_of(part.ref, pin) or "", spot, align)


def _repeated(drawing: Any, elm: Any, circuit: Circuit, alike: list[Part], text: str, at: tuple[float, float]) -> None:
    """Parts that come once a tile: the first one's nets, and what the others' are."""
    one, last = alike[0], alike[-1]
    symbol = elm.ResistorVar() if one.kind == "fsr" else elm.Resistor() if one.kind == "r_1m" else elm.Line()
    placed = drawing.add(symbol.at(at).right())
    label = f"{one.ref} to {last.ref}  {text}, one a tile"
    drawing.add(elm.Label().at((at[0] + 1.1, at[1] + 0.75)).label(label, fontsize=9, halign="center", valign="center"))
    names = ("A", "B") if one.kind == "plug" else ("1", "2")
    for spot, pin, align in ((placed.start, names[0], "right"), (placed.end, names[1], "left")):
        ends = [circuit.net_of(part.ref, pin) or "" for part in (one, last)]
        shown = ends[0] if ends[0] == ends[1] else f"{ends[0]} ... {ends[1]}"
        _net(drawing, elm, shown, spot, align)
