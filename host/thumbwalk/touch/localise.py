"""Where and how hard one contact presses: the layer's response fitted to the tiles' forces, moment by moment.

The fit minimises ``sum_k (f_k - F t_k(x, y, spread))^2 / (s0^2 + (g f_k)^2)`` over place, force and spread. F has a
closed form (variable projection: Golub and Pereyra 1973); the rest is Gauss-Newton from the centre of pressure. How
widely a contact spreads, which no one knows beforehand (the layer as built, the thumb), is one parameter with a prior.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from thumbwalk.pad import Pad
from thumbwalk.touch.response import LayerResponse, TileGrid

Array = NDArray[np.float64]

_PITCH_MM = 2.0
_SPREADS = ((0.9, 5.0), (1.15, 8.0), (1.5, 12.0))
"""The family: thickness as a part of the layout's layer, and contact radius in mm; they stand at spread 0, 1/2, 1."""
_SPREAD_PRIOR, _SPREAD_SIGMA = 0.37, 0.5
_INSET_MM = 7.0
"""A thumb has a radius: nearer to the outline than this its centre is less likely, by a Gaussian of as many mm."""
_RIM_MM = 0.7
"""Softness of the outline itself."""
_HAIR_MM = 0.02
"""How far inside a place on the outline is set, so that rounding does not put it beyond."""
_STEP_MM = 10.0
_STEPS = 4
_STEPS_BLIND = 9
"""With taxels left out the start is poor, and the way longer."""
_DAMPING = 1e-3
_TINY = 1e-12


@dataclass(frozen=True, slots=True)
class Fit:
    """One contact a moment; every array is (n,) but ``model_n``.

    Attributes
    ----------
    x_mm, y_mm : (n,) float64
        Its place, inside the outline.
    force_n : (n,) float64
        Its whole force, with what falls beside the tiles.
    sigma_mm : (n,) float64
        One standard deviation of the place (root of the mean variance of its two axes), from the cost's curvature;
        it rather errs on the large side.
    spread : (n,) float64
        0 for a narrow response to 1 for a wide one.
    misfit : (n,) float64
        The minimal cost; about the number of tiles if one contact explains the forces, far more if there are two.
    model_n : (n, n_taxels) float64
        What each tile carries by the fit, left-out ones too.
    """

    x_mm: Array
    y_mm: Array
    force_n: Array
    sigma_mm: Array
    spread: Array
    misfit: Array
    model_n: Array


def can_localise(pad: Pad) -> bool:
    """Whether a layout says enough (positions, outline and layer) for contacts to be fitted on it."""
    return pad.has_positions and pad.outline_mm is not None and pad.layer_mm is not None


class Localiser:
    """Fits one contact to each moment's tile forces. It remembers nothing: moments do not depend on each other.

    Each moment's numbers are the same to the bit whatever it is fitted together with: all is element by element, or a
    stack of small products of one fixed size.

    Parameters
    ----------
    pad : Pad
        With positions, outline and layer.
    gain_error : float
        Likely error of a tile's gain, as a fraction.
    noise_n : float
        Likely error of a tile's force where there is none, in newtons.

    Raises
    ------
    LayoutError
        When the layout does not say enough (see ``can_localise``).
    """

    def __init__(self, pad: Pad, *, gain_error: float = 0.08, noise_n: float = 0.06) -> None:
        self.pad = pad
        self.gain_error = gain_error
        self.noise_n = noise_n
        grid = TileGrid(pad, _PITCH_MM)
        self._nx, self._ny = len(grid.x_mm), len(grid.y_mm)
        self._origin_mm = np.array([grid.x_mm[0], grid.y_mm[0]])
        self._windows = _windows(pad, grid)
        self._taxels_mm = pad.positions_mm
        self._bases = _bases(_PITCH_MM)

    def fit(self, force_n: Array, left_out: NDArray[np.bool_] | None = None) -> Fit:
        """Fit a contact to each of n moments of tile forces (n, n_taxels), without the taxels that are left out.

        A thumb on a left-out taxel shows at its neighbours only, and their centre of pressure starts the fit on the
        wrong side: then each left-out taxel is a start too, and the best of the fits is kept.
        """
        n, n_taxels = force_n.shape
        root_w = np.zeros((n, 1, n_taxels + 1))
        root_w[:, 0, :-1] = 1.0 / np.sqrt(self.noise_n**2 + (self.gain_error * force_n) ** 2)
        blind = np.empty(0, np.int64) if left_out is None else np.flatnonzero(left_out)
        root_w[:, 0, blind] = 0.0
        measured = np.zeros((n, 1, n_taxels + 1))
        measured[:, 0, :-1] = force_n
        measured *= root_w
        best = self._fit_from(measured, root_w, *self._centre_of_pressure(force_n), len(blind) > 0)
        for x_mm, y_mm in self._taxels_mm[blind]:
            other = self._fit_from(measured, root_w, np.full(n, x_mm), np.full(n, y_mm), True)
            best = _better(best, other)
        return best

    def _fit_from(self, measured: Array, root_w: Array, x: Array, y: Array, blind: bool) -> Fit:
        """Fits that start at given places (n,); ``measured`` is weighted by ``root_w``, both (n, 1, n_taxels + 1)."""
        spread = np.full(len(x), _SPREAD_PRIOR)
        for _ in range(_STEPS_BLIND if blind else _STEPS):
            dx, dy, ds = _solved(*self._normal(measured, root_w, x, y, spread).equations)
            shrink = _STEP_MM / np.maximum(np.sqrt(dx * dx + dy * dy), _STEP_MM)
            x, y = x + shrink * dx, y + shrink * dy
            spread = np.clip(spread + shrink * ds, 0.0, 1.0)
        x, y = self._brought_inside(x, y, spread)
        end = self._normal(measured, root_w, x, y, spread)
        sigma_mm = np.sqrt(0.5 * np.maximum(_place_variance(end.equations[0]), 0.0))
        return Fit(x, y, end.force_n, sigma_mm, spread, end.cost, end.force_n[:, None] * end.shares)

    def _centre_of_pressure(self, force_n: Array) -> tuple[Array, Array]:
        pushing = np.maximum(force_n, 0.0) + _TINY
        sums = np.matmul(pushing[:, None, :], np.column_stack((np.ones(len(self._taxels_mm)), self._taxels_mm)))[:, 0]
        return sums[:, 1] / sums[:, 0], sums[:, 2] / sums[:, 0]

    def _tables(self, x: Array, y: Array, spread: Array) -> Array:
        """Shares, their x, y and spread derivatives, (n, 4, n_taxels + 1); the last column is the inset's."""
        u = np.clip((x - self._origin_mm[0]) / _PITCH_MM, 0.0, self._nx - 1.001)
        v = np.clip((y - self._origin_mm[1]) / _PITCH_MM, 0.0, self._ny - 1.001)
        i, j = u.astype(np.int64), v.astype(np.int64)
        corner = i * self._ny + j
        rows = np.empty((len(x), 2, self._windows.shape[1]))
        rows[:, 0] = self._windows[corner]
        rows[:, 1] = self._windows[corner + self._ny]
        along, across, family = self._bases
        in_x = along[0] + (u - i)[:, None, None] * along[1]
        in_y = across[0] + (v - j)[:, None, None] * across[1]
        s = spread[:, None, None]
        in_spread = family[0] + s * (family[1] + s * family[2])
        weights = in_x[:, :, :, None, None] * in_y[:, :, None, :, None] * in_spread[:, :, None, None, :]
        n_rows = 2 * 2 * len(_SPREADS)
        n_columns = 2 * self._windows.shape[1] // n_rows
        return np.asarray(np.matmul(weights.reshape(-1, 4, n_rows), rows.reshape(-1, n_rows, n_columns)))

    def _normal(self, measured: Array, root_w: Array, x: Array, y: Array, spread: Array) -> _Normal:
        """Normal equations of (x, y, spread) at a place, with the force projected out and the priors put in."""
        tables = self._tables(x, y, spread)
        columns = np.concatenate((measured, tables * root_w), axis=1)
        gram = np.matmul(columns, columns.transpose(0, 2, 1))
        own = np.maximum(gram[:, 1, 1], _TINY)
        force = np.maximum(gram[:, 0, 1] / own, _TINY)
        slope = gram[:, 1, 2:] / own[:, None]
        matrix = gram[:, 2:, 2:] - slope[:, :, None] * gram[:, 1:2, 2:]
        matrix *= (force * force)[:, None, None]
        right = force[:, None] * (gram[:, 0, 2:] - force[:, None] * gram[:, 1, 2:])
        cost = gram[:, 0, 0] - force * gram[:, 0, 1]
        matrix[:, 2, 2] += _SPREAD_SIGMA**-2
        right[:, 2] += (_SPREAD_PRIOR - spread) / _SPREAD_SIGMA**2
        inset, edge = tables[:, 0, -1], tables[:, 1:3, -1]
        # Two one-sided springs that push away from the outline: the thumb's own radius, and the rim.
        stiff = np.where(inset < _INSET_MM, _INSET_MM**-2, 0.0) + np.where(inset < 0.0, _RIM_MM**-2, 0.0)
        push = np.maximum(_INSET_MM - inset, 0.0) / _INSET_MM**2 + np.maximum(-inset, 0.0) / _RIM_MM**2
        matrix[:, :2, :2] += stiff[:, None, None] * edge[:, :, None] * edge[:, None, :]
        right[:, :2] += push[:, None] * edge
        return _Normal((matrix, right), force, cost, tables[:, 0, :-1])

    def _brought_inside(self, x: Array, y: Array, spread: Array) -> tuple[Array, Array]:
        """Places that ended a little beyond the outline, set on it (one Newton step along the inset's slope)."""
        tables = self._tables(x, y, spread)
        beyond = np.minimum(tables[:, 0, -1] - _HAIR_MM, 0.0)
        gx, gy = tables[:, 1, -1], tables[:, 2, -1]
        steepness = np.maximum(gx * gx + gy * gy, 0.25)
        return x - beyond * gx / steepness, y - beyond * gy / steepness


@dataclass(frozen=True, slots=True)
class _Normal:
    equations: tuple[Array, Array]
    force_n: Array
    cost: Array
    shares: Array


def _better(one: Fit, other: Fit) -> Fit:
    """Moment by moment the fit of the lower cost."""
    take = other.misfit < one.misfit

    def chosen(a: Array, b: Array) -> Array:
        return np.asarray(np.where(take.reshape(-1, *[1] * (a.ndim - 1)), b, a))

    return Fit(*(chosen(getattr(one, name), getattr(other, name)) for name in Fit.__dataclass_fields__))


def _windows(pad: Pad, grid: TileGrid) -> Array:
    """The family's tables as overlapping rows: place (i, j) and its neighbour (i, j + 1), all spreads, side by side.

    One gather of two rows brings all that a bilinear patch needs. A last column after the taxels' holds how deep
    inside the outline a place lies.
    """
    layer_mm = pad.layer_mm or 0.0
    inset = inset_mm(pad, grid.x_mm, grid.y_mm)[:, :, None]
    family = [
        np.concatenate((LayerResponse(pad, part * layer_mm, radius, grid).shares, inset), axis=2)
        for part, radius in _SPREADS
    ]
    places = np.ascontiguousarray(np.stack(family, axis=2)).reshape(inset.size, -1)
    return np.lib.stride_tricks.as_strided(
        places,
        (len(places) - 1, 2 * places.shape[1]),
        (places.strides[0], places.strides[1]),
        writeable=False,
    )


def inset_mm(pad: Pad, x_mm: Array, y_mm: Array) -> Array:
    """Distance (nx, ny) of the grid's places to the outline, positive inside."""
    assert pad.outline_mm is not None  # noqa: S101  (TileGrid has refused a pad without one)
    px, py = x_mm[:, None], y_mm[None, :]
    nearest = np.full((len(x_mm), len(y_mm)), np.inf)
    for (xa, ya), (xb, yb) in zip(pad.outline_mm, np.roll(pad.outline_mm, -1, axis=0), strict=True):
        dx, dy = xb - xa, yb - ya
        part = np.clip(((px - xa) * dx + (py - ya) * dy) / max(dx * dx + dy * dy, _TINY), 0.0, 1.0)
        np.minimum(nearest, (px - xa - part * dx) ** 2 + (py - ya - part * dy) ** 2, out=nearest)
    return np.asarray(np.where(pad.contains(px, py), 1.0, -1.0) * np.sqrt(nearest))


def _bases(pitch_mm: float) -> tuple[Array, Array, Array]:
    """Polynomial coefficients, lowest first, of the weights of value, d/dx, d/dy and d/dspread (second axis: 4).

    Along x and y they are of the two neighbours (2, 4, 2), over the family Lagrange's of its members (3, 4, 3).
    """
    value = np.array([[1.0, 0.0], [-1.0, 1.0]])
    slope = np.array([[-1.0, 1.0], [0.0, 0.0]]) / pitch_mm
    along = np.stack([value, slope, value, value], axis=1)
    across = np.stack([value, value, slope, value], axis=1)
    member = np.array([[1.0, 0.0, 0.0], [-3.0, 4.0, -1.0], [2.0, -4.0, 2.0]])
    change = np.array([[-3.0, 4.0, -1.0], [4.0, -8.0, 4.0], [0.0, 0.0, 0.0]])
    return along, across, np.stack([member, member, member, change], axis=1)


def _solved(matrix: Array, right: Array) -> tuple[Array, Array, Array]:
    """Solutions of n damped symmetric 3x3 systems (n, 3, 3), (n, 3), by elimination, element by element."""
    a = matrix[:, 0, 0] * (1.0 + _DAMPING) + _TINY
    d = matrix[:, 1, 1] * (1.0 + _DAMPING) + _TINY
    f = matrix[:, 2, 2] * (1.0 + _DAMPING) + _TINY
    b, c, e = matrix[:, 0, 1], matrix[:, 0, 2], matrix[:, 1, 2]
    ba, ca = b / a, c / a
    d2, e2, f2 = d - ba * b, e - ba * c, f - ca * c
    r1, r2, r3 = right[:, 0], right[:, 1] - ba * right[:, 0], right[:, 2] - ca * right[:, 0]
    ed = e2 / d2
    s = (r3 - ed * r2) / (f2 - ed * e2)
    y = (r2 - e2 * s) / d2
    return (r1 - b * y - c * s) / a, y, s


def _place_variance(matrix: Array) -> Array:
    """Sum of the variances of x and y: the trace of the place's block of the inverse (n, 3, 3)."""
    a, b, c = matrix[:, 0, 0], matrix[:, 0, 1], matrix[:, 0, 2]
    d, e, f = matrix[:, 1, 1], matrix[:, 1, 2], matrix[:, 2, 2] + _TINY
    # The spread is unknown too: what it explains of the place is taken off (Schur complement).
    a, b, d = a - c * c / f, b - c * e / f, d - e * e / f
    return np.asarray((a + d) / np.maximum(a * d - b * b, _TINY))
