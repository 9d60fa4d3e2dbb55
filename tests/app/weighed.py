"""A calibration under way for the room's pictures: real readings of a virtual foot, on whose tiles weights are put."""

from __future__ import annotations

from functools import cache

import numpy as np

from thumbwalk.link.wire import Scans
from thumbwalk.pad import rig_pad
from thumbwalk.rig.calibrating import QUICK_WEIGHTS, quick_tiles
from thumbwalk.session.newest_counts import NewestCounts
from thumbwalk.session.tile_calibration import TileCalibration
from thumbwalk.signal.calibration import GRAVITY, Calibration
from thumbwalk.signal.wizard import WEIGHTS, CalibrationWizard
from thumbwalk.virtual.foot import FootSpec

PAD = rig_pad()


class Bench:
    """A virtual foot on which somebody does what is asked, and its stream as the calibration hears it."""

    def __init__(self, *, quick: bool = False) -> None:
        self.foot, self.at_s, self.counts = FootSpec(errors=False).build(), 0.0, NewestCounts()
        weights, tiles = (QUICK_WEIGHTS["g"], quick_tiles(PAD)) if quick else (WEIGHTS["g"], None)
        start, counts = Calibration.generic(16), self.counts
        wizard = CalibrationWizard(start, PAD.names, counts.settled, weights=weights, tiles=tiles, peaks=counts.peaks)
        self.work = TileCalibration(wizard, counts, PAD, "g", quick=quick)
        self.hear()

    def hear(self, seconds: float = 0.6) -> None:
        """Let the stream go on."""
        time_s = self.at_s + np.arange(round(200 * seconds)) / 200.0
        self.at_s = float(time_s[-1]) + 5.0
        self.counts.hear(Scans(np.rint(time_s * 1e6).astype(np.int64), self.foot.counts(time_s)))

    def press(self, tile: int | None, force_n: float) -> None:
        """Put a force on a tile's middle; none on no tile."""
        if tile is None or force_n <= 0.0:
            self.foot.release()
        else:
            x_mm, y_mm = (float(value) for value in PAD.positions_mm[tile])
            self.foot.press(x_mm, y_mm, force_n)
        self.hear()

    def do(self, *, tile: int | None = None, said: str = "") -> None:
        """Do what is asked, on its tile or another, and say so, or say something else."""
        doing = self.work.moment().doing
        where = doing.tile if tile is None else tile
        self.press(where, 46.0 if doing.kind == "press in" else doing.weight * GRAVITY / 1000.0)
        if doing.kind == "press in":
            self.press(None, 0.0)
        self.work.answer(said)


@cache
def _done(answers: int, *, wrong: bool, quick: bool, done: bool, said: tuple[str, ...]) -> TileCalibration:
    bench = Bench(quick=quick)
    for _ in range(answers):
        bench.do()
    if wrong:
        doing = bench.work.moment().doing
        bench.do(tile=None if doing.tile is None else (doing.tile + 3) % PAD.n_taxels)
    for answer in said:
        bench.do(said=answer)
    while done and bench.work.moment().doing.kind != "finished":
        bench.do()
    return bench.work


def weighed(
    answers: int, *, wrong: bool = False, quick: bool = False, done: bool = False, said: tuple[str, ...] = ()
) -> TileCalibration:
    """A calibration after so many answers; at last one on a ``wrong`` tile, some that are ``said``, or to its end."""
    return _done(answers, wrong=wrong, quick=quick, done=done, said=said)
