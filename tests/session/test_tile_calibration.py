"""Tiles calibrated while the stream goes on: what is asked, what is refused, and what there is at the end."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pytest
from tests.app.weighed import PAD, Bench, weighed

from thumbwalk.link.wire import Scans
from thumbwalk.session.newest_counts import NewestCounts
from thumbwalk.session.tile_calibration import STEP_S, TileCalibration
from thumbwalk.signal.calibration import GRAVITY, Calibration
from thumbwalk.signal.wizard import CalibrationWizard


def test_a_quick_calibration_measures_three_tiles_and_gives_all_others_their_level() -> None:
    bench = Bench(quick=True)
    assert bench.work.made("b", "d") is None
    asked = []
    while (doing := bench.work.moment().doing).kind != "finished":
        asked.append((doing.kind, doing.weight))
        bench.do()
        assert not bench.work.moment().refused
    each = [("press in", 0.0), ("loading", 500.0), ("loading", 2000.0), ("unloading", 500.0)]
    assert asked == [("rest", 0.0), *(3 * each)]
    moment = bench.work.moment()
    assert (len(moment.done), moment.of, moment.left_s) == (3, 3, 0.0)
    found = bench.work.made("board", "2026-03-01T18:00:00+00:00")
    assert found is not None
    assert found.board_id == "board"
    generic = Calibration.generic(16)
    assert all(one.curve != other.curve for one, other in zip(found.channels, generic.channels, strict=True))


def test_the_time_that_is_left_falls_with_every_answer_that_is_accepted() -> None:
    bench = Bench(quick=True)
    left = [bench.work.moment().left_s]
    for _ in range(12):
        bench.do()
        left.append(bench.work.moment().left_s)
    assert left == [STEP_S * n for n in range(13, 0, -1)]


def test_nobody_pressed_is_refused_with_what_to_do() -> None:
    bench = Bench()
    bench.do()
    bench.hear()
    bench.work.answer()
    moment = bench.work.moment()
    assert moment.refused
    assert moment.said.startswith("Nobody pressed")
    assert moment.doing.kind == "press in"
    bench.do()
    assert not bench.work.moment().refused
    assert bench.work.moment().doing.kind == "loading"


@pytest.mark.parametrize("said", [("2000", "", ""), ("", "500", ""), ("", "", "2000")])
def test_two_weights_of_which_one_was_another_make_no_calibration(said: tuple[str, ...]) -> None:
    work = weighed(2, quick=True, said=said)
    moment = work.moment()
    assert moment.refused
    assert "one weight was another than was said" in moment.said
    assert (moment.doing.kind, moment.done) == ("press in", ())
    assert work.made("board", "2026-03-01T18:00:00+00:00") is None


def test_a_press_on_another_tile_is_refused_by_its_name() -> None:
    bench = Bench()
    bench.do()
    other = 8
    bench.press(other, 46.0)
    bench.press(None, 0.0)
    bench.work.answer()
    assert bench.work.moment().refused
    assert PAD.names[other] in bench.work.moment().said


def test_a_weight_on_another_tile_is_refused_and_the_reading_can_be_taken_back() -> None:
    bench = Bench()
    for _ in range(4):
        bench.do()
    tile = bench.work.moment().doing.tile
    assert tile is not None
    weight = bench.work.moment().doing.weight
    bench.do(tile=(tile + 3) % PAD.n_taxels)
    assert bench.work.moment().refused
    assert bench.work.moment().doing.weight == weight
    bench.work.answer("back")
    assert bench.work.moment().doing.weight < weight


def test_a_tile_that_moves_is_not_at_rest() -> None:
    bench = Bench()
    for _ in range(3):
        bench.do()
    tile = bench.work.moment().doing.tile
    bench.press(tile, 5.0)
    assert bench.work.moment().is_steady
    time_s = bench.at_s + np.arange(120) / 200.0
    sinking = bench.foot.counts(time_s)
    sinking[:, tile] = np.linspace(300, 2400, 120)
    bench.counts.hear(Scans(np.rint(time_s * 1e6).astype(np.int64), sinking))
    assert not bench.work.moment().is_steady
    bench.work.answer()
    assert "Still moving" in bench.work.moment().said


def test_readings_lie_on_the_line_of_their_tile_and_a_wrong_weight_does_not() -> None:
    bench = Bench()
    for _ in range(7):
        bench.do()
    off = bench.work.moment().off
    assert len(off) == 5
    assert off[0][0] == pytest.approx(50.0 * GRAVITY / 1000.0)
    assert max(abs(one) for _, one in off) < 0.10
    bench.work.answer("back")
    doing = bench.work.moment().doing
    bench.press(doing.tile, 0.6 * doing.weight * GRAVITY / 1000.0)
    bench.work.answer()
    last = bench.work.moment().off[-1]
    assert last[1] < -0.2


@dataclass
class Hand:
    """The virtual rig's hand, which notes what it does."""

    did: list[tuple[float, float, float]] = field(default_factory=list)
    lifted: int = 0

    def press(self, x_mm: float, y_mm: float, force_n: float) -> None:
        self.did.append((x_mm, y_mm, force_n))

    def release(self) -> None:
        self.lifted += 1


def test_on_the_virtual_rig_its_hand_puts_the_weights_on() -> None:
    bench, hand = Bench(), Hand()
    counts = bench.counts
    wizard = CalibrationWizard(
        Calibration.generic(16), PAD.names, counts.settled, weights=[200.0, 1000.0], tiles=["heel_anterior"],
        peaks=counts.peaks,
    )  # fmt: skip
    work = TileCalibration(wizard, counts, PAD, "g", hand=hand)
    work.answer()
    x_mm, y_mm, force_n = hand.did[-1]
    assert (x_mm, y_mm) == tuple(PAD.positions_mm[PAD.names.index("heel_anterior")].tolist())
    assert force_n > 45.0
    bench.press(work.moment().doing.tile, force_n)
    work.answer()
    assert hand.did[-1][2] == pytest.approx(0.2 * GRAVITY)
    work.made("b", "d")
    assert hand.lifted > 0


def test_a_stream_that_sends_nothing_is_said() -> None:
    counts = NewestCounts()
    wizard = CalibrationWizard(Calibration.generic(16), PAD.names, counts.settled, peaks=counts.peaks)
    work = TileCalibration(wizard, counts, PAD, "g")
    work.answer()
    assert "no scan came" in work.moment().said
