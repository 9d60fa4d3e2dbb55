"""What `thumbwalk doctor --lines` finds: what a board prints, how fast, what was wrong with it, and what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from thumbwalk.link.tally import losses_said, many
from thumbwalk.link.wire import Hello, Tally
from thumbwalk.rig.listening import Stretch
from thumbwalk.rig.opening import OpenRig
from thumbwalk.sketch.damage import Damage
from thumbwalk.sketch.first_lines import Told

_NEAR_TOP = 0.99
"""Counts that never leave this part of their range are a short circuit, or a divider the other way round."""


@dataclass(frozen=True, slots=True)
class ColumnHealth:
    """One column: between what its values lay, in ``unit`` (counts or N), and what is odd about it."""

    name: str
    unit: str
    least: float
    median: float
    most: float
    note: str


@dataclass(frozen=True, slots=True)
class LinesCheckup:
    """A board that prints lines; ``written`` and ``timed`` say how in words, ``next_steps`` what to do."""

    identity: Hello
    written: str
    timed: str
    seconds: float
    scans: int
    rate_hz: float
    longest_gap_s: float
    tally: Tally
    damage: dict[str, int]
    columns: tuple[ColumnHealth, ...]
    text: tuple[str, ...]
    problems: tuple[str, ...]
    next_steps: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """The document of `thumbwalk doctor --lines --json`."""
        return {
            "version": 1,
            "healthy": not self.problems,
            "identity": asdict(self.identity),
            "written": self.written,
            "timed": self.timed,
            "seconds": self.seconds,
            "scans": self.scans,
            "rate_hz": self.rate_hz,
            "longest_gap_s": self.longest_gap_s,
            "lost_frames": self.tally.lost_frames,
            "restarts": self.tally.restarts,
            "damage": self.damage,
            "columns": [asdict(column) for column in self.columns],
            "text": list(self.text),
            "problems": list(self.problems),
            "next_steps": list(self.next_steps),
        }


def check_lines(rig: OpenRig, found: Stretch, *, calibrated: bool) -> LinesCheckup:
    """Judge a stretch of a board's lines; ``calibrated`` is whether its newtons are known."""
    assert rig.lines is not None  # noqa: S101  there is nothing to judge else
    told, damage = rig.lines.told, rig.lines.damage
    time_us = np.concatenate([np.empty(0, np.int64), *(block.time_us for block in found.blocks)])
    codes = np.concatenate([np.empty((0, len(rig.hello.channels)), np.uint16), *(b.counts for b in found.blocks)])
    steps_s = np.diff(time_us) * 1e-6
    usual_s = steps_s[steps_s <= 1.5 * np.median(steps_s)] if len(steps_s) else steps_s
    columns = _columns(told, codes)
    odd = rig.lines.samples.odd(told.codes.judged_pad)
    return LinesCheckup(
        identity=rig.hello,
        written=told.shape.called,
        timed=told.timed,
        seconds=found.seconds,
        scans=len(time_us),
        rate_hz=1.0 / float(usual_s.mean()) if len(usual_s) else 0.0,
        longest_gap_s=float(steps_s.max()) if len(steps_s) else 0.0,
        tally=found.tally,
        damage=damage.to_json(),
        columns=columns,
        text=(*told.text, *found.logs),
        problems=_problems(told, damage, found, columns, odd),
        next_steps=_next_steps(told, calibrated=calibrated),
    )


def _columns(told: Told, codes: NDArray[np.uint16]) -> tuple[ColumnHealth, ...]:
    values, unit = told.codes.values_of(codes), told.codes.judged_pad.unit
    if not len(values):
        return ()
    top = float((1 << told.codes.bits) - 1)
    found = []
    for index, name in enumerate(told.columns.pad.names):
        least, middle, most = (float(one) for one in np.quantile(values[:, index], [0.0, 0.5, 1.0]))
        note = "never changes; press it to see whether it answers" if least == most else ""
        if unit == "counts" and least >= _NEAR_TOP * top:
            note = "stays at the top: a short circuit, or a divider the other way round"
        found.append(ColumnHealth(name, unit, least, middle, most, note))
    return tuple(found)


def _problems(
    told: Told, damage: Damage, found: Stretch, columns: Sequence[ColumnHealth], odd: str | None
) -> tuple[str, ...]:
    if not found.blocks:
        return ("no line came that can be used; look at the board and its sketch",)
    problems = [*told.notices, *losses_said(found.tally)]
    if (said := damage.said()) is not None:
        problems.append(said)
    if found.tally.lost_frames:
        problems.append(f"{many(found.tally.lost_frames, 'line is', 'lines are')} missing")
    problems += [f"{one.name}: {one.note}" for one in columns if one.note.startswith("stays")]
    return tuple(problems if odd is None else [*problems, odd])


def _next_steps(told: Told, *, calibrated: bool) -> tuple[str, ...]:
    steps = []
    if not calibrated:
        steps.append(
            "its newtons are a guess: `thumbwalk calibrate --quick --lines --port ...` mends that with two weights"
        )
    if not told.columns.pad.has_positions:
        steps.append("its columns have no places: a layout file, named by --layout, gives them (docs/files.md)")
    return (*steps, "`thumbwalk practice`, with the same --port and --lines")
