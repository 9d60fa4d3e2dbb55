"""The window of `thumbwalk practice`, until it is over, with the best set beside what was done; and its picture."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from thumbwalk.app import platform
from thumbwalk.app.actions import Actions
from thumbwalk.app.best_before import NONE_BEFORE, BestBefore, BestSets, BestWanted
from thumbwalk.coach.drill.drill import Drill
from thumbwalk.coach.free.summary import FreeSummary
from thumbwalk.errors import NotKept, RigError
from thumbwalk.interrupts import Interrupted, Noted
from thumbwalk.rig.trial_rig import VirtualHand
from thumbwalk.session.kept import SessionFolder
from thumbwalk.session.listener import OnsetWatch
from thumbwalk.session.live import LiveSession
from thumbwalk.session.practice import Practice
from thumbwalk.sound.sounds import Sounds


@dataclass(frozen=True)
class Bests:
    """Whose best of a drill is ``wanted`` beside a new one, and what reads it, which may take its time."""

    wanted: Callable[[Drill], BestWanted]
    read: Callable[[BestWanted], BestSets]


def show_practice(
    session: LiveSession,
    run: Practice,
    folder: SessionFolder,
    mouse: VirtualHand | None,
    onsets: OnsetWatch,
    ended: Noted,
    until_s: float,
    sounds: Sounds | None,
    bests: Bests | None,
) -> None:
    """Run the live window until it is closed, a signal wants it to be, or the stream is so long.

    With ``bests`` what was done can be watched beside the learner's best set of the same drill.
    """
    platform.prepare()
    from thumbwalk.app.window import run_practice  # noqa: PLC0415  Qt is loaded only to be shown

    session.start()
    asks = session.controls
    # nobody waits for the store, which takes a second to load
    with ThreadPoolExecutor(1, thread_name_prefix="thumbwalk-best") as reading:
        before = None if bests is None else BestBefore(bests.read, reading)

        def best(drill: Drill) -> BestSets:
            return NONE_BEFORE if before is None or bests is None else before.of(bests.wanted(drill))

        try:
            run_practice(
                session,
                pad=run.pad,
                foot=run.pad.foot or "right",
                hand=mouse,
                actions=Actions()
                if run.drill is None
                else Actions(pause=asks.pause, resume=asks.resume, guess=session.guess),
                sounds=sounds,
                best=best,
                on_open=lambda window: onsets.tell(window.wake.emit),
                on_over=lambda _score, png: folder.keep_picture(png),
                on_close=lambda: onsets.tell(None),
                # of free practice the end is the picture
                on_closed=folder.keep_picture if run.drill is not None else None,
                close_when=lambda _window: ended.number is not None or session.snapshot().time_s >= until_s,
            )
        except Interrupted as end:
            ended.number = end.number


def show_end_of_free(session: LiveSession, run: Practice, done: FreeSummary, ended: Noted) -> None:
    """Show what a free practice came to until that window is closed, too."""
    from thumbwalk.app.window import show_free_end  # noqa: PLC0415  Qt was loaded for the window before

    try:
        foot = run.pad.foot or "right"
        show_free_end(session, done, pad=run.pad, foot=foot, close_when=lambda _window: ended.number is not None)
    except Interrupted as end:
        ended.number = end.number


def keep_a_picture(session: LiveSession, run: Practice, folder: SessionFolder, free: FreeSummary | None) -> None:
    """Keep a picture, if the window has left none; without Qt's libraries there is none, and that is said.

    Of free practice it shows what that came to, as far as that is known.
    """
    if folder.has_picture:
        return
    try:
        platform.prepare()
        from thumbwalk.app.window import picture  # noqa: PLC0415  Qt is loaded only to draw

        folder.keep_picture(picture(session, pad=run.pad, foot=run.pad.foot or "right", free=free))
    except RigError as error:
        folder.fail(NotKept(str(error)))
