"""Sessions of several techniques: in order, with and without a lift, and with a second hand."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from thumbwalk.errors import LayoutError
from thumbwalk.pad import builtin_pad
from thumbwalk.virtual.habits import Habits, Task
from thumbwalk.virtual.play import HandSession, Part, Resting, Thumb, felt, perform
from thumbwalk.virtual.table_sensors import TableErrors, sensed

PAD = builtin_pad("sole16")


def session(slide_n: float = 0.0, resting: tuple[Resting, ...] = (), seed: int = 1) -> HandSession:
    places = {"hold": (160.0, 45.0), "knead": (75.0, 52.0), "tap": (190.0, 50.0)}
    parts = [
        Part(name, Task(6000, 10.0, 60.0, x, y), Habits(), change_s=0.8, slide_n=slide_n)
        for name, (x, y) in places.items()
    ]
    return felt(PAD, perform(parts, Thumb(), seed), resting, seed=seed)


def inside(one: HandSession, start_s: float, end_s: float) -> NDArray[np.float64]:
    rows = slice(*np.searchsorted(one.path.time_s, [start_s, end_s]))
    return one.path.force_n[rows]


def test_parts_follow_in_order_and_nobody_touches_between_lifts() -> None:
    one = session()
    parts = one.truth.parts
    assert [part.technique for part in parts] == ["hold", "knead", "tap"]
    for before, after in pairwise(parts):
        assert 0.7 < after.start_s - before.end_s < 1.2
        assert not inside(one, before.end_s + 0.1, after.start_s - 0.1).any()
    assert one.truth.slides == ()
    assert not inside(one, 0.0, 0.9).any()
    assert one.truth.duration_s == one.path.duration_s


def test_a_slide_keeps_contact_at_its_force_on_the_way() -> None:
    one = session(slide_n=2.0)
    first, last = one.truth.parts[0].start_s, one.truth.parts[-1].end_s
    assert len(one.truth.slides) == 2
    for start_s, end_s in one.truth.slides:
        np.testing.assert_allclose(inside(one, start_s, end_s), 2.0)
        rows = slice(*np.searchsorted(one.path.time_s, [start_s, end_s]))
        steps = np.hypot(np.diff(one.path.x_mm[rows]), np.diff(one.path.y_mm[rows]))
        assert steps.max() < 0.4  # a millisecond's way at 400 mm/s
    assert inside(one, first, one.truth.parts[1].end_s).min() > 0.3
    assert first < one.truth.slides[0][0] < one.truth.slides[1][1] < last


def test_a_resting_hand_is_felt_by_the_tiles_and_left_out_of_the_working_hands_truth() -> None:
    alone, both = session(), session(resting=(Resting(2.0, 10.0, 5.0, 240.0, 25.0),))
    assert both.truth.parts == alone.truth.parts
    more = (both.tiles_n - alone.tiles_n).sum(axis=1)
    assert more[3000:11_000].mean() == pytest.approx(5.0, rel=0.1)
    assert not more[:2000].any()
    assert not more[12_001:].any()
    (resting,) = both.truth.resting
    assert (resting.start_s, resting.end_s, resting.force_n) == (2.0, 12.0, 5.0)
    assert both.truth.to_json()["resting"] == [
        {"start_s": 2.0, "end_s": 12.0, "force_n": 5.0, "x_mm": 240.0, "y_mm": 25.0}
    ]


def test_the_same_seed_gives_the_same_session_and_another_does_not() -> None:
    one, again, other = session(seed=1), session(seed=1), session(seed=2)
    np.testing.assert_array_equal(one.tiles_n, again.tiles_n)
    assert one.truth == again.truth
    assert one.truth != other.truth


def test_a_thumb_keeps_within_its_breadth() -> None:
    force = np.array([0.0, 10.0, 60.0])
    assert Thumb(9.5, 8.0, 12.0).radius_mm(force).tolist() == pytest.approx([8.0, 9.5, 12.0])


def test_ideal_sensors_read_what_the_tiles_feel() -> None:
    one = session()
    time_s, values = sensed(one.tiles_n, PAD, TableErrors(rate_hz=250.0))
    np.testing.assert_allclose(np.diff(time_s), 0.004)
    np.testing.assert_allclose(values, one.tiles_n[::4][: len(values)], atol=1e-9)


def test_each_error_is_as_large_as_it_is_said_to_be() -> None:
    flat = np.full((120_001, PAD.n_taxels), 4.0)
    gains = sensed(flat, PAD, TableErrors(gain=0.1))[1][0] / 4.0
    assert 0.03 < np.abs(gains - 1.0).max() <= 0.1
    noisy = sensed(flat, PAD, TableErrors(noise_n=0.02))[1] - 4.0
    assert noisy.std() == pytest.approx(0.02, rel=0.01)
    drifted = sensed(flat, PAD, TableErrors(drift_n_per_min=0.1))[1]
    np.testing.assert_allclose(np.abs(drifted[-1] - drifted[0]), 0.2)
    dead = sensed(flat, PAD, TableErrors(dead=("mth3",), noise_n=0.01, drift_n_per_min=1.0))[1]
    assert (np.flatnonzero(~dead.any(axis=0)) == [PAD.names.index("mth3")]).all()
    time_s, values = sensed(flat, PAD, TableErrors(missing=0.01))
    assert 120_001 - len(time_s) == pytest.approx(600, abs=120)
    assert np.isnan(values).all(axis=1).sum() == pytest.approx(600, abs=120)
    jittered = sensed(flat, PAD, TableErrors(rate_hz=100.0, jitter=0.3))[0]
    assert (np.diff(jittered) > 0.0).all()
    assert np.diff(jittered).std() > 0.002


def test_a_dead_taxel_that_the_pad_does_not_have_is_refused() -> None:
    with pytest.raises(LayoutError, match="no taxel 'nose'"):
        sensed(np.zeros((10, PAD.n_taxels)), PAD, TableErrors(dead=("nose",)))


def test_sensors_remember_their_load_and_grow_warm() -> None:
    rising = np.concatenate((np.linspace(0.1, 10.0, 3000), np.linspace(10.0, 0.1, 3000)))
    tiles_n = np.repeat(rising[:, None], PAD.n_taxels, axis=1)
    lagging = sensed(tiles_n, PAD, TableErrors(hysteresis=0.1))[1]
    assert lagging[4500] / lagging[1500] == pytest.approx(np.full(PAD.n_taxels, 1.05 / 0.95), rel=0.01)
    held = np.full((12_000, PAD.n_taxels), 5.0)
    crept = sensed(held, PAD, TableErrors(creep=0.05))[1]
    assert crept[10_000] / crept[1000] == pytest.approx(np.full(PAD.n_taxels, 1.05), abs=0.003)
    held[8000:] = 0.0
    assert sensed(held, PAD, TableErrors(creep=0.05))[1][8020:].max() == 0.0
    assert sensed(held, PAD, TableErrors(creep=0.05, lingers=True))[1][8020:].min() > 0.05
    warm = sensed(held, PAD, TableErrors(warms_k=10.0))[1]
    assert warm[0] == pytest.approx(held[0])
    assert warm[7000].mean() > 5.0 + 5.0 * 0.0005
