"""Samples and runs that no hand makes, and those that one does."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from thumbwalk.pad import builtin_pad
from thumbwalk.signal.jumps import came_at_once, flat_runs, spikes_in

PAD = builtin_pad()
TIME_S = np.arange(1000) / 100.0
ALIVE = np.ones(16, dtype=np.bool_)


def pressed(most_n: float = 10.0) -> NDArray[np.float64]:
    """A hand that presses one taxel once a second, with a tenth of it on one beside."""
    force_n = np.zeros((1000, 16))
    force_n[:, 9] = most_n * np.sin(np.pi * TIME_S) ** 2
    force_n[:, 8] = 0.1 * force_n[:, 9]
    return force_n + 0.001


@pytest.mark.parametrize(("value_n", "is_one"), [(0.0, True), (0.5, True), (2.0, False), (9.0, False), (40.0, True)])
def test_a_dip_to_nothing_is_a_spike_like_one_that_stands_out(value_n: float, is_one: bool) -> None:
    force_n = pressed()
    assert spikes_in(force_n) == []
    force_n[250, 9] = value_n
    assert spikes_in(force_n) == ([(250, 9)] if is_one else [])


@pytest.mark.parametrize(("n_rows", "is_one"), [(1, True), (5, True), (6, False)])
def test_rows_of_noughts_in_a_press_are_no_rest(n_rows: int, is_one: bool) -> None:
    force_n = pressed(4.0)
    force_n[248 : 248 + n_rows] = 0.0
    assert {row for row, _ in spikes_in(force_n)} == (set(range(248, 248 + n_rows)) if is_one else set())


def test_rows_of_noughts_between_presses_are_rest() -> None:
    force_n = np.maximum(pressed() - 0.1, 0.0)
    assert (force_n == 0.0).all(axis=1).any()
    assert spikes_in(force_n) == []


@pytest.mark.parametrize(("beside_n", "at_once"), [(0.0, True), (0.4, True), (1.2, False)])
def test_a_jump_that_those_beside_feel_is_a_hand(beside_n: float, at_once: bool) -> None:
    force_n = np.full((1000, 16), 0.001)
    force_n[300:500, 9] += 20.0
    force_n[300:500, 8] += beside_n
    assert came_at_once(PAD, TIME_S, force_n, ALIVE, (9, 300, 499), 20.0, 100.0) == at_once


def test_what_comes_over_samples_is_no_jump() -> None:
    force_n = np.full((1000, 16), 0.001)
    force_n[:, 9] += 20.0 * np.clip((1.0 - np.abs(TIME_S - 4.0)) / 0.03, 0.0, 1.0)
    first, last = np.flatnonzero(force_n[:, 9] > 19.0)[[0, -1]].tolist()
    assert not came_at_once(PAD, TIME_S, force_n, ALIVE, (9, first, last), 20.0, 100.0)


@pytest.mark.parametrize(("trembles_n", "lasts", "is_flat"), [(0.1, 40, True), (0.1, 20, False), (1.0, 40, False)])
def test_a_run_between_two_jumps_is_flat_where_it_does_not_tremble(
    trembles_n: float, lasts: int, is_flat: bool
) -> None:
    column = np.zeros(1000)
    column[300 : 300 + lasts] = 20.0 + trembles_n * np.sin(np.arange(lasts))
    assert flat_runs(TIME_S, column, 0.0) == ([(300, 299 + lasts)] if is_flat else [])
    assert flat_runs(TIME_S, np.zeros(1000), 0.0) == []
