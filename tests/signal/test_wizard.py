"""The calibration's conversation, against a bench of sensors that are known."""

from __future__ import annotations

import numpy as np
import pytest

from thumbwalk.errors import CalibrationError
from thumbwalk.signal.calibration import GRAVITY, Calibration, counts_of
from thumbwalk.signal.curve import SensorCurve
from thumbwalk.signal.wizard import CalibrationWizard, Settled, settled

NAMES = ("heel", "arch", "toe")


class Bench:
    """Three sensors; the weight lies where and as heavy as the test says, and the loading branch reads lower."""

    def __init__(self) -> None:
        self.curves = [SensorCurve.generic().scaled(gain) for gain in (0.95, 1.05, 1.15)]
        self.load: dict[int, float] = {}
        self.factor = 1.0
        self.spread = 1.0

    def read(self) -> Settled:
        counts = [
            counts_of(1.0 + self.factor * float(curve.conductance_of(self.load.get(index, 0.0))), 12, 3300.0)
            for index, curve in enumerate(self.curves)
        ]
        return Settled(np.array(counts, dtype=np.float64), np.full(3, self.spread))


def wizard(bench: Bench, **options: object) -> CalibrationWizard:
    return CalibrationWizard(Calibration.generic(3), NAMES, bench.read, **options)  # type: ignore[arg-type]


def obey(asking: CalibrationWizard, bench: Bench) -> list[str]:
    """Do what is asked until it is over; the weights are those that the prompt names, in grams."""
    said = []
    while not asking.finished:
        words = asking.prompt.split()
        if "put" in words or "down" in words:
            grams = float(words[words.index("g,") - 1])
            tile = NAMES.index(words[1].rstrip(":"))
            bench.load = {tile: grams * GRAVITY / 1000}
            bench.factor = 0.96 if "put" in words else 1.04
        else:
            bench.load = {}
        said.append(asking.answer())
    return said


def test_who_does_as_asked_gets_the_sensors_curves() -> None:
    bench = Bench()
    asking = wizard(bench)
    said = obey(asking, bench)
    assert asking.progress == (3, 3)
    assert asking.prompt == ""
    assert sum("Done: " in line for line in said) == 3
    cal = asking.calibration("e661", "2025-05-04")
    assert (cal.board_id, cal.date) == ("e661", "2025-05-04")
    assert [channel.name for channel in cal.channels] == list(NAMES)
    for channel, true in zip(cal.channels, bench.curves, strict=True):
        assert channel.residual is not None
        assert channel.residual < 0.08
        forces = np.geomspace(0.6, 40.0, 20)
        np.testing.assert_allclose(channel.curve.force_of(true.conductance_of(forces)), forces, rtol=0.05)


def test_only_the_tiles_that_are_named_are_asked_for() -> None:
    bench = Bench()
    asking = wizard(bench, tiles=["arch"])
    obey(asking, bench)
    fitted = [channel.residual is not None for channel in asking.calibration(None, None).channels]
    assert fitted == [False, True, False]


def at_first_weight(bench: Bench, **options: object) -> CalibrationWizard:
    asking = wizard(bench, **options)
    asking.answer()
    asking.answer()
    assert "heel: put on" in asking.prompt
    return asking


def test_a_swapped_wire_is_noticed_at_the_first_weight() -> None:
    bench = Bench()
    asking = at_first_weight(bench)
    bench.load = {2: 0.5}
    assert "toe answered, not heel" in asking.answer()
    assert "50 g" in asking.prompt


def test_a_reading_that_still_moves_is_not_taken() -> None:
    bench = Bench()
    asking = at_first_weight(bench)
    bench.load, bench.spread = {0: 0.5}, 30.0
    assert "Still moving by 30 codes" in asking.answer()
    assert "50 g" in asking.prompt


def test_what_the_scale_shows_counts_and_nonsense_does_not() -> None:
    bench = Bench()
    asking = at_first_weight(bench)
    bench.load = {0: 0.055 * GRAVITY}
    assert "no number" in asking.answer("heavy")
    assert "no weight" in asking.answer("-3")
    assert "no weight" in asking.answer("nan")
    assert asking.answer("55").startswith("55 g")
    assert "100 g" in asking.prompt
    assert "taken back" in asking.answer("back")
    assert "50 g" in asking.prompt
    assert "no reading" in asking.answer("back")


def test_newtons_are_asked_for_where_the_scale_shows_newtons() -> None:
    bench = Bench()
    asking = at_first_weight(bench, unit="N", weights=[2.0, 20.0])
    assert "2 N" in asking.prompt
    for force in (2.0, 20.0):
        bench.load = {0: force}
        asking.answer()
    bench.load = {0: 2.0}
    said = asking.answer()
    assert "a gain on the generic curve" in said
    assert asking.calibration(None, None).channels[0].curve.force_of(bench.curves[0].conductance_of(8.0)) == (
        pytest.approx(8.0, rel=1e-6)
    )


def test_enough_turns_round_skip_goes_on_and_done_ends() -> None:
    bench = Bench()
    asking = at_first_weight(bench)
    for grams in (50, 100, 200):
        bench.load = {0: grams * GRAVITY / 1000}
        asking.answer()
    asking.answer("enough")
    assert "go down to 100 g" in asking.prompt
    asking.answer("skip")
    assert "arch" in asking.prompt
    assert asking.calibration(None, None).channels[0].residual is None
    asking.answer("done")
    assert asking.finished


def test_a_tile_that_makes_no_curve_is_done_again() -> None:
    bench = Bench()
    asking = at_first_weight(bench, weights=[1000, 2000, 3000])
    bench.load = {0: 9.8}
    said = [asking.answer() for _ in range(5)][-1]
    assert "again" in said
    assert "heel: press it five times" in asking.prompt


def test_the_rest_is_not_taken_with_a_hand_on() -> None:
    bench = Bench()
    bench.load = {1: 12.0}
    asking = wizard(bench)
    assert "arch reads" in asking.answer()
    assert "Take everything off" in asking.prompt


@pytest.mark.parametrize(
    ("options", "says"),
    [({"weights": [100, 50]}, "rise"), ({"weights": []}, "rise"), ({"tiles": ["nose"]}, "no tile 'nose'")],
)
def test_what_can_not_be_asked_for_is_refused(options: dict[str, object], says: str) -> None:
    with pytest.raises(CalibrationError, match=says):
        wizard(Bench(), **options)


def test_settled_readings_are_means_with_their_spread() -> None:
    reading = settled(np.array([[10, 100], [14, 100]], np.uint16))
    assert reading.counts.tolist() == [12.0, 100.0]
    assert reading.spread.tolist() == [2.0, 0.0]
    with pytest.raises(CalibrationError, match="no scan"):
        settled(np.empty((0, 2), np.uint16))


@pytest.mark.parametrize(("spread", "weight_n", "is_taken"), [(9.0, 0.5, True), (12.0, 0.5, False), (30.0, 20.0, True)])
def test_a_reading_has_settled_within_two_percent_of_itself(spread: float, weight_n: float, is_taken: bool) -> None:
    bench = Bench()
    asking = at_first_weight(bench)
    bench.load, bench.spread = {0: weight_n}, spread
    assert ("Still moving" not in asking.answer()) == is_taken


@pytest.mark.parametrize(("own_n", "is_taken"), [(0.02, False), (0.5, True)])
def test_a_neighbour_that_answers_more_is_no_swapped_wire_while_the_own_tile_answers(
    own_n: float, is_taken: bool
) -> None:
    bench = Bench()
    asking = at_first_weight(bench)
    bench.load = {0: own_n, 2: 1.0}
    assert ("answered, not" not in asking.answer()) == is_taken


def test_once_it_is_done_it_says_so_and_asks_nothing_more() -> None:
    asking = wizard(Bench())
    asking.answer("done")
    assert asking.finished
    assert asking.answer() == "The calibration is finished."
    assert asking.answer("back") == "The calibration is finished."
