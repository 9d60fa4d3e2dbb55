"""Soft conditions, and the likeness that they make together."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thumbwalk.technique.catalog import TECHNIQUES
from thumbwalk.technique.factors import UNSEEN, Factor, above, below, best_placement, product
from thumbwalk.technique.motion import Motion
from thumbwalk.technique.signs import Signs


def drawn_signs(seed: int, n: int = 40) -> Signs:
    """Pieces of every kind, possible or not, some of them with signs that can't be said."""
    rng = np.random.default_rng(seed)

    def column(scale: float, unsaid: float = 0.1, columns: int | None = None) -> Any:
        values = rng.exponential(scale, n if columns is None else (n, columns))
        return np.where(rng.random(values.shape) < unsaid, np.nan, values)

    seen = rng.random((n, 3)) < 0.7
    motion = Motion(*(np.where(seen, column(scale, 0.0, 3), np.nan) for scale in (30.0, 15.0, 0.5, 0.5, 1.5)))
    interval: Any = np.where(rng.random(n) < 0.2, np.inf, column(0.8, 0.0))
    number = np.arange(n, dtype=np.float64)
    return Signs(
        number, number + 0.9, number.astype(int), np.zeros(n, int), column(1.0, 0.0), column(1.5, 0.0),
        column(1.5, 0.0), column(6.0), column(0.3), column(0.4), interval, column(4.0), motion,
    )  # fmt: skip


@pytest.mark.parametrize("name", TECHNIQUES)
@given(seed=st.integers(0, 10**6))
@settings(max_examples=25, deadline=None)
def test_a_likeness_is_the_product_of_its_factors_to_the_bit(name: str, seed: int) -> None:
    signs = drawn_signs(seed)
    factors = TECHNIQUES[name].factors(signs)
    together = np.ones(len(signs))
    for one in factors:
        assert one.value.shape == one.fit.shape == (len(signs),)
        assert ((one.fit >= 0.0) & (one.fit <= 1.0)).all()
        together = together * one.fit
    assert np.array_equal(together, TECHNIQUES[name].likeness(signs))


def test_a_condition_is_half_met_at_its_limit_and_what_cannot_be_said_fits() -> None:
    value = np.array([1.0, 2.0, 4.0, np.nan])
    more, less = above("press_s", value, 2.0, 4.0), below("press_s", value, 2.0, 4.0)
    assert more.fit == pytest.approx([1 / 17, 0.5, 16 / 17, 1.0])
    assert less.fit == pytest.approx([16 / 17, 0.5, 1 / 17, 1.0])
    assert more.where(value == 4.0, 0.3).fit == pytest.approx([1 / 17, 0.5, 0.3, 1.0])


def test_the_placement_that_fits_best_together_is_taken_whole() -> None:
    # The second placement is the best on the whole, though each of the others is the best in one sign.
    speed = np.array([[100.0, 30.0, 5.0], [np.nan, 20.0, np.nan], [np.nan, np.nan, np.nan]])
    turn = np.array([[0.01, 0.6, 0.9], [np.nan, 0.1, np.nan], [np.nan, np.nan, np.nan]])
    both = (above("speed_mm_s", speed, 17.0, 6.0), above("turn_hz", turn, 0.33, 6.0))
    chosen = best_placement(both, ~np.isnan(speed))
    assert [one.value[0] for one in chosen] == [30.0, 0.6]
    assert [one.value[1] for one in chosen] == [20.0, 0.1]
    assert product(chosen)[2] == UNSEEN
    assert np.isnan([one.value[2] for one in chosen]).all()
    assert product(chosen)[:2] == pytest.approx(np.nanmax(np.where(np.isnan(speed), np.nan, product(both))[:2], axis=1))


def test_kneading_asks_for_what_walking_does_not() -> None:
    signs = drawn_signs(3)
    knead = {one.sign: one for one in TECHNIQUES["knead"].factors(signs)}
    on, kept = TECHNIQUES["walk"].factors(signs)[:2]
    assert isinstance(knead["advance_mm"], Factor)
    assert np.array_equal(knead["advance_mm"].fit, 1.0 - on.fit * kept.fit)
