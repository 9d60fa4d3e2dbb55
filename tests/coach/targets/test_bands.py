"""Bands: others are laid over them."""

from __future__ import annotations

import pytest

from thumbwalk.coach.targets.bands import Band, bands_in, overridden
from thumbwalk.coach.targets.targets_file import packaged_targets
from thumbwalk.errors import DrillError


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
