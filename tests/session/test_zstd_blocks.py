"""Blocks are unpacked alone, by any zstd program, and as far as they are there."""

from __future__ import annotations

import io
from itertools import accumulate, pairwise

import numpy as np
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from thumbwalk.session.zstd_blocks import contents_of, packed, read_block, unpacked

NOTE = b"what the writer wants to find again"
RNG = np.random.default_rng(3)
BLOCKS = [[RNG.integers(0, 9, 700).astype(np.uint8).tobytes() for _ in range(3)] for _ in range(4)]
WHOLE = b"".join(b"".join(block) for block in BLOCKS)
FILE = b"".join(packed(BLOCKS, lambda: NOTE))
BORDERS = list(accumulate(map(len, packed(BLOCKS, lambda: NOTE)), initial=0))


def given_back(data: bytes, portion: int = 333) -> bytes:
    file = io.BytesIO(data)
    return b"".join(unpacked(lambda: file.read(portion)))


def test_any_zstd_program_gives_back_what_went_in() -> None:
    with zstandard.ZstdDecompressor().stream_reader(io.BytesIO(FILE), read_across_frames=True) as reader:
        assert reader.read() == WHOLE
    assert len(FILE) < 0.7 * len(WHOLE)


@given(portion=st.integers(1, 4000))
@settings(max_examples=10, deadline=None)
def test_what_went_in_comes_back_however_it_is_read(portion: int) -> None:
    assert given_back(FILE, portion) == WHOLE


def test_what_unpacking_skips_is_passed_over_as_far_as_it_goes() -> None:
    long_note = b"".join(packed(BLOCKS, lambda: bytes(5000)))
    assert given_back(long_note + FILE) == 2 * WHOLE


@given(cut=st.integers(0, len(FILE)))
@settings(max_examples=60, deadline=None)
def test_cut_at_any_byte_all_portions_are_given_that_are_whole(cut: int) -> None:
    got = given_back(FILE[:cut]).rstrip(b"\0")
    assert WHOLE.startswith(got)
    whole_blocks = sum(border <= cut for border in BORDERS[1:5])
    assert len(got) >= 2100 * whole_blocks
    if whole_blocks < 4 and BORDERS[whole_blocks + 1] - cut < 10:
        # only the block's own end is missing, its checksum above all
        assert len(got) >= 2100 * whole_blocks + 1400


@given(at=st.integers(BORDERS[1], BORDERS[2] - 1), flip=st.integers(1, 255))
@settings(max_examples=60, deadline=None)
def test_damage_costs_no_other_block_than_the_one_it_hits(at: int, flip: int) -> None:
    damaged = FILE[:at] + bytes([FILE[at] ^ flip]) + FILE[at + 1 :]
    got = given_back(damaged)
    assert got.startswith(WHOLE[:2100])
    assert got.endswith(WHOLE[4200:])


def test_rubbish_before_and_between_blocks_is_passed_over() -> None:
    rubbish = bytes(range(1, 256)) * 9
    got = given_back(rubbish + FILE[: BORDERS[1]] + rubbish + FILE[BORDERS[1] :] + bytes(5000))
    assert got.replace(b"\0", b"") == WHOLE.replace(b"\0", b"")


def test_a_block_behind_rubbish_is_found_wherever_what_is_read_ends() -> None:
    for portion in range(94, 112):
        assert given_back(bytes(range(1, 101)) + FILE[: BORDERS[1]], portion).endswith(WHOLE[:2100])


def test_a_damaged_length_that_reaches_over_the_next_block_does_not_cost_that() -> None:
    blocks = [[RNG.integers(0, 9, n).astype(np.uint8).tobytes() for n in (9000, 3000)] for _ in range(3)]
    ends = list(accumulate(map(len, packed(blocks, lambda: NOTE))))
    file = b"".join(packed(blocks, lambda: NOTE))
    # Zstandard's own blocks begin with three bytes: length, kind and whether it is the last
    at = ends[0] + zstandard.frame_header_size(file[ends[0] :])
    reaching = int.from_bytes(file[at : at + 3], "little") + (5000 << 3)
    got = given_back(file[:at] + reaching.to_bytes(3, "little") + file[at + 3 :])
    assert got.startswith(b"".join(blocks[0]))
    assert got.endswith(b"".join(blocks[2]))


def test_the_end_of_a_file_says_where_its_blocks_are_and_has_the_note() -> None:
    file = io.BytesIO(FILE)
    contents = contents_of(file)
    assert contents is not None
    assert contents.note == NOTE
    assert [(one.offset, one.size) for one in contents.blocks] == [
        (start, end - start) for start, end in pairwise(BORDERS[:5])
    ]
    assert [read_block(file, one) for one in contents.blocks] == [b"".join(block) for block in BLOCKS]


@pytest.mark.parametrize("damage", ["cut", "longer", "another number", "another size", "another note", "empty"])
def test_an_end_that_is_not_whole_says_nothing(damage: str) -> None:
    entries = len(BLOCKS) + 1
    at_size, at_note = len(FILE) - 9 - 8 * entries, BORDERS[4]
    spoilt = {
        "cut": FILE[:-1],
        "longer": FILE + b"\0",
        "another number": FILE[:-1] + b"\x8e",
        "another size": FILE[:at_size] + b"\xff" + FILE[at_size + 1 :],
        "another note": FILE[:at_note] + b"\x55" + FILE[at_note + 1 :],
        "empty": b"",
    }[damage]
    assert contents_of(io.BytesIO(spoilt)) is None


def test_what_a_forged_block_unpacks_to_comes_in_portions_that_fit_into_memory() -> None:
    file = io.BytesIO(zstandard.ZstdCompressor().compress(bytes(150_000_000)))
    assert max(map(len, unpacked(lambda: file.read(65536)))) < 80_000_000
