"""What virtual hands truly did: the measures of each technique, by their definitions, from the path without noise.

It shares no code with what it is there to judge: strokes are known here, where the analysis has to find them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from thumbwalk.virtual.habits import RATE_HZ

Array = NDArray[np.float64]
Measure = float | int | str | None
Measures = dict[str, Measure]

_ON_N, _OFF_N = 0.5, 0.3
_ONSET = 0.2
_ACROSS_DEG = 60.0
_LEAST_SPAN = 50
"""Moments, 0.05 s: a shorter span is no stroke but what a gesture's end leaves of one, as of the way through the air to
where a walk's next line begins, which the slide to the next technique then touches. Blows come 0.2 s apart."""
_LEAST_STROKES = 3


@dataclass(frozen=True)
class Done:
    """What the working hand did over one part of a session, a moment each 1/``RATE_HZ`` s; arrays are (n,).

    ``contact_n`` is the hand's whole force, ``total_n`` the sum of what the tiles get of it. ``edges`` (k + 1,) are the
    moments that part its k strokes; a hold has none, and is one stroke.
    """

    x_mm: Array
    y_mm: Array
    contact_n: Array
    total_n: Array
    edges: NDArray[np.int64]


@dataclass(frozen=True)
class PartTruth:
    """One technique from its first touch to its last, session seconds, with its true measures."""

    technique: str
    start_s: float
    end_s: float
    measures: Mapping[str, Measure]


@dataclass(frozen=True)
class RestingTruth:
    """A second hand that only rests."""

    start_s: float
    end_s: float
    force_n: float
    x_mm: float
    y_mm: float


@dataclass(frozen=True)
class SessionTruth:
    """What a session was: its techniques in order, the slides between them, and who rested meanwhile."""

    duration_s: float
    parts: tuple[PartTruth, ...]
    slides: tuple[tuple[float, float], ...] = ()
    resting: tuple[RestingTruth, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """A document with a version; measures are named as ``thumbwalk analyse`` names them."""
        return {
            "version": 1,
            "duration_s": self.duration_s,
            "segments": [asdict(part) for part in self.parts],
            "slides": [{"start_s": start_s, "end_s": end_s} for start_s, end_s in self.slides],
            "resting": [asdict(one) for one in self.resting],
        }


def measures_of(technique: str, done: Done) -> Measures:
    """Give the true measures of one technique's part; one that cannot be had is None."""
    strokes = _Strokes(done)
    return {**_common(done, strokes), **_OWN[technique](done, strokes)}


def touching(total_n: Array) -> NDArray[np.bool_]:
    """Where a force (n,) touches: from above 0.5 N until below 0.3 N."""
    change = np.where(total_n > _ON_N, 1, np.where(total_n < _OFF_N, 0, -1))
    change[0] = max(change[0], 0)
    last = np.maximum.accumulate(np.where(change >= 0, np.arange(len(change)), 0))
    return np.asarray(change[last] == 1)


class _Strokes:
    """The strokes that touched at all: from where to where, and where their peaks are."""

    def __init__(self, done: Done) -> None:
        self.on = touching(done.total_n)
        edges = done.edges if len(done.edges) else np.array([0, len(done.total_n)])
        spans = [slice(int(lo), int(hi)) for lo, hi in pairwise(edges) if hi - lo >= _LEAST_SPAN]
        self.spans = [span for span in spans if self.on[span].any()]
        self.peaks = np.array([span.start + int(np.argmax(done.total_n[span])) for span in self.spans], dtype=np.int64)
        self.peaks_n = done.total_n[self.peaks]

    def __len__(self) -> int:
        return len(self.spans)

    def touched(self, index: int) -> slice:
        """From the first touch of a stroke to its last."""
        span = self.spans[index]
        on = np.flatnonzero(self.on[span])
        return slice(span.start + int(on[0]), span.start + int(on[-1]) + 1)


def _common(done: Done, strokes: _Strokes) -> Measures:
    on = strokes.on
    weight = np.where(on, done.contact_n, 0.0)
    total = float(weight.sum())
    return {
        "strokes": len(strokes),
        "force_n": float(done.total_n[on].mean()) if on.any() else None,
        "peak_force_n": _median(strokes.peaks_n),
        "force_cv": robust_cv(strokes.peaks_n) if len(strokes) >= _LEAST_STROKES else None,
        "contact_force_n": _median(done.contact_n[on]),
        "x_mm": float((weight * done.x_mm).sum()) / total if total else None,
        "y_mm": float((weight * done.y_mm).sum()) / total if total else None,
    }


def _hold(done: Done, strokes: _Strokes) -> Measures:
    if not len(strokes):
        return dict.fromkeys(("hold_s", "steadiness_cv", "drift_n_per_s"))
    span = strokes.touched(0)
    middle = _middle(span)
    force = done.total_n[middle]
    slope = np.polyfit(np.arange(len(force)) / RATE_HZ, force, 1)[0] if len(force) > 1 else np.nan
    return {
        "hold_s": (span.stop - span.start) / RATE_HZ,
        "steadiness_cv": float(force.std() / force.mean()),
        "drift_n_per_s": float(slope),
    }


def _rhythm(done: Done, strokes: _Strokes) -> Measures:
    onsets = []
    for index, peak in enumerate(strokes.peaks.tolist()):
        before = int(strokes.peaks[index - 1]) if index else 0
        valley = before + int(np.argmin(done.total_n[before : peak + 1]))
        low, high = float(done.total_n[valley]), float(done.total_n[peak])
        below = np.flatnonzero(done.total_n[valley : peak + 1] < low + _ONSET * (high - low))
        onsets.append(valley + (int(below[-1]) + 1 if len(below) else 0))
    return _pace(np.diff(np.array(onsets)) / RATE_HZ)


def _pace(intervals_s: Array) -> Measures:
    middle = _median(intervals_s)
    return {
        "rate_per_min": 60.0 / middle if middle else None,
        "rhythm_cv": robust_cv(intervals_s) if len(intervals_s) >= _LEAST_STROKES - 1 else None,
    }


def _kept(done: Done, strokes: _Strokes) -> float | None:
    """Median over the valleys between strokes of valley over the mean of its two peaks."""
    pairs = pairwise(strokes.peaks.tolist())
    valleys = np.array([done.total_n[one : other + 1].min() for one, other in pairs])
    return _median(valleys / ((strokes.peaks_n[:-1] + strokes.peaks_n[1:]) / 2.0))


def _places(done: Done, strokes: _Strokes) -> Array:
    """Where each stroke pressed, (k, 2): the mean place, weighted by the force's square."""
    weights = [done.contact_n[span] ** 2 for span in strokes.spans]
    rows = [
        ((w * done.x_mm[s]).sum() / w.sum(), (w * done.y_mm[s]).sum() / w.sum())
        for s, w in zip(strokes.spans, weights, strict=True)
    ]
    return np.array(rows, dtype=np.float64).reshape(len(rows), 2)


def _knead(done: Done, strokes: _Strokes) -> Measures:
    places = _places(done, strokes)
    net = float(np.hypot(*(places[-1] - places[0]))) if len(places) > 1 else 0.0
    advance = net / (len(places) - 1) if len(places) > 1 else None
    return {**_rhythm(done, strokes), "release": _kept(done, strokes), "advance_mm": advance}


def _circles(done: Done, strokes: _Strokes) -> Measures:
    radii, turned, spread = [], 0.0, np.zeros((2, 2))
    for span in strokes.spans:
        dx, dy = done.x_mm[span] - done.x_mm[span].mean(), done.y_mm[span] - done.y_mm[span].mean()
        radii.append(np.hypot(dx, dy))
        turned += float(np.sum(dx[:-1] * dy[1:] - dx[1:] * dy[:-1]))
        spread += np.stack([dx, dy]) @ np.stack([dx, dy]).T
    radius = np.concatenate(radii) if radii else np.empty(0)
    mean_mm = float(radius.mean()) if len(radius) else None
    # the path's spread along its short axis and its long one
    short, long = np.sqrt(np.clip(np.linalg.eigvalsh(spread), 0.0, None))
    return {
        **_pace(np.array([span.stop - span.start for span in strokes.spans]) / RATE_HZ),
        "radius_mm": mean_mm,
        "direction": None if mean_mm is None else ("x_to_y" if turned > 0.0 else "y_to_x"),
        "roundness": float(short / long) if long > 0.0 else None,
    }


def _walk(done: Done, strokes: _Strokes) -> Measures:
    places = _places(done, strokes)
    # A bite is a step from a press to the next one without a way through the air between them.
    linked = [one.stop == other.start for one, other in pairwise(strokes.spans)]
    lines = np.split(places, np.flatnonzero(~np.array(linked, dtype=np.bool_)) + 1)
    lines = [line for line in lines if len(line) > 1]
    bites: Measures = dict.fromkeys(("bite_mm", "bite_cv", "heading_deg", "forward"))
    if lines:
        net = np.sum([line[-1] - line[0] for line in lines], axis=0)
        steps = np.concatenate([np.diff(line, axis=0) for line in lines])
        heading = float(np.arctan2(net[1], net[0]))
        along = steps @ np.array([np.cos(heading), np.sin(heading)])
        off_axis = abs(float(np.degrees(np.arctan(np.tan(heading)))))
        ahead = along if off_axis > _ACROSS_DEG else steps[:, 0]
        bites = {
            "bite_mm": float(sum(np.hypot(*(line[-1] - line[0])) for line in lines) / len(steps)),
            "bite_cv": robust_cv(along) if len(along) >= _LEAST_STROKES else None,
            "heading_deg": float(np.degrees(heading)),
            "forward": float(np.mean(ahead > 0.0)),
        }
    return {**_rhythm(done, strokes), **bites, "contact_kept": _kept(done, strokes)}


def _glide(done: Done, strokes: _Strokes) -> Measures:
    speeds, lengths, evenness, ways = [], [], [], []
    for index in range(len(strokes)):
        span = strokes.touched(index)
        middle = _middle(span)
        time_s = np.arange(middle.stop - middle.start) / RATE_HZ
        vx, vy = (float(np.polyfit(time_s, place[middle], 1)[0]) for place in (done.x_mm, done.y_mm))
        wx, wy = (float(place[span.stop - 1] - place[span.start]) for place in (done.x_mm, done.y_mm))
        speeds.append(np.hypot(vx, vy))
        lengths.append(np.hypot(wx, wy))
        ways.append((wx, wy))
        evenness.append(done.total_n[middle].std() / done.total_n[middle].mean())
    net = np.sum(ways, axis=0) if ways else np.full(2, np.nan)
    return {
        "speed_mm_s": _median(np.array(speeds)),
        "length_mm": _median(np.array(lengths)),
        "heading_deg": float(np.degrees(np.arctan2(net[1], net[0]))) if ways else None,
        "evenness_cv": _median(np.array(evenness)),
    }


def _tap(done: Done, strokes: _Strokes) -> Measures:
    lasts = [strokes.touched(index) for index in range(len(strokes))]
    contact_s = np.array([span.stop - span.start for span in lasts]) / RATE_HZ
    return {**_rhythm(done, strokes), "contact_s": _median(contact_s)}


def _friction(done: Done, strokes: _Strokes) -> Measures:
    # A stroke begins at one end, so half of its way back is the other one.
    ways = [
        (done.x_mm[span] - done.x_mm[span.start], done.y_mm[span] - done.y_mm[span.start]) for span in strokes.spans
    ]
    farthest = [int(np.argmax(np.hypot(x, y))) for x, y in ways]
    ends = np.array([(x[i], y[i]) for (x, y), i in zip(ways, farthest, strict=True)]).reshape(-1, 2)
    double = np.sum(np.hypot(*ends.T) * np.exp(2j * np.arctan2(ends[:, 1], ends[:, 0])))
    return {
        **_pace(np.array([span.stop - span.start for span in strokes.spans]) / RATE_HZ),
        "stroke_mm": _median(np.hypot(*ends.T)),
        "heading_deg": float(np.degrees(np.angle(double))) / 2.0 if len(ends) else None,
    }


_OWN: dict[str, Callable[[Done, _Strokes], Measures]] = {
    "hold": _hold,
    "knead": _knead,
    "circles": _circles,
    "walk": _walk,
    "glide": _glide,
    "tap": _tap,
    "friction": _friction,
}


def robust_cv(values: Array) -> float | None:
    """Standard deviation of values (n,) within 2.5 robust deviations of their median, over it; None without one.

    What is farther off counts as at that distance; 1.4826 and 0.9887 make it that of normal values.
    """
    middle = _median(values)
    if not middle or middle <= 0.0:
        return None
    away = values - middle
    reach = 2.5 * 1.4826 * float(np.median(np.abs(away)))
    near = np.where(np.abs(away) > reach, np.sign(away) * reach, away)
    if len(near) < 2:
        return 0.0
    variance = float(((near - near.mean()) ** 2).sum()) / (len(near) - 1)
    return math.sqrt(variance) / 0.9887 / middle


def _median(values: Array) -> float | None:
    return float(np.median(values)) if len(values) else None


def _middle(span: slice) -> slice:
    margin = (span.stop - span.start) // 10
    return slice(span.start + margin, span.stop - margin)
