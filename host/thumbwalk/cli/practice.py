"""Subcommand practice: a drill, live, with what is kept of it."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, Progress, TextColumn

from thumbwalk.app import platform
from thumbwalk.cli.connect import kept_calibration, layout_text, opened, warn_of_version
from thumbwalk.cli.options import E11Option, LayoutOption, PortOption, SeedOption, VirtualOption
from thumbwalk.cli.show import console, print_drill_score, warn
from thumbwalk.coach.drill.document import DrillDocument, drill_to_json
from thumbwalk.coach.drill.drill import Drill
from thumbwalk.coach.drill.drills_file import drill_named, packaged_drills, read_drills
from thumbwalk.coach.targets.caps import read_caps
from thumbwalk.coach.targets.targets_file import read_targets
from thumbwalk.errors import RecordingError
from thumbwalk.pad import Foot
from thumbwalk.places import caps_path, drills_path, sessions_dir, targets_path
from thumbwalk.rig.fit import pad_for
from thumbwalk.rig.opening import OpenRig
from thumbwalk.session.begin import prepared, recorded
from thumbwalk.session.kept import PICTURE, RECORDING, SCORE, SessionFolder
from thumbwalk.session.listener import OnsetWatch
from thumbwalk.session.live import LiveSession
from thumbwalk.session.practice import Practice
from thumbwalk.virtual.foot import FootSpec
from thumbwalk.virtual.habits import habits_of
from thumbwalk.virtual.hand import HandKind
from thumbwalk.virtual.rig import VirtualRig


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
    asked = _asked(drill)
    if fast and not virtual:
        raise RecordingError("--fast hurries the virtual rig's clock; add --virtual, or leave --fast out")
    now = datetime.now().astimezone()
    folder = SessionFolder(out) if out is not None else SessionFolder.dated(sessions_dir(), asked.drill.name, now)
    habits_of(hand, skill)  # a pair that makes no hand is refused before anything is made
    spec = FootSpec(
        drill=json.dumps(drill_to_json(asked.drill)),
        hand=hand,
        skill=skill,
        seed=seed,
        foot=foot,
        layout=layout_text(layout),
    )
    with opened(port, virtual, spec, lockstep=fast) as rig:
        run = _prepared(rig, asked, layout, foot, e11=e11)
        folder.make()
        created = None if fast else now.isoformat(timespec="seconds")
        _practise(rig, run, folder, created=created, lockstep=fast)


def _asked(name: str) -> DrillDocument:
    """Read the drill of a name and what it is scored by, with the user's own files laid over the package's."""
    targets = read_targets(targets_path())
    return DrillDocument.of(drill_named(name, read_drills(drills_path(), targets)), targets, read_caps(caps_path()))


def _practise(rig: OpenRig, run: Practice, folder: SessionFolder, *, created: str | None, lockstep: bool) -> None:
    """Run it to its end, keep what there is and say so; a Ctrl-C in the midst of it is raised then."""
    windowed, interrupted = _has_display() and not lockstep, False
    onsets, keep = OnsetWatch(), partial(_keep_scores, run, folder)
    with ExitStack() as saving:
        with recorded(
            rig.link, run, folder.recording, onsets, created=created, lockstep=lockstep, on_end=keep
        ) as session:
            try:
                if windowed:
                    _show(session, run, folder, rig.hand, onsets)
                else:
                    _follow(session, run.drill)
            except KeyboardInterrupt:
                interrupted = True
            finally:
                saving.enter_context(_undisturbed())
        if not folder.has_picture:
            _keep_picture(session, run, folder)
        _say_what_is_kept(run, folder, session.error)
    if interrupted:
        raise KeyboardInterrupt


def _prepared(rig: OpenRig, document: DrillDocument, layout: Path | None, foot: Foot | None, *, e11: bool) -> Practice:
    """Fit the rig to its pad and calibration, warn of what is not as it should be, and begin the drill."""
    warn_of_version(rig.hello)
    pad = pad_for(rig.hello, layout)
    pad = replace(pad, foot=foot) if foot is not None else pad
    calibration, own = kept_calibration(rig.hello, e11=e11)
    if not own and rig.hand is None:
        warn([f"board {rig.hello.board_id} is not calibrated, its forces are rough; run `thumbwalk calibrate`"])
    return prepared(rig.link, pad, calibration, document)


def _has_display() -> bool:
    """Whether somebody would see a window."""
    if os.environ.get("QT_QPA_PLATFORM") in ("offscreen", "minimal"):
        return False
    return not sys.platform.startswith("linux") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _show(
    session: LiveSession, run: Practice, folder: SessionFolder, mouse: VirtualRig | None, onsets: OnsetWatch
) -> None:
    """Run the live window until it is closed."""
    platform.prepare()
    from thumbwalk.app.run import run_practice  # noqa: PLC0415  Qt is loaded only to be shown

    session.start()
    run_practice(
        session,
        pad=run.pad,
        foot=run.pad.foot or "right",
        hand=mouse,
        on_open=lambda window: onsets.tell(window.wake.emit),
        on_over=lambda _score, png: folder.keep_picture(png),
        on_close=lambda: onsets.tell(None),
        on_closed=folder.keep_picture,
    )


def _follow(session: LiveSession, drill: Drill | None) -> None:
    """Run without a window, with a progress bar."""
    assert drill is not None  # noqa: S101  it was begun in `_prepared`
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
            part = None if now.drill is None else now.drill.set
            title = part.title if part is not None else "done"
            progress.update(bar, completed=min(now.time_s, drill.duration_s), description=title)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Let a second Ctrl-C wait until everything is kept; elsewhere than in the main thread there is none."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, signal.SIG_IGN) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _keep_scores(run: Practice, folder: SessionFolder) -> None:
    """Keep the scores as soon as the drill is over, though a window may stay open for long after that."""
    folder.keep_scores([result for _, result in run.results()])


def _keep_picture(session: LiveSession, run: Practice, folder: SessionFolder) -> None:
    platform.prepare()
    from thumbwalk.app.run import picture  # noqa: PLC0415  Qt is loaded only to draw

    folder.keep_picture(picture(session, pad=run.pad, foot=run.pad.foot or "right"))


def _say_what_is_kept(run: Practice, folder: SessionFolder, error: Exception | None) -> None:
    """Print the score, then the first thing that went wrong, as an error, or what is where."""
    for drill, result in run.results():
        print_drill_score(console(), drill, result, packaged_drills())
    if (wrong := error or folder.failure) is not None:
        raise wrong
    typer.echo(f"Kept in {folder.path}: {RECORDING}, {SCORE}, {PICTURE}")
