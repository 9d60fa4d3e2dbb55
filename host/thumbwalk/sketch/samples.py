"""Some thousands of a stream's values, spread over all of it: enough to tell whether a hand can have made them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from thumbwalk.gate.values import oddity_of
from thumbwalk.pad import Pad

MOST = 20_000
"""Kept at the most; then every other one goes, and of what comes half as many are kept."""


class Samples:
    """Keeps every n-th of the values that it is given, n growing with the stream; memory does not."""

    def __init__(self) -> None:
        self.kept: list[Sequence[float]] = []
        self._every = 1
        self._seen = 0

    def take(self, values: Sequence[float]) -> None:
        """Take a line's values."""
        self._seen += 1
        if self._seen % self._every:
            return
        self.kept.append(values)
        if len(self.kept) >= MOST:
            del self.kept[::2]
            self._every *= 2

    def odd(self, pad: Pad) -> str | None:
        """What the gate says of them as of a table's, in the pad's unit; None for nothing."""
        found = oddity_of(pad, np.array(self.kept)) if self.kept else None
        return None if found is None else found.says
