"""Frames as they are sent: every byte as `firmware/PROTOCOL.md` says."""

from __future__ import annotations

from zlib import crc32

import numpy as np
import pytest
from cobs import cobs
from tests.link.test_cells import HEARD

from thumbwalk.link.cells import CellReading, CellReadings
from thumbwalk.link.encoding import encode_cells, encode_frame, encode_scans


def test_a_frame_ends_with_the_one_zero_and_its_checksum_comes_to_the_residue() -> None:
    frame = encode_frame(0x05, 0x10001, 0x1_0000_0102, b"\0\0")
    assert frame.count(b"\0") == 1
    plain = cobs.decode(frame[:-1])
    assert crc32(plain) == 0x2144DF1C
    assert plain[:-4] == bytes.fromhex("05 0100 02010000 0000"), "number and time are modulo"


def test_cells_stand_on_the_wire_as_the_protocols_page_says() -> None:
    readings = (CellReading(0, 0, -2), CellReading(3100, 1, 120_000), CellReading(3100, 2, -131_072))
    frame = encode_cells(4, CellReadings(100_000, readings, 7, 0))
    assert frame.hex(" ") == (
        "03 0b 04 04 a0 86 01 02 07 01 01 01 01 01 01 02 02 01 02 01 07 fe ff ff 1c 0c 06 04 c0 d4 01 01 06 fe "
        "d0 4c b2 ab 00"
    )


def test_what_a_frame_can_not_hold_is_not_sent() -> None:
    with pytest.raises(ValueError, match="256 scans"):
        encode_scans(0, np.arange(256), np.zeros((256, 2), np.uint16))
    many = tuple(CellReading(i, 0, i) for i in range(256))
    with pytest.raises(ValueError, match="cells"):
        encode_cells(0, CellReadings(HEARD.device_us, many, 0, 0))
