"""How a drill is followed without a window: a progress bar, and what there is to say of the rig."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress

from thumbwalk.cli.guessing import Guessing
from thumbwalk.cli.show import console
from thumbwalk.cli.typed_lines import TypedLines
from thumbwalk.coach.drill.drill import Drill
from thumbwalk.errors import OutputLost
from thumbwalk.interrupts import Noted
from thumbwalk.link.plain_text import escaped
from thumbwalk.session.guesses import Guess
from thumbwalk.session.live import LiveSession
from thumbwalk.session.screen.snapshot import Snapshot


def follow_drill(session: LiveSession, drill: Drill | None, ended: Noted) -> list[Guess]:
    """Run without a window, with a progress bar as long as somebody reads it; gives the forces that were guessed."""
    assert drill is not None  # noqa: S101  it was begun before

    def going() -> bool:
        return not session.wait(0.1) and ended.number is None

    types = sys.stdin is not None and not sys.stdin.closed and sys.stdin.isatty()
    guessing = Guessing(TypedLines().wait if types else None)
    session.start()
    with suppress(OutputLost):
        _show_progress(session, drill, going, guessing)
    while going():
        pass
    return guessing.guesses


def _show_progress(session: LiveSession, drill: Drill, going: Callable[[], bool], guessing: Guessing) -> None:
    from rich.progress import BarColumn, Progress, TextColumn  # noqa: PLC0415  no window waits for a bar

    out = console()
    out.print(f"{drill.title}: {len(drill.sets)} sets, {drill.duration_s:.0f} s, without a display")
    columns = (TextColumn("{task.description:<32}", markup=False), BarColumn(), TextColumn("{task.completed:.0f} s"))
    # it is drawn here alone: a thread of its own would fall over an output that nobody reads
    with Progress(*columns, console=out, auto_refresh=False) as progress:
        bar = progress.add_task("count-in", total=drill.duration_s)
        is_going, said = True, ""
        while is_going:
            is_going = going()
            now = session.snapshot()
            if is_going and (stands := _stands(now, said)) != said:
                said = stands
                progress.console.print(stands, soft_wrap=True)
            for line in (
                guessing.look(now) if is_going else [*guessing.look(now), *guessing.give_up(), *guessing.said()]
            ):
                progress.console.print(line, soft_wrap=True)
            part = None if now.drill is None else now.drill.set
            title = part.title if part is not None else "done"
            progress.update(bar, completed=min(now.time_s, drill.duration_s), description=escaped(title), refresh=True)


def _stands(now: Snapshot, said: str) -> str:
    """What there is to say of the rig: that it is away, with why, or back; what was ``said`` where nothing is new."""
    if not now.stream.connected and now.stream.message:
        return f"Paused: {now.stream.message}"
    return "The rig is back; the drill goes on." if said.startswith("Paused") else said
