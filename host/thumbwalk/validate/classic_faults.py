"""The classic faults: whether the measure that should tell each one does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from thumbwalk.pad import builtin_pad
from thumbwalk.technique.analysis import measure, strokes_on
from thumbwalk.validate.draw import drawn_part
from thumbwalk.validate.judged_session import analysed
from thumbwalk.validate.kinds import sensed_session
from thumbwalk.validate.recovery import quantile
from thumbwalk.virtual.habits import habits_of
from thumbwalk.virtual.play import Part

TELLTALES = {
    "heavy": ("knead", "peak_force_n"),
    "light": ("knead", "peak_force_n"),
    "uneven": ("knead", "force_cv"),
    "rushing": ("knead", "rate_per_min"),
    "dragging": ("walk", "rate_per_min"),
    "lifting": ("walk", "contact_kept"),
    "backward": ("walk", "forward"),
    "flat": ("circles", "roundness"),
    "drifting": ("hold", "off_mm"),
    "clinging": ("knead", "release"),
    "tiring": ("hold", "drift_n_per_s"),
}
"""Each fault's technique and the measure that tells it; ``off_mm`` is how far the mean place lies from the point."""


@dataclass(frozen=True)
class FaultTold:
    """Medians over the same tasks of an expert's and of a faulty hand: true and measured."""

    fault: str
    technique: str
    measure: str
    expert: float
    true: float
    measured: float


def fault_told(fault: str, seeds: Sequence[int]) -> FaultTold:
    """Let an expert and a hand with a fault do the same tasks, and measure both."""
    technique, name = TELLTALES[fault]
    rows = [(*_measured(technique, name, "expert", seed), *_measured(technique, name, fault, seed)) for seed in seeds]
    _, expert, true, measured = (quantile([row[column] for row in rows], 0.5) for column in range(4))
    return FaultTold(fault, technique, name, expert, true, measured)


def _measured(technique: str, name: str, kind: str, seed: int) -> tuple[float, float]:
    """True and measured value of one measure of one hand."""
    rng = np.random.default_rng([seed, 74])
    pad = builtin_pad()
    part = drawn_part(technique, pad, habits_of("expert"), rng, margin_mm=14.0, lasts_s=14.0, heading_deg=0.0)
    # an expert's own contact and release, unless that is the fault
    part = Part(technique, part.task, habits_of(kind))
    one = sensed_session("designed", [part], rng, seed)
    touch, _ = analysed(pad, one.time_s, one.values)
    (true,), found = one.session.truth.parts, measure(touch, technique, [strokes_on(touch, pad)])
    if name == "off_mm":
        return _off(true.measures["x_mm"], true.measures["y_mm"], part), _off(found["x_mm"], found["y_mm"], part)
    return _number(true.measures[name]), _number(found[name])


def _off(x_mm: object, y_mm: object, part: Part) -> float:
    return float(np.hypot(_number(x_mm) - part.task.x_mm, _number(y_mm) - part.task.y_mm))


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else float("nan")
