"""The watch over onsets: each touch that begins is told once, by the forces that tell a touch everywhere."""

from __future__ import annotations

import numpy as np
import pytest
from tests.session.streams import PAD

from thumbwalk.session.listener import OnsetWatch, TouchEar
from thumbwalk.session.screen.view import Newest
from thumbwalk.signal.noise import TOUCH_OFF_N, TOUCH_ON_N
from thumbwalk.touch.touch_block import TouchBlock


def at(total_n: float) -> Newest:
    return Newest(0.0, 0, np.full(PAD.n_taxels, total_n / PAD.n_taxels))


def onsets_in(forces_n: list[float]) -> list[int]:
    """After which of the moments an onset is told."""
    told: list[int] = []
    heard: list[float] = []
    watch = OnsetWatch(lambda: told.append(len(heard)))
    for total_n in forces_n:
        watch.hear(at(total_n))
        heard.append(total_n)
    return told


def test_a_touch_that_begins_is_told_once_and_again_after_it_has_ended() -> None:
    assert onsets_in([0.0, 5.0, 6.0, 5.0, 0.0, 0.0, 4.0, 4.0]) == [1, 6]


def test_a_touch_begins_above_one_force_and_ends_at_a_lower_one() -> None:
    between = (TOUCH_OFF_N + TOUCH_ON_N) / 2
    assert onsets_in([between, TOUCH_ON_N, TOUCH_ON_N + 0.01]) == [2]
    # what only sinks below the upper force has not ended
    assert onsets_in([5.0, between, 5.0]) == [0]
    assert onsets_in([5.0, TOUCH_OFF_N, 5.0]) == [0, 2]
    assert onsets_in([5.0, TOUCH_OFF_N + 0.01, 5.0]) == [0]


def test_the_reader_stands_back_for_the_screen_when_a_touch_begins_and_at_no_other_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    order: list[str] = []
    monkeypatch.setattr(
        "thumbwalk.session.listener.time.sleep", lambda seconds: order.append(f"stands back {seconds < 0.01}")
    )
    watch = OnsetWatch(lambda: order.append("told"))
    for total_n in (5.0, 6.0, 0.0, 5.0):
        watch.hear(at(total_n))
    assert order == ["told", "stands back True"] * 2
    watch.tell(None)
    for total_n in (0.0, 5.0):
        watch.hear(at(total_n))
    assert len(order) == 4, "for nobody it does not"


def test_what_is_no_scan_is_let_pass() -> None:
    told: list[bool] = []
    watch = OnsetWatch(lambda: told.append(True))
    watch.hear(at(5.0))
    watch.hear(b"bytes")
    watch.hear(at(5.0))
    assert told == [True]


def test_who_is_told_may_change_and_nobody_need_be() -> None:
    told: list[str] = []
    watch = OnsetWatch()
    for call in (None, lambda: told.append("one"), lambda: told.append("two"), None):
        watch.tell(call)
        watch.hear(at(5.0))
        watch.hear(at(0.0))
    assert told == ["one", "two"]


def test_an_onset_that_nobody_was_told_of_is_not_told_later() -> None:
    told: list[bool] = []
    watch = OnsetWatch()
    watch.hear(at(5.0))
    watch.tell(lambda: told.append(True))
    watch.hear(at(5.0))
    assert told == []


def test_what_the_told_one_raises_is_not_hidden() -> None:
    def fail() -> None:
        raise OSError("no screen")

    with pytest.raises(OSError, match="no screen"):
        OnsetWatch(fail).hear(at(5.0))


def test_touch_is_passed_on_to_whoever_takes_it_just_now_and_nothing_else_is() -> None:
    ear, taken = TouchEar(), list[tuple[str, object]]()
    touch = TouchBlock.joined([])
    ear.hear(touch)
    ear.tell(lambda one: taken.append(("first", one)))
    for heard in (at(5.0), b"bytes", touch):
        ear.hear(heard)
    ear.tell(lambda one: taken.append(("second", one)))
    ear.hear(touch)
    ear.tell(None)
    ear.hear(touch)
    assert taken == [("first", touch), ("second", touch)]
