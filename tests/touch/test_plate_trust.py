"""Whether a plate is believed: what contradicts it, for how long, and what accuses no cell."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thumbwalk.touch.plate_trust import PlateTrust

RATE_HZ = 100.0
BLOCK = 500


def after(trust: PlateTrust, away_mm: np.ndarray, rows: int = BLOCK, ratio: float = 1.0) -> PlateTrust:
    at = 0
    while at < len(away_mm):
        some = away_mm[at : at + min(rows, trust.room)]
        odd = trust.odd(some, np.full(len(some), 1.0), np.full(len(some), ratio))
        trust.feed(some, odd, np.ones(len(some), np.bool_))
        at += len(some)
    return trust


def test_a_plate_that_agrees_is_believed_and_one_that_does_not_is_named_with_how_far() -> None:
    assert after(PlateTrust(RATE_HZ), np.full(3 * BLOCK, 3.0)).believed
    trust = after(PlateTrust(RATE_HZ), np.full(3 * BLOCK, 40.0))
    assert not trust.believed
    assert trust.away_mm == pytest.approx(40.0)


def test_a_hand_that_the_tiles_do_not_see_makes_it_doubted_and_accuses_nobody() -> None:
    trust = after(PlateTrust(RATE_HZ), np.concatenate([np.full(4 * BLOCK, 2.0), np.full(2 * BLOCK, 40.0)]))
    assert not trust.believed
    assert trust.away_mm == 0.0
    assert not after(trust, np.full(3 * BLOCK, 2.0)).believed
    assert after(trust, np.full(BLOCK, 2.0)).believed


def test_a_force_that_no_tile_could_show_is_odd_wherever_it_is() -> None:
    assert not after(PlateTrust(RATE_HZ), np.full(BLOCK, np.nan), ratio=3.0).believed
    assert after(PlateTrust(RATE_HZ), np.full(BLOCK, np.nan), ratio=2.0).believed


def test_a_place_that_the_tiles_hardly_know_contradicts_nobody() -> None:
    trust = PlateTrust(RATE_HZ)
    assert not trust.odd(np.array([35.0]), np.array([9.0]), np.array([1.0])).any()
    assert trust.odd(np.array([35.0]), np.array([1.0]), np.array([1.0])).all()


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 700), st.integers(0, 2**31))
def test_any_chunks_say_the_same(rows: int, seed: int) -> None:
    away_mm = np.random.default_rng(seed).uniform(0.0, 25.0, 4 * BLOCK)
    whole, parts = after(PlateTrust(RATE_HZ), away_mm), after(PlateTrust(RATE_HZ), away_mm, rows)
    assert (whole.believed, whole.away_mm) == (parts.believed, parts.away_mm)
