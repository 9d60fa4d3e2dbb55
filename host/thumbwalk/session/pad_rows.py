"""What a practice is made of: a board's scans of its tiles, or the readings of a plate's cells, put on one grid."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from thumbwalk.errors import OtherRig
from thumbwalk.language import told
from thumbwalk.link.even_cells import EvenCells
from thumbwalk.link.wire import CellReadings, Hello, Samples, Scans
from thumbwalk.pad import Pad

Rows = tuple[NDArray[np.int64], NDArray[Any]]
"""The stream's times (n,), microseconds, and what was measured then, (n, n_taxels)."""


class RowSource(Protocol):
    """Makes rows of what a board sends, about ``rate_hz`` of them a second."""

    rate_hz: float

    def of(self, samples: Samples) -> Rows | None:
        """Give the rows that are due; None of what is measured elsewhere."""
        ...


class _TileRows:
    """Scans, as they come."""

    def __init__(self, rate_hz: float, pad: Pad) -> None:
        self.rate_hz = rate_hz
        self._pad = pad

    def of(self, samples: Samples) -> Rows | None:
        if not isinstance(samples, Scans):
            return None
        if (n := samples.counts.shape[1]) != self._pad.n_taxels:
            has = {"n": n, "layout": self._pad.name, "of": self._pad.n_taxels}
            what = told("the board sends {n} channels, layout '{layout}' has {of} taxels", **has)
            raise OtherRig(what, told("put the layout's firmware on the board"))
        return samples.time_us, samples.counts


class _CellRows:
    """The cells' readings on one grid."""

    def __init__(self, even: EvenCells) -> None:
        self.rate_hz = even.rate_hz
        self._even = even

    def of(self, samples: Samples) -> Rows | None:
        return self._even.feed(samples) if isinstance(samples, CellReadings) else None


def rows_for(pad: Pad, hello: Hello) -> RowSource:
    """Give what makes a pad's rows of this board's stream.

    Raises
    ------
    OtherRig
        When the pad is a plate, and the board does not read its cells; or has tiles, and the board no channels.
    """
    if not pad.is_plate:
        if not hello.channels:
            what = told(
                "the board sends no channels, layout '{layout}' has {of} taxels", layout=pad.name, of=pad.n_taxels
            )
            raise OtherRig(what, told("put the layout's firmware on the board"))
        return _TileRows(hello.rate_hz, pad)
    if hello.cells is None or len(hello.cells.names) != pad.n_taxels:
        n = 0 if hello.cells is None else len(hello.cells.names)
        what = told("the board reads {n} load cells, layout '{layout}' has {of}", n=n, layout=pad.name, of=pad.n_taxels)
        raise OtherRig(what, told("set it with `thumbwalk config --set cells={of}`", of=pad.n_taxels))
    return _CellRows(EvenCells.of_bank(hello.cells))
