"""How a DATA frame lies in its bytes, against frames that were written by hand."""

from __future__ import annotations

import struct

import numpy as np
import pytest

from thumbwalk.link.scan_frame import DATA_FIXED, HEAD, N_SCANS_AT, OVERHEAD, data_dtype, is_data, table_of


def frame(n_scans: int, n_channels: int, extra: bytes = b"") -> bytes:
    head = HEAD.pack(2, 0xABCD, 123_456_789)
    payload = struct.pack("<IIB", 5, 6, n_scans)
    payload += struct.pack(f"<{n_scans}H", *(1000 * i for i in range(n_scans)))
    payload += struct.pack(f"<{n_scans * n_channels}H", *range(n_scans * n_channels))
    return head + payload + extra + b"CRC!"


@pytest.mark.parametrize(("n_scans", "n_channels"), [(1, 1), (4, 16), (3, 5), (8, 64)])
def test_every_field_is_where_it_stands(n_scans: int, n_channels: int) -> None:
    whole = frame(n_scans, n_channels)
    assert is_data(whole)
    assert len(whole) == OVERHEAD + DATA_FIXED + 2 * n_scans * (1 + n_channels)
    assert whole[N_SCANS_AT] == n_scans
    (row,) = np.frombuffer(whole, data_dtype(n_scans, n_channels))
    fields = tuple(int(row[name]) for name in ("type", "sequence", "time", "overruns", "dropped", "n_scans"))
    assert fields == (2, 0xABCD, 123_456_789, 5, 6, n_scans)
    assert row["offset"].tolist() == [1000 * i for i in range(n_scans)]
    np.testing.assert_array_equal(row["counts"], np.arange(n_scans * n_channels).reshape(n_scans, n_channels))


@pytest.mark.parametrize(
    "bad",
    [
        frame(0, 3),
        frame(2, 0),
        frame(2, 3, b"\0"),
        frame(2, 3, b"\0\0"),
        HEAD.pack(2, 0, 0) + b"CRC!",
        HEAD.pack(2, 0, 0) + struct.pack("<II", 0, 0) + b"\x01" + b"CRC!",
    ],
    ids=["no scans", "no channels", "a byte too many", "half a scan", "empty", "only counters"],
)
def test_a_length_that_does_not_fit_its_scans_is_no_data(bad: bytes) -> None:
    assert not is_data(bad)


def test_a_row_of_channels_more_is_another_geometry_and_still_data() -> None:
    assert is_data(frame(2, 3, bytes(4)))


def test_frames_of_one_geometry_are_a_table_with_a_row_each() -> None:
    other = frame(2, 3).replace(struct.pack("<IIB", 5, 6, 2), struct.pack("<IIB", 7, 9, 2))
    table = table_of([frame(2, 3), other])
    assert table["overruns"].tolist() == [5, 7]
    assert table["dropped"].tolist() == [6, 9]
    assert table["counts"].shape == (2, 2, 3)
