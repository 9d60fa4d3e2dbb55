"""Whether one contact has long been enough where two were thought to be."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.touch.conftest import Pressed

from thumbwalk.pad import builtin_pad
from thumbwalk.touch.fit import Known
from thumbwalk.touch.localise import Localiser
from thumbwalk.touch.one_enough import OneEnough
from thumbwalk.touch.several import Guess, SeveralFit, fit_several

LOCALISER = Localiser(builtin_pad("sole16"))
NONE = np.zeros(16, dtype=np.bool_)
Array = NDArray[np.float64]


class Counted:
    """A localiser that counts how often it is asked."""

    def __init__(self) -> None:
        self.asked = 0

    def fit(self, force_n: Array, known: Known) -> object:
        self.asked += 1
        return LOCALISER.fit(force_n, known)


def blocks(pressed: Pressed) -> dict[str, tuple[Array, SeveralFit]]:
    """Blocks that one thumb makes, that two do, and one without any touch; with their fits of two."""
    one, other = (pressed(np.full(20, 8.0), x_mm, 50.0) for x_mm in (100.0, 160.0))
    guesses = [Guess(x_mm, 50.0, 10.0, 0.37, 0.3) for x_mm in (100.0, 160.0)]
    tiles = {"one": one, "two": one + other, "none": one[:0]}
    return {name: (of, fit_several(LOCALISER, of, NONE, guesses)) for name, of in tiles.items()}


@pytest.mark.parametrize(
    ("came", "long"),
    [
        (["one"] * 6, True),
        (["one"] * 5, False),
        (["two"] * 30, False),
        (["one", "none", "none", "none", "none", "none"], True),
        (["none"] * 5 + ["one"] * 5, False),
        (["none"] * 5 + ["one"] * 6, True),
        (["one"] * 5 + ["two"] + ["one"] * 5, False),
        (["two", "two", "one", "one", "two", *["one"] * 6], True),
        (["two", "none", "none", "none", "none", "none", "none"], False),
    ],
)
def test_one_is_enough_after_six_blocks_on_end_and_a_block_without_touch_breaks_no_run(
    pressed: Pressed, came: list[str], long: bool
) -> None:
    known, enough = blocks(pressed), OneEnough(LOCALISER)
    for name in came:
        assert not enough.long
        enough.take(*known[name], NONE)
    assert enough.long == long


def test_of_blocks_with_two_one_of_six_is_looked_at(pressed: Pressed) -> None:
    counted = Counted()
    enough = OneEnough(counted)  # type: ignore[arg-type]
    for _ in range(60):
        enough.take(*blocks(pressed)["two"], NONE)
    assert counted.asked == 10


def test_what_was_counted_is_forgotten(pressed: Pressed) -> None:
    enough = OneEnough(LOCALISER)
    one = blocks(pressed)["one"]
    for _ in range(5):
        enough.take(*one, NONE)
    enough.forget()
    enough.take(*one, NONE)
    assert not enough.long
