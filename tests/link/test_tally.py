"""What a stream lost, in words: one line a kind, each with what to do, and none where nothing happened."""

from __future__ import annotations

import pytest

from thumbwalk.link.tally import Tally, losses_said, many


@pytest.mark.parametrize(
    ("count", "words", "said"),
    [(0, ("gap",), "0 gaps"), (1, ("gap",), "1 gap"), (2, ("gap",), "2 gaps"), (2, ("is", "are"), "2 are")],
)
def test_a_noun_fits_its_count(count: int, words: tuple[str, ...], said: str) -> None:
    assert many(count, *words) == said


def test_what_is_no_loss_is_not_said() -> None:
    assert losses_said(Tally(frames=9, scans=9, bad_frames=1, repeated_frames=4, load_readings=2)) == []


def test_each_kind_has_a_line_and_the_line_counts() -> None:
    lines = losses_said(Tally(restarts=1, standstills=1, stood_still_s=300.2, late_frames=1))
    assert [line.partition(":")[0] for line in lines] == [
        "the board restarted once",
        "the stream stood still for 300 s, while the board's clock went on",
        "1 frame came too late to be used",
    ]
    restarts, standstills, late = losses_said(Tally(restarts=3, standstills=2, stood_still_s=9.6, late_frames=12))
    assert restarts.startswith("the board restarted 3 times")
    assert standstills.startswith("the stream stood still for 10 s, in 2 pieces")
    assert late.startswith("12 frames came too late")
