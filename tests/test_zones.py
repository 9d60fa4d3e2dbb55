"""The zones of a sole: one map for one place and for many, and the borders that scores of old went by."""

from __future__ import annotations

import numpy as np
import pytest

from thumbwalk.errors import LayoutError
from thumbwalk.pad import builtin_pad, parse_pad
from thumbwalk.zones import ZONES, ZoneMap, zone_at, zone_centre_mm, zone_named

PAD = builtin_pad()
MAT = parse_pad('name = "mat"\nunit = "N"\n[[taxel]]\nname = "a"\nx_mm = 0\ny_mm = 0\n', "mat")


def test_the_zones_of_many_places_are_those_of_each() -> None:
    rng = np.random.default_rng(5)
    x, y = rng.uniform(1, 264, 600), rng.uniform(1, 99, 600)
    each = [zone_at(PAD, a, b) for a, b in zip(x.tolist(), y.tolist(), strict=True)]
    assert [ZONES[i] for i in ZoneMap(PAD).index(x, y)] == each
    assert set(each) == set(ZONES)


@pytest.mark.parametrize(
    ("u", "below", "above"),
    [(0.30, "heel", "medial arch"), (0.62, "medial arch", "forefoot"), (0.80, "forefoot", "toes")],
)
def test_a_border_is_where_it_was_when_the_first_scores_were_made(u: float, below: str, above: str) -> None:
    length_mm = PAD.sole_length_mm
    sides = [zone_at(PAD, (u + step) * length_mm, PAD.place(u, 0.3)[1]) for step in (-1e-6, 1e-6)]
    assert sides == [below, above]


def test_the_middle_of_the_breadth_parts_the_arch_from_the_border() -> None:
    for u in (0.35, 0.45, 0.60):
        x_mm, y_mm = PAD.place(u, 0.5)
        assert [zone_at(PAD, x_mm, y_mm + step) for step in (-0.01, 0.01)] == ["medial arch", "lateral border"]


def test_what_is_drawn_of_the_zones_has_no_holes() -> None:
    along = sorted({(zone_named(name).low_u, zone_named(name).high_u) for name in ZONES})
    assert along[0][0] == -np.inf
    assert along[-1][1] == np.inf
    assert [high for _, high in along[:-1]] == [low for low, _ in along[1:]]


def test_no_place_and_no_sole_have_no_zone() -> None:
    zones = ZoneMap(PAD)
    assert zones.index(np.array([np.nan]), np.array([np.nan])).tolist() == [-1]
    assert zones.at(np.nan, np.nan) is None
    assert zones.at(250.0, 20.0) == "toes"
    assert ZoneMap(MAT).at(0.0, 0.0) is None
    with pytest.raises(LayoutError, match="no length_mm"):
        zone_at(MAT, 0.0, 0.0)


def test_the_middle_of_a_zone_is_in_it() -> None:
    for zone in ZONES:
        assert zone_at(PAD, *zone_centre_mm(PAD, zone)) == zone
    assert zone_centre_mm(PAD, "heel")[0] >= 35.0  # behind it the rig hardly sees
    with pytest.raises(LayoutError, match="no zone 'sole'; there are: toes"):
        zone_centre_mm(PAD, "sole")
