"""Failures of sensors have a beginning, and an end where the sensor came back."""

from __future__ import annotations

import numpy as np

from thumbwalk.signal.failures import dated, failures_of, reasons_of, went_on
from thumbwalk.signal.health import Begun, LeftOut
from thumbwalk.signal.stretches import Stretch


def test_a_failure_lasts_until_its_taxel_is_no_longer_left_out() -> None:
    one = went_on([], [Begun(1, 3.0, 5.0)], [(5.0, (False, True))])
    assert one == [(1, 3.0, np.inf)]
    both = went_on(one, [Begun(0, 6.0, 7.0)], [(7.0, (True, True))])
    back = went_on(both, [], [(9.0, (True, False)), (12.0, (False, False))])
    assert back == [(1, 3.0, 9.0), (0, 6.0, 12.0)]
    again = went_on(back, [Begun(1, 20.0, 22.0)], [(22.0, (False, True))])
    assert again == [(1, 3.0, 9.0), (0, 6.0, 12.0), (1, 20.0, np.inf)]


def test_a_table_s_stretches_are_failures_and_its_spikes_are_none() -> None:
    assert failures_of([Stretch(2, 1.0, 4.0, "stuck"), Stretch(1, 2.0, 2.0)]) == [(2, 1.0, 4.0)]


def test_a_table_s_taxel_has_a_reason_for_each_time_and_a_spike_is_none() -> None:
    stretches = [Stretch(1, 1.0, 4.0, "stuck: a"), Stretch(1, 5.0, 5.0), Stretch(1, 7.0, 9.0, "dead: b")]
    found = reasons_of(("x", "y"), [LeftOut("x", "dead: all of it")], stretches)
    assert found == {"x": ["dead: all of it"], "y": ["stuck: a", "dead: b"]}


def test_what_failed_several_times_says_when_if_that_is_known() -> None:
    failures = [(1, 3.0, 9.0), (0, 4.0, np.inf), (1, 12.0, np.inf)]
    assert dated({0: ["dead"], 1: ["stuck", "noisy"]}, failures) == {
        0: ["dead"],
        1: ["stuck, from 3.0 s on", "noisy, from 12.0 s on"],
    }
    assert dated({1: ["stuck", "noisy"]}, failures[:1]) == {1: ["stuck", "noisy"]}
