"""A watch over one set: gathers what is known of each moment of it, for the verdict to be made of."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from thumbwalk.coach.drill.drill import DrillSet
from thumbwalk.coach.feedback.place_now import Places
from thumbwalk.coach.feedback.reasons import Reason
from thumbwalk.coach.feedback.recent import (
    KEPT_S,
    SETTLED_S,
    STILL,
    TURNING,
    Contact,
    Fall,
    fall_of,
    last_forces_n,
    recent_of,
    wanders,
)
from thumbwalk.coach.feedback.two_now import LEAST_S, RECENT_S, TwoNow
from thumbwalk.coach.feedback.verdict import Seen
from thumbwalk.coach.score.comfort import times_over
from thumbwalk.coach.score.judge import running_score
from thumbwalk.coach.score.rules import Rules
from thumbwalk.coach.score.score import Score
from thumbwalk.coach.score.task import Task
from thumbwalk.coach.targets.bands import Band
from thumbwalk.coach.targets.caps import Caps
from thumbwalk.pad import Pad
from thumbwalk.technique.stroke import LIFT_S, Stroke
from thumbwalk.technique.strokes import StrokeFinder
from thumbwalk.touch.touch_block import TouchBlock
from thumbwalk.zones import ZoneMap

LIVE_S, TOO_EARLY_S = 30.0, 1.5
"""What the live score is about, and from when on in a set it is told; before, one press decides it."""
_FALLS_S = 2.0
"""A score that fell has its reason within so long."""
_OVER_S = 0.5
"""Over the limit so long ago is now."""
_PLACE_S = 1.0
"""Where the hand is, is where it was so long; of circles for two turns."""
_LATE = 1.08
"""A beat that is late by so much is late: what an even hand is off by."""
_IN_AIR = 2.2
"""A walk that goes back through the air may take a beat for it."""
_OTHER = 0.6
"""By the time of the last strokes: so much of another technique is no slip."""
_LET_GO_S = 0.3
"""A hand that was away for so long has let go."""
_BEGIN_S = 1.0
"""So long a hand may take to begin."""
_OF_PLACE = ("off_point_mm", "coverage")
"""Measures of where two hands are."""
_EARLY_S = 4.0
"""So long after a set's first stroke there is no praise: brisk blows are three in a second, and may be tiring."""


class SetWatch:
    """Follows the touch of one set.

    Parameters
    ----------
    index : int
        The set's number.
    one : DrillSet
    start_s : float
        When it begins.
    task : callable
        What is asked between two times, as the score is told it.
    zones : ZoneMap
    caps : Caps
    rules : Rules

    Attributes
    ----------
    score : Score or None
        The live score.
    """

    def __init__(
        self,
        index: int,
        one: DrillSet,
        start_s: float,
        task: Callable[[float, float], Task],
        zones: ZoneMap,
        caps: Caps,
        rules: Rules,
    ) -> None:
        self.index, self._set, self._start_s, self._task = index, one, start_s, task
        self._zones, self._caps, self._rules = zones, caps, rules
        self._pad: Pad = zones.pad
        self._bands = one.asked(zones, caps)
        asked = task(start_s, start_s + one.duration_s)
        self._asks, self._places = asked, Places(one, zones, asked, self._bands)
        self._in_newtons = asked.calibrated and self._pad.unit == "N"
        self._asked = frozenset(name for name, band in one.targets.items() if band.weight > 0.0)
        self._has_strokes = one.technique not in (*STILL, *TURNING)
        self._touch = TouchBlock.joined([])
        self._finder: StrokeFinder | None = None
        self._strokes: list[Stroke] = []
        self._lives: deque[tuple[float, float]] = deque()
        self._others = 0
        self.score: Score | None = None

    def take(self, touch: TouchBlock) -> None:
        """Take the next touch of the set."""
        if not len(touch):
            return
        self._touch = TouchBlock.joined([self._touch, touch])
        if self._finder is None:
            if len(self._touch) < 2:
                return
            self._finder = StrokeFinder(round(self._touch.step_s, 6))
            touch = self._touch
        self._strokes += self._finder.feed(touch)
        newest_s = float(touch.time_s[-1])
        self._touch = self._touch.between(newest_s - KEPT_S, math.inf)

    def is_over(self, now_s: float) -> bool:
        """Whether the contact is, or was a moment ago, over the comfort limit; in a row of such presses, till the next.

        One press of an uneven hand that was over it is told, and then that it is uneven.
        """
        if not self._in_newtons:
            return False
        if self._times_over(now_s, _OVER_S):
            return True
        row_s = self._longest_s(now_s) if self._has_strokes else 0.0
        return row_s > _OVER_S and self._times_over(now_s, row_s) > 0 and self._times_over(now_s, 2.0 * row_s) > 1

    def _times_over(self, now_s: float, within_s: float) -> int:
        holding = self._set.technique == "hold"
        touch = self._touch if holding else self._touch.between(now_s - within_s - _OVER_S, now_s)
        return times_over(touch, self._zones, self._caps, now_s - within_s, holding=holding)

    def seen(self, now_s: float) -> Seen:
        """What is known of a moment; the live score is worked out with it."""
        self._score(now_s)
        technique = self._set.technique
        seen = Seen(technique, self._asked, over_limit=self.is_over(now_s))
        if self._set.hands > 1:
            return self._seen_of_two(seen, now_s)
        contact = Contact.last_in(self._touch)
        if contact is None:
            return replace(seen, is_idle=now_s - self._start_s >= _BEGIN_S)
        longest_s = self._longest_s(now_s)
        if not contact.goes_on and now_s - contact.end_s > max(LIFT_S, 1.5 * longest_s):
            return replace(seen, is_idle=True)
        recent = recent_of(technique, self._touch, self._strokes, contact, longest_s)
        judged = None if recent is None or not len(recent) else self._judged(recent)
        at = self._places.of(self._last_place(contact, longest_s, now_s), part=self._is_part(contact, longest_s))
        fall = fall_of(technique, self._touch, self._strokes, contact)
        return replace(
            seen,
            astray=at.astray,
            near=at.near,
            other=self._other(judged, recent),
            forces_n=self._levelled(last_forces_n(technique, self._touch, self._strokes, contact), now_s),
            are_presses=self._has_strokes,
            recent=judged,
            so_far=self.score,
            fell_by=self._fell_by(now_s),
            waited=self._waited(contact, longest_s, now_s),
            fades=fall is not None and fall.is_likely,
            tires=fall is not None and fall.is_sure,
            moves=self._is_early(now_s) or self._moves(contact, fall, longest_s),
            stayed=self._stayed(contact, now_s),
        )

    def _seen_of_two(self, seen: Seen, now_s: float) -> Seen:
        """What is known of two hands: by the score of their last seconds alone."""
        if now_s - self._start_s < LEAST_S:
            return seen
        recent = self._touch.between(max(now_s - RECENT_S, self._start_s), now_s)
        if not recent.touching[-len(recent) // 2 :].any():
            return replace(seen, is_idle=True)
        judged = self._judged(recent)
        seen = replace(seen, recent=judged, so_far=self.score, fell_by=self._fell_by(now_s))
        missed = {one.name for one in (() if judged is None else judged.metrics) if one.credit < 1.0}
        if not missed & {"balance", *_OF_PLACE}:
            return seen
        two = TwoNow.of(recent, self._pad, self._pad.foot)
        if two is None:
            return seen
        lighter = two.lighter if "balance" in missed else ("", "")
        return replace(seen, astray=two.astray(self._asks, self._places.most_mm), lighter=lighter)

    def _score(self, now_s: float) -> None:
        """Work out the live score: of the newest half minute, without a press that is not over."""
        if now_s - self._start_s < TOO_EARLY_S:
            return
        start_s, end_s = max(self._start_s, now_s - LIVE_S), now_s
        if self._has_strokes and self._strokes:
            inside = [one for one in self._strokes if one.start_s >= start_s]
            if inside and self._is_under_way(inside[-1], now_s):
                end_s = inside[-1].end_s
                if start_s > self._start_s:
                    start_s = inside[0].start_s
        self.score = self._running(self._touch.between(start_s, end_s), start_s, end_s)
        if self.score is not None and self.score.score is not None:
            self._lives.append((now_s, self.score.score))

    def _is_under_way(self, last: Stroke, now_s: float) -> bool:
        """Whether another press has begun and may still become one."""
        touches = len(self._touch) > 0 and bool(self._touch.touching[-1])
        return touches and now_s - last.end_s <= max(LIFT_S, self._longest_s(now_s))

    def _running(self, touch: TouchBlock, start_s: float, end_s: float) -> Score | None:
        one, task = self._set, self._task(start_s, end_s)
        return running_score(touch, self._pad, one.technique, one.targets, self._caps, task, self._rules)

    def _judged(self, recent: TouchBlock) -> Score | None:
        return self._running(recent, float(recent.time_s[0]), float(recent.time_s[-1]) + recent.step_s)

    def _fell_by(self, now_s: float) -> float:
        """What the live score has lost within two seconds."""
        while self._lives and self._lives[0][0] < now_s - _FALLS_S:
            self._lives.popleft()
        scores = [score for _, score in self._lives]
        return max(scores) - scores[-1] if scores else 0.0

    def _longest_s(self, now_s: float) -> float:
        """The longest time from stroke to stroke that is asked for now; 0 where no pace is."""
        band = self._bands.get("rate_per_min", Band())
        if not band.lo or band.weight <= 0.0:
            return 0.0
        line = self._task(self._start_s, now_s).levels
        rate = None if line is None else line.rate_per_min
        part = 1.0 if rate is None else float(rate.at(np.array([now_s]))[0]) / rate.mean
        return 60.0 / (band.lo * part)

    def _levelled(self, forces: NDArray[np.float64], now_s: float) -> list[float]:
        """Forces (k, 2), with their times, as the score takes them where the guide rises or falls."""
        levels = self._task(self._start_s, now_s).levels
        line = None if levels is None else levels.force_n
        part = 1.0 if line is None else line.mean / line.at(forces[:, 0])
        return [float(force_n) for force_n in forces[:, 1] * part]

    def _waited(self, contact: Contact, longest_s: float, now_s: float) -> float:
        """Time since the last stroke began, by the longest that is asked for."""
        if not self._has_strokes or not longest_s:
            return 0.0
        last = self._strokes[-1] if self._strokes else None
        if contact.goes_on:
            # a stroke ends in the valley out of which the next one rises
            onset_s = contact.start_s if last is None else max(contact.start_s, last.end_s)
        else:
            onset_s = contact.start_s if last is None else max(contact.start_s, last.onset_s)
            if now_s > self._start_s + self._set.duration_s - longest_s:
                return 0.0  # the set ends before another could
        allowed = _IN_AIR if self._set.technique == "walk" and not contact.goes_on else _LATE
        return (now_s - onset_s) / (longest_s * allowed)

    def _is_early(self, now_s: float) -> bool:
        """Whether the first stroke of the set is too fresh for praise."""
        return self._has_strokes and bool(self._strokes) and now_s - self._strokes[0].start_s < _EARLY_S

    def _moves(self, contact: Contact, fall: Fall | None, longest_s: float) -> bool:
        """Whether force or place are on their way out of what is asked, or it is too early to tell."""
        technique = self._set.technique
        if technique == "hold" and (contact.lasts_s < SETTLED_S or wanders(self._touch, contact)):
            return True
        if technique in TURNING and wanders(self._touch, contact, longest_s):
            return True
        # of glides there are few in a set
        return technique != "glide" if fall is None else fall.is_likely

    def _is_part(self, contact: Contact, longest_s: float) -> bool:
        """Whether less of a touch is seen than a turn takes: its place is that of an arc."""
        return self._set.technique in TURNING and contact.lasts_s < longest_s

    def _last_place(self, contact: Contact, longest_s: float, now_s: float) -> TouchBlock:
        lasts_s = max(2.0 * longest_s, 2.0) if self._set.technique in TURNING else max(longest_s, _PLACE_S)
        end_s = now_s if contact.goes_on else contact.end_s
        return self._touch.between(end_s - lasts_s, end_s)

    def _other(self, judged: Score | None, recent: TouchBlock | None) -> str:
        """Another technique than was asked for, if two looks in a row find it."""
        if judged is None or recent is None or not judged.elsewhere:
            self._others = 0
            return ""
        name, _ = max(judged.elsewhere.items(), key=lambda one: one[1])
        lasts_s = float(recent.time_s[-1] - recent.time_s[0])
        self._others = self._others + 1 if sum(judged.elsewhere.values()) >= _OTHER * lasts_s else 0
        return name if self._others > 1 else ""

    def _stayed(self, contact: Contact, now_s: float) -> Reason:
        """Of a hold, whether it lasts too long, or was let go too early."""
        band = self._bands.get("hold_s")
        if self._set.technique != "hold" or band is None or band.weight <= 0.0:
            return ""
        if contact.goes_on:
            return "too_slow" if band.hi is not None and contact.lasts_s > band.hi else ""
        gone = now_s - contact.end_s > _LET_GO_S
        return "too_fast" if gone and band.lo is not None and contact.lasts_s < band.lo else ""
