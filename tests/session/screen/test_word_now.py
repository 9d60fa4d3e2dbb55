"""The word of a moment follows the hand: the limit is not told to one that is elsewhere, or has let go."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from tests.drilled import sole_of, touch_of

from thumbwalk.coach.drill.document import DrillDocument
from thumbwalk.coach.drill.drill import Drill, DrillSet
from thumbwalk.coach.drill.guide import Guide
from thumbwalk.coach.drill.run import DrillRun
from thumbwalk.coach.feedback.verdict import NOTHING, said
from thumbwalk.coach.targets.caps import packaged_caps
from thumbwalk.coach.targets.targets_file import packaged_targets
from thumbwalk.session.screen.snapshot import StreamState
from thumbwalk.session.screen.view import Newest, ScreenView
from thumbwalk.session.screen.word_now import word_now
from thumbwalk.touch.touch_block import TouchBlock
from thumbwalk.virtual.hand import HandPath
from thumbwalk.zones import ZoneMap, zone_at

PAD, _ = sole_of("right")
STREAM = StreamState(True, "V", 1000.0, 0, 0, 0, 0, "")
SETS = {
    "hold": DrillSet("hold", "a", 12.0, point="solar plexus", force_n=9.0),
    "knead": DrillSet("knead", "a", 12.0, point="solar plexus", force_n=9.0, rate_per_min=60),
}
THERE = SETS["hold"].target_mm(PAD) or (0.0, 0.0)
FAR = PAD.place(0.15, 0.5)
LIMIT = said("limit")


def document(technique: str) -> DrillDocument:
    drill = Drill("d", "D", "", 0.0, 0.0, (SETS[technique],))
    return DrillDocument.of(drill, packaged_targets(), packaged_caps())


def guide_of(technique: str) -> Guide:
    return Guide.of(document(technique).drill.sets[0], ZoneMap(PAD), packaged_caps())


def path(then: tuple[float, float, float], over_s: float = 2.0, move_s: float = 0.3) -> HandPath:
    """Far over the limit at the point for a while, then on to a place and a force (x, y, N)."""
    time_s = np.arange(0.0, over_s + 3.0, 0.001)
    part = np.clip((time_s - over_s) / move_s, 0.0, 1.0)
    x, y, force = (a + (b - a) * part for a, b in zip((*THERE, 28.0), then, strict=True))
    force *= np.clip(time_s / 0.2, 0.0, 1.0)
    return HandPath(time_s, x, y, force, np.full(len(time_s), 7.0))


def words(technique: str, then: tuple[float, float, float]) -> tuple[list[tuple[float, str]], TouchBlock]:
    """The reason that the screen shows after each 20 ms of touch, and the touch."""
    run, view = DrillRun(document(technique), PAD), ScreenView(PAD, packaged_caps())
    touch = TouchBlock.joined(touch_of(path(then), "right"))
    view.begin(1.0 / touch.step_s)
    pipeline: Any = SimpleNamespace(left_out={})
    found: list[tuple[float, str]] = []
    step = round(0.02 / touch.step_s)
    for lo in range(0, len(touch), step):
        block = touch.cut(lo, lo + step)
        run.feed(block)
        view.take(block, run, pipeline)
        view.follow(run)
        newest = Newest(float(block.time_s[-1]), 0, np.zeros(16))
        state = view.snapshot(newest, STREAM, run, over=False).drill
        assert state is not None
        found.append((newest.time_s, state.verdict.reason))
    return found, touch


@pytest.mark.parametrize("technique", SETS)
def test_a_hand_that_has_gone_far_away_is_told_where_to_go_within_200_ms(technique: str) -> None:
    found, touch = words(technique, (*FAR, 7.0))
    far = np.hypot(touch.x_mm - THERE[0], touch.y_mm - THERE[1]) > 60.0
    since_s = float(touch.time_s[np.flatnonzero(far & (touch.contact_n < 12.0))[0]])
    assert "limit" in [reason for time_s, reason in found if 1.0 < time_s < since_s], "it was over it"
    later = [reason for time_s, reason in found if time_s > since_s + 0.2]
    assert set(later) == {"place"}


def test_a_hold_that_has_eased_off_is_told_so_no_more_after_200_ms() -> None:
    found, touch = words("hold", (*THERE, 9.0))
    over = touch.contact_n > 0.85 * (packaged_caps().at(zone_at(PAD, *THERE)) or 0.0)
    since_s = float(touch.time_s[np.flatnonzero(over)[-1]])
    assert "limit" in [reason for time_s, reason in found if 1.0 < time_s < since_s]
    assert "limit" not in [reason for time_s, reason in found if time_s > since_s + 0.2]


def test_between_two_presses_the_last_ones_word_stays_and_so_does_one_that_is_near_the_cap() -> None:
    touch = TouchBlock.joined(touch_of(path((*THERE, 0.0)), "right"))
    lifted, held = touch.cut(len(touch) - 5, len(touch)), touch.cut(len(touch) // 4, len(touch) // 4 + 5)
    assert held.touching[-1]
    assert not lifted.touching[-1]
    assert word_now(LIMIT, lifted, guide_of("knead"), None) == LIMIT
    assert word_now(LIMIT, lifted, guide_of("hold"), None) == NOTHING
    near = float(held.contact_n[-1]) * 1.05
    assert word_now(LIMIT, held, guide_of("hold"), near) == LIMIT
    assert word_now(LIMIT, held, guide_of("hold"), 2.0 * near) == NOTHING


def test_any_other_word_is_left_as_it_was_told() -> None:
    touch = replace(TouchBlock.joined(touch_of(path((*FAR, 7.0)), "right")))
    for verdict in (NOTHING, said("good"), said("too_hard")):
        assert word_now(verdict, touch, guide_of("hold"), 5.0) is verdict
    assert word_now(LIMIT, touch, None, 5.0) is LIMIT
