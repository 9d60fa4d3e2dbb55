"""Stands in for main.py on an emulated board: streams with the heap locked, and says what came of it."""

# mypy: ignore-errors

import gc

import micropython
from rig.board_rp2 import Board
from rig.stream import Rig

board = Board()
rig = Rig(board)
rig.start()
for _ in range(300):
    board.wait(False)
    rig.turn()
readings, sequence = rig.load_cell.readings, rig.outbox.sequence
proved = 1  # a name that is new would be allocated, too
turns = 0
micropython.heap_lock()
try:
    while turns < 600:
        board.wait(False)
        rig.turn()
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
    "end",
)
