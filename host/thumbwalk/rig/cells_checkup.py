"""What `thumbwalk doctor` finds of a board that has nothing but the load cells under a plate."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from thumbwalk.link.cells import CellReadings
from thumbwalk.link.losses import LostPart
from thumbwalk.link.selftest import SelfTest, Settings
from thumbwalk.link.tally import losses_said, many
from thumbwalk.link.version import version_notice
from thumbwalk.link.wire import Hello
from thumbwalk.rig.cell_health import cell_problems, check_cells
from thumbwalk.rig.checkup import Checkup, own_problems
from thumbwalk.rig.listening import Stretch
from thumbwalk.signal.plate_calibration import PlateCalibration

_GAP_STEPS = 1.5
"""Readings further apart than so many usual steps have another missing between them."""
_NOTHING = "no reading of a load cell was received; unplug the rig, plug it in again, and look at firmware/README.md"


def check_plate(
    hello: Hello,
    found: Stretch,
    self_test: SelfTest | None = None,
    settings: Settings | None = None,
    lost: LostPart | None = None,
    calibration: PlateCalibration | None = None,
) -> Checkup:
    """Judge a stretch of a board that has nothing but cells."""
    assert hello.cells is not None  # noqa: S101  else it had channels
    tally = found.tally
    said = () if self_test is None else self_test.cells
    cells = check_cells(hello.cells, found.cells, said, calibration)
    rates = [one.rate_hz for one in cells if one.rate_hz is not None]
    gaps = sum(_gaps(found.cells, cell) for cell in range(len(cells)))
    problems = cell_problems(cells)
    if not found.cells:
        problems = [_NOTHING]
    problems += losses_said(tally)
    losses = ((gaps, "missing reading"), (tally.bad_frames, "bad frame"), (tally.lost_frames, "lost frame"))
    problems += [many(count, name) for count, name in losses if count]
    notice = version_notice(hello.firmware)
    return Checkup(
        identity=hello,
        seconds=found.seconds,
        scans=0,
        rate_hz=float(np.mean(rates)) if rates else 0.0,
        gaps=gaps,
        tally=tally,
        jitter_us={"p50": 0.0, "p99": 0.0, "max": 0.0},
        channels=(),
        problems=(*problems, *own_problems(self_test, settings, ())),
        self_test=self_test,
        settings=settings,
        notices=() if notice is None else (notice,),
        lost=lost,
        cells=cells,
    )


def _gaps(heard: Sequence[CellReadings], cell: int) -> int:
    """How many readings of a cell are missing between others."""
    times = [
        time_us
        for block in heard
        for time_us, one in zip(block.time_us.tolist(), block.readings, strict=True)
        if one.cell == cell
    ]
    steps = np.diff(np.array(times, np.float64))
    return int((steps > _GAP_STEPS * np.median(steps)).sum()) if len(steps) else 0
