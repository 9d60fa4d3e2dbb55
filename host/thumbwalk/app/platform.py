"""Finds out, before Qt is loaded, whether and where it can draw; Qt itself would end the process without a word."""

from __future__ import annotations

import ctypes
import importlib
import os
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from thumbwalk.app.displays import Display, displays
from thumbwalk.errors import RigError
from thumbwalk.loading import loading

if TYPE_CHECKING:
    from thumbwalk.pad import Pad

_ALWAYS = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
}
_WITH_X11 = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
"""What Qt's libraries are linked against (libraries and Debian's packages)."""


def can_load(library: str) -> bool:
    """Whether the system has a shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def prepare() -> None:
    """Make the process ready for Qt; to be called before anything of it is imported. Raises RigError."""
    chosen = choose_platform(os.environ)
    if chosen is not None:
        os.environ["QT_QPA_PLATFORM"] = chosen


def load(pad: Pad | None = None) -> None:
    """Load Qt and all that a window is made of, a third of a second's work; prepares for it. Raises RigError.

    Beside that the tables are made by which touch is placed on a ``pad``: a first frame waits for those, too, and numpy
    takes few turns of Python's for them.
    """
    prepare()
    making = None if pad is None else threading.Thread(target=_make_tables, args=(pad,), name="thumbwalk-tables")
    if making is not None:
        making.start()
    with loading():
        for name in ("window", "rooms.practice"):
            importlib.import_module(f"thumbwalk.app.{name}")
    if making is not None:
        making.join()


def _make_tables(pad: Pad) -> None:
    from thumbwalk.touch.localise import can_localise  # noqa: PLC0415  the command line's help needs nothing of it
    from thumbwalk.touch.tables import tables_of  # noqa: PLC0415

    if can_localise(pad):
        tables_of(pad)


def has_display(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether somebody would see a window: a display that is named, and answers."""
    if environment.get("QT_QPA_PLATFORM") in ("offscreen", "minimal"):
        return False
    return not sys.platform.startswith("linux") or bool(displays(environment))


def choose_platform(
    environment: Mapping[str, str],
    system: str = sys.platform,
    has: Callable[[str], bool] = can_load,
    answering: Callable[[Mapping[str, str]], Sequence[Display]] = displays,
) -> str | None:
    """The Qt platform to ask for: ``"offscreen"`` on a Linux where no display answers, None for Qt's own choice.

    Raises
    ------
    RigError
        When a library that Qt needs is missing; the message names the packages to install.
    """
    if not system.startswith("linux"):
        return None
    asked = environment.get("QT_QPA_PLATFORM", "")
    shows = answering(environment)
    if asked.startswith(("xcb", "wayland")) and not shows:
        asked = ""  # Qt would end the process
    needed = dict(_ALWAYS)
    if asked.startswith("xcb") or (not asked and shows == ["x11"]):
        needed |= _WITH_X11
    missing = [package for library, package in needed.items() if not has(library)]
    if missing:
        packages = " ".join(missing)
        raise RigError(f"the screen needs system libraries that are missing; install them: apt-get install {packages}")
    if asked:
        return None
    if not shows:
        return "offscreen"
    # of two that are named, Qt may try the one that does not answer
    named = [name for name in ("DISPLAY", "WAYLAND_DISPLAY") if environment.get(name)]
    return None if len(named) == len(shows) else {"x11": "xcb", "wayland": "wayland"}[shows[0]]
