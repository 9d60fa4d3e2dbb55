"""What a validation found, as one document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from thumbwalk import __version__
from thumbwalk.trueness.check_bundle import RigCheck
from thumbwalk.validate.at_work import AtWork
from thumbwalk.validate.classic_faults import FaultTold
from thumbwalk.validate.grown_faults import LEAST_FIRST, FaultGrowth
from thumbwalk.validate.judged_session import Judged
from thumbwalk.validate.kinds import TITLES, Kind
from thumbwalk.validate.limits import (
    DELAY_S,
    LIMITS,
    SURE_AND_WRONG,
    X_REALTIME,
    Verdict,
    verdict,
    verdict_on_names,
)
from thumbwalk.validate.live_names import LiveNames
from thumbwalk.validate.masters import MasterFollowed
from thumbwalk.validate.naming import NAMES, f1_of, macro_f1
from thumbwalk.validate.recordings import Checked
from thumbwalk.validate.recovery import Error, quantile
from thumbwalk.validate.repeats import HandsTold
from thumbwalk.validate.unresolvable import PlaceError, Spread, TwoHands
from thumbwalk.validate.words_told import WordFigures, WordTold


@dataclass(frozen=True)
class Recovered:
    """How well one measure of one technique was found: its errors' median and 90th percentile, and the missed."""

    technique: str
    measure: str
    n: int
    missed: int
    median: float
    p90: float


@dataclass(frozen=True)
class KindFindings:
    """One kind of hand: its figures beside their limits, every measure, the confusion, live delays.

    ``dead_found`` is how many of ``dead`` dead tiles were named; ``unsure`` the mean part of the time named unsure,
    ``sure_and_wrong`` that which is named wrong without being marked;
    ``live_same`` whether all strokes found live were those found in the stream as a whole, ``names`` what was told.
    """

    kind: Kind
    sessions: int
    verdicts: tuple[Verdict, ...]
    recovered: tuple[Recovered, ...]
    confusion: NDArray[np.int64]
    delays_s: tuple[float, ...]
    live_same: bool
    names: LiveNames
    dead: int
    dead_found: int
    unsure: float
    sure_and_wrong: float

    @staticmethod
    def of(kind: Kind, judged: Sequence[Judged]) -> KindFindings:
        """Put the sessions of one kind together."""
        errors = [error for one in judged for error in one.errors]
        confusion = np.sum([one.confusion for one in judged], axis=0)
        live = [one.live for one in judged if one.live is not None]
        dead = [one.dead_found for one in judged if one.dead_found is not None]
        naming = verdict_on_names(kind, macro_f1(confusion), int(confusion.sum()))
        return KindFindings(
            kind,
            len(judged),
            (naming, *(verdict(limit, kind, errors) for limit in LIMITS)),
            tuple(_recovered(errors)),
            confusion,
            tuple(delay for one in live for delay in one.delays_s),
            all(one.same for one in live),
            sum((one.names for one in live), start=LiveNames()),
            len(dead),
            sum(dead),
            float(np.mean([one.unsure for one in judged])),
            float(np.mean([one.sure_and_wrong for one in judged])),
        )

    @property
    def wrong_met(self) -> bool:
        """Whether no more of the time than is allowed was named wrong without being marked."""
        return self.sure_and_wrong <= SURE_AND_WRONG[self.kind]

    @property
    def live_met(self) -> bool:
        """Whether every stroke was known in time."""
        return self.live_same and max(self.delays_s, default=0.0) <= DELAY_S


@dataclass(frozen=True)
class SizeFindings:
    """A foot of another size, with designed hands."""

    eu_size: float
    length_mm: float
    macro_f1: float
    bite: float
    radius: float
    place_mm: float


@dataclass(frozen=True)
class Findings:
    """Everything; what was not looked at is empty or None."""

    seed: int
    machine: str
    kinds: Mapping[Kind, KindFindings]
    bites: tuple[Spread, ...] = ()
    radii: tuple[Spread, ...] = ()
    places: tuple[PlaceError, ...] = ()
    two_hands: tuple[TwoHands, ...] = ()
    at_work: tuple[AtWork, ...] = ()
    sizes: tuple[SizeFindings, ...] = ()
    faults: tuple[FaultTold, ...] = ()
    words: tuple[WordTold, ...] = ()
    growths: tuple[FaultGrowth, ...] = ()
    hands: tuple[HandsTold, ...] = ()
    masters: tuple[MasterFollowed, ...] = ()
    recordings: tuple[Checked, ...] | None = None
    rigs: tuple[RigCheck, ...] = ()
    x_realtime: float | None = None

    @property
    def named_first(self) -> float:
        """The part of all steps of growing faults in which the fault's measure is named first; NaN without any."""
        return float(np.mean([one.first for one in self.growths])) if self.growths else float("nan")

    @property
    def not_met(self) -> list[str]:
        """Every limit that was missed, in words."""
        missed = [
            f"{TITLES[kind]}: {one.name}" for kind, found in self.kinds.items() for one in found.verdicts if not one.met
        ]
        missed += [f"{TITLES[kind]}: sure and wrong" for kind, found in self.kinds.items() if not found.wrong_met]
        missed += [f"{TITLES[kind]}: strokes live" for kind, found in self.kinds.items() if not found.live_met]
        missed += [f"{TITLES[kind]}: names live" for kind, found in self.kinds.items() if not found.names.met]
        missed += [f"{one.case}: {one.figure}" for one in self.at_work if not one.met]
        missed += [f"{one.recording}: {one.what}" for one in self.recordings or () if one.right is False]
        missed += WordFigures.of(self.words).not_met if self.words else []
        missed += [f"{one.technique} {one.fault}, growing" for one in self.growths if not one.met]
        missed += ["the fault is named first"] if self.growths and self.named_first < LEAST_FIRST else []
        missed += [name for one in self.hands for name in one.not_met]
        missed += [f"a master's {one.technique}: {one.style}" for one in self.masters if not one.met]
        if self.x_realtime is not None and self.x_realtime < X_REALTIME:
            missed.append("speed of the whole chain")
        return missed

    def to_json(self) -> dict[str, Any]:
        """The document of ``thumbwalk validate --json``."""
        return {
            "version": 1,
            "thumbwalk": __version__,
            "machine": self.machine,
            "seed": self.seed,
            "all_met": not self.not_met,
            "not_met": self.not_met,
            "kinds": [_kind_json(found) for found in self.kinds.values()],
            "bites": [asdict(one) for one in self.bites],
            "radii": [asdict(one) for one in self.radii],
            "places": [asdict(one) for one in self.places],
            "two_hands": [asdict(one) for one in self.two_hands],
            "at_work": [asdict(one) | {"met": one.met} for one in self.at_work],
            "sizes": [asdict(one) for one in self.sizes],
            "faults": [asdict(one) for one in self.faults],
            "words": [asdict(one) for one in self.words],
            "growths": [asdict(one) | {"met": one.met} for one in self.growths],
            "hands": [asdict(one) | {"auc": one.auc, "met": not one.not_met} for one in self.hands],
            "masters": [asdict(one) | {"right": one.right, "met": one.met} for one in self.masters],
            "recordings": None if self.recordings is None else [asdict(one) for one in self.recordings],
            "rigs": [asdict(one) for one in self.rigs],
            "x_realtime": self.x_realtime,
        }


def _kind_json(found: KindFindings) -> dict[str, Any]:
    return {
        "kind": found.kind,
        "sessions": found.sessions,
        "figures": [asdict(one) for one in found.verdicts],
        "f1": f1_of(found.confusion),
        "confusion": {"names": list(NAMES), "moments": found.confusion.tolist()},
        "measures": [asdict(one) for one in found.recovered],
        "live": {
            "strokes": len(found.delays_s),
            "delay_s": {f"p{round(100 * q)}": quantile(found.delays_s, q) for q in (0.5, 0.9, 1.0)},
            "limit_s": DELAY_S,
            "same_as_whole": found.live_same,
            "met": found.live_met,
            "names": dict(zip(("stood", "calm", "wrong"), found.names.shares, strict=True)) | {"met": found.names.met},
        },
        "dead_tiles": {"there": found.dead, "named": found.dead_found},
        "unsure": found.unsure,
        "sure_and_wrong": found.sure_and_wrong,
        "sure_and_wrong_limit": SURE_AND_WRONG[found.kind],
    }


def _recovered(errors: Sequence[Error]) -> list[Recovered]:
    pairs = dict.fromkeys((one.technique, one.measure) for one in errors)
    found = []
    for technique, measure in sorted(pairs, key=lambda pair: (NAMES.index(pair[0]), list(pairs).index(pair))):
        values = [one.error for one in errors if (one.technique, one.measure) == (technique, measure)]
        missed = sum(value == float("inf") for value in values)
        found.append(Recovered(technique, measure, len(values), missed, quantile(values, 0.5), quantile(values, 0.9)))
    return found
