"""A session's parts: parted where the hand goes to another place or line, the rest left out with why."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from tests.played import PAD, part, played

from thumbwalk.coach.drill.master_parts import LeftOut, MasterPart, parts_of
from thumbwalk.technique.analysis import strokes_on
from thumbwalk.technique.segments import Segment, segments_of
from thumbwalk.technique.two_hands import HandsAtWork
from thumbwalk.virtual.play import Part


def found(*parts: Part, seed: int = 1) -> tuple[list[MasterPart], list[LeftOut]]:
    touch = played(parts, seed)
    return parts_of(segments_of(strokes_on(touch, PAD), touch), touch)


def test_each_technique_and_each_place_is_a_part() -> None:
    near = replace(part("hold", 5.0, 9.0, (0.60, 0.42)), change_s=1.0)
    parts, left_out = found(part("knead", 10.0, 12.0, (0.20, 0.50)), part("hold", 5.0, 9.0, (0.46, 0.75)), near)
    assert [one.technique for one in parts] == ["knead", "hold", "hold"]
    assert left_out == []
    assert all(one.end_s <= other.start_s for one, other in pairwise(parts))


def test_kneading_that_moves_on_is_one_part() -> None:
    parts, _ = found(part("knead", 20.0, 12.0, (0.20, 0.50), 60.0))
    assert len(parts) == 1


def test_lines_beside_each_other_are_parts_and_those_on_one_another_are_not() -> None:
    lines = [replace(part("walk", 8.0, 7.0, (0.48, w), 90.0, line_mm=110.0), change_s=0.9) for w in (0.35, 0.35, 0.65)]
    parts, _ = found(*lines)
    assert [one.technique for one in parts] == ["walk", "walk"]
    assert parts[0].end_s - parts[0].start_s > 1.8 * (parts[1].end_s - parts[1].start_s)


def test_what_is_unsure_or_too_little_is_left_out_with_why() -> None:
    touch = played((part("knead", 10.0, 12.0, (0.20, 0.50)),), 1)
    (segment,) = segments_of(strokes_on(touch, PAD), touch)
    doubted = replace(segment, unsure=True)
    few = Segment(
        "knead", False, segment.strokes[0].start_s, segment.strokes[1].end_s, 1.0, segment.strokes[:2],
        segment.explanation,
    )  # fmt: skip
    short = replace(few, technique="hold", strokes=segment.strokes[:1])
    short = replace(short, strokes=(replace(short.strokes[0], end_s=short.strokes[0].start_s + 0.5),))
    both = replace(segment, at_work=HandsAtWork((touch, touch), (segment.strokes, segment.strokes)))
    parts, left_out = parts_of([doubted, few, short, both], touch)
    assert parts == []
    assert [one.technique for one in left_out] == ["knead", "knead", "hold", "knead"]
    assert left_out[3].reason == "two hands are at work, and a set asks for one"
    assert left_out[0].reason == "not recognised; it is most like knead"
    assert left_out[0].start_s == segment.start_s
    assert left_out[1].reason == "it has 2 strokes, and 3 are needed for a pace"
    assert left_out[2].reason == pytest.approx("it lasts 0.5 s, and a set lasts 1 to 3600 s")
