"""Experts and beginners, the same hand again, and gain errors: what is told of them, and what is missed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from thumbwalk.validate.repeats import HandsTold, hands_told


def test_an_expert_and_a_beginner_of_tapping_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("thumbwalk.validate.repeats._AGAIN", 2)
    monkeypatch.setattr("thumbwalk.validate.repeats._HANDS", 1)
    told = hands_told("tap", [3])
    assert told.experts[0] > 95.0
    assert told.auc == 1.0
    assert told.again_sd == pytest.approx(np.std(told.middling, ddof=1))
    assert len(told.middling) == 2


def test_pairs_in_the_right_order_are_counted_and_what_is_missed_is_said() -> None:
    good = HandsTold("tap", (90.0, 80.0), (70.0, 60.0), (75.0, 74.0), 1.0, 2.0)
    assert (good.auc, good.not_met) == (1.0, [])
    assert replace(good, experts=(90.0, 65.0)).auc == 0.75
    assert replace(good, experts=(70.0,), beginners=(70.0,)).auc == 0.5
    bad = replace(good, experts=(65.0, 65.0), again_sd=4.0, moved=6.0)
    assert len(bad.not_met) == 3
    assert all(name.startswith("tap: ") for name in bad.not_met)
