"""What is done freely gets its name while it is done, and loses it in a rest."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from tests.played import LESSON, PAD, played

from thumbwalk.session.screen.live_name import LiveName


def names() -> list[tuple[float, str]]:
    """What is told at the end of each 20 ms."""
    touch, naming, told = played(LESSON), LiveName(PAD), list[tuple[float, str]]()
    for at in range(0, len(touch), 2):
        naming.take(touch.cut(at, min(at + 2, len(touch))))
        told.append((float(touch.time_s[at]), naming.technique))
    return told


def test_each_technique_is_named_within_five_seconds_and_a_rest_is_not() -> None:
    told = names()

    def between(start_s: float, end_s: float) -> set[str]:
        return {name for at_s, name in told if start_s < at_s < end_s}

    assert between(0.0, 1.0) == {""}
    assert between(6.0, 12.0) == {"knead"}
    assert between(19.5, 21.0) == {"hold"}
    assert between(30.0, 35.0) == {"walk"}
    assert list(dict.fromkeys(name for _, name in told if name)) == ["knead", "hold", "walk"]


def test_whoever_has_left_does_nothing_any_more() -> None:
    touch, naming = played(LESSON), LiveName(PAD)
    naming.take(touch.between(0.0, 10.0))
    assert naming.technique == "knead"
    rest = touch.between(0.0, 1.0)
    for later_s in (10.0, 11.0, 12.0):
        naming.take(replace(rest, time_s=rest.time_s + later_s))
    assert naming.technique == ""


def test_what_a_left_out_tile_hides_most_of_has_no_name() -> None:
    touch = played(LESSON).between(0.0, 10.0)
    told = {}
    for hidden in (0.1, 0.5):
        naming = LiveName(PAD)
        naming.take(replace(touch, filled_n=hidden * touch.total_n))
        told[hidden] = naming.technique
    assert told == {0.1: "knead", 0.5: ""}


def test_a_hold_is_named_in_its_second_or_third_second() -> None:
    told = names()
    first_s = next(at_s for at_s, name in told if name == "hold")
    pressed = played(LESSON)
    begun_s = float(pressed.time_s[np.flatnonzero(~pressed.touching & (pressed.time_s < first_s))[-1]])
    assert 1.2 < first_s - begun_s < 2.2


def test_who_rubs_to_and_fro_with_a_steady_force_does_not_hold() -> None:
    pressed = played(LESSON).between(15.5, 19.0)
    told = {}
    for reach_mm in (0.0, 4.0):
        naming = LiveName(PAD)
        swing_mm = reach_mm * np.sin(2.0 * np.pi * 2.0 * pressed.time_s)
        naming.take(replace(pressed, x_mm=pressed.x_mm + swing_mm))
        told[reach_mm] = naming.technique
    assert told[0.0] == "hold"
    assert told[4.0] != "hold"
