"""The table of faults, and what each gives at the converter by the circuit's own numbers."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from making.errors import CircuitError
from making.measures import HARDWARE
from making.spice import CODES, DIVIDER_OHM, MUX_OHM, code_of

_KEYS = ("rig", "name", "gives", "counts", "selftest", "doctor", "mend", "held")


@dataclass(frozen=True)
class Fault:
    """One line of the table; ``counts`` is what ``scans_of`` makes of it, ``held`` whether the firmware knows it."""

    rig: str
    name: str
    gives: str
    counts: str
    selftest: str
    doctor: str
    mend: str
    held: bool


def read_faults(path: Path = HARDWARE / "faults.toml") -> list[Fault]:
    """Read the table. Raises CircuitError when a line is not whole."""
    found = []
    for row in tomllib.loads(path.read_text(encoding="utf-8"))["fault"]:
        missing = [key for key in _KEYS if key not in row]
        if missing or not row.get("mend"):
            raise CircuitError(f"{path.name}: fault '{row.get('name')}' has no {', '.join(missing) or 'mend'}; add it")
        found.append(Fault(**{key: row[key] for key in _KEYS}))
    return found


def scans_of(counts: str, n: int, others: int = 5) -> NDArray[np.uint16]:
    """Scans (n, 1 + others): a channel with a fault, then others at rest (or as they are with that fault).

    Raises
    ------
    CircuitError
        When no such behaviour is known.
    """
    rng = np.random.default_rng(4)
    rest = code_of(0.0)
    noise = rng.normal(0.0, 1.0, (n, 1 + others))
    codes = rest + noise
    level = {
        "rest": rest,
        "open": 0.3,
        "unbled": 0.3,
        "short": CODES * DIVIDER_OHM / (DIVIDER_OHM + MUX_OHM),
        "top": CODES - 1.0,
        "stuck": rest,
        "noisy": rest + 25.0,
        "pressed": code_of(0.15),
    }.get(counts)
    if level is None:
        raise CircuitError(f"faults.toml: nobody knows what '{counts}' gives; add it to making/faults.py")
    still = counts in ("top", "stuck")
    codes[:, 0] = level + (0.0 if still else 1.0) * noise[:, 0] * (25.0 if counts == "noisy" else 0.3)
    if counts == "unbled":
        codes[:] = level + 0.3 * noise
    return np.asarray(np.clip(np.rint(codes), 0, CODES - 1), dtype=np.uint16)
