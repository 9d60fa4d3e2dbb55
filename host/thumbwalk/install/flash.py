"""Putting the firmware on a board so that a power cut, whenever it comes, never leaves half of it to be started.

The new files are written beside the old ones and read back by their hashes. Only then the board's ``main.py`` goes, the
folders change places, and the new ``main.py`` comes last, by a rename. Without a ``main.py`` a board ends at its REPL,
where the next run finds it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from thumbwalk.errors import LinkLost, ProtocolMismatch, RigError
from thumbwalk.install.board import BoardAbout
from thumbwalk.install.bundle import MAIN, PACKAGE, Bundle, version_in

LEAST_MICROPYTHON = (1, 28)
"""The first whose timers, USB and file system were tried; see firmware/README.md."""
_RISCV = "RISCV"
"""In the name of a Pico 2 whose MicroPython runs on its other cores; the firmware's inline assembler is for Arm."""
KEPT_MAIN = "main_before_thumbwalk.py"
"""What a board's own ``main.py`` is called from then on."""

_FRESH, _FRESH_MAIN, _OLD = f"{PACKAGE}.new", f"{MAIN}.new", f"{PACKAGE}.old"
_TRIES = 2
_INIT = f"{PACKAGE}/__init__.py"


class Board(Protocol):
    """What is needed of a board; ``install.board`` has a real one."""

    port: str

    def about(self) -> BoardAbout: ...  # noqa: D102
    def hashes(self, *paths: str) -> dict[str, str]: ...  # noqa: D102
    def read(self, path: str) -> bytes: ...  # noqa: D102
    def write(self, path: str, data: bytes) -> None: ...  # noqa: D102
    def make_folder(self, path: str) -> None: ...  # noqa: D102
    def remove(self, path: str) -> None: ...  # noqa: D102
    def rename(self, path: str, new: str) -> None: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class FlashPlan:
    """What is to be done to a board; nothing has been changed yet.

    Attributes
    ----------
    found : str or None
        Version of the firmware that is on it, None if there is none.
    changes, removals : tuple of str
        Files that are new or different, and files that no longer belong there: of an older firmware, or of a run that
        was cut short. If there are any, the whole firmware is written.
    keeps_main : bool
        Whether the board has a ``main.py`` of somebody else's, which is kept under another name.
    """

    about: BoardAbout
    found: str | None
    changes: tuple[str, ...]
    removals: tuple[str, ...]
    keeps_main: bool

    @property
    def is_done(self) -> bool:
        """Whether the board has all of it already, and nothing else."""
        return not (self.changes or self.removals)


def plan_flash(board: Board, bundle: Bundle) -> FlashPlan:
    """Look at a board and say what is to be done.

    Raises
    ------
    ProtocolMismatch
        When its MicroPython is too old, or there is no firmware for such a board.
    """
    about = board.about()
    _check(board.port, about, bundle)
    there = board.hashes(MAIN, PACKAGE, _FRESH_MAIN, _FRESH, _OLD)
    found = version_in(board.read(_INIT)) if _INIT in there else None
    return FlashPlan(
        about=about,
        found=found,
        changes=tuple(path for path, digest in bundle.hashes.items() if there.get(path) != digest),
        removals=tuple(sorted(set(there) - set(bundle.files))),
        keeps_main=found is None and MAIN in there and there[MAIN] != bundle.hashes[MAIN],
    )


def _check(port: str, about: BoardAbout, bundle: Bundle) -> None:
    if about.implementation != "micropython" or about.platform not in bundle.platforms:
        raise ProtocolMismatch(
            f"{port}: {about.machine} runs {about.implementation} on '{about.platform}', and the firmware is for "
            f"MicroPython on {' or '.join(bundle.platforms)}; plug in such a board"
        )
    if _RISCV in about.machine:
        raise ProtocolMismatch(
            f"{port}: {about.machine} runs MicroPython for RISC-V, and the firmware is for the board's Arm cores; put "
            "the UF2 called RPI_PICO2 (without RISCV) on it and run it again: hold BOOTSEL while you plug it in"
        )
    if about.version[:2] < LEAST_MICROPYTHON:
        raise ProtocolMismatch(
            f"{port}: the board has MicroPython {_dotted(about.version)}, the firmware needs "
            f"{_dotted(LEAST_MICROPYTHON)} or newer; put a newer one (from micropython.org) on it and run it again: on "
            "a Pico hold BOOTSEL while you plug it in, and copy the UF2 onto the drive that appears"
        )


def flash(board: Board, bundle: Bundle, plan: FlashPlan, tell: Callable[[str], None] = lambda _: None) -> None:
    """Carry out a plan; ``tell`` hears the path of each file that is written.

    Raises
    ------
    LinkLost
        When the board goes away, or a file does not arrive as it was sent: says what state the board is in.
    RigError
        When the board has no room.
    """
    if plan.is_done:
        return
    state = "it still has what it had; plug it in and run `thumbwalk flash` again"
    try:
        for path in (_FRESH, _FRESH_MAIN):  # of a run that was cut short
            board.remove(path)
        board.make_folder(_FRESH)
        for path, data in bundle.files.items():
            tell(path)
            _write(board, _fresh(path), data, bundle.hashes[path])
        state = "it does not start by itself now; plug it in and run `thumbwalk flash` again"
        _switch(board, keeps_main=plan.keeps_main)
    except LinkLost as error:
        raise LinkLost(f"{error}; {state}") from error
    except RigError as error:
        raise RigError(f"{error}; {state}") from error


def _fresh(path: str) -> str:
    return _FRESH_MAIN if path == MAIN else _FRESH + path.removeprefix(PACKAGE)


def _write(board: Board, path: str, data: bytes, digest: str) -> None:
    """Write a file and read it back by its hash; what came damaged is sent once more."""
    for _ in range(_TRIES):
        board.write(path, data)
        if board.hashes(path).get(path) == digest:
            return
    raise LinkLost(
        f"{board.port}: {path} did not arrive as it was sent, {_TRIES} times; try another cable or USB socket"
    )


def _switch(board: Board, *, keeps_main: bool) -> None:
    """Let the new files take the place of the old ones."""
    if keeps_main:
        board.rename(MAIN, KEPT_MAIN)
    board.remove(MAIN)
    board.remove(_OLD)
    if board.hashes(PACKAGE):
        board.rename(PACKAGE, _OLD)
    board.remove(PACKAGE)  # an empty folder
    board.rename(_FRESH, PACKAGE)
    board.rename(_FRESH_MAIN, MAIN)
    board.remove(_OLD)


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(str(part) for part in version)
