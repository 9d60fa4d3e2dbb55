"""How long the host waits for a board: everything that is timed by the computer's clock, times one factor.

A board may be slow for reasons that are not its own: a port over a network, a hub that is shared with a camera, an
emulator. What is timed by the board's clock needs no patience.
"""

from __future__ import annotations

import math
import os

from thumbwalk.errors import RigError
from thumbwalk.language import told

_MOST = 1000.0
"""A greeting of half an hour: a mistyped factor must not wait for ever."""


def patience() -> float:
    """The factor by which waits are longer than usual, 1 unless the environment says otherwise.

    Raises
    ------
    RigError
        When the variable is no number from 1 to 1000.
    """
    text = os.environ.get("THUMBWALK_PATIENCE", "").strip()
    if not text:
        return 1.0
    try:
        factor = float(text)
    except ValueError:
        factor = math.nan
    if not 1.0 <= factor <= _MOST:
        raise RigError(
            told(
                "THUMBWALK_PATIENCE={text}: not a number from 1 to {most:g}; it says how many times longer a board "
                "is waited for, set it anew or unset it",
                text=text,
                most=_MOST,
            )
        )
    return factor


def patient(seconds: float) -> float:
    """So many seconds, or as many times more as the environment asks for. Raises RigError as `patience`."""
    return seconds * patience()
