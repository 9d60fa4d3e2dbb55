"""Frames out: type, sequence, time, payload, checksum, COBS; and the counting of those that found no room.

A frame is built in ``frame`` and goes encoded into ``tx``. What has begun to go out is always finished; what finds no
room is dropped whole.
"""

from array import array

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
CELLS = const(0x0B)
OVER = const(0x0C)

HEADER = const(7)  # type u8, sequence u16, device_time u32
FRAME_ROOM = const(1024)
TX_ROOM = const(2048)

# Words of the outbox, with which the kernels work. ``kernels`` knows them by the same names.
_KIND = const(0)  # head of the frame being built
_SEQUENCE = const(1)
_FRAME_TICKS = const(2)
_LENGTH = const(3)  # its bytes before the checksum
_NOW = const(4)  # the clock's
_WRAPS = const(5)
_DROPPED = const(6)
_SCANS = const(7)  # of a DATA frame, and their channels
_CHANNELS = const(8)
_END = const(9)  # of what is in tx


class Outbox:
    """The only writer of the wire.

    Attributes
    ----------
    frame : the frame being built, from its type byte on; callers fill in the payload from HEADER on
    words : what the kernels are told of it, and tell
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
        self.words = array("I", [0] * 10)

    @property
    def sequence(self):
        return self.words[_SEQUENCE]

    @property
    def dropped(self):
        return self.words[_DROPPED]

    @property
    def end(self):
        return self.words[_END]

    @micropython.native
    def send(self, frame_type, ticks, n_payload):
        """Send the frame whose payload stands in ``frame``, with the time ``ticks``; False if it was dropped."""
        words, clock = self.words, self.clock
        words[_KIND] = frame_type
        words[_FRAME_TICKS] = ticks
        words[_LENGTH] = HEADER + n_payload
        words[_NOW] = clock.ticks
        words[_WRAPS] = clock.wraps & 3
        return self.append()

    @micropython.native
    def tell(self, n_scans, n_channels):
        """Have ``kernels.pack_scans`` take so many scans of so many channels."""
        words, clock = self.words, self.clock
        words[_NOW] = clock.ticks
        words[_WRAPS] = clock.wraps & 3
        words[_SCANS] = n_scans
        words[_CHANNELS] = n_channels

    @micropython.native
    def append(self):
        """Send the frame that stands in ``frame`` and ``words``; False if it was dropped."""
        words = self.words
        n = words[_LENGTH] + 10  # it takes at most n + 4 + (n + 4) // 254 + 2 bytes
        if words[_END] + n > TX_ROOM and not self._make_room(n):
            words[_DROPPED] += 1
            return False
        kernels.append_frame(self.tx, self.frame, self.table, words)
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
        words = self.words
        start, end = self.start, words[_END]
        while start < end:
            n = self.board.write(self.tx, start, end - start)
            if n <= 0:
                return
            start += n
            self.start = start
        self.start = 0
        words[_END] = 0

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
                self.words[_END] -= self.start
                self.start = 0
            elif self.end and not self.board.wait_to_write():
                return False
        return True
