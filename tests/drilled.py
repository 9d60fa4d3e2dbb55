"""Drills done in no time: a virtual hand through the chain from the tiles on, without sensors and firmware."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np

from thumbwalk.coach.drill.document import DrillDocument
from thumbwalk.coach.drill.drill import Drill
from thumbwalk.coach.drill.run import DrillRun
from thumbwalk.coach.targets.caps import packaged_caps
from thumbwalk.coach.targets.targets_file import packaged_targets
from thumbwalk.pad import Foot, Pad, builtin_pad
from thumbwalk.pipeline import Pipeline
from thumbwalk.touch.touch_block import TouchBlock
from thumbwalk.virtual.hand import HandKind, HandPath, demonstrate_both
from thumbwalk.virtual.sole import Sole

_EVERY = 10
"""The hand's path has a thousand moments a second, the chain goes on with a hundred."""
_ROWS = 4096


@cache
def sole_of(foot: Foot) -> tuple[Pad, Sole]:
    """The reference foot, right or left, and what its tiles feel."""
    pad = replace(builtin_pad(), foot=foot)
    return pad, Sole(pad)


def touch_of(path: HandPath, foot: Foot, second: HandPath | None = None) -> list[TouchBlock]:
    """What the chain makes of a hand's path, or of two."""
    pad, sole = sole_of(foot)
    time_s = path.time_s[::_EVERY]
    tiles_n = np.zeros((len(time_s), pad.n_taxels))
    for one in (path,) if second is None else (path, second):
        x, y, force, radius = (column[::_EVERY] for column in (one.x_mm, one.y_mm, one.force_n, one.radius_mm))
        pressed = np.flatnonzero(force > 0.0)
        for at in range(0, len(pressed), _ROWS):
            rows = pressed[at : at + _ROWS]
            tiles_n[rows] += sole.tile_forces(x[rows], y[rows], force[rows], radius[rows])
    pipeline = Pipeline.of_table(pad, time_s, tiles_n)
    return [*pipeline.feed(time_s, tiles_n), *pipeline.finish()]


def run_of(drill: Drill, foot: Foot = "right") -> DrillRun:
    """A drill that waits for touch, by today's targets and caps, and tells nobody how it goes."""
    return DrillRun(DrillDocument.of(drill, packaged_targets(), packaged_caps()), sole_of(foot)[0], tells=False)


def drilled(drill: Drill, hand: HandKind, seed: int = 1) -> DrillRun:
    """A drill done by a virtual hand, on its own foot."""
    foot = drill.foot or "right"
    run = run_of(drill, foot)
    path, second = demonstrate_both(drill, sole_of(foot)[0], hand, seed)
    for block in touch_of(path, foot, second):
        run.feed(block)
    return run
