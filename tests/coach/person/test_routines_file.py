"""Routines are read with all that is wrong at once, and the one that comes along is the curriculum's."""

from __future__ import annotations

import pytest

from thumbwalk.coach.person.routines_file import ROUTINES_FILE, packaged_routines, parse_routines, routine_named
from thumbwalk.errors import DrillError
from thumbwalk.tomlfile import TomlFile

SHORT = """
[[routine]]
name = "short"
title = "Short"
duration_s = 20
after = "Rest."
between = "Wring."
before = ["Sit."]
[[routine.cue]]
at_s = 0
technique = "glide"
words = "Up"
[[routine.cue]]
at_s = 10
technique = "hold"
words = "Stay"
[[routine.ask]]
at_s = 4
words = "More?"
"""


def test_the_ten_minutes_are_in_the_routines_order_and_end_after_ten() -> None:
    routine = routine_named("ten-minutes")
    assert list(packaged_routines()) == ["ten-minutes"]
    assert routine.duration_s == 600.0
    seconds: dict[str, float] = {}
    ends = [cue.at_s for cue in routine.cues[1:]] + [routine.duration_s]
    for cue, end_s in zip(routine.cues, ends, strict=True):
        seconds[cue.technique] = seconds.get(cue.technique, 0.0) + end_s - cue.at_s
    assert seconds == {"glide": 120.0, "knead": 120.0, "circles": 90.0, "walk": 150.0, "hold": 120.0}
    assert list(seconds) == ["glide", "knead", "circles", "walk", "hold"]
    assert [line for cue in routine.cues for line in "ABCDE" if f"Line {line}" in cue.words] == list("ABCDE")
    assert [ask.at_s for ask in routine.asks] == [45.0, 260.0, 430.0]


def test_a_routine_is_read() -> None:
    routine = parse_routines(TomlFile(SHORT, "short.toml", ROUTINES_FILE))["short"]
    assert [(cue.at_s, cue.technique, cue.words) for cue in routine.cues] == [(0, "glide", "Up"), (10, "hold", "Stay")]
    assert routine.before == ("Sit.",)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("at_s = 10", "at_s = 0", "must be after 0"),
        ("at_s = 0\n", "at_s = 1\n", "the first cue begins at 0"),
        ("at_s = 10", "at_s = 21", "must be from 0 to 20"),
        ("at_s = 4", "", "it says when"),
        ('technique = "hold"', 'technique = "tickle"', "must be one of"),
        ('technique = "hold"', "", "must be one of"),
        ('words = "Up"', "words = 3", "must be a text"),
        ('before = ["Sit."]', "before = 3", "list of texts"),
        ('title = "Short"', 'tilte = "Short"', "no such setting"),
        ("duration_s = 20", "duration_s = 1e9", "must be from 1 to 3600"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(old: str, new: str, why: str) -> None:
    assert SHORT.count(old) == 1
    with pytest.raises(DrillError, match=why) as refused:
        parse_routines(TomlFile(SHORT.replace(old, new), "short.toml", ROUTINES_FILE))
    assert str(refused.value).startswith("short.toml:")


def test_a_name_that_there_is_not_is_told_with_those_that_there_are() -> None:
    with pytest.raises(DrillError, match="no routine 'nope'; there are: ten-minutes"):
        routine_named("nope")
