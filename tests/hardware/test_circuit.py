"""One netlist: it keeps its rules, and pins, firmware, wiring page and drawings say the same."""

from __future__ import annotations

import json
import re

import pytest

from making.circuit import Circuit, Part, Pin, check_circuit
from making.circuits import circuit_of, pin_table
from making.errors import CircuitError
from making.harness import harness, wires
from making.made import MADE
from making.measures import HARDWARE
from making.plate4_shape import CELLS
from thumbwalk.pad import builtin_pad
from thumbwalk.virtual.firmware import firmware_dir

BUILDS = ("plate4", "mosaic", "both")
PINS = (HARDWARE / "pins.toml").read_text(encoding="utf-8")
WIRING = (HARDWARE / "wiring.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("build", BUILDS)
def test_the_circuit_keeps_its_rules_and_is_the_netlist_that_was_made(build: str) -> None:
    circuit = circuit_of(build)
    check_circuit(circuit)
    made = json.loads((MADE / f"netlist_{build}.json").read_text(encoding="utf-8"))
    assert made == json.loads(json.dumps(circuit.to_json()))


@pytest.mark.parametrize("build", BUILDS)
def test_each_signal_goes_to_the_header_pin_of_the_one_assignment(build: str) -> None:
    circuit = circuit_of(build)
    board = circuit.parts["U1"]
    table = pin_table()
    for signal, (_, header) in (table["pin"] | table["plate4"]).items():
        net = circuit.net_of("U1", signal) if header else None
        if net is not None:
            assert net == signal
            assert board.pin(signal).number == str(header)
    for pin in board.pins:
        if circuit.net_of("U1", pin.name) not in (None, "GND", "3V3"):
            assert pin.name in table["pin"] | table["plate4"]


def test_the_firmwares_pins_are_the_netlists() -> None:
    source = (firmware_dir() / "rig" / "board_rp2.py").read_text(encoding="utf-8")
    constants = {name: int(value) for name, value in re.findall(r"^([A-Z]\w+) = const\((\d+)\)", source, re.MULTILINE)}
    table = pin_table()
    assert {signal: gpio for signal, (gpio, _) in table["pin"].items()}.items() <= constants.items()
    circuit = circuit_of("both")
    wired = {signal for signal in table["pin"] if signal in circuit.nets}
    assert {"MUX_S0", "MUX_S1", "MUX_S2", "MUX_S3", "MUX1_COM", "SUPPLY_SENSE"} == wired


def test_plate4_has_its_own_clock_a_cell_and_nothing_is_on_gp15() -> None:
    table = pin_table()["plate4"]
    assert [table[f"CELL{i}_DATA"][0] for i in range(4)] == [8, 9, 10, 11]
    assert [table[f"CELL{i}_CLOCK"][0] for i in range(4)] == [16, 17, 18, 19]
    circuit = circuit_of("plate4")
    for index, name in enumerate(CELLS):
        amplifier = circuit.parts[f"U{10 + index}"]
        assert name.replace("_", " ") in amplifier.value
        assert circuit.net_of(amplifier.ref, "SCK") == f"CELL{index}_CLOCK"
        assert circuit.net_of(amplifier.ref, "E-") == "GND"
        assert circuit.net_of(f"B{index + 1}", "body") == "GND"
    assert circuit.net_of("U1", "GP15") is None


def test_a_channel_is_the_tile_of_its_place_in_the_layout() -> None:
    circuit = circuit_of("mosaic")
    for index, name in enumerate(builtin_pad("sole16").names):
        assert circuit.parts[f"FSR{index + 1}"].value == name
        assert ("U2", f"C{index}") in circuit.nets[f"C{index}"]
        assert (f"J{index + 1}", "B") in circuit.nets[f"C{index}"]
        assert (f"R{index + 2}", "2") in circuit.nets[f"C{index}"]


def test_the_wiring_page_has_plate4s_table_and_1_k_at_the_supply() -> None:
    rows = re.findall(r"^\| (CELL\d_\w+) \| GP(\d+) \| (\d+) \| (.+) \|$", WIRING, re.MULTILINE)
    import tomllib  # noqa: PLC0415

    wanted = [(p["signal"], str(p["gpio"]), str(p["header"]), p["to"]) for p in tomllib.loads(PINS)["plate4"]]
    assert rows == wanted
    circuit = circuit_of("both")
    assert {circuit.parts[ref].value for ref in ("R18", "R19")} == {"1 k 1 %"}
    assert "10 k" not in WIRING + PINS
    assert "only the chosen channel conducts" in " ".join(WIRING.split())


def test_every_wire_of_a_loom_is_one_of_the_netlist() -> None:
    for build in BUILDS:
        circuit = circuit_of(build)
        for net, home, home_pin, ref, pin in wires(circuit):
            assert (home, home_pin) in circuit.nets[net]
            assert (ref, pin) in circuit.nets[net]
    drawn = harness(circuit_of("plate4"))
    assert len(drawn["cables"]) == 8
    assert drawn["cables"]["W1"]["wirelabels"] == ["GND", "3V3", "CELL0_DATA", "CELL0_CLOCK"]


def test_the_drawings_name_every_part_of_the_netlist() -> None:
    for build in BUILDS:
        drawing = (HARDWARE / "pictures" / f"schematic_{build}.svg").read_text(encoding="utf-8")
        for ref, part in circuit_of(build).parts.items():
            repeated = part.kind in ("fsr", "r_1m", "plug", "cable")
            assert repeated or f"{ref} " in drawing, ref


# What is broken on purpose.


def small() -> Circuit:
    circuit = Circuit("small")
    circuit.add(Part("U1", "board", "board", (Pin("1", "out", "output"), Pin("2", "vcc", "power_in"))))
    circuit.add(Part("U2", "chip", "chip", (Pin("1", "in", "input"), Pin("2", "out", "output"))))
    circuit.add(Part("V1", "source", "3.3 V", (Pin("1", "plus", "power_out"),)))
    circuit.join("A", ("U1", "out"), ("U2", "in"))
    circuit.join("3V3", ("V1", "plus"), ("U1", "vcc"))
    circuit.leave("U2", ["out"])
    return circuit


def test_a_sound_circuit_passes() -> None:
    check_circuit(small())


def test_a_loose_pin_is_named() -> None:
    circuit = small()
    circuit.unused.clear()
    with pytest.raises(CircuitError, match=r"U2\.out is on no net"):
        check_circuit(circuit)


def test_two_outputs_on_a_net_are_named() -> None:
    circuit = small()
    circuit.unused.clear()
    circuit.join("A", ("U2", "out"))
    with pytest.raises(CircuitError, match="net A is driven by 2 pins"):
        check_circuit(circuit)


def test_a_supply_without_a_source_is_named() -> None:
    circuit = small()
    circuit.nets["3V3"].remove(("V1", "plus"))
    with pytest.raises(CircuitError, match=r"supplies 1 pins and has no source.*|V1\.plus is on no net.*"):
        check_circuit(circuit)


def test_a_pin_on_two_nets_and_a_part_that_is_not_there_are_refused() -> None:
    circuit = small()
    with pytest.raises(CircuitError, match=r"U1\.out is on A and on B"):
        circuit.join("B", ("U1", "out"))
    with pytest.raises(CircuitError, match="U9, which is no part"):
        circuit.join("B", ("U9", "x"))
    with pytest.raises(CircuitError, match="two parts are called U1"):
        circuit.add(Part("U1", "again", "", ()))
    with pytest.raises(CircuitError, match="no circuit 'plate5'"):
        circuit_of("plate5")


def test_a_pin_that_is_given_twice_or_to_gp15_is_refused() -> None:
    with pytest.raises(CircuitError, match="GP8 is CELL0_DATA and CELL1_DATA"):
        pin_table(PINS.replace("gpio = 9", "gpio = 8"))
    with pytest.raises(CircuitError, match="is on GP15"):
        pin_table(PINS.replace("gpio = 19", "gpio = 15"))
