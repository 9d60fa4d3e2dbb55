"""The benchmark of a plate measures what it says: bytes as of a board, taken to a score."""

from __future__ import annotations

from dataclasses import replace

from thumbwalk.bench.cells_to_score import _SPEC, measure_plate, scored, sent
from thumbwalk.link.wire import CellReadings, WireDecoder


def test_its_bytes_are_a_boards_and_its_hand_scores_above_a_beginners() -> None:
    wire = sent(_SPEC, 41_000)
    decoder = WireDecoder(in_order=True)
    heard = [event for event in decoder.feed(wire) if isinstance(event, CellReadings)]
    readings = sum(len(one.readings) for one in heard)
    assert (decoder.tally.bad_frames, decoder.tally.lost_frames) == (0, 0)
    assert 41 * 4 * 78 < readings < 41 * 4 * 82
    assert sent(replace(_SPEC, seed=2), 100) != sent(_SPEC, 100)
    score, beginners = scored(wire), scored(sent(replace(_SPEC, hand="beginner"), 41_000))
    assert score is not None
    assert beginners is not None
    # heel and forefoot are kneaded with different forces, which as one set are not even
    assert score > beginners + 15.0


def test_its_document_has_what_the_page_says() -> None:
    keys = {"version", "thumbwalk", "machine", "layout", "decode_readings_per_s", "pipeline_x_realtime"}
    assert set(measure_plate(1)) == keys
