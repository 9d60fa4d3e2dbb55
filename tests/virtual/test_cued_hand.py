"""A hand that presses on cue presses then, so hard, and hands itself to another process unchanged."""

from __future__ import annotations

import numpy as np
import pytest

from thumbwalk.virtual.cued_hand import Press, moments_of, path_of
from thumbwalk.virtual.foot import FootSpec
from thumbwalk.virtual.hand import PathHand

PRESSES = [Press(1.0, 4.0, 20.0, 20.0), Press(6.0, 9.0, 30.0, 10.0)]


def test_it_presses_when_it_is_asked_to_and_as_hard() -> None:
    hand = PathHand(path_of(moments_of(PRESSES, (40.0, 50.0), seed=3)))
    time_s = np.arange(0.0, 10.0, 0.01)
    x_mm, y_mm, force_n, _ = hand.at(time_s)
    off = (time_s < 1.2) | ((time_s > 4.0) & (time_s < 6.2)) | (time_s > 9.0)
    assert force_n[off] == pytest.approx(0.0)
    assert force_n[(time_s > 1.5) & (time_s < 3.85)] == pytest.approx(20.0, rel=0.08)
    assert force_n[(time_s > 6.45) & (time_s < 6.5)] == pytest.approx(30.0, rel=0.08)
    assert force_n[(time_s > 8.7) & (time_s < 8.85)] == pytest.approx(11.0, rel=0.2)
    assert set(x_mm.tolist()) == {40.0}
    assert set(y_mm.tolist()) == {50.0}


def test_times_rise_and_the_same_seed_is_the_same_hand() -> None:
    moments = moments_of(PRESSES, (40.0, 50.0), seed=3)
    assert (np.diff([moment[0] for moment in moments]) > 0.0).all()
    assert moments == moments_of(PRESSES, (40.0, 50.0), seed=3)
    assert moments != moments_of(PRESSES, (40.0, 50.0), seed=4)


def test_a_foot_in_another_process_feels_the_same_hand() -> None:
    spec = FootSpec(moments=moments_of(PRESSES, (40.0, 50.0)))
    assert FootSpec.from_json(spec.to_json()) == spec
    assert spec.build().duration_s == pytest.approx(10.0)
    assert FootSpec().build().duration_s is None
