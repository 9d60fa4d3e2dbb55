"""A master's drill: whether the same hand fits it again, and a hand of another style does not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from thumbwalk.coach.drill.clock import DrillClock
from thumbwalk.coach.drill.document import DrillDocument
from thumbwalk.coach.drill.master import drill_of_master
from thumbwalk.coach.drill.run import DrillRun
from thumbwalk.coach.targets.caps import packaged_caps
from thumbwalk.coach.targets.targets_file import packaged_targets
from thumbwalk.errors import DrillError
from thumbwalk.pad import Pad, builtin_pad
from thumbwalk.touch.touch_block import TouchBlock
from thumbwalk.validate.draw import TECHNIQUES, drawn_part, way_of
from thumbwalk.validate.judged_session import analysed
from thumbwalk.validate.kinds import drawn_foot
from thumbwalk.virtual.habits import habits_of
from thumbwalk.virtual.play import Part, felt, perform
from thumbwalk.virtual.table_sensors import sensed
from thumbwalk.zones import zone_at

Style = Literal["same", "force", "pace", "place", "technique"]
STYLES: tuple[Style, ...] = get_args(Style)
SAME_AT_LEAST, OTHER_AT_MOST, OF_ALL = 85.0, 60.0, 0.9
"""The same hand again scores so much, another style no more, in so many of all."""
FACTOR, ELSEWHERE_MM = 2.0, 30.0
"""Another style: so many times the force or the pace, or such a part of it, or so far from the place. A hold's pace is
how long it lasts; one that outlasts its set shows in no set, so there it is the part alone."""

_NEAR_MM = 14.0
"""What is so near to its way counts: a thumb's breadth, and what aim and place err."""
_OF_CAP = 0.7
"""A master presses with no more than this part of the comfort cap of where it works."""


@dataclass(frozen=True)
class MasterFollowed:
    """How one style does in the drills of masters of one technique.

    ``scores`` are those of the drills that were made; ``none`` counts masters who were not surely recognised, of whom
    none is made.
    """

    technique: str
    style: Style
    scores: tuple[float, ...]
    none: int

    @staticmethod
    def of(technique: str, rows: Sequence[dict[Style, float] | None]) -> list[MasterFollowed]:
        """Put masters together, each as `master_scores` gives it: a row a style."""
        made = [row for row in rows if row is not None]
        none = len(rows) - len(made)
        return [MasterFollowed(technique, style, tuple(row[style] for row in made), none) for style in STYLES]

    @property
    def right(self) -> float:
        """The part of the drills in which it scores as it should; 0 without a drill."""
        same = self.style == "same"
        fit = sum(score >= SAME_AT_LEAST if same else score <= OTHER_AT_MOST for score in self.scores)
        return fit / len(self.scores) if self.scores else 0.0

    @property
    def met(self) -> bool:
        """Whether enough of them do."""
        return self.right >= OF_ALL


def master_scores(technique: str, seed: int) -> dict[Style, float] | None:
    """Make a drill of one master, and let the same hand and others do it: each style's score; None without a drill."""
    pad = builtin_pad()
    rng = np.random.default_rng([seed, 83])
    habits = habits_of("expert", float(rng.uniform(0.5, 1.0)))
    part = _gentle(drawn_part(technique, pad, habits, rng, margin_mm=14.0), pad)
    foot_seed = int(rng.integers(2**31))
    master = _touch(part, pad, seed, foot_seed)
    try:
        made = drill_of_master(master, pad, "master", packaged_targets(), packaged_caps())
    except DrillError:
        return None
    document = DrillDocument.of(made.drill, packaged_targets(), packaged_caps())
    others = {style: _in_style(style, part, pad, rng) for style in STYLES}
    return {
        style: _score(document, pad, _touch(other, pad, seed + 1_000 + number, foot_seed))
        for number, (style, other) in enumerate(others.items())
    }


def _score(document: DrillDocument, pad: Pad, touch: TouchBlock) -> float:
    run = DrillRun(document, pad, DrillClock(0), tells=False)
    # a hand that ends sooner than the master leaves the rest of the drill untouched
    run.feed(_lasting(touch, document.drill.duration_s))
    return run.result().score or 0.0


def _lasting(touch: TouchBlock, until_s: float) -> TouchBlock:
    """A touch with nothing behind it up to a time."""
    missing = int(np.ceil((until_s - float(touch.time_s[-1])) / touch.step_s)) + 1
    if missing <= 0:
        return touch
    end = touch.cut(len(touch) - 1, len(touch))
    time_s = float(end.time_s[0]) + touch.step_s * np.arange(1, missing + 1)
    rows = {name: np.repeat(getattr(end, name), missing) for name in TouchBlock.__dataclass_fields__}
    return TouchBlock.joined([touch, TouchBlock(**(rows | {"time_s": time_s}))])


def _touch(part: Part, pad: Pad, seed: int, foot_seed: int) -> TouchBlock:
    """What the chain makes of one part on a foot, which is the same for every hand of a master's seed."""
    built, thumb, errors = drawn_foot("designed", pad, np.random.default_rng(foot_seed))
    session = felt(pad, perform([part], thumb, seed), built=built, seed=seed)
    touch, _ = analysed(pad, *sensed(session.tiles_n, pad, errors, foot_seed))
    return touch


def _gentle(part: Part, pad: Pad) -> Part:
    """The part with a force that is comfortable all along its way."""
    about = np.linspace(0.0, 2.0 * np.pi, 9)[:-1]
    rim = _NEAR_MM * np.column_stack([np.cos(about), np.sin(about)])
    way = np.array([part.task.x_mm, part.task.y_mm]) + way_of(part.technique, part.task)
    spots = np.concatenate([way, (way[:, None] + rim).reshape(-1, 2)])
    caps = packaged_caps()
    most_n = _OF_CAP * min(caps.cap_n[zone_at(pad, x, y)] for x, y in spots.tolist())
    return replace(part, task=replace(part.task, force_n=min(part.task.force_n, most_n)))


def _in_style(style: Style, part: Part, pad: Pad, rng: np.random.Generator) -> Part:
    """The part as a hand of another style does it."""
    task = part.task
    factor = FACTOR if rng.random() < 0.5 else 1.0 / FACTOR
    if style == "force":
        return replace(part, task=replace(task, force_n=factor * task.force_n))
    if style == "pace":
        lasts = 1.0 / FACTOR if part.technique == "hold" else 1.0
        speed = None if task.speed_mm_s is None else factor * task.speed_mm_s
        paced = replace(task, rate_per_min=factor * task.rate_per_min, speed_mm_s=speed, n=round(lasts * task.n))
        return replace(part, task=paced)
    if style == "place":
        x_mm, y_mm = _elsewhere(part, pad, rng)
        return replace(part, task=replace(task, x_mm=x_mm, y_mm=y_mm))
    if style == "technique":
        name = str(rng.choice([name for name in TECHNIQUES if name != part.technique]))
        other = drawn_part(name, pad, part.habits, rng, heading_deg=0.0)
        placed = replace(other.task, x_mm=task.x_mm, y_mm=task.y_mm, n=task.n, force_n=task.force_n)
        return replace(other, task=placed)
    return part


def _elsewhere(part: Part, pad: Pad, rng: np.random.Generator) -> tuple[float, float]:
    """A place so far off, beside the way, on the sole; where both sides are off it, along the sole."""
    task = part.task
    angle = np.radians(task.heading_deg)
    beside = ELSEWHERE_MM * np.array([-np.sin(angle), np.cos(angle)])
    steps: list[NDArray[np.float64]] = [beside, -beside]
    if part.technique not in ("walk", "glide"):
        steps += [np.array([beside[1], -beside[0]]), np.array([-beside[1], beside[0]])]
    order = rng.permutation(len(steps)).tolist()
    here = np.array([task.x_mm, task.y_mm])
    for index in order:
        spot = here + steps[index]
        if bool(pad.contains(spot[:1], spot[1:])[0]):
            return float(spot[0]), float(spot[1])
    spot = here + steps[order[0]]
    return float(spot[0]), float(spot[1])
