"""The figures of each test of strength, out of its presses; what can't be had is None."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from thumbwalk.coach.strength.press_figures import (
    above_critical_ns,
    critical_force_n,
    endurance_s,
    fatigue_index,
    rise_n_per_s,
    steadiness_kept,
)
from thumbwalk.coach.strength.protocol import CONTROL_SHARES, ENDURANCE_FLOOR, StrengthTest, TestName

Figures = dict[str, float | None]


@dataclass(frozen=True, slots=True)
class MeasuredPress:
    """One press: when its cue was, its share of the peak that was asked for, and what was pressed, newtons.

    ``why_none`` says why it has no figures, where it has none.
    """

    start_s: float
    share: float | None
    peak_n: float | None
    mean_n: float | None
    cv: float | None
    why_none: str = ""


@dataclass(frozen=True)
class Done:
    """A test as it was done: its presses, the force of each, (n,) newtons every ``step_s``, and the own peak."""

    test: StrengthTest
    presses: Sequence[MeasuredPress]
    forces_n: Sequence[NDArray[np.float64]]
    step_s: float
    own_peak_n: float | None

    def figures(self) -> Figures:
        """What the test is for, by names that end in the unit."""
        return _FIGURES[self.test.name](self)

    @property
    def peaks_n(self) -> list[float]:
        """The peaks of the presses that have one."""
        return [press.peak_n for press in self.presses if press.peak_n is not None]

    @property
    def means_n(self) -> list[float]:
        """The means of the presses that have one."""
        return [press.mean_n for press in self.presses if press.mean_n is not None]

    @property
    def whole(self) -> bool:
        """Whether every press has its figures."""
        return len(self.peaks_n) == len(self.presses)


def is_force(name: str) -> bool:
    """Whether a figure is in newtons, by its name."""
    return name.endswith(("_n", "_n_per_s", "_ns"))


def _peak(done: Done) -> Figures:
    return {"best_n": _best(done.peaks_n)}


def _rise(done: Done) -> Figures:
    """The best of the presses: only the fastest was as fast as one can."""
    figures: Figures = {}
    best_n = _best(done.peaks_n)
    for ms in (100, 200):
        rise = _best([rise_n_per_s(one, done.step_s, ms / 1000.0) for one in done.forces_n])
        figures[f"rise_{ms}ms_n_per_s"] = rise
        figures[f"rise_{ms}ms_peaks_per_s"] = None if rise is None or not best_n else rise / best_n
    return figures


def _repeaters(done: Done) -> Figures:
    mean_n = float(np.mean(done.means_n)) if done.means_n else None
    return {"mean_n": mean_n, **_tired(done)}


def _endurance(done: Done) -> Figures:
    floor_n = ENDURANCE_FLOOR * (done.own_peak_n or 0.0)
    return {"endurance_s": endurance_s(done.forces_n[0], done.step_s, floor_n)[0], "floor_n": floor_n}


def _critical(done: Done) -> Figures:
    """Of all repeats or of none: one that is missing would be taken for a rest."""
    critical_n = critical_force_n(done.means_n) if done.whole else None
    best_n, cue = _best(done.peaks_n), done.test.presses[0]
    return {
        "critical_n": critical_n,
        "critical_share": critical_n / best_n if critical_n is not None and best_n else None,
        "above_critical_ns": (
            None if critical_n is None else above_critical_ns(done.means_n, critical_n, cue.end_s - cue.start_s)
        ),
        **_tired(done),
    }


def _tired(done: Done) -> Figures:
    """What fatigue took, of force and of steadiness; of all presses or of none."""
    cvs = [press.cv for press in done.presses if press.cv is not None]
    return {
        "fatigue_index": fatigue_index(done.peaks_n) if done.whole else None,
        "steadiness_kept": steadiness_kept(cvs) if len(cvs) == len(done.presses) else None,
    }


def _control(done: Done) -> Figures:
    """How still, and how far from what was asked in parts of it: the mean of the presses at each share."""
    figures: Figures = {}
    for share in CONTROL_SHARES:
        same = [press for press in done.presses if press.share == share]
        asked_n, percent = share * (done.own_peak_n or 1.0), f"{100 * share:.0f}"
        wavers = [press.cv for press in same if press.cv is not None]
        errors = [press.mean_n / asked_n - 1.0 for press in same if press.mean_n is not None]
        figures[f"cv_{percent}"] = float(np.mean(wavers)) if wavers else None
        figures[f"error_{percent}"] = float(np.mean(errors)) if errors else None
    return figures


_FIGURES: dict[TestName, Callable[[Done], Figures]] = {
    "peak": _peak,
    "rise": _rise,
    "repeaters": _repeaters,
    "endurance": _endurance,
    "critical": _critical,
    "control": _control,
}


def _best(values: Sequence[float | None]) -> float | None:
    return max((value for value in values if value is not None), default=None)
