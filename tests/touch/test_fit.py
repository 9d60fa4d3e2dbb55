"""What a fit is told and gives: cut, chosen and joined without mixing its columns up."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from thumbwalk.touch.fit import SPREAD, SPREAD_SIGMA, Beside, Fit, Known

Array = NDArray[np.float64]
FIELDS = tuple(Fit.__dataclass_fields__)


def numbered(n: int) -> Fit:
    """Column k of moment i holds 100 k + i."""
    columns: dict[str, Array] = {name: 100.0 * k + np.arange(float(n)) for k, name in enumerate(FIELDS)}
    return Fit(
        **columns | {"model_n": 100.0 * FIELDS.index("model_n") + np.repeat(np.arange(float(n))[:, None], 16, axis=1)}
    )


def first_of(fit: Fit) -> dict[str, list[float]]:
    return {name: np.atleast_2d(getattr(fit, name).T)[0].tolist() for name in FIELDS}


def test_a_cut_is_from_the_first_up_to_the_stop() -> None:
    fit = numbered(9).cut(2, 5)
    assert len(fit) == 3
    assert first_of(fit) == {name: [100.0 * k + i for i in (2, 3, 4)] for k, name in enumerate(FIELDS)}


def test_moments_are_chosen_in_the_order_that_is_asked_for() -> None:
    assert first_of(numbered(9).at(np.array([7, 0]))) == {
        name: [100.0 * k + 7, 100.0 * k] for k, name in enumerate(FIELDS)
    }


def test_parts_joined_are_the_whole() -> None:
    whole = numbered(9)
    for parts in ([whole], [whole.cut(0, 4), whole.cut(4, 4), whole.cut(4, 9)]):
        again = Fit.joined(parts)
        for name in FIELDS:
            np.testing.assert_array_equal(getattr(again, name), getattr(whole, name))


def test_a_contact_beside_is_the_same_at_every_moment() -> None:
    beside = Beside.repeated(np.arange(16.0), 6.0, 3.0, 4)
    assert beside.shares.shape == (4, 16)
    assert (beside.shares == np.arange(16.0)).all()
    assert beside.force_n.tolist() == [6.0] * 4
    assert beside.sigma_n.tolist() == [3.0] * 4


def test_blind_are_the_left_out_taxels_and_none_without_a_word() -> None:
    left_out = np.zeros(16, np.bool_)
    left_out[[3, 12]] = True
    assert Known(left_out).blind.tolist() == [3, 12]
    assert Known().blind.tolist() == []
    assert (Known().spread, Known().spread_sigma) == (SPREAD, SPREAD_SIGMA)
