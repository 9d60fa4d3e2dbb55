"""Failures of sensors have a beginning, and an end where the sensor came back."""

from __future__ import annotations

import numpy as np

from thumbwalk.signal.failures import failures_of, went_on
from thumbwalk.signal.health import Begun
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
