"""The bonded layer, its limits, and the silicone that follows from it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from making.errors import GeometryError
from making.foot import sole_of
from making.layer import boussinesq, centre_indentation_mm, half_force_radius, indentation_mm, peak_ratio, transfers
from making.measures import GEOMETRY
from making.silicone import chosen, pour_g, silicones
from thumbwalk.touch.bonded import bonded_transfer


def test_long_waves_come_through_whole_and_short_ones_not_at_all() -> None:
    t, c = transfers(np.array([1e-7, 1e-3, 40.0]))
    assert t[:2] == pytest.approx([1.0, 1.0], abs=1e-4)
    assert t[2] == 0.0
    assert c[0] == 0.0
    assert c[2] == pytest.approx(2 * (1 - 0.49**2))
    deep = transfers(np.array([12.0]))
    assert deep[1][0] == pytest.approx(2 * (1 - 0.49**2), rel=1e-3)


def test_a_layer_bonded_to_its_plane_carries_more_below_the_thumb_than_a_half_space() -> None:
    assert peak_ratio(0.4999) == pytest.approx(1.57, abs=0.01)
    assert half_force_radius(0.4999) == pytest.approx(0.57, abs=0.01)
    assert half_force_radius(half_space=True) == pytest.approx(0.766, abs=0.003)  # sqrt(2^(2/3) - 1)
    assert boussinesq(np.array([0.0, 1.0])) == pytest.approx([1.0, 2 / np.e])


def test_a_thick_layer_gives_way_like_a_half_space() -> None:
    p, a, e, nu = 30.0 / (np.pi * 36.0), 6.0, 0.3, 0.49
    assert indentation_mm(30.0, a, 1e4, e) == pytest.approx(16 * (1 - nu**2) * p * a / (3 * np.pi * e), rel=0.01)
    assert centre_indentation_mm(30.0, a, 1e4, e) == pytest.approx(2 * (1 - nu**2) * p * a / e, rel=0.01)
    assert indentation_mm(30.0, a, 5.0, e) < indentation_mm(30.0, a, 10.0, e) < indentation_mm(30.0, a, 1e4, e)


def test_the_chosen_silicone_sinks_by_less_than_two_fifths_and_the_softest_are_refused() -> None:
    found = {one.name: one for one in silicones(10.0)}
    assert chosen(10.0).part < 0.4
    assert found["Ecoflex 00-30"].part > 0.8
    assert found["Dragon Skin 10"].part < 0.4
    assert 150 < pour_g(sole_of("sole16"), 10.0) < 300


@pytest.mark.parametrize(
    ("old", "new", "match"),
    [
        ("stress_100_mpa = 0.338", "stress_100_mpa = 0.069", "Dragon Skin 20 is 'chosen', and sinks by 8"),
        ("stress_100_mpa = 0.069", "stress_100_mpa = 0.690", "Ecoflex 00-30 is 'refused', and sinks by "),
    ],
)
def test_a_silicone_that_bottoms_out_or_is_refused_for_nothing_is_named(
    tmp_path: Path, old: str, new: str, match: str
) -> None:
    text = (GEOMETRY / "silicone.toml").read_text(encoding="utf-8")
    (tmp_path / "silicone.toml").write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(GeometryError, match=match):
        silicones(10.0, tmp_path)


def test_the_hosts_bonded_layer_is_this_one_without_a_change_of_volume() -> None:
    kh = np.linspace(0.0, 25.0, 200)
    assert bonded_transfer(kh) == pytest.approx(transfers(kh, 0.49999)[0], abs=1e-4)
