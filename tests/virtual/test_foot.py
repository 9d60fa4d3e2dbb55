"""The virtual foot end to end: what is pressed comes back through calibration and fit."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from thumbwalk.coach.drill.document import drill_to_json
from thumbwalk.coach.drill.drills_file import packaged_drills
from thumbwalk.errors import DrillError, LayoutError, RigError
from thumbwalk.pad import builtin_pad
from thumbwalk.signal.calibration import Calibration
from thumbwalk.signal.counts import CountsToForce
from thumbwalk.touch.localise import Localiser
from thumbwalk.touch.tables import inset_mm
from thumbwalk.virtual.foot import FootSpec, VirtualFoot
from thumbwalk.virtual.hand import HandPath, contact_radius_mm

PAD = builtin_pad("sole16")
LOCALISER = Localiser(PAD)
Array = NDArray[np.float64]


def holds(n: int, rng: np.random.Generator) -> tuple[Array, Array]:
    """Places (n, 2) on the sole ahead of x = 35 mm where a thumb's pad fits, and forces (n,) of 3 to 20 N."""
    x, y = np.arange(35.0, 265.0), np.arange(0.0, 100.0)
    i, j = np.nonzero(inset_mm(PAD, x, y) >= 6.0)
    chosen = rng.integers(len(i), size=n)
    places = np.column_stack((x[i[chosen]], y[j[chosen]])) + rng.uniform(-0.5, 0.5, (n, 2))
    return places, rng.uniform(3.0, 20.0, n)


def read_back(foot: VirtualFoot, n: int) -> tuple[Array, Array]:
    """Mean place and force over a tenth of a second near the end of each of n one-second holds."""
    counts = foot.counts(np.arange(n * 1000) / 1000.0).reshape(n, 1000, -1)
    to_force = CountsToForce(Calibration.generic(PAD.n_taxels))
    fit = LOCALISER.fit(to_force(counts[:, 650:750:10].reshape(n * 10, -1)))
    x, y, force_n = (values.reshape(n, 10).mean(axis=1) for values in (fit.x_mm, fit.y_mm, fit.force_n))
    return np.column_stack((x, y)), force_n


@pytest.mark.parametrize(("errors", "place_mm", "force"), [(False, 2.0, 0.05), (True, 4.0, 0.10)])
def test_random_holds_come_back_in_place_and_force(errors: bool, place_mm: float, force: float) -> None:
    n = 120
    rng = np.random.default_rng(8)
    places, force_n = holds(n, rng)
    time_s = np.arange(n * 1000) / 1000.0
    hold = (time_s + 1e-9).astype(int)
    pressed = force_n[hold] * np.clip(np.minimum(time_s - hold - 0.1, hold + 0.9 - time_s) / 0.1, 0.0, 1.0)
    path = HandPath(time_s, places[hold, 0], places[hold, 1], pressed, contact_radius_mm(pressed))
    found, found_n = read_back(VirtualFoot(PAD, path, errors=errors, seed=3), n)
    assert np.sqrt(np.mean(np.sum((found - places) ** 2, axis=1))) < place_mm
    assert np.sqrt(np.mean((found_n / force_n - 1.0) ** 2)) < force


def test_a_mouse_press_arrives_and_goes() -> None:
    foot = VirtualFoot(PAD, None, errors=False)
    assert foot.duration_s is None
    assert (foot.counts(np.arange(10) / 1000.0) == 13).all()
    foot.press(161.0, 50.0, 10.0)
    pressed = foot.counts(np.arange(10, 100) / 1000.0)
    force_n = CountsToForce(Calibration.generic(16))(pressed[-1:])
    assert force_n.sum() == pytest.approx(10.0, rel=0.05)
    assert PAD.names[int(force_n.argmax())] == "forefoot_central"
    foot.release()
    assert (foot.counts(np.arange(100, 200) / 1000.0)[-1] == 13).all()


def test_a_mouse_takes_a_scripted_hand_over_for_good() -> None:
    foot = FootSpec(drill="first-steps", errors=False).build()
    foot.counts(np.arange(6000) / 1000.0)
    foot.release()
    assert (foot.counts(np.arange(6000, 9000) / 1000.0) == 13).all()
    assert foot.duration_s is None


@settings(max_examples=8, deadline=None)
@given(st.lists(st.integers(0, 30), min_size=1, max_size=8), st.integers(0, 2**16), st.booleans())
def test_any_chunking_gives_the_same_codes(cuts: list[int], seed: int, mouse: bool) -> None:
    edges = np.cumsum([0, *cuts])
    time_s = 5.0 + np.arange(edges[-1]) / 1000.0
    spec = FootSpec(drill=None if mouse else "first-steps", hand="beginner", seed=seed)
    whole, parts = spec.build(), spec.build()
    if mouse:
        whole.press(60.0, 50.0, 9.0)
        parts.press(60.0, 50.0, 9.0)
    chunks = [parts.counts(time_s[a:b]) for a, b in pairwise(edges)]
    np.testing.assert_array_equal(np.concatenate(chunks), whole.counts(time_s))


def test_a_description_survives_json_and_builds_the_same_foot() -> None:
    spec = FootSpec(drill="first-steps", hand="rushing", seed=9, errors=True, layer_mm=12.5, foot="left")
    again = FootSpec.from_json(spec.to_json())
    assert again == spec
    assert again.pad().foot == "left"
    time_s = np.arange(4000, 4100) / 1000.0
    np.testing.assert_array_equal(again.build().counts(time_s), spec.build().counts(time_s))


def test_a_layout_may_come_as_text() -> None:
    text = PAD.text.replace('name = "sole16"', 'name = "mine"')
    assert FootSpec(layout=text).pad().name == "mine"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[1]", "not a JSON object"),
        ("{", "not a JSON object"),
        ('{"smell": 1}', "unknown field 'smell'"),
        ('{"hand": "octopus"}', "no hand 'octopus'"),
        ('{"foot": "both"}', "foot is 'both'"),
    ],
)
def test_a_bad_description_is_refused_in_one_line(text: str, why: str) -> None:
    with pytest.raises(RigError, match=why):
        FootSpec.from_json(text)


def test_what_can_not_be_built_is_refused() -> None:
    with pytest.raises(DrillError, match="no drill 'nope'"):
        FootSpec(drill="nope").build()
    with pytest.raises(LayoutError, match="no built-in layout"):
        FootSpec(layout="sole99").build()
    with pytest.raises(LayoutError, match="no layer_mm"):
        VirtualFoot(replace(PAD, layer_mm=None), None)


def test_no_times_give_no_codes() -> None:
    assert VirtualFoot(PAD, None).counts(np.empty(0)).shape == (0, 16)


def test_a_users_own_drill_is_played_from_its_json() -> None:
    drill = packaged_drills()["first-steps"]
    named, told = (FootSpec(drill=one).build() for one in ("first-steps", json.dumps(drill_to_json(drill))))
    time_s = np.arange(3000, 9000, 7) / 1000.0
    assert np.array_equal(named.counts(time_s), told.counts(time_s))
    shorter = replace(drill, count_in_s=1.0)
    other = FootSpec(drill=json.dumps(drill_to_json(shorter))).build()
    assert not np.array_equal(named.counts(time_s), other.counts(time_s))


@pytest.mark.parametrize(("text", "says"), [("{", "is no JSON"), ('{"sets": []}', "sets is \\[\\]")])
def test_a_drill_that_can_not_be_read_is_refused(text: str, says: str) -> None:
    with pytest.raises(DrillError, match=says):
        FootSpec(drill=text).build()
