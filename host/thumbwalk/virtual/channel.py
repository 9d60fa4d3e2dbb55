"""Bytes between the processes of the virtual rig, without waiting: pipes where there are some, else TCP."""

from __future__ import annotations

import os
import select
import socket
from typing import Protocol

_CHUNK = 65536


class Channel(Protocol):
    """Both ways of a connection; ``read`` and ``write`` never wait, and raise OSError once the other end is gone."""

    def fileno(self) -> int:
        """What select waits on for reading."""
        ...

    @property
    def write_fileno(self) -> int:
        """What select waits on for writing."""
        ...

    def read(self) -> bytes | None:
        """What has come; None if nothing has, ``b""`` at the end."""
        ...

    def write(self, data: bytes) -> int:
        """Write what fits; how many bytes that was."""
        ...

    def end(self) -> None:
        """Say that no more will be written; reading goes on."""
        ...

    def close(self) -> None:
        """Give up both ways."""
        ...


class PipeChannel:
    """Two ends of pipes, by their descriptors."""

    def __init__(self, reading: int, writing: int) -> None:
        self._reading, self._writing = reading, writing
        os.set_blocking(reading, False)
        os.set_blocking(writing, False)

    def fileno(self) -> int:
        """For select."""
        return self._reading

    @property
    def write_fileno(self) -> int:
        """For select."""
        return self._writing

    def read(self) -> bytes | None:
        """Read what has come."""
        try:
            return os.read(self._reading, _CHUNK)
        except BlockingIOError:
            return None

    def write(self, data: bytes) -> int:
        """Write what fits."""
        try:
            return os.write(self._writing, data)
        except BlockingIOError:
            return 0

    def end(self) -> None:
        """Hang up one way."""
        if self._writing >= 0:
            os.close(self._writing)
            self._writing = -1

    def close(self) -> None:
        """Hang up."""
        self.end()
        if self._reading >= 0:
            os.close(self._reading)
            self._reading = -1


class SocketChannel:
    """A TCP connection within this machine."""

    def __init__(self, connected: socket.socket) -> None:
        self._socket = connected
        connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connected.setblocking(False)

    def fileno(self) -> int:
        """For select."""
        return self._socket.fileno()

    @property
    def write_fileno(self) -> int:
        """For select."""
        return self._socket.fileno()

    def read(self) -> bytes | None:
        """Read what has come."""
        try:
            return self._socket.recv(_CHUNK)
        except BlockingIOError:
            return None

    def write(self, data: bytes) -> int:
        """Write what fits."""
        try:
            return self._socket.send(data)
        except BlockingIOError:
            return 0

    def end(self) -> None:
        """Hang up one way."""
        self._socket.shutdown(socket.SHUT_WR)

    def close(self) -> None:
        """Hang up."""
        self._socket.close()


class LineReader:
    """Cuts what comes through a channel into lines.

    Attributes
    ----------
    ended : bool
        Whether the other end has hung up.
    """

    def __init__(self, channel: Channel) -> None:
        self.channel = channel
        self.ended = False
        self._rest = b""
        self._waiting: list[str] = []

    def lines(self) -> list[str]:
        """Whole lines that have come and were not given out yet."""
        try:
            data = self.channel.read()
        except OSError:
            data = b""
        self.ended = data == b""
        *complete, self._rest = (self._rest + (data or b"")).split(b"\n")
        lines, self._waiting = self._waiting + [line.decode() for line in complete], []
        return lines

    def next_line(self, timeout_s: float | None = None) -> str | None:
        """One line, waited for; None if the time is over or the other end hangs up first."""
        while not self._waiting and not self.ended:
            if not select.select([self.channel], [], [], timeout_s)[0]:
                return None
            self._waiting = self.lines()
        return self._waiting.pop(0) if self._waiting else None


def listener() -> socket.socket:
    """A socket that listens on a free port of this machine, for itself only."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen(1)
    return listening


def port_of(listening: socket.socket) -> int:
    """The port that a listener was given."""
    return int(listening.getsockname()[1])


def connect(port: int) -> SocketChannel:
    """Connect to a port of this machine. Raises OSError."""
    return SocketChannel(socket.create_connection(("127.0.0.1", port), timeout=10.0))
