"""A technique's likeness is the product of what it asks, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from thumbwalk.technique.catalog import TECHNIQUES
from thumbwalk.technique.factors import above, below
from thumbwalk.technique.signs import Signs, signs_of
from thumbwalk.technique.strokes import strokes_of
from thumbwalk.technique.technique import Technique

Make = Callable[..., Any]


@pytest.fixture
def signs(touch_of: Make, presses: Make) -> Signs:
    touch = touch_of(presses([10.0, 12.0, 14.0], 1.2))
    return signs_of([strokes_of(touch)], touch)


def test_a_likeness_is_the_product_of_its_factors(signs: Signs) -> None:
    asked = Technique(
        "poke",
        "poking",
        lambda s: (above("press_s", s.press_s, 0.6, 2.0), below("touch_s", s.touch_s, 1.2, 2.0)),
        lambda work: {},
    )
    more = 1.0 / (1.0 + (0.6 / signs.press_s) ** 2)
    less = 1.0 - 1.0 / (1.0 + (1.2 / signs.touch_s) ** 2)
    np.testing.assert_allclose(asked.likeness(signs), more * less)


@pytest.mark.parametrize("name", list(TECHNIQUES))
def test_a_likeness_is_a_number_from_0_to_1_for_each_piece(signs: Signs, name: str) -> None:
    likeness = TECHNIQUES[name].likeness(signs)
    assert likeness.shape == (len(signs),)
    assert ((likeness >= 0.0) & (likeness <= 1.0)).all()


def test_kneading_is_most_like_kneading(signs: Signs) -> None:
    assert max(TECHNIQUES, key=lambda name: float(TECHNIQUES[name].likeness(signs).mean())) == "knead"
