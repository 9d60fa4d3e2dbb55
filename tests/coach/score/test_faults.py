"""Every classic fault of a virtual hand is named, through the whole chain, and an expert is told none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from thumbwalk.coach.score.faults import Fault, faults_as, faults_in
from thumbwalk.coach.targets.targets_file import packaged_targets
from thumbwalk.pad import Pad
from thumbwalk.pipeline import Pipeline
from thumbwalk.technique.analysis import analyse, strokes_on
from thumbwalk.technique.segments import segments_of
from thumbwalk.touch.touch_block import TouchBlock
from thumbwalk.virtual.as_built import AsBuilt
from thumbwalk.virtual.habits import FAULTS, RATE_HZ, Task, habits_of
from thumbwalk.virtual.play import Part, Thumb, felt, perform
from thumbwalk.virtual.table_sensors import TableErrors, sensed

Make = Callable[..., Any]
REST = np.zeros(100)
SEEDS, TAKES = (1, 2), 5
LASTS_S, LAYER_MM = 10.0, 11.5
SENSORS = TableErrors(rate_hz=100.0, gain=0.05, noise_n=0.015)
NAMED = {
    "heavy": "too hard",
    "light": "too light",
    "uneven": "uneven",
    "rushing": "rushing",
    "dragging": "dragging",
    "lifting": "contact lost",
    "backward": "walking backward",
    "flat": "circles collapsing to a line",
    "drifting": "drifting off the point",
    "clinging": "incomplete release",
    "tiring": "tiring",
}
"""What each faulty hand is told."""
ASKED = {
    "hold": (13.0, 60.0), "knead": (14.0, 45.0), "circles": (10.0, 55.0), "walk": (10.0, 90.0), "glide": (5.0, 60.0),
    "tap": (3.5, 200.0),
}  # fmt: skip
"""Force and rate in the middle of each technique's bands."""
SHOWN_BY = [
    ("heavy", "knead"), ("light", "hold"), ("uneven", "walk"), ("rushing", "tap"), ("rushing", "walk"),
    ("dragging", "walk"), ("dragging", "circles"), ("lifting", "walk"), ("backward", "walk"), ("flat", "circles"),
    ("drifting", "hold"), ("drifting", "circles"), ("clinging", "knead"), ("tiring", "hold"), ("tiring", "knead"),
]  # fmt: skip
"""Hands and techniques that show their fault: asked for the middle of a band, they land well outside it."""


def done(pad: Pad, technique: str, hand: str, seed: int, takes: int = TAKES) -> tuple[TouchBlock, Any]:
    """A session of one hand that does one technique again and again, sensed and analysed."""
    force_n, rate = ASKED[technique]
    task = Task(round(LASTS_S * RATE_HZ), force_n, rate, *pad.place(0.6, 0.5), line_mm=80.0, turns=1 - 2 * (seed % 2))
    parts = [Part(technique, task, habits_of(hand), change_s=2.5)] * takes
    session = felt(pad, perform(parts, Thumb(), seed), built=AsBuilt(LAYER_MM), seed=seed)
    time_s, values = sensed(session.tiles_n, pad, SENSORS, seed)
    pipeline = Pipeline.of_table(pad, time_s, values)
    touch = TouchBlock.joined(pipeline.feed(time_s, values) + pipeline.finish())
    return touch, (session.truth, analyse(touch, pad, pipeline.left_out))


def told(pad: Pad, technique: str, hand: str) -> list[list[Fault]]:
    """What each of ten takes is told, on two feet."""
    takes = []
    for seed in SEEDS:
        touch, (truth, analysis) = done(pad, technique, hand, seed)
        for part in truth.parts:
            mine = [one for one in analysis.segments if one.start_s < part.end_s and one.end_s > part.start_s]
            targets = packaged_targets()
            takes.append([fault for one in mine for fault in faults_in(one, touch, pad, targets)])
    return takes


def test_every_fault_of_the_virtual_hands_has_a_name() -> None:
    assert set(NAMED) == set(FAULTS) == {hand for hand, _ in SHOWN_BY}


@pytest.mark.parametrize(("hand", "technique"), SHOWN_BY)
def test_a_fault_is_named_by_what_was_done_alone(pad: Pad, hand: str, technique: str) -> None:
    names = [{fault.name for fault in take} for take in told(pad, technique, hand)]
    assert sum(NAMED[hand] in one for one in names) >= 9, names


@pytest.mark.parametrize("technique", ASKED)
def test_an_expert_is_told_next_to_nothing(pad: Pad, technique: str) -> None:
    sentences = [fault.sentence for take in told(pad, technique, "expert") for fault in take]
    assert len(sentences) <= 1, sentences


def test_a_hold_is_off_its_point_from_eight_millimetres_on(pad: Pad, touch_at: Make) -> None:
    touch = touch_at(np.r_[REST, np.full(800, 12.0), REST], 120.0, 45.0)
    strokes, targets = strokes_on(touch, pad), packaged_targets()

    def names(point_mm: tuple[float, float] | None) -> list[str]:
        return [fault.name for fault in faults_as("hold", strokes, touch, pad, targets, point_mm)]

    assert names(None) == names((120.0, 52.0)) == []
    assert names((120.0, 54.0)) == ["drifting off the point"]


def test_force_that_only_fades_is_tiring_and_not_uneven(pad: Pad, touch_at: Make, kneading: Make) -> None:
    peaks = np.linspace(18.0, 10.0, 9)
    touch = touch_at(np.concatenate([REST, kneading(peaks), REST]))
    (fault,) = faults_as("knead", strokes_on(touch, pad), touch, pad, packaged_targets())
    # means of the first and the last three: 17 and 11
    assert (fault.name, fault.measure) == ("tiring", "decrement")
    assert fault.value == pytest.approx(6 / 17, rel=0.01)


def test_a_near_miss_is_no_fault_and_a_miss_says_value_and_limit(pad: Pad, touch_at: Make, kneading: Make) -> None:
    def told_at(peak_n: float) -> list[str]:
        touch = touch_at(np.concatenate([REST, kneading([peak_n] * 9), REST]))
        return [fault.sentence for fault in faults_as("knead", strokes_on(touch, pad), touch, pad, packaged_targets())]

    assert told_at(20.5) == []
    assert told_at(31.0) == ["too hard (peak_force_n 31, limit 20): Make each press lighter: stop where it gives."]
    assert told_at(3.0)[0].startswith("too light (peak_force_n 3, limit 8): ")


def test_force_that_is_less_at_the_end_by_chance_is_not_tiring(pad: Pad, touch_at: Make, kneading: Make) -> None:
    def names(peaks_n: list[float]) -> set[str]:
        touch = touch_at(np.concatenate([REST, kneading(peaks_n), REST]))
        return {fault.name for fault in faults_as("knead", strokes_on(touch, pad), touch, pad, packaged_targets())}

    # the last three are 23 % less than the first three in each; in the one the presses differ as much anyway
    assert "tiring" in names([15.5, 15.0, 14.5, 14.0, 13.5, 13.0, 12.0, 11.5, 11.0])
    scattered = [20.0, 12.0, 16.0, 9.0, 17.0, 10.0, 9.0, 16.0, 12.0]
    assert "tiring" not in names(scattered)


@pytest.mark.parametrize(("last_n", "tires"), [(11.4, False), (10.9, True)])
def test_tiring_is_a_fifth_less_and_more(pad: Pad, touch_at: Make, kneading: Make, last_n: float, tires: bool) -> None:
    touch = touch_at(np.concatenate([REST, kneading([14.0] * 3 + [last_n] * 3), REST]))
    names = [fault.name for fault in faults_as("knead", strokes_on(touch, pad), touch, pad, packaged_targets())]
    assert ("tiring" in names) == tires


def test_a_touch_of_under_three_seconds_is_too_short_to_be_tiring(pad: Pad, touch_at: Make) -> None:
    for samples, tires in ((285, False), (400, True)):
        touch = touch_at(np.r_[REST, np.linspace(18.0, 9.0, samples), REST])
        names = [fault.name for fault in faults_as("hold", strokes_on(touch, pad), touch, pad, packaged_targets())]
        assert ("tiring" in names) == tires


def test_presses_that_move_on_and_let_go_are_told_as_a_walk_that_lost_contact(
    pad: Pad, touch_at: Make, kneading: Make
) -> None:
    def told_of(bite_mm: float) -> list[str]:
        force = np.concatenate([REST, kneading([12.0] * 10, interval_s=0.7, kept=0.0), REST])
        number = np.clip((np.arange(len(force)) - 100) // 70, 0, 9)
        touch = touch_at(force, 80.0 + bite_mm * number, 45.0)
        (segment,) = segments_of(strokes_on(touch, pad), touch)
        named = replace(segment, technique="knead", unsure=False)
        return [fault.sentence for fault in faults_in(named, touch, pad, packaged_targets())]

    walked = told_of(8.0)
    assert any("contact lost" in one and "If this was to be walk: " in one for one in walked), walked
    assert not any("walk" in one for one in told_of(0.0)), "on one place it is kneading"


def test_of_an_unsure_segment_faults_are_told_with_an_if(pad: Pad, touch_at: Make, kneading: Make) -> None:
    touch = touch_at(np.concatenate([REST, kneading([31.0] * 9), REST]))
    (segment,) = segments_of(strokes_on(touch, pad), touch)
    sure, unsure = (
        faults_in(replace(segment, technique="knead", unsure=unsure), touch, pad, packaged_targets())
        for unsure in (False, True)
    )
    assert [one.name for one in sure] == [one.name for one in unsure] == ["too hard"]
    assert unsure[0].advice == f"If this was to be knead: {sure[0].advice}"


def test_force_that_fades_and_is_uneven_as_well_is_told_as_both(pad: Pad, touch_at: Make, kneading: Make) -> None:
    peaks = np.linspace(24.0, 8.0, 11) * (1.0 + 0.19 * (-1.0) ** np.arange(11))
    touch = touch_at(np.concatenate([REST, kneading(peaks), REST]))
    names = {fault.name for fault in faults_as("knead", strokes_on(touch, pad), touch, pad, packaged_targets())}
    assert {"tiring", "uneven"} <= names
