"""What documents add up to."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from thumbwalk.errors import LearnerError
from thumbwalk.learner.entry import Entry
from thumbwalk.learner.history import ColdSet, History, Matched

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
TODAY = date(2026, 3, 1)


def history(*entries: tuple[str, float, dict[str, Any]]) -> History:
    """Entries by their kind, hours after noon and facts."""
    return History(tuple(Entry(kind, NOON + timedelta(hours=hours), facts, "a") for kind, hours, facts in entries))


def test_a_days_load_is_what_its_hands_did_and_no_virtual_hand() -> None:
    kept = history(
        ("practice", -24, {"load_s": 100}),
        ("practice", 0, {"load_s": 20.5}),
        ("strength", 1, {"load_s": 30}),
        ("practice", 1, {"load_s": 1000, "virtual": True}),
        ("guide", 1, {}),
    )
    assert kept.load_s(TODAY) == pytest.approx(50.5)
    assert kept.load_since_s(NOON + timedelta(hours=1), 20.0) == pytest.approx(30.0)
    assert kept.days() == [date(2026, 2, 28), TODAY]


def test_an_own_peak_is_of_its_hand_and_of_a_test_that_was_done_on_a_rig_with_newtons() -> None:
    def peak(peak_n: float | None, **more: Any) -> dict[str, Any]:
        return {"test": "peak", "side": "right", "done": True, "peak_n": peak_n} | more

    kept = history(
        ("strength", 0, peak(50.0)),
        ("strength", 1, peak(None)),
        ("strength", 2, peak(99.0, side="left")),
        ("strength", 3, peak(98.0, virtual=True)),
        ("strength", 4, peak(97.0, done=False)),
        ("strength", 5, peak(96.0, test="critical")),
        ("strength", 6, peak(55.0)),
    )
    assert kept.peaks_n("right") == [50.0, 55.0]
    assert kept.peaks_n("left") == [99.0]
    assert kept.peaks_n("right", virtual=True) == [98.0]


def test_a_receivers_last_word_of_a_zone_holds() -> None:
    def said(target_n: float, cap_n: float, receiver: str = "Mum", zone: str = "heel") -> dict[str, Any]:
        return {"receiver": receiver, "zone": zone, "target_n": target_n, "cap_n": cap_n}

    kept = history(
        ("match", 0, said(10, 20)),
        ("match", 1, said(9, 14)),
        ("match", 2, said(5, 6, receiver="Dad")),
        ("match", 3, said(6, 9, zone="toes")),
        ("match", 4, said(1, 2) | {"virtual": True}),
    )
    assert kept.matched("Mum") == {"heel": Matched("heel", 9.0, 14.0), "toes": Matched("toes", 6.0, 9.0)}
    assert kept.matched("Nobody") == {}


def test_a_cap_that_no_thumb_comes_to_is_a_damaged_document() -> None:
    kept = history(("match", 0, {"receiver": "Mum", "zone": "heel", "target_n": 9, "cap_n": 1e6}))
    with pytest.raises(LearnerError, match="cap_n is"):
        kept.matched("Mum")


def test_a_figure_is_compared_with_the_same_hands_last_one() -> None:
    def pressed(side: str, best_n: float | None, **more: Any) -> dict[str, Any]:
        return {"test": "peak", "side": side, "figures": {"best_n": best_n}} | more

    kept = history(
        ("strength", 0, pressed("right", 40.0)),
        ("strength", 1, pressed("left", 30.0)),
        ("strength", 2, pressed("right", None)),
        ("strength", 3, pressed("right", 99.0, virtual=True)),
        ("strength", 4, {"test": "peak", "side": "right"}),
    )
    assert kept.last_figure("peak", "right", "best_n") == 40.0
    assert kept.last_figure("peak", "right", "best_n", virtual=True) == 99.0
    assert kept.last_figure("rise", "right", "best_n") is None
    with pytest.raises(LearnerError, match="a: figures: best_n is"):
        history(("strength", 0, pressed("right", 1e9))).last_figure("peak", "right", "best_n")
    with pytest.raises(LearnerError, match="figures is 3, not an object"):
        history(("strength", 0, {"test": "peak", "side": "right", "figures": 3})).last_figure("peak", "right", "best_n")


def test_pain_is_of_its_day_alone() -> None:
    kept = history(("pain", -24, {"site": "wrist"}), ("pain", 0, {"site": "thumb"}))
    today = kept.pain_on(TODAY)
    assert today is not None
    assert today.text("site") == "thumb"
    assert kept.pain_on(TODAY + timedelta(days=1)) is None


def test_the_first_hold_is_known() -> None:
    assert not history(("practice", 0, {"techniques": ["knead"]})).has_held()
    assert history(("practice", 0, {"techniques": ["knead", "hold"]})).has_held()
    assert not history().has_seen_safety()
    assert history(("safety", 0, {})).has_seen_safety()


def test_a_cold_set_is_a_days_first_work_without_help_and_no_other() -> None:
    def practised(score: float | None, first: str = "blind", **more: Any) -> dict[str, Any]:
        return {"drill": "d", "techniques": ["walk", "hold"], "sets": [score, 50.0], "feedback": [first, "live"]} | more

    kept = history(
        ("practice", -120, practised(70.0)),
        ("practice", -119, practised(99.0)),
        ("practice", -96, practised(71.0, "live")),
        ("practice", -95, practised(98.0)),
        ("strength", -72, {}),
        ("practice", -71, practised(97.0)),
        ("practice", -48, practised(None)),
        ("practice", -25, practised(96.0, virtual=True)),
        ("practice", -24, practised(72.0)),
        ("pain", -1, {}),
        ("practice", 0, {"drill": None, "techniques": ["walk"]}),
        ("practice", 1, practised(95.0)),
    )
    assert [(one.day.day, one.score) for one in kept.cold_sets()] == [(24, 70.0), (28, 72.0)]
    assert kept.cold_sets()[0] == ColdSet(date(2026, 2, 24), "d", "walk", 70.0)
    assert [one.score for one in kept.cold_sets(virtual=True)] == [96.0]
    assert kept.has_worked_on(TODAY)
    assert not kept.has_worked_on(TODAY, virtual=True)


def test_the_help_of_the_last_practice_is_of_one_whose_help_nobody_chose() -> None:
    kept = history(
        ("practice", 0, {"help_steps": -1}),
        ("practice", 1, {"help_steps": None}),
        ("practice", 2, {"help_steps": 2, "virtual": True}),
        ("practice", 3, {}),
    )
    assert (kept.last_help(), kept.last_help(virtual=True), History().last_help()) == (-1, 2, 0)


def test_what_hands_can_tell_apart_is_the_larger_of_the_two_last_and_of_tests_that_were_done() -> None:
    def felt(jnd: float | None, side: str = "right", **more: Any) -> dict[str, Any]:
        return {"jnd": jnd, "side": side, "done": True} | more

    kept = history(
        ("feel", 0, felt(0.3)),
        ("feel", 1, felt(0.1)),
        ("feel", 2, felt(0.15, "left")),
        ("feel", 3, felt(0.5, done=False)),
        ("feel", 4, felt(None)),
        ("feel", 5, felt(0.6, virtual=True)),
    )
    assert kept.tells_apart() == 0.15
    assert kept.tells_apart(virtual=True) == 0.6
    assert History().tells_apart() is None
    with pytest.raises(LearnerError, match="jnd"):
        history(("feel", 0, felt(-1.0))).tells_apart()


def test_the_own_peak_is_the_weaker_hands_last() -> None:
    def peak(peak_n: float, side: str) -> dict[str, Any]:
        return {"test": "peak", "side": side, "done": True, "peak_n": peak_n}

    kept = history(("strength", 0, peak(40.0, "left")), ("strength", 1, peak(50.0, "right")))
    assert kept.last_peak_n() == 40.0
    assert kept.last_peak_n(virtual=True) is None
