"""The process that plays the foot: makes the scan records that the virtual board reads, in real time or in lock-step.

Started by ``virtual.rig`` as ``python -m thumbwalk.virtual.foot_process fd:READ,WRITE`` (or ``connect:PORT``), which
names its channel to the host. One thread, one select; it ends when the host hangs up or the board is gone.
"""

from __future__ import annotations

import contextlib
import json
import select
import sys
import time
from dataclasses import asdict, dataclass

from thumbwalk.errors import RigError
from thumbwalk.virtual.channel import Channel, LineReader, PipeChannel, SocketChannel, connect, listener, port_of
from thumbwalk.virtual.foot import FootSpec
from thumbwalk.virtual.pressing import PressedFoot
from thumbwalk.virtual.scan_timer import ScanTimer

LOCKSTEP_BATCH = 500
WAKE_US = 2000
"""Real time: how often scans are made; two at 1 kHz, which is a frame."""
CATCH_UP_US = 1_000_000
"""Real time: how much that was slept through is still made; the rest is the board's overruns."""

_CLOCK: int | None = getattr(time, "CLOCK_MONOTONIC", None)  # Windows has none


def monotonic_us() -> int:
    """Microseconds of the clock that the firmware, in a process of its own, reads as well."""
    return (time.monotonic_ns() if _CLOCK is None else time.clock_gettime_ns(_CLOCK)) // 1000


@dataclass(frozen=True, slots=True)
class Orders:
    """What the host tells the foot process first, as one line of JSON.

    Attributes
    ----------
    foot : str
        ``FootSpec.to_json()``.
    board : str
        Channel to the board: ``fd:READ,WRITE``, or ``listen`` for a TCP port whose number is then reported.
    lockstep : bool
        As fast as the board reads, in the records' own time; or in real time.
    epoch_us, clock_us : int
        ``monotonic_us()`` at the device's time 0 (real time), and the device's time at the start (lock-step).
    duration_s : float or None
        Lock-step: end the scans after so many seconds; None for the scripted hand's end, or never.
    """

    foot: str
    board: str
    lockstep: bool = False
    epoch_us: int = 0
    clock_us: int = 0
    duration_s: float | None = None

    def to_json(self) -> str:
        """One line of JSON."""
        return json.dumps(asdict(self), separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Orders:
        """Read what ``to_json`` wrote."""
        return cls(**json.loads(text))


class FootProcess:
    """The loop between host, board and foot.

    What the board does not take in real time is thrown away, but for a piece that was begun; in lock-step it waits.
    """

    def __init__(self, orders: Orders, foot: PressedFoot, host: LineReader, board: LineReader) -> None:
        self._orders = orders
        self._foot = foot
        self._timer = ScanTimer(foot)
        self._host = host
        self._board = board
        self._pending: list[bytes] = []
        self._begun = False  # whether the first pending piece is the rest of one
        self._duration_s = foot.duration_s if orders.duration_s is None else orders.duration_s
        self._stopped_us = orders.clock_us
        self._ended = False

    def run(self) -> None:
        """Serve until the host or the board hangs up."""
        host, board = self._host, self._board
        while not (host.ended or board.ended):
            writing = [board.channel.write_fileno] if self._pending else []
            readable = select.select([host.channel, board.channel], writing, [], self._timeout_s())[0]
            if host.channel in readable:
                for line in host.lines():
                    self._obey_host(line)
            if board.channel in readable:
                for line in board.lines():
                    self._obey_board(line)
            self._write()
            if self._timer.rate_hz and not self._ended:
                self._produce()

    def _obey_host(self, line: str) -> None:
        verb, *numbers = line.split(" ")
        if verb == "press":
            self._foot.press(*(float(number) for number in numbers))
        elif verb == "release":
            self._foot.release()
        elif verb == "break":
            self._foot.break_tile(*numbers)
        elif verb == "late":
            self._foot.be_late(float(numbers[0]))

    def _obey_board(self, line: str) -> None:
        verb, *numbers = line.split()
        if verb == "ready":
            self._host.channel.write(b"ready\n")
            return
        # Scans of a timer that no longer runs are of no use, but a piece that was begun must be finished.
        self._pending = self._pending[:1] if self._begun else []
        if verb == "start":
            self._pending.append(self._timer.start(int(numbers[0]), self._now_us()))
        else:
            self._timer.stop()
            self._stopped_us = self._timer.time_us
        self._write()

    def _now_us(self) -> int:
        return self._stopped_us if self._orders.lockstep else monotonic_us() - self._orders.epoch_us

    def _timeout_s(self) -> float | None:
        """How long to sleep when nothing comes in."""
        if not self._timer.rate_hz or self._ended:
            return None
        if self._orders.lockstep:
            return None if self._pending else 0.0
        # A whole number of ticks ahead, so that the last one made is as fresh as can be.
        period_us = 1_000_000 // self._timer.rate_hz
        ahead_us = max(WAKE_US // period_us - 1, 0) * period_us
        return max(0, self._timer.next_us + ahead_us - self._now_us()) * 1e-6

    def _produce(self) -> None:
        timer = self._timer
        if self._orders.lockstep:
            if not self._pending:
                n = LOCKSTEP_BATCH if self._duration_s is None else min(LOCKSTEP_BATCH, timer.left(self._duration_s))
                self._pending = timer.make(n) if n else []
                self._write()
                if n == 0:
                    self._ended = True
                    self._board.channel.end()
            return
        n = timer.due(self._now_us())
        too_late = n - CATCH_UP_US * timer.rate_hz // 1_000_000
        if too_late > 0:
            timer.skip(too_late)
            n -= too_late
        if self._pending:
            timer.skip(n)
        elif n > 0:
            self._pending = timer.make(n)
            self._write()
            if not self._begun:
                self._pending = []
            del self._pending[1:]

    def _write(self) -> None:
        """Write what the board takes of what is pending."""
        while self._pending:
            piece = self._pending[0]
            try:
                n = self._board.channel.write(piece)
            except OSError:
                self._board.ended = True
                return
            if n < len(piece):
                self._pending[0] = piece[n:]
                self._begun = self._begun or n > 0
                return
            del self._pending[0]
            self._begun = False


def main() -> int:
    """Run until the end; 2 if the foot can't be made, with the reason on stderr."""
    host_channel = _open(sys.argv[1])
    host = LineReader(host_channel)
    line = host.next_line()
    if line is None:
        return 0
    orders = Orders.from_json(line)
    try:
        foot = FootSpec.from_json(orders.foot).build_any()
    except RigError as error:
        print(error, file=sys.stderr)
        return 2
    board = LineReader(_open_board(orders.board, host_channel))
    with contextlib.suppress(BrokenPipeError):
        FootProcess(orders, foot, host, board).run()
    return 0


def _open(name: str) -> Channel:
    kind, _, where = name.partition(":")
    if kind == "connect":
        return connect(int(where))
    reading, writing = where.split(",")
    return PipeChannel(int(reading), int(writing))


def _open_board(name: str, host: Channel) -> Channel:
    if name != "listen":
        return _open(name)
    with listener() as listening:
        host.write(f"board {port_of(listening)}\n".encode())
        return SocketChannel(listening.accept()[0])


if __name__ == "__main__":
    sys.exit(main())
