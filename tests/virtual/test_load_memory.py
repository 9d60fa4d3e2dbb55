"""What film sensors remember of their load: branches and creep of the size that is asked for."""

from __future__ import annotations

import numpy as np
import pytest

from thumbwalk.virtual.load_memory import LoadMemory


def test_unloading_lies_above_loading_by_the_hysteresis() -> None:
    ramp = np.concatenate((np.linspace(0.1, 20.0, 4000), np.linspace(20.0, 0.1, 4000)))[:, None]
    read = LoadMemory(0.2, np.zeros(1)).applied(ramp, ramp.copy(), np.arange(8000) / 1000.0)[:, 0]
    up, down = read[2000], read[8000 - 2000]
    assert down / up == pytest.approx(1.1 / 0.9, rel=0.01)


def test_creep_is_that_part_a_decade_from_one_second_on_and_chunks_make_no_difference() -> None:
    force_n, time_s = np.full((10_001, 2), 8.0), np.arange(10_001) / 1000.0
    creep = np.array([0.05, 0.1])
    read = LoadMemory(0.0, creep).applied(force_n, force_n.copy(), time_s)
    assert read[10_000] / read[1000] - 1.0 == pytest.approx(creep, rel=0.03)
    memory = LoadMemory(0.0, creep)
    parts = [memory.applied(force_n[s], force_n[s].copy(), time_s[s]) for s in (slice(0, 17), slice(17, None))]
    np.testing.assert_array_equal(np.concatenate(parts), read)


def test_films_that_part_read_nothing_and_foams_read_what_lingers() -> None:
    force_n = np.where(np.arange(4000) < 3000, 10.0, 0.0)[:, None]
    time_s = np.arange(4000) / 500.0
    films, foam = (
        LoadMemory(0.0, np.array([0.1]), lingers=lingers).applied(force_n, force_n.copy(), time_s)[:, 0]
        for lingers in (False, True)
    )
    np.testing.assert_array_equal(films[:3000], foam[:3000])
    assert not films[3000:].any()
    assert foam[3250] > 0.2
