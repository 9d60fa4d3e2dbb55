"""The parts list: read, whole, priced, and the same parts as netlist, models and guide."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from making.circuit import Circuit
from making.errors import PartsListError
from making.measures import HARDWARE

COLUMNS = (
    "ref", "key", "plate4", "mosaic", "both", "school_ten", "part", "maker", "part_number", "alternative_1",
    "alternative_2", "supplier", "unit_price_usd", "price_ten_usd", "price_date", "status", "option", "note",
)  # fmt: skip
MOST_USD = {"plate4": 60.0, "mosaic": 100.0, "both": 150.0, "school": 60.0}
"""What a build may cost; ``school`` is a seat of ten."""
SEATS = 10
OPTIONS = ("", "32 tiles", "load cell")
_WORDS = ("part", "maker", "part_number", "alternative_1", "alternative_2", "supplier")


@dataclass(frozen=True)
class Line:
    """One line of the parts list; ``quantity`` by build, for ten seats under "school"."""

    ref: str
    key: str
    quantity: Mapping[str, float]
    part: str
    price_usd: float
    price_ten_usd: float
    price_date: str
    status: str
    option: str
    note: str

    def cost(self, build: str) -> float:
        """What it costs in a build, in dollars; for a seat under "school"."""
        if build == "school":
            return self.quantity["school"] * self.price_ten_usd / SEATS
        return self.quantity[build] * self.price_usd


def read_bom(path: Path = HARDWARE / "bom.csv") -> list[Line]:
    """Read the parts list; every fault of it is named at once.

    Raises
    ------
    PartsListError
        When it can't be read, or a line is not whole.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError) as error:
        raise PartsListError(f"{path.name}: can't be read: {error}; restore it") from error
    if not rows or tuple(rows[0]) != COLUMNS:
        raise PartsListError(f"{path.name}: its columns are not {','.join(COLUMNS)}; mend its first line")
    lines, wrong = [], []
    for number, row in enumerate(rows, 2):
        faults = _faults(row)
        wrong += [f"line {number} ({row['ref']}): {fault}" for fault in faults]
        if not faults:
            lines.append(_line(row))
    refs = [line.ref for line in lines]
    wrong += [f"{ref} is listed twice" for ref in sorted({ref for ref in refs if refs.count(ref) > 1})]
    if wrong:
        raise PartsListError(f"{path.name}: {'; '.join(wrong)}")
    return lines


def _faults(row: Mapping[str, str | None]) -> list[str]:
    faults = [f"{key} is empty" for key in ("ref", "key", *_WORDS) if not (row.get(key) or "").strip()]
    for key in ("plate4", "mosaic", "both", "school_ten", "unit_price_usd", "price_ten_usd"):
        value = row.get(key) or ""
        if not re.fullmatch(r"\d+(\.\d+)?", value):
            faults.append(f"{key} is {value!r}, a number of at least 0 is needed")
        elif "price" in key and float(value) <= 0:
            faults.append(f"{key} is {value!r}, it must be more than 0")
    if not re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", row.get("price_date") or ""):
        faults.append(f"price_date is {row.get('price_date')!r}, a month is needed (2025-01)")
    if row.get("status") not in ("unverified", "verified"):
        faults.append(f"status is {row.get('status')!r}, it must be unverified or verified")
    if row.get("option") not in OPTIONS:
        faults.append(f"option is {row.get('option')!r}, it must be one of {OPTIONS}")
    used = any(float(row[key] or 0) > 0 for key in ("plate4", "mosaic", "both", "school_ten")) if not faults else True
    if used == bool(row.get("option")):
        faults.append("it is in no build and no option, or in both")
    return faults


def _line(row: Mapping[str, str]) -> Line:
    quantity = {build: float(row["school_ten" if build == "school" else build]) for build in MOST_USD}
    return Line(
        row["ref"], row["key"], quantity, row["part"], float(row["unit_price_usd"]), float(row["price_ten_usd"]),
        row["price_date"], row["status"], row["option"], row["note"],
    )  # fmt: skip


def total_usd(lines: Sequence[Line], build: str) -> float:
    """What a build costs, in dollars."""
    return sum(line.cost(build) for line in lines)


def check_totals(lines: Sequence[Line]) -> dict[str, float]:
    """Totals of all builds. Raises PartsListError when one is over its limit."""
    totals = {build: round(total_usd(lines, build), 2) for build in MOST_USD}
    over = [
        f"{build} costs {totals[build]:.2f}, {most:g} is the most"
        for build, most in MOST_USD.items()
        if totals[build] > most
    ]
    if over:
        raise PartsListError(f"bom.csv: {'; '.join(over)} dollars")
    return totals


def check_against(lines: Sequence[Line], build: str, wanted: Mapping[str, float], what: str) -> None:
    """Hold quantities by key against what a netlist or a model has.

    Raises
    ------
    PartsListError
        When a part is missing, or its number differs.
    """
    listed: dict[str, float] = {}
    for line in lines:
        listed[line.key] = listed.get(line.key, 0.0) + (line.quantity[build] if not line.option else 0.0)
    wrong = [
        f"{key}: {listed.get(key, 0.0):g} listed, {number:g} in the {what}"
        for key, number in sorted(wanted.items())
        if listed.get(key, 0.0) != number
    ]
    if wrong:
        raise PartsListError(f"bom.csv, {build}: {'; '.join(wrong)}")


def check_circuit_parts(lines: Sequence[Line], circuit: Circuit) -> None:
    """Hold the parts list against a netlist: as many of each kind, and the same references."""
    check_against(lines, circuit.name, {kind: len(refs) for kind, refs in circuit.kinds().items()}, "netlist")
    listed = {ref for line in lines if line.quantity[circuit.name] for ref in references(line.ref)}
    wrong = sorted(set(circuit.parts) - listed)
    if wrong:
        raise PartsListError(f"bom.csv, {circuit.name}: it does not list {', '.join(wrong)} of the netlist")


def check_orphans(lines: Sequence[Line], known: set[str]) -> None:
    """See that every line's part is known to netlist, models or guide. Raises PartsListError."""
    wrong = sorted(f"{line.ref} ({line.key})" for line in lines if line.key not in known)
    if wrong:
        raise PartsListError(f"bom.csv: nothing uses {', '.join(wrong)}; take it out, or use it")


def references(text: str) -> list[str]:
    """All references of a line: ``R2-R17`` are sixteen."""
    match = re.fullmatch(r"([A-Z]+)(\d+)-([A-Z]+)(\d+)", text)
    if match is None:
        return [text]
    return [f"{match[1]}{number}" for number in range(int(match[2]), int(match[4]) + 1)]
