"""How a layer presses through is told from a table where its layout is silent, and only there."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from thumbwalk.pad import Pad, builtin_pad
from thumbwalk.pipeline import Pipeline
from thumbwalk.touch.law import with_law_of
from thumbwalk.validate.judged_session import analysed
from thumbwalk.validate.kinds import HeldOut, Kind, held_out

SEED = 5_310_000


@cache
def session(kind: Kind, seed: int) -> HeldOut:
    return held_out(kind, SEED + seed)


def law_of(pad: Pad, one: HeldOut) -> str | None:
    return with_law_of(pad, one.values, np.zeros(pad.n_taxels, dtype=np.bool_)).layer_law


@pytest.mark.parametrize("seed", range(3))
def test_a_bonded_layer_is_told_by_its_presses(seed: int) -> None:
    one = session("built", seed)
    assert one.session.pad.layer_law is None
    assert law_of(one.session.pad, one) == "bonded"


@pytest.mark.parametrize("kind", ["designed", "hard", "people"])
@pytest.mark.parametrize("seed", range(3))
def test_a_layer_that_slides_is_never_called_bonded(kind: Kind, seed: int) -> None:
    one = session(kind, seed)
    assert law_of(one.session.pad, one) is None


def test_what_the_layout_says_stands() -> None:
    one = session("built", 0)
    assert law_of(replace(one.session.pad, layer_law="half-space"), one) == "half-space"


def test_a_few_presses_tell_nothing() -> None:
    one = session("built", 0)
    firm = np.flatnonzero(one.values.sum(axis=1) > 5.0)[:50]
    assert law_of(one.session.pad, replace(one, values=one.values[firm])) is None
    assert law_of(one.session.pad, replace(one, values=np.zeros((500, 16)))) is None


def test_a_layout_that_places_nothing_is_left_alone() -> None:
    for pad in (replace(builtin_pad(), layer_mm=None), replace(builtin_pad(), outline=None)):
        assert with_law_of(pad, session("built", 0).values, np.zeros(16, dtype=np.bool_)) is pad


def test_a_table_goes_through_the_law_that_it_shows_and_a_hold_is_found_nearer_for_it() -> None:
    one = session("built", 1)
    pad = one.session.pad
    assert Pipeline.of_table(pad, one.time_s, one.values).pad.layer_law == "bonded"
    part = next(part for part in one.session.truth.parts if part.technique == "hold")
    from_s, to_s = part.start_s + 1.0, part.end_s - 1.0
    path = one.session.path
    during = (path.time_s > from_s) & (path.time_s < to_s)
    truth_mm = np.array([path.x_mm[during].mean(), path.y_mm[during].mean()])
    away_mm = {}
    for told in (None, "half-space"):
        touch, _ = analysed(replace(pad, layer_law=told), one.time_s, one.values)
        some = touch.between(from_s, to_s)
        away_mm[told] = float(np.hypot(*(np.array([some.x_mm.mean(), some.y_mm.mean()]) - truth_mm)))
    assert away_mm[None] < 3.0
    assert away_mm["half-space"] > 1.5 * away_mm[None]
