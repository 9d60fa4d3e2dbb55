"""What a layout can resolve: how well places are known on it, and the smallest bites and circles that it tells."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from thumbwalk.pad import Pad
from thumbwalk.touch.localise import can_localise

_OF_PITCH, _OF_PITCH_SQUARED, _LEAST_MM = 0.075, 0.005, 0.3
"""Error of a place over the taxels' pitch. Nine of ten presses of 10 N by discs of 5 to 12 mm, on even mats whose gains
are off by up to 10 %, lie within: fitted under a layer of 9 to 15 mm 0.5 mm at a pitch of 8, 0.6 at 20, 1.0 at 32 (on
the uneven tiles of sole16 2.5); by their centre of pressure under 4 mm 0.4 mm at 8, 1.2 at 15, 3.1 at 20, 7.7 at 32."""
_PLATE_MM = 0.8
"""Error of a place of 10 N on a plate of four load cells whose rests are off by 0.05 N (`touch.plate`)."""
_MEAN_BITE, _RADIUS = 2.0, 4.5
"""The mean of a run's bites and the radius of circles that sixteen tiles tell (from 4 and 9 mm), over that error."""
_SINGLE_BITE = math.sqrt(2.0) / 0.2
"""A single bite has the error of two places, and is resolved where that is a fifth of it."""
_LONGEST_BITE_MM = 10.0
"""The longest bite that targets ask for: a layout that needs longer ones resolves no single bite."""
_ROUND_MM = 5.0
"""What is told of the unresolved heel is rounded up to this."""


@dataclass(frozen=True)
class Resolution:
    """What a layout resolves.

    Attributes
    ----------
    pitch_mm : float
        Median distance from a taxel to its nearest neighbour.
    fitted : bool
        Whether the layer's response is fitted; else a place is the centre of pressure.
    plate : bool
        Whether it is that of a rigid plate on load cells.
    place_mm : float
        Usual error of a place.
    mean_bite_mm : float
        The smallest bite that is told as the mean over a run.
    single_bite_mm : float or None
        The smallest that is told bite by bite; None where that is longer than thumbs walk.
    radius_mm : float
        The smallest radius of circles that is told.
    poor_behind_mm : float or None
        Behind this x no taxels are, so that place along the foot is poor; None where there is no such part.
    """

    pitch_mm: float
    fitted: bool
    plate: bool
    place_mm: float
    mean_bite_mm: float
    single_bite_mm: float | None
    radius_mm: float
    poor_behind_mm: float | None

    @property
    def sentence(self) -> str:
        """All of it in a line."""
        how = "fitted under the layer" if self.fitted else "by their centre of pressure"
        taxels = "load cells under a plate" if self.plate else f"taxels {self.pitch_mm:.0f} mm apart, {how}"
        single = f"single bites from {self.single_bite_mm:.1f}" if self.single_bite_mm else "single bites are not told"
        behind = f"; poor behind x = {self.poor_behind_mm:g} mm" if self.poor_behind_mm is not None else ""
        blows = "; a tap's force and time are not told" if self.plate else ""
        return (
            f"{taxels}: place to about {self.place_mm:.1f} mm{behind}; "
            f"a walk's mean bite from {self.mean_bite_mm:.1f} mm, {single}; circles from {self.radius_mm:.1f} mm radius"
            f"{blows}"
        )


@lru_cache(maxsize=8)
def resolution_of(pad: Pad) -> Resolution | None:
    """What a layout resolves, by its taxels' pitch; None without positions, where there are no places at all."""
    if not pad.has_positions or pad.n_taxels < 2:
        return None
    places = pad.positions_mm
    away = np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1))
    np.fill_diagonal(away, np.inf)
    pitch_mm = float(np.median(away.min(axis=1)))
    fitted = can_localise(pad)
    error_mm = _OF_PITCH * pitch_mm if fitted else _OF_PITCH_SQUARED * pitch_mm**2
    place_mm = _PLATE_MM if pad.is_plate else max(round(error_mm, 1), _LEAST_MM)
    single_mm = _SINGLE_BITE * place_mm
    return Resolution(
        pitch_mm,
        fitted,
        pad.is_plate,
        place_mm,
        _MEAN_BITE * place_mm,
        single_mm if single_mm <= _LONGEST_BITE_MM else None,
        _RADIUS * place_mm,
        _poor_behind_mm(pad, pitch_mm),
    )


def _poor_behind_mm(pad: Pad, pitch_mm: float) -> float | None:
    """Where the rearmost taxels are, in steps of 5 mm, if the foot goes on behind them for more than a pitch."""
    if pad.outline_mm is None:
        return None
    first_mm = float(pad.positions_mm[:, 0].min())
    if first_mm - float(pad.outline_mm[:, 0].min()) <= pitch_mm:
        return None
    return math.ceil(first_mm / _ROUND_MM) * _ROUND_MM
