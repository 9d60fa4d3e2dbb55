"""The wiring harness from the netlist: which wires run from where to where, drawn by WireViz."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from making.circuit import Circuit

_LOOMS = ("board", "hx711", "cell", "mux")
"""Kinds that wires run between; what sits on a board or in a plug is in the table of the guide."""

_COLOURS = {"3V3": "RD", "GND": "BK"}
_BAR = {"red E+": "RD", "black E-": "BK", "green A+": "GN", "white A-": "WH", "body": "GY"}


def wires(circuit: Circuit) -> list[tuple[str, str, str, str, str]]:
    """Every wire of the looms: net, reference and pin at its one end, reference and pin at its other."""
    found = []
    for net, pins in circuit.nets.items():
        ends = [(ref, pin) for ref, pin in pins if circuit.parts[ref].kind in _LOOMS]
        ends = [end for i, end in enumerate(ends) if end[0] != "U1" or end[0] not in {e[0] for e in ends[:i]}]
        if len(ends) < 2:
            continue
        for ref, pin in ends[1:]:
            home = ends[0]
            if circuit.parts[ref].kind == "cell":
                amp = f"U{9 + int(ref[1:])}"
                names = [name for other, name in ends if other == amp]
                home = (amp, "E-" if "E-" in names else names[0])
            if home[0] != ref and pin != "E-":
                there = (ref, pin)
                first, last = sorted((home, there), key=lambda end: _LOOMS.index(circuit.parts[end[0]].kind))
                found.append((net, *first, *last))
    return found


def harness(circuit: Circuit) -> dict[str, Any]:
    """What WireViz reads: a connector a part, a cable between each two, a wire a net."""
    looms: dict[tuple[str, str], list[tuple[str, str, str]]] = {}
    for net, home, home_pin, ref, pin in wires(circuit):
        looms.setdefault((home, ref), []).append((net, home_pin, pin))
    connectors: dict[str, Any] = {}
    for ref in dict.fromkeys(ref for pair in looms for ref in pair):
        part = circuit.parts[ref]
        used = dict.fromkeys(
            pin
            for pair, rows in looms.items()
            for row in rows
            for end, pin in ((pair[0], row[1]), (pair[1], row[2]))
            if end == ref
        )
        connectors[ref] = {"type": part.value, "pinlabels": list(used), "hide_disconnected_pins": True}
    cables, connections = {}, []
    for number, ((home, ref), rows) in enumerate(looms.items(), 1):
        colours = [_BAR.get(pin, _COLOURS.get(net, "YE" if "DATA" in net else "BU")) for net, _, pin in rows]
        cables[f"W{number}"] = {"colors": colours, "wirelabels": [net for net, _, _ in rows], "category": "bundle"}
        connections.append(
            [
                {home: [home_pin for _, home_pin, _ in rows]},
                {f"W{number}": list(range(1, len(rows) + 1))},
                {ref: [pin for _, _, pin in rows]},
            ]
        )
    return {"connectors": connectors, "cables": cables, "connections": connections}


def draw_harness(circuit: Circuit, path: Path) -> None:
    """Draw a circuit's harness as SVG, without dates."""
    from wireviz import wireviz  # noqa: PLC0415  only in the hardware's environment

    svg = wireviz.parse(harness(circuit), return_types="svg")
    text = svg if isinstance(svg, str) else svg.decode()
    lines = [
        line for line in text.splitlines() if not line.startswith(("<!--", " -->", "<?xml", "<!DOCTYPE", ' "http'))
    ]
    path.write_text("\n".join(line.rstrip() for line in lines) + "\n", encoding="utf-8")
