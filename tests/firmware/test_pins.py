"""One pin assignment: firmware and wiring table agree with hardware/pins.toml."""

from __future__ import annotations

import importlib
import re
import tomllib
from typing import Any

import pytest

from thumbwalk.pad import builtin_pad
from thumbwalk.virtual.firmware import firmware_dir

HARDWARE = firmware_dir().parent / "hardware"
ASSIGNED: dict[str, list[dict[str, Any]]] = tomllib.loads((HARDWARE / "pins.toml").read_text(encoding="utf-8"))
PINS = ASSIGNED["pin"]
ESP32_ADC1 = range(32, 40)
"""ESP32 data sheet, table 1-3: the second converter's pins are shared with the radio."""
ESP32_INPUTS_ONLY = range(34, 40)
ADC_GPIO = {26, 27, 28}
BORROWED = 15
"""MicroPython is built with the SDK's PICO_RP2040_USB_DEVICE_ENUMERATION_FIX, for the first RP2040s."""
# GPIO to pin of the header, Raspberry Pi Pico data sheet, figure 2; 25 is the LED and not on the header.
HEADER = dict(zip(range(16), (1, 2, 4, 5, 6, 7, 9, 10, 11, 12, 14, 15, 16, 17, 19, 20), strict=True))
HEADER |= {16: 21, 17: 22, 18: 24, 19: 25, 20: 26, 21: 27, 22: 29, 25: 0, 26: 31, 27: 32, 28: 34}


def test_no_pin_is_given_twice_and_each_is_where_the_header_has_it() -> None:
    given = [*PINS, *ASSIGNED["plate4"]]
    gpios = [pin["gpio"] for pin in given]
    assert len(set(gpios)) == len(gpios)
    assert [pin["header"] for pin in given] == [HEADER[gpio] for gpio in gpios]


def test_nothing_is_on_the_pin_that_some_chips_usb_borrows() -> None:
    assert BORROWED not in {pin["gpio"] for pin in [*PINS, *ASSIGNED["plate4"]]}


def test_what_is_analog_is_on_a_converter_pin() -> None:
    analog = {pin["gpio"] for pin in PINS if pin["signal"] in {"MUX1_COM", "MUX2_COM", "SUPPLY_SENSE"}}
    assert analog == ADC_GPIO


@pytest.mark.parametrize(
    ("board", "pins"), [("rp2", ASSIGNED["pin"] + ASSIGNED["plate4"]), ("esp32", ASSIGNED["esp32"])]
)
def test_the_firmware_uses_these_pins(board: str, pins: list[dict[str, Any]]) -> None:
    source = (firmware_dir() / "rig" / f"board_{board}.py").read_text(encoding="utf-8")
    constants = {name: int(value) for name, value in re.findall(r"^([A-Z]\w+) = const\((\d+)\)", source, re.MULTILINE)}
    assert constants == {pin["signal"]: pin["gpio"] for pin in pins}


def test_the_cells_lines_follow_each_other_as_a_state_machine_reads_them() -> None:
    plate4 = importlib.import_module("rig.plate4")
    gpios = {pin["signal"]: pin["gpio"] for pin in ASSIGNED["plate4"]}
    for line in ("DATA", "CLOCK"):
        own = [gpios[f"CELL{cell}_{line}"] for cell in range(4)]
        assert own == list(range(own[0], own[0] + 4))
    for cell, name in enumerate(plate4.NAMES):
        (to,) = (pin["to"] for pin in ASSIGNED["plate4"] if pin["signal"] == f"CELL{cell}_DATA")
        assert name.replace("_", " ") in to


def test_an_esp32s_pins_can_do_what_they_are_for() -> None:
    pins = {pin["signal"]: pin["gpio"] for pin in ASSIGNED["esp32"]}
    assert len(set(pins.values())) == len(pins)
    analog = {"MUX1_COM", "MUX2_COM", "SUPPLY_SENSE"}
    assert {pins[signal] for signal in analog} <= set(ESP32_ADC1)
    assert not {gpio for signal, gpio in pins.items() if signal not in analog} & set(ESP32_INPUTS_ONLY)
    assert pins.keys() == {pin["signal"] for pin in PINS}


def test_the_wiring_table_says_the_same() -> None:
    table = (HARDWARE / "wiring.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([A-Z]\w+) \| GP(\d+) \| (\d+|on board) \| (.+) \|$", table, re.MULTILINE)
    given = [*ASSIGNED["plate4"], *PINS]
    assert rows == [(p["signal"], str(p["gpio"]), str(p["header"] or "on board"), p["to"]) for p in given]
    rows = re.findall(r"^\| ([A-Z]\w+) \| GPIO(\d+) \| (.+) \|$", table, re.MULTILINE)
    assert rows == [(p["signal"], str(p["gpio"]), p["to"]) for p in ASSIGNED["esp32"]]


def test_the_firmwares_channels_are_the_layouts_taxels() -> None:
    sole16 = importlib.import_module("rig.sole16")
    assert builtin_pad("sole16").names == sole16.CHANNELS
    assert sole16.LAYOUT == "sole16"
