"""What is asked in the end, by hand: below the lowest cap, about the guide by the level, as steady as it asks."""

from __future__ import annotations

import pytest

from thumbwalk.coach.targets.asked import STEADIER, WIDTHS, Narrowing, asked_bands, steadier
from thumbwalk.coach.targets.bands import Band, bands_in
from thumbwalk.coach.targets.caps import packaged_caps
from thumbwalk.coach.targets.targets_file import packaged_targets

KNEAD = bands_in(packaged_targets(), "knead")
HOLD = bands_in(packaged_targets(), "hold")
CAPS = packaged_caps()


def asked(level: int | None, zones: tuple[str, ...], force_n: float, rate: float | None = 45.0) -> dict[str, Band]:
    return asked_bands(KNEAD, CAPS, zones, None, Narrowing(level, force_n, rate))


@pytest.mark.parametrize(
    ("level", "zone", "force_n", "lo", "hi"),
    [
        # heel: 8 to 20 N, its cap is 25 N, so nothing is clipped; a quarter, 17 % and a tenth about 14 N
        (1, "heel", 14.0, 10.5, 17.5),
        (2, "heel", 14.0, 11.62, 16.38),
        (3, "heel", 14.0, 12.6, 15.4),
        # forefoot: clipped to 60 and 90 % of 12 N, 7.2 to 10.8; 9 N less 25 % is below that, and more is above
        (1, "forefoot", 9.0, 7.2, 10.8),
        (2, "forefoot", 9.0, 7.47, 10.53),
        (3, "forefoot", 9.0, 8.1, 9.9),
        # toes: 6 to 9 N
        (2, "toes", 7.5, 6.225, 8.775),
        # lateral border: 8 N is above 60 % of nothing that counts, the cap of 20 N leaves 18
        (1, "lateral border", 16.0, 12.0, 18.0),
        (None, "forefoot", 9.0, 7.2, 10.8),
    ],
)
def test_bands_of_force_by_hand(level: int | None, zone: str, force_n: float, lo: float, hi: float) -> None:
    assert asked(level, (zone,), force_n)["peak_force_n"].ends == pytest.approx((lo, hi))


def test_the_lowest_cap_of_several_zones_counts() -> None:
    assert asked(1, ("heel", "medial arch"), 9.0)["peak_force_n"].ends == pytest.approx((7.2, 10.8))
    assert asked(1, (), 9.0)["peak_force_n"].ends == pytest.approx((8.0, 11.25)), "nowhere: by the targets alone"


def test_the_pace_is_narrowed_about_the_guide_within_the_targets() -> None:
    assert asked(2, ("heel",), 14.0)["rate_per_min"].ends == pytest.approx((37.35, 52.65))
    assert asked(1, ("heel",), 14.0, rate=50.0)["rate_per_min"].ends == pytest.approx((37.5, 60.0))
    assert asked(2, ("heel",), 14.0, rate=None)["rate_per_min"] == KNEAD["rate_per_min"]
    assert asked(2, ("heel",), 14.0)["release"] == KNEAD["release"]


def test_a_guide_outside_of_its_band_narrows_nothing() -> None:
    assert asked(3, ("forefoot",), 20.0)["peak_force_n"].ends == pytest.approx((7.2, 10.8))


def test_a_long_hold_is_asked_for_below_the_cap_at_its_length() -> None:
    told = asked_bands(HOLD, CAPS, ("medial arch",), 15.0, Narrowing(3, 9.0))["force_n"]
    assert told.ends == pytest.approx((8.1, 9.9))
    whole = asked_bands(HOLD, CAPS, ("medial arch",), 20.0)["force_n"]
    assert whole.hi == pytest.approx(0.95 * 12.0 * (10.0 / 20.0) ** 0.15)


def test_a_level_asks_for_less_scatter_and_never_for_bands_under_a_tenth() -> None:
    assert steadier(KNEAD, 1)["force_cv"].hi == pytest.approx(0.12)
    assert steadier(HOLD, 1)["steadiness_cv"].hi == pytest.approx(0.08)
    assert steadier(KNEAD, 3)["rhythm_cv"].hi == pytest.approx(0.055)
    assert steadier(KNEAD, None) == KNEAD
    assert steadier(KNEAD, 3)["peak_force_n"] == KNEAD["peak_force_n"]
    assert min(WIDTHS.values()) == 0.10
    assert WIDTHS.keys() == STEADIER.keys()
