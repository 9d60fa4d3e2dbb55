"""A rig that a virtual hand presses on cue, in stream time: no process, no clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from tests.session.streams import HELLO, PAD

from thumbwalk.link.wire import Hello, encode_scans
from thumbwalk.virtual.cued_hand import Press, moments_of
from thumbwalk.virtual.foot import FootSpec
from thumbwalk.zones import zone_centre_mm

PICO = replace(HELLO, board="pico")
"""A real board: without a calibration of its own its newtons are a guess."""
ROWS, FRAMES = 40, 4
"""Scans a frame, and frames a reading."""


class CuedBoard:
    """A board whose every reading is the next 160 ms; its sensors have no errors."""

    url = "made"

    def __init__(self, presses: Sequence[Press], zone: str, hello: Hello = HELLO) -> None:
        self.hello, self._at_ms, self._number = hello, 0, 0
        self._foot = FootSpec(errors=False, moments=moments_of(presses, zone_centre_mm(PAD, zone))).build()
        self.sent: list[str] = []

    @property
    def link(self) -> CuedBoard:
        return self

    def read(self) -> bytes:
        assert self._at_ms < 400_000, "it never ends"
        time_us = (self._at_ms + np.arange(ROWS * FRAMES, dtype=np.int64)) * 1000
        counts = self._foot.counts(time_us.astype(np.float64) * 1e-6)
        frames = b""
        for at in range(0, len(time_us), ROWS):
            self._number += 1
            frames += encode_scans(self._number, time_us[at : at + ROWS], counts[at : at + ROWS])
        self._at_ms += len(time_us)
        return frames

    def send(self, line: str) -> None:
        self.sent.append(line)

    def wake(self) -> None:
        raise AssertionError("it was never silent")
