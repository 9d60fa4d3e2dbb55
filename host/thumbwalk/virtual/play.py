"""Sessions of several techniques in a row, with or without a lift between them, and with a second hand that rests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from thumbwalk.pad import Pad
from thumbwalk.virtual.as_built import AsBuilt
from thumbwalk.virtual.gestures import GESTURES
from thumbwalk.virtual.habits import RATE_HZ, Gesture, Habits, Task, smooth_noise, tremor
from thumbwalk.virtual.hand import HandPath, contact_radius_mm
from thumbwalk.virtual.sole import Underfoot, foot_under
from thumbwalk.virtual.truth import Done, PartTruth, RestingTruth, SessionTruth, measures_of, touching

Array = NDArray[np.float64]

_QUIET_S = 1.0
"""How long nobody touches before a session and after it."""
_HANDOVER_S = 0.12
_LAID_S = 0.4
_ROWS = 4096
_AS_ITS_LAYOUT = AsBuilt()


@dataclass(frozen=True, slots=True)
class Part:
    """One technique of a session, and how the hand comes to it: ``change_s`` through the air, or sliding at a force.

    The change before the first part is left out.
    """

    technique: str
    task: Task
    habits: Habits
    change_s: float = 2.0
    slide_n: float = 0.0


@dataclass(frozen=True, slots=True)
class Resting:
    """A second hand that is laid on the foot and does nothing."""

    start_s: float
    lasts_s: float
    force_n: float
    x_mm: float
    y_mm: float


@dataclass(frozen=True, slots=True)
class Thumb:
    """How broad a contact is: its radius at 10 N, and what it keeps within; it grows with force as a soft ball does."""

    at_10n_mm: float = 7.4
    least_mm: float = 5.0
    most_mm: float = 12.0

    def radius_mm(self, force_n: Array) -> Array:
        """Radius of the contact at forces (n,)."""
        usual = contact_radius_mm(force_n)
        more = self.at_10n_mm - float(contact_radius_mm(np.array([10.0]))[0])
        return np.clip(usual + more, self.least_mm, self.most_mm)


@dataclass(frozen=True)
class HandSession:
    """A session as it was: the hands' paths, what the tiles felt without any sensor's error, and the truth.

    ``tiles_n`` is (n, n_taxels) on the working path's times, with the cells of a plate below them behind.
    """

    pad: Pad
    path: HandPath
    resting: tuple[HandPath, ...]
    tiles_n: Array
    truth: SessionTruth


@dataclass(frozen=True)
class Performance:
    """What the hands do in a session, before any foot feels it.

    ``spans`` has the moments of each part, ``edges`` those that part its strokes, ``slides`` the moments between parts
    in which the hand slid.
    """

    path: HandPath
    techniques: tuple[str, ...]
    spans: tuple[slice, ...]
    edges: tuple[NDArray[np.int64], ...]
    slides: tuple[slice, ...]


def perform(parts: Sequence[Part], thumb: Thumb, seed: int) -> Performance:
    """Play parts one after the other; the same seed gives the same moments.

    Raises
    ------
    KeyError
        When no virtual hand plays a part's technique.
    """
    rng = np.random.default_rng([seed, 41])
    gestures = [_trimmed(GESTURES[part.technique].gesture(part.task, part.habits, rng)) for part in parts]
    quiet = round(_QUIET_S * RATE_HZ)
    spans, at = [], quiet
    for index, (part, gesture) in enumerate(zip(parts, gestures, strict=True)):
        at += round(part.change_s * RATE_HZ) if index else 0
        spans.append(slice(at, at + len(gesture.force_n)))
        at = spans[-1].stop
    n = at + quiet
    x, y, force = (np.zeros(n) for _ in range(3))
    for span, gesture in zip(spans, gestures, strict=True):
        x[span], y[span], force[span] = gesture.x_mm, gesture.y_mm, gesture.force_n
    slides = []
    for part, (one, other) in zip(parts[1:], pairwise(spans), strict=True):
        _go(x, y, one.stop, other.start)
        if part.slide_n > 0.0:
            slides.append(slice(one.stop, other.start))
            _slide(force, slides[-1], part.slide_n)
    if spans:
        x[: spans[0].start], y[: spans[0].start] = x[spans[0].start], y[spans[0].start]
        x[spans[-1].stop :], y[spans[-1].stop :] = x[spans[-1].stop - 1], y[spans[-1].stop - 1]
    edges = tuple(
        span.start + np.minimum(np.rint(gesture.edges_s * RATE_HZ).astype(np.int64), len(gesture.force_n))
        for span, gesture in zip(spans, gestures, strict=True)
    )
    path = HandPath(np.arange(n) / RATE_HZ, x, y, force, thumb.radius_mm(force))
    return Performance(path, tuple(part.technique for part in parts), tuple(spans), edges, tuple(slides))


def felt(
    pad: Pad, done: Performance, resting: Sequence[Resting] = (), *, built: AsBuilt = _AS_ITS_LAYOUT, seed: int = 0
) -> HandSession:
    """Let a foot feel a performance, and work out the truth.

    Parameters
    ----------
    pad : Pad
        The foot.
    done : Performance
        What the working hand does.
    resting : sequence of Resting
        Second hands.
    built : AsBuilt
        How the foot is built; the truth is of forces before a rim takes any.
    seed : int
        Fixes how steady the second hands are.

    Raises
    ------
    LayoutError
        When the layout has no positions, outline or layer.
    """
    sole = foot_under(pad, built)
    loads = _loads(sole, done.path)
    # of tiles on a plate the plate bears all, and the tiles what falls on them
    borne = loads[:, -len(pad.cells) :] if pad.cells else loads[:, : pad.n_taxels]
    total_n = np.asarray(borne.sum(axis=1))
    rng = np.random.default_rng([seed, 42])
    others = tuple(_laid(done.path.time_s, one, rng) for one in resting)
    for other in others:
        loads = loads + _loads(sole, other)
    truth = SessionTruth(
        done.path.duration_s,
        tuple(
            _part_truth(technique, span, edges, done.path, total_n)
            for technique, span, edges in zip(done.techniques, done.spans, done.edges, strict=True)
        ),
        tuple((slide.start / RATE_HZ, slide.stop / RATE_HZ) for slide in done.slides),
        tuple(RestingTruth(one.start_s, one.start_s + one.lasts_s, one.force_n, one.x_mm, one.y_mm) for one in resting),
    )
    return HandSession(pad, done.path, others, sole.felt(loads), truth)


def _part_truth(technique: str, span: slice, edges: NDArray[np.int64], path: HandPath, total_n: Array) -> PartTruth:
    done = Done(path.x_mm[span], path.y_mm[span], path.force_n[span], total_n[span], edges - span.start)
    on = np.flatnonzero(touching(total_n[span]))
    first, last = (int(on[0]), int(on[-1])) if len(on) else (0, span.stop - span.start - 1)
    start_s, end_s = (span.start + first) / RATE_HZ, (span.start + last) / RATE_HZ
    return PartTruth(technique, start_s, end_s, measures_of(technique, done))


def _trimmed(gesture: Gesture) -> Gesture:
    """Without the moments before the first force and after the last."""
    on = np.flatnonzero(gesture.force_n > 0.0)
    lo, hi = (max(int(on[0]) - 1, 0), min(int(on[-1]) + 2, len(gesture.force_n))) if len(on) else (0, 1)
    return Gesture(
        gesture.x_mm[lo:hi],
        gesture.y_mm[lo:hi],
        gesture.force_n[lo:hi],
        np.maximum(gesture.edges_s - lo / RATE_HZ, 0.0),
        gesture.sizes_mm,
    )


def _go(x: Array, y: Array, first: int, stop: int) -> None:
    """Move from the end of one part to the beginning of the next, softly."""
    part = np.arange(1, stop - first + 1) / (stop - first + 1)
    eased = part * part * (3.0 - 2.0 * part)
    for place in (x, y):
        place[first:stop] = place[first - 1] + eased * (place[stop] - place[first - 1])


def _slide(force: Array, slide: slice, slide_n: float) -> None:
    """Press at least so much while sliding, and a moment before and after it."""
    margin = round(_HANDOVER_S * RATE_HZ)
    ramp = slide_n * np.arange(1, margin + 1) / margin
    before, after = slice(slide.start - margin, slide.start), slice(slide.stop, slide.stop + margin)
    force[slide] = slide_n
    force[before] = np.maximum(force[before], ramp[-(slide.start - max(before.start, 0)) :])
    force[after] = np.maximum(force[after], ramp[::-1][: len(force[after])])


def _laid(time_s: Array, one: Resting, rng: np.random.Generator) -> HandPath:
    """The path of a hand that is laid down, rests and is taken away; it is not quite still."""
    n = len(time_s)
    level = np.clip((time_s - one.start_s) / _LAID_S, 0.0, 1.0)
    level *= np.clip((one.start_s + one.lasts_s - time_s) / _LAID_S, 0.0, 1.0)
    force = one.force_n * level * (1.0 + 0.03 * smooth_noise(n, 1.5, rng) + 0.01 * tremor(n, rng))
    still = [place + 0.3 * smooth_noise(n, 2.0, rng) for place in (one.x_mm, one.y_mm)]
    force = np.maximum(force, 0.0)
    return HandPath(time_s, still[0], still[1], force, contact_radius_mm(force))


def _loads(sole: Underfoot, path: HandPath) -> Array:
    """What a path puts on each tile, (n, k); nothing while it is in the air."""
    loads = np.zeros((len(path.time_s), sole.n_loads))
    pressed = np.flatnonzero(path.force_n > 0.0)
    for at in range(0, len(pressed), _ROWS):
        rows = pressed[at : at + _ROWS]
        loads[rows] = sole.loads(path.x_mm[rows], path.y_mm[rows], path.force_n[rows], path.radius_mm[rows])
    return loads
