"""A board that prints lines, as a rig's end of the wire: its lines become frames, and what reads a rig reads it.

A line is a DATA frame with one scan; one that can't be used is a frame that never comes, so that losses are counted
where those of a rig are. A board that begins anew greets anew. Nothing is ever sent to the board.
"""

from __future__ import annotations

import json
import struct
import time
from collections import deque
from collections.abc import Callable, Sequence

from thumbwalk.errors import ProtocolMismatch, RigError, RigSilent
from thumbwalk.language import marked, told
from thumbwalk.link.events import FrameType
from thumbwalk.link.greeting import PROTOCOL
from thumbwalk.link.patience import patient
from thumbwalk.link.serial_link import SerialLink
from thumbwalk.link.wire import encode_frame
from thumbwalk.sketch.cutter import LineCutter
from thumbwalk.sketch.damage import Damage, Kind
from thumbwalk.sketch.first_lines import Asked, Told, told_from
from thumbwalk.sketch.line_clock import Line, Stamped
from thumbwalk.sketch.samples import Samples

LINES_BOARD = "lines"
"""What such a board says it is."""
DIVIDER_OHM = 10_000.0
"""The resistor that most sketches' sensors have below them; a guess, which a calibration makes up for."""

_AGAIN_S = 2.5
"""A board that is looked for again prints within so long, or is looked for once more."""
_LONGEST_GAP_S = 3.0
"""In a longer one nobody listened, and no line is lost (`link.stream_clock`)."""
_BOUNCES_S = 1.0
"""Two beginnings in less are one."""
_BEGINS_AT_S = 20.0
"""Where the wire's time begins: what reads less than 10 s has just been switched on (`link.stream_clock`)."""
_MOST_LOGS, _LONGEST_LOG = 50, 200
"""So many lines of text are passed on, of so many letters."""
_MOST_VALUE = 1e9
"""As of a table's values (`gate.values`)."""
_LOOKED_AT, _BEYOND = 50, 10
"""Values beyond the range in ten of fifty lines are no damage: it is another range."""
_SCAN = struct.Struct("<IIBH")
"""Overruns, dropped, one scan, its offset."""


class LineLink:
    """Listens to a board, tells what it prints, and is its port from then on.

    Parameters
    ----------
    port : SerialLink
        The open port; closed again if its lines can't be used.
    asked : Asked
        What is known of the board.
    after : LineLink or None
        What this one stands in for, when the board was lost: it has to print the same.

    Raises
    ------
    ProtocolMismatch, OptionError, LinkLost
        See `told_from`; RigSilent when a board that was lost is not back.

    Attributes
    ----------
    told : Told
        What the lines are.
    damage : Damage
        What was wrong with them, while they were listened to.
    samples : Samples
        Some of their values, in counts or newtons.
    """

    def __init__(
        self,
        port: SerialLink,
        asked: Asked,
        *,
        after: LineLink | None = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.url, self._port, self._asked, self._now = port.url, port, asked, now
        self.damage: Damage = Damage() if after is None else after.damage
        self.samples: Samples = Samples() if after is None else after.samples
        try:
            self.told: Told = told_from(port, asked, now) if after is None else self._same_as(after.told)
        except RigError:
            port.close()
            raise
        self._clock = self.told.clock()
        self._cutter = LineCutter()
        self._out: deque[bytes] = deque()
        self._sequence = 0
        self._base_s = _BEGINS_AT_S
        self._device_us = round(1e6 * self._base_s)
        self._started = False
        self._logs = 0
        self._beyond: deque[bool] = deque(maxlen=_LOOKED_AT)

    def again(self, port: SerialLink) -> LineLink:
        """Give what goes on by another port. Raises RigSilent when the board is not there."""
        return LineLink(port, self._asked, after=self, now=self._now)

    def read(self) -> bytes:
        """Give the frames of what has come, after a moment's wait if nothing has. Raises LinkLost, ProtocolMismatch."""
        data = self._port.read() if not self._out else b""
        if data:
            self._take(self._cutter.feed(data))
        frames = []
        while self._out:
            frames.append(self._out.popleft())
        return b"".join(frames)

    def send(self, line: str) -> None:
        """Take a host's commands as a rig would; what only a rig can do is refused."""
        for command in line.replace("\x15", "").split("\n"):
            if command == "hello":
                self._put(FrameType.HELLO, self._card())
            elif command == "start":
                self._begin()
                self._put(FrameType.ACK, command)
            elif command == "stop":
                self._started = False
                self._put(FrameType.ACK, command)
            elif command and not command.startswith("ping"):
                self._put(FrameType.ERROR, told("a board that prints lines knows no {word}", word=command.split()[0]))

    def wake(self) -> None:
        """Do nothing: DTR that falls and rises would have many boards begin anew."""

    def close(self) -> None:
        """Close the port."""
        self._port.close()

    def _card(self) -> str:
        codes, pad = self.told.codes, self.told.columns.pad
        card = {
            "protocol": PROTOCOL,
            "firmware": "none",
            "id": self._asked.board_id,
            "board": LINES_BOARD,
            "name": marked("Printed lines"),
            "channels": pad.names,
            "rate_hz": self.told.rate_hz,
            "bits": codes.bits,
            "divider_ohm": DIVIDER_OHM,
            "layout": pad.name,
        }
        return json.dumps(card)

    def _begin(self) -> None:
        """Stream from here on: lines of before are nobody's."""
        if self._started:
            return
        self._started = True
        self._port.forget()
        self._cutter.restart()
        self._clock.resume()

    def _same_as(self, before: Told) -> Told:
        """Wait for a line as those were."""
        cutter, deadline_s = LineCutter(), self._now() + patient(_AGAIN_S)
        while self._now() < deadline_s:
            for line in cutter.feed(self._port.read()):
                if line is not None and isinstance(before.shape.values_of(line), list):
                    return before
        raise RigSilent(
            told("{url}: no line as before came within {again_s:g} s", url=self.url, again_s=patient(_AGAIN_S))
        )

    def _take(self, lines: Sequence[str | None]) -> None:
        """Take lines that came together; each was printed a step before the next."""
        now_s, step_s = self._now(), 1.0 / self.told.rate_hz
        for index, line in enumerate(lines):
            if self._started:
                self._take_line(line, now_s - (len(lines) - 1 - index) * step_s)

    def _take_line(self, line: str | None, heard_s: float) -> None:
        found: list[float] | Kind | None = "garbage" if line is None else self.told.shape.values_of(line)
        if found is None:
            self.damage.words += 1
            self._clock.spoke()
            self._log(line or "")
            return
        if isinstance(found, str):
            self.damage.count(found)
            self._clock.damaged()
            return
        columns = self.told.columns
        values = [found[index] for index in columns.sensors]
        is_absurd = any(abs(value) > _MOST_VALUE for value in values)
        codes = None if is_absurd else self.told.codes.codes_of(values)
        if codes is None:
            self.damage.count("absurd")
            self._clock.damaged()
            self._check_range(values)
            return
        self._beyond.append(False)
        self.damage.rows += 1
        newtons = self.told.codes.newtons
        self.samples.take([a * b for a, b in zip(values, newtons, strict=True)] if newtons else values)
        ticks = None if columns.time_at is None else found[columns.time_at]
        for one in self._clock.feed(Line(codes, heard_s, ticks)):
            if isinstance(one, Stamped):
                self._scan(one)
            else:
                self.damage.count(one)

    def _check_range(self, values: Sequence[float]) -> None:
        """End the stream when values are beyond its range again and again. Raises ProtocolMismatch."""
        self._beyond.append(True)
        if self._beyond.count(True) < _BEYOND:
            return
        codes = self.told.codes
        what = codes.beyond(values)
        mend = (
            told("say what unit the lines are in with --unit")
            if codes.is_force
            else (
                told(
                    "the first lines were taken for those of {bits} bits; say the converter's with --bits",
                    bits=codes.bits,
                )
            )
        )
        raise ProtocolMismatch(told("{url}: {what}: {mend}", url=self.url, what=what, mend=mend))

    def _scan(self, line: Stamped) -> None:
        if line.restarted and self._device_us < 1e6 * _BOUNCES_S:
            # it has begun anew a moment ago, and so it does still: a plug that bounces
            self._base_s = 1e-6 * self._device_us + 1.0
        elif line.restarted:
            self.damage.resets += 1
            self._sequence = self._device_us = 0
            self._base_s = 0.0
            self._put(FrameType.HELLO, self._card())
        device_us = round((self._base_s + line.time_s) * 1e6)
        if device_us - self._device_us <= 1e6 * _LONGEST_GAP_S:
            self._sequence += line.missing
        self._device_us = device_us
        payload = _SCAN.pack(0, 0, 1, 0) + struct.pack(f"<{len(line.codes)}H", *line.codes)
        self._frame(FrameType.DATA, payload)

    def _log(self, text: str) -> None:
        if self._logs < _MOST_LOGS:
            self._logs += 1
            self._put(FrameType.LOG, text.strip()[:_LONGEST_LOG])

    def _put(self, kind: FrameType, text: str) -> None:
        self._frame(kind, text.encode())

    def _frame(self, kind: FrameType, payload: bytes) -> None:
        self._out.append(encode_frame(kind, self._sequence, self._device_us, payload))
        self._sequence += 1
