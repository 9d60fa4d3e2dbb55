"""Byte channels of the virtual board: file descriptors (a pty, pipes) or TCP, under MicroPython and CPython.

Nothing here blocks: reading gives None when nothing has come, 0 at the end; writing gives None when there is no room.
"""

import select
import socket
import sys

_MICROPYTHON = sys.implementation.name == "micropython"
_LOOPBACK = "127.0.0.1"
_TCP_NODELAY = 1


class Pair:
    """A stream to read and one to write; the same one where it goes both ways."""

    def __init__(self, reader, writer):
        self.reader = reader
        self.writer = writer
        self.connected = True
        self.lost = False
        self.keeps_unread = True

    def read_into(self, buffer):
        n = self.reader.readinto(buffer)
        if n == 0:
            self.lost = True
        return n

    if _MICROPYTHON:

        def write(self, buffer, start, n):
            return self.writer.write(buffer, start, n)
    else:

        def write(self, buffer, start, n):
            return self.writer.write(memoryview(buffer)[start : start + n])

    def close(self):
        self.reader.close()
        if self.writer is not self.reader:
            self.writer.close()


class Listener:
    """A TCP port that serves one host after the other, as a serial port would."""

    def __init__(self, port):
        self.socket = socket.socket()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(_address(port))
        self.socket.listen(1)
        self.socket.setblocking(False)
        self.reader = self.writer = self.socket
        self.connected = False
        self.lost = False
        self.pair = None
        self.keeps_unread = False  # what its host has not read when it ends is lost

    def read_into(self, buffer):
        if not self.connected:
            self.pick_up()
            return None
        try:
            n = self.pair.read_into(buffer)
        except OSError:  # reset by the host
            n = 0
        if n == 0:
            self.hang_up()
            return None
        return n

    def write(self, buffer, start, n):
        if not self.connected:
            return None
        try:
            return self.pair.write(buffer, start, n)
        except OSError:
            self.hang_up()
            return None

    def pick_up(self):
        try:
            self.pair = _pair_of_socket(self.socket.accept()[0])
        except OSError:  # nobody is calling, or hung up before we came to it
            return
        self.reader = self.writer = self.pair.reader
        self.connected = True

    def hang_up(self):
        self.pair.close()
        self.reader = self.writer = self.socket
        self.connected = False

    def close(self):
        if self.connected:
            self.pair.close()
        self.socket.close()


def open_channel(spec):
    """Open ``fd:READ,WRITE``, ``connect:PORT`` or ``listen:PORT`` (TCP, this machine only)."""
    kind, _, where = spec.partition(":")
    if kind == "fd":
        reading, _, writing = where.partition(",")
        if reading == writing:
            stream = _stream_of_descriptor(int(reading), "r+b")
            return Pair(stream, stream)
        return Pair(_stream_of_descriptor(int(reading), "rb"), _stream_of_descriptor(int(writing), "wb"))
    if kind == "listen":
        return Listener(int(where))
    if kind == "connect":
        connected = socket.socket()
        connected.connect(_address(int(where)))
        return _pair_of_socket(connected)
    raise ValueError("a channel is fd:READ,WRITE, connect:PORT or listen:PORT, not " + spec)


def _address(port):
    return socket.getaddrinfo(_LOOPBACK, port)[0][-1]


def _stream_of_descriptor(descriptor, mode):
    if _MICROPYTHON:
        return open(descriptor, mode)
    return open(descriptor, mode, buffering=0)


def _pair_of_socket(connected):
    # Frames are small and must not wait for each other (Nagle), nor pile up in a big buffer.
    connected.setsockopt(6, _TCP_NODELAY, 1)
    connected.setblocking(False)
    stream = connected if _MICROPYTHON else _SocketStream(connected)
    return Pair(stream, stream)


class _SocketStream:
    """A CPython socket with the manners of a raw stream."""

    def __init__(self, connected):
        self.socket = connected
        self.fileno = connected.fileno
        self.close = connected.close

    def readinto(self, buffer):
        try:
            return self.socket.recv_into(buffer)
        except BlockingIOError:
            return None

    def write(self, data):
        try:
            return self.socket.send(data)
        except BlockingIOError:
            return None


class Waiter:
    """Sleeps until a channel has something to read, or takes something to write."""

    def __init__(self):
        self.poll = None
        self.polled = []

    if hasattr(select, "poll"):

        def wait(self, reading, writing):
            """Wait for one of the streams; True if one of them has hung up."""
            if (reading, writing) != self.polled:
                self.polled = (reading, writing)
                self.poll = select.poll()
                for stream in writing:
                    self.poll.register(stream, select.POLLOUT)
                for stream in reading:
                    both = select.POLLIN | select.POLLOUT
                    self.poll.register(stream, both if stream in writing else select.POLLIN)
            hung_up = False
            for event in self.poll.ipoll(-1) if _MICROPYTHON else self.poll.poll():
                # A pty whose other end has closed still takes bytes until it is full, and then never more.
                if event[1] & (select.POLLHUP | select.POLLERR):
                    hung_up = True
            return hung_up
    else:

        def wait(self, reading, writing):
            """Wait for one of the streams (on Windows, where they are sockets, whose write says it by itself)."""
            select.select(reading, writing, [])
            return False
