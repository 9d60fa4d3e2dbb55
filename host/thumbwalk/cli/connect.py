"""Opening the rig that an option names: a port, the only board there is, or the virtual rig."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

import typer

from thumbwalk.cli.show import warn
from thumbwalk.errors import CalibrationError, DeviceNotFound, LayoutError, LinkLost, RigError
from thumbwalk.link.board_state import LoadReading
from thumbwalk.link.patience import patient
from thumbwalk.link.plain_text import escaped
from thumbwalk.link.ports import RigLink, list_all, open_rig
from thumbwalk.link.serial_link import SerialLink
from thumbwalk.link.version import version_notice
from thumbwalk.link.watch import StreamWatch
from thumbwalk.link.wire import Ack, BoardLog, Event, Hello, Scans, Tally, WireDecoder
from thumbwalk.pad import DEFAULT_LAYOUT, Pad, builtin_names, builtin_pad, load_pad
from thumbwalk.places import calibration_path
from thumbwalk.signal.calibration import Calibration
from thumbwalk.signal.e11 import BOARD
from thumbwalk.virtual.foot import FootSpec
from thumbwalk.virtual.rig import VirtualRig

LoadCellRate = Literal["10", "80"]

PortOption = Annotated[
    str | None,
    typer.Option(
        "--port", metavar="PORT", help="Port of the rig, or any pyserial URL; without it the only board plugged in."
    ),
]
VirtualOption = Annotated[
    bool, typer.Option("--virtual", help="Use the virtual rig: no hardware, but the real firmware.")
]
SeedOption = Annotated[int, typer.Option("--seed", min=0, help="Virtual rig: seed of the hand and sensors.")]
LoadCellOption = Annotated[
    LoadCellRate | None,
    typer.Option(
        "--load-cell", metavar="HZ", help="Virtual rig: a load cell under it, with 10 or 80 readings a second."
    ),
]
LayoutOption = Annotated[
    Path | None,
    typer.Option("--layout", metavar="FILE", help="Layout file (TOML) of the pad; without it the one that fits."),
]
E11Option = Annotated[
    bool,
    typer.Option(
        "--e11", help="Pico (RP2040): correct its converter's four wide codes; a kept calibration keeps it on."
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document instead of text.")]


@contextmanager
def opened(
    port: str | None,
    virtual: bool,
    spec: FootSpec | None = None,
    *,
    lockstep: bool = False,
    settings: Path | None = None,
) -> Iterator[tuple[RigLink, VirtualRig | None]]:
    """Open a rig, and close it whatever happens; beside the virtual one stands its hand, which a mouse may move."""
    if settings is not None and not virtual:
        raise RigError("--settings is for the virtual rig, a board keeps its own; add --virtual, or leave it out")
    if not virtual:
        link = open_rig(port or asked_for())
        try:
            yield link, None
        finally:
            link.close()
        return
    if port is not None:
        raise DeviceNotFound(f"--virtual and --port {port} exclude each other; leave one of them out")
    with VirtualRig(spec or FootSpec(), lockstep=lockstep, settings=settings) as rig:
        link = RigLink(SerialLink(rig.url))
        try:
            yield link, rig
        except LinkLost:
            # a process of the virtual rig that died says more than the wire that fell silent
            rig.check()
            raise
        finally:
            link.close()


def layout_text(layout: Path | None) -> str:
    """Give the layout that a virtual foot has: the file's, or the built-in one's name. Raises LayoutError."""
    return DEFAULT_LAYOUT if layout is None else load_pad(layout).text


def load_cell_hz(load_cell: LoadCellRate | None, *, virtual: bool) -> int:
    """Readings a second of a virtual rig's load cell, 0 for none. Raises RigError for a real rig."""
    if load_cell is not None and not virtual:
        raise RigError("--load-cell is for the virtual rig; a board finds its own; add --virtual, or leave it out")
    return int(load_cell or 0)


def asked_for() -> str | None:
    """Ask which of several boards is meant, where somebody is there to answer; None where nobody is, or one is all."""
    boards = [port for port in list_all() if port.may_be_rig]
    if len(boards) < 2 or not (sys.stdin.isatty() and sys.stderr.isatty()):
        return None
    for number, board in enumerate(boards, 1):
        about = escaped(f"{board.device}  {board.description}  {board.serial_number or ''}")
        typer.echo(f"  {number}  {about}", err=True)
    chosen: int = typer.prompt("Several boards are plugged in. Which one", type=int, err=True)
    if not 1 <= chosen <= len(boards):
        raise DeviceNotFound(f"there is no board {chosen}; the list goes from 1 to {len(boards)}")
    return boards[chosen - 1].device


def warn_of_version(hello: Hello) -> None:
    """Say in a line that the board's firmware is not of this host's age, and what to do."""
    notice = version_notice(hello.firmware)
    if notice is not None:
        warn([notice])


def pad_for(hello: Hello, layout: Path | None) -> Pad:
    """Give the pad that a board's channels belong to, by their names or, where it knows none, by their places.

    Raises
    ------
    LayoutError
        When the board's layout is unknown, or its channels are not those of the layout.
    """
    if layout is not None:
        pad = load_pad(layout)
    elif hello.layout in builtin_names():
        pad = builtin_pad(hello.layout)
    else:
        raise LayoutError(f"layout '{hello.layout}' of the board is not built in; name its file with --layout")
    if hello.channels != pad.names and not _by_place(hello, pad):
        odd = [pair for pair in zip(hello.channels, pad.names, strict=False) if pair[0] != pair[1]]
        same_number = len(hello.channels) == pad.n_taxels
        where = (
            f"'{odd[0][0]}' where the layout has '{odd[0][1]}'" if same_number else f"{len(hello.channels)} channels"
        )
        raise LayoutError(
            f"the board sends {where}, layout '{pad.name}' has {pad.n_taxels} taxels; "
            "name one that fits with --layout, or tell the board: `thumbwalk config --set layout=NAME`, and channels"
        )
    return pad


def _by_place(hello: Hello, pad: Pad) -> bool:
    """Whether channel i is the layout's taxel i, though a board does not know its taxels' names.

    It then calls its channels c0 and so on or, when they are as many as the built-in foot's, as that foot does, though
    it was told that its layout is another one.
    """
    unnamed = hello.channels == tuple(f"c{i}" for i in range(len(hello.channels)))
    other = hello.layout == pad.name != DEFAULT_LAYOUT and hello.channels == builtin_pad().names
    return len(hello.channels) == pad.n_taxels and (unnamed or other)


def calibration_for(hello: Hello, *, e11: bool = False) -> tuple[Calibration, bool]:
    """Give the board's calibration, and whether any of its curves was measured: a tare alone makes none.

    ``e11`` switches the correction of the RP2040's converter on, if the calibration does not have it on anyway.

    Raises
    ------
    CalibrationError
        When it was made for other electronics, or the board has no such converter.
    """
    if e11 and hello.board != BOARD:
        raise CalibrationError(
            f"--e11 corrects the RP2040's converter (board '{BOARD}'), and this board is '{hello.board}'; leave it out"
        )
    calibration, is_own = _kept_calibration(hello)
    return (calibration.with_e11() if e11 else calibration), is_own


def _kept_calibration(hello: Hello) -> tuple[Calibration, bool]:
    path = calibration_path(hello.board_id)
    if not path.exists():
        return Calibration.generic(len(hello.channels), hello.bits, hello.divider_ohm), False
    calibration = Calibration.load(path)
    made_for = calibration.n_taxels, calibration.bits, calibration.divider_ohm
    is_now = len(hello.channels), hello.bits, hello.divider_ohm
    if made_for != is_now:
        raise CalibrationError(
            f"{path}: made for {made_for[0]} channels, {made_for[1]} bits and {made_for[2]:g} ohm, the board has "
            f"{is_now[0]}, {is_now[1]} and {is_now[2]:g}; move the file away and run `thumbwalk calibrate` again"
        )
    return calibration, any(channel.residual is not None for channel in calibration.channels)


@dataclass
class Received:
    """A stretch of stream: its scans, what was lost, what the board logged, and the load cell's codes."""

    blocks: list[Scans] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    logs: list[str] = field(default_factory=list)
    load_codes: list[int] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        """How long it is, by the device's clock."""
        return float(self.blocks[-1].time_us[-1] - self.blocks[0].time_us[0]) * 1e-6 if self.blocks else 0.0

    def keep(self, event: Event) -> None:
        """Take what is measured."""
        if isinstance(event, Scans):
            self.blocks.append(event)
        elif isinstance(event, LoadReading):
            self.load_codes.append(event.code)


def received(rig: RigLink, seconds: float) -> Received:
    """Stream for a while by the device's clock, and give what came.

    What an earlier stream left in the port is not counted: scans are taken from the board's answer to "start" on.
    """
    decoder, found = WireDecoder(in_order=True), Received()
    started = stopping = stopped = False
    rig.link.send("start")
    watch = StreamWatch(rig.link, rig.hello.rate_hz)
    deadline = time.monotonic() + patient(2.0 * seconds + 3.0)
    while not stopped and time.monotonic() < deadline:
        data, scans = rig.link.read(), decoder.tally.scans
        for event in decoder.feed(data):
            if isinstance(event, Ack):
                started |= event.text == "start"
                stopped |= stopping and event.text == "stop"
            elif isinstance(event, BoardLog):
                found.logs.append(event.text)
            elif started and not stopping:
                found.keep(event)
        if not stopping:
            watch.attend(scans=decoder.tally.scans > scans, data=bool(data))
        if not stopping and found.blocks and found.seconds >= seconds:
            stopping = True
            deadline = min(deadline, time.monotonic() + patient(_STOP_S))
            rig.link.send("stop")
    if not stopping:
        rig.link.send("stop")
    found.tally = decoder.tally
    return found


_STOP_S = 1.0
