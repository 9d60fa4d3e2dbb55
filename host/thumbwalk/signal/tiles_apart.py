"""Whether tiles that were measured with the same weights agree: what a wrong weight does to one of them."""

from __future__ import annotations

from statistics import median

import numpy as np

from thumbwalk.errors import CalibrationError
from thumbwalk.language import told
from thumbwalk.signal.curve import SensorCurve

MOST_APART = 1.6
"""Times the level of the other tiles, or a part of it. Parts differ by 6 % (Interlink FSR 402 data sheet), under a
layer and its pucks by a third or so; a weight that was half or twice what was said makes a factor of 1.9."""
_SAME_AGAIN = 1.15
"""What is measured twice and differs by less is the tile's own."""
_LEVELS_N = np.array([2.0, 5.0, 10.0])
"""Where levels are compared: between the weights that are usually put on."""


class TilesApart:
    """The levels of the tiles that were measured so far, as gains on the usual curve."""

    def __init__(self) -> None:
        self._gains: dict[str, float] = {}
        self._doubted: dict[str, float] = {}

    def check(self, name: str, curve: SensorCurve) -> None:
        """Take a tile's curve; one that is apart from the others is taken when it comes out so a second time.

        Raises
        ------
        CalibrationError
            When it is apart from them: that, by how much, and what to do.
        """
        usual_us = SensorCurve.generic().conductance_of(_LEVELS_N)
        gain = float(np.median(curve.conductance_of(_LEVELS_N) / usual_us))
        others = [one for other, one in self._gains.items() if other != name]
        if others and not _near(gain, median(others), MOST_APART):
            before = self._doubted.get(name)
            if before is None or not _near(gain, before, _SAME_AGAIN):
                self._doubted[name] = gain
                raise CalibrationError(
                    told(
                        "{n:.1f} times the conductance of the tiles before it, sensors of a kind have {least:.1f} to "
                        "{most:g} times; a weight here or there was another than was said. If it comes out so "
                        "again, it is taken as the tile's own",
                        n=gain / median(others),
                        least=1.0 / MOST_APART,
                        most=MOST_APART,
                    )
                )
        self._gains[name] = gain

    def level_said(self) -> str:
        """What is to be said of all tiles together; "" where they are near the usual level.

        Sensors of another kind are not told from weights that were all another: published cells differ by 4.5 times.
        """
        if not self._gains or _near(level := median(self._gains.values()), 1.0, MOST_APART):
            return ""
        return told(
            "All tiles read {n:.1f} times the usual conductance: other sensors than usual, or every weight was "
            "another than was said. Look at one known weight in Rig before you believe the newtons.",
            n=level,
        )


def _near(one: float, other: float, most: float) -> bool:
    return 1.0 / most <= one / other <= most
