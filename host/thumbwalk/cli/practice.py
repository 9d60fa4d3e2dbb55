"""Subcommands to practise: the drill itself, and the list of drills."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, Progress, TextColumn
from rich.table import Table

from thumbwalk.app import platform
from thumbwalk.cli.connect import (
    E11Option,
    JsonOption,
    LayoutOption,
    PortOption,
    SeedOption,
    VirtualOption,
    calibration_for,
    layout_text,
    opened,
    pad_for,
    warn_of_version,
)
from thumbwalk.cli.show import console, json_text, print_drill_score, print_json, warn
from thumbwalk.coach.drill.document import drill_to_json
from thumbwalk.coach.drill.drill import Drill, drill_named, load_drills
from thumbwalk.errors import RecordingError
from thumbwalk.link.plain_text import escaped
from thumbwalk.link.tally import losses_said
from thumbwalk.pad import Foot
from thumbwalk.places import file_name, sessions_dir, write_whole
from thumbwalk.session.live import LiveSession
from thumbwalk.session.practice import Practice
from thumbwalk.session.recording import RecordingWriter
from thumbwalk.virtual.foot import FootSpec
from thumbwalk.virtual.habits import habits_of
from thumbwalk.virtual.hand import HandKind
from thumbwalk.virtual.rig import VirtualRig

RECORDING, SCORE, PICTURE = "practice.twr", "score.json", "window.png"
"""What a practice leaves in its folder."""


def practice(
    virtual: VirtualOption = False,
    port: PortOption = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Folder for what is kept; without it one under sessions/."),
    ] = None,
    drill: Annotated[
        str, typer.Option("--drill", metavar="NAME", help="Drill to practise; see `thumbwalk drills`.")
    ] = ("first-steps"),
    seed: SeedOption = 0,
    fast: Annotated[
        bool, typer.Option("--fast", help="Virtual rig in lock-step: as fast as it goes, without the live window.")
    ] = False,
    foot: Annotated[
        Foot | None, typer.Option("--foot", help="Which foot is practised on; without it the layout's.")
    ] = None,
    hand: Annotated[HandKind, typer.Option("--hand", help="Virtual rig: whose hand shows the drill.")] = "expert",
    skill: Annotated[
        float | None,
        typer.Option("--skill", min=0.0, max=1.0, help="Virtual rig: from 0, a beginner, to 1, an expert."),
    ] = None,
    layout: LayoutOption = None,
    e11: E11Option = False,
) -> None:
    """Practise a drill: see the pressure live, and get a score. Keeps the recording, the score and a picture.

    With --virtual nothing needs to be plugged in: a scripted hand shows the drill until your mouse takes over (press
    and drag on the foot, wheel for the force). Without a display the same drill runs with a progress bar.
    """
    asked = drill_named(drill)
    if fast and not virtual:
        raise RecordingError("--fast hurries the virtual rig's clock; add --virtual, or leave --fast out")
    folder = _new_folder(out, asked)
    habits_of(hand, skill)  # a pair that makes no hand is refused before anything is made
    spec = FootSpec(drill=drill, hand=hand, skill=skill, seed=seed, foot=foot, layout=layout_text(layout))
    interrupted = False
    with opened(port, virtual, spec, lockstep=fast) as (rig, mouse):
        warn_of_version(rig.hello)
        pad = pad_for(rig.hello, layout)
        pad = replace(pad, foot=foot) if foot is not None else pad
        calibration, own = calibration_for(rig.hello, e11=e11)
        if not own and not virtual:
            warn([f"board {rig.hello.board_id} is not calibrated, its forces are rough; run `thumbwalk calibrate`"])
        run = Practice(pad, calibration)
        run.take(rig.hello)
        run.begin(asked)
        folder = _made(folder, may_be_there=out is not None)
        created = None if fast else datetime.now().astimezone().isoformat(timespec="seconds")
        with RecordingWriter(folder / RECORDING, pad, calibration, created=created) as writer:
            run.note_in(writer)
            session = LiveSession(rig, run, writer, lockstep=fast)
            try:
                if _has_display() and not fast:
                    _show(session, run, folder, mouse)
                else:
                    _follow(session, asked)
            except KeyboardInterrupt:
                interrupted = True
            finally:
                session.stop()
        with _undisturbed():
            _keep(session, run, folder)
        if session.error is not None:
            raise session.error
    if interrupted:
        raise KeyboardInterrupt


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Let a second Ctrl-C wait until everything is kept; elsewhere than in the main thread there is none."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _made(folder: Path, *, may_be_there: bool) -> Path:
    """Make the folder; one that was not asked for by name gives way to another practice of the same second."""
    wanted, number = folder, 1
    try:
        while True:
            try:
                folder.mkdir(parents=True, exist_ok=may_be_there)
            except FileExistsError:
                number += 1
                folder = wanted.with_name(f"{wanted.name}-{number}")
            else:
                return folder
    except OSError as error:
        raise RecordingError(f"{folder}: can't make the folder: {error.strerror}; name another --out") from error


def drills(json: JsonOption = False) -> None:
    """List the drills that can be practised."""
    known = load_drills()
    if json:
        print_json({"version": 1, "drills": [drill_to_json(one) for one in known.values()]})
        return
    table = Table("drill", "title", "sets", "seconds", "what for")
    for one in known.values():
        sets = ", ".join(part.technique for part in one.sets)
        table.add_row(one.name, one.title, sets, f"{one.duration_s:.0f}", one.description)
    console().print(table)


def _new_folder(out: Path | None, drill: Drill) -> Path:
    """Choose the folder, and refuse one that holds a practice already; nothing is made yet."""
    folder = out
    if folder is None:
        folder = sessions_dir() / f"{datetime.now():%Y-%m-%d_%H%M%S}_{file_name(drill.name)}"
    taken = next((name for name in (RECORDING, SCORE, PICTURE) if (folder / name).exists()), None)
    if taken is not None:
        raise RecordingError(f"{folder}: there is a {taken} in it already; name another --out, or move it away")
    if folder.exists() and not folder.is_dir():
        raise RecordingError(f"{folder}: is a file, not a folder; name another --out")
    return folder


def _has_display() -> bool:
    """Whether somebody would see a window."""
    if os.environ.get("QT_QPA_PLATFORM") in ("offscreen", "minimal"):
        return False
    return not sys.platform.startswith("linux") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _show(session: LiveSession, run: Practice, folder: Path, mouse: VirtualRig | None) -> None:
    """Run the live window until it is closed; what is kept is written as soon as the drill is over."""
    platform.prepare()
    from thumbwalk.app.run import grab, run_practice  # noqa: PLC0415  Qt is loaded only to be shown
    from thumbwalk.app.window import PracticeWindow  # noqa: PLC0415

    session.start()

    def wake_at_onsets(window: PracticeWindow) -> None:
        session.tell_onset(window.wake.emit)

    def keep_once(window: PracticeWindow) -> bool:
        if not session.running and not (folder / PICTURE).exists():
            window.pull()
            _keep_score(run, folder)
            grab(window, folder / PICTURE)
        return False

    foot = run.pad.foot or "right"
    run_practice(
        session,
        pad=run.pad,
        drill=run.drill,
        foot=foot,
        hand=mouse,
        screenshot=folder / PICTURE,
        close_when=keep_once,
        on_open=wake_at_onsets,
        on_close=lambda: session.tell_onset(None),
    )


def _follow(session: LiveSession, drill: Drill) -> None:
    """Run without a window, with a progress bar."""
    out = console()
    out.print(f"{drill.title}: {len(drill.sets)} sets, {drill.duration_s:.0f} s, without a display")
    columns = (TextColumn("{task.description:<32}", markup=False), BarColumn(), TextColumn("{task.completed:.0f} s"))
    session.start()
    with Progress(*columns, console=out) as progress:
        bar = progress.add_task("count-in", total=drill.duration_s)
        over = False
        while not over:
            over = session.wait(0.1)
            now = session.snapshot()
            title = now.set.title if now.set is not None else "done"
            progress.update(bar, completed=min(now.time_s, drill.duration_s), description=escaped(title))


def _keep_score(run: Practice, folder: Path) -> None:
    result = run.result()
    if result is None:
        return
    try:
        write_whole(folder / SCORE, [json_text(result.to_json())])
    except OSError as error:
        raise RecordingError(f"{folder / SCORE}: can't write the score: {error.strerror}; make room first") from error


def _keep(session: LiveSession, run: Practice, folder: Path) -> None:
    """Write the score and, where no window did, the picture; say what is where."""
    drill, result = run.drill, run.result()
    warn(losses_said(session.tally))
    if drill is not None and result is not None:
        print_drill_score(console(), drill, result)
    _keep_score(run, folder)
    if not (folder / PICTURE).exists():
        platform.prepare()
        from thumbwalk.app.run import picture  # noqa: PLC0415  Qt is loaded only to draw

        picture(session, folder / PICTURE, pad=run.pad, drill=run.drill, foot=run.pad.foot or "right")
    typer.echo(f"Kept in {folder}: {RECORDING}, {SCORE}, {PICTURE}")
