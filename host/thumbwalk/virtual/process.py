"""A process of the virtual rig: started, listened to in its last words, and surely ended."""

from __future__ import annotations

import contextlib
import os
import subprocess
import tempfile
from pathlib import Path

import thumbwalk
from thumbwalk.errors import LinkLost
from thumbwalk.language import told

KILL_AFTER_S = 1.0
"""How long a process may take to end when it was told to."""


class ChildProcess:
    """A process of ours, its last words kept in a file, ended when the stack that it was given unwinds.

    ``grace_s`` is how long it may take to end by itself before it is made to.
    """

    def __init__(self, name: str, stack: contextlib.ExitStack, grace_s: float) -> None:
        self.name = name
        self._grace_s = grace_s
        self._words = stack.enter_context(tempfile.TemporaryFile())  # noqa: SIM115  the stack is its context manager
        self._process: subprocess.Popen[bytes] | None = None
        stack.callback(self._end)

    def start(
        self, command: list[str], *, pass_fds: tuple[int, ...] = (), stdin: int | None = None, stdout: int | None = None
    ) -> None:
        """Start it, out of reach of the terminal's Ctrl-C: the host ends it when it has saved what it has."""
        try:
            self._process = subprocess.Popen(  # noqa: S603  our own two programs
                command,
                stdin=subprocess.DEVNULL if stdin is None else stdin,
                stdout=self._words if stdout is None else stdout,
                stderr=self._words,
                pass_fds=pass_fds,
                env=child_environment(),
                start_new_session=True,
                creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
            )
        except OSError as error:
            raise LinkLost(
                told(
                    "virtual rig: can't start {name} ({command}): {strerror}",
                    name=self.name,
                    command=command[0],
                    strerror=error.strerror,
                )
            ) from error

    def exit_code(self) -> int | None:
        """Its exit code, None while it runs."""
        return None if self._process is None else self._process.poll()

    def wait(self, timeout_s: float) -> None:
        """Give it time to end by itself."""
        if self._process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(timeout_s)

    def last_words(self) -> str:
        """The last line it wrote to stderr."""
        self._words.seek(0)
        lines = self._words.read().decode(errors="replace").split("\n")
        return next((line.strip() for line in reversed(lines) if line.strip()), told("it said nothing"))

    def _end(self) -> None:
        if self._process is None:
            return
        self.wait(self._grace_s)
        if self._process.poll() is None:
            self._process.terminate()
            self.wait(KILL_AFTER_S)
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()


def child_environment() -> dict[str, str]:
    """The environment of our own process, in which the package is found even if it is not installed."""
    source = str(Path(thumbwalk.__file__).parents[1])
    paths = [source, *filter(None, [os.environ.get("PYTHONPATH")])]
    # One thread is enough for a foot, and starts sooner than a pool of them.
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
