"""How a foot is built, read from words, and that each switch reaches the foot."""

from __future__ import annotations

import numpy as np
import pytest

from thumbwalk.errors import OptionError, RigError
from thumbwalk.virtual.as_built import parse_built
from thumbwalk.virtual.foot import FootSpec

HELD = tuple((time_s, 129.0, 60.0, 30.0) for time_s in (0.0, 30.0))
TIMES_S = np.arange(0.0, 20.0, 0.02)


def test_words_become_switches() -> None:
    assert parse_built([]) == {}
    assert parse_built(["bonded", "tipping", "layer:12", "warm:-5", "creep:0.1", "hysteresis:0"]) == {
        "layer_law": "bonded", "tips": True, "layer_mm": 12.0, "warms_k": -5.0, "creep": 0.1, "hysteresis": 0.0,
    }  # fmt: skip


@pytest.mark.parametrize("text", ["", "glued", "bonded:1", "tipping:2", "warm", "warm:hot", "layer:0.5", "creep:nan"])
def test_what_is_no_foot_is_refused_by_name(text: str) -> None:
    with pytest.raises(OptionError, match=f"built '{text}'"):
        parse_built([text])


@pytest.mark.parametrize("text", ["half-space", "tipping", "layer:14", "warm:15", "creep:0.2", "hysteresis:0.4"])
def test_every_switch_reaches_the_foot_and_goes_through_json(text: str) -> None:
    spec = FootSpec(moments=HELD, **parse_built([text]))
    assert FootSpec.from_json(spec.to_json()) == spec
    counts, plain = (one.build().counts(TIMES_S).astype(float) for one in (spec, FootSpec(moments=HELD)))
    assert np.abs(counts - plain).max() > 15.0


def test_creep_and_hysteresis_of_a_foot_have_their_size() -> None:
    counts = FootSpec(moments=HELD, creep=0.1, hysteresis=0.0).build().counts(TIMES_S).astype(float)
    part = counts / 4096.0
    conductance = (part / (1.0 - part))[:, counts.mean(axis=0) > 1000.0]
    at_1s, at_10s = (conductance[round(second * 50.0)] for second in (1.0, 10.0))
    assert at_10s / at_1s - 1.0 == pytest.approx(np.full(at_1s.shape, 0.1), abs=0.02)


def test_a_layer_that_there_is_not_is_refused() -> None:
    with pytest.raises(RigError, match="no layer 'glued'"):
        FootSpec.from_json('{"layer_law": "glued"}')
