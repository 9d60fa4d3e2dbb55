"""Strokes get names, names make segments, and doubt is said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from thumbwalk.errors import DrillError
from thumbwalk.technique import segments
from thumbwalk.technique.catalog import TECHNIQUES, technique_named
from thumbwalk.technique.explain import Explanation
from thumbwalk.technique.segments import Segment, _runs, _without_slides, _without_slides_beside, segments_of
from thumbwalk.technique.stroke import Stroke
from thumbwalk.technique.strokes import strokes_of
from thumbwalk.technique.two_hands import Spell
from thumbwalk.technique.ways import FIFTH_WAYS, WAYS, Ways
from thumbwalk.touch.touch_block import TouchBlock

Make = Callable[..., Any]
Array = NDArray[np.float64]
REST = np.zeros(300)


def named(touch: TouchBlock) -> list[Segment]:
    return segments_of(strokes_of(touch), touch)


def test_a_hold_and_kneading_are_told_apart_across_a_rest(touch_of: Make, presses: Make) -> None:
    touch = touch_of(np.concatenate([REST, np.full(800, 12.0), REST, presses([14.0] * 9, 4 / 3, kept=0.1)]))
    hold, knead = named(touch)
    assert (hold.technique, hold.unsure, knead.technique, knead.unsure) == ("hold", False, "knead", False)
    assert (hold.start_s, hold.end_s) == pytest.approx((3.0, 10.99), abs=0.011)
    assert (knead.start_s, knead.end_s) == pytest.approx((15.0, 27.0), abs=0.15)
    assert 0.8 < hold.confidence <= 1.0
    assert 0.8 < knead.confidence <= 1.0


def test_they_are_told_apart_without_a_lift(touch_of: Make, presses: Make) -> None:
    kneading = presses([14.0] * 6, 1.0, kept=0.2)[100:-100]
    touch = touch_of(np.concatenate([REST, np.full(700, 12.0), np.linspace(12, 2.8, 10), kneading, REST]))
    hold, knead = named(touch)
    assert (hold.technique, knead.technique) == ("hold", "knead")
    # What is pressed with less than half of the hold's force on the way over belongs to neither.
    assert hold.end_s == pytest.approx(10.05, abs=0.03)
    assert knead.start_s == pytest.approx(10.09, abs=0.03)


@pytest.mark.parametrize(("lift_s", "segments"), [(1.4, 1), (1.6, 2)])
def test_a_lift_of_a_second_and_a_half_stays_inside(
    touch_of: Make, presses: Make, lift_s: float, segments: int
) -> None:
    press = np.r_[np.linspace(0.6, 10, 20), np.full(40, 10.0), np.linspace(10, 0.6, 20)]
    lift = np.zeros(round(lift_s * 100))
    touch = touch_of(np.concatenate([REST, press, np.zeros(30), press, lift, press, np.zeros(30), press, REST]))
    assert len(named(touch)) == segments


def test_one_long_press_in_a_row_does_not_end_the_kneading(touch_of: Make, presses: Make) -> None:
    kneads = presses([14.0] * 4, 1.2)[100:-100]
    slow = presses([14.0], 4.0)[100:-100]
    touch = touch_of(np.concatenate([REST, kneads, slow, kneads, REST]))
    (segment,) = named(touch)
    assert segment.technique == "knead"


def test_a_hold_within_kneading_is_a_segment_of_its_own(touch_of: Make, presses: Make) -> None:
    kneads = presses([14.0] * 4, 1.2)[100:-100]
    touch = touch_of(np.concatenate([REST, kneads, np.full(800, 12.0), kneads, REST]))
    assert [segment.technique for segment in named(touch)] == ["knead", "hold", "knead"]


@pytest.mark.parametrize(("ways", "counted"), [(WAYS, 9), (FIFTH_WAYS, 11)])
def test_a_slide_to_the_first_press_and_away_from_the_last_is_no_press(
    touch_of: Make, presses: Make, ways: Ways, counted: int
) -> None:
    slide = 2.0 * np.sin(np.linspace(0.0, np.pi, 70)) ** 0.5
    pressed = presses([14.0] * 9, 4 / 3, kept=0.1)[70:-70]
    there, there_mm = np.linspace(90.0, 140.0, 70), np.full(len(pressed), 140.0)
    x_mm = np.concatenate([np.full(300, 90.0), there, there_mm, there[::-1], np.full(300, 90.0)])
    touch = touch_of(np.concatenate([REST, slide, pressed, slide, REST]), x_mm=x_mm)
    (knead,) = segments_of(strokes_of(touch), touch, ways=ways)
    assert (knead.technique, knead.unsure, len(knead.strokes)) == ("knead", False, counted)
    if counted == 9:
        assert (knead.start_s, knead.end_s) == pytest.approx((4.0, 16.0), abs=0.1)


def test_slides_alone_are_left_to_be_what_they_are_taken_for(touch_of: Make) -> None:
    stroke = Stroke(0.0, 0.1, 0.3, 0.6, 2.0, 0.0, 0.5, 100.0, 40.0, 12.0, 0)
    assert _without_slides_beside((stroke, stroke)) == (stroke, stroke)


def test_blows_are_no_slides_however_badly_their_places_are_told() -> None:
    told_badly = [Stroke(t, t + 0.03, t + 0.03, t + 0.06, 2.0, 0.0, 0.05, 100.0, 40.0, 12.0, 0) for t in range(6)]
    told_well = [replace(told_badly[0], start_s=t, end_s=t + 0.06, spread_mm=2.0) for t in range(6, 9)]
    assert _without_slides_beside((*told_badly, *told_well)) == (*told_badly, *told_well)


def test_no_more_than_two_strokes_at_each_end_are_slides() -> None:
    slide = Stroke(0.0, 0.1, 0.3, 0.6, 2.0, 0.0, 0.5, 100.0, 40.0, 12.0, 0)
    press = replace(slide, spread_mm=1.0)
    assert _without_slides_beside((slide, press, press, slide)) == (press, press)
    three = _without_slides_beside((slide, slide, slide, press, press, slide, slide, slide))
    assert three == (slide, press, press, slide)


def test_a_hold_that_wobbles_is_no_kneading(touch_of: Make) -> None:
    hold = np.full(800, 12.0)
    hold[150:200] = 7.0
    (segment,) = named(touch_of(np.concatenate([REST, hold, REST])))
    assert (segment.technique, len(segment.strokes)) == ("hold", 2)


def test_a_lone_short_press_is_a_guess_and_says_so(touch_of: Make, presses: Make) -> None:
    (segment,) = named(touch_of(presses([10.0], 1.5)))
    assert segment.technique in TECHNIQUES
    assert segment.unsure


def test_a_long_stroke_over_the_foot_is_a_glide_and_no_hold(touch_of: Make) -> None:
    x = np.r_[np.full(100, 40.0), np.linspace(40, 230, 400), np.full(100, 230.0)]
    (segment,) = named(touch_of(np.r_[np.zeros(100), np.full(400, 5.0), np.zeros(100)], x_mm=x))
    assert segment.technique == "glide"


@pytest.mark.parametrize("seed", range(3))
def test_six_techniques_of_one_hand_without_a_lift_come_out_in_order(touch_of: Make, seed: int) -> None:
    order = ["hold", "circles", "knead", "glide", "walk", "tap"]
    rng = np.random.default_rng(seed)
    parts = [_gesture(name, rng) for name in order]
    force, x, y = [np.zeros(100)], [np.zeros(100)], [np.zeros(100)]
    borders: list[float] = []
    for part_n, part_x, part_y in parts:
        if borders:  # half a second's slide at 2 N
            force.append(np.full(50, 2.0))
            x.append(np.linspace(x[-1][-1], part_x[0], 50))
            y.append(np.linspace(y[-1][-1], part_y[0], 50))
        force.append(part_n)
        x.append(part_x)
        y.append(part_y)
        borders.append(sum(map(len, force)) / 100)
    force.append(np.zeros(100))
    touch = touch_of(
        np.concatenate(force), x_mm=np.r_[np.concatenate(x), REST[:100]], y_mm=np.r_[np.concatenate(y), REST[:100]]
    )
    found = named(touch)
    assert [segment.technique for segment in found] == order
    for segment, end_s in zip(found[:-1], borders[:-1], strict=True):
        assert segment.end_s == pytest.approx(end_s + 0.25, abs=0.6)


def _gesture(name: str, rng: np.random.Generator) -> tuple[Array, Array, Array]:
    """Force and place at 100 Hz of a steady hand; the thumb's place shakes by a millimetre."""
    time_s = np.arange(800) / 100
    x, y = np.full(800, 120.0), np.full(800, 45.0)
    force = np.full(800, 10.0)
    if name == "circles":
        x, y = x + 11 * np.cos(2 * np.pi * 0.9 * time_s), y + 11 * np.sin(2 * np.pi * 0.9 * time_s)
    elif name == "knead":
        force = 14 * (0.1 + 0.9 * np.sin(np.pi * 0.75 * time_s) ** 2)
    elif name == "walk":
        force = 10 * (0.3 + 0.7 * np.sin(np.pi * 1.5 * time_s) ** 2)
        x = 80 + 7.0 * np.floor(1.5 * time_s)
    elif name == "glide":
        force, x = np.full(800, 5.0), 130 + 50 * (2 / np.pi) * np.arcsin(np.sin(np.pi * time_s / 2))
    elif name == "tap":
        force = np.where((time_s * 4) % 1 < 0.4, 4.0, 0.0)
    shake = rng.normal(0.0, 0.3, (2, 800))
    return force, x + shake[0], y + shake[1]


def test_no_strokes_no_segments() -> None:
    assert segments_of([], TouchBlock.joined([])) == []


def test_an_unknown_technique_is_refused_with_those_there_are() -> None:
    with pytest.raises(
        DrillError, match="no technique 'pinch' that can be measured; there are: hold, knead, circles, walk, glide, tap"
    ):
        technique_named("pinch")


def made(touch_of: Make, name: str, *, per_min: float = 60.0, size_mm: float = 10.0, kept: float = 0.0) -> TouchBlock:
    """Ten seconds of a technique on one path: ``size_mm`` is a radius, a bite, or millimetres a second."""
    time_s = np.arange(1000) / 100
    beat, x, y, force = time_s * per_min / 60.0, np.full(1000, 110.0), np.full(1000, 48.0), np.full(1000, 9.0)
    if name in ("knead", "walk"):
        force = 12.0 * (kept + (1.0 - kept) * np.sin(np.pi * beat) ** 2)
        x = x - 50.0 + size_mm * (np.floor(beat) if name == "walk" else 0.0 * beat)
    elif name == "circles":
        x, y = x + size_mm * np.cos(2 * np.pi * beat), y + size_mm * np.sin(2 * np.pi * beat)
    elif name == "glide":
        x = 70.0 + 100.0 * (2 / np.pi) * np.arcsin(np.abs(np.sin(np.pi * size_mm * time_s / 200.0)))
    elif name == "tap":
        force = np.where(beat % 1.0 < 0.12 * per_min / 60.0, 4.0, 0.0)
    shake = np.random.default_rng(7).normal(0.0, 0.2, (2, 1000))
    x, y = np.r_[REST, x + shake[0], REST], np.r_[REST, y + shake[1], REST]
    touch: TouchBlock = touch_of(np.concatenate([REST, force, REST]), x_mm=x, y_mm=y)
    return touch


@pytest.mark.parametrize(
    ("name", "how"),
    [
        ("hold", {}),
        ("knead", {"per_min": 30.0}),
        ("knead", {"per_min": 60.0, "kept": 0.25}),
        ("circles", {"per_min": 40.0, "size_mm": 9.0}),
        ("circles", {"per_min": 70.0, "size_mm": 15.0}),
        ("circles", {"per_min": 40.0, "size_mm": 15.0}),
        ("circles", {"per_min": 70.0, "size_mm": 9.0}),
        ("walk", {"per_min": 60.0, "size_mm": 5.5, "kept": 0.25}),
        ("walk", {"per_min": 60.0, "size_mm": 10.0, "kept": 0.5}),
        ("walk", {"per_min": 80.0, "size_mm": 5.5, "kept": 0.5}),
        ("walk", {"per_min": 80.0, "size_mm": 8.0, "kept": 0.25}),
        ("glide", {"size_mm": 30.0}),
        ("glide", {"size_mm": 100.0}),
        ("tap", {"per_min": 120.0}),
        ("tap", {"per_min": 240.0}),
    ],
)
def test_at_the_ends_of_what_is_asked_for_the_name_is_right_and_sure(
    touch_of: Make, name: str, how: dict[str, float]
) -> None:
    (segment,) = named(made(touch_of, name, **how))
    assert segment.technique == name
    assert not segment.unsure


@pytest.mark.parametrize(
    ("name", "how", "sooner"),
    [
        ("circles", {"per_min": 60.0, "size_mm": 0.7}, "hold"),
        ("walk", {"per_min": 70.0, "size_mm": 2.0, "kept": 0.3}, "knead"),
        ("walk", {"per_min": 70.0, "size_mm": 7.0, "kept": 0.02}, "knead"),
        ("glide", {"size_mm": 5.0}, "hold"),
        ("tap", {"per_min": 40.0}, "knead"),
    ],
)
def test_what_is_half_of_the_least_that_is_asked_for_is_not_surely_it(
    touch_of: Make, name: str, how: dict[str, float], sooner: str
) -> None:
    for segment in named(made(touch_of, name, **how)):
        assert segment.technique != name or segment.unsure
        assert segment.technique == sooner or segment.unsure


def press(start_s: float, end_s: float, peak_n: float = 10.0) -> Stroke:
    return Stroke(start_s, start_s, start_s, end_s, peak_n, 0.0, end_s - start_s, 100.0, 50.0, 1.0, 0)


@pytest.mark.parametrize(("lift_s", "runs"), [(1.5, [2, 1]), (1.51, [1, 1, 1])])
def test_strokes_stand_in_one_run_over_lifts_of_a_second_and_a_half(lift_s: float, runs: list[int]) -> None:
    strokes = [press(1.0, 2.0), press(2.0 + lift_s, 5.0), press(9.0, 10.0)]
    assert [len(run) for run in _runs(strokes)] == runs


def test_strokes_at_a_slide_s_ends_are_cut_there_and_those_on_it_left_out(touch_of: Make) -> None:
    force = np.concatenate(
        [np.full(100, 10.0), np.full(60, 4.0), np.full(200, 10.0), np.full(60, 4.0), np.full(100, 10.0)]
    )
    mine = (press(1.0, 1.3), press(1.3, 2.6), press(2.6, 3.9), press(3.9, 4.19))
    kept = _without_slides(mine, touch_of(force))
    assert [(one.start_s, one.end_s) for one in kept] == [pytest.approx((1.6, 2.6)), pytest.approx((2.6, 3.59))]
    assert [one.peak_n for one in kept] == [10.0, 10.0]
    assert [one.onset_s for one in kept] == pytest.approx([1.6, 2.6]), "a cut stroke begins where it is cut"
    assert [one.valley_n for one in kept] == [10.0, 0.0]
    whole = (press(1.6, 2.6), press(2.6, 3.59))
    assert _without_slides(whole, touch_of(force)) == whole


def named_by(monkeypatch: pytest.MonkeyPatch, *own: list[tuple[str, float, float, float]]) -> None:
    """Let each hand's strokes be named so: technique, begin, end and confidence of each segment."""
    why = Explanation("hold", "knead", False, None, None, None, more=True)
    found = [
        [
            Segment(name, False, start_s, end_s, sure, (press(start_s, end_s),), why)
            for name, start_s, end_s, sure in mine
        ]
        for mine in own
    ]
    monkeypatch.setattr(segments, "segments_of", lambda strokes, touch, **_: found[int(touch.x_mm[0] > 120.0)])


def of_two(touch_of: Make) -> list[Segment]:
    """Segments of two hands at 100 and at 180 mm, each with one stroke of ten seconds."""
    hands = tuple(touch_of(np.full(1100, 8.0), x_mm=x) for x in (100.0, 180.0))
    spell = Spell(0, 1100, (hands[0], hands[1]))
    return segments.segments_of_two(spell, ([press(0.0, 10.0)], [press(0.0, 10.0)]))


@pytest.mark.parametrize(
    ("other", "sure"),
    [
        ([("knead", 0.0, 10.0, 0.5)], 1.0 - 0.2 * 0.5),
        ([("knead", 0.0, 6.0, 0.5), ("hold", 6.0, 10.0, 0.9)], 1.0 - 0.2 * 0.5),
        ([("knead", 0.0, 5.9, 0.5), ("hold", 5.9, 10.0, 0.9)], 0.4),
        ([("hold", 0.0, 10.0, 0.7)], 0.4),
        ([("knead", 0.0, 2.0, 0.2), ("hold", 2.0, 4.0, 0.1), ("knead", 4.0, 10.0, 0.6)], 1.0 - 0.2 * 0.5),
    ],
    ids=["the same", "for six tenths", "for less", "another", "by how long each lasts"],
)
def test_two_hands_that_do_the_same_bear_each_other_out(
    touch_of: Make, monkeypatch: pytest.MonkeyPatch, other: list[tuple[str, float, float, float]], sure: float
) -> None:
    named_by(monkeypatch, [("knead", 0.0, 10.0, 0.8)], other)
    (segment,) = of_two(touch_of)
    assert (segment.technique, segment.hands) == ("knead", 2)
    assert segment.confidence == pytest.approx(sure)
    assert segment.unsure == (sure < 0.6)


def test_the_hand_that_is_named_more_surely_and_for_longer_leads(
    touch_of: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    for first, second, name in ((0.8, 0.7, "knead"), (0.7, 0.8, "hold"), (0.8, 0.8, "knead")):
        named_by(monkeypatch, [("knead", 0.0, 10.0, first)], [("hold", 0.0, 10.0, second)])
        assert [one.technique for one in of_two(touch_of)] == [name]
    named_by(monkeypatch, [("knead", 0.0, 4.0, 0.9)], [("hold", 0.0, 10.0, 0.8)])
    assert [one.technique for one in of_two(touch_of)] == ["hold"]


def test_what_only_one_of_two_hands_does_is_of_one_hand(touch_of: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    named_by(monkeypatch, [("knead", 0.0, 4.0, 0.9), ("knead", 4.0, 10.0, 0.9)], [("knead", 0.0, 4.0, 0.8)])
    both, alone = of_two(touch_of)
    assert (both.hands, alone.hands) == (2, 1)
    named_by(monkeypatch, [], [("knead", 0.0, 4.0, 0.8)])
    assert [one.hands for one in of_two(touch_of)] == [1]
