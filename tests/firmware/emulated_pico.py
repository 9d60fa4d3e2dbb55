"""Switches an emulated Pico on in a process of its own, for tests that boot real MicroPython; see emulated_board."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

UF2 = os.environ.get("THUMBWALK_RP2_UF2")


def with_micropython(test: Callable[..., None]) -> Callable[..., None]:
    """Mark a test that needs the UF2, and minutes."""
    for mark in (
        pytest.mark.slow,
        pytest.mark.skipif(UF2 is None, reason="THUMBWALK_RP2_UF2 names no UF2 of MicroPython for the Pico"),
        pytest.mark.skipif(sys.platform == "win32", reason="the emulator's USB comes out of a pty"),
    ):
        test = mark(test)
    return test


@dataclass
class Pico:
    """An emulated board that was switched on."""

    process: subprocess.Popen[str]
    port: str

    def tell(self, line: str) -> None:
        """Do to it what no byte on its serial port can; see emulated_board."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        assert self.process.stdout.readline().strip() == "done"


@contextmanager
def switched_on(image: Path, codes: Sequence[int]) -> Iterator[Pico]:
    """Switch a board with this file system on; ``codes`` are what its converter reads, by channel."""
    program = Path(__file__).with_name("emulated_board.py")
    command = [sys.executable, str(program), str(UF2), str(image), ",".join(map(str, codes))]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            port = process.stdout.readline().strip()
            assert port, "the emulated board did not boot"
            yield Pico(process, port)
        finally:
            process.stdin.close()
            process.terminate()
