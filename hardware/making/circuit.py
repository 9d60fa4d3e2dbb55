"""A circuit as plain data: parts with pins and roles, nets, and the rules that it must keep.

The drawings, the harness, SKiDL's check and the tests all read this one object; ``circuits`` makes the rigs' own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from making.errors import CircuitError

ROLES = ("power_in", "power_out", "passive", "input", "output", "bidirectional")


@dataclass(frozen=True)
class Pin:
    """One pin: its number on the part, its name, and what it does (one of ``ROLES``)."""

    number: str
    name: str
    role: str = "passive"


@dataclass(frozen=True)
class Part:
    """One part: its reference, what it is, a short value for drawings, its pins."""

    ref: str
    kind: str
    value: str
    pins: tuple[Pin, ...]

    def pin(self, name: str) -> Pin:
        """The pin of a name. Raises CircuitError when there is none."""
        for pin in self.pins:
            if pin.name == name:
                return pin
        raise CircuitError(
            f"{self.ref} ({self.kind}) has no pin '{name}'; it has {', '.join(p.name for p in self.pins)}"
        )


@dataclass
class Circuit:
    """Parts and nets; a net is a name and its (reference, pin name) pairs."""

    name: str
    parts: dict[str, Part] = field(default_factory=dict)
    nets: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    unused: set[tuple[str, str]] = field(default_factory=set)

    def add(self, part: Part) -> Part:
        """Add a part. Raises CircuitError when its reference is taken."""
        if part.ref in self.parts:
            raise CircuitError(f"{self.name}: two parts are called {part.ref}; rename one")
        self.parts[part.ref] = part
        return part

    def join(self, net: str, *pins: tuple[str, str]) -> None:
        """Put pins on a net. Raises CircuitError when a part or pin is not there, or is on another net already."""
        for ref, name in pins:
            if ref not in self.parts:
                raise CircuitError(f"{self.name}: net {net} names {ref}, which is no part")
            self.parts[ref].pin(name)
            taken = self.net_of(ref, name)
            if taken is not None and taken != net:
                raise CircuitError(f"{self.name}: {ref}.{name} is on {taken} and on {net}; a pin has one net")
            if taken is None:
                self.nets.setdefault(net, []).append((ref, name))

    def leave(self, ref: str, names: Iterable[str]) -> None:
        """Say that pins are meant to be on no net."""
        for name in names:
            self.parts[ref].pin(name)
            self.unused.add((ref, name))

    def net_of(self, ref: str, name: str) -> str | None:
        """The net of a pin, None if it is on none."""
        for net, pins in self.nets.items():
            if (ref, name) in pins:
                return net
        return None

    def kinds(self) -> dict[str, list[str]]:
        """References by kind of part."""
        found: dict[str, list[str]] = {}
        for ref, part in self.parts.items():
            found.setdefault(part.kind, []).append(ref)
        return found

    def to_json(self) -> dict[str, object]:
        """The netlist: the same for the same circuit, without dates or random names."""
        return {
            "version": 1,
            "name": self.name,
            "parts": {ref: {"kind": part.kind, "value": part.value} for ref, part in sorted(self.parts.items())},
            "nets": {net: sorted(f"{ref}.{pin}" for ref, pin in pins) for net, pins in sorted(self.nets.items())},
            "unused": sorted(f"{ref}.{pin}" for ref, pin in self.unused),
        }


def check_circuit(circuit: Circuit) -> None:
    """See that a circuit keeps the rules that need no tool.

    Raises
    ------
    CircuitError
        All that is wrong, in one message: loose pins, nets of one pin, two outputs on a net, supplies without a source.
    """
    wrong = [*_pin_faults(circuit), *_net_faults(circuit)]
    if wrong:
        raise CircuitError(f"{circuit.name}: {'; '.join(wrong)}; mend making/circuits.py")


def _pin_faults(circuit: Circuit) -> list[str]:
    wrong = []
    for ref, part in circuit.parts.items():
        for pin in part.pins:
            on = circuit.net_of(ref, pin.name)
            if on is None and (ref, pin.name) not in circuit.unused:
                wrong.append(f"{ref}.{pin.name} is on no net")
            if on is not None and (ref, pin.name) in circuit.unused:
                wrong.append(f"{ref}.{pin.name} is on {on} and said to be unused")
    return wrong


def _net_faults(circuit: Circuit) -> list[str]:
    wrong = []
    for net, pins in circuit.nets.items():
        roles = [circuit.parts[ref].pin(name).role for ref, name in pins]
        if len(pins) < 2:
            wrong.append(f"net {net} has one pin, {pins[0][0]}.{pins[0][1]}")
        if roles.count("output") + roles.count("power_out") > 1:
            wrong.append(f"net {net} is driven by {roles.count('output') + roles.count('power_out')} pins")
        if "power_in" in roles and "power_out" not in roles:
            wrong.append(f"net {net} supplies {roles.count('power_in')} pins and has no source")
        if "input" in roles and not {"output", "bidirectional", "passive", "power_out"} & set(roles):
            wrong.append(f"net {net} is read and nobody drives it")
    return wrong
