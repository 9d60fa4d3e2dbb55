"""What a layout says it resolves."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from thumbwalk.pad import Pad, Taxel, builtin_pad
from thumbwalk.touch.localise import Localiser
from thumbwalk.touch.resolution import Resolution, resolution_of
from thumbwalk.virtual.as_built import AsBuilt
from thumbwalk.virtual.sole import Sole


def mat_of(pitch_mm: float, *, layer_mm: float | None = 10.0) -> Pad:
    x, y = np.arange(pitch_mm / 2, 120.0, pitch_mm), np.arange(pitch_mm / 2, 80.0, pitch_mm)
    taxels = [Taxel(f"{i}_{j}", float(x[i]), float(y[j]), pitch_mm**2) for i in range(len(x)) for j in range(len(y))]
    outline = ((0.0, 0.0), (120.0, 0.0), (120.0, 80.0), (0.0, 80.0))
    return Pad("mat", "N", tuple(taxels), layer_mm=layer_mm, outline=outline)


def told(pad: Pad) -> Resolution:
    found = resolution_of(pad)
    assert found is not None
    return found


def test_sixteen_tiles_resolve_what_is_promised() -> None:
    sole = told(builtin_pad())
    assert sole.fitted
    assert sole.single_bite_mm is None
    assert sole.mean_bite_mm == pytest.approx(4.0)
    assert sole.radius_mm == pytest.approx(9.0)
    assert sole.place_mm == pytest.approx(2.0)
    assert sole.poor_behind_mm == 35.0
    assert sole.sentence == (
        "taxels 27 mm apart, fitted under the layer: place to about 2.0 mm; poor behind x = 35 mm; "
        "a walk's mean bite from 4.0 mm, single bites are not told; circles from 9.0 mm radius"
    )


def test_denser_mats_resolve_more() -> None:
    found = [told(mat_of(pitch)) for pitch in (32.0, 24.0, 16.0, 8.0)]
    for name in ("place_mm", "mean_bite_mm", "radius_mm"):
        values = [getattr(one, name) for one in found]
        assert values == sorted(values, reverse=True)
        assert len(set(values)) == len(values)
    assert [one.single_bite_mm is None for one in found] == [True, True, False, False]
    assert all(one.poor_behind_mm is None for one in found)
    assert found[-1].pitch_mm == 8.0


def test_a_mat_without_a_layer_needs_a_finer_pitch() -> None:
    assert told(mat_of(25.0, layer_mm=None)).place_mm > told(mat_of(25.0)).place_mm
    assert not told(mat_of(25.0, layer_mm=None)).fitted


def test_without_positions_nothing_is_said() -> None:
    nowhere = tuple(Taxel(taxel.name) for taxel in builtin_pad().taxels)
    assert resolution_of(replace(builtin_pad(), taxels=nowhere)) is None
    assert resolution_of(replace(builtin_pad(), taxels=builtin_pad().taxels[:1])) is None


@pytest.mark.parametrize("pitch_mm", [10.0, 26.0])
def test_places_are_as_good_as_it_says(pitch_mm: float) -> None:
    rng = np.random.default_rng(7)
    pad = mat_of(pitch_mm)
    x, y = rng.uniform(30.0, 90.0, 60), rng.uniform(25.0, 55.0, 60)
    forces = Sole(pad, AsBuilt(13.0)).tile_forces(x, y, np.full(60, 10.0), rng.uniform(5.0, 12.0, 60))
    forces *= 1.0 + rng.uniform(-0.1, 0.1, pad.n_taxels)
    fit = Localiser(pad).fit(forces)
    assert np.quantile(np.hypot(fit.x_mm - x, fit.y_mm - y), 0.9) <= told(pad).place_mm


@pytest.mark.parametrize(("pitch_mm", "place_mm"), [(2.0, 0.3), (4.0, 0.3), (10.0, 0.5)])
def test_no_pitch_tells_places_finer_than_a_third_of_a_millimetre(pitch_mm: float, place_mm: float) -> None:
    assert told(mat_of(pitch_mm, layer_mm=None)).place_mm == place_mm


def test_a_bite_is_told_alone_where_two_places_errors_are_a_fifth_of_it() -> None:
    found = told(mat_of(10.0, layer_mm=None))
    assert found.single_bite_mm == pytest.approx(np.sqrt(2.0) * 0.5 / 0.2)
    assert told(mat_of(20.0, layer_mm=None)).single_bite_mm is None


def test_two_taxels_are_a_pitch_and_one_is_none() -> None:
    one, two = Taxel("a", 10.0, 10.0), Taxel("b", 40.0, 10.0)
    assert resolution_of(Pad("one", "N", (one,))) is None
    assert told(Pad("two", "N", (one, two))).pitch_mm == 30.0


@pytest.mark.parametrize(("behind_mm", "poor"), [(29.0, None), (31.0, 50.0)])
def test_behind_the_rearmost_taxels_by_more_than_a_pitch_places_are_poor(behind_mm: float, poor: float | None) -> None:
    # three taxels 30 mm apart from x = 46 on; told in steps of 5 mm
    taxels = tuple(Taxel(f"t{i}", 46.0 + 30.0 * i, 20.0, 900.0) for i in range(3))
    outline = ((46.0 - behind_mm, 0.0), (130.0, 0.0), (130.0, 40.0), (46.0 - behind_mm, 40.0))
    assert told(Pad("row", "N", taxels, layer_mm=10.0, outline=outline)).poor_behind_mm == poor


def test_a_sentence_says_single_bites_where_they_are_told() -> None:
    sentence = told(mat_of(10.0, layer_mm=None)).sentence
    assert "taxels 10 mm apart, by their centre of pressure: place to about 0.5 mm; a walk's mean bite" in sentence
    assert "from 1.0 mm, single bites from 3.5; circles from 2.2 mm radius" in sentence
