"""Work that kills the process which does it, in processes that know nothing of the tests."""

from __future__ import annotations

import os
import signal
from pathlib import Path

Piece = tuple[str, int, bool]
"""A folder, a number, and whether its process dies of it each time and not only the first."""


def doubled(piece: Piece) -> int:
    """Twice the number; who does an odd one is killed the first time, or always."""
    folder, number, always = piece
    mark = Path(folder) / str(number)
    if number % 2 and (always or not mark.exists()):
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * number
