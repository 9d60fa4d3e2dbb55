"""The hand of a check: weights that stand, a walk of bites along its line, the same for the same seed."""

from __future__ import annotations

import numpy as np

from thumbwalk.virtual.weighing_hand import Visit, moments_of_visits

VISITS = (
    Visit((50.0, 40.0), 5.0, 3.0),
    Visit((80.0, 50.0), 0.0, 0.0, to_mm=(180.0, 60.0)),
    Visit((50.0, 40.0), 9.8, 10.0, wavers=True),
)


def test_times_rise_and_every_visit_begins_and_ends_in_the_air() -> None:
    time_s, _, _, force_n = np.array(moments_of_visits(VISITS)).T
    assert (np.diff(time_s) > 0.0).all()
    assert force_n[0] == force_n[-1] == 0.0
    assert np.count_nonzero((force_n[1:] == 0.0) & (force_n[:-1] > 0.0)) == len(VISITS)


def test_a_weight_stands_where_it_was_put_and_a_walk_stays_on_its_line() -> None:
    _, x, y, force_n = np.array(moments_of_visits(VISITS, 3)).T
    stands = force_n == 5.0
    assert np.ptp(x[stands]) == np.ptp(y[stands]) == 0.0
    assert np.hypot(x[stands][0] - 50.0, y[stands][0] - 40.0) < 3.0
    walks = (x > 79.9) & (x < 180.1) & (force_n > 0.0)
    np.testing.assert_allclose(y[walks], 50.0 + (x[walks] - 80.0) * 0.1, atol=1e-3)
    assert force_n[walks].max() == 10.0


def test_the_same_seed_is_the_same_hand() -> None:
    assert moments_of_visits(VISITS, 5) == moments_of_visits(VISITS, 5)
    assert moments_of_visits(VISITS, 5) != moments_of_visits(VISITS, 6)
