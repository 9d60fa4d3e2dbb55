"""A plate is calibrated with one weight at five places: how good it is then, and what it is refused for in a line."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.session.plated import HELLO, PLATE

from thumbwalk.errors import CalibrationError
from thumbwalk.link.cells import CellReading, CellReadings
from thumbwalk.rig import calibrating, plate_weighing
from thumbwalk.rig.calibrating import tared
from thumbwalk.rig.listening import Stretch
from thumbwalk.rig.opening import OpenRig
from thumbwalk.rig.plate_weighing import weighed_plate
from thumbwalk.signal.plate_calibration import CellsToForce, PlateCalibration
from thumbwalk.signal.plate_scale import weighed_places
from thumbwalk.virtual.foot import FootSpec
from thumbwalk.virtual.free_converters import NO_READING
from thumbwalk.virtual.scan_timer import ScanTimer
from thumbwalk.virtual.sensor_faults import KINDS

WEIGHT_N = 19.6


class Bench:
    """A virtual plate whose stream is read when asked, and a person who does what is asked with a weight.

    ``off_n`` is how much heavier the weight is than was said.
    """

    hello = HELLO

    def __init__(self, spec: FootSpec, monkeypatch: pytest.MonkeyPatch, off_n: float = 0.0) -> None:
        self.foot = spec.build_plate()
        self._timer = ScanTimer(self.foot)
        self._timer.start(1000, 0)
        self._off_n = off_n
        self.asked: list[str] = []
        self._places = iter(weighed_places(PLATE).tolist())
        for module in (calibrating, plate_weighing):
            monkeypatch.setattr(module, "stretch_of", self.stretch)

    @property
    def link(self) -> Bench:
        return self

    def stretch(self, _rig: object, seconds: float) -> Stretch:
        self._timer.made(1500)  # somebody turns round
        table = self._timer.made(round(1000 * seconds))
        cells, found = table["cells"], list[CellReadings]()
        for at, cell in zip(*np.nonzero(cells["code"] != NO_READING), strict=True):
            one = CellReading(0, int(cell), int(cells["code"][at, cell]), int(cells["flags"][at, cell]))
            time_us = int(table["time_us"][at]) - int(cells["age_us"][at, cell])
            found.append(CellReadings(time_us, (one,), 1, 0))
        return Stretch(cells=sorted(found, key=lambda one: one.device_us))

    def answer(self, prompt: str) -> None:
        self.asked.append(prompt)
        if "put the weight" in prompt:
            x_mm, y_mm = next(self._places)
            self.foot.press(x_mm, y_mm, WEIGHT_N + self._off_n)
        else:
            self.foot.release()


def calibrated(bench: Bench, weight_n: float = WEIGHT_N) -> PlateCalibration:
    rig: Any = OpenRig(bench)  # type: ignore[arg-type]  # as much as is asked
    return weighed_plate(rig, PLATE, weight_n, bench.answer, lambda _: None, date="2026-11-29")


def errors_at_10n(spec: FootSpec, found: PlateCalibration) -> tuple[float, float]:
    """RMS of force, as a part, and of the centre of pressure, mm: 10 N at places all over the sole, held for a second.

    The rests are taken before each, as live.
    """
    rng, off, off_mm = np.random.default_rng(1), list[float](), list[float]()
    to_force = CellsToForce(found, PLATE)
    places = [(x, y) for x, y in rng.uniform((15.0, 15.0), (250.0, 90.0), (40, 2)) if PLATE.contains(x, y)]
    foot = spec.build_plate()
    timer = ScanTimer(foot)
    timer.start(1000, 0)

    def read() -> np.ndarray:
        timer.made(300)
        said = timer.made(700)["cells"]["code"].astype(np.float64)
        said[said == NO_READING] = np.nan
        return np.asarray(to_force(np.nanmean(said, axis=0)[None])[0])

    for x_mm, y_mm in places:
        foot.release()
        rest = read()
        foot.press(x_mm, y_mm, 10.0)
        cells_n = read() - rest
        total = float(cells_n.sum())
        off.append(total / 10.0 - 1.0)
        off_mm.append(float(np.hypot(*(cells_n @ PLATE.positions_mm / total - (x_mm, y_mm)))))
    return float(np.sqrt(np.mean(np.square(off)))), float(np.sqrt(np.mean(np.square(off_mm))))


@pytest.mark.parametrize("seed", range(5))
def test_ten_newtons_are_right_to_a_percent_and_a_millimetre_behind_it(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = FootSpec(layout="plate4", seed=seed)
    bench = Bench(spec, monkeypatch)
    found = calibrated(bench)
    assert (found.board_id, found.date, found.is_measured, found.knows_rest) == ("p", "2026-11-29", True, True)
    assert len(bench.asked) == 11
    force, place_mm = errors_at_10n(spec, found)
    assert force <= 0.01
    assert place_mm <= 1.0
    before, _ = errors_at_10n(spec, PlateCalibration.nominal(PLATE, 43_827.0))
    assert before > 2.0 * force, "what data sheets promise is worse"


@pytest.mark.parametrize(
    ("kind", "names", "said"),
    [
        ("dead", ("toe_medial",), "toe_medial does not answer to the weight"),
        ("missing", ("toe_medial",), "toe_medial says nothing; look at its plug"),
        ("shorted", ("toe_medial",), "toe_medial says nothing; look at its plug"),
        ("reversed", ("heel_lateral",), "heel_lateral reads less under the weight; turn it over"),
        ("swapped", ("heel_medial", "toe_lateral"), "heel_medial and toe_lateral answer in each other's place"),
        ("rating", ("toe_lateral",), r"toe_lateral answers 0\.\d+ times as strongly as the others"),
        ("frame", ("toe_lateral",), "see that the plate touches nothing but its cells"),
    ],
)
@pytest.mark.parametrize("seed", [0, 3])
def test_what_is_wrong_with_the_plate_is_named_in_a_line(
    kind: str, names: tuple[str, ...], said: str, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert kind in KINDS
    spec = replace(FootSpec(layout="plate4", seed=seed), **{kind: names})  # type: ignore[arg-type]  # of its fields
    with pytest.raises(CalibrationError, match=said) as refused:
        calibrated(Bench(spec, monkeypatch))
    assert "\n" not in str(refused.value)


def test_a_weight_that_is_not_what_was_said_is_told_by_what_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    spec = FootSpec(layout="plate4", seed=1)
    with pytest.raises(CalibrationError, match=r"the cells say 3\d(\.\d)? N where 19.6 N were named"):
        calibrated(Bench(spec, monkeypatch, off_n=15.0))
    with pytest.raises(CalibrationError, match="too little to calibrate a plate"):
        calibrated(Bench(spec, monkeypatch), weight_n=4.0)


def test_a_plate_that_never_lies_still_is_read_again_and_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    bench, said = Bench(FootSpec(layout="plate4"), monkeypatch), list[str]()
    still = bench.stretch
    pushes = iter([5.0, 0.0, 6.0, 0.0, 7.0, 0.0])

    def shaken(rig: object, seconds: float) -> Stretch:
        parts = []
        for _ in range(2):
            bench.foot.press(130.0, 50.0, next(pushes))
            parts.append(still(rig, seconds / 2.0))
        return Stretch(cells=[*parts[0].cells, *parts[1].cells])

    monkeypatch.setattr(plate_weighing, "stretch_of", shaken)
    with pytest.raises(CalibrationError, match="never lay still"):
        weighed_plate(OpenRig(bench), PLATE, WEIGHT_N, lambda _: None, said.append)  # type: ignore[arg-type]  # as asked
    assert len(said) == 3


def test_a_plate_is_tared_and_keeps_its_gains(monkeypatch: pytest.MonkeyPatch) -> None:
    bench = Bench(FootSpec(layout="plate4", seed=2), monkeypatch)
    nominal = PlateCalibration.nominal(PLATE, 43_827.0)
    found = tared(bench, nominal, PLATE)  # type: ignore[arg-type]  # as much as is asked
    assert isinstance(found, PlateCalibration)
    assert (found.board_id, found.knows_rest, found.is_measured) == ("p", True, False)
    assert found.differs_in_rest_alone(nominal)
    bench.foot.press(130.0, 50.0, 10.0)
    assert np.abs(CellsToForce(found, PLATE)(bench.stretch(None, 1.0).cell_codes(HELLO))[-1].sum()) > 8.0
