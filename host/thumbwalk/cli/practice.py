"""Subcommand practice: a drill, live, with what is kept of it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, Progress, TextColumn

from thumbwalk.app import platform
from thumbwalk.cli.connect import (
    asked_lines,
    kept_calibration,
    layout_text,
    opened,
    waits_s,
    warn_of_board,
    warn_of_lines,
)
from thumbwalk.cli.learning import Practising
from thumbwalk.cli.options import (
    BaudOption,
    BitsOption,
    E11Option,
    LayoutOption,
    LinesOption,
    LineUnitOption,
    PortOption,
    ReceiverOption,
    SeedOption,
    VirtualOption,
)
from thumbwalk.cli.show import console, print_drill_score, print_lost, warn
from thumbwalk.coach.drill.document import DrillDocument, drill_to_json
from thumbwalk.coach.drill.drill import Drill
from thumbwalk.coach.drill.drills_file import drill_named, packaged_drills, read_drills
from thumbwalk.coach.targets.caps import Caps
from thumbwalk.coach.targets.targets_file import read_targets
from thumbwalk.errors import LinkLost, NotKept, OptionError, OutputLost, RigError
from thumbwalk.interrupts import Interrupted, Noted, noted
from thumbwalk.link.plain_text import escaped
from thumbwalk.link.tally import losses_said
from thumbwalk.pad import Foot
from thumbwalk.places import drills_dir, drills_path, file_name, sessions_dir, targets_path
from thumbwalk.rig.channels import pad_of
from thumbwalk.rig.opening import OpenRig
from thumbwalk.session.begin import has_begun, prepared, recorded
from thumbwalk.session.kept import PICTURE, RECORDING, SCORE, SessionFolder
from thumbwalk.session.listener import Listener, OnsetWatch
from thumbwalk.session.live import LiveSession
from thumbwalk.session.practice import Practice, lost_part_of
from thumbwalk.session.screen.snapshot import Snapshot
from thumbwalk.virtual.foot import FootSpec
from thumbwalk.virtual.habits import habits_of
from thumbwalk.virtual.hand import HandKind
from thumbwalk.virtual.rig import VirtualRig

_OFFER = "two weights and a minute a tile mend that: `thumbwalk calibrate --quick`"


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
        Foot | None,
        typer.Option(
            "--foot", help="Which foot is practised on; without it the drill's, on the virtual rig, or the layout's."
        ),
    ] = None,
    hand: Annotated[HandKind, typer.Option("--hand", help="Virtual rig: whose hand shows the drill.")] = "expert",
    skill: Annotated[
        float | None,
        typer.Option("--skill", min=0.0, max=1.0, help="Virtual rig: from 0, a beginner, to 1, an expert."),
    ] = None,
    layout: LayoutOption = None,
    e11: E11Option = False,
    lines: LinesOption = False,
    baud: BaudOption = None,
    unit: LineUnitOption = None,
    bits: BitsOption = None,
    learner: Annotated[
        str | None,
        typer.Option("--learner", metavar="NAME", help="Whose practice it is: what is known of them is kept."),
    ] = None,
    receiver: ReceiverOption = None,
) -> None:
    """Practise a drill: see the pressure live, and get a score. Keeps the recording, the score and a picture.

    With --virtual nothing needs to be plugged in: a scripted hand shows the drill until your mouse takes over (press
    and drag on the foot, wheel for the force). Without a display the same drill runs with a progress bar.
    """
    learning = Practising(learner, receiver, virtual=virtual)
    asked = _asked(drill, seed if virtual else None, learning.caps())
    if fast and not virtual:
        raise OptionError("--fast hurries the virtual rig's clock; add --virtual, or leave --fast out")
    others = {"--virtual": virtual, "--e11": e11}
    printed = asked_lines(lines, port, layout, baud=baud, unit=unit, bits=bits, others=others)
    now = datetime.now().astimezone()
    name = file_name(asked.drill.name)
    folder = SessionFolder(out) if out is not None else SessionFolder.dated(sessions_dir(), name, now)
    foot = foot if foot is not None or not virtual else asked.drill.foot
    asked.drill.refuse_other(foot)
    habits_of(hand, skill)  # a pair that makes no hand is refused before anything is made
    spec = FootSpec(
        drill=json.dumps(drill_to_json(asked.drill)),
        hand=hand,
        skill=skill,
        seed=seed,
        foot=foot,
        layout=layout_text(layout),
    )
    windowed = platform.has_display() and not fast
    meanwhile = platform.load if windowed else None
    with opened(port, virtual, spec, lockstep=fast, lines=printed, meanwhile=meanwhile) as rig:
        run = _prepared(rig, asked, layout, foot, e11=e11)
        learning.say_before(asked.drill)
        created = None if fast else now.isoformat(timespec="seconds")
        _practise(rig, run, folder, learning, created=created, lockstep=fast, windowed=windowed)


def _asked(name: str, seed: int | None, caps: Caps) -> DrillDocument:
    """Read the drill of a name and what it is scored by, with the user's own files laid over the package's.

    ``seed`` is of the order of one that is shuffled; None for another each time.
    """
    targets = read_targets(targets_path())
    drill = drill_named(name, read_drills(drills_path(), targets, drills_dir()))
    drill = drill.shuffled(time.time_ns() if seed is None else seed)
    return DrillDocument.of(drill, targets, caps)


def _practise(
    rig: OpenRig,
    run: Practice,
    folder: SessionFolder,
    learning: Practising,
    *,
    created: str | None,
    lockstep: bool,
    windowed: bool,
) -> None:
    """Run it to its end, keep what there is, and only then say so; a signal in the midst of it is raised then."""
    onsets, keep = OnsetWatch(), partial(_keep_scores, run, folder)
    listeners: list[Listener] = [onsets, *learning.watching(run)]
    with noted() as ended:
        folder.make()
        try:
            with recorded(
                *(rig.link, run, folder.recording),
                *listeners,
                created=created,
                lockstep=lockstep,
                way_back=rig.way_back,
                waits_s=waits_s(windowed=windowed),
                on_end=keep,
            ) as session:
                if windowed:
                    _show(session, run, folder, rig.hand, onsets, ended)
                else:
                    _follow(session, run.drill, ended)
        except NotKept as error:
            folder.fail(error)
        finally:
            if not has_begun(run):
                folder.forget()
        if has_begun(run):
            _keep_picture(session, run, folder)
            _keep_learned(learning, run, folder)
        warn(losses_said(session.tally))
        warn_of_lines(rig)
        _say_what_is_kept(run, folder, session.error or _away(session, folder, ended), ended)
    ended.again()
    learning.say()


def _prepared(rig: OpenRig, document: DrillDocument, layout: Path | None, foot: Foot | None, *, e11: bool) -> Practice:
    """Fit the rig to its pad and calibration, warn of what is not as it should be, and begin the drill."""
    warn_of_board(rig)
    pad = pad_of(rig, layout)
    pad = replace(pad, foot=foot) if foot is not None else pad
    calibration, own = kept_calibration(rig, e11=e11)
    if not own and rig.hand is None:
        offer = _OFFER if rig.lines is None else f"{_OFFER}, with the same --port and --lines"
        warn([f"board {rig.hello.board_id} is not calibrated: its newtons are a guess, and are not scored; {offer}"])
    if rig.lines is not None and not pad.is_sole and document.drill.has_places:
        warn([f"layout '{pad.name}' is no sole: the drill is done anywhere on it, and no place is scored"])
        document = replace(document, drill=document.drill.anywhere())
    return prepared(rig.link, pad, calibration, document)


def _show(
    session: LiveSession,
    run: Practice,
    folder: SessionFolder,
    mouse: VirtualRig | None,
    onsets: OnsetWatch,
    ended: Noted,
) -> None:
    """Run the live window until it is closed, or a signal wants it to be."""
    platform.prepare()
    from thumbwalk.app.window import run_practice  # noqa: PLC0415  Qt is loaded only to be shown

    session.start()
    try:
        run_practice(
            session,
            pad=run.pad,
            foot=run.pad.foot or "right",
            hand=mouse,
            on_open=lambda window: onsets.tell(window.wake.emit),
            on_over=lambda _score, png: folder.keep_picture(png),
            on_close=lambda: onsets.tell(None),
            on_closed=folder.keep_picture,
            close_when=lambda _window: ended.number is not None,
        )
    except Interrupted as end:
        ended.number = end.number


def _follow(session: LiveSession, drill: Drill | None, ended: Noted) -> None:
    """Run without a window, with a progress bar as long as somebody reads it."""
    assert drill is not None  # noqa: S101  it was begun in `_prepared`

    def going() -> bool:
        return not session.wait(0.1) and ended.number is None

    session.start()
    with suppress(OutputLost):
        _show_progress(session, drill, going)
    while going():
        pass


def _show_progress(session: LiveSession, drill: Drill, going: Callable[[], bool]) -> None:
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
            part = None if now.drill is None else now.drill.set
            title = part.title if part is not None else "done"
            progress.update(bar, completed=min(now.time_s, drill.duration_s), description=escaped(title), refresh=True)


def _stands(now: Snapshot, said: str) -> str:
    """What there is to say of the rig: that it is away, with why, or back; what was ``said`` where nothing is new."""
    if not now.stream.connected and now.stream.message:
        return f"Paused: {now.stream.message}"
    return "The rig is back; the drill goes on." if said.startswith("Paused") else said


def _keep_scores(run: Practice, folder: SessionFolder) -> None:
    """Keep the scores as soon as the drill is over, though a window may stay open for long after that."""
    if has_begun(run):
        folder.keep_scores([result for _, result in run.results()], run.losses)


def _keep_picture(session: LiveSession, run: Practice, folder: SessionFolder) -> None:
    """Keep a picture, if the window has left none; without Qt's libraries there is none, and that is said."""
    if folder.has_picture:
        return
    try:
        platform.prepare()
        from thumbwalk.app.window import picture  # noqa: PLC0415  Qt is loaded only to draw

        folder.keep_picture(picture(session, pad=run.pad, foot=run.pad.foot or "right"))
    except RigError as error:
        folder.fail(NotKept(str(error)))


def _keep_learned(learning: Practising, run: Practice, folder: SessionFolder) -> None:
    """Keep what is known of the learner from now on."""
    try:
        learning.keep(run, folder.path)
    except RigError as error:
        folder.fail(NotKept(str(error)))


def _away(session: LiveSession, folder: SessionFolder, ended: Noted) -> LinkLost | None:
    """The rig that had not come back when the window was closed, as an error; a signal is told as what it is."""
    if not session.lost or ended.number is not None:
        return None
    return LinkLost(f"{session.lost} and was not back when the window was closed; what came before is in {folder.path}")


def _say_what_is_kept(run: Practice, folder: SessionFolder, error: Exception | None, ended: Noted) -> None:
    """Print the score, then the first thing that went wrong, as an error, or what is where."""
    begun, lost = has_begun(run), list[OutputLost]()
    try:
        for drill, result in run.results() if begun else []:
            print_drill_score(console(), drill, result, packaged_drills())
        if begun:
            print_lost(console(), lost_part_of([result for _, result in run.results()], run.losses))
    except OutputLost as nobody_reads:
        lost.append(nobody_reads)
    if (wrong := error or folder.failure) is not None:
        raise wrong
    if begun and (gone := folder.gone()):
        raise NotKept(f"{folder.path}: {', '.join(gone)} was deleted or moved meanwhile; leave the folder alone")
    if ended.number is not None:
        return
    if lost:
        raise lost[0]
    if begun:
        typer.echo(f"Kept in {folder.path}: {RECORDING}, {SCORE}, {PICTURE}")
