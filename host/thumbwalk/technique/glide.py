"""Gliding (effleurage): a long even stroke."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from thumbwalk.technique.factors import Factor, above, below, best_placement, product
from thumbwalk.technique.measures import Measures, common, middle_of, rhythm, rhythm_of, stroke_forces
from thumbwalk.technique.piecewise import Pieces, paced
from thumbwalk.technique.signs import Signs
from thumbwalk.technique.technique import Technique
from thumbwalk.technique.work import Work
from thumbwalk.touch.track import smooth_path

Array = NDArray[np.float64]

_NET_MM_S, _STRAIGHT, _TURN_HZ, _TOUCH_S = 20.0, 0.75, 0.33, 0.25
"""Limits of the factors, each half met there: under the slowest glide that targets ask for, 30 mm/s; a way that is
straight to three quarters and turns less than circles do; a touch that is no blow. No source names them."""
_SPREAD_MM, _SPEED_MM_S = 14.0, 45.0
"""To and fro a glide shows by its strokes' spread (50 mm of way spread by 14) and by its speed: lower limits name
rubbing and wide circles glides."""
_BACK_MM, _PATH_S, _END_S = 15.0, 0.05, 0.05
"""A way back parts glides from 15 mm on (less, and a wavering place does); places are averaged over a twentieth of a
second, and so are the ends that a glide's length is measured between."""
_ONE_WAY = 0.3
"""Glides whose sum is less than this part of their lengths go to and fro: their heading is the first one's."""
_FIRM = 0.4
"""By a contact's median force: at touch and lift a place is poor, and what is pressed less counts for time only."""


def factors(signs: Signs) -> tuple[Factor, ...]:
    """A glide gets on fast, and straight; to and fro in short strokes it goes fast and far without turning."""
    motion = signs.motion
    with np.errstate(divide="ignore", invalid="ignore"):
        straight = motion.net_mm_s / motion.speed_mm_s
    gets_on = above("net_mm_s", motion.net_mm_s, _NET_MM_S, 6.0)
    is_straight = above("straight", straight, _STRAIGHT, 8.0)
    far = above("spread_mm", signs.spread_mm[:, None], _SPREAD_MM, 6.0)
    fast = above("speed_mm_s", motion.speed_mm_s, _SPEED_MM_S, 6.0)
    # A window over a turn back sees no way gone: the strokes themselves are far and fast.
    to_and_fro = product((far, fast)) > product((gets_on, is_straight))
    moving = (
        replace(
            gets_on,
            value=np.where(to_and_fro, fast.value, gets_on.value),
            fit=np.where(to_and_fro, product((far, fast)), gets_on.fit),
        ),
        is_straight.where(to_and_fro, 1.0),
        below("turn_hz", np.abs(motion.turn_hz), _TURN_HZ, 4.0),
    )
    return *best_placement(moving, ~np.isnan(straight)), above("touch_s", signs.touch_s, _TOUCH_S, 6.0)


def measures(work: Work) -> Measures:
    """Common measures, of glides instead of presses, their rhythm, and as medians their speed, length, evenness."""
    glides = [glide for span in work.touches for glide in _glides_in(work, span)]
    common_ones = common(work)
    if not glides:
        nothing: Measures = dict.fromkeys(("speed_mm_s", "length_mm", "heading_deg"))
        return {**common_ones, **rhythm(work), **nothing, "evenness_cv": _evenness(work)}
    evenness = [glide.evenness_cv for glide in glides if glide.evenness_cv is not None]
    return {
        **common_ones,
        **stroke_forces(np.array([glide.peak_n for glide in glides]), len(glides), work.ways.scatter),
        **rhythm_of(_intervals_s(glides), work.ways.scatter),
        "speed_mm_s": float(np.median([glide.speed_mm_s for glide in glides])),
        "length_mm": float(np.median([glide.length_mm for glide in glides])),
        "heading_deg": _heading_deg(glides),
        "evenness_cv": float(np.median(evenness)) if evenness else None,
    }


@dataclass(frozen=True)
class _Glide:
    """One glide; ``way_mm`` is from where it begins to where it ends, ``stretch`` its run and piece."""

    start_s: float
    end_s: float
    stretch: tuple[int, int]
    way_mm: tuple[float, float]
    speed_mm_s: float
    length_mm: float
    peak_n: float
    evenness_cv: float | None


def _intervals_s(glides: list[_Glide]) -> Array:
    """From where a glide begins to where the next one does, without those over a gap or into another run."""
    return np.array([b.start_s - a.start_s for a, b in pairwise(glides) if a.stretch == b.stretch])


def _heading_deg(glides: list[_Glide]) -> float:
    """Where the glides go; to and fro, where the first one goes."""
    ways = np.array([glide.way_mm for glide in glides])
    net = ways.sum(axis=0)
    if np.hypot(*net) < _ONE_WAY * np.sum(np.hypot(*ways.T)):
        net = ways[0]
    return float(np.degrees(np.arctan2(net[1], net[0])))


def _evenness(work: Work) -> float | None:
    values = [one for span in work.touches if (one := _cv(work.force_n[middle_of(span)])) is not None]
    return float(np.median(values)) if values else None


def _cv(force: Array) -> float | None:
    mean = float(np.mean(force)) if len(force) >= 3 else 0.0
    return float(np.std(force)) / mean if mean > 0.0 else None


def _glides_in(work: Work, span: slice) -> list[_Glide]:
    """The glides of one contact: it is parted where the hand turns back for more than 15 mm."""
    x, y = smooth_path(work.touch.cut(span.start, span.stop), _PATH_S)
    force = work.force_n[span]
    # Where the hand comes down and leaves, its place is poor: the firm part is looked at, and the rest put back.
    firm = np.flatnonzero(~np.isnan(x) & (force >= _FIRM * np.median(force)))
    if len(firm) < 5:
        return []
    cov = np.cov(x[firm], y[firm])
    angle = 0.5 * np.arctan2(2.0 * cov[0, 1], cov[0, 0] - cov[1, 1])
    borders = _reversals(np.cos(angle) * x[firm] + np.sin(angle) * y[firm])
    found = []
    for lo, hi in pairwise(borders):
        if hi - lo >= 5:
            part = firm[lo:hi]
            first = 0 if lo == 0 else int(part[0])
            stop = len(force) if hi == len(firm) else int(part[-1]) + 1
            way_mm = _way_mm(x[part], y[part], part - first, stop - first, work.step_s)
            found.append(_glide(work, slice(span.start + first, span.start + stop), way_mm))
    return found


def _glide(work: Work, span: slice, way_mm: tuple[float, float]) -> _Glide:
    force = work.force_n[span]
    length_mm, lasts_s = float(np.hypot(*way_mm)), len(force) * work.step_s
    return _Glide(
        start_s=float(work.touch.time_s[span.start]),
        end_s=float(work.touch.time_s[span.stop - 1]) + work.step_s,
        stretch=(int(work.run[span.start]), int(work.touch.piece[span.start])),
        way_mm=way_mm,
        speed_mm_s=length_mm / lasts_s,
        length_mm=length_mm,
        peak_n=float(force.max()),
        evenness_cv=_cv(force[middle_of(slice(0, len(force)))]),
    )


def _way_mm(x: Array, y: Array, at: NDArray[np.intp], n: int, step_s: float) -> tuple[float, float]:
    """From where a glide of n samples begins to where it ends, by its firm places, which are at samples ``at``."""
    middle = middle_of(slice(0, len(x)))
    time_s = at * step_s
    time_s = time_s[middle] - time_s[middle].mean()
    square = float(np.sum(time_s * time_s))
    vx, vy = (float(np.sum(time_s * place[middle])) / square for place in (x, y))
    end = max(min(round(_END_S / step_s), len(x) // 4), 1)
    # The ends are means over a twentieth of a second: what the hand goes on in half of each is put back, too.
    more_s = (end + n - 1 - (at[-1] - at[0])) * step_s
    wx, wy = (float(np.mean(p[-end:]) - np.mean(p[:end])) + v * more_s for p, v in ((x, vx), (y, vy)))
    return wx, wy


def _reversals(along: Array) -> list[int]:
    """Borders of the stretches that go one way: a turn back counts from ``_BACK_MM`` on."""
    borders, high, low, way = [0], 0, 0, 0
    for i, value in enumerate(along.tolist()):
        high = i if value > along[high] else high
        low = i if value < along[low] else low
        if way >= 0 and along[high] - value > _BACK_MM:
            if way > 0:
                borders.append(high)
            way, low = -1, i
        elif way <= 0 and value - along[low] > _BACK_MM:
            if way < 0:
                borders.append(low)
            way, high = 1, i
    return [*borders, len(along)]


def pieces(work: Work, _as_done: Work) -> Mapping[str, Pieces]:
    """Glide by glide its speed and highest force, and from one to the next how long it took."""
    glides = [glide for span in work.touches for glide in _glides_in(work, span)]
    start_s, end_s = (np.array([getattr(one, name) for one in glides], np.float64) for name in ("start_s", "end_s"))
    follow = [(a.start_s, b.start_s) for a, b in pairwise(glides) if a.stretch == b.stretch]
    since_s, until_s = np.array(follow, np.float64).reshape(-1, 2).T
    return {
        "speed_mm_s": Pieces(start_s, end_s, np.array([one.speed_mm_s for one in glides], np.float64)),
        "force_cv": Pieces(start_s, end_s, np.array([one.peak_n for one in glides], np.float64)),
        **paced(Pieces(since_s, until_s, until_s - since_s)),
    }


TECHNIQUE = Technique("glide", "effleurage, gliding", factors, measures, flowing=True, far=True, pieces=pieces)
