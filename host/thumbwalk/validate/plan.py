"""The whole validation: sessions and sweeps, on as many cores as are given."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np

from thumbwalk.bench.counts_to_score import pipeline_x_realtime
from thumbwalk.bench.figures import machine
from thumbwalk.pad import DEFAULT_LAYOUT, builtin_pad
from thumbwalk.validate.at_work import CASES, AtWork, at_work_session
from thumbwalk.validate.classic_faults import TELLTALES, fault_told
from thumbwalk.validate.draw import TECHNIQUES
from thumbwalk.validate.findings import Findings, KindFindings, SizeFindings
from thumbwalk.validate.grown_faults import GROWN, fault_growth
from thumbwalk.validate.judged_session import Judged, judged
from thumbwalk.validate.kinds import KINDS, Kind
from thumbwalk.validate.masters import MasterFollowed, master_scores
from thumbwalk.validate.naming import macro_f1
from thumbwalk.validate.recordings import checked_recordings, data_dir
from thumbwalk.validate.recovery import PLACE, quantile
from thumbwalk.validate.repeats import hands_told
from thumbwalk.validate.unresolvable import (
    APART_MM,
    BITES_MM,
    RADII_MM,
    SWEPT,
    foot_sizes,
    place_map,
    size_spread,
    two_hands,
)
from thumbwalk.validate.words_told import HANDS, word_told

_SEEDS_APART = 1_000_000
_SWEEP_SEEDS = 500_000
_GROWN_HANDS, _TOLD_HANDS = 2, 10
"""Hands whose faults are grown, and experts and beginners of each technique: a set of one takes a third of a second."""
_LIVE_PART = 6
"""One session of so many is fed live too: small blocks take their time."""

Progress = Callable[[int, int], None]
Job = tuple[str, Callable[..., Any], tuple[Any, ...]]


@dataclass(frozen=True)
class Plan:
    """How much to do.

    Attributes
    ----------
    sessions : int
        Sessions of each kind.
    seed : int
        Which held-out hands: another number is another million of seeds.
    kind : Kind or None
        Only this kind, and neither sweeps nor speed; None for everything.
    jobs : int
        Processes.
    layout : str
        A built-in foot; on another than the default one there are kinds alone, and no sweeps.
    """

    sessions: int = 40
    seed: int = 0
    kind: Kind | None = None
    jobs: int = 1
    layout: str = DEFAULT_LAYOUT

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds of hands that are wanted; a plate is one and the same to all but those of people."""
        every: tuple[Kind, ...] = ("designed", "people") if builtin_pad(self.layout).is_plate else KINDS
        return every if self.kind is None else (self.kind,)

    @property
    def is_whole(self) -> bool:
        """Whether everything is wanted, sweeps and speed too."""
        return self.kind is None and self.layout == DEFAULT_LAYOUT

    def seeds(self, first: int, count: int) -> range:
        """Held-out seeds: none below a million, where those are that things are tried on."""
        start = _SEEDS_APART * (1 + self.seed) + first
        return range(start, start + count)


def validate(plan: Plan, progress: Progress = lambda _done, _all: None) -> Findings:
    """Do all of a plan; ``progress`` is told how much of how much is done."""
    sessions = list(plan.seeds(0, plan.sessions))
    pad = None if plan.layout == DEFAULT_LAYOUT else builtin_pad(plan.layout)
    jobs: list[Job] = [
        (f"kind {kind}", _session, (kind, seed, index % _LIVE_PART == 0, pad))
        for kind in plan.kinds
        for index, seed in enumerate(sessions)
    ]
    if plan.is_whole:
        jobs += _sweeps(plan)
    done = _worked_off(jobs, plan.jobs, progress)
    kinds = {kind: KindFindings.of(kind, done[f"kind {kind}"]) for kind in plan.kinds}
    folder = data_dir()
    recordings = None if folder is None else tuple(checked_recordings(folder))
    if not plan.is_whole:
        return Findings(plan.seed, machine(), kinds, recordings=recordings)
    return Findings(
        plan.seed,
        machine(),
        kinds,
        bites=tuple(done["bite"]),
        radii=tuple(done["radius"]),
        places=tuple(done["place"][0]),
        two_hands=tuple(done["two hands"]),
        at_work=tuple(one for case in CASES for one in AtWork.of_case(case, done[f"at work, {case}"])),
        sizes=tuple(_size(size, pad.length_mm or 0.0, done[f"size {size:g}"]) for size, pad in foot_sizes()),
        faults=tuple(done["fault"]),
        words=tuple(done["word"]),
        growths=tuple(done["grown"]),
        hands=tuple(done["hands"]),
        masters=tuple(one for name in TECHNIQUES for one in MasterFollowed.of(name, done[f"master {name}"])),
        recordings=recordings,
        x_realtime=pipeline_x_realtime(),
    )


def _sweeps(plan: Plan) -> list[Job]:
    """What is not resolvable, other sizes, faults and masters, each at some seeds of its own."""
    few = plan.seeds(_SWEEP_SEEDS, max(min(plan.sessions // 4, 10), 2))
    jobs: list[Job] = [("bite", size_spread, ("walk", kind, size, few)) for kind in SWEPT for size in BITES_MM]
    jobs += [("radius", size_spread, ("circles", kind, size, few)) for kind in SWEPT for size in RADII_MM]
    jobs += [("place", place_map, (few,))]
    jobs += [("two hands", two_hands, (apart_mm, few)) for apart_mm in APART_MM]
    jobs += [(f"at work, {case}", at_work_session, (case, seed)) for case in CASES for seed in few]
    jobs += [("fault", fault_told, (fault, few)) for fault in TELLTALES]
    jobs += [("word", word_told, (technique, hand, few)) for technique, hands in HANDS.items() for hand in hands]
    jobs += [("grown", fault_growth, (fault, few[:_GROWN_HANDS])) for fault in GROWN]
    jobs += [("hands", hands_told, (technique, few[:_TOLD_HANDS])) for technique in TECHNIQUES]
    jobs += [(f"master {name}", master_scores, (name, seed)) for name in TECHNIQUES for seed in few]
    jobs += [(f"size {size:g}", _session, ("designed", seed, False, pad)) for size, pad in foot_sizes() for seed in few]
    return jobs


def _session(kind: Kind, seed: int, live: bool, pad: Any = None) -> Judged:
    return judged(kind, seed, live=live, pad=pad)


def _size(eu_size: float, length_mm: float, sessions: Sequence[Judged]) -> SizeFindings:
    errors = [error for one in sessions for error in one.errors]

    def median(technique: str, measure: str) -> float:
        return quantile([e.error for e in errors if (e.technique, e.measure) == (technique, measure)], 0.5)

    score = macro_f1(np.sum([one.confusion for one in sessions], axis=0))
    return SizeFindings(
        eu_size, length_mm, score, median("walk", "bite_mm"), median("circles", "radius_mm"), median("hold", PLACE)
    )


def _worked_off(jobs: Sequence[Job], workers: int, progress: Progress) -> dict[str, list[Any]]:
    """Results by their job's name, each name's in the order of its jobs, however many workers there are."""
    results: list[Any] = [None] * len(jobs)
    if workers == 1:
        for index, (_, function, arguments) in enumerate(jobs):
            results[index] = function(*arguments)
            progress(index + 1, len(jobs))
    else:
        spawn = multiprocessing.get_context("spawn")
        with _one_thread_each():
            pool = ProcessPoolExecutor(workers, spawn, initializer=_deaf_to_ctrl_c)
            waiting = {pool.submit(function, *arguments): index for index, (_, function, arguments) in enumerate(jobs)}
            try:
                for done, future in enumerate(as_completed(waiting), 1):
                    results[waiting[future]] = future.result()
                    progress(done, len(jobs))
            finally:
                # not left to a with statement, which would work everything off first
                pool.shutdown(cancel_futures=True)
    found: dict[str, list[Any]] = {}
    for (name, _, _), result in zip(jobs, results, strict=True):
        found.setdefault(name, []).append(result)
    return found


def _deaf_to_ctrl_c() -> None:
    """Leave Ctrl-C, which reaches all processes of a terminal, to the one that started the others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Tell the processes that are started now to leave the other cores to each other."""
    names = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
    before = {name: os.environ.get(name) for name in names}
    os.environ.update(dict.fromkeys(names, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
