"""The circuits of the builds, in code: what is wired to what, by the pins of ``pins.toml`` and the layout's tiles."""

from __future__ import annotations

import tomllib
from typing import Any

from making.circuit import Circuit, Part, Pin
from making.errors import CircuitError
from making.measures import HARDWARE
from making.plate4_shape import CELLS
from thumbwalk.pad import builtin_pad

Pins = dict[str, tuple[int, int]]
"""GPIO and header pin of each signal."""

# Raspberry Pi Pico data sheet, figure 2: names of the header's pins that are no GPIO.
_GROUNDS = (3, 8, 13, 18, 23, 28, 38)
_OTHER = {30: "RUN", 33: "AGND", 35: "ADC_VREF", 36: "3V3_OUT", 37: "3V3_EN", 39: "VSYS", 40: "VBUS"}


def pin_table(text: str | None = None) -> dict[str, Pins]:
    """Signals of ``pins.toml`` by table: "pin" (both rigs), "plate4", "esp32".

    Raises
    ------
    CircuitError
        When two signals share a pin.
    """
    raw: dict[str, Any] = tomllib.loads((HARDWARE / "pins.toml").read_text(encoding="utf-8") if text is None else text)
    found = {table: {row["signal"]: (row["gpio"], row.get("header", 0)) for row in rows} for table, rows in raw.items()}
    taken: dict[int, str] = {}
    for signal, (gpio, _) in [*found["pin"].items(), *found["plate4"].items()]:
        if gpio in taken:
            raise CircuitError(f"pins.toml: GP{gpio} is {taken[gpio]} and {signal}; move one")
        taken[gpio] = signal
    if 15 in taken:
        raise CircuitError(f"pins.toml: {taken[15]} is on GP15, which USB borrows on some chips; move it")
    return found


def _pico(pins: Pins) -> Part:
    """The board with its 40 header pins; a GPIO is called by its signal where it has one."""
    by_header = {header: signal for signal, (_, header) in pins.items() if header}
    gpio_of = dict(
        zip((p for p in range(1, 35) if p not in (*_GROUNDS, 30, 33)), (*range(23), 26, 27, 28), strict=True)
    )
    found = []
    for number in range(1, 41):
        if number in _GROUNDS:
            found.append(Pin(str(number), f"GND{number}", "power_in"))
        elif number in _OTHER:
            role = {"3V3_OUT": "power_out", "AGND": "power_in"}.get(_OTHER[number], "passive")
            found.append(Pin(str(number), _OTHER[number], role))
        else:
            found.append(Pin(str(number), by_header.get(number, f"GP{gpio_of[number]}"), "bidirectional"))
    return Part("U1", "board", "Pico 2", tuple(found))


def _two(ref: str, kind: str, value: str) -> Part:
    return Part(ref, kind, value, (Pin("1", "1"), Pin("2", "2")))


def _hx711(ref: str, value: str) -> Part:
    """An HX711 module; E- is its analogue ground, which some modules leave off GND."""
    roles = {"VCC": "power_in", "GND": "power_in", "DT": "output", "SCK": "input", "E+": "passive", "E-": "passive"}
    names = ("GND", "DT", "SCK", "VCC", "E+", "E-", "A-", "A+", "B-", "B+")
    return Part(ref, "hx711", value, tuple(Pin(str(i), n, roles.get(n, "passive")) for i, n in enumerate(names, 1)))


def _bar(ref: str, name: str) -> Part:
    """A bar cell: excitation red and black, signal green and white; its body is metal."""
    names = ("red E+", "black E-", "green A+", "white A-", "body")
    return Part(ref, "cell", name, tuple(Pin(str(i), n) for i, n in enumerate(names, 1)))


def _supply_source() -> Part:
    """USB's ground and the board's own: where the currents come back to."""
    return Part("USB", "cable", "USB", (Pin("1", "ground", "power_out"), Pin("2", "shield")))


def circuit_of(build: str, pins_text: str | None = None) -> Circuit:
    """The circuit of "plate4", "mosaic" or "both" ("school" is wired as plate4).

    Raises
    ------
    CircuitError
        When there is no such build, or its pins do not hold.
    """
    if build not in ("plate4", "mosaic", "both", "school"):
        raise CircuitError(f"no circuit '{build}'; there are plate4, mosaic, both and school")
    table = pin_table(pins_text)
    circuit = Circuit(build)
    circuit.add(_pico(table["pin"] | table["plate4"]))
    circuit.add(_supply_source())
    circuit.join("GND", ("USB", "ground"), *(("U1", f"GND{n}") for n in _GROUNDS), ("U1", "AGND"))
    circuit.leave("USB", ["shield"])
    circuit.join("3V3", ("U1", "3V3_OUT"))
    _supply_sense(circuit)
    if build != "mosaic":
        _plate4(circuit)
    if build in ("mosaic", "both"):
        _mosaic(circuit)
    free = [pin.name for pin in circuit.parts["U1"].pins if circuit.net_of("U1", pin.name) is None]
    circuit.leave("U1", free)
    return circuit


def _supply_sense(circuit: Circuit) -> None:
    """Half of the sensors' supply; 1 k each, so that a leaking pad shifts it by less than 1 mV a uA."""
    circuit.add(_two("R18", "r_1k", "1 k 1 %"))
    circuit.add(_two("R19", "r_1k", "1 k 1 %"))
    circuit.join("3V3", ("R18", "1"))
    circuit.join("SUPPLY_SENSE", ("R18", "2"), ("R19", "1"), ("U1", "SUPPLY_SENSE"))
    circuit.join("GND", ("R19", "2"))


def _plate4(circuit: Circuit) -> None:
    """Four bars, an amplifier each, a clock each."""
    for index, name in enumerate(CELLS):
        amp, bar = f"U{10 + index}", f"B{1 + index}"
        circuit.add(_hx711(amp, f"HX711 {name.replace('_', ' ')}"))
        circuit.add(_bar(bar, name.replace("_", " ")))
        circuit.join("3V3", (amp, "VCC"))
        circuit.join("GND", (amp, "GND"), (amp, "E-"), (bar, "black E-"), (bar, "body"))
        circuit.join(f"CELL{index}_DATA", (amp, "DT"), ("U1", f"CELL{index}_DATA"))
        circuit.join(f"CELL{index}_CLOCK", (amp, "SCK"), ("U1", f"CELL{index}_CLOCK"))
        circuit.join(f"CELL{index}_E+", (amp, "E+"), (bar, "red E+"))
        circuit.join(f"CELL{index}_A+", (amp, "A+"), (bar, "green A+"))
        circuit.join(f"CELL{index}_A-", (amp, "A-"), (bar, "white A-"))
        circuit.leave(amp, ["B-", "B+"])


def _mosaic(circuit: Circuit) -> None:
    """One multiplexer, a film sensor and a bleed a channel, one divider: only the chosen channel conducts."""
    # Pins of the chip (CD74HC4067 data sheet); breakouts have the same names.
    selects = [Pin(number, f"S{i}", "input") for i, number in enumerate(("10", "11", "14", "13"))]
    channels = [Pin(str(9 - i if i < 8 else 31 - i), f"C{i}") for i in range(16)]
    supply = [Pin("24", "VCC", "power_in"), Pin("12", "GND", "power_in"), Pin("15", "EN", "input"), Pin("1", "COM")]
    circuit.add(Part("U2", "mux", "CD74HC4067", (*supply, *selects, *channels)))
    circuit.join("3V3", ("U2", "VCC"))
    circuit.join("GND", ("U2", "GND"), ("U2", "EN"))
    for i in range(4):
        circuit.join(f"MUX_S{i}", ("U1", f"MUX_S{i}"), ("U2", f"S{i}"))
    circuit.add(_two("R1", "r_3k3", "3.3 k 1 %"))
    circuit.join("MUX1_COM", ("U1", "MUX1_COM"), ("U2", "COM"), ("R1", "1"))
    circuit.join("GND", ("R1", "2"))
    for ref, value in (("C1", "100 nF"), ("C2", "10 uF")):
        circuit.add(_two(ref, "c_100n" if ref == "C1" else "c_10u", value))
        circuit.join("3V3", (ref, "1"))
        circuit.join("GND", (ref, "2"))
    for index, name in enumerate(builtin_pad("sole16").names):
        sensor, bleed, plug = f"FSR{index + 1}", f"R{index + 2}", f"J{index + 1}"
        circuit.add(_two(sensor, "fsr", name))
        circuit.add(_two(bleed, "r_1m", "1 M"))
        circuit.add(Part(plug, "plug", name, tuple(Pin(str(i), n) for i, n in enumerate(("a", "b", "A", "B"), 1))))
        circuit.join(f"TILE{index}_A", (sensor, "1"), (plug, "a"))
        circuit.join(f"TILE{index}_B", (sensor, "2"), (plug, "b"))
        circuit.join("3V3", (plug, "A"), (bleed, "1"))
        circuit.join(f"C{index}", (plug, "B"), (bleed, "2"), ("U2", f"C{index}"))
