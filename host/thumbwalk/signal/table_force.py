"""A table's values to forces: what the taxels read at rest off, kilopascals on known areas as newtons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from thumbwalk.longtable import Made, Table, without

Array = NDArray[np.float64]


@dataclass(frozen=True)
class TableToForce:
    """What a table's values are in the unit that comes out; a faulty taxel's are 0.

    Attributes
    ----------
    rest, scale : (n_taxels,) float64
        A force is ``(value - rest) * scale``.
    faulty : (n_taxels,) bool
    """

    rest: Array
    scale: Array
    faulty: NDArray[np.bool_]

    def __call__(self, rows: NDArray[Any], _supply: Array | None = None) -> Array:
        """Rows of values (n, n_taxels), or some, as forces; a table's values are not by a supply."""
        force = (rows - self.rest) * self.scale
        force[:, self.faulty] = 0.0  # a faulty taxel's NaN would survive the zero
        return np.asarray(force)

    def of(self, values: Table) -> Table:
        """A whole table of values as one of forces."""
        if self.rest.any() or (self.scale != 1.0).any():
            values = Made(values, lambda part, i, _first: (part - self.rest[i]) * self.scale[i])
        return without(values, self.faulty)
