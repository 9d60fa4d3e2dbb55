"""Run by tests under MicroPython and CPython: prints what the firmware's kernels make of fixed inputs."""

# mypy: ignore-errors

import json
import struct
from array import array

import micropython
from memory_board import Chip
from rig.clock import Clock
from rig.framing import Outbox
from rig.sampler import DEPTH
from rig.stream import Rig

from rig import framing, kernels


def bytes_of(n, step):
    return bytearray([(i * step + i // 7) % 256 for i in range(n)])


def append(out, frame, n, kind, sequence, ticks, clock, at):
    """The kernel that makes a frame's n bytes ready to go, with the words that an outbox would give it."""
    words = array("I", [kind, sequence, ticks, n, clock.ticks, clock.wraps, 0, 0, 0, at])
    end = kernels.append_frame(out, frame, kernels.CRC_TABLE, words)
    assert (words[1], words[9]) == ((sequence + 1) & 0xFFFF, end)
    return end


def encoded(content, sequence, ticks, at):
    """A frame with this content, its checksum and its encoding at a place of a longer buffer."""
    frame = bytearray(7) + content + bytearray(4)
    out = bytearray(1100)
    end = append(out, frame, len(frame) - 4, framing.LOG, sequence, ticks, Clock(ticks), at)
    return [frame.hex(), out[at:end].hex()]


def encodings():
    """CRC and COBS of frames of many lengths, with none, some and all bytes zero."""
    results = []
    for n in (1, 2, 7, 76, 77, 242, 243, 244, 245, 246, 247, 248, 496, 497, 498, 499, 751):
        results += [encoded(bytes_of(n, step), 0, 0, 3) for step in (0, 1, 64)]
        results.append(encoded(bytearray([1 + i % 255 for i in range(n)]), 0x0101, 0x11111111, 0))
    return results


def times():
    """32-bit times around both wraps: of the ticks (2**30) and of the wire (2**32)."""
    results = []
    clock = Clock(0x3FFFFFF0, 3)
    for ticks, now in ((0x3FFFFFF5, 0x3FFFFFFA), (0x3FFFFFFF, 5), (3, 5), (9, 5), (0x20000000, 0x20000000)):
        clock.update(now)
        frame = bytearray(7 + 4)
        append(bytearray(20), frame, 7, framing.HELLO, 0xFFFF, ticks, clock, 0)
        results.append(struct.unpack("<I", frame[3:7])[0])
    return results


def without_allocating():
    """Scans and frames with the heap locked; any allocation raises MemoryError under MicroPython."""
    chip = Chip()
    served = Rig(chip)
    served.start()
    lock = getattr(micropython, "heap_lock", lambda: None)
    unlock = getattr(micropython, "heap_unlock", lambda: None)
    served.sampler.take()  # whatever is made once is made now
    lock()
    i = 0
    while i < 250:
        chip.ticks += 1000
        served.sampler.take()
        served.send_scans(False)
        served.outbox.flush()
        i += 1
    unlock()
    return [chip.n_written, served.sampler.overruns, served.outbox.dropped, bytes(chip.out[: chip.n_written]).hex()]


def losses():
    """A ring that is not emptied, ticks that never came, a wire that takes a few bytes and then none."""
    chip = Chip()
    served = Rig(chip)
    served.start()
    for _ in range(DEPTH + 9):
        chip.ticks += 1000
        served.sampler.take()
    in_ring = served.sampler.waiting()
    served.send_scans(False)
    chip.ticks += 1000
    served.sampler.take()
    after_full_ring = served.sampler.overruns
    chip.ticks += 4000
    served.sampler.take()
    after_gap = served.sampler.overruns

    chip = Chip()
    chip.accepts = 5
    outbox = Outbox(chip, Clock(0))
    outbox.send_text(framing.LOG, "begun")
    outbox.flush()
    chip.accepts = 0
    sent = 0
    for _ in range(500):
        sent += outbox.send_text(framing.LOG, "0123456789")
    chip.accepts = -1
    outbox.flush()
    sent += outbox.send_text(framing.LOG, "after")
    outbox.flush()
    return [in_ring, after_full_ring, after_gap, sent, outbox.dropped, chip.out[: chip.n_written].hex()]


print(
    json.dumps(
        {
            "encodings": encodings(),
            "times": times(),
            "without_allocating": without_allocating(),
            "losses": losses(),
        }
    )
)
