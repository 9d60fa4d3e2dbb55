"""Which sensors failed in the middle of a stream, from when on, and until when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from thumbwalk.language import told
from thumbwalk.signal.health import Begun, LeftOut
from thumbwalk.signal.stretches import Stretch

Failure = tuple[int, float, float]
"""A taxel's index, from when on it failed, and until when, stream seconds; infinity where it has not come back."""


def failures_of(stretches: Iterable[Stretch]) -> list[Failure]:
    """Those of a table, in which all is known; a spike that is bridged is none."""
    return [(one.index, one.start_s, one.end_s) for one in stretches if one.reason]


def reasons_of(
    names: Sequence[str], faults: Iterable[LeftOut], stretches: Iterable[Stretch]
) -> dict[str, Sequence[str]]:
    """Why taxels of a table are left out, by name: for all of it, or a reason for each stretch, in order of time."""
    reasons: dict[str, Sequence[str]] = {fault.taxel: [fault.reason] for fault in faults}
    for one in stretches:
        if one.reason:
            reasons[names[one.index]] = [*reasons.get(names[one.index], ()), one.reason]
    return reasons


def dated(reported: Mapping[int, Sequence[str]], failures: Sequence[Failure]) -> dict[int, Sequence[str]]:
    """Why channels of a stream failed; of one that did so several times each reason says from when on."""
    found = dict(reported)
    for index, reasons in reported.items():
        since = [since_s for failed, since_s, _ in failures if failed == index]
        if len(reasons) > 1 and len(since) == len(reasons):
            found[index] = [
                told("{reason}, from {at_s:.1f} s on", reason=one, at_s=at_s)
                for one, at_s in zip(reasons, since, strict=True)
            ]
    return found


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
