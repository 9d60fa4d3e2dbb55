"""Frames out: type, sequence, time, payload, checksum, COBS; and the counting of those that found no room.

A frame is built in ``frame`` and goes encoded into ``tx``. What has begun to go out is always finished; what finds no
room is dropped whole.
"""

import micropython
from micropython import const

from rig import kernels

HELLO = const(0x01)
DATA = const(0x02)
PONG = const(0x03)
ERROR = const(0x04)
LOG = const(0x05)
ACK = const(0x06)
LOADCELL = const(0x07)
SELFTEST = const(0x08)
CONFIG = const(0x09)
STATUS = const(0x0A)

HEADER = const(7)  # type u8, sequence u16, device_time u32
FRAME_ROOM = const(1024)
TX_ROOM = const(2048)


class Outbox:
    """The only writer of the wire.

    Attributes
    ----------
    frame : the frame being built, from its type byte on; callers fill in the payload from HEADER on
    sequence : number of the next frame; a dropped frame uses none up
    dropped : frames that found no room, since power-up
    """

    def __init__(self, board, clock):
        self.board = board
        self.clock = clock
        self.frame = bytearray(FRAME_ROOM)
        self.tx = bytearray(TX_ROOM)
        self.table = kernels.CRC_TABLE
        self.start = 0
        self.end = 0
        self.sequence = 0
        self.dropped = 0

    @micropython.native
    def send(self, frame_type, ticks, n_payload):
        """Send the frame whose payload stands in ``frame``, with the time ``ticks``; False if it was dropped."""
        n = HEADER + n_payload
        # At most n + 4 + (n + 4) // 254 + 2 bytes.
        if self.end + n + 10 > TX_ROOM and not self._make_room(n + 10):
            self.dropped += 1
            return False
        clock, sequence = self.clock, self.sequence
        self.end = kernels.append_frame(
            self.tx, self.end, self.frame, n, self.table, frame_type, sequence, ticks, clock.ticks, clock.wraps
        )
        self.sequence = (sequence + 1) & 0xFFFF
        return True

    def send_text(self, frame_type, text):
        """Send text, or bytes, as a frame of the present moment; what is too long for a frame is cut."""
        payload = text.encode() if isinstance(text, str) else text
        payload = payload[: FRAME_ROOM - HEADER - 4]
        self.frame[HEADER : HEADER + len(payload)] = payload
        self.clock.update(self.board.ticks_us())
        return self.send(frame_type, self.clock.ticks, len(payload))

    @micropython.native
    def flush(self):
        """Write what the wire takes; the rest keeps its place at the front of the next flush."""
        start, end = self.start, self.end
        while start < end:
            n = self.board.write(self.tx, start, end - start)
            if n <= 0:
                return
            start += n
            self.start = start
        self.start = 0
        self.end = 0

    def drain(self):
        """Write all there is, for as long as the board finds that worth waiting for."""
        self.flush()
        while self.end and self.board.wait_to_write():
            self.flush()

    @micropython.native
    def _make_room(self, n):
        while self.end + n > TX_ROOM:
            self.flush()
            if self.start > 0:
                kernels.move_down(self.tx, self.start, self.end)
                self.end -= self.start
                self.start = 0
            elif self.end and not self.board.wait_to_write():
                return False
        return True
