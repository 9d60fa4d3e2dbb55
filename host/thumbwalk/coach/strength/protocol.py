"""Tests of strength as timelines: when to press, how hard, and for how long to rest.

Times, repeats and shares of the peak are those of the sources named beside them, else starting values.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from thumbwalk.errors import DrillError
from thumbwalk.language import marked, told

TestName = Literal["peak", "rise", "repeaters", "endurance", "critical", "control"]
TEST_NAMES: tuple[TestName, ...] = get_args(TestName)
CueKind = Literal["ready", "warm-up", "press", "rest"]

READY_S = 3.0
"""So long before a press somebody is told to get ready."""
WARM_UP_SHARE = 0.3
"""How hard the warm-up is, in parts of the peak: easy."""
ENDURANCE_SHARE, ENDURANCE_FLOOR = 0.6, 0.5
"""What is held, and below what it is over, in parts of the peak (an isometric test of the kind: PMC6302975)."""
ENDURANCE_S = 180.0
"""Nobody is asked for more than three minutes."""
CONTROL_SHARES = (0.15, 0.30)
"""Of the own peak: about long work's guideline (PMID 1633796), and twice that."""
_WARM_UPS, _WARM_UP_S, _WARM_UP_REST_S = 3, 4.0, 3.0
"""Three easy presses first."""
_SETTLE_S = 12.0
"""Rest behind the warm-up."""
_END_S = 1.0
"""What is heard after the last press: its end comes late through the filters."""


@dataclass(frozen=True, slots=True)
class PressCue:
    """What is asked from ``start_s`` to ``end_s``: ``share`` of the own peak, None for as hard as one can."""

    kind: CueKind
    start_s: float
    end_s: float
    share: float | None
    words: str


@dataclass(frozen=True)
class StrengthTest:
    """One test: its cues one after the other from 0 s on, and whether it is done in parts of the own peak."""

    name: TestName
    title: str
    cues: tuple[PressCue, ...]
    needs_peak: bool

    @property
    def duration_s(self) -> float:
        """When the last cue ends."""
        return self.cues[-1].end_s

    @property
    def presses(self) -> tuple[PressCue, ...]:
        """The presses that are measured."""
        return tuple(cue for cue in self.cues if cue.kind == "press")

    def cue_at(self, time_s: float) -> PressCue:
        """The cue of a moment; the last one after the end."""
        return next((cue for cue in self.cues if time_s < cue.end_s), self.cues[-1])


@dataclass(frozen=True, slots=True)
class _Repeats:
    """So many presses in a row: how long each is, the rest between them, and how hard."""

    times: int
    press_s: float
    rest_s: float
    share: float | None
    words: str


_TESTS: dict[TestName, tuple[str, tuple[_Repeats, ...]]] = {
    "peak": (
        marked("Peak press"),
        (_Repeats(3, 4.0, 30.0, None, marked("As hard as you can, growing over a second")),),
    ),
    "rise": (marked("Rate of force"), (_Repeats(5, 2.0, 15.0, None, marked("As fast and hard as you can, at once")),)),
    # 7 s on and 3 s off, as hangboards have it; six are a set
    "repeaters": (marked("Repeaters"), (_Repeats(6, 7.0, 3.0, 0.6, marked("Even")),)),
    "endurance": (
        marked("Endurance"),
        (_Repeats(1, ENDURANCE_S, 0.0, ENDURANCE_SHARE, marked("Hold it as long as you can")),),
    ),
    # 24 of them, all-out: PMC10449326
    "critical": (marked("Critical force"), (_Repeats(24, 7.0, 3.0, None, marked("As hard as you can, all the way")),)),
    "control": (
        marked("Force control"),
        tuple(_Repeats(2, 12.0, 10.0, share, marked("As still as you can")) for share in CONTROL_SHARES),
    ),
}
"""Each test's title and what is asked in it: times, seconds of a press and of the rest behind it, share, words."""


def strength_test(name: str) -> StrengthTest:
    """A test by its name. Raises DrillError, naming those that there are."""
    if name not in TEST_NAMES:
        raise DrillError(told("no strength test '{name}'; there are: {names}", name=name, names=", ".join(TEST_NAMES)))
    title, repeats = _TESTS[name]
    cues = _Timeline()
    cues.add("ready", READY_S, None, marked("Get ready: warm up first"))
    for number in range(_WARM_UPS):
        cues.add("warm-up", _WARM_UP_S, WARM_UP_SHARE, told("Easy press, {n} of {of}", n=number + 1, of=_WARM_UPS))
        last = number == _WARM_UPS - 1
        cues.rest(_SETTLE_S if last else _WARM_UP_REST_S)
    of, number = sum(one.times for one in repeats), 0
    for one in repeats:
        for _ in range(one.times):
            number += 1
            cues.add(
                "press", one.press_s, one.share, told("{words}, {n} of {of}", words=told(one.words), n=number, of=of)
            )
            if number < of:
                cues.rest(one.rest_s)
    cues.add("rest", _END_S, None, marked("Let go"))
    needs_peak = any(one.share is not None for one in repeats)
    return StrengthTest(name, title, tuple(cues.made), needs_peak)


class _Timeline:
    """Cues, one after the other."""

    def __init__(self) -> None:
        self.made: list[PressCue] = []
        self._now_s = 0.0

    def add(self, kind: CueKind, seconds: float, share: float | None, words: str) -> None:
        self.made.append(PressCue(kind, self._now_s, self._now_s + seconds, share, words))
        self._now_s += seconds

    def rest(self, seconds: float) -> None:
        """A rest; a long one ends with a word to get ready."""
        if seconds > 2.0 * READY_S:
            self.add("rest", seconds - READY_S, None, told("Rest {n} s", n=f"{seconds:g}"))
            self.add("ready", READY_S, None, marked("Get ready"))
        elif seconds > 0.0:
            self.add("rest", seconds, None, told("Let go, {n} s", n=f"{seconds:g}"))
