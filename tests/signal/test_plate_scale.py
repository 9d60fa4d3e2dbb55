"""A plate calibrated with one weight at five places: how good it is, and what it is refused for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from numpy.typing import NDArray

from thumbwalk.errors import CalibrationError
from thumbwalk.pad import builtin_pad
from thumbwalk.signal.plate_scale import PlateScale, scale_of, weighed_places

PAD = builtin_pad("plate4")
CODES_PER_N = 2**23 * 1e-3 * (2 * 128) / 49.0
"""A 5 kg cell of 1 mV/V on an HX711 of gain 128 (data sheets)."""
WEIGHT_N = 19.6
Array = NDArray[np.float64]


@dataclass
class Built:
    """A plate as it was built: gains and corners by chance, a rest that wanders, weights put down by hand."""

    rng: np.random.Generator
    gains: Array
    order: tuple[int, ...] = (0, 1, 2, 3)
    borne: float = 1.0
    """What is left of the weight at the fourth place, where the rest is borne by something else."""

    def __post_init__(self) -> None:
        self.corners = PAD.positions_mm + 0.5 * self.rng.standard_normal((4, 2))

    @staticmethod
    def number(seed: int) -> Built:
        rng = np.random.default_rng(seed)
        return Built(rng, 1.0 + rng.uniform(-0.15, 0.15, 4))

    def codes(self, x: Array, y: Array, force_n: Array) -> Array:
        """What the cells' converters give above their rest, (n, 4)."""
        moments = np.column_stack((np.ones(4), self.corners))
        bears = np.linalg.solve(moments.T @ moments, moments.T)
        return np.asarray(np.column_stack((force_n, force_n * x, force_n * y)) @ bears * self.gains * CODES_PER_N)

    def calibrated(self, weight_n: float = WEIGHT_N, said_n: float | None = None, drift_n: float = 0.01) -> PlateScale:
        put = weighed_places(PAD) + 0.7 * self.rng.standard_normal((5, 2))
        there = np.full(5, weight_n)
        there[3] *= self.borne
        rests = 84_000.0 * self.rng.standard_normal(4) + CODES_PER_N * np.cumsum(
            drift_n * self.rng.standard_normal((6, 4)), axis=0
        )
        loaded = 0.5 * (rests[1:] + rests[:-1]) + self.codes(put[:, 0], put[:, 1], there)
        order = list(self.order)
        return scale_of(PAD, CODES_PER_N, rests[:, order], loaded[:, order], said_n or weight_n)


def errors_at_10n(built: Built, scale: PlateScale, rest_n: float) -> tuple[float, float]:
    """RMS of the force as a part and of the place in mm, over the sole, with rests that are off by up to ``rest_n``."""
    n = 2000
    x, y = built.rng.uniform(20.0, 245.0, n), built.rng.uniform(20.0, 85.0, n)
    off = built.rng.uniform(-rest_n, rest_n, (n, 4)) * built.gains * CODES_PER_N
    cells_n = (built.codes(x, y, np.full(n, 10.0)) + off) @ scale.matrix(PAD).T
    total = cells_n.sum(axis=1)
    place = cells_n @ PAD.positions_mm / total[:, None]
    off_mm = np.hypot(place[:, 0] - x, place[:, 1] - y)
    return float(np.sqrt(np.mean((total / 10.0 - 1.0) ** 2))), float(np.sqrt(np.mean(off_mm**2)))


def test_one_weight_at_five_places_is_enough_for_ten_newtons() -> None:
    found = []
    for seed in range(40):
        built = Built.number(seed)
        found.append(errors_at_10n(built, built.calibrated(), rest_n=0.05))
    force, place_mm = np.sqrt(np.mean(np.square(found), axis=0))
    assert force < 0.01
    assert place_mm < 1.1


def test_without_any_error_gains_and_corners_come_back() -> None:
    built = Built(np.random.default_rng(3), np.array([1.1, 0.95, 0.9, 1.05]))
    built.corners = PAD.positions_mm + np.array([[0.4, -0.3], [-0.5, 0.2], [0.3, 0.3], [-0.2, -0.4]])
    places = weighed_places(PAD)
    loaded = built.codes(places[:, 0], places[:, 1], np.full(5, WEIGHT_N))
    scale = scale_of(PAD, CODES_PER_N, np.zeros((6, 4)), loaded, WEIGHT_N)
    assert scale.force_off < 1e-3
    assert scale.place_off_mm < 0.2
    np.testing.assert_allclose(scale.n_per_code * CODES_PER_N * built.gains, 1.0, atol=0.01)
    force, place_mm = errors_at_10n(built, scale, rest_n=0.0)
    assert force < 0.002
    assert place_mm < 0.3


@pytest.mark.parametrize(
    ("gains", "order", "said"),
    [
        ([1.0, 1.0, 0.01, 1.0], (0, 1, 2, 3), "toe_medial does not answer"),
        ([1.0, -1.0, 1.0, 1.0], (0, 1, 2, 3), "heel_lateral reads less under the weight"),
        ([1.0, 1.05, 1.0, 0.95], (1, 0, 2, 3), "heel_medial and heel_lateral answer in each other's place"),
        ([1.0, 1.05, 1.0, 0.95], (0, 3, 2, 1), "heel_lateral and toe_lateral answer in each other's place"),
        ([1.0, 1.0, 1.0, 2.0], (0, 1, 2, 3), "toe_lateral answers 2 times as strongly"),
        ([1.0, 1.0, 1.0, 0.5], (0, 1, 2, 3), r"toe_lateral answers 0\.[45]\d* times as strongly"),
    ],
)
def test_a_faulty_cell_is_named(gains: list[float], order: tuple[int, ...], said: str) -> None:
    for seed in range(10):
        with pytest.raises(CalibrationError, match=said):
            Built(np.random.default_rng(seed), np.array(gains), order).calibrated()


def test_a_sound_plate_is_never_refused() -> None:
    for seed in range(200):
        Built.number(seed).calibrated()


def test_a_weight_that_is_not_what_was_said_is_told_with_what_it_seems() -> None:
    with pytest.raises(CalibrationError, match=r"the cells say \d+(\.\d)? N where 9.81 N were named"):
        Built.number(1).calibrated(said_n=9.81)
    with pytest.raises(CalibrationError, match="too little to calibrate a plate"):
        Built.number(1).calibrated(weight_n=5.0)


def test_a_plate_that_touches_its_frame_is_told_by_the_place_where_it_does() -> None:
    built = Built.number(4)
    built.borne = 0.9
    x, y = weighed_places(PAD)[3]
    with pytest.raises(CalibrationError, match=f"at x {x:.0f}, y {y:.0f} mm the plate gives -"):
        built.calibrated()


def test_a_rest_that_moved_is_no_rest() -> None:
    with pytest.raises(CalibrationError, match="take everything off the plate between them"):
        Built.number(2).calibrated(drift_n=0.5)
