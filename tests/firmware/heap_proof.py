"""Stands in for main.py on an emulated board: streams with the heap locked, and says what came of it."""

# mypy: ignore-errors

import gc
from array import array

import micropython
from rig.arm import append_frame
from rig.board_rp2 import Board
from rig.stream import Rig

from rig import kernels


def made_alike():
    """Whether the chip's own instructions make the same frames as viper, of many lengths, contents and times."""
    frame, made, wanted = bytearray(1100), bytearray(1400), bytearray(1400)
    seed = 1
    for n in (7, 8, 76, 152, 242, 243, 244, 245, 246, 247, 248, 249, 253, 254, 255, 500, 506, 760):
        for zeros in (0, 1, 60, 255):
            for i in range(n):
                seed = (seed * 1103 + 12345) & 0xFFFFF
                frame[i] = 0 if (seed >> 8) % 256 < zeros else 1 + (seed >> 3) % 255
            ticks, now, wraps = seed * 1009 & 0x3FFFFFFF, seed * 733 & 0x3FFFFFFF, seed & 3
            words = [array("I", [n & 15, seed & 0xFFFF, ticks, n, now, wraps, 0, 0, 0, n & 7]) for _ in range(2)]
            ends = (
                append_frame(made, frame, kernels.CRC_TABLE, words[0]),
                kernels.append_frame(wanted, frame, kernels.CRC_TABLE, words[1]),
            )
            if ends[0] != ends[1] or words[0] != words[1] or made[n & 7 : ends[0]] != wanted[n & 7 : ends[0]]:
                print("differs", n, zeros, ends, words)
                return 0
    return 1


alike = made_alike()
board = Board()
rig = Rig(board)
rig.start()
for _ in range(60):
    board.wait(False)
    rig.turn()
    rig.send_frames()
readings, sequence = rig.load_cell.readings, rig.outbox.sequence
proved = 1  # a name that is new would be allocated, too
turns = 0
micropython.heap_lock()
try:
    while turns < 150:
        board.wait(False)
        rig.turn()
        rig.send_frames()
        turns += 1
except MemoryError:
    proved = 0
micropython.heap_unlock()
rig.stop()
rig.outbox.drain()
board.close()
gc.collect()
print(
    "\nproof",
    proved,
    turns,
    (rig.outbox.sequence - sequence) & 0xFFFF,
    rig.load_cell.readings - readings,
    rig.load_cell.code,
    board.supply_code(),
    rig.sampler.overruns,
    alike,
    "end",
)
