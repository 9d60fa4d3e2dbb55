"""One verdict at a time: of all that could be said of this moment, what helps most, by the score's own bands.

It is a plain function of what is known; `coach.feedback.telling` gathers that through a set, and says it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from thumbwalk.coach.feedback.reasons import RANKED, Reason, reason_of
from thumbwalk.coach.score.score import Metric, Score, credit
from thumbwalk.coach.targets.bands import Band
from thumbwalk.language import marked, told

_CLEAR = 0.75
"""A credit of less is a clear miss. Higher, and an even hand's odd press is told; lower, and faults are told late."""
_FELL = 10.0
"""A live score that fell by so many points has a reason."""
_IN_A_ROW = 3
"""So many presses beside the band on one side are no chance, however uneven a hand is."""
_SURELY = 2
"""Of a force that fades so many presses below the band are enough."""
_FAR = 0.3
"""A first press is told where no more than so much of its credit is left: it may be a hand that feels its way."""
_ALIKE = 0.25
"""Presses that differ by no more, as a part of their mean, are alike."""
_NEEDED = ("force_cv", "rhythm_cv", "rate_per_min", "steadiness_cv", "evenness_cv")
"""Before these are known, nothing is good."""
_OF_FORCE = ("force_n", "peak_force_n")
_NOT_NOW = ("flow", "coverage", "off_point_mm", *_OF_FORCE)
"""Measures of a whole set; what of them is about now is told by the place, the technique and the last presses."""
_WORDS: dict[Reason, str] = {
    "": "",
    "good": marked("Good"),
    "limit": marked("Ease off"),
    "too_hard": marked("Lighter"),
    "too_light": marked("Deeper"),
    "uneven": marked("More even"),
    "too_fast": marked("Slower"),
    "too_slow": marked("Faster"),
    "not_released": marked("Lift more"),
    "contact_lost": marked("Stay on"),
    "too_small": marked("Larger"),
    "too_large": marked("Smaller"),
    "direction": marked("Turn round"),
    "press": marked("Press"),
    "rest": marked("Rest"),
}
_OF_TIME: dict[Reason, str] = {"too_fast": marked("Stay longer"), "too_slow": marked("Let go")}
"""What is said of pace where a touch's own time is meant: of holds, and of blows that stay."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is said: a word or two, why, and in some cases what was done in place of what was asked."""

    word: str = ""
    reason: Reason = ""
    detail: str = ""


NOTHING = Verdict()


def said(reason: Reason, *, of_time: bool = False) -> Verdict:
    """The verdict of a reason that needs no more than its word."""
    return Verdict(_OF_TIME.get(reason, _WORDS[reason]) if of_time else _WORDS[reason], reason)


@dataclass(frozen=True)
class Seen:
    """What is known of a moment in a set.

    Attributes
    ----------
    technique : str
        The one that is asked for.
    asked : of str
        The measures that its set is scored by.
    over_limit : bool
        Whether the contact is over the comfort limit, or was a moment ago.
    is_idle : bool
        Whether nobody has pressed for longer than a lift lasts, or at all.
    astray : Verdict or None
        What is to be said of a place that is wrong.
    other : str
        The technique that the last strokes were, if it is another one than was asked for.
    forces_n : of float
        The last presses, the newest last; of even techniques the force now, and so on back.
    are_presses : bool
        Whether those are presses, each of its own; else they are moments of one touch.
    recent, so_far : Score or None
        The last strokes, and the set up to now, judged as the set will be; None when there is nothing to judge.
    fell_by : float
        What the live score has lost within the last two seconds.
    waited : float
        Time since the last onset, by the longest interval that is asked for.
    near : float
        How far the place is to the border of being wrong, 0 to 1.
    fades : bool
        Whether the force falls since the set, or its touch, began.
    tires : bool
        Whether it surely does, by what others can see.
    moves : bool
        Whether force or place are on their way out: a force that falls, a hold that wanders off; or the touch is too
        young to tell. No fault yet, and no praise.
    lighter : (str, str)
        Of two hands which presses less, and what each presses, in words; empty where that is not known.
    stayed : Reason
        "too_fast" of a hold that was let go too early, "too_slow" of one that lasts too long.
    """

    technique: str
    asked: Collection[str] = ()
    over_limit: bool = False
    is_idle: bool = False
    astray: Verdict | None = None
    other: str = ""
    forces_n: Sequence[float] = ()
    are_presses: bool = True
    recent: Score | None = None
    so_far: Score | None = None
    fell_by: float = 0.0
    waited: float = 0.0
    near: float = 0.0
    fades: bool = False
    tires: bool = False
    moves: bool = False
    stayed: Reason = ""
    lighter: tuple[str, str] = ("", "")


def verdict_of(seen: Seen) -> Verdict:
    """What helps most at a moment; what is not known yet is not judged."""
    if seen.over_limit:
        return said("limit")
    if seen.is_idle:
        return said("press")
    if seen.astray is not None:
        return seen.astray
    if seen.other:
        asked, done, how = told(seen.technique), told(seen.other), told(_HOW[seen.technique])
        detail = told("That is {technique}: {how}.", technique=done, how=how)
        return Verdict(told("Now {technique}", technique=asked), "technique", detail)
    return _of_the_work(seen)


def _of_the_work(seen: Seen) -> Verdict:
    """How it is done: the clearest misses by their rank, then those that the set shows too, then a fall, then good."""
    found = sorted(_misses(seen), key=lambda one: (one.credit >= _CLEAR, RANKED.index(one.reason)))
    few = seen.are_presses and 0 < len(seen.forces_n) < _IN_A_ROW
    if found and (found[0].credit < _CLEAR or (not few and _has_missed(seen, found[0].reason))):
        if found[0].reason == "balance":
            hand = seen.lighter[0] or marked("Lighter thumb")
            return Verdict(told("{hand} deeper", hand=told(hand)), "balance", seen.lighter[1])
        return said(found[0].reason, of_time=found[0].of_time)
    if seen.fades and _is_light(seen):
        return said("too_light")  # and will be more so
    if seen.tires and _is_low(seen):
        return replace(said("too_light"), detail=marked("It is fading: lean in again."))
    if seen.fell_by >= _FELL:
        return _of_fall(seen)
    # of bites that go back there are few, and an uneven hand's few strokes may be alike: a row without a miss is no
    # sign that they are gone
    lasts = _has_missed(seen, "direction") or _was_clearly(seen, "uneven")
    is_good = _is_known(seen) and not found and not lasts and seen.near < 1.0 and not seen.moves
    return said("good") if is_good else NOTHING


_HOW = {
    "hold": marked("sink in and stay"),
    "knead": marked("press and let go"),
    "circles": marked("keep contact and circle"),
    "walk": marked("keep contact and take small bites"),
    "glide": marked("keep contact and go on in one stroke"),
    "tap": marked("light and short, and bounce"),
    "friction": marked("short and brisk, to and fro"),
}


@dataclass(frozen=True, slots=True)
class _Miss:
    reason: Reason
    credit: float
    of_time: bool = False


def _misses(seen: Seen) -> Iterator[_Miss]:
    """All that lies beside its band now, each with the credit that is left."""
    if seen.stayed:
        yield _Miss(seen.stayed, 0.0, of_time=True)
    if seen.waited > 1.0:
        yield _Miss("too_slow", 0.0)
    if seen.recent is None:
        return
    found = [
        _Miss(reason, metric.credit, metric.name in ("hold_s", "contact_s"))
        for metric in seen.recent.metrics
        if metric.name not in _NOT_NOW and (reason := _reason_now(metric, seen.recent)) is not None
    ]
    yield from found
    uneven = any(one.reason == "uneven" for one in found)
    for metric in seen.recent.metrics:
        if metric.name in _OF_FORCE and (miss := _force_now(metric, seen, uneven=uneven)) is not None:
            yield miss


def _reason_now(metric: Metric, recent: Score) -> Reason | None:
    """The reason of a miss now; bites that go back are no small ones, however short they are in the mean."""
    forward = recent.metric("forward")
    if metric.value is None or (metric.name == "bite_mm" and forward is not None and reason_of(forward) is not None):
        return None
    return reason_of(metric)


def _force_now(metric: Metric, seen: Seen, *, uneven: bool) -> _Miss | None:
    """Whether the force is beside its band now: of the last press, of an uneven hand of a row of them.

    A press of an uneven hand that misses is unevenness, unless some in a row miss on one side: and those that went
    before, too, or they are alike, and the hand has changed.
    """
    band, of_all = Band(*metric.band), reason_of(metric)
    if not seen.forces_n:
        return None if of_all is None else _Miss(of_all, metric.credit)
    reasons = [reason_of(replace(metric, value=force_n)) for force_n in seen.forces_n[-_IN_A_ROW:]]
    last, earned = reasons[-1], credit(seen.forces_n[-1], band)
    if last is None:
        return None
    in_a_row = len(set(reasons)) == 1
    if len(reasons) < _IN_A_ROW:
        # one or two presses say little, unless they are far off
        return _Miss(last, earned) if in_a_row and earned < (_FAR if len(reasons) == 1 else _CLEAR) else None
    if not uneven:
        return _Miss(last, earned)
    alike = seen.are_presses and np.ptp(seen.forces_n[-_IN_A_ROW:]) <= _ALIKE * np.mean(seen.forces_n[-_IN_A_ROW:])
    return _Miss(last, earned) if in_a_row and (of_all == last or alike) else None


def _has_missed(seen: Seen, reason: Reason) -> bool:
    """Whether the set up to now misses for a reason too."""
    metrics = seen.so_far.metrics if seen.so_far is not None else ()
    return any(one.value is not None and reason_of(one) == reason for one in metrics)


def _is_light(seen: Seen) -> bool:
    """Whether the last two presses are below their band: one may be so by chance."""
    return len(seen.forces_n) >= _SURELY and max(seen.forces_n[-_SURELY:]) < (_band_n(seen)[0] or 0.0)


def _is_low(seen: Seen) -> bool:
    """Whether the last two presses are in the lower half of their band, or below it."""
    lo, hi = _band_n(seen)
    middle_n = 0.0 if lo is None or hi is None else (lo + hi) / 2.0
    return len(seen.forces_n) >= _SURELY and max(seen.forces_n[-_SURELY:]) < middle_n


def _band_n(seen: Seen) -> tuple[float | None, float | None]:
    """The band of force that is asked for, newtons; open where none is."""
    metrics = seen.recent.metrics if seen.recent is not None else ()
    return next((one.band for one in metrics if one.name in _OF_FORCE), (None, None))


def _was_clearly(seen: Seen, reason: Reason) -> bool:
    """Whether the set up to now clearly misses for a reason."""
    metrics = seen.so_far.metrics if seen.so_far is not None else ()
    return any(one.value is not None and one.credit < _CLEAR and reason_of(one) == reason for one in metrics)


def _of_fall(seen: Seen) -> Verdict:
    """What cost most of a score that fell."""
    if seen.so_far is None:
        return NOTHING
    cap = max((one.points for one in seen.so_far.caps), default=0.0)
    metrics = [one for one in seen.so_far.metrics if one.value is not None and reason_of(one) is not None]
    worst = max(metrics, key=lambda one: one.points, default=None)
    if worst is None or worst.points < cap:
        return said("limit") if cap > 0.0 else NOTHING
    reason = reason_of(worst, elsewhere=bool(seen.so_far.elsewhere)) or ""
    if reason in ("place", "technique", "balance"):
        return NOTHING
    return said(reason, of_time=worst.name in ("hold_s", "contact_s"))


def _is_known(seen: Seen) -> bool:
    """Whether pace and evenness can be told, where they are scored."""
    if seen.recent is None:
        return False
    told = {one.name for one in seen.recent.metrics} | {one.name for one in seen.recent.not_scored}
    return not set(seen.asked) & set(_NEEDED) - told
