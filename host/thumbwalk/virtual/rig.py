"""A whole rig without a rig: the real firmware in a process of its own, fed by a virtual foot in another.

The host opens ``VirtualRig.url`` as it would open any serial port. Nothing here runs in the host's process but the
starting and ending of those two.
"""

from __future__ import annotations

import contextlib
import math
import os
import socket
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from thumbwalk.errors import LayoutError, LinkLost, RigError
from thumbwalk.language import told
from thumbwalk.virtual.channel import LineReader, SocketChannel, listener, port_of
from thumbwalk.virtual.firmware import Interpreter, firmware_command
from thumbwalk.virtual.foot import FootSpec
from thumbwalk.virtual.foot_process import Orders, monotonic_us
from thumbwalk.virtual.piped_foot import FOOT_GRACE_S, foot_command, piped_foot
from thumbwalk.virtual.process import ChildProcess
from thumbwalk.virtual.sensor_faults import KINDS, OF_CELLS, OF_TILES

Transport = Literal["auto", "pty", "socket"]

START_TIMEOUT_S = 20.0
TILES_ID, PLATE_ID = "7468756d6277616c", "7468756d62706c61"
"""Of a virtual board that scans tiles, and of one that reads cells."""
MAX_CHANNELS = 32
"""Two multiplexers, as on the board."""
_MAX_NAMES = 700
"""Bytes of all channel names together, so that a HELLO fits its frame."""
_PART = 60
"""Letters of an argument to the firmware; one may have four bytes."""
_GRACE_S = 1.0
_LAST_WORDS_S = 5.0
"""So long a foot that hung up may take to say why: on a busy machine it ends after the firmware has noticed."""
_NOT_UP = told(
    "virtual rig: not up after {start_timeout_s:.0f} s; close what keeps this machine busy and try again",
    start_timeout_s=START_TIMEOUT_S,
)


class VirtualRig:
    """A virtual board and foot; a context manager.

    Parameters
    ----------
    foot : FootSpec
        Whose foot is pressed by whom.
    lockstep : bool
        False: in real time; what the host does not read in time is dropped and counted, as on a board. True: as fast
        as the host reads, in the records' own time; nothing is lost, the bytes are the same every time, and after
        the last scan there is a frame OVER.
    duration_s : float or None
        Lock-step: how many seconds of scans there are; None for as long as the scripted hand takes, or no end.
    transport : str
        ``"pty"``, ``"socket"`` (TCP within this machine), or ``"auto"``: a pty where there are ptys.
    interpreter : str
        What runs the firmware: ``"micropython"``, ``"cpython"``, or ``"auto"``.
    board_id : str or None
        What the board says that it is; None for one of its kind of foot, whose calibrations are no other's.
    name : str
        What it is called.
    clock_us : int
        Device time when it is switched on; near 2**32 shows what a wrapping clock does.
    settings : Path or None
        File in which the board keeps its settings; its folder must exist. None: they are gone with it.

    Raises
    ------
    LayoutError
        When the layout has more channels than a board, or too long names.
    LinkLost
        When the firmware can't be found or started.
    """

    def __init__(
        self,
        foot: FootSpec,
        *,
        lockstep: bool = False,
        duration_s: float | None = None,
        transport: Transport = "auto",
        interpreter: Interpreter = "auto",
        board_id: str | None = None,
        name: str = "Virtual rig",
        clock_us: int = 0,
        settings: Path | None = None,
    ) -> None:
        self.foot = foot
        self.pad = foot.pad()
        _check_channels(self.pad.names)
        self.lockstep = lockstep
        self._has_pty = transport == "pty" or (transport == "auto" and sys.platform != "win32")
        self._command = firmware_command(interpreter)
        self._options = {
            "--id": board_id or (PLATE_ID if self.pad.is_plate else TILES_ID),
            "--name": name,
            "--layout": self.pad.name,
            # a plate's cells are no channels: the firmware has their names itself
            "--channels": "" if self.pad.is_plate else ",".join(self.pad.names),
            "--supply-mv": str(foot.supply_mv),
        }
        if self.pad.is_plate:
            self._options["--cells"] = str(self.pad.n_taxels)
        if settings is not None:
            self._options["--settings"] = str(settings.absolute())
        self._clock_us = clock_us
        self._epoch_us = monotonic_us() - clock_us
        self._duration_s = duration_s
        self._open_until_close = contextlib.ExitStack()
        self._url: str | None = None
        self._is_ready = False
        try:
            if self._has_pty:
                self._host = self._start_on_pty()
            else:
                self._host = self._start_on_sockets()
        except BaseException:
            self.close()
            raise

    @property
    def url(self) -> str:
        """What pyserial opens: the pty's name or ``socket://127.0.0.1:PORT``. Waits until both processes are up.

        Raises
        ------
        LinkLost
            When one of them has died; the message has its last words.
        """
        if not self._is_ready:
            self._expect("ready")
            self._is_ready = True
        assert self._url is not None  # noqa: S101  set by both ways of starting
        return self._url

    def press(self, x_mm: float, y_mm: float, force_n: float) -> None:
        """Press there (anatomical mm) with that force (N) from now on; the scripted hand is gone for good.

        Raises
        ------
        RigError
            When a number is not finite, or the force negative.
        """
        if not (math.isfinite(x_mm) and math.isfinite(y_mm) and math.isfinite(force_n) and force_n >= 0):
            raise RigError(
                told(
                    "can't press at x {x_mm} mm, y {y_mm} mm with {force_n} N: finite numbers, and force >= 0",
                    x_mm=x_mm,
                    y_mm=y_mm,
                    force_n=force_n,
                )
            )
        self._tell_foot(f"press {x_mm!r} {y_mm!r} {force_n!r}\n")

    def release(self) -> None:
        """Lift the hand from now on; the scripted hand is gone for good."""
        self._tell_foot("release\n")

    def break_tile(self, kind: str, name: str) -> None:
        """Give a sensor a fault from now on: a kind of ``virtual.sensor_faults``. Raises RigError for another one."""
        others = OF_TILES if self.pad.is_plate else OF_CELLS
        if kind not in KINDS or kind in others or kind == "swapped" or name not in self.pad.names:
            raise RigError(told("can't make tile '{name}' {kind}: no such tile or fault of one", name=name, kind=kind))
        self._tell_foot(f"break {kind} {name}\n")

    def be_late(self, late_s: float) -> None:
        """Let the scripted hand go on so many seconds behind its time, as the drill that it shows has waited."""
        self._tell_foot(f"late {late_s!r}\n")

    def check(self) -> None:
        """Say why, if one of the processes has died before its time.

        Raises
        ------
        LinkLost
            With the last words of the process that ended; of both, the one that was killed or, if none was, the
            firmware, unless it ended well: the other one only lost its partner.
        """
        if self._board.exit_code() == 0:
            # the firmware ends well when its foot is gone: why the foot has gone is the reason
            self._foot.wait(_LAST_WORDS_S)
        codes = [(process.exit_code(), process) for process in (self._board, self._foot)]
        ended = [(code, process) for code, process in codes if code is not None and not (self.lockstep and code == 0)]
        if ended:
            code, process = min(ended, key=lambda one: (one[0] >= 0, one[0] == 0))
            raise LinkLost(
                told(
                    "virtual rig: {name} has ended (code {code}): {last_words}",
                    name=process.name,
                    code=code,
                    last_words=process.last_words(),
                )
            )

    def close(self) -> None:
        """End both processes. Twice is as good as once."""
        if hasattr(self, "_host"):
            self._host.channel.close()  # the foot ends when its host hangs up, the firmware when its foot is gone
        self._open_until_close.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _tell_foot(self, line: str) -> None:
        # The foot being gone is told by check(), not to whoever moves a mouse.
        with contextlib.suppress(OSError):
            self._host.channel.write(line.encode())

    def _expect(self, word: str) -> str:
        """Wait for a line of the foot process that begins with ``word``; returns the rest of it."""
        deadline = time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < deadline:
            line = self._host.next_line(timeout_s=0.1)
            if line is not None:
                first, _, rest = line.partition(" ")
                if first == word:
                    return rest
            elif self._host.ended:
                self._foot.wait(_GRACE_S)
            self.check()
        raise LinkLost(_NOT_UP)

    def _accept(self, listening: socket.socket) -> socket.socket:
        """The foot process's connection, unless it dies before it has made one."""
        listening.settimeout(0.1)
        deadline = time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < deadline:
            with contextlib.suppress(TimeoutError):
                return listening.accept()[0]
            self.check()
        raise LinkLost(_NOT_UP)

    def _orders(self, board: str) -> bytes:
        orders = Orders(self.foot.to_json(), board, self.lockstep, self._epoch_us, self._clock_us, self._duration_s)
        return orders.to_json().encode() + b"\n"

    def _firmware(self, wire: str, foot: str) -> list[str]:
        options = {**self._options, "--wire": wire, "--foot": foot}
        options |= {"--clock-us": str(self._clock_us)} if self.lockstep else {"--epoch-us": str(self._epoch_us)}
        words = [word for name, value in options.items() for part in _parts(value) for word in (name, part)]
        flags = [
            *(["--lockstep"] if self.lockstep else []),
            *(["--load-cell"] if self.foot.load_cell_hz else []),
        ]
        return [*self._command, *words, *flags]

    def _board_process(self) -> ChildProcess:
        # In lock-step it may wait for its host for ever, and has nothing to tidy up.
        return ChildProcess(told("the firmware"), self._open_until_close, grace_s=0.0 if self.lockstep else _GRACE_S)

    def _start_on_pty(self) -> LineReader:
        import tty  # noqa: PLC0415  there is no such module on Windows

        keep = self._open_until_close
        master, slave = os.openpty()
        # The slave stays open here, so that a host may come and go without the board seeing a hang-up.
        keep.callback(os.close, slave)
        tty.setraw(slave)
        self._url = os.ttyname(slave)
        try:
            os.set_blocking(master, False)
            foot = piped_foot()
            keep.callback(foot.close)
            self._foot = foot.process
            foot.channel.write(self._orders(foot.board))
            scans_out, orders_in = foot.board_fds
            command = self._firmware(f"fd:{master},{master}", f"fd:{scans_out},{orders_in}")
            self._board = self._board_process()
            self._board.start(command, pass_fds=(master, scans_out, orders_in))
            foot.leave_to_board()
        finally:
            # Bytes that wait in a pty are lost with its master, and in lock-step the firmware ends before its reader.
            if self.lockstep:
                keep.callback(os.close, master)
            else:
                os.close(master)
        return LineReader(foot.channel)

    def _start_on_sockets(self) -> LineReader:
        self._foot = ChildProcess(told("the virtual foot"), self._open_until_close, FOOT_GRACE_S)
        self._board = self._board_process()
        with listener() as listening:
            self._foot.start(foot_command(f"connect:{port_of(listening)}"))
            channel = SocketChannel(self._accept(listening))
        self._host = LineReader(channel)
        channel.write(self._orders("listen"))
        foot_port = self._expect("board")
        with listener() as free:
            port = port_of(free)
        self._board.start(self._firmware(f"listen:{port}", f"connect:{foot_port}"))
        self._url = f"socket://127.0.0.1:{port}"
        return self._host


def _parts(value: str) -> list[str]:
    """A value in parts that MicroPython takes as arguments, which have at most 255 bytes; at least one."""
    return [value[at : at + _PART] for at in range(0, max(len(value), 1), _PART)]


def _check_channels(names: tuple[str, ...]) -> None:
    if len(names) > MAX_CHANNELS:
        raise LayoutError(
            told(
                "the layout has {n_names} taxels, a board reads at most {max_channels}; use a smaller one",
                n_names=len(names),
                max_channels=MAX_CHANNELS,
            )
        )
    n_bytes = len(",".join(names).encode())
    if n_bytes > _MAX_NAMES:
        raise LayoutError(
            told(
                "the layout's taxel names take {n_bytes} bytes, a board keeps {max_names}; shorten them",
                n_bytes=n_bytes,
                max_names=_MAX_NAMES,
            )
        )
