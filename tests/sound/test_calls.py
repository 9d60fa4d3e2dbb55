"""What a room calls is counted in, begun and ended by sounds of their own, once each."""

from __future__ import annotations

from collections.abc import Iterable

from thumbwalk.sound.calls import Call, CallEar
from thumbwalk.sound.earcons import Kind


def heard(calls: Iterable[Call | None]) -> list[Kind]:
    ear = CallEar()
    return [kind for call in calls for kind in ear.hear(call)]


def test_an_act_is_counted_in_begun_once_and_its_end_is_told() -> None:
    rest = [Call("rest", seconds, is_act=False) for seconds in (6, 5, 4, 4, 3, 3, 2, 1, 1)]
    press = [Call("press 1", seconds, leads_on=False) for seconds in (5, 5, 4, 3, 2, 1)]
    assert heard([*rest, *press, Call("rest 2", 30, is_act=False)]) == [
        *("set_over", "count", "count", "count"),
        *("go", "set_over"),
    ]


def test_what_stands_still_or_is_called_by_nobody_is_silent_and_begins_anew() -> None:
    part = Call("glide", 3)
    assert heard([part, part, part]) == ["go"]
    assert heard([part, None, None, part]) == ["go", "go"]
    assert heard([Call("change", None, is_act=False)] * 2) == ["set_over"]
