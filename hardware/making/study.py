"""The design study: how true place and force are, and how near two thumbs may be, by tiles, layer and model; simulated.

What is varied: 16 or 25 tiles or plate4, a layer of 10 or 15 mm, whether the layer is a half-space (Boussinesq) or
bonded to its tiles, and whether the tiles may tip on their pucks (a worst case: the rim's whole lever, no skin).
Two fits judge every one of them: the host's own by a half-space's law, and one that knows the layer as built.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from numpy.typing import NDArray

from making.bom import read_bom, total_usd
from making.foot import sole_of
from making.layer import boussinesq, transfers
from making.measures import read_measures
from making.polygon import area_mm2
from thumbwalk.pad import Pad, Taxel
from thumbwalk.signal.force_block import ForceBlock
from thumbwalk.touch.localise import Localiser
from thumbwalk.touch.response import TileGrid
from thumbwalk.touch.stage import TouchStage

Array = NDArray[np.float64]

FORCE_N, GAIN_ERROR, NOISE_N = 10.0, 0.05, 0.01
RADIUS_MM, PUCK_MM = 6.0, 6.0
DRIFT_N = 0.05
"""Of a bar cell over a session, one standard deviation (makers' creep class of 0.1 % of 49 N)."""
APART_MM = (40.0, 60.0)
EFFECTIVE = 0.77
"""A bonded layer presses through like a half-space of this part of its thickness (peak 1.57 times, half the force
within 0.57 h in place of 0.77 h): the layout that the fit is given says so, as a calibration would find it."""
_PLACES, _PAIRS, _RATE_HZ = 240, 24, 100.0
_INSET_MM = 8.0


@dataclass(frozen=True)
class Design:
    """What is built: tiles (0 for plate4), the layer, its model, and whether tiles tip."""

    tiles: int
    layer_mm: float
    bonded: bool
    tips: bool

    @property
    def name(self) -> str:
        """In words."""
        if not self.tiles:
            return "plate4"
        model = "bonded" if self.bonded else "Boussinesq"
        return f"{self.tiles} tiles, {self.layer_mm:g} mm, {model}, {'tipping' if self.tips else 'flexures'}"


@dataclass(frozen=True)
class Result:
    """How a design does: place (RMS, mm) by the host's fit; place and force by one that knows the layer; two thumbs.

    ``seen`` and ``right`` are shares at ``APART_MM``, by the host.
    """

    design: Design
    host_rms_mm: float
    place_rms_mm: float
    place_p90_mm: float
    force_rms_percent: float
    seen: tuple[float, float]
    right: tuple[float, float]
    price_usd: float


def designs() -> list[Design]:
    """Every one of the study; plate4 first."""
    rows = product((16, 25), (10.0, 15.0), (False, True), (False, True))
    return [Design(0, 10.0, bonded=False, tips=False), *(Design(t, h, bonded=b, tips=k) for t, h, b, k in rows)]


def pad_of(tiles: int, layer_mm: float) -> Pad:
    """The layout of 16 tiles, or one of as many even tiles as are asked for (Lloyd's algorithm, seeded)."""
    sole = sole_of("sole16")
    if tiles == len(sole.pad.names):
        return replace(sole.pad, layer_mm=layer_mm)
    grid = TileGrid(sole.pad, 2.0)
    x, y = np.meshgrid(grid.x_mm, grid.y_mm, indexing="ij")
    inside = sole.pad.contains(x, y)
    places = np.column_stack((x[inside], y[inside]))
    middles = places[np.random.default_rng(3).choice(len(places), tiles, replace=False)]
    for _ in range(60):
        owner = np.linalg.norm(places[:, None] - middles[None], axis=2).argmin(axis=1)
        middles = np.array([places[owner == k].mean(axis=0) for k in range(tiles)])
    taxels = tuple(Taxel(f"tile{k}", float(mx), float(my), 1.0) for k, (mx, my) in enumerate(middles))
    return replace(sole.pad, name=f"even{tiles}", taxels=taxels, layer_mm=layer_mm)


class Board:
    """What the tiles' sensors catch of a contact at any place of the grid: ``caught`` (nx, ny, n_taxels).

    ``pad`` is what is built, ``told`` the layout that the fit is given.
    """

    def __init__(self, design: Design) -> None:
        self.pad = pad_of(design.tiles, design.layer_mm)
        told_mm = design.layer_mm * (EFFECTIVE if design.bonded else 1.0)
        self.told = replace(self.pad, layer_mm=told_mm)
        self.grid = TileGrid(self.pad)
        kernel = _kernel(self.grid, design)
        share = self.grid.convolved(kernel)
        self.share = share
        self.caught = share * _kept(self.grid, kernel, share) if design.tips else share

    def forces(self, places: Array, force_n: float) -> Array:
        """Forces at the sensors (n, n_taxels) of one contact at each of n places."""
        i = np.rint((places[:, 0] - self.grid.x_mm[0]) / self.grid.pitch_mm).astype(int)
        j = np.rint((places[:, 1] - self.grid.y_mm[0]) / self.grid.pitch_mm).astype(int)
        return np.asarray(force_n * self.caught[i, j])


def _kernel(grid: TileGrid, design: Design) -> NDArray[np.complex128]:
    """Transform of the stress under a thumb's disc, of a half-space or of a bonded layer."""
    point = grid.kernel_of(design.layer_mm, 0.0)
    disc = grid.kernel_of(design.layer_mm, RADIUS_MM)
    if not design.bonded:
        return disc
    n = 2 * (point.shape[1] - 1)
    kx = 2 * np.pi * np.fft.fftfreq(point.shape[0], grid.pitch_mm)
    ky = 2 * np.pi * np.fft.rfftfreq(n, grid.pitch_mm)
    kh = design.layer_mm * np.hypot(kx[:, None], ky[None, :])
    table = np.linspace(0.0, float(kh.max()), 600)
    ratio = transfers(table)[0] / np.maximum(boussinesq(table), 1e-9)
    return np.asarray(disc * np.interp(kh, table, np.where(table < 12.0, ratio, 0.0)))


def _kept(grid: TileGrid, kernel: NDArray[np.complex128], share: Array) -> Array:
    """Part of a tile's force that its puck keeps when the load lies beside it and the rim takes its lever's part."""
    shape = (len(grid.x_mm), len(grid.y_mm))
    size = (kernel.shape[0], 2 * (kernel.shape[1] - 1))
    kept = np.ones_like(share)
    for index, (cover, middle) in enumerate(zip(grid.covers, grid.pad.positions_mm, strict=True)):
        off = []
        for axis, places in ((0, grid.x_mm), (1, grid.y_mm)):
            arm = (places - middle[axis])[:, None] if axis == 0 else (places - middle[axis])[None, :]
            moment = np.fft.irfft2(np.fft.rfft2(cover * arm, s=size) * kernel, s=size)[: shape[0], : shape[1]]
            off.append(moment / np.maximum(share[:, :, index], 1e-6))
        away = np.hypot(*off)
        rim = np.sqrt(cover.sum() * grid.pitch_mm**2 / np.pi)
        lever = np.clip((rim - away) / (rim - PUCK_MM), 0.0, 1.0)
        kept[:, :, index] = np.where(away <= PUCK_MM, 1.0, lever)
    return kept


def places_inside(pad: Pad, n: int, seed: int, inset_mm: float = _INSET_MM) -> Array:
    """Places (n, 2) drawn evenly from the outline, clear of its edge, on whole millimetres of the layout."""
    rng = np.random.default_rng(seed)
    outline = pad.outline_mm
    if outline is None:
        raise ValueError("a design without an outline")
    found: list[Array] = []
    while len(found) < n:
        place = np.array([rng.uniform(0, 266), rng.uniform(0, 101)])
        ring = place + inset_mm * np.array([[np.cos(a), np.sin(a)] for a in np.linspace(0, 2 * np.pi, 9)])
        if pad.contains(ring[:, 0], ring[:, 1]).all():
            found.append(place)
    return np.array(found)


def judge(design: Design, places: int = _PLACES, pairs: int = _PAIRS) -> Result:
    """Press a design all over, and with two thumbs; the host's fit says where and how hard."""
    price = price_usd(design)
    if not design.tiles:
        return _judge_plate4(design, places, price)
    board, rng = Board(design), np.random.default_rng(11)
    fitter = Localiser(board.told, gain_error=GAIN_ERROR, noise_n=0.03)
    at = places_inside(board.pad, places, 1)
    gains = np.exp(rng.normal(0.0, GAIN_ERROR, (places, board.pad.n_taxels)))
    measured = board.forces(at, FORCE_N) * gains + rng.normal(0.0, NOISE_N, gains.shape)
    fit = fitter.fit(measured)
    host = float(np.sqrt(np.mean((fit.x_mm - at[:, 0]) ** 2 + (fit.y_mm - at[:, 1]) ** 2)))
    found, force_n = knowing_fit(board, measured)
    away = np.linalg.norm(found - at, axis=1)
    force = float(np.sqrt(np.mean((force_n / FORCE_N - 1.0) ** 2)))
    both = [_two_thumbs(board, apart, pairs) for apart in APART_MM]
    seen, right = (both[0][0], both[1][0]), (both[0][1], both[1][1])
    rms = float(np.sqrt(np.mean(away**2)))
    return Result(design, host, rms, float(np.quantile(away, 0.9)), 100 * force, seen, right, price)


def knowing_fit(board: Board, measured: Array) -> tuple[Array, Array]:
    """Places (n, 2) and forces (n,) by the layer's own shares: the best of all whole millimetres inside the outline."""
    x, y = np.meshgrid(board.grid.x_mm, board.grid.y_mm, indexing="ij")
    inside = board.pad.contains(x, y)
    table, places = board.share[inside], np.column_stack((x[inside], y[inside]))
    found, force_n = np.empty((len(measured), 2)), np.empty(len(measured))
    for index, row in enumerate(measured):
        weight = 1.0 / (NOISE_N**2 + (GAIN_ERROR * np.maximum(row, 0.0)) ** 2 + 0.02**2)
        along, own = table @ (weight * row), table**2 @ weight
        best = int(np.argmax(along**2 / np.maximum(own, 1e-12)))
        found[index], force_n[index] = places[best], along[best] / own[best]
    return found, force_n


def _judge_plate4(design: Design, n: int, price: float) -> Result:
    """plate4 by moments, calibrated with one weight at five places; its cells drift between."""
    plate4, sole = read_measures("plate4"), sole_of("sole16")
    corners = np.array(plate4.raw["corners_mm"], dtype=np.float64)
    at, rng = places_inside(sole.pad, n, 1), np.random.default_rng(12)
    low, high = corners.min(axis=0), corners.max(axis=0)
    u = (at - low) / (high - low)
    share = np.column_stack(
        ((1 - u[:, 0]) * (1 - u[:, 1]), (1 - u[:, 0]) * u[:, 1], u[:, 0] * (1 - u[:, 1]), u[:, 0] * u[:, 1])
    )
    gain = 1.0 + rng.normal(0.0, 0.003, (n, 4))  # what the calibration leaves
    cells = FORCE_N * share * gain + rng.normal(0.0, DRIFT_N / 2, (n, 4))
    total = cells.sum(axis=1)
    away = np.linalg.norm(cells @ corners / total[:, None] - at, axis=1)
    force = 100 * float(np.sqrt(np.mean((total / FORCE_N - 1.0) ** 2)))
    rms = float(np.sqrt(np.mean(away**2)))
    return Result(design, rms, rms, float(np.quantile(away, 0.9)), force, (0.0, 0.0), (0.0, 0.0), price)


def _two_thumbs(board: Board, apart_mm: float, pairs: int) -> tuple[float, float]:
    """Two steady thumbs so far apart: how often a second one is seen, and how often both are within 10 mm."""
    rng = np.random.default_rng(int(apart_mm))
    first = places_inside(board.pad, 6 * pairs, 7)
    turn = rng.uniform(0, 2 * np.pi, len(first))
    second = first + apart_mm * np.column_stack((np.cos(turn), np.sin(turn)))
    ok = board.pad.contains(second[:, 0], second[:, 1])
    seen = right = 0
    chosen = list(zip(first[ok], second[ok], strict=True))[:pairs]
    n = int(1.6 * _RATE_HZ)
    rise = np.clip((np.arange(n) / _RATE_HZ - 0.15) / 0.15, 0.0, 1.0)[:, None]
    for a, b in chosen:
        gains = np.exp(rng.normal(0.0, GAIN_ERROR, board.pad.n_taxels))
        force = board.forces(np.array([a, b]), FORCE_N).sum(axis=0) * gains * rise
        force += rng.normal(0.0, NOISE_N, force.shape)
        block = ForceBlock(np.arange(n) / _RATE_HZ, force, 0, (False,) * board.pad.n_taxels)
        touch = TouchStage(board.told, _RATE_HZ).feed(block)
        found = np.array([[touch.x_mm[-1], touch.y_mm[-1]], [touch.second_x_mm[-1], touch.second_y_mm[-1]]])
        if np.isfinite(found).all():
            seen += 1
            right += _matched(found, np.array([a, b]))
    return seen / len(chosen), right / len(chosen)


def _matched(found: Array, true: Array) -> bool:
    ways = (found, found[::-1])
    return bool(min(np.linalg.norm(way - true, axis=1).max() for way in ways) < 10.0)


def price_usd(design: Design) -> float:
    """What a design costs by the parts list; more tiles cost their sensor, plug, bleed, screws and 9 g of filament."""
    lines = read_bom()
    if not design.tiles:
        return total_usd(lines, "plate4")
    prices = {line.key: line.price_usd for line in lines if not line.option}
    each = prices["fsr"] + prices["plug"] + prices["r_1m"] + prices["m3x10_csk"] + 2 * prices["m2x16_csk"]
    each += 0.009 * prices["filament"]
    extra = design.tiles - 16
    second = prices["mux"] + prices["r_3k3"] if extra > 0 else 0.0
    silicone = prices["silicone"] * max(0.0, area_mm2(sole_of("sole16").outline()) * design.layer_mm * 1.1e-6 / 0.5 - 1)
    return total_usd(lines, "mosaic") + extra * each + second + silicone


def study(chosen: Iterable[Design] | None = None) -> list[Result]:
    """Judge every design."""
    return [judge(design) for design in (designs() if chosen is None else chosen)]
