"""The virtual plate: what its cells say of a press, what they are like, and what may be wrong with them."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from thumbwalk.errors import LayoutError
from thumbwalk.virtual.foot import FootSpec
from thumbwalk.virtual.free_converters import NO_READING
from thumbwalk.virtual.plate_foot import CODES_PER_N
from thumbwalk.virtual.scan_timer import ScanTimer
from thumbwalk.virtual.sensor_faults import parse_faults

SPEC = FootSpec(layout="plate4", moments=((0.0, 140.0, 60.0, 0.0), (1.0, 140.0, 60.0, 0.0), (1.2, 140.0, 60.0, 10.0)))
HELD = replace(SPEC, moments=(*SPEC.moments, (60.0, 140.0, 60.0, 10.0)))
Array = NDArray[np.float64]


def cells_of(spec: FootSpec, chunks: tuple[int, ...] = (4000,)) -> NDArray[np.void]:
    """What a board hears at 1 kHz, (n, 4)."""
    timer = ScanTimer(spec.build_any())
    timer.start(1000, 0)
    return np.concatenate([timer.made(n)["cells"] for n in chunks])


def levels(spec: FootSpec, seconds: float = 4.0) -> tuple[Array, Array]:
    """Each cell's code in the first second, and what the last adds to it, (4,)."""
    said = cells_of(spec, (round(1000 * seconds),))["code"].astype(np.float64)
    said[said == NO_READING] = np.nan
    rest = np.nanmedian(said[100:900], axis=0)
    return rest, np.nanmedian(said[-1000:], axis=0) - rest


def test_an_ideal_plates_cells_bear_the_press_by_its_moments() -> None:
    pad = SPEC.pad()
    rest, pressed = levels(replace(HELD, errors=False))
    assert (rest == 0.0).all()
    force_n = pressed / CODES_PER_N
    assert force_n.sum() == pytest.approx(10.0, abs=0.001)
    np.testing.assert_allclose(force_n @ pad.positions_mm / 10.0, [140.0, 60.0], atol=0.05)


def test_real_cells_differ_as_their_data_sheet_allows_and_the_same_seed_is_the_same_plate() -> None:
    foot = SPEC.build_plate()
    gains = foot.codes_per_n / CODES_PER_N
    assert (np.abs(gains - 1.0) <= 0.15).all()
    assert np.ptp(gains) > 0.05
    assert (np.abs(foot.corners_mm - SPEC.pad().positions_mm) < 3.0).all()
    rest, pressed = levels(HELD)
    assert (np.abs(rest) < 0.11 * 49.0 * CODES_PER_N).all()
    assert np.sum(pressed / foot.codes_per_n) == pytest.approx(10.0, abs=0.03)
    assert cells_of(SPEC).tobytes() == cells_of(SPEC).tobytes() != cells_of(replace(SPEC, seed=1)).tobytes()


def test_a_load_that_stays_reads_a_thousandth_more_in_the_end_and_noise_is_that_of_the_converter() -> None:
    long = replace(HELD, moments=(*SPEC.moments, (500.0, 140.0, 60.0, 10.0)), creep=0.01)
    plain, crept = (levels(one, 240.0)[1].sum() for one in (replace(long, creep=0.0), long))
    assert crept / plain - 1.0 == pytest.approx(0.009, abs=0.001)
    said = cells_of(SPEC)["code"][:900, 0]
    said = said[said != NO_READING].astype(np.float64)
    assert np.std(np.diff(said)) / np.sqrt(2.0) == pytest.approx(60.0, rel=0.3)


@settings(max_examples=10, deadline=None)
@given(st.lists(st.integers(1, 1999), max_size=5), st.booleans())
def test_portions_do_not_matter(cuts: list[int], faulty: bool) -> None:
    spec = replace(SPEC, drifting=("heel_medial",), swapped=("toe_medial", "toe_lateral")) if faulty else SPEC
    edges = sorted({0, 2000, *cuts})
    assert cells_of(spec, tuple(b - a for a, b in pairwise(edges))).tobytes() == cells_of(spec, (2000,)).tobytes()


@pytest.mark.parametrize(
    ("fault", "ratio"),
    [("dead", 0.0), ("stuck", 0.0), ("open", 0.0), ("reversed", -1.0), ("rating", 0.5)],
)
def test_a_faulty_cell_answers_to_a_press_as_its_fault_has_it(fault: str, ratio: float) -> None:
    broken = replace(HELD, **{fault: ("toe_medial",)})  # type: ignore[arg-type]  # names of its fields
    sound, faulty = (levels(one)[1] for one in (HELD, broken))
    np.testing.assert_allclose(np.delete(faulty, 2), np.delete(sound, 2), rtol=0.01)
    assert faulty[2] / sound[2] == pytest.approx(ratio, abs=0.01)


def test_a_corner_that_touches_its_frame_gives_some_of_a_strong_press_to_it_and_nothing_of_a_light_one() -> None:
    far = replace(HELD, moments=tuple((at, 259.0, 8.0, force) for at, _, _, force in HELD.moments))
    sound, touching = (levels(one)[1] for one in (far, replace(far, frame=("toe_medial",))))
    assert touching[2] / sound[2] == pytest.approx(0.83, abs=0.02)
    np.testing.assert_allclose(np.delete(touching, 2), np.delete(sound, 2), atol=50.0)
    np.testing.assert_allclose(levels(replace(HELD, frame=("toe_medial",)))[1], levels(HELD)[1], rtol=1e-3)


def test_what_is_missing_says_nothing_what_is_shorted_lifts_no_line_and_what_is_swapped_stands_elsewhere() -> None:
    missing = cells_of(replace(HELD, missing=("toe_medial",)))
    assert (missing["code"][:, 2] == NO_READING).all()
    assert (missing["code"][:, 1] != NO_READING).any()
    shorted = cells_of(replace(HELD, shorted=("toe_medial",)))
    assert set(shorted["flags"][:, 2].tolist()) == {2}
    assert not shorted["flags"][:, 1].any()
    one, other = cells_of(HELD), cells_of(replace(HELD, swapped=("heel_lateral", "toe_medial")))
    assert other[:, [0, 2, 1, 3]].tobytes() == one.tobytes()
    loud = cells_of(replace(HELD, noisy=("toe_medial",)))["code"][:900, 2].astype(np.float64)
    assert np.std(loud[loud != NO_READING]) > 1000.0


def test_a_fault_comes_when_it_is_wished_for() -> None:
    foot = HELD.build_plate()
    timer = ScanTimer(foot)
    timer.start(1000, 0)
    timer.made(1500)
    foot.break_tile("missing", "heel_medial")
    assert (timer.made(500)["cells"]["code"][:, 0] == NO_READING).all()
    with pytest.raises(LayoutError, match="no taxel 'elbow'"):
        foot.break_tile("dead", "elbow")


def test_a_mouse_takes_over_and_two_thumbs_add_up() -> None:
    foot = replace(HELD, errors=False).build_plate()
    timer = ScanTimer(foot)
    timer.start(1000, 0)
    timer.made(2000)
    foot.press(200.0, 30.0, 5.0)
    said = timer.made(500)["cells"]["code"][-40:].astype(np.float64)
    said[said == NO_READING] = np.nan
    assert np.nanmedian(said, axis=0).sum() / CODES_PER_N == pytest.approx(5.0, abs=0.1)
    assert foot.duration_s is None
    drill = FootSpec(layout="plate4", drill="two-together", errors=False).build_plate()
    assert drill.duration_s is not None
    time_s = np.arange(20_000) / 1000.0
    (one, *others) = drill._contacts(time_s)
    assert others[0][2].max() > 5.0
    said = cells_of(FootSpec(layout="plate4", drill="two-together", errors=False), (20_000,))["code"]
    read = said[said[:, 0] != NO_READING, 0]
    plate = drill._plate.loads(*one) + drill._plate.loads(*others[0])
    assert read.max() / CODES_PER_N == pytest.approx(plate[:, 0].max(), rel=0.15)


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        (FootSpec(layout="plate4", unbled=("toe_medial",)), "can be unbled"),
        (FootSpec(layout="plate4", dead=("mth1",)), "no taxel 'mth1'"),
        (FootSpec(layout="plate4", tips=True), "nothing else"),
        (FootSpec(layout="plate4", load_cell_hz=80), "leave it out"),
        (FootSpec(frame=("mth1",)), "can be frame"),
    ],
)
def test_what_no_plate_or_no_tile_can_have_is_refused(spec: FootSpec, said: str) -> None:
    with pytest.raises(LayoutError, match=said):
        spec.build_any()


def test_faults_of_cells_are_read_as_those_of_tiles_are() -> None:
    assert parse_faults(["frame:toe_medial", "reversed:heel_medial"]).frame == ("toe_medial",)
