"""What `thumbwalk practice --free` does beside what every practice does: no drill, names, and a summary."""

from __future__ import annotations

import math
from collections.abc import Callable
from contextlib import suppress

import typer

from thumbwalk.coach.drill.drills_file import read_drills
from thumbwalk.coach.free.said import clock
from thumbwalk.coach.free.summary import FreeSummary
from thumbwalk.coach.targets.targets_file import read_targets
from thumbwalk.errors import NotKept, OptionError, OutputLost, RigError
from thumbwalk.interrupts import Noted
from thumbwalk.places import drills_dir, drills_path, targets_path
from thumbwalk.session.kept import SessionFolder
from thumbwalk.session.live import LiveSession

SHOWN = "mix"
"""What the scripted hand shows where nobody says: it has every technique."""
_LOOK_S = 0.1


def refuse_mixed(
    drill: str | None, minutes: float | None, feedback: str | None = None, *, free: bool, virtual: bool, fast: bool
) -> None:
    """Refuse options that do not go together, before anything is read."""
    if minutes is not None and not free:
        raise OptionError("--minutes goes with --free; a drill has times of its own, leave it out")
    if feedback is not None and free:
        raise OptionError("--feedback is the help in a drill, and --free has none; leave one of them out")
    if minutes is not None and fast:
        raise OptionError("--minutes goes without --fast, where the scripted hand's end is the end; leave one out")
    if free and drill is not None and not virtual:
        raise OptionError("--free has no drill; leave one of them out (with --virtual --drill is what the hand shows)")


def follow_free(session: LiveSession, ended: Noted, until_s: float) -> None:
    """Run without a window, and tell each technique as it is named, as long as somebody reads it."""
    session.start()

    def going() -> bool:
        if session.snapshot().time_s >= until_s:
            session.stop()
        return not session.wait(_LOOK_S) and ended.number is None

    with suppress(OutputLost):
        _tell(session, going)
    while going():
        pass


def _tell(session: LiveSession, going: Callable[[], bool]) -> None:
    told = ""
    typer.echo("Free practice, without a display; Ctrl-C ends it")
    while going():
        now = session.snapshot()
        if now.technique and now.technique != told:
            told = now.technique
            typer.echo(f"{clock(now.time_s)} {now.technique}")


def ends_s(minutes: float | None) -> float:
    """When free practice ends by itself, stream seconds."""
    return math.inf if minutes is None else 60.0 * minutes


def keep_free(folder: SessionFolder) -> FreeSummary | None:
    """Sum up the recording that was kept, and keep that; None where it can't be, which is noted."""
    from thumbwalk.session.free import free_practice  # noqa: PLC0415  no first frame waits for it

    try:
        targets = read_targets(targets_path())
        done = free_practice(folder.recording, targets, read_drills(drills_path(), targets, drills_dir()))
    except RigError as error:
        folder.fail(NotKept(str(error)))
        return None
    folder.keep_free(done)
    return done.summary
