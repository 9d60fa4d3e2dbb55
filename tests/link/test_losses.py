"""What a stream lost is counted by its kind, with when, and told in words and as a document."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thumbwalk.link.losses import Losses, LostPart, LostSpan
from thumbwalk.link.stream_clock import Break

SECOND = 1_000_000
BOARD = "the board could not take 7 scans and could not send 3 frames, as the computer was too slow (0.20 s), at 10.8 s"


def test_losses_count_by_kind_and_name_the_longest() -> None:
    losses = Losses()
    assert not losses.any
    for found in (
        Break("lost", 2 * SECOND, 0.5, 5),
        Break("lost", 9 * SECOND, 1.0, 10),
        Break("missed", 12 * SECOND, 0.2, frames=3, scans=7),
        Break("restart", 20 * SECOND, 0.0),
        Break("standstill", 30 * SECOND, 300.0),
    ):
        losses.take(found, SECOND)
    losses.take_away(29.0, 12.0)
    assert losses.said() == [
        "15 frames (1.5 s) are missing in 2 places, most of them (1.0 s) from 7.0 s on",
        BOARD,
        "the board restarted once, at 18.0 s",
        "the stream stood still for 300 s, at 28.0 s",
        "the rig was away once, for 12 s, at 29.0 s",
    ]
    told = losses.to_json()
    assert {name: told[name] for name in ("frames", "overruns", "dropped", "restarts", "away")} == {
        "frames": 15,
        "overruns": 7,
        "dropped": 3,
        "restarts": 1,
        "away": 1,
    }
    assert [(one["kind"], one["from_s"], one["to_s"]) for one in told["spans"]] == [
        ("lost", 0.5, 1.0),
        ("lost", 7.0, 8.0),
        ("missed", pytest.approx(10.8), 11.0),
        ("restart", 18.0, 19.0),
        ("standstill", 28.0, 29.0),
        ("away", 29.0, 29.0),
    ]
    json.dumps(told)


def test_frame_after_frame_is_one_span_and_a_long_list_keeps_the_longest_but_counts_all() -> None:
    losses = Losses()
    for index in range(1000):
        losses.take(Break("lost", 100_000 * index + 2_000, 0.002, 1), 0)
    assert len(losses.spans) == 1
    assert losses.spans[0].lost_s == pytest.approx(2.0)
    assert losses.places == 1000
    for index in range(300):
        losses.take(Break("lost", 200 * SECOND + index * SECOND, 0.001 * (index + 1), 1), 0)
    told = losses.to_json()
    assert len(told["spans"]) == 100
    assert told["places"] == 1300
    assert min(one["lost_s"] for one in told["spans"]) > 0.19
    assert [one["from_s"] for one in told["spans"]] == sorted(one["from_s"] for one in told["spans"])


def test_what_is_missing_of_a_window_is_what_lies_in_it() -> None:
    losses = Losses()
    losses.take_gap(2.0, 4.0)
    losses.take(Break("restart", 7 * SECOND, 0.0), 0)
    assert losses.between(0.0, 10.0) == pytest.approx(2.0)
    assert losses.between(3.5, 10.0) == pytest.approx(0.5)
    assert losses.between(2.5, 3.0) == pytest.approx(0.5)
    assert losses.between(4.0, 10.0) == 0.0, "a restart takes no time of the stream"


def test_a_table_has_samples_and_no_frames() -> None:
    losses = Losses()
    losses.take_gap(2.0, 4.0)
    assert losses.missing() == "samples (2.0 s) are missing from 2.0 s on"
    assert losses.spans == [LostSpan("gap", 2.0, 4.0, 2.0)]


@pytest.mark.parametrize(("gap_s", "believed"), [(0.4, True), (0.6, False)])
def test_a_result_is_believed_up_to_the_share_and_its_parts_each_for_themselves(gap_s: float, believed: bool) -> None:
    losses = Losses()
    losses.take_gap(2.0, 2.0 + gap_s)
    lost = LostPart.of(losses, (0.0, 10.0), [(0.0, 1.0), (1.0, 4.0)], 0.05)
    assert lost.believed == believed
    assert lost.doubtful == (1,)
    document = lost.to_json()["losses"]
    assert document["share"] == pytest.approx(gap_s / 10.0)
    assert (document["believed"], document["doubtful"]) == (believed, [1])
    assert ("can still be believed" in " ".join(lost.said())) == believed
    assert ("not enough data to believe" in " ".join(lost.said())) != believed


def test_where_nothing_was_lost_nothing_is_said() -> None:
    nothing = LostPart.of(Losses(), (0.0, 10.0), [(0.0, 1.0)], 0.05)
    assert nothing.believed
    assert nothing.to_json() == {}
    assert nothing.said() == []
    assert LostPart.of(Losses(), (0.0, 0.0), [], 0.05).believed


@given(
    st.lists(st.tuples(st.floats(0, 50), st.floats(0.1, 5), st.floats(0.1, 1)), max_size=12),
    st.floats(-5, 60),
    st.floats(0, 60),
)
def test_what_is_missing_of_any_time_is_the_sum_over_spans_that_may_overlap(
    made: list[tuple[float, float, float]], start_s: float, lasts_s: float
) -> None:
    losses = Losses(spans=[LostSpan("lost", at_s, at_s + long_s, part * long_s) for at_s, long_s, part in made])
    end_s = start_s + lasts_s
    right = sum(
        one.lost_s * max(min(one.to_s, end_s) - max(one.from_s, start_s), 0.0) / (one.to_s - one.from_s)
        for one in losses.spans
    )
    assert losses.between(start_s, end_s) == pytest.approx(right, abs=1e-9)
