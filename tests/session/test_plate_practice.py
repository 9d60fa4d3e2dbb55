"""A practice on a plate: its recording holds all, is the same by one process and by two, in parts, and over losses."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.session.plated import HELLO, PLATE, plate_hello, plate_stream
from tests.session.streams import FIRST_STEPS
from tests.session.test_read_ahead import differing, outcome

from thumbwalk.errors import DrillError
from thumbwalk.link.wire import CellReadings, HostFrame, Scans, WireDecoder
from thumbwalk.session import replay
from thumbwalk.session.packing import pack_recording
from thumbwalk.session.part_of import Span
from thumbwalk.session.practice import Practice
from thumbwalk.session.recording import RecordingWriter, open_recording
from thumbwalk.session.replay import read_recording, replayed
from thumbwalk.signal.plate_calibration import PlateCalibration
from thumbwalk.touch.touch_block import TouchBlock
from thumbwalk.virtual.foot import FootSpec
from thumbwalk.virtual.plate_foot import CODES_PER_N
from thumbwalk.virtual.weighed import as_made

Live = tuple[Practice, TouchBlock, list[HostFrame]]
SPEC = FootSpec(layout="plate4", drill="first-steps", hand="beginner", seed=4)
MADE = as_made(SPEC)
START_US = (1 << 32) - 5_000_000
WIRE = plate_stream(SPEC, 18_000, start_us=START_US, lacks=(1000, 1010))


def practised(portions: list[int] | None = None) -> Live:
    """A practice of what the board sent, read in portions, and its touch."""
    practice = Practice(PLATE, MADE)
    practice.take(HELLO)
    practice.begin(FIRST_STEPS)
    opening = practice.opening()
    decoder, blocks = WireDecoder(in_order=True), list[TouchBlock]()
    edges = sorted({0, len(WIRE), *(cut % len(WIRE) for cut in portions or [])})
    for a, b in pairwise(edges):
        blocks += [touch for event in decoder.feed(WIRE[a:b]) for touch in practice.take(event)]
    blocks += [touch for event in decoder.rest() for touch in practice.take(event)]
    return practice, TouchBlock.joined(blocks + practice.finish()), opening


@pytest.fixture(scope="module")
def live() -> Live:
    return practised()


@pytest.fixture(scope="module")
def recording(live: Live, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("plate") / "practice.twr"
    _, _, opening = live
    with RecordingWriter(path, PLATE, MADE) as writer:
        for frame in opening:
            writer.host(frame)
        writer.raw(WIRE)
    return path


def test_the_touch_is_the_hands_to_half_a_millimetre_and_two_percent(live: Live) -> None:
    practice, touch, _ = live
    assert practice.calibrated
    held = touch.touching & (touch.contact_n > 8.0)
    assert held.sum() > 100
    path = SPEC.build_plate()._hand
    first_us = next(event.device_us for event in WireDecoder().feed(WIRE) if isinstance(event, CellReadings))
    # the foot's time begins with its first millisecond, and a converter's reading is of some 25 ms before it
    x, y, force, _ = path.at(touch.time_s[held] + (first_us - START_US - 1000) * 1e-6 - 0.025)
    assert np.median(np.abs(touch.contact_n[held] / np.maximum(force, 1.0) - 1.0)) < 0.02
    assert np.median(np.hypot(touch.x_mm[held] - x, touch.y_mm[held] - y)) < 0.5


@settings(max_examples=2, deadline=None)
@given(st.lists(st.integers(0, 100_000), min_size=1, max_size=400))
def test_any_portions_give_the_same_touch_to_the_bit(live: Live, portions: list[int]) -> None:
    (one, mine, _), (other, theirs, _) = live, practised(portions)
    for name in TouchBlock.__dataclass_fields__:
        np.testing.assert_array_equal(getattr(mine, name), getattr(theirs, name))
    assert one.result() == other.result()


def test_a_replay_is_the_live_practice_to_the_last_digit_and_holds_cells_alone(live: Live, recording: Path) -> None:
    opened = open_recording(recording)
    assert (opened.pad.name, opened.calibration) == ("plate4", MADE)
    events = list(opened.events())
    assert not [event for event in events if isinstance(event, Scans)]
    again = replayed(opened)
    assert again.result() == live[0].result()
    assert (again.losses.frames, again.losses.places) == (10, 1)
    assert again.losses == live[0].losses
    assert 0.05 < again.losses.lost_s < 0.1


@pytest.mark.parametrize("lacks", [(1000, 1060), (500, 540)])
def test_what_is_lost_for_long_is_counted_once_as_lost_and_not_as_a_gap_too(lacks: tuple[int, int]) -> None:
    spec = FootSpec(layout="plate4", seed=4)
    practice, decoder = Practice(PLATE, MADE), WireDecoder(in_order=True)
    practice.take(HELLO)
    for event in [*decoder.feed(plate_stream(spec, 10_000, lacks=lacks)), *decoder.rest()]:
        practice.take(event)
    n = lacks[1] - lacks[0]
    assert (practice.losses.frames, practice.losses.places) == (n, 1)
    assert practice.losses.lost_s == pytest.approx(0.008 * n, abs=0.02)
    assert [one.kind for one in practice.losses.spans] == ["lost"]


def test_two_processes_make_of_it_what_one_does(recording: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replay, "is_worth_it", lambda _path: False)
    one = outcome(recording)
    monkeypatch.setattr(replay, "is_worth_it", lambda _path: True)
    assert differing(one, outcome(recording)) == []


@pytest.mark.parametrize("is_packed", [False, True])
def test_a_part_has_the_times_and_forces_of_the_whole(recording: Path, tmp_path: Path, *, is_packed: bool) -> None:
    path = tmp_path / "a.twr"
    path.write_bytes(recording.read_bytes())
    assert not is_packed or pack_recording(path)
    whole = read_recording(path).touch.between(14.0, 16.0)
    part = read_recording(path, span=Span(14.0, 16.0)).touch
    np.testing.assert_allclose(part.time_s, whole.time_s, atol=1e-9)
    np.testing.assert_allclose(part.contact_n, whole.contact_n, atol=0.05)


def test_a_drill_of_two_hands_is_refused_before_it_begins() -> None:
    practice = Practice(PLATE, MADE)
    practice.take(HELLO)
    two = replace(FIRST_STEPS.drill.sets[1], pattern="together", zone=None, place=(0.5, 0.3), second=(0.5, 0.7))
    with pytest.raises(DrillError, match="two hands"):
        practice.begin(replace(FIRST_STEPS, drill=replace(FIRST_STEPS.drill, sets=(two,))))


def test_on_a_plate_that_nobody_weighed_neither_force_nor_place_is_scored() -> None:
    practice = Practice(PLATE, PlateCalibration.nominal(PLATE, CODES_PER_N))
    practice.take(HELLO)
    practice.begin(FIRST_STEPS)
    assert not practice.calibrated
    for event in WireDecoder(in_order=True).feed(WIRE):
        practice.take(event)
    practice.finish()
    run = practice.run
    assert run is not None
    assert not run.drill.has_places
    result = practice.result()
    assert result is not None
    scored = {part.name for score in result.sets for part in score.metrics}
    assert scored
    assert not scored & {"force_n", "peak_force_n", "off_point_mm", "coverage"}


def test_the_newest_force_is_the_whole_force_on_the_plate_while_it_is_pressed_far_out() -> None:
    spec = FootSpec(layout="plate4", moments=((0.0, 5.0, 5.0, 0.0), (2.0, 5.0, 5.0, 0.0), (2.2, 5.0, 5.0, 20.0)))
    spec = replace(spec, moments=(*spec.moments, (9.0, 5.0, 5.0, 20.0)))
    practice = Practice(PLATE, as_made(spec))
    for event in WireDecoder(in_order=True).feed(plate_stream(spec, 4000)):
        practice.take(event)
    assert practice.newest.force_n.min() < -1.0, "the other corners are pulled"
    assert practice.newest.total_n == pytest.approx(20.0, abs=0.2)


def test_readings_beside_a_greeting_are_the_events_of_the_stream() -> None:
    events = WireDecoder().feed(WIRE)
    assert events[0] == HELLO
    assert sum(isinstance(event, CellReadings) for event in events) > 2000
    assert plate_hello() == WIRE[: len(plate_hello())]
