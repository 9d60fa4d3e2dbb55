"""Loading many modules at once, without Python looking through all that was loaded for garbage again and again."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def loading() -> Iterator[None]:
    """Load modules within; what they made stays for good, and is not looked through later either.

    Looking takes a tenth of a start, and later, of all that a window is made of, longer than a frame.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.freeze()
            gc.enable()
