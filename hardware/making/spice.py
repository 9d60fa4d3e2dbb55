"""The mosaic's front end through ngspice: codes under force, settling behind the multiplexer, and the supply.

Simulated with ideal parts and the generic sensor curve; arithmetic beside it says the same, which tests hold.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass

from making.errors import CircuitError, ToolError
from thumbwalk.signal.curve import SensorCurve

FORCES_N = (0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 45.0, 60.0)
CODES, SUPPLY_V = 4096, 3.3
DIVIDER_OHM, BLEED_OHM = 3300.0, 1e6
MUX_OHM = 70.0
"""CD74HC4067 data sheet: on-resistance, typical at 4.5 V; some more at 3.3 V, half a per cent of the divider."""
COM_PF = 80.0
"""CD74HC4067: 50 pF at the common pin; the rest for the converter's pin and wires."""
WIRE_OHM, BOARD_OHM = 0.2, 0.3
SENSE_OHM, LEAK_UA = 1000.0, 5.0
MOST_SETTLING_US, MOST_SAG = 4.0, 0.001
"""The scanner drops two conversions of 2 us while a channel settles (firmware/README.md)."""
MOST_SENSE_ERROR = 0.0025


@dataclass(frozen=True)
class FrontEnd:
    """What was found: codes at ``FORCES_N``, at rest, settling, the current of the chosen channel, and two errors."""

    codes: tuple[float, ...]
    rest_code: float
    settling_us: float
    most_ma: float
    sag: float
    sense_error: float


def sensor_ohm(force_n: float) -> float:
    """A generic sensor with its bleed under a force."""
    conductance = float(SensorCurve.generic().conductance_of(force_n)) * 1e-6 if force_n > 0 else 0.0
    return 1.0 / (conductance + 1.0 / BLEED_OHM)


def code_of(force_n: float) -> float:
    """The converter's code by arithmetic: the divider alone."""
    return CODES * DIVIDER_OHM / (DIVIDER_OHM + MUX_OHM + sensor_ohm(force_n))


def deck() -> str:
    """What ngspice is given: sixteen channels pressed with the highest force, one of them chosen by a switch."""
    lines = ["front end of the mosaic", f"V1 usb 0 {SUPPLY_V}", f"RB usb v33 {BOARD_OHM}", f"RW v33 sup {WIRE_OHM}"]
    lines += [f".model sw sw(ron={MUX_OHM} roff=1g vt=0.5 vh=0.1)", f"RM com 0 {DIVIDER_OHM}", f"CC com 0 {COM_PF}p"]
    lines += ["VS sel 0 pulse(0 1 5u 10n 10n 1 2)", "VN nsel 0 pulse(1 0 5u 10n 10n 1 2)"]
    lines += [f"RF0 sup c0 {sensor_ohm(60.0):.6g}", f"RF1 sup c1 {BLEED_OHM:g}", "CF0 c0 0 10p", "CF1 c1 0 10p"]
    lines += ["S0 c0 com nsel 0 sw", "S1 c1 com sel 0 sw"]
    lines += [f"RS1 sup mid {SENSE_OHM}", f"RS2 mid 0 {SENSE_OHM}", f"IL mid 0 {LEAK_UA}u"]
    for index in range(2, 16):  # pressed as hard, not chosen: nothing flows
        lines += [f"RF{index} sup c{index} {sensor_ohm(60.0):.6g}", f"RO{index} c{index} com 1g"]
    for index, force in enumerate((0.0, *FORCES_N)):  # each force on a divider of its own, by the same parts
        lines += [f"RD{index} sup d{index} {sensor_ohm(force):.6g}", f"RX{index} d{index} e{index} {MUX_OHM}"]
        lines += [f"RY{index} e{index} 0 {DIVIDER_OHM}"]
    dividers = " ".join(f"v(e{index})" for index in range(len(FORCES_N) + 1))
    # One divider's load at a time is what the rig has: the others' are taken off by reading each against its supply.
    lines += [".control", "tran 10n 15u", f"let last = {CODES}*v(com)/v(sup)"]
    lines += ["meas tran final find last at=14.9u", "let off = abs(last-final)"]
    lines += ["meas tran settled when off=1 fall=last from=5u", "meas tran loaded find v(sup) at=4u"]
    lines += [
        "meas tran sense find v(mid) at=4u",
        "meas tran current find v(com) at=4u",
        f"op\nprint v(sup) {dividers}",
    ]
    lines += [".endc", ".end"]
    return "\n".join(lines) + "\n"


def run_front_end() -> FrontEnd:
    """Run the deck and judge it.

    Raises
    ------
    ToolError
        When ngspice is missing or does not say what it should.
    CircuitError
        When a channel settles too slowly, the supply sags, or the supply's divider is off by a leaking pad.
    """
    program = shutil.which("ngspice")
    if program is None:
        raise ToolError("ngspice is not there; install it (Debian, Ubuntu): apt-get install ngspice")
    done = subprocess.run([program, "-b"], input=deck(), capture_output=True, text=True, timeout=120, check=False)
    return judged(read_front_end(done.stdout))


def read_front_end(text: str) -> FrontEnd:
    """Read what ngspice printed. Raises ToolError when something is missing."""
    found = {name: float(value) for name, value in re.findall(r"(?m)^(\S+)\s+=\s+([-+.\deE]+)", text)}
    try:
        supply = found["v(sup)"]
        codes = [CODES * found[f"v(e{index})"] / supply for index in range(len(FORCES_N) + 1)]
        settling = (found["settled"] - 5.01e-6) * 1e6
        current = found["current"] / DIVIDER_OHM * 1e3
        dividers = sum(found[f"v(e{i})"] for i in range(len(FORCES_N) + 1)) / DIVIDER_OHM * 1e3
        sense = found["sense"] / (found["loaded"] / 2) - 1.0
    except KeyError as error:
        raise ToolError(
            f"ngspice printed no {error.args[0]}; its last line: {text.strip().splitlines()[-1:]}"
        ) from error
    sag = current * 1e-3 * (WIRE_OHM + BOARD_OHM) / SUPPLY_V
    del dividers
    return FrontEnd(
        tuple(round(code, 1) for code in codes[1:]), round(codes[0], 2), round(settling, 2), round(current, 3),
        round(sag, 6), round(abs(sense), 5),
    )  # fmt: skip


def judged(found: FrontEnd) -> FrontEnd:
    """Hold the figures against their limits. Raises CircuitError."""
    wrong = []
    if found.settling_us > MOST_SETTLING_US:
        wrong.append(f"a channel settles in {found.settling_us:.1f} us, {MOST_SETTLING_US:g} are there")
    if found.sag > MOST_SAG:
        wrong.append(f"the supply sags by {100 * found.sag:.2f} %, {100 * MOST_SAG:g} are allowed")
    if found.sense_error > MOST_SENSE_ERROR:
        wrong.append(f"a pad that leaks {LEAK_UA:g} uA shifts SUPPLY_SENSE by {100 * found.sense_error:.2f} %")
    if any(after <= before for before, after in zip(found.codes, found.codes[1:], strict=False)):
        wrong.append("codes do not rise with force")
    if wrong:
        raise CircuitError(f"front end: {'; '.join(wrong)}; mend the divider in making/spice.py and making/circuits.py")
    return found
