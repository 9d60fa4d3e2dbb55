"""The analysis document is exact, and real hands and feet come out as they were recorded."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from thumbwalk.pad import Pad, builtin_pad, load_pad, parse_pad
from thumbwalk.session.padtable import read_pad_table
from thumbwalk.signal.chain import SignalChain
from thumbwalk.technique.analysis import Analysis, _doubted, _up_to, analyse, floor_of, strokes_on
from thumbwalk.technique.explain import Explanation
from thumbwalk.technique.segments import Segment
from thumbwalk.technique.stroke import Stroke
from thumbwalk.technique.two_hands import HandsAtWork
from thumbwalk.touch.stage import TouchStage
from thumbwalk.touch.touch_block import TouchBlock

Make = Callable[..., Any]
DATA = Path(__file__).parents[1] / "data"
COMMON = {"strokes", "force_n", "peak_force_n", "force_cv", "contact_force_n", "x_mm", "y_mm"}


def touch_in(name: str, file: str, pad_text: str | None = None) -> tuple[TouchBlock, Any]:
    pad = load_pad(DATA / name / "layout.toml") if pad_text is None else parse_pad(pad_text, "layout")
    table = read_pad_table(DATA / name / file, pad)
    chain = SignalChain.from_table(pad, table.time_s, table.values)
    on_n, off_n = chain.thresholds
    stage = TouchStage(pad, chain.output_rate_hz, on_n=on_n, off_n=off_n)
    blocks = [*chain.feed(table.time_s, np.asarray(table.values)), *chain.finish()]
    return TouchBlock.joined([stage.feed(block) for block in blocks]), pad


def analysed(name: str, file: str) -> Analysis:
    touch, pad = touch_in(name, file)
    return analyse(touch, pad)


def test_the_document_is_exact(touch_of: Make, presses: Make) -> None:
    force = np.concatenate([np.zeros(300), np.full(800, 12.0), np.zeros(300), presses([14.0] * 9, 4 / 3)])
    analysis = analyse(
        touch_of(force), builtin_pad(), {"mth5": ["dead: no counts", "stuck: reads 3 N"]}, duration_s=30.0
    )
    document = json.loads(json.dumps(analysis.to_json(), allow_nan=False))
    assert document.keys() == {"version", "layout", "duration_s", "left_out", "segments"}
    assert (document["version"], document["layout"], document["duration_s"]) == (1, "sole16", 30.0)
    assert document["left_out"] == [
        {"taxel": "mth5", "reason": "dead: no counts"},
        {"taxel": "mth5", "reason": "stuck: reads 3 N"},
    ]
    hold, knead = document["segments"]
    for segment in (hold, knead):
        assert segment.keys() == {
            *(
                "technique",
                "unsure",
                "start_s",
                "end_s",
                "confidence",
                "hands",
                "pattern",
                "measures",
                "by_hand",
                "trend",
            )
        }
        assert (segment["hands"], segment["pattern"], segment["by_hand"]) == (1, None, [])
        assert segment["trend"] is None
        assert isinstance(segment["unsure"], bool)
    assert hold["measures"].keys() == COMMON | {"hold_s", "steadiness_cv", "drift_n_per_s"}
    assert knead["measures"].keys() == COMMON | {"rate_per_min", "rhythm_cv", "release", "advance_mm"}


def test_nothing_touched_is_an_empty_list(touch_of: Make) -> None:
    document = analyse(touch_of(np.zeros(500)), builtin_pad()).to_json()
    assert document == {"version": 1, "layout": "sole16", "duration_s": 4.99, "left_out": [], "segments": []}
    assert analyse(TouchBlock.joined([]), builtin_pad()).segments == ()


@pytest.mark.parametrize(
    ("unit", "areas", "ending"),
    [("N", False, "n"), ("counts", True, "counts"), ("kPa", False, "kpa"), ("kPa", True, "n")],
)
def test_forces_are_named_in_the_layouts_unit(touch_of: Make, unit: Any, areas: bool, ending: str) -> None:
    taxels = tuple(replace(taxel, area_mm2=100.0 if areas else None) for taxel in builtin_pad().taxels)
    pad = replace(builtin_pad(), unit=unit, taxels=taxels)
    touch = touch_of(np.concatenate([np.zeros(100), np.full(800, 12.0), np.zeros(100)]), resting_n=2.0)
    (measures,) = analyse(touch, pad).measures
    for name in ("force", "peak_force", "contact_force", "resting_force"):
        assert f"{name}_{ending}" in measures
    assert f"drift_{ending}_per_s" in measures
    assert ending == "n" or not any(name.endswith(("_n", "_n_per_s")) for name in measures)


def test_a_real_finger_presses_eleven_times() -> None:
    touch, pad = touch_in("iscan_finger_presses", "presses.csv")
    measures = analyse(touch, pad).measures
    assert sum(int(m["strokes"] or 0) for m in measures) == 11
    intervals = np.diff([stroke.onset_s for stroke in strokes_on(touch, pad)])
    assert intervals.min() >= 2.0
    assert intervals.max() <= 2.8
    assert measures[0]["rate_per_min"] == pytest.approx(60 / 2.4, rel=0.05)
    assert 0.05 < float(measures[0]["release"] or 0) < 0.5  # it releases incompletely


def test_a_walking_foot_has_its_rhythm_without_positions() -> None:
    analysis = analysed("stappone_insole12", "walk.csv")
    walk = max(analysis.measures, key=lambda measures: int(measures["strokes"] or 0))
    assert walk["rate_per_min"] == pytest.approx(0.92 * 60, rel=0.03)
    assert walk["x_mm"] is walk["advance_mm"] is None
    assert 55 <= int(walk["strokes"] or 0) <= 64  # 67 s of it


def test_an_unloaded_sensor_is_not_touched() -> None:
    text = 'name = "one"\nunit = "counts"\n[[taxel]]\nname = "fsr"\n'
    touch, pad = touch_in("fsr_unloaded_noise", "noise.csv", text)
    assert not touch.touching.any()
    assert analyse(touch, pad).segments == ()


def test_a_foot_that_rolls_at_an_uneven_walk_has_its_rhythm() -> None:
    analysis = analysed("insole250_walk_jittery", "walk.csv")
    longest = max(analysis.measures, key=lambda measures: int(measures["strokes"] or 0))
    assert longest["rate_per_min"] == pytest.approx(28.0, rel=0.05)  # rises through 20 % of the peak: 2.14 s apart
    assert float(longest["rhythm_cv"] or 0.0) > 0.2


def test_a_jittery_file_with_gaps_survives() -> None:
    document = analysed("insole250_walk_jittery", "walk.csv").to_json()
    assert json.loads(json.dumps(document, allow_nan=False)) == document
    assert document["segments"]


def test_in_counts_what_is_too_faint_to_be_meant_is_left_out(touch_of: Make, presses: Make) -> None:
    pad = Pad("counts", "counts", builtin_pad().taxels)
    touch = touch_of(presses([100.0, 110.0, 12.0, 90.0, 20.0], 1.2))
    assert [round(stroke.peak_n / 10) for stroke in strokes_on(touch, pad)] == [10, 11, 9, 2]
    # in newtons a light press is a light press
    assert len(strokes_on(touch, builtin_pad())) == 5


def test_the_floor_is_in_the_layout_s_own_unit(touch_of: Make) -> None:
    force = np.r_[np.full(100, 0.2), np.full(100, 80.0)]
    assert floor_of(touch_of(force), builtin_pad()) == 0.3
    assert floor_of(touch_of(force), Pad("c", "counts", builtin_pad().taxels)) == pytest.approx(1.6)
    noisy = np.r_[np.full(100, 0.25), np.full(100, 8.0)]
    assert floor_of(touch_of(noisy), Pad("c", "counts", builtin_pad().taxels)) == pytest.approx(0.25)
    assert floor_of(touch_of(np.zeros(0)), Pad("c", "counts", builtin_pad().taxels)) == 0.0


def named_on(touch: TouchBlock, confidence: float = 0.9, hands: int = 1) -> Segment:
    """What all of a touch is told to be, if no doubt is left."""
    why = Explanation("hold", "knead", False, None, None, None, more=True)
    at_work = None if hands == 1 else HandsAtWork((touch, touch), ((), ()))
    return _doubted(Segment("hold", False, 0.0, 10.0, confidence, (), why, at_work), touch, [])


def told(technique: str, start_s: float, end_s: float, strokes: int = 1, hands: int = 1, sure: float = 0.9) -> Segment:
    """A segment that was named, of strokes that all of its time has."""
    nothing = TouchBlock.joined([])
    each = (Stroke(start_s, start_s, start_s, end_s, 10.0, 0.0, 0.1, 0.0, 0.0, 0.0, 0),) * strokes
    at_work = None if hands == 1 else HandsAtWork((nothing, nothing), ((), ()))
    why = Explanation(technique, "hold", False, None, None, None, more=True)
    return Segment(technique, sure < 0.6, start_s, end_s, sure, each, why, at_work)


KNEADING = told("knead", 3.0, 9.0, strokes=6)


@pytest.mark.parametrize(("blows", "beside", "unsure"), [
    (told("tap", 2.0, 2.2), KNEADING, True),
    (told("tap", 1.9, 2.8, strokes=2), KNEADING, True),
    (told("tap", 2.5, 2.8, strokes=4), KNEADING, True),
    (told("tap", 9.2, 9.4), KNEADING, True),
    (told("tap", 1.9, 2.8, strokes=4), KNEADING, False),
    (told("tap", 0.0, 0.2), KNEADING, False),
    (told("tap", 2.0, 2.2), told("tap", 3.0, 9.0, strokes=20), False),
    (told("hold", 2.0, 2.2), KNEADING, False),
])  # fmt: skip
def test_a_blow_or_two_beside_other_work_is_no_sure_tapping(blows: Segment, beside: Segment, unsure: bool) -> None:
    found = _doubted(blows, TouchBlock.joined([]), [blows, beside])
    assert (found.unsure, found.explanation.unsure) == (unsure, unsure)
    assert found.confidence < 0.6 if unsure else found == blows


UNSURE = told("glide", 0.0, 2.5, sure=0.3)


@pytest.mark.parametrize(("before", "after", "filled_n", "end_s"), [
    (UNSURE, replace(KNEADING, at_work=told("knead", 0.0, 1.0, hands=2).at_work), 0.0, 3.0),
    (UNSURE, told("tap", 3.0, 3.2, sure=0.2), 0.0, 3.0),
    (UNSURE, KNEADING, 0.0, 2.5),
    (told("glide", 0.0, 2.5), told("tap", 3.0, 3.2, sure=0.2), 0.0, 2.5),
    (UNSURE, told("tap", 4.1, 5.0, sure=0.2), 0.0, 2.5),
    (UNSURE, told("tap", 4.1, 5.0, sure=0.2), 1.0, 4.1),
    (UNSURE, told("tap", 6.6, 7.0, sure=0.2), 1.0, 2.5),
])  # fmt: skip
def test_what_lies_between_two_doubts_is_no_sure_rest(
    touch_of: Make, before: Segment, after: Segment, filled_n: float, end_s: float
) -> None:
    touch = replace(touch_of(np.full(1000, 10.0)), filled_n=np.full(1000, filled_n))
    assert _up_to(before, after, touch) == replace(before, end_s=end_s)


@pytest.mark.parametrize(("filled", "unsure"), [(0.0, False), (0.29, False), (0.31, True)])
def test_a_name_is_doubted_where_three_tenths_of_its_force_nobody_measured(
    touch_of: Make, filled: float, unsure: bool
) -> None:
    touch = touch_of(np.full(1000, 10.0))
    segment = named_on(replace(touch, filled_n=filled * touch.total_n))
    assert (segment.unsure, segment.explanation.unsure) == (unsure, unsure)
    assert segment.confidence == pytest.approx(0.6 * 0.7 if unsure else 0.9)
    assert named_on(replace(touch, filled_n=filled * touch.total_n), confidence=0.3).confidence == 0.3


@pytest.mark.parametrize(("part", "filled_n", "hands", "unsure"), [
    (1.31, 0.1, 1, True), (1.29, 0.1, 1, False), (1.31, 0.0, 1, False), (1.31, 0.1, 2, False),
])  # fmt: skip
def test_a_contact_that_has_far_more_than_the_tiles_show_beside_a_dead_one_is_doubted(
    touch_of: Make, part: float, filled_n: float, hands: int, unsure: bool
) -> None:
    touch = touch_of(np.full(1000, 10.0))
    touch = replace(touch, contact_n=part * touch.total_n, filled_n=np.full(1000, filled_n))
    assert named_on(touch, hands=hands).unsure == unsure


def test_only_what_is_filled_in_during_a_segment_casts_doubt_on_it(touch_of: Make) -> None:
    force = np.r_[np.full(1000, 10.0), np.zeros(100), np.full(900, 10.0)]
    late = replace(touch_of(force), filled_n=np.where(np.arange(2000) >= 1000, 9.0, 0.0))
    assert not named_on(late).unsure


@pytest.mark.parametrize(("sigma_mm", "filled_n", "technique", "unsure"), [
    (5.1, 0.1, "hold", True), (4.9, 0.1, "hold", False), (5.1, 0.0, "hold", False), (5.1, 0.1, "tap", False),
])  # fmt: skip
def test_a_contact_beside_a_dead_tile_whose_place_nothing_tells_is_doubted(
    touch_of: Make, sigma_mm: float, filled_n: float, technique: str, unsure: bool
) -> None:
    touch = touch_of(np.full(1000, 10.0))
    touch = replace(touch, sigma_mm=np.full(1000, sigma_mm), filled_n=np.full(1000, filled_n))
    segment = replace(named_on(touch_of(np.full(1000, 10.0))), technique=technique)
    assert _doubted(segment, touch, [segment]).unsure == unsure


@pytest.mark.filterwarnings("error")
def test_a_touch_beside_a_dead_tile_that_has_no_place_at_all_makes_no_warning(touch_of: Make) -> None:
    touch = touch_of(np.full(1000, 10.0))
    touch = replace(touch, sigma_mm=np.full(1000, np.nan), filled_n=np.full(1000, 0.1))
    segment = told("hold", 0.0, 10.0)
    assert _doubted(segment, touch, [segment]) == segment


@pytest.mark.parametrize(("lost_s", "filled_n", "technique", "unsure"), [
    ((5.0, 8.4), 0.1, "knead", False), ((5.0, 9.1), 0.1, "knead", True), ((5.0, 9.1), 0.0, "knead", False),
    ((5.0, 9.1), 0.1, "tap", False), ((0.0, 3.5), 0.1, "knead", False), ((0.0, 4.1), 0.1, "knead", True),
])  # fmt: skip
def test_a_name_that_goes_on_for_four_seconds_where_no_place_is_told_is_doubted(
    touch_of: Make, lost_s: tuple[float, float], filled_n: float, technique: str, unsure: bool
) -> None:
    touch = touch_of(np.full(2000, 10.0))
    lost = (touch.time_s >= lost_s[0]) & (touch.time_s < lost_s[1])
    touch = replace(touch, sigma_mm=np.where(lost, 8.0, 1.0), filled_n=np.full(2000, filled_n))
    strokes = tuple(
        Stroke(t, t + 0.05, t + 0.2, t + 0.5, 10.0, 0.0, 0.3, 100.0, 50.0, 1.0, 0) for t in np.arange(0.0, 20.0, 0.5)
    )
    segment = replace(told(technique, 0.0, 20.0), strokes=strokes)
    assert _doubted(segment, touch, [segment]).unsure == unsure
