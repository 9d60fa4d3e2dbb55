"""Which displays answer: Qt ends the process without a word where one is named that does not."""

from __future__ import annotations

import contextlib
import ctypes
import re
import socket
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

Display = Literal["x11", "wayland"]

_X11_PORT = 6000
"""Of display 0; each has the next one (X.Org, Xserver(1))."""
_PATIENCE_S = 2.0
"""A display over the network that takes longer to answer shows no smooth picture either."""
_NAME = re.compile(r"(?P<host>.*):(?P<number>[0-9]{1,5})(\.[0-9]+)?")


def displays(environment: Mapping[str, str]) -> list[Display]:
    """The displays that the environment names and that let us in, Wayland first, as Qt looks for them."""
    found: list[Display] = []
    if (name := environment.get("WAYLAND_DISPLAY")) and _wayland_answers(environment.get("XDG_RUNTIME_DIR", ""), name):
        found.append("wayland")
    if (name := environment.get("DISPLAY")) and _x11_answers(name):
        found.append("x11")
    return found


def _wayland_answers(folder: str, name: str) -> bool:
    path = str(Path(folder) / name)
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as way:
        way.settimeout(_PATIENCE_S)
        way.connect(path)
        return True
    return False


def _x11_answers(name: str) -> bool:
    """Whether an X server is there and lets us in, by the library that Qt asks, too."""
    told = _NAME.fullmatch(name)
    host = told["host"] if told else ""
    if told and host not in ("", "unix") and "/" not in host:
        # the library has no end of patience with a host that says nothing
        try:
            socket.create_connection((host, _X11_PORT + int(told["number"])), _PATIENCE_S).close()
        except (OSError, OverflowError):
            return False
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True  # that libraries are missing is said by `platform`
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    for function in (xcb.xcb_connection_has_error, xcb.xcb_disconnect):
        function.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(name.encode(), None)
    failed = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return not failed
