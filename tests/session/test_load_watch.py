"""What a practice's hand does is counted, each set at its technique's weight."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.session.streams import FIRST_STEPS, HELLO, PAD, streamed

from thumbwalk.coach.strength.hand_load import weight_of
from thumbwalk.link.wire import WireDecoder
from thumbwalk.session.load_watch import LoadWatch
from thumbwalk.session.practice import Practice
from thumbwalk.signal.calibration import Calibration
from thumbwalk.touch.touch_block import TouchBlock


def test_a_hold_counts_at_its_weight_and_kneading_at_its_own() -> None:
    practice = Practice(PAD, Calibration.generic(16))
    practice.take(replace(HELLO))
    practice.begin(FIRST_STEPS)
    watch, touches = LoadWatch(practice), list[TouchBlock]()
    for event in WireDecoder().feed(streamed((1.0,), 28_000)):
        for touch in practice.take(event):
            touches.append(touch)
            watch.hear(touch)
    touch = TouchBlock.joined(touches)

    def impulse_ns(start_s: float, end_s: float) -> float:
        part = touch.between(start_s, end_s)
        return float(part.contact_n[part.touching].sum()) * touch.step_s

    held, kneaded = impulse_ns(0.0, 12.5), impulse_ns(12.5, 28.0)
    assert held > 20.0
    assert kneaded > 20.0
    assert watch.load.weighed_ns == pytest.approx(weight_of("hold") * held + weight_of("knead") * kneaded, rel=0.02)


def test_in_free_practice_a_touch_weighs_what_is_seen_to_be_done() -> None:
    seen, unseen = (Practice(PAD, Calibration.generic(16), named=named) for named in (True, False))
    wire, watches = WireDecoder().feed(streamed((1.0,), 11_000)), [LoadWatch(seen), LoadWatch(unseen)]
    for practice, watch in zip((seen, unseen), watches, strict=True):
        practice.take(HELLO)
        for event in wire:
            for touch in practice.take(event):
                watch.hear(touch)
    named, plain = (watch.load.weighed_ns for watch in watches)
    assert seen.technique == "hold"
    assert plain > 20.0
    # its first moments have no name yet
    assert 1.15 * plain < named < weight_of("hold") * plain


def test_bytes_and_other_words_are_let_pass() -> None:
    watch = LoadWatch(Practice(PAD, Calibration.generic(16)))
    watch.hear(b"abc")
    assert watch.load.weighed_ns == 0.0
