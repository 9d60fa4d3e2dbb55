"""The rig that the options name, and what the user keeps for it: here the paths and the questions come in."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

import typer

from thumbwalk.cli.options import LoadCellRate
from thumbwalk.cli.show import warn
from thumbwalk.errors import DeviceNotFound, OptionError
from thumbwalk.link.plain_text import escaped
from thumbwalk.link.ports import PortInfo
from thumbwalk.link.version import version_notice
from thumbwalk.link.wire import Hello
from thumbwalk.pad import DEFAULT_LAYOUT, load_pad
from thumbwalk.places import calibration_path
from thumbwalk.rig.channels import calibration_for
from thumbwalk.rig.opening import OpenRig, open_board, open_virtual
from thumbwalk.signal.calibration import Calibration
from thumbwalk.virtual.foot import FootSpec


def opened(
    port: str | None,
    virtual: bool,
    spec: FootSpec | None = None,
    *,
    lockstep: bool = False,
    settings: Path | None = None,
    meanwhile: Callable[[], None] | None = None,
) -> AbstractContextManager[OpenRig]:
    """Open what the options name; for ``meanwhile`` see `open_virtual`, a board answers at once.

    Raises OptionError when the options contradict each other, and what opening raises.
    """
    if settings is not None and not virtual:
        raise OptionError("--settings is for the virtual rig, a board keeps its own; add --virtual, or leave it out")
    if not virtual:
        return open_board(port, which_board)
    if port is not None:
        raise DeviceNotFound(f"--virtual and --port {port} exclude each other; leave one of them out")
    return open_virtual(spec or FootSpec(), lockstep=lockstep, settings=settings, meanwhile=meanwhile)


def which_board(boards: Sequence[PortInfo]) -> str | None:
    """Ask which of several boards is meant, where somebody is there to answer; None where nobody is."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return None
    for number, board in enumerate(boards, 1):
        about = escaped(f"{board.device}  {board.description}  {board.serial_number or ''}")
        typer.echo(f"  {number}  {about}", err=True)
    chosen: int = typer.prompt("Several boards are plugged in. Which one", type=int, err=True)
    if not 1 <= chosen <= len(boards):
        raise DeviceNotFound(f"there is no board {chosen}; the list goes from 1 to {len(boards)}")
    return boards[chosen - 1].device


def kept_calibration(hello: Hello, *, e11: bool = False) -> tuple[Calibration, bool]:
    """Give the calibration that the user keeps for a board, see `calibration_for`."""
    return calibration_for(hello, calibration_path(hello.board_id), e11=e11)


def layout_text(layout: Path | None) -> str:
    """Give the layout that a virtual foot has: the file's, or the built-in one's name. Raises LayoutError."""
    return DEFAULT_LAYOUT if layout is None else load_pad(layout).text


def load_cell_hz(load_cell: LoadCellRate | None, *, virtual: bool) -> int:
    """Readings a second of a virtual rig's load cell, 0 for none. Raises OptionError for a real rig."""
    if load_cell is not None and not virtual:
        raise OptionError("--load-cell is for the virtual rig; a board finds its own; add --virtual, or leave it out")
    return int(load_cell or 0)


def warn_of_version(hello: Hello) -> None:
    """Say in a line that the board's firmware is not of this host's age, and what to do."""
    notice = version_notice(hello.firmware)
    if notice is not None:
        warn([notice])
