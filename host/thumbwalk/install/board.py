"""A board's MicroPython at the other end of a port: its files and its REPL, through mpremote's transport."""

from __future__ import annotations

import ast
import contextlib
import errno
import io
import struct
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from mpremote.transport import TransportError, TransportExecError
from mpremote.transport_serial import SerialTransport
from serial import SerialException

from thumbwalk.errors import DeviceNotFound, LinkLost, ProtocolMismatch, RigError
from thumbwalk.link.patience import patient
from thumbwalk.link.serial_link import SerialLink

_CHUNK = 1024
_SILENCE_S = 10.0
"""How long the board may say nothing in the middle of an answer; a file system that tidies up takes a second or two."""
_OPEN_TRIES, _REPL_TRIES, _REPL_S = 10, 3, 3.0
_READ_S = 0.05
"""What a single read may take while it is not known yet whether anybody answers."""
_CTRL_C, _CTRL_D = b"\x03", b"\x04"

_ABOUT = """
import sys
_i = sys.implementation
print(repr((_i.name, tuple(_i.version)[:3], sys.platform, getattr(_i, "_machine", sys.platform))))
"""
# In one go: a question a file would take as long as the copying.
_HASHES = """
import hashlib, os
def _hash(path):
    h = hashlib.sha256()
    with open(path, "rb") as f:
        while True:
            b = f.read(512)
            if not b:
                return "".join(["%02x" % x for x in h.digest()])
            h.update(b)
def _walk(path):
    try:
        mode = os.stat(path)[0]
    except OSError:
        return
    if mode & 0x4000:
        for entry in list(os.ilistdir(path)):
            _walk(path + "/" + entry[0])
    else:
        print(repr((path, _hash(path))), end=",")
print("[", end="")
for _path in {paths!r}:
    _walk(_path)
print("]")
"""
_REMOVE = """
import os
def _remove(path):
    try:
        mode = os.stat(path)[0]
    except OSError:
        return
    if mode & 0x4000:
        for entry in list(os.ilistdir(path)):
            _remove(path + "/" + entry[0])
        os.rmdir(path)
    else:
        os.remove(path)
_remove({path!r})
"""
# A watchdog that the firmware switched on stays on until a reset, and would cause one in the middle.
_WATCHDOG = """
import json
try:
    with open("settings.json") as f:
        _on = bool(json.loads(f.readline()).get("watchdog"))
except (OSError, ValueError, AttributeError):
    _on = False
if _on:
    import machine
    _watchdog = machine.WDT(timeout=8000)
print(_on)
"""


@dataclass(frozen=True, slots=True)
class BoardAbout:
    """What MicroPython says of itself: ``version`` is three numbers, ``platform`` that of ``sys.platform``."""

    implementation: str
    version: tuple[int, ...]
    platform: str
    machine: str


class MicroPythonBoard:
    """A board whose program was interrupted, and whose REPL obeys; a context manager. Paths are the board's own.

    Parameters
    ----------
    port : str
        The port's name or any pyserial URL.

    Raises
    ------
    DeviceNotFound
        When the port can't be opened: not there, busy, no permission.
    ProtocolMismatch
        When no MicroPython answers.
    LinkLost
        Here and in all methods, when the board goes away or falls silent.
    RigError
        In all methods, when the board's file system refuses.
    """

    def __init__(self, port: str) -> None:
        self.port = port
        self._transport = _opened(port)
        self._has_watchdog = False
        try:
            self._transport.serial.timeout = _READ_S
            self._enter_repl()
            self._transport.serial.timeout = patient(_SILENCE_S)
            self._has_watchdog = bool(self._answer(_WATCHDOG))
        except BaseException:
            self.close()
            raise

    def about(self) -> BoardAbout:
        """Ask which MicroPython this is, on what."""
        name, version, platform, machine = self._answer(_ABOUT)
        return BoardAbout(str(name), tuple(int(part) for part in version), str(platform), str(machine))

    def hashes(self, *paths: str) -> dict[str, str]:
        """SHA-256 by path, hexadecimal, of those files that are there, and of all that is in those folders."""
        return {str(path): str(digest) for path, digest in self._answer(_HASHES.format(paths=paths))}

    def read(self, path: str) -> bytes:
        """Read a whole file that is there."""
        with self._fed():
            return bytes(self._transport.fs_readfile(path, chunk_size=_CHUNK))

    def write(self, path: str, data: bytes) -> None:
        """Write a whole file."""
        with self._fed():
            self._transport.fs_writefile(path, data, chunk_size=_CHUNK)

    def make_folder(self, path: str) -> None:
        """Make a folder that is not there yet."""
        with self._fed():
            self._transport.fs_mkdir(path)

    def remove(self, path: str) -> None:
        """Remove a file, or a folder with all that is in it; what is not there is as good as removed."""
        with self._fed():
            self._transport.exec(_REMOVE.format(path=path))

    def rename(self, path: str, new: str) -> None:
        """Rename a file or folder: when the power fails that is done or not begun."""
        with self._fed():
            self._transport.exec(f"import os\nos.rename({path!r}, {new!r})")

    def restart(self) -> None:
        """Start MicroPython afresh, and with it the board's own program."""
        with self._watched():
            self._transport.exit_raw_repl()
            self._transport.serial.write(_CTRL_D)

    def close(self) -> None:
        """Close the port; a port that has vanished is as good as closed."""
        with contextlib.suppress(OSError):
            self._transport.close()
        with contextlib.suppress(OSError):
            self._transport.serial.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _enter_repl(self) -> None:
        """Interrupt what runs and start MicroPython without it; a program that is busy may need to be told again."""
        for attempt in range(_REPL_TRIES):
            with self._watched():
                self._transport.serial.write(b"\r" + _CTRL_C + _CTRL_C)
                time.sleep(patient(0.1 + 0.4 * attempt))
                with contextlib.suppress(TransportError):
                    self._transport.enter_raw_repl(soft_reset=True, timeout_overall=patient(_REPL_S))
                    return
        raise ProtocolMismatch(
            f"{self.port}: no MicroPython answers there; unplug the board, plug it in and try again, or put "
            "MicroPython (from micropython.org) on it: on a Pico hold BOOTSEL while you plug it in, and copy the UF2 "
            "onto the drive that appears"
        )

    def _answer(self, program: str) -> Any:
        with self._fed():
            return ast.literal_eval(self._transport.exec(program.strip()).decode())

    @contextlib.contextmanager
    def _fed(self) -> Iterator[None]:
        """As `_watched`, and the board's watchdog, if it is on, sleeps for the seconds that a step may take."""
        with self._watched():
            if self._has_watchdog:
                self._transport.exec("_watchdog.feed()")
            yield

    @contextlib.contextmanager
    def _watched(self) -> Iterator[None]:
        """Turn what mpremote raises into our own errors, and keep what it prints from the user."""
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                yield
        except TransportExecError as error:
            raise RigError(f"{self.port}: the board's MicroPython says: {_last_line(error)}") from error
        except SerialException as error:
            raise LinkLost(f"{self.port}: the board went away ({_last_line(error)})") from error
        except OSError as error:
            if error.errno in _REFUSALS:
                raise RigError(f"{self.port}: the board's file system refused: {_REFUSALS[error.errno]}") from error
            raise LinkLost(f"{self.port}: the board went away ({_last_line(error)})") from error
        except (TransportError, struct.error, ValueError, SyntaxError) as error:
            raise LinkLost(f"{self.port}: the board fell silent in the middle ({_last_line(error)})") from error


class _PatientTransport(SerialTransport):  # type: ignore[misc]  # mpremote has no types
    """mpremote's transport, whose own limit to the board's silence is a patient one, too."""

    def read_until(
        self,
        min_num_bytes: int,
        ending: bytes,
        timeout: float | None = _SILENCE_S,
        data_consumer: Callable[[bytes], None] | None = None,
        timeout_overall: float | None = None,
    ) -> Any:
        silence_s = None if timeout is None else patient(timeout)
        return super().read_until(min_num_bytes, ending, silence_s, data_consumer, timeout_overall)


def _opened(port: str) -> Any:
    """Open a port for mpremote, which does not tell why one can't be opened; our own link does.

    Programs that look after modems take every new port for a moment, so it is tried more than once.
    """
    SerialLink(port).close()
    for _ in range(_OPEN_TRIES):
        with contextlib.suppress(TransportError):
            return _PatientTransport(port, timeout=patient(_SILENCE_S))
        time.sleep(0.1)
    raise DeviceNotFound(f"{port}: the port is busy; close the other program that uses it, and run it again")


_REFUSALS = {
    errno.ENOSPC: "it is full; remove files of your own from the board",
    errno.EROFS: "it can only be read",
    errno.ENOENT: "no such file",
    errno.EEXIST: "it is there already",
    errno.ENODEV: "there is none; erase the board's flash and put MicroPython on it again",
}


def _last_line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[-1].strip() if lines else type(error).__name__
