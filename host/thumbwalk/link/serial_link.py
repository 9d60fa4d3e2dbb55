"""A serial port, a pty or a ``socket://`` URL as bytes in and commands out; the only module that owns a port."""

from __future__ import annotations

import contextlib
import errno
import select
import stat
import sys
import time
from pathlib import Path

import serial

from thumbwalk.errors import DeviceNotFound, LinkLost
from thumbwalk.language import told

FORGET = "\x15\n"
"""Has a board throw away what it has of a line, lest half a command of another program's is obeyed.

Firmware that does not know the byte refuses the line that it is in.
"""
POLL_S = 0.05
"""Longest time a read waits, so that a reader can notice that it shall stop."""

_SOCKET_READ = 65536
"""The most that one read takes of a socket; what is left comes with the next."""


class _KeepingSerial(serial.Serial):
    """A port that is opened without throwing away what has come already, as pyserial does it under POSIX."""

    def _reset_input_buffer(self) -> None:
        if self.is_open:
            super()._reset_input_buffer()  # type: ignore[misc]  # its stubs leave it out


class SerialLink:
    """An open port. One thread reads; ``send`` may be called from another.

    Parameters
    ----------
    url : str
        A port's name or any pyserial URL (``socket://host:port``, ``rfc2217://...``).
    baud : int
        Bits a second, for a board behind a serial chip; one with USB of its own takes any.
    keeps : bool
        Whether what has come before it is opened may be read, where the system has kept it.

    Raises
    ------
    DeviceNotFound
        When it can't be opened; the message says why and what to do.
    """

    def __init__(self, url: str, baud: int = 115200, *, keeps: bool = False) -> None:
        self.url = url
        self._is_socket = url.lower().startswith("socket://")
        try:
            if "://" in url:
                # a URL handler need not know 'exclusive'
                self._port = serial.serial_for_url(url, baudrate=baud, timeout=POLL_S, write_timeout=2.0)
            else:
                kind = _KeepingSerial if keeps else serial.Serial
                self._port = kind(url, baudrate=baud, timeout=POLL_S, write_timeout=2.0, exclusive=_EXCLUSIVE)
        except (serial.SerialException, OSError, ValueError) as error:
            raise _cannot_open(url, error) from error
        if self._is_socket:
            self._port.timeout = 0
        self._is_file = sys.platform != "win32" and "://" not in url

    def read(self) -> bytes:
        """What has arrived, after at most ``POLL_S`` if nothing has.

        Raises
        ------
        LinkLost
            When the port is gone.
        """
        try:
            if self._is_socket:
                # pyserial reports at most 1 waiting byte on sockets, so wait with select and drain
                ready, _, _ = select.select([self._port.fileno()], [], [], POLL_S)
                return self._port.read(_SOCKET_READ) if ready else b""
            if self._is_file and not select.select([self._port.fileno()], [], [], POLL_S)[0]:
                return b""
            # waited for by pyserial, the first byte comes alone, and the rest with another turn
            return self._port.read(self._port.in_waiting or 1)
        except (serial.SerialException, OSError, TypeError, ValueError) as error:
            # pyserial raises TypeError when another thread closes the port during a read
            raise LinkLost(
                told(
                    "{url}: the rig went away ({reason}); plug it in again and restart",
                    url=self.url,
                    reason=_reason(error),
                )
            ) from error

    def send(self, line: str) -> None:
        """Send one command line."""
        try:
            self._port.write(line.encode("ascii") + b"\n")
        except (serial.SerialException, OSError) as error:
            raise LinkLost(
                told(
                    "{url}: can't write to the rig ({reason}); plug it in again and restart",
                    url=self.url,
                    reason=_reason(error),
                )
            ) from error

    def forget(self) -> None:
        """Throw away what has come and nobody has read."""
        with contextlib.suppress(serial.SerialException, OSError):
            self._port.reset_input_buffer()

    def wake(self) -> None:
        """Let DTR fall and rise, as if the port were opened again: MicroPython's USB then sends what it holds back.

        A pty or a socket has no such line, and nothing to hold back.
        """
        with contextlib.suppress(serial.SerialException, OSError):
            self._port.dtr = False
            time.sleep(_DTR_LOW_S)
            self._port.dtr = True

    def close(self) -> None:
        """Close the port; a port that has vanished is as good as closed."""
        with contextlib.suppress(serial.SerialException, OSError):
            self._port.close()


_DTR_LOW_S = 0.02
"""A USB host sends each change of the line in a request of its own, and those take a few milliseconds."""
_EXCLUSIVE = None if sys.platform == "win32" else True


def _reason(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__


def _errno(error: BaseException) -> int | None:
    number = getattr(error, "errno", None)
    if number is None and error.__context__ is not None:
        number = getattr(error.__context__, "errno", None)
    return number


def _cannot_open(url: str, error: Exception) -> DeviceNotFound:
    number, text = _errno(error), _reason(error)
    if number == errno.ENOENT or "FileNotFoundError" in text:
        return DeviceNotFound(told("{url}: no such port; `thumbwalk ports` lists those that there are", url=url))
    if number in (errno.EACCES, errno.EPERM) and "lock" not in text:
        return DeviceNotFound(told("{url}: no permission to open it; {hint}", url=url, hint=_permission_hint(url)))
    if number in (errno.EBUSY, errno.EAGAIN) or "lock" in text or "PermissionError" in text:
        return DeviceNotFound(
            told(
                "{url}: the port is busy; close the other program that uses it (a serial monitor, another thumbwalk)",
                url=url,
            )
        )
    if number == errno.ECONNREFUSED or "refused" in text:
        return DeviceNotFound(
            told("{url}: nothing listens there; start the rig's end first, or check the address", url=url)
        )
    if isinstance(error, ValueError):
        return DeviceNotFound(
            told(
                "{url}: not a port or URL that pyserial knows ({text}); `thumbwalk ports` lists the ports",
                url=url,
                text=text,
            )
        )
    is_other_file = number == errno.ENOTTY or "Inappropriate ioctl" in text
    what = told("is no serial port") if is_other_file else told("can't open it ({text})", text=text)
    return DeviceNotFound(told("{url}: {what}; `thumbwalk ports` lists those that there are", url=url, what=what))


def _permission_hint(url: str) -> str:
    """Which group owns the port, for a user who may not open it."""
    try:
        info = Path(url).stat()
    except OSError:
        return told("see the README for the group or udev rule that a serial port needs")
    if sys.platform == "win32" or not info.st_mode & stat.S_IRGRP:
        return told("see the README for the udev rule that a serial port needs")
    import grp  # noqa: PLC0415  there is no such module on Windows

    try:
        group = grp.getgrgid(info.st_gid).gr_name
    except KeyError:
        group = str(info.st_gid)
    return told("join its group with `sudo usermod -aG {group} $USER`, then log in again", group=group)
