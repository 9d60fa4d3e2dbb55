"""Bands: brought below a cap they stay bands, and others are laid over them."""

from __future__ import annotations

import pytest

from thumbwalk.coach.targets.bands import Band, bands_in, overridden
from thumbwalk.coach.targets.targets_file import packaged_targets
from thumbwalk.errors import DrillError


def test_a_band_is_clipped_and_stays_a_band() -> None:
    assert Band(8, 20, 2).clipped(13.5) == Band(8, 13.5, 2)
    assert Band(8, 20).clipped(30) == Band(8, 20)
    assert Band(15, 20).clipped(10.8) == Band(10.8, 10.8)
    assert Band(5, None).clipped(10.8) == Band(5, 10.8)


def test_a_band_without_an_upper_end_gets_one_at_the_cap() -> None:
    assert Band(None, None).clipped(10.0) == Band(None, 10.0)
    assert Band(None, 0.15, 3).clipped(10.0) == Band(None, 0.15, 3)


def test_others_are_laid_over_bands_in_their_order() -> None:
    laid = overridden({"a": Band(1, 2), "b": Band(3, 4)}, {"b": Band(5, 6), "c": Band(7, 8)})
    assert list(laid.items()) == [("a", Band(1, 2)), ("b", Band(5, 6)), ("c", Band(7, 8))]


def test_what_is_asked_of_all_goes_before_a_techniques_own() -> None:
    targets = {"hold": {"flow": Band(0.5), "force_n": Band(8, 18)}, "all": {"flow": Band(0.9)}}
    assert bands_in(targets, "hold") == {"flow": Band(0.9), "force_n": Band(8, 18)}


def test_unknown_techniques_have_no_targets() -> None:
    for name in ("pinch", "all"):
        with pytest.raises(DrillError, match="no targets for a technique"):
            bands_in(packaged_targets(), name)
