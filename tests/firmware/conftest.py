"""The firmware's modules for tests: importable under CPython, and run as it is under either interpreter."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from thumbwalk.virtual.firmware import firmware_command, firmware_dir, micropython_path

FIRMWARE = firmware_dir()
# As main.py does it; the firmware's package is called rig, on the board as here.
sys.path[:0] = [str(FIRMWARE), str(FIRMWARE / "cpython")]

Converse = Callable[..., tuple[bytes, bytes]]


@pytest.fixture(params=["micropython", "cpython"])
def interpreter(request: pytest.FixtureRequest) -> str:
    if request.param == "micropython" and micropython_path() is None:
        pytest.skip("no micropython with a native emitter on this machine")
    return str(request.param)


@pytest.fixture
def run_script(interpreter: str) -> Callable[..., str]:
    """Run a script of ours with the firmware on its path; gives its stdout."""

    def run(script: Path, *arguments: str) -> str:
        folder = str(FIRMWARE)
        if interpreter == "micropython":
            command, path = [str(micropython_path()), str(script), *arguments], {"MICROPYPATH": folder}
        else:
            command = [sys.executable, str(script), *arguments]
            path = {"PYTHONPATH": os.pathsep.join([folder, str(FIRMWARE / "cpython")])}
        done = subprocess.run(
            command, env={**os.environ, **path}, capture_output=True, text=True, timeout=600, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


@pytest.fixture
def converse(interpreter: str) -> Converse:
    """Start the firmware in lock-step, say something, let it scan records; gives (wire bytes, what it told its timer).

    It ends by itself when the records end, so what comes back is all that it ever said.
    """

    def talk(said: bytes, records: bytes, *options: str) -> tuple[bytes, bytes]:
        said_out, said_in = os.pipe()
        foot_out, foot_in = os.pipe()
        told_out, told_in = os.pipe()
        theirs = (said_out, foot_out, told_in)
        for descriptor in theirs:
            os.set_blocking(descriptor, False)
        command = firmware_command("cpython" if interpreter == "cpython" else "micropython")
        command += ["--wire", f"fd:{said_out},1", "--foot", f"fd:{foot_out},{told_in}", "--lockstep"]
        command += ["--id", "00ff", "--name", "T", *options]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, pass_fds=theirs) as child:
            assert child.stdout is not None
            for descriptor in theirs:
                os.close(descriptor)
            os.write(said_in, said)
            answered = b""
            n_commands = sum(1 for line in said.split(b"\n")[:-1] if line.strip())
            while answered.count(b"\0") < n_commands:
                chunk = os.read(child.stdout.fileno(), 65536)
                assert chunk, "the firmware has ended"
                answered += chunk
            os.write(foot_in, records)
            os.close(foot_in)
            rest, errors = child.communicate(timeout=30)
        assert child.returncode == 0, errors.decode()
        told = os.read(told_out, 4096)
        os.close(told_out)
        os.close(said_in)
        return answered + rest, told

    return talk
