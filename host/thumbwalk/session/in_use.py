"""Whether a session is under way: its document is held by the program that keeps it, for as long as that lives.

The system lets go of it when a program ends, however it ends; so a session that crashed can be told from one that runs.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_FAR = 1 << 30
"""A byte that no document reaches: there what is held stays readable."""


@contextmanager
def in_use(document: Path) -> Iterator[None]:
    """Hold a document; where it can't be held (a disk without locks, no such file) nothing is."""
    try:
        file = document.open("rb+")
    except OSError:
        yield
        return
    with file:
        # whoever only asks has it for a moment, which is waited for
        with contextlib.suppress(OSError):
            _lock(file, asks=False)
        yield


def is_in_use(document: Path) -> bool:
    """Whether a program holds a document; not where that can't be told."""
    try:
        with document.open("rb+") as file:
            _lock(file, asks=True)
    except BlockingIOError:
        return True
    except PermissionError:  # what Windows says of a part that is taken, and others of a file that can't be written
        return sys.platform == "win32"
    except OSError:
        return False
    return False


def _lock(file: IO[bytes], *, asks: bool) -> None:
    """Hold an open file until it is closed. Raises OSError, at once where it only ``asks``."""
    if sys.platform == "win32":
        file.seek(_FAR)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK if asks else msvcrt.LK_LOCK, 1)
    else:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB if asks else fcntl.LOCK_EX)
