"""What a fit is told beforehand, and what it finds: one contact a moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

SPREAD, SPREAD_SIGMA = 0.37, 0.5
"""Of a layer and a thumb that nobody has measured: the middle of the family, and one standard deviation."""


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
    spread_sigma : (n,) float64
        One standard deviation of that, of what was known beforehand and what the forces say.
    misfit : (n,) float64
        The minimal cost; about the number of tiles if one contact explains the forces, far more if there are two.
    beside_n : (n,) float64
        Force of the contact that was known to be there as well; 0 without one.
    model_n : (n, n_taxels) float64
        What each tile carries by the fit, left-out ones too.
    """

    x_mm: Array
    y_mm: Array
    force_n: Array
    sigma_mm: Array
    spread: Array
    spread_sigma: Array
    misfit: Array
    beside_n: Array
    model_n: Array

    def __len__(self) -> int:
        return len(self.x_mm)

    def __deepcopy__(self, memo: object) -> Fit:
        """Itself: nobody changes it once its block is done."""
        return self

    def cut(self, first: int, stop: int) -> Fit:
        """The moments from ``first`` up to ``stop`` (views, not copies)."""
        return Fit(*(getattr(self, name)[first:stop] for name in self.__dataclass_fields__))

    def at(self, moments: NDArray[np.intp]) -> Fit:
        """The fits of some moments, by their indices."""
        return Fit(*(getattr(self, name)[moments] for name in self.__dataclass_fields__))

    def copied(self) -> Fit:
        """A copy, for whoever makes it to put other fits in."""
        return Fit(*(getattr(self, name).copy() for name in self.__dataclass_fields__))

    def put(self, anew: Fit, moments: NDArray[np.intp]) -> None:
        """Put other fits of some moments in their place."""
        for name in self.__dataclass_fields__:
            getattr(self, name)[moments] = getattr(anew, name)

    @staticmethod
    def none(n_taxels: int) -> Fit:
        """No moment at all."""
        no = np.empty(0)
        return Fit(no, no, no, no, no, no, no, no, np.empty((0, n_taxels)))

    @staticmethod
    def joined(fits: Sequence[Fit]) -> Fit:
        """Fits one after the other as one."""
        if len(fits) == 1:
            return fits[0]
        return Fit(*(np.concatenate([getattr(fit, name) for fit in fits]) for name in Fit.__dataclass_fields__))


@dataclass(frozen=True, slots=True)
class Beside:
    """A contact that is known to be there beside the one that is sought, moment by moment.

    Attributes
    ----------
    shares : (n, n_taxels) float64
        What each tile carries of it.
    force_n, sigma_n : (n,) float64
        Its likely force, and one standard deviation of that; the fit finds the force itself.
    """

    shares: Array
    force_n: Array
    sigma_n: Array

    @staticmethod
    def repeated(shares: Array, force_n: float, sigma_n: float, n: int) -> Beside:
        """The same one, of shares (n_taxels,), at n moments."""
        return Beside(np.repeat(shares[None], n, axis=0), np.full(n, force_n), np.full(n, sigma_n))


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of some moments before their contact is fitted.

    Attributes
    ----------
    left_out : (n_taxels,) bool or None
        Taxels whose forces are not believed.
    beside : Beside or None
        Another contact that is there as well.
    spread, spread_sigma : float
        How widely contacts spread on this foot, and one standard deviation of that.
    near_mm : (float, float) or None
        Where the contact was a moment ago.
    near_sigma_mm : float
        How far it likely has got since.
    aside : bool
        Whether to look for a contact that is not near what is left out: the centre of pressure starts its fit well.
    """

    left_out: NDArray[np.bool_] | None = None
    beside: Beside | None = None
    spread: float = SPREAD
    spread_sigma: float = SPREAD_SIGMA
    near_mm: tuple[float, float] | None = None
    near_sigma_mm: float = 12.0
    aside: bool = False

    @property
    def blind(self) -> NDArray[np.intp]:
        """The left-out taxels' indices."""
        return np.flatnonzero([] if self.left_out is None else self.left_out)
