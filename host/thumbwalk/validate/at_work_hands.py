"""Hands as they really work, drawn anew for each seed: two thumbs, a holding hand, palms, pauses, faulty sensors."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from thumbwalk.errors import LayoutError
from thumbwalk.pad import Pad, builtin_pad
from thumbwalk.validate.draw import TECHNIQUES, drawn_part, way_of
from thumbwalk.validate.kinds import HeldOut, drawn_foot, held_out, sensed_session
from thumbwalk.virtual.habits import RATE_HZ, habits_of, tremor
from thumbwalk.virtual.hand import HandPath, contact_radius_mm
from thumbwalk.virtual.play import Part, Performance, Resting, Thumb, felt, perform
from thumbwalk.virtual.sole import Sole
from thumbwalk.virtual.table_sensors import sensed
from thumbwalk.virtual.truth import PartTruth

Array = NDArray[np.float64]

_GRIPS_MM = ((38.0, 52.0), (235.0, 42.0), (122.0, 84.0))
_GRIP_APART_MM, _TRIES = 40.0, 400
"""Where a hand holds the foot (heel, toes, side), and how far from it the other one works at the least."""
_DRIFT_N_PER_MIN = 0.5
"""Of a foot that was put into the sun, or carried in from the cold."""
_QUIET_S, _LET_GO_S = 1.0, 0.3
_PALM_PRESSES, _PALM_S, _PALM_OFF_S = 5, 3.0, 1.0


@dataclass(frozen=True)
class TwoThumbs:
    """What two thumbs did at once, the one nearer the heel first, on a tie the medial one, and what sensors read."""

    technique: str
    parts: tuple[PartTruth, PartTruth]
    time_s: Array
    values: Array


def rng_of(case: int, seed: int) -> np.random.Generator:
    """Chance of one session of a case."""
    return np.random.default_rng([case, seed, 67])


def gripped(seed: int) -> tuple[HeldOut, float]:
    """A session as designed with the other hand holding the foot all the time, and what its grip puts on the tiles."""
    pad, rng = builtin_pad(), rng_of(1, seed)
    x_mm, y_mm = (np.array(_GRIPS_MM[int(rng.integers(len(_GRIPS_MM)))]) + rng.uniform(-3.0, 3.0, 2)).tolist()
    force_n = float(rng.uniform(3.0, 8.0))
    names = rng.permutation(TECHNIQUES).tolist()
    parts = [_clear_of((x_mm, y_mm), name, pad, rng) for name in names]
    grip = Resting(-_QUIET_S, 1e4, force_n, x_mm, y_mm)
    one = sensed_session("designed", parts, rng, seed, (grip,))
    at = (np.array([value]) for value in (x_mm, y_mm, force_n, float(contact_radius_mm(np.array([force_n]))[0])))
    return one, float(Sole(pad, one.built).tile_forces(*at).sum())


def _clear_of(place_mm: tuple[float, float], name: str, pad: Pad, rng: np.random.Generator) -> Part:
    habits = habits_of("expert", float(rng.uniform(0.85, 1.0)))
    for _ in range(_TRIES):
        part = drawn_part(name, pad, habits, rng)
        way = way_of(name, part.task) + np.array([part.task.x_mm, part.task.y_mm])
        # between its corners a way may pass the grip by
        along = np.concatenate([np.linspace(a, b, 9) for a, b in zip(way, np.roll(way, -1, axis=0), strict=True)])
        if np.hypot(*(along - place_mm).T).min() >= _GRIP_APART_MM:
            return replace(part, change_s=float(rng.uniform(1.6, 3.0)))
    raise LayoutError(f"layout '{pad.name}' has no room for {name} {_GRIP_APART_MM:g} mm from a grip at {place_mm}")


def two_thumbs(seed: int, near_mm: float | None = None) -> TwoThumbs:
    """Kneading in turn or circles of two thumbs, 40 to 60 mm apart along the foot or 40 mm across it.

    With ``near_mm`` they are so far apart either way.
    """
    pad, rng = builtin_pad(), rng_of(2, seed)
    technique = str(rng.choice(["knead", "circles"]))
    along_mm = rng.uniform(40.0, 60.0) if near_mm is None else near_mm
    away = np.array([along_mm, 0.0]) if rng.random() < 0.5 else np.array([0.0, 40.0 if near_mm is None else near_mm])
    middle = np.array([rng.uniform(150.0, 175.0), 47.0])
    rate = float(rng.uniform(36.0, 56.0))
    part = drawn_part(
        technique, pad, habits_of("expert", 0.9), rng, lasts_s=20.0, rate=rate, kept=0.05, size_mm=10.0,
        force_n=float(rng.uniform(8.0, 14.0)),
    )  # fmt: skip
    built, thumb, errors = drawn_foot("designed", pad, rng)
    sessions = []
    for number, place in enumerate((middle - away / 2.0, middle + away / 2.0)):
        mine = replace(part, task=replace(part.task, x_mm=float(place[0]), y_mm=float(place[1])))
        done = perform([mine], thumb, 2 * seed + number)
        if technique == "knead" and number:
            done = _later(done, round(30.0 / rate * RATE_HZ))
        sessions.append(felt(pad, done, built=built, seed=seed))
    n = min(len(one.tiles_n) for one in sessions)
    tiles_n = sessions[0].tiles_n[:n] + sessions[1].tiles_n[:n]
    return TwoThumbs(
        technique, (sessions[0].truth.parts[0], sessions[1].truth.parts[0]), *sensed(tiles_n, pad, errors, seed)
    )


def _later(done: Performance, rows: int) -> Performance:
    """The same so many moments later: the quiet behind it comes before it."""
    path = replace(done.path, **{name: np.roll(getattr(done.path, name), rows) for name in ("x_mm", "y_mm", "force_n")})
    spans = tuple(slice(one.start + rows, one.stop + rows) for one in done.spans)
    return replace(done, path=path, spans=spans, edges=tuple(one + rows for one in done.edges))


def palm_presses(seed: int) -> tuple[float, Array, Array]:
    """Presses of 3 s with a palm of 15 to 18 mm radius: their force, and what sensors read."""
    rng = rng_of(3, seed)
    force_n = float(rng.uniform(15.0, 30.0))
    ramp = np.linspace(0.0, 1.0, round(0.4 * RATE_HZ))
    press = np.concatenate([ramp, np.ones(round(_PALM_S * RATE_HZ) - 2 * len(ramp)), ramp[::-1]])
    rest = np.zeros(round(_PALM_OFF_S * RATE_HZ))
    level = np.concatenate([rest, *([press, rest] * _PALM_PRESSES)])
    place = float(rng.uniform(112.0, 135.0)), float(rng.uniform(44.0, 52.0))
    radius = np.full(len(level), float(rng.uniform(15.0, 18.0)))
    return (force_n, *_pressed(force_n * level, place, radius, rng, seed))


def light_glides(seed: int) -> HeldOut:
    """Glides of 0.8 N."""
    rng = rng_of(4, seed)
    part = drawn_part("glide", builtin_pad(), habits_of("expert", 0.9), rng, lasts_s=12.0, force_n=0.8)
    return sensed_session("designed", [part], rng, seed)


def with_pauses(seed: int) -> tuple[int, Array, Array]:
    """Kneading with two pauses of 1 to 3 s at the full force of a press: the presses without them, and the readings."""
    pad, rng = builtin_pad(), rng_of(5, seed)
    part = drawn_part("knead", pad, habits_of("expert", 0.9), rng, lasts_s=18.0, rate=float(rng.uniform(36.0, 56.0)))
    built, thumb, errors = drawn_foot("designed", pad, rng)
    done = perform([part], thumb, seed)
    edges = done.edges[0]
    columns = {name: getattr(done.path, name) for name in ("x_mm", "y_mm", "force_n", "radius_mm")}
    for stroke in (len(edges) * 2 // 3, len(edges) // 3):  # the later one first, as it does not move the other
        at = (int(edges[stroke]) + int(edges[stroke + 1])) // 2
        stays = round(float(rng.uniform(1.0, 3.0)) * RATE_HZ)
        columns = {name: np.insert(values, at, np.full(stays, values[at])) for name, values in columns.items()}
    path = HandPath(np.arange(len(columns["x_mm"])) / RATE_HZ, **columns)
    felt_one = felt(pad, replace(done, path=path), built=built, seed=seed)
    return len(edges) - 3, *sensed(felt_one.tiles_n, pad, errors, seed)


def tiring(seed: int) -> tuple[float, Array, Array]:
    """Kneading for 36 s by a hand that tires by a tenth to a half: what its force comes to, and the readings.

    That is the change of the median peak from the first third of the time to the last, in parts of the first.
    """
    pad, rng = builtin_pad(), rng_of(11, seed)
    habits = replace(habits_of("expert", 0.9), tire=float(rng.uniform(0.1, 0.5)))
    part = drawn_part("knead", pad, habits, rng, lasts_s=36.0, rate=float(rng.uniform(36.0, 56.0)))
    one = sensed_session("designed", [part], rng, seed)
    done = perform([part], Thumb(), seed)
    peaks = [
        (int(at) + int(np.argmax(done.path.force_n[at:stop])), float(done.path.force_n[at:stop].max()))
        for at, stop in pairwise(done.edges[0].tolist())
        if stop > at
    ]
    start, stop = done.spans[0].start, done.spans[0].stop
    first, last = (
        np.median([peak_n for at, peak_n in peaks if lo <= (at - start) / (stop - start) < hi])
        for lo, hi in ((0.0, 1.0 / 3.0), (2.0 / 3.0, 1.0))
    )
    return float(last / first - 1.0), one.time_s, one.values


def slow_ramp(seed: int) -> tuple[Array, Array]:
    """A hold that is pressed for 5 s, up to a plateau of 8 s: what sensors read."""
    rng = rng_of(6, seed)
    rest, lift = np.zeros(RATE_HZ), np.linspace(1.0, 0.0, round(_LET_GO_S * RATE_HZ))
    level = np.concatenate([rest, np.linspace(0.0, 1.0, 5 * RATE_HZ), np.ones(8 * RATE_HZ), lift, rest])
    force = float(rng.uniform(8.0, 16.0)) * level * (1.0 + 0.012 * tremor(len(level), rng))
    place = float(rng.uniform(60.0, 200.0)), float(rng.uniform(40.0, 60.0))
    return _pressed(force, place, contact_radius_mm(force), rng, seed)


def short_friction(seed: int) -> HeldOut:
    """Friction of 8 to 12 mm."""
    rng = rng_of(7, seed)
    habits, size_mm = habits_of("expert", 0.9), float(rng.uniform(8.0, 12.0))
    part = drawn_part("friction", builtin_pad(), habits, rng, lasts_s=12.0, size_mm=size_mm)
    return sensed_session("designed", [part], rng, seed)


def off_from_the_start(seed: int) -> tuple[HeldOut, tuple[str, ...]]:
    """A session as designed with a fault from the start, by turns: 3 N on a tile, a gain of a half."""
    one, rng = held_out("designed", seed), rng_of(8, seed)
    pad = one.session.pad
    tile, values = int(rng.integers(pad.n_taxels)), one.values.copy()
    if seed % 2:
        values[:, tile] *= 0.5
    else:
        values[:, tile] += 3.0 + 0.05 * rng.standard_normal(len(values))
    return replace(one, values=values), (pad.names[tile],)


def drifting_tiles(seed: int) -> tuple[HeldOut, tuple[str, ...]]:
    """A session as designed with all tiles drifting, by turns all up, all down, each its own way: none is at fault."""
    one, rng = held_out("designed", seed), rng_of(12, seed)
    mixed = rng.choice([-1.0, 1.0], one.session.pad.n_taxels)
    way = (np.ones_like(mixed), -np.ones_like(mixed), mixed)[seed % 3]
    return replace(one, values=one.values + _DRIFT_N_PER_MIN / 60.0 * one.time_s[:, None] * way), ()


def remembering_tiles(seed: int) -> tuple[HeldOut, tuple[str, ...]]:
    """A session as designed on sensors with 10 % of hysteresis and of creep, by turns films and foams."""
    one = held_out("designed", seed)
    errors = replace(one.errors, hysteresis=0.10, creep=0.10, lingers=bool(seed % 2))
    time_s, values = sensed(one.session.tiles_n, one.session.pad, errors, seed)
    return replace(one, time_s=time_s, values=values, errors=errors), ()


def swapped_tiles(seed: int) -> tuple[HeldOut, tuple[str, ...]]:
    """A session as designed with two tiles swapped that are 80 mm apart or more."""
    one, rng = held_out("designed", seed), rng_of(9, seed)
    pad = one.session.pad
    away = np.hypot(*(pad.positions_mm[:, None] - pad.positions_mm).transpose(2, 0, 1))
    pairs = np.argwhere(np.triu(away >= 80.0))
    first, second = pairs[int(rng.integers(len(pairs)))].tolist()
    values = one.values.copy()
    values[:, [first, second]] = values[:, [second, first]]
    return replace(one, values=values), (pad.names[first], pad.names[second])


def heel_tile_dead(seed: int) -> HeldOut:
    """A session of hands as people do it, with a tile of the heel dead in place of another."""
    one = held_out("people", seed)
    heel = [name for name in one.session.pad.names if name.startswith("heel")]
    errors = replace(one.errors, dead=(heel[seed % len(heel)],))
    time_s, values = sensed(one.session.tiles_n, one.session.pad, errors, seed)
    return replace(one, time_s=time_s, values=values, errors=errors)


def _pressed(
    force_n: Array, place_mm: tuple[float, float], radius_mm: Array, rng: np.random.Generator, seed: int
) -> tuple[Array, Array]:
    """What sensors as designed read of one contact that stays in its place."""
    pad = builtin_pad()
    built, _, errors = drawn_foot("designed", pad, rng)
    x, y = (np.full(len(force_n), value) for value in place_mm)
    tiles_n = Sole(pad, built).tile_forces(x, y, force_n, radius_mm)
    return sensed(tiles_n, pad, errors, seed)
