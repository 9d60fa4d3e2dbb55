"""The firmware against what MicroPython has on the chips: the stubs of each port, in place of CPython's modules."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from thumbwalk.virtual.firmware import firmware_dir

pytest.importorskip("mypy", reason="the type checker is not installed")

STUBS = Path(sys.prefix) / "micropython-stubs"
FOR_A_PC = {"board_virtual.py", "channels.py"}
CONFIG = """[mypy]
python_version = 3.11
mypy_path = {stubs},{firmware}
custom_typeshed_dir = {stubs}
platform = {port}
check_untyped_defs = True
no_site_packages = True
"""


def complaints(port: str, folder: Path, source: str | None = None) -> list[str]:
    """What is wrong with the firmware for a port, or with one file of it in place of the real one."""
    if not (STUBS / port / "machine.pyi").is_file():
        pytest.skip(f"MicroPython's stubs are not in {STUBS / port}; `make setup` puts them there")
    files = [firmware_dir() / "main.py", *(firmware_dir() / "rig").glob("*.py")]
    others = {"rp2": {"board_esp32.py"}, "esp32": {"board_rp2.py", "arm.py", "hx711.py", "mux.py"}}[port]
    checked = [str(path) for path in files if path.name not in FOR_A_PC | others]
    if source is not None:
        (folder / "probe.py").write_text(source, encoding="utf-8")
        checked = [str(folder / "probe.py")]
    config = folder / "mypy.ini"
    config.write_text(CONFIG.format(stubs=STUBS / port, firmware=firmware_dir(), port=port), encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--config-file",
        str(config),
        "--cache-dir",
        str(folder / "cache"),
        *checked,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    assert "Found" in done.stdout or "Success" in done.stdout, done.stdout + done.stderr
    # the stubs have errors of their own, and do not know that viper takes a buffer for a pointer
    ours = [line for line in done.stdout.splitlines() if ".pyi:" not in line and ": error:" in line]
    return [line for line in ours if 'expected "ptr' not in line]


@pytest.mark.parametrize("port", ["rp2", "esp32"])
def test_the_firmware_fits_the_ports_modules(port: str, tmp_path: Path) -> None:
    assert complaints(port, tmp_path) == []


def test_what_a_port_does_not_have_is_found(tmp_path: Path) -> None:
    source = (
        "import machine, time\n\n\ndef f():\n    machine.Pin(1).valeu()\n    time.monotonic_ns()\n    import pathlib\n"
    )
    found = "\n".join(complaints("rp2", tmp_path, source))
    assert all(name in found for name in ("valeu", "monotonic_ns", "pathlib"))
