"""Twelve weeks of a learner, made up: what the rooms that look back are shown."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import numpy as np

from thumbwalk.app.learners_past import LookBack
from thumbwalk.coach.drill.drills_file import packaged_drills
from thumbwalk.coach.plan.curves import SCORE, curves_of
from thumbwalk.coach.plan.sets_done import Condition, Measured, SetDone, marked
from thumbwalk.coach.plan.streak import streak_of
from thumbwalk.coach.plan.suggest import Standing, Suggestion, suggestions
from thumbwalk.language import told
from thumbwalk.learner.entry import Entry
from thumbwalk.learner.history import History
from thumbwalk.pad import builtin_pad
from thumbwalk.zones import ZONES, zone_centre_mm

TODAY = datetime(2026, 3, 6, 18, tzinfo=UTC)
"""A Friday."""
_COSTS = told(
    "{technique}: the {measure} cost the most of late, {n} points a time",
    technique=told("walk"),
    measure=told("pace"),
    n=12,
)
RIGHT = Condition("right", "right", 45.0, "bandwidth")


class AtOnce(Executor):
    """Does what it is given, here and now."""

    def submit(self, act: Callable[..., Any], /, *given: Any, **named: Any) -> Future[Any]:
        done: Future[Any] = Future()
        done.set_result(act(*given, **named))
        return done


class Later(Executor):
    """Does what it is given when the test says so."""

    def __init__(self) -> None:
        self.waiting: list[Callable[[], Any]] = []

    def submit(self, act: Callable[..., Any], /, *given: Any, **named: Any) -> Future[Any]:
        self.waiting.append(lambda: act(*given, **named))
        return Future()

    def work(self) -> None:
        while self.waiting:
            self.waiting.pop(0)()


@cache
def first_day() -> LookBack:
    """Somebody who has done nothing yet."""
    standing = Standing(TODAY.date())
    return LookBack(TODAY.date(), suggestions=tuple(suggestions(standing, packaged_drills())), load_s=0.0)


def _set(day: datetime, nth: int, technique: str, score: float, condition: Condition, load_ns: float) -> SetDone:
    at = day + timedelta(minutes=3 * nth)
    return SetDone(round(at.timestamp()), at, f"{technique}-1", "A set", technique, 0.0, condition, load_ns,
                   {SCORE: Measured(score)})  # fmt: skip


@cache
def weeks() -> LookBack:
    """A learner who gets better at kneading, stays even at holds, and has begun with walking; hands tire at times."""
    rng, sets = np.random.default_rng(3), list[SetDone]()
    for back in range(80, -1, -4):
        day = TODAY - timedelta(days=back)
        rise = 56.0 + 25.0 * (80 - back) / 80.0
        for nth in range(3):
            wave = 1.2 * float(rng.standard_normal())
            sets.append(
                _set(day, nth, "knead", min(rise + 2.0 * nth + wave, 99.0), RIGHT, 900.0 if nth < 2 else 6500.0)
            )
        held = 74.0 + 4.0 * float(rng.standard_normal())
        sets.append(_set(day, -1, "hold", held, replace(RIGHT, rate_per_min=None), 700.0))
        if back < 40:
            for nth in (5, 6, 7):
                sets.append(_set(day, nth, "knead", rise - 6.0 - nth, RIGHT, 3000.0))
        if back < 12:
            left = Condition("left", "left", 80.0, "blind")
            sets.append(_set(day, -2, "walk", 62.0, left, 500.0))
    rows = marked(sets, 46.0)
    days = {one.day for one in sets}
    walk = Suggestion("weak", "walk-2", _COSTS, 40.0, 2.0)
    also = (
        Suggestion("retest", "hold-1", "last tried 9 days ago: do it cold, to see what stays", 30.0, 1.0),
        Suggestion("mixed", "mix", "hold and knead are steady on their own: now mixed", 50.0, 8.0),
        Suggestion("next", "circles-1", "it is next on the ladder", 20.0, 1.5),
    )
    return LookBack(
        today=TODAY.date(),
        history=history(),
        curves=tuple(one for one in curves_of(rows) if one.measure == SCORE),
        streak=streak_of(days | {TODAY.date() - timedelta(days=back) for back in (1, 2, 6, 10)}, TODAY.date()),
        suggestions=(walk, *also),
        load_s=146.0,
        seconds_by_day={TODAY.date() - timedelta(days=back): 360.0 + 40.0 * (back % 7) for back in (0, 1, 2, 4, 9, 12,
                        15, 16, 20, 22, 30, 33, 36, 41, 44, 52, 55)},
        places=_places(rng),
    )  # fmt: skip


def _places(rng: np.random.Generator) -> tuple[tuple[float, float, float], ...]:
    pad, found = builtin_pad(), []
    for zone, share in zip(ZONES, (2, 14, 18, 5, 26), strict=True):
        x_mm, y_mm = zone_centre_mm(pad, zone)
        for _ in range(share):
            dx, dy = 11.0 * rng.standard_normal(2)
            found.append((x_mm + float(dx), y_mm + 0.6 * float(dy), float(rng.uniform(2.0, 40.0))))
    return tuple(found)


@cache
def history() -> History:
    """What is kept beside the sets: loads, two hands' peaks, a note of pain, words of thanks, and the safety page."""
    rows: list[tuple[str, int, dict[str, Any]]] = [("safety", 90, {})]
    rows += [("practice", back, {"load_s": 90.0 + 30.0 * (back % 5), "drill": "knead-1"}) for back in range(12, -1, -2)]
    for back, side, peak_n in ((70, "right", 42.0), (69, "left", 38.0), (42, "right", 44.0), (14, "right", 46.0)):
        facts = {"test": "peak", "side": side, "done": True, "peak_n": peak_n, "figures": {"best_n": peak_n}}
        rows.append(("strength", back, facts))
    endured = {"test": "endurance", "side": "right", "done": True, "figures": {"endurance_s": 61.0}}
    rows.append(("strength", 13, endured))
    rows.append(("pain", 20, {"site": "thumb", "what": "tingling", "side": "left"}))
    said = (("Mira", "Softer than last time, thank you.", 8), ("Jonas", "The heel could take more.", 7))
    for back, (who, word, comfort) in zip((5, 21), said, strict=True):
        facts = {"receiver": who, "word": word, "comfort": comfort, "relaxation": 9, "routine": "ten-minutes"}
        rows.append(("guide", back, facts))
    rows.append(("match", 4, {"receiver": "Mira", "zone": "heel", "target_n": 12.5, "cap_n": 18.0}))
    made = [Entry(kind, TODAY - timedelta(days=back), facts) for kind, back, facts in rows]
    return History(tuple(sorted(made, key=lambda one: one.at)))
