"""Opening a rig, a board or the virtual one, and closing it whatever happens."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from thumbwalk.errors import LinkLost
from thumbwalk.link.ports import PortInfo, RigLink, find, list_all, open_rig
from thumbwalk.link.serial_link import SerialLink
from thumbwalk.link.wire import Hello
from thumbwalk.rig.trial_rig import TrialRig, VirtualHand
from thumbwalk.rig.way_back import Way, WayBack
from thumbwalk.signal.plate_calibration import PlateCalibration
from thumbwalk.virtual.foot import FootSpec
from thumbwalk.virtual.rig import VirtualRig
from thumbwalk.virtual.weighed import as_made

if TYPE_CHECKING:
    from thumbwalk.sketch.first_lines import Asked
    from thumbwalk.sketch.line_link import LineLink

Ask = Callable[[Sequence[PortInfo]], str | None]
"""Told of several boards, it gives the port of the one that is meant; None if nobody is there to say."""


@dataclass(frozen=True)
class OpenRig:
    """A rig that has said hello.

    ``hand`` is the virtual one's, which a mouse or a finger may move, else None; ``way_back`` leads to a board again
    when its link is lost, None for a virtual one without a plug, which is gone then. ``trial`` can have things go wrong
    with a virtual one, and ``made`` is how a virtual plate's maker weighed it. ``lines`` is what a board that prints
    lines is heard by, None for one that speaks the wire format.
    """

    link: RigLink
    hand: VirtualHand | None = None
    way_back: Way | None = None
    trial: TrialRig | None = None
    lines: LineLink | None = None
    made: PlateCalibration | None = None

    @property
    def hello(self) -> Hello:
        """How the board introduced itself."""
        return self.link.hello


def board_port(port: str | None, ask: Ask | None = None) -> str:
    """Give the named port, else the only board's, else the one that whoever is asked means. Raises DeviceNotFound."""
    if port is None and ask is not None:
        boards = [one for one in list_all() if one.may_be_rig]
        port = ask(boards) if len(boards) > 1 else None
    return find(port)


@contextmanager
def open_board(port: str | None = None, ask: Ask | None = None) -> Iterator[OpenRig]:
    """Open a board that is plugged in; see `board_port` for which.

    Raises
    ------
    DeviceNotFound, ProtocolMismatch
        When there is none, it can't be opened, or it is no rig that this host understands.
    """
    link = open_rig(board_port(port, ask))
    try:
        yield OpenRig(link, way_back=WayBack(link.hello, port))
    finally:
        link.close()


def lines_id(port: PortInfo, *, forces: bool) -> str:
    """The id of a board that prints lines: by its USB serial number, or its port's name if it has none.

    One that prints forces has another than one that prints counts, for its calibration means something else.
    """
    name = f"lines-{'newtons-' if forces else ''}{port.serial_number or port.device.strip('/')}"
    return re.sub(r"[^0-9A-Za-z_-]+", "-", name)[:_MOST_ID].strip("-")


_MOST_ID = 64
"""Letters of a board's id, which is a file's name (`places`)."""


@contextmanager
def open_lines(port: str, asked: Asked) -> Iterator[OpenRig]:
    """Open a board that prints lines, as a rig; see `LineLink` for what is told of it, and for what is raised."""
    # few boards print lines, and nobody else waits for what reads them
    from thumbwalk.sketch.line_link import LineLink  # noqa: PLC0415

    lines = LineLink(SerialLink(port, asked.baud, keeps=True), asked)
    newest = [lines]

    def again(url: str) -> RigLink:
        # the port is one program's alone, and a board that fell silent may be at the same one
        newest[-1].close()
        newest.append(newest[-1].again(SerialLink(url, asked.baud)))
        return RigLink(newest[-1])

    def may_be(other: PortInfo) -> bool:
        # its lines do not say who it is, so that its serial number has to
        return other.serial_number is not None and asked.board_id in (
            lines_id(other, forces=True),
            lines_id(other, forces=False),
        )

    link = RigLink(lines)
    try:
        yield OpenRig(link, way_back=WayBack(link.hello, port, again, may_be), lines=lines)
    finally:
        link.close()


@contextmanager
def open_virtual(
    spec: FootSpec,
    *,
    lockstep: bool = False,
    settings: Path | None = None,
    meanwhile: Callable[[], None] | None = None,
) -> Iterator[OpenRig]:
    """Start the virtual rig and open it; see `VirtualRig` for the arguments and for what is raised.

    ``meanwhile`` is done while its processes start, which takes some 0.3 s: what else has to be loaded, say.
    """
    with VirtualRig(spec, lockstep=lockstep, settings=settings) as virtual:
        if meanwhile is not None:
            meanwhile()
        link = RigLink(SerialLink(virtual.url))
        try:
            yield OpenRig(link, virtual, made=_made(spec))
        except LinkLost:
            # a process of the virtual rig that died says more than the wire that fell silent
            virtual.check()
            raise
        finally:
            link.close()


def _made(spec: FootSpec) -> PlateCalibration | None:
    """How a virtual foot was weighed by its maker; None of tiles, which follow the generic curve."""
    return as_made(spec) if spec.pad().is_plate else None


@contextmanager
def open_trial(spec: FootSpec) -> Iterator[OpenRig]:
    """Start a virtual rig that can be unplugged and given faults, and open it; raises as `open_virtual`."""
    rig = TrialRig(spec)
    try:
        link = rig.link()
        try:
            yield OpenRig(link, rig, rig, rig, made=_made(spec))
        except LinkLost:
            rig.check()
            raise
        finally:
            link.close()
    finally:
        rig.close()
