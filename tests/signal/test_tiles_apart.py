"""A tile that is far apart from the others is doubted once; of all tiles together only a word is said."""

from __future__ import annotations

import pytest

from thumbwalk.errors import CalibrationError
from thumbwalk.signal.curve import SensorCurve
from thumbwalk.signal.tiles_apart import TilesApart

USUAL = SensorCurve.generic()


@pytest.mark.parametrize("others", [1, 5])
@pytest.mark.parametrize("gain", [0.5, 1.9])
def test_a_tile_whose_weight_was_half_or_twice_what_was_said_is_doubted(others: int, gain: float) -> None:
    apart = TilesApart()
    for index in range(others):
        apart.check(f"tile {index}", USUAL.scaled(1.0 + 0.02 * index))
    with pytest.raises(CalibrationError, match="a weight here or there was another than was said"):
        apart.check("heel", USUAL.scaled(gain))
    apart.check("heel", USUAL.scaled(1.05))


def test_what_comes_out_the_same_again_is_the_tiles_own() -> None:
    apart = TilesApart()
    apart.check("a", USUAL)
    for gain in (2.0, 0.5):
        with pytest.raises(CalibrationError):
            apart.check("b", USUAL.scaled(gain))
    apart.check("b", USUAL.scaled(0.52))
    apart.check("c", USUAL.scaled(0.8))


def test_the_spread_of_parts_and_the_first_tile_of_all_are_no_doubt() -> None:
    apart = TilesApart()
    for index, gain in enumerate((2.2, 2.2 * 1.3, 2.2 / 1.3, 2.2)):
        apart.check(f"tile {index}", USUAL.scaled(gain))


@pytest.mark.parametrize(("gain", "said"), [(1.0, ""), (1.3, ""), (2.0, "2.0 times the usual"), (0.5, "0.5 times")])
def test_a_level_that_all_share_is_said_and_not_refused(gain: float, said: str) -> None:
    apart = TilesApart()
    assert apart.level_said() == ""
    for name in "abc":
        apart.check(name, USUAL.scaled(gain))
    assert said in apart.level_said()
    assert bool(apart.level_said()) == bool(said)
