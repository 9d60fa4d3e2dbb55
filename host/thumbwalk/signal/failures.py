"""Which sensors failed in the middle of a stream, from when on, and until when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from thumbwalk.signal.health import Begun
from thumbwalk.signal.stretches import Stretch

Failure = tuple[int, float, float]
"""A taxel's index, from when on it failed, and until when, stream seconds; infinity where it has not come back."""


def failures_of(stretches: Iterable[Stretch]) -> list[Failure]:
    """Those of a table, in which all is known; a spike that is bridged is none."""
    return [(one.index, one.start_s, one.end_s) for one in stretches if one.reason]


def went_on(
    failures: Sequence[Failure], begun: Iterable[Begun], changes: Iterable[tuple[float, tuple[bool, ...]]]
) -> list[Failure]:
    """Those of a stream with what has begun since, and with when taxels came back.

    ``changes`` are the times from which another set of taxels is left out, each with that set (n_taxels,).
    """
    now = [*failures, *((one.index, one.since_s, np.inf) for one in begun)]
    for at_s, left_out in changes:
        now = [
            (index, since_s, until_s if left_out[index] or at_s <= since_s else min(until_s, at_s))
            for index, since_s, until_s in now
        ]
    return now
