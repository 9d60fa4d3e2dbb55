"""Moments of a practice on a plate, and the rooms that show them."""

from __future__ import annotations

from functools import cache

from tests.app.desks import sitting_of, still_desk
from tests.session.plated import HELLO, PLATE, plate_stream
from tests.session.streams import FIRST_STEPS

from thumbwalk.app.desk import Desk
from thumbwalk.link.wire import Tally, WireDecoder
from thumbwalk.session.practice import Practice
from thumbwalk.session.screen.snapshot import Snapshot
from thumbwalk.session.sitting_state import SittingState
from thumbwalk.virtual.foot import FootSpec
from thumbwalk.virtual.weighed import as_made


@cache
def on_plate(milliseconds: int = 9000, *, drill: bool = True, silent: bool = False) -> Snapshot:
    """A moment of an expert's first steps on a plate, one of whose cells may be silent."""
    spec = FootSpec(
        layout="plate4", drill="first-steps", seed=4, foot="right", missing=("toe_medial",) if silent else ()
    )
    practice = Practice(PLATE, as_made(spec))
    practice.take(HELLO)
    if drill:
        practice.begin(FIRST_STEPS)
    for event in WireDecoder(in_order=True).feed(plate_stream(spec, milliseconds)):
        practice.take(event)
    return practice.snapshot(Tally(), connected=True)


def plate_desk(now: Snapshot, state: SittingState | None = None) -> Desk:
    """A desk at which a plate is open."""
    desk = still_desk(now, state)
    sitting_of(desk).pad = PLATE
    return desk
