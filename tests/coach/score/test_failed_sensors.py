"""A sensor that fails under the thumb leaves a set not judged; one that fails elsewhere or for a moment does not."""

from __future__ import annotations

from math import inf

import numpy as np
import pytest

from thumbwalk.coach.score.enough import NOT_ENOUGH
from thumbwalk.coach.score.failed_sensors import failed_under
from thumbwalk.coach.score.rules import RULES
from thumbwalk.pad import builtin_pad
from thumbwalk.touch.touch_block import TouchBlock

PAD = builtin_pad()
HEEL, TOE = PAD.names.index("heel_medial"), PAD.names.index("hallux")


def touch(*, away_mm: float = 5.0, until_s: float = 12.0) -> TouchBlock:
    """A set of 12 s from 20 s on, pressed so far from the heel's tile until some second of it."""
    time_s = np.asarray(20.0 + np.arange(1200) * 0.01, np.float64)
    touching = np.asarray(time_s < 20.0 + until_s, np.bool_)
    nothing, nowhere = np.zeros(1200), np.full(1200, np.nan)
    at_mm = PAD.positions_mm[HEEL] + [away_mm, 0.0]
    x_mm, y_mm = (np.asarray(np.where(touching, one, np.nan), np.float64) for one in at_mm)
    force = np.asarray(np.where(touching, 10.0, 0.0), np.float64)
    return TouchBlock(
        time_s=time_s,
        total_n=force,
        contact_n=force,
        x_mm=x_mm,
        y_mm=y_mm,
        sigma_mm=nowhere,
        cop_x_mm=x_mm,
        cop_y_mm=y_mm,
        second_n=nothing,
        second_x_mm=nowhere,
        second_y_mm=nowhere,
        second_works=np.zeros(1200, np.bool_),
        resting_n=nothing,
        filled_n=nothing,
        touching=touching,
        piece=np.zeros(1200, np.int64),
    )


def test_a_sensor_that_fails_under_the_thumb_says_which_and_when() -> None:
    none = failed_under("knead", touch(), PAD, [(HEEL, 26.0, inf), (TOE, 22.0, inf)], 12.0)
    assert none is not None
    assert (none.score, none.done) == (None, True)
    assert none.reason == f"{NOT_ENOUGH}: sensor heel_medial failed under the thumb at 6 s"


@pytest.mark.parametrize(
    ("made", "failure"),
    [
        (touch(), (TOE, 26.0, inf)),  # elsewhere
        (touch(away_mm=21.0), (HEEL, 26.0, inf)),  # beside: three quarters of 27 mm are 20
        (touch(), (HEEL, 31.5, inf)),  # half a second before the end
        (touch(), (HEEL, 26.0, 26.5)),  # for a moment
        (touch(until_s=5.0), (HEEL, 26.0, inf)),  # when nothing was pressed any more
        (touch(), (HEEL, 20.0, inf)),  # before the first touch
    ],
)
def test_what_costs_less_than_a_set_may_lose_leaves_it_judged(
    made: TouchBlock, failure: tuple[int, float, float]
) -> None:
    assert failed_under("knead", made, PAD, [failure], 12.0) is None


def test_the_first_version_of_the_score_knew_of_no_failures() -> None:
    assert failed_under("knead", touch(), PAD, [(HEEL, 26.0, inf)], 12.0, RULES[1]) is None
