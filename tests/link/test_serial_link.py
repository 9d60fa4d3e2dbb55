"""A port as bytes and lines: over a pty and a socket, and what is said when there is none."""

from __future__ import annotations

import contextlib
import errno
import os
import socket
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import serial

from thumbwalk.errors import DeviceNotFound, LinkLost
from thumbwalk.link.serial_link import SerialLink

needs_pty = pytest.mark.skipif(sys.platform == "win32", reason="no pty on Windows")


@pytest.fixture
def pty_ends() -> Iterator[tuple[int, str]]:
    ours, theirs = os.openpty()
    yield ours, os.ttyname(theirs)
    for end in (theirs, ours):
        with contextlib.suppress(OSError):
            os.close(end)


def received(link: SerialLink, n: int) -> bytes:
    got = b""
    while len(got) < n:
        got += link.read()
    return got


@needs_pty
def test_bytes_come_as_they_are_and_lines_go_with_their_end(pty_ends: tuple[int, str]) -> None:
    ours, name = pty_ends
    link = SerialLink(name)
    assert link.read() == b"", "after a moment of nothing there is nothing"
    os.write(ours, bytes(range(256)))
    assert received(link, 256) == bytes(range(256))
    link.send("hello")
    assert os.read(ours, 64) == b"hello\n"
    link.wake()  # a pty has no DTR
    link.close()
    link.close()


@needs_pty
def test_what_comes_while_it_is_waited_for_comes_together(pty_ends: tuple[int, str]) -> None:
    ours, name = pty_ends
    link = SerialLink(name)
    writing = threading.Timer(0.02, os.write, (ours, bytes(64)))
    writing.start()
    while not (first := link.read()):
        pass
    writing.join()
    assert len(first) == 64
    link.close()


@needs_pty
def test_a_port_is_nobody_else_s_while_it_is_open(pty_ends: tuple[int, str]) -> None:
    link = SerialLink(pty_ends[1])
    with pytest.raises(DeviceNotFound, match="the port is busy; close the other program"):
        SerialLink(pty_ends[1])
    link.close()
    SerialLink(pty_ends[1]).close()


@needs_pty
def test_a_rig_that_goes_away_is_said_once_with_its_port(pty_ends: tuple[int, str]) -> None:
    link = SerialLink(pty_ends[1])
    link.close()
    with pytest.raises(LinkLost, match=f"{pty_ends[1]}: the rig went away"):
        link.read()
    with pytest.raises(LinkLost, match=f"{pty_ends[1]}: can't write to the rig"):
        link.send("stop")


def test_a_socket_is_drained_at_once_and_written_to() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        # URLs are of any case
        link = SerialLink(f"Socket://127.0.0.1:{server.getsockname()[1]}")
        peer, _ = server.accept()
        with peer:
            assert link.read() == b""
            peer.sendall(b"x" * 30_000)
            first = link.read()
            assert len(first) > 1, "what waits comes together, not byte by byte"
            assert received(link, 30_000 - len(first)) == b"x" * (30_000 - len(first))
            link.send("start")
            assert peer.recv(64) == b"start\n"
        link.close()


def test_where_nothing_listens_it_is_said() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"socket://127.0.0.1:{server.getsockname()[1]}"
    with pytest.raises(DeviceNotFound, match="nothing listens there"):
        SerialLink(url)


@pytest.mark.parametrize(("url", "what"), [("nowhere://x", "not a port or URL that pyserial knows")])
def test_an_unknown_kind_of_url_is_refused(url: str, what: str) -> None:
    with pytest.raises(DeviceNotFound, match=what):
        SerialLink(url)


@needs_pty
def test_no_such_port_and_a_file_that_is_none_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(DeviceNotFound, match="no such port; `thumbwalk ports`"):
        SerialLink(str(tmp_path / "ttyACM0"))
    (tmp_path / "file").write_text("")
    with pytest.raises(DeviceNotFound, match="is no serial port"):
        SerialLink(str(tmp_path / "file"))


@needs_pty
@pytest.mark.parametrize(
    ("number", "text", "what"),
    [
        (errno.EACCES, "Permission denied", "no permission to open it; join its group with `sudo usermod -aG "),
        (errno.EPERM, "Operation not permitted", "no permission to open it"),
        (errno.EBUSY, "Device or resource busy", "the port is busy"),
        (errno.EACCES, "could not lock", "the port is busy"),
        (errno.EIO, "Input/output error", r"can't open it \(Input/output error\)"),
    ],
)
def test_why_a_port_can_t_be_opened_is_said_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, text: str, what: str
) -> None:
    port = tmp_path / "ttyACM0"
    port.write_text("")
    port.chmod(0o660)

    def refuse(*_args: object, **_options: object) -> None:
        raise serial.SerialException(number, text)

    monkeypatch.setattr("thumbwalk.link.serial_link.serial.Serial", refuse)
    monkeypatch.setattr("thumbwalk.link.serial_link._reason", lambda error: text)
    with pytest.raises(DeviceNotFound, match=what):
        SerialLink(str(port))


@needs_pty
def test_a_port_that_its_group_may_not_read_needs_a_rule(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    port = tmp_path / "ttyACM0"
    port.write_text("")
    port.chmod(0o600)

    def refuse(*_args: object, **_options: object) -> None:
        raise serial.SerialException(errno.EACCES, "Permission denied")

    monkeypatch.setattr("thumbwalk.link.serial_link.serial.Serial", refuse)
    with pytest.raises(DeviceNotFound, match="README for the udev rule"):
        SerialLink(str(port))


def test_dtr_falls_and_rises_when_a_board_is_woken(monkeypatch: pytest.MonkeyPatch) -> None:
    class Port:
        changes: list[bool] = []  # noqa: RUF012

        def __init__(self, *_args: object, **_options: object) -> None:
            pass

        def __setattr__(self, name: str, value: bool) -> None:
            if name == "dtr":
                self.changes.append(value)

    monkeypatch.setattr("thumbwalk.link.serial_link.serial.Serial", Port)
    SerialLink("COM7").wake()
    assert Port.changes == [False, True]
