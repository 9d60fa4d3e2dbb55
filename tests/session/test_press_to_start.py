"""A press that is held starts what waits; a hand that lies there, or brushes by, does not."""

from __future__ import annotations

from dataclasses import replace

from tests.app import scenes

from thumbwalk.session.press_to_start import HELD_S, PressToStart
from thumbwalk.session.screen.snapshot import Snapshot


def at(time_s: float, *, touched: bool, connected: bool = True) -> Snapshot:
    still = scenes.quiet()
    touch = replace(still.touch, touching=touched)
    return replace(still, time_s=time_s, touch=touch, stream=replace(still.stream, connected=connected))


def told(*moments: tuple[float, bool]) -> list[bool]:
    watch = PressToStart()
    return [watch.starts(at(time_s, touched=touched)) for time_s, touched in moments]


def test_a_press_starts_when_it_was_held_and_is_told_once() -> None:
    assert told((1.0, False), (1.1, True), (1.1 + HELD_S / 2, True), (1.2 + HELD_S, True), (3.0, True)) == [
        *(False, False, False, True, False),
    ]


def test_a_hand_that_lies_on_the_foot_already_starts_nothing_until_it_was_lifted() -> None:
    assert not any(told((1.0, True), (2.0, True), (9.0, True)))
    assert told((1.0, True), (2.0, True), (2.1, False), (2.2, True), (3.2, True))[-1]


def test_a_brush_starts_nothing() -> None:
    assert not any(told((1.0, False), (1.1, True), (1.2, False), (1.9, True), (2.0, False)))


def test_a_rig_that_is_away_starts_nothing() -> None:
    watch = PressToStart()
    assert not watch.starts(at(1.0, touched=False, connected=False))
    assert not watch.starts(at(1.1, touched=True))
    assert not watch.starts(at(3.0, touched=True))


def test_a_stream_that_begins_anew_counts_from_there() -> None:
    assert told((9.0, False), (9.1, True), (0.1, True), (0.2, True)) == [False] * 4
