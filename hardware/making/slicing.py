"""Printed parts through PrusaSlicer, headless: grams, minutes, and whether they need supports."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from making.errors import MeshError, ToolError
from making.measures import Measures

_TIMEOUT_S = 300


@dataclass(frozen=True)
class Sliced:
    """One part as it prints: ``supported`` is whether the slicer put supports under it."""

    grams: float
    minutes: float
    supported: bool


def slicer_options(prints: Measures) -> list[str]:
    """What PrusaSlicer is told: a plain 0.4 mm nozzle and PETG; supports under every overhang beyond 50 degrees."""
    bed = prints["bed_mm"]
    options: dict[str, float | str] = {
        "layer-height": prints["layer_mm"],
        "first-layer-height": prints["layer_mm"],
        "nozzle-diameter": 0.4,
        "perimeters": int(prints["wall_lines"]),
        "fill-density": f"{prints['infill_percent']:.0f}%",
        "fill-pattern": "gyroid",
        "top-solid-layers": 5,
        "bottom-solid-layers": 4,
        "filament-diameter": 1.75,
        "filament-density": prints["filament_g_cm3"],
        "temperature": 240,
        "bed-temperature": 80,
        "perimeter-speed": 45,
        "external-perimeter-speed": 35,
        "infill-speed": 80,
        "solid-infill-speed": 70,
        "bridge-speed": 25,
        "support-material-threshold": 40,
        "bed-shape": f"0x0,{bed:g}x0,{bed:g}x{bed:g},0x{bed:g}",
        "center": f"{bed / 2:g},{bed / 2:g}",
    }
    pairs = [part for key, value in options.items() for part in (f"--{key}", str(value))]
    return [*pairs, "--support-material", "--support-material-auto", "--gcode-comments"]


def sliced(stl: Path, gcode: Path, prints: Measures) -> Sliced:
    """Slice one STL file as it lies.

    Raises
    ------
    ToolError
        When PrusaSlicer is missing or fails.
    """
    program = shutil.which("prusa-slicer")
    if program is None:
        raise ToolError("prusa-slicer is not there; install it (Debian, Ubuntu): apt-get install prusa-slicer")
    done = subprocess.run(
        [program, "--export-gcode", *slicer_options(prints), "--output", str(gcode), str(stl)],
        capture_output=True, text=True, timeout=_TIMEOUT_S, check=False,
    )  # fmt: skip
    if done.returncode != 0 or not gcode.exists():
        raise ToolError(f"prusa-slicer refused {stl.name}: {(done.stderr or done.stdout).strip().splitlines()[-1:]}")
    return read_gcode(gcode.read_text(encoding="utf-8", errors="replace"), stl.name)


def check_supports(name: str, found: Sliced, *, declared: bool) -> None:
    """Hold what the slicer did against what the catalog declares. Raises MeshError when they differ."""
    if found.supported != declared:
        does, says = ("needs", "does not declare") if found.supported else ("needs no", "declares")
        raise MeshError(f"{name}: it {does} supports, and the catalog {says} them; turn it over, reshape it, or say so")


def read_gcode(text: str, name: str) -> Sliced:
    """Read what a G-code file says of itself. Raises ToolError when it does not."""
    grams = re.search(r"(?m)^; (?:total )?filament used \[g\] = ([\d.]+)", text)
    duration = re.search(r"(?m)^; estimated printing time \(normal mode\) = (.+)$", text)
    if grams is None or duration is None:
        raise ToolError(f"{name}: the slicer's file says neither grams nor minutes; is its version another?")
    units = {"d": 1440.0, "h": 60.0, "m": 1.0, "s": 1 / 60}
    minutes = sum(float(n) * units[unit] for n, unit in re.findall(r"(\d+)([dhms])", duration[1]))
    return Sliced(float(grams[1]), round(minutes, 1), ";TYPE:Support material" in text)
