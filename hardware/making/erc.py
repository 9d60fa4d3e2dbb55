"""The circuit through SKiDL's electrical rules: parts in code, explicit tags, and every warning counts as a fault."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

from making.circuit import Circuit, check_circuit
from making.errors import CircuitError


def skidl_check(circuit: Circuit) -> int:
    """Check a circuit with our own rules and with SKiDL's; gives how many nets SKiDL saw.

    Raises
    ------
    CircuitError
        When SKiDL has an error or a warning: by itself it ends well with warnings.
    """
    check_circuit(circuit)
    with tempfile.TemporaryDirectory() as folder:
        before = Path.cwd()
        os.chdir(folder)  # it writes logs and a library where it stands
        try:
            return _checked(circuit)
        finally:
            os.chdir(before)


def _checked(circuit: Circuit) -> int:
    for version in ("", "6", "7", "8", "9", "10"):  # it warns of symbol libraries that it is not to use
        os.environ.setdefault(f"KICAD{version}_SYMBOL_DIR", tempfile.gettempdir())
    import skidl  # noqa: PLC0415  only in the hardware's environment

    skidl.set_default_tool(skidl.SKIDL)
    world = skidl.Circuit(name=circuit.name)
    roles = {
        "power_in": skidl.Pin.types.PWRIN,
        "power_out": skidl.Pin.types.PWROUT,
        "passive": skidl.Pin.types.PASSIVE,
        "input": skidl.Pin.types.INPUT,
        "output": skidl.Pin.types.OUTPUT,
        "bidirectional": skidl.Pin.types.BIDIR,
    }
    made: dict[str, Any] = {}
    for ref, part in circuit.parts.items():
        pins = [skidl.Pin(num=pin.number, name=pin.name, func=roles[pin.role]) for pin in part.pins]
        made[ref] = skidl.Part(
            name=part.kind, tool=skidl.SKIDL, dest=skidl.NETLIST, pins=pins, ref=ref, value=part.value,
            footprint="none:none", tag=ref, circuit=world,
        )  # fmt: skip
    for name, pins in circuit.nets.items():
        net = skidl.Net(name, circuit=world, tag=name)
        if any(circuit.parts[ref].pin(pin).role == "power_out" for ref, pin in pins):
            net.drive = skidl.POWER
        for ref, pin in pins:
            net += made[ref][circuit.parts[ref].pin(pin).number]
    for ref, pin in sorted(circuit.unused):
        world.NC += made[ref][circuit.parts[ref].pin(pin).number]
    logger = skidl.erc_logger
    logger.error.reset()
    logger.warning.reset()
    world.ERC()
    if logger.error.count or logger.warning.count:
        raise CircuitError(
            f"{circuit.name}: SKiDL counts {logger.error.count} errors and {logger.warning.count} warnings, "
            "none may be; run `python -m making erc` to read them"
        )
    return len(world.get_nets())
