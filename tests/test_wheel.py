"""The wheel is whole: unpacked alone, from another folder, it practises on the virtual rig with its own firmware."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]


@pytest.mark.slow
def test_the_wheel_alone_runs_a_practice_from_another_folder(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=PROJECT,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    alone, elsewhere = tmp_path / "alone", tmp_path / "elsewhere"
    elsewhere.mkdir()
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        archive.extractall(alone)
    assert not [name for name in names if "__pycache__" in name or name.startswith("tests")]
    environment = os.environ | {"PYTHONPATH": str(alone)}
    where = [sys.executable, "-c", "from thumbwalk.virtual.firmware import firmware_dir; print(firmware_dir())"]
    found = subprocess.run(where, cwd=elsewhere, env=environment, check=True, capture_output=True, text=True)
    assert Path(found.stdout.strip()) == alone / "thumbwalk" / "firmware"
    practise = [sys.executable, "-m", "thumbwalk", "practice", "--virtual", "--fast", "--out", "out"]
    done = subprocess.run(practise, cwd=elsewhere, env=environment, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in (elsewhere / "out").iterdir()) == [
        "practice.twr",
        "score.json",
        "session.json",
        "window.png",
    ]
