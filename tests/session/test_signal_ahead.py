"""The signal of a stream and its touch, made apart, are what one pipeline makes; in any chunks."""

from __future__ import annotations

import numpy as np
import pytest
from tests.session.streams import PAD

from thumbwalk.pipeline import Pipeline
from thumbwalk.session.signal_ahead import SignalHalf, TouchHalf
from thumbwalk.signal.calibration import Calibration
from thumbwalk.touch.touch_block import TouchBlock
from thumbwalk.virtual.foot import FootSpec

RATE_HZ = 1000.0


def counts() -> np.ndarray:
    """A drill's beginning, in which a taxel sticks at one code."""
    codes = FootSpec(drill="first-steps", seed=2).build().counts(np.arange(12_000) / RATE_HZ).astype(np.uint16)
    codes[6_000:, PAD.names.index("mth2")] = 2500
    return codes


def of(kind: type[Pipeline], *, hindsight: bool) -> Pipeline:
    return kind.of_rig(PAD, Calibration.generic(PAD.n_taxels), RATE_HZ, stored=True, hindsight=hindsight)


@pytest.mark.parametrize("hindsight", [False, True])
@pytest.mark.parametrize("rows", [700, 5_000])
def test_halves_are_a_whole(rows: int, *, hindsight: bool) -> None:
    whole, signal, touch = (of(kind, hindsight=hindsight) for kind in (Pipeline, SignalHalf, TouchHalf))
    assert isinstance(signal, SignalHalf)
    assert isinstance(touch, TouchHalf)
    codes, one, other = counts(), list[TouchBlock](), list[TouchBlock]()
    for at in range(0, len(codes), rows):
        time_s, part = np.arange(at, min(at + rows, len(codes))) / RATE_HZ, codes[at : at + rows]
        one += whole.feed(time_s, part)
        assert signal.feed(time_s, part) == []
        given = signal.taken()
        assert given is not None
        assert signal.taken() is None
        touch.foretell(given)
        other += touch.feed(time_s, part)
        assert touch.left_out == whole.left_out
        assert list(touch.failures) == list(whole.failures)
    one += whole.finish()
    assert signal.finish() == []
    given = signal.taken()
    assert given is not None
    touch.foretell(given)
    other += touch.finish()
    assert whole.failures
    assert [one.known_s for one in touch.amended] == [one.known_s for one in whole.amended]
    assert bool(whole.amended) == (not hindsight)
    pairs = [(TouchBlock.joined(one), TouchBlock.joined(other))]
    pairs += [(mine.touch, its.touch) for mine, its in zip(whole.amended, touch.amended, strict=True)]
    for mine, its in pairs:
        for name in TouchBlock.__dataclass_fields__:
            np.testing.assert_array_equal(getattr(mine, name), getattr(its, name))


def test_what_was_not_foretold_is_not_made_up() -> None:
    touch = of(TouchHalf, hindsight=True)
    with pytest.raises(IndexError):
        touch.feed(np.zeros(1), np.zeros((1, PAD.n_taxels)))
