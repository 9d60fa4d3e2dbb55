"""Whether one contact has long explained the tiles nearly as well as two: then there is only one."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from thumbwalk.touch.fit import Known
from thumbwalk.touch.localise import Localiser
from thumbwalk.touch.several import SeveralFit

Array = NDArray[np.float64]

_SPARE, _BLOCKS, _SAMPLES = 3.0, 6, 4
"""One contact is enough that costs so much more than two at the most, for so many blocks on end: 1.2 s, which is longer
than one of two kneading thumbs is up; so many moments of a block are looked at."""


class OneEnough:
    """Counts the blocks on end that one contact explains nearly as well as two.

    Blocks are kept until their number could be enough, and the newest is looked at first: most are never fitted.

    Parameters
    ----------
    localiser : Localiser
    """

    def __init__(self, localiser: Localiser) -> None:
        self._localiser = localiser
        self.forget()

    def forget(self) -> None:
        """Begin to count anew."""
        self._sure = 0
        self._waiting: list[tuple[Array, float, NDArray[np.bool_]] | None] = []

    @property
    def long(self) -> bool:
        """Whether one contact has been enough for long."""
        return self._sure >= _BLOCKS

    def take(self, force_n: Array, fit: SeveralFit, left_out: NDArray[np.bool_]) -> None:
        """Take a block's tile forces (n, n_taxels) and their fits with two contacts; nothing fitted tells nothing."""
        if len(fit):
            rows = np.unique(np.linspace(0, len(fit) - 1, _SAMPLES).round().astype(int))
            self._waiting.append((force_n[rows], float(fit.misfit[rows].mean()), left_out))
        else:
            self._waiting.append(None)
        if self._sure + len(self._waiting) >= _BLOCKS:
            self._count()

    def _count(self) -> None:
        """Look at what was kept, up to the newest block that one contact does not explain."""
        run = 0
        for one in reversed(self._waiting):
            if one is not None and not self._does(*one):
                self._sure = 0
                break
            run += 1
        waiting, self._waiting = self._waiting[len(self._waiting) - run :], []
        for one in waiting:
            # where nothing was fitted, what was counted goes on, and nothing begins
            self._sure += one is not None or self._sure > 0

    def _does(self, force_n: Array, two: float, left_out: NDArray[np.bool_]) -> bool:
        one = self._localiser.fit(force_n, Known(left_out if left_out.any() else None))
        return float(one.misfit.mean()) - two < _SPARE
