"""A virtual rig to be tried hard: its hand, its plug, and faults that come when they are wished for."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Literal, Protocol, get_args

from thumbwalk.errors import LinkLost, RigError
from thumbwalk.language import told
from thumbwalk.link.ports import RigLink, Wire
from thumbwalk.link.serial_link import SerialLink
from thumbwalk.pad import Pad
from thumbwalk.virtual.foot import FootSpec
from thumbwalk.virtual.rig import VirtualRig

Trial = Literal["dead", "stuck", "drifting", "lose", "unplug", "reboot"]
TRIALS: tuple[Trial, ...] = get_args(Trial)
TILE_TRIALS: tuple[Trial, ...] = ("dead", "stuck", "drifting")
"""Those of one tile."""
LOST_S = 0.3
"""For so long bytes are lost on the way: long enough to be told, and no reason yet to give a rig up."""
REBOOT_S = 1.5
"""So long a board is away that starts over: its USB comes back within a second or two."""


class VirtualHand(Protocol):
    """The hand of a virtual rig, which a mouse or a finger may move."""

    @property
    def pad(self) -> Pad:
        """The layout that it presses on."""
        ...

    def press(self, x_mm: float, y_mm: float, force_n: float) -> None:
        """Press there."""
        ...

    def release(self) -> None:
        """Lift the hand."""
        ...

    def be_late(self, late_s: float) -> None:
        """Let a scripted hand go on later."""
        ...


class Board(VirtualHand, Protocol):
    """What is tried: a `VirtualRig`, or what stands in for one."""

    @property
    def url(self) -> str:
        """What is opened to speak with it."""
        ...

    def break_tile(self, kind: str, name: str) -> None:
        """Give a sensor a fault."""
        ...

    def check(self) -> None:
        """Say why, if it has died."""
        ...

    def close(self) -> None:
        """End it."""
        ...


class _Wire:
    """A wire that loses what it is told to lose, and can be cut."""

    def __init__(self, wire: Wire, now: Callable[[], float]) -> None:
        self._wire, self._now = wire, now
        self.url = wire.url
        self.deaf_until_s = -math.inf
        self.is_cut = False

    def read(self) -> bytes:
        """What has come, but for what is lost. Raises LinkLost behind a cut."""
        self._whole()
        data = self._wire.read()
        self._whole()
        return b"" if self._now() < self.deaf_until_s else data

    def send(self, line: str) -> None:
        """Send a line. Raises LinkLost behind a cut."""
        self._whole()
        self._wire.send(line)

    def wake(self) -> None:
        """As the wire."""
        self._wire.wake()

    def close(self) -> None:
        """Close it."""
        self._wire.close()

    def _whole(self) -> None:
        if self.is_cut:
            raise LinkLost(told("{url}: the rig went away; plug it in again", url=self.url))


class TrialRig:
    """A virtual rig as `VirtualRig` is one for a hand, with a plug and faults on demand; it is its own way back.

    Parameters
    ----------
    spec : FootSpec
        The foot; sensors that were broken stay so when the board starts over.
    made : callable
        Makes the board.
    wired : callable
        Opens its URL.
    now : callable
        The host's monotonic clock, seconds.

    Attributes
    ----------
    faults : list of (Trial, str)
        What is wrong just now, with the tile's name where it is a tile's.
    refused : str
        Nobody else is ever found in its place: "".
    """

    refused = ""

    def __init__(
        self,
        spec: FootSpec,
        made: Callable[[FootSpec], Board] = VirtualRig,
        wired: Callable[[str], Wire] = SerialLink,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._spec, self._made, self._wired, self._now = spec, made, wired, now
        self.faults: list[tuple[Trial, str]] = []
        self._back_s = -math.inf
        self._held: tuple[float, float, float] | None = None
        self._lock = threading.Lock()
        self._board = made(spec)
        self._line: _Wire | None = None

    @property
    def pad(self) -> Pad:
        """The layout."""
        return self._board.pad

    def link(self) -> RigLink:
        """Greet the board by a wire of its own. Raises RigError."""
        self._line = _Wire(self._wired(self._board.url), self._now)
        return RigLink(self._line)

    def press(self, x_mm: float, y_mm: float, force_n: float) -> None:
        """Press there with that force from now on, also on the board that comes back."""
        self._held = x_mm, y_mm, force_n
        if not self.is_unplugged:
            self._board.press(x_mm, y_mm, force_n)

    def release(self) -> None:
        """Lift the hand."""
        self._held = None
        if not self.is_unplugged:
            self._board.release()

    def be_late(self, late_s: float) -> None:
        """Let a scripted hand go on so many seconds later."""
        self._board.be_late(late_s)

    def check(self) -> None:
        """Say why, if the board has died by itself. Raises LinkLost."""
        if not self.is_unplugged:
            self._board.check()

    @property
    def is_unplugged(self) -> bool:
        """Whether its cable is out, or it has not started yet."""
        return self._line is not None and self._line.is_cut

    def play(self, trial: Trial, tile: str = "") -> None:
        """Have something go wrong now; ``tile`` names the one that is meant. Comes back at once.

        Raises
        ------
        RigError
            When there is no such tile.
        """
        if trial in TILE_TRIALS:
            if tile not in self.pad.names:
                raise RigError(
                    told(
                        "no tile '{tile}' to be {trial}; there are: {names}",
                        tile=tile,
                        trial=trial,
                        names=", ".join(self.pad.names),
                    )
                )
            self._board.break_tile(trial, tile)
            broken = dict.fromkeys((*getattr(self._spec, trial), tile))
            self._spec = replace(self._spec, **{trial: tuple(broken)})  # type: ignore[arg-type]  # names of its fields
            self._note(trial, tile)
        elif self._line is not None and not self._line.is_cut:
            if trial == "lose":
                self._line.deaf_until_s = self._now() + LOST_S
                return
            self._back_s = self._now() + REBOOT_S if trial == "reboot" else math.inf
            self._line.is_cut = True
            self._note(trial, "")

    def plug_in(self) -> None:
        """Plug the cable in again."""
        self._back_s = self._now()

    def look(self) -> RigLink | None:
        """Look whether it is there again, on the reader's thread; it starts over then. None if it is not."""
        if self._now() < self._back_s:
            return None
        with self._lock:
            self._board.close()
            try:
                self._board = self._made(self._spec)
                link = self.link()
            except RigError:
                return None
        self._press_on()
        self.faults = [one for one in self.faults if one[0] in TILE_TRIALS]
        return link

    def _press_on(self) -> None:
        """Have the new board's foot pressed as the hand pressed meanwhile: a cable that is out lifts no thumb."""
        told = None
        while (held := self._held) is not told:
            if held is None:
                self._board.release()
            else:
                self._board.press(*held)
            told = held

    def close(self) -> None:
        """End the board. Twice is as good as once."""
        with self._lock:
            self._board.close()

    def _note(self, trial: Trial, tile: str) -> None:
        if (trial, tile) not in self.faults:
            self.faults.append((trial, tile))
