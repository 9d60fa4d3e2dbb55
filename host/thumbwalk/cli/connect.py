"""The rig that the options name, and what the user keeps for it: here the paths and the questions come in."""

from __future__ import annotations

import math
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from thumbwalk.cli.options import LoadCellRate
from thumbwalk.cli.show import warn
from thumbwalk.errors import DeviceNotFound, LayoutError, OptionError
from thumbwalk.link.patience import patient
from thumbwalk.link.plain_text import escaped
from thumbwalk.link.ports import PortInfo, list_all
from thumbwalk.link.version import version_notice
from thumbwalk.pad import DEFAULT_LAYOUT, Pad, load_pad
from thumbwalk.places import calibration_path
from thumbwalk.rig.channels import any_calibration_of, calibration_of, pad_of
from thumbwalk.rig.opening import OpenRig, lines_id, open_board, open_lines, open_virtual
from thumbwalk.rig.way_back import MOST_AWAY_S
from thumbwalk.session.begin import prepared
from thumbwalk.session.practice import Practice
from thumbwalk.signal.any_calibration import AnyCalibration
from thumbwalk.signal.calibration import Calibration
from thumbwalk.virtual.foot import FootSpec

if TYPE_CHECKING:
    from thumbwalk.sketch.first_lines import Asked
    from thumbwalk.sketch.value_codes import LineUnit

PATIENCE_S = 120.0
"""So long nobody may touch a rig that asks for a press before it is given up."""


def opened(
    port: str | None,
    virtual: bool,
    spec: FootSpec | None = None,
    *,
    lockstep: bool = False,
    settings: Path | None = None,
    meanwhile: Callable[[], None] | None = None,
    lines: Asked | None = None,
) -> AbstractContextManager[OpenRig]:
    """Open what the options name, ``lines`` by `asked_lines`; for ``meanwhile`` see `open_virtual`.

    Raises OptionError when the options contradict each other, and what opening raises.
    """
    if settings is not None and not virtual:
        raise OptionError("--settings is for the virtual rig, a board keeps its own; add --virtual, or leave it out")
    if lines is not None and port is not None:
        return open_lines(port, lines)
    if not virtual:
        return open_board(port, which_board)
    if port is not None:
        raise DeviceNotFound(f"--virtual and --port {port} exclude each other; leave one of them out")
    return open_virtual(spec or FootSpec(), lockstep=lockstep, settings=settings, meanwhile=meanwhile)


def asked_lines(
    wanted: bool,
    port: str | None,
    layout: Path | None,
    *,
    baud: int | None,
    bits: int | None,
    unit: LineUnit | None = None,
    others: Mapping[str, bool],
) -> Asked | None:
    """Give what the options say of a board that prints lines; None where no such board is ``wanted``.

    Parameters
    ----------
    others : mapping of str to bool
        Options that are for other rigs, and whether they were given.

    Raises
    ------
    OptionError
        When one of them was, when no port is named, or when options are there that only such a board needs.
    LayoutError, CalibrationError
        When the layout, or what is kept of the board, can't be read.
    """
    if not wanted:
        given = {"--baud": baud, "--bits": bits, "--unit": unit}
        for name in (name for name, value in given.items() if value is not None):
            raise OptionError(f"{name} is for a board that prints lines; add --lines, or leave it out")
        return None
    for name in (name for name, is_given in others.items() if is_given):
        raise OptionError(f"{name} and --lines exclude each other: a board that prints lines has none; leave one out")
    if port is None:
        raise OptionError("--lines needs the board's port: name it with --port; `thumbwalk ports` lists them")
    pad = None if layout is None else load_pad(layout)
    known = unit or ("counts" if pad is None else pad.unit)
    unlisted = PortInfo(port, "", None, None, None)
    # /dev/serial/by-id has links to ports
    found = next((one for one in list_all() if one.device in (port, os.path.realpath(port))), unlisted)
    board_id = lines_id(found, forces=known != "counts")
    kept = calibration_path(board_id)
    if bits is None and known == "counts" and kept.exists():
        bits = Calibration.load(kept).bits
    # few boards print lines, and nobody else waits for what reads them
    from thumbwalk.sketch.first_lines import BAUD, Asked  # noqa: PLC0415

    return Asked(board_id, baud or BAUD, unit, bits, pad)


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


def kept_calibration(rig: OpenRig, *, e11: bool = False) -> tuple[Calibration, bool]:
    """Give the calibration that the user keeps for a board's tiles, see `calibration_of`."""
    return calibration_of(rig, calibration_path(rig.hello.board_id), e11=e11)


def kept_for(rig: OpenRig, pad: Pad, *, e11: bool = False) -> tuple[AnyCalibration, bool]:
    """Give the calibration that the user keeps for a board, whatever its pad is, see `any_calibration_of`."""
    if e11 and pad.is_plate:
        raise OptionError("--e11 corrects a converter that a plate's load cells do not go through; leave it out")
    return any_calibration_of(rig, pad, calibration_path(rig.hello.board_id), e11=e11)


def undrilled(rig: OpenRig, layout: Path | None, *, e11: bool = False) -> Practice:
    """Fit a rig to its pad and to what the user keeps of it, warn of its board, and follow it without a drill."""
    warn_of_board(rig)
    pad = pad_of(rig, layout)
    calibration, _ = kept_for(rig, pad, e11=e11)
    return prepared(rig.link, pad, calibration)


def layout_text(layout: Path | None) -> str:
    """Give the layout that a virtual foot has: the file's text, or a built-in one's name.

    Raises
    ------
    LayoutError
        When the file can't be read, or the layout has tiles on a plate, which the virtual foot can't be.
    """
    if layout is None:
        return DEFAULT_LAYOUT
    pad = load_pad(layout)
    if pad.cells:
        raise LayoutError(
            f"layout '{pad.name}' is of tiles on a plate, which the virtual foot can't be yet; name that of the tiles "
            f"or of the plate alone, or make sessions of it by `thumbwalk hands --layout {pad.name}`"
        )
    return pad.text


def load_cell_hz(load_cell: LoadCellRate | None, *, virtual: bool) -> int:
    """Readings a second of a virtual rig's load cell, 0 for none. Raises OptionError for a real rig."""
    if load_cell is not None and not virtual:
        raise OptionError("--load-cell is for the virtual rig; a board finds its own; add --virtual, or leave it out")
    return int(load_cell or 0)


def waits_s(*, windowed: bool) -> float:
    """For how long a rig that went away is waited for: as long as somebody sees that, else for ten minutes."""
    seen = windowed or sys.stdout.isatty() or sys.stderr.isatty()
    return math.inf if seen else patient(MOST_AWAY_S)


def warn_of_board(rig: OpenRig) -> None:
    """Say that a board's firmware is not of this host's age, or what its lines leave to be wished."""
    if rig.lines is not None:
        warn(rig.lines.told.notices)
    elif (notice := version_notice(rig.hello.firmware)) is not None:
        warn([notice])


def warn_of_lines(rig: OpenRig) -> None:
    """Say what was wrong with the lines of a board, and what no hand can have made of their values."""
    if rig.lines is not None:
        odd = rig.lines.samples.odd(rig.lines.told.codes.judged_pad)
        warn(line for line in (rig.lines.damage.said(), odd) if line is not None)
