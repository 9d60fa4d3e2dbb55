"""Run by tests under MicroPython and CPython: prints what the firmware bears of damaged files and absent readers."""

# mypy: ignore-errors

import binascii
import json
import os
import sys

from memory_board import Chip
from rig.settings import Settings
from rig.stream import Rig


def cut_settings(path):
    """The settings of a board whose file was cut at every byte, had every bit pattern changed, or was doubled."""
    chip = Chip()
    chip.settings_path = path
    settings = Settings(chip)
    settings.change("rate_hz", "250")
    settings.change("name", "Left foot")
    with open(path, "rb") as file:
        whole = file.read()
    results = {"whole": len(whole), "cut": [], "flipped": []}
    for n in range(len(whole) + 1):
        with open(path, "wb") as file:
            file.write(whole[:n])
        found = Settings(chip)
        results["cut"].append([found.state, found.values["rate_hz"], found.values["name"]])
    for n in range(len(whole)):
        with open(path, "wb") as file:
            file.write(whole[:n] + bytes([whole[n] ^ 0x20]) + whole[n + 1 :])
        found = Settings(chip)
        results["flipped"].append([found.state, found.values["rate_hz"]])
    with open(path, "wb") as file:
        file.write(whole)
    os.remove(path)
    return results


def odd_settings(path):
    """Files that are well formed and make no sense."""
    chip = Chip()
    chip.settings_path = path
    states = []
    for text in ("[]", "{}", "null", '{"rate_hz": 1e9}', '{"channels": 0}', '{"name": 7}', '{"load_cell": "on"}'):
        with open(path, "w") as file:
            file.write("%s\n%08x\n" % (text, binascii.crc32(text.encode())))
        settings = Settings(chip)
        states.append([text, settings.state, settings.values["rate_hz"]])
    os.remove(path)
    return states


def streamed(seconds, takes_in_ms, word_every_ms):
    """A stream to a host that reads so many bytes a millisecond, or none, and pings as often as it says."""
    chip = Chip()
    chip.out = bytearray(1 << 19)
    served = Rig(chip)
    chip.typed = b"start\n"
    dropped = []
    for millisecond in range(1000 * seconds):
        chip.ticks += 1000
        chip.accepts = takes_in_ms if millisecond > 100 else -1
        if chip.n_written > 500000:
            chip.n_written = 0
        if millisecond % word_every_ms == word_every_ms - 1:
            chip.typed = b"ping 1\n"
        if chip.on_tick is not None:
            chip.on_tick()
        if takes_in_ms and millisecond > 100:
            # what a chip's write takes of the queue's room in one turn
            served.outbox.board = Throttled(chip, takes_in_ms)
        served.turn()
        if millisecond % 10000 == 9999:
            dropped.append(served.outbox.dropped)
    streaming = chip.on_tick is not None
    chip.accepts = -1
    served.outbox.board = chip
    served.outbox.flush()
    chip.n_written = 0
    chip.typed = b"\nhello\nstart\n"
    for _ in range(20):
        chip.ticks += 1000
        if chip.on_tick is not None:
            chip.on_tick()
        served.turn()
    return {
        "streaming": streaming,
        "dropped": dropped,
        "overruns": served.sampler.overruns,
        "after": bytes(chip.out[: chip.n_written]).hex(),
    }


class Forgetful(Chip):
    """A board whose memory does not do for the first scans that it is to take."""

    def __init__(self, times):
        super().__init__()
        self.out = bytearray(1 << 16)
        self.times = times

    def start(self, rate_hz, sampler):
        if self.times:
            self.times -= 1
            raise MemoryError("memory allocation failed")
        super().start(rate_hz, sampler)


def without_memory():
    """What a board says to each command that needs memory it has not, then once it has it; and whether it scans."""
    chip = Forgetful(3)
    served = Rig(chip)
    found = []
    for line in (b"start", b"selftest", b"ping 1", b"rate 500", b"start", b"stop", b"start", b"rate 250", b"stop"):
        if line == b"rate 250":
            chip.times = 1
        chip.n_written = 0
        chip.typed = line + b"\n"
        for _ in range(5):
            chip.ticks += 1000
            if chip.on_tick is not None:
                chip.on_tick()
            served.turn()
        found.append([line.decode(), bytes(chip.out[: chip.n_written]).hex(), served.running, served.rate_hz])
    return found


class Throttled:
    """The board for one turn of the main loop, in which its wire takes so many bytes and no more."""

    def __init__(self, chip, room):
        self.chip = chip
        self.room = room
        self.ticks_us = chip.ticks_us
        self.wait_to_write = chip.wait_to_write

    def write(self, buffer, start, n):
        n = min(n, self.room)
        self.room -= n
        self.chip.accepts = -1
        return self.chip.write(buffer, start, n) if n else 0


path = sys.argv[1]
print(
    json.dumps(
        {
            "cut": cut_settings(path),
            "odd": odd_settings(path),
            "unread": streamed(60, 0, 1000),
            "slow": streamed(60, 20, 1000),
            "gone": streamed(30, 0, 10**9),
            "forgetful": without_memory(),
        }
    )
)
