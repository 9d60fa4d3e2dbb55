"""The words judged: what hands with one fault are told in drills of the package, and what an expert is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from thumbwalk.coach.drill.clock import DrillClock
from thumbwalk.coach.drill.document import DrillDocument
from thumbwalk.coach.drill.drill import Drill
from thumbwalk.coach.drill.drills_file import packaged_drills
from thumbwalk.coach.drill.run import DrillRun
from thumbwalk.coach.feedback.reasons import Reason
from thumbwalk.coach.feedback.telling import Told
from thumbwalk.coach.feedback.verdict import NOTHING
from thumbwalk.coach.targets.caps import packaged_caps
from thumbwalk.coach.targets.targets_file import packaged_targets
from thumbwalk.pad import builtin_pad
from thumbwalk.pipeline import Pipeline
from thumbwalk.validate.kinds import drawn_foot
from thumbwalk.virtual.hand import HandKind, demonstrate
from thumbwalk.virtual.play import Performance, felt
from thumbwalk.virtual.table_sensors import sensed

LEAST_NAMED, MOST_GOOD, LEAST_GOOD = 0.80, 0.08, 0.90
"""Of the time in which the word speaks: a fault is named, and called good; an expert is told that it is good."""
_SAYS_NOTHING: tuple[Reason, ...] = ("", "press", "rest")
REASONS: Mapping[str, tuple[Reason, ...]] = {
    "heavy": ("too_hard", "limit"),
    "light": ("too_light",),
    "uneven": ("uneven",),
    "rushing": ("too_fast",),
    "dragging": ("too_slow",),
    "lifting": ("contact_lost",),
    "backward": ("direction",),
    "flat": ("too_small",),
    "drifting": ("place",),
    "clinging": ("not_released",),
    "tiring": ("too_light", "uneven"),
}
"""What names each fault. A circle that is flat has to be larger across; force that fades is lighter, or uneven."""
_OF_ALL: tuple[HandKind, ...] = ("expert", "heavy", "light", "uneven", "tiring")
_PACED: tuple[HandKind, ...] = (*_OF_ALL, "rushing", "dragging")
HANDS: Mapping[str, tuple[HandKind, ...]] = {
    "hold": (*_OF_ALL, "drifting"),
    "knead": (*_PACED, "clinging"),
    "circles": (*_PACED, "flat"),
    "walk": (*_PACED, "lifting", "backward"),
    "glide": _PACED,
    "tap": _PACED,
}
"""The hands whose fault shows in a technique: a hold has no pace, and only walks can go back."""


@dataclass(frozen=True)
class WordTold:
    """What one hand was told in one technique: parts of the time in which the word spoke.

    ``speaks`` is that time as a part of the sets', ``named`` where its fault was named, ``good`` where it was praised;
    ``most`` is what was told longest beside those.
    """

    hand: str
    technique: str
    speaks: float
    named: float
    good: float
    most: str


def word_told(technique: str, hand: HandKind, seeds: Sequence[int]) -> WordTold:
    """Let a hand do a technique's drill, a set a seed, on a foot of its own, and see what it is told."""
    told: dict[Reason, float] = {}
    for seed in seeds:
        for reason, lasts_s in told_in(drill_of(technique, seed), hand, seed).items():
            told[reason] = told.get(reason, 0.0) + lasts_s
    spoken = {reason: lasts_s for reason, lasts_s in told.items() if reason not in _SAYS_NOTHING}
    whole_s, spoken_s = sum(told.values()) or 1.0, sum(spoken.values()) or 1.0
    names = REASONS.get(hand, ())
    others = {reason: lasts_s for reason, lasts_s in spoken.items() if reason not in (*names, "good")}
    return WordTold(
        hand,
        technique,
        sum(spoken.values()) / whole_s,
        sum(spoken.get(name, 0.0) for name in names) / spoken_s,
        spoken.get("good", 0.0) / spoken_s,
        max(others, key=lambda reason: others[reason], default=""),
    )


def drill_of(technique: str, seed: int) -> Drill:
    """One set of the technique's first drill of the package, with help at all times."""
    drill = packaged_drills()[f"{technique}-1"]
    one = drill.sets[seed % len(drill.sets)]
    return replace(drill, sets=(replace(one, step=False, feedback="live"),), feedback="live")


def told_in(drill: Drill, hand: HandKind, seed: int) -> dict[Reason, float]:
    """How long each reason was told in a drill's sets, seconds."""
    pad, rng = builtin_pad(), np.random.default_rng([seed, 83])
    built, _, errors = drawn_foot("designed", pad, rng)
    path = demonstrate(drill, pad, hand, seed)
    tiles_n = felt(pad, Performance(path, (), (), (), ()), built=built, seed=seed).tiles_n
    time_s, values = sensed(tiles_n, pad, errors, seed)
    pipeline = Pipeline.of_table(pad, time_s, values)
    run = DrillRun(DrillDocument.of(drill, packaged_targets(), packaged_caps()), pad, DrillClock(0))
    for block in pipeline.feed(time_s, values) + pipeline.finish():
        run.feed(block)
    rows = [Told(0.0, NOTHING), *run.told(), Told(drill.duration_s, NOTHING)]
    told: dict[Reason, float] = {}
    for phase in drill.phases():
        for one, after in pairwise(rows):
            if phase.kind == "set":
                lasts_s = max(min(after.time_s, phase.end_s) - max(one.time_s, phase.start_s), 0.0)
                told[one.verdict.reason] = told.get(one.verdict.reason, 0.0) + lasts_s
    return told


@dataclass(frozen=True)
class WordFigures:
    """The figures over all hands and techniques: each hand counts the same."""

    named: float
    good: float
    expert_good: float

    @staticmethod
    def of(told: Sequence[WordTold]) -> WordFigures:
        """Put what hands were told together."""
        faulty, experts = ([one for one in told if (one.hand == "expert") == expert] for expert in (False, True))
        named, good = (float(np.mean([getattr(one, name) for one in faulty])) for name in ("named", "good"))
        return WordFigures(named, good, float(np.mean([one.good for one in experts])))

    @property
    def not_met(self) -> list[str]:
        """What is missed, in words."""
        missed = {
            "the word names a fault": self.named < LEAST_NAMED,
            "the word calls a fault good": self.good > MOST_GOOD,
            "the word calls an expert good": self.expert_good < LEAST_GOOD,
        }
        return [name for name, is_missed in missed.items() if is_missed]
