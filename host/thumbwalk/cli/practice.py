"""Subcommand practice: a drill, or free practice, live, with what is kept of it."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from thumbwalk.app import platform
from thumbwalk.app.best_before import BestWanted
from thumbwalk.cli.connect import (
    asked_lines,
    kept_for,
    layout_text,
    opened,
    waits_s,
    warn_of_board,
    warn_of_lines,
)
from thumbwalk.cli.follow_drill import follow_drill
from thumbwalk.cli.free_practice import SHOWN, ends_s, follow_free, keep_free, refuse_mixed
from thumbwalk.cli.keeping import keep_in_store, opened_store, under_way, wants_store
from thumbwalk.cli.lsl import outlets, refuse_lsl
from thumbwalk.cli.options import (
    BaudOption,
    BitsOption,
    BuiltOption,
    DatabaseOption,
    E11Option,
    HandsOption,
    LayoutOption,
    LinesOption,
    LineUnitOption,
    LslOption,
    PortOption,
    ReceiverOption,
    SeedOption,
    VirtualOption,
)
from thumbwalk.cli.practice_window import Bests, keep_a_picture, show_end_of_free, show_practice
from thumbwalk.cli.practising import Help, Practising
from thumbwalk.cli.reading_best import read_best
from thumbwalk.cli.show import console, print_drill_score, print_lost, warn
from thumbwalk.cli.show_free import print_free
from thumbwalk.cli.sounding import sounding
from thumbwalk.cli.speaking import speak_as_set
from thumbwalk.coach.drill.document import DrillDocument, drill_to_json
from thumbwalk.coach.drill.drills_file import drill_named, packaged_drills, read_drills
from thumbwalk.coach.free.summary import FreeSummary
from thumbwalk.coach.targets.targets_file import read_targets
from thumbwalk.errors import LinkLost, NotKept, OptionError, OutputLost, RigError
from thumbwalk.interrupts import Noted, noted
from thumbwalk.link.tally import losses_said
from thumbwalk.pad import Foot
from thumbwalk.places import drills_dir, drills_path, file_name, sessions_dir, targets_path
from thumbwalk.rig.channels import pad_of
from thumbwalk.rig.opening import OpenRig
from thumbwalk.session.about import About
from thumbwalk.session.begin import has_begun, prepared, recorded
from thumbwalk.session.kept import FREE, PICTURE, RECORDING, SCORE, SessionFolder
from thumbwalk.session.listener import Listener, OnsetWatch
from thumbwalk.session.live import LiveSession
from thumbwalk.session.outcome import lost_part_of
from thumbwalk.session.practice import Practice
from thumbwalk.session.waiting_hand import WaitingHand
from thumbwalk.sound.sounds import Sounds
from thumbwalk.virtual.as_built import parse_built
from thumbwalk.virtual.foot import FootSpec
from thumbwalk.virtual.habits import habits_of
from thumbwalk.virtual.hand import HandKind

_OFFER = "two weights and a minute a tile mend that: `thumbwalk calibrate --quick`"
_OFFER_OF_PLATE = (
    "nor are places; hands off until the plate has lain still for half a second; one weight at five places mends "
    "that: `thumbwalk calibrate`"
)


def practice(
    virtual: VirtualOption = False,
    port: PortOption = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Folder for what is kept; without it one under sessions/."),
    ] = None,
    drill: Annotated[
        str | None,
        typer.Option(
            "--drill", metavar="NAME", help="Drill to practise; see `thumbwalk drills`. Without it first-steps."
        ),
    ] = None,
    free: Annotated[
        bool, typer.Option("--free", help="Practise without a drill: what you do is named, and summed up in the end.")
    ] = False,
    minutes: Annotated[
        float | None,
        typer.Option(
            "--minutes", min=0.1, max=180.0, help="With --free: end after so many minutes; without it, when you do."
        ),
    ] = None,
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
    built: BuiltOption = None,
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
    feedback: Annotated[
        Help | None,
        typer.Option(
            "--feedback",
            help="How much help, in every set; drill is as the drill says. Without it your cold sets decide.",
        ),
    ] = None,
    lsl: LslOption = False,
    side: HandsOption = None,
    database: DatabaseOption = None,
) -> None:
    """Practise a drill, or freely: see the pressure live, and how it went. Keeps the recording, that and a picture.

    With --virtual nothing needs to be plugged in: a scripted hand shows the drill until your mouse takes over (press
    and drag on the foot, wheel for the force). Without a display the same drill runs with a progress bar.
    """
    refuse_mixed(drill, minutes, feedback, free=free, virtual=virtual, fast=fast)
    learning = Practising(learner, receiver, virtual=virtual, chosen=feedback)
    asked = _asked(drill or (SHOWN if free else "first-steps"), seed if virtual else None, learning)
    if fast and not virtual:
        raise OptionError("--fast hurries the virtual rig's clock; add --virtual, or leave --fast out")
    if lsl:
        refuse_lsl(hurried=fast)
    others = {"--virtual": virtual, "--e11": e11}
    printed = asked_lines(lines, port, layout, baud=baud, unit=unit, bits=bits, others=others)
    now = datetime.now().astimezone()
    name = "free" if free else file_name(asked.drill.name)
    folder = SessionFolder(out) if out is not None else SessionFolder.dated(sessions_dir(), name, now)
    foot = foot if foot is not None or not virtual else asked.drill.foot
    asked.drill.refuse_other(foot)
    habits_of(hand, skill)  # a pair that makes no hand is refused before anything is made
    if built and not virtual:
        raise OptionError("--built is for the virtual rig; add --virtual, or leave it out")
    as_built = parse_built(built or [])
    spec = FootSpec(hand=hand, skill=skill, seed=seed, foot=foot, layout=layout_text(layout), **as_built)
    if virtual:
        asked = learning.fitted(asked, spec.pad())
        spec = replace(spec, drill=json.dumps(drill_to_json(asked.drill)))
    windowed = platform.has_display() and not fast
    meanwhile = partial(platform.load, spec.pad()) if windowed else None
    if windowed:
        speak_as_set()
    with (
        sounding(windowed=windowed) as sounds,
        opened(port, virtual, spec, lockstep=fast, lines=printed, meanwhile=meanwhile) as rig,
    ):
        run = _prepared(rig, None if free else asked, layout, foot, learning, e11=e11)
        learning.say_before(None if free else asked.drill)
        # in free practice a scripted hand that nobody can take over is followed to its end
        shown_s = asked.drill.duration_s if virtual and not fast and not windowed else math.inf
        until_s = min(ends_s(minutes), shown_s) if free else math.inf
        about = learning.about(run, side)
        keeps = partial(keep_in_store, database)
        end = (None if fast else now.isoformat(timespec="seconds"), until_s)
        _practise(
            *(rig, run, folder, learning, outlets(run, rig, lsl=lsl), about, keeps, *end),
            lockstep=fast,
            windowed=windowed,
            sounds=sounds,
            bests=_bests(run, about, folder, database) if wants_store(database) else None,
        )


def _bests(run: Practice, about: About, folder: SessionFolder, database: str | None) -> Bests:
    """What is to be seen beside this practice; not what is just done itself."""
    rig = about.virtual, run.pad.foot or "right", run.pad.name
    return Bests(
        lambda drill: BestWanted(about.learner, *rig, drill, folder.path.absolute()),
        # what came before was taken in when it ended
        lambda wanted: read_best(wanted, lambda: opened_store(database)),
    )


def _asked(name: str, seed: int | None, learning: Practising) -> DrillDocument:
    """Read the drill of a name and what it is scored by, with the user's own files laid over the package's.

    ``seed`` is of the order of one that is shuffled; None for another each time. Its help is the learner's.
    """
    targets = read_targets(targets_path())
    drill = drill_named(name, read_drills(drills_path(), targets, drills_dir()))
    drill = learning.helped(drill.shuffled(time.time_ns() if seed is None else seed))
    return DrillDocument.of(drill, targets, learning.caps())


def _practise(
    rig: OpenRig,
    run: Practice,
    folder: SessionFolder,
    learning: Practising,
    others: Sequence[Listener],
    about: About,
    keep_all: partial[None],
    created: str | None,
    until_s: float,
    *,
    lockstep: bool,
    windowed: bool,
    sounds: Sounds | None,
    bests: Bests | None,
) -> None:
    """Run it to its end, keep what there is, and only then say so; a signal in the midst of it is raised then.

    Without a drill it ends at ``until_s`` of the stream.
    """
    is_free, summary, onsets = run.drill is None, None, OnsetWatch()
    listeners: list[Listener] = [onsets, *learning.watching(run), *others]
    if rig.hand is not None and not lockstep:
        listeners.append(WaitingHand(run, rig.hand.be_late))
    with noted() as ended:
        folder.make()
        with under_way(folder, about):
            try:
                with recorded(
                    *(rig.link, run, folder.recording),
                    *listeners,
                    created=created,
                    lockstep=lockstep,
                    way_back=rig.way_back,
                    waits_s=waits_s(windowed=windowed),
                    on_end=partial(_keep_scores, run, folder),
                ) as session:
                    if windowed:
                        show_practice(session, run, folder, rig.hand, onsets, ended, until_s, sounds, bests)
                    elif is_free:
                        follow_free(session, ended, until_s)
                    else:
                        run.guesses.extend(follow_drill(session, run.drill, ended))
            except NotKept as error:
                folder.fail(error)
            finally:
                if not has_begun(run):
                    folder.forget()
            if has_begun(run):
                summary = keep_free(folder) if is_free else None
                keep_a_picture(session, run, folder, summary)
                _keep_learned(learning, run, folder, summary)
        warn(losses_said(session.tally))
        warn_of_lines(rig)
        wrong = session.error or _away(session, folder, ended)
        try:
            _say_what_is_kept(run, folder, wrong, ended, summary)
        finally:
            if has_begun(run):
                # one that did not end in order is followed once more, as it is on the disk
                is_whole = session.error is None and folder.failure is None
                keep_all({folder.path.absolute(): run} if is_whole else {}, is_told=not is_whole)
        if windowed and summary is not None and ended.number is None:
            show_end_of_free(session, run, summary, ended)
    ended.again()
    learning.say(run.drill)


def _prepared(
    rig: OpenRig,
    document: DrillDocument | None,
    layout: Path | None,
    foot: Foot | None,
    learning: Practising,
    *,
    e11: bool,
) -> Practice:
    """Fit the rig to its pad and calibration, warn of what is not as it should be, and begin the drill, if any."""
    warn_of_board(rig)
    pad = pad_of(rig, layout)
    pad = replace(pad, foot=foot) if foot is not None else pad
    calibration, own = kept_for(rig, pad, e11=e11)
    if not own and rig.hand is None:
        offer = _OFFER if rig.lines is None else f"{_OFFER}, with the same --port and --lines"
        offer = _OFFER_OF_PLATE if pad.is_plate else offer
        warn([f"board {rig.hello.board_id} is not calibrated: its newtons are a guess, and are not scored; {offer}"])
    if document is not None and rig.lines is not None and not pad.is_sole and document.drill.has_places:
        warn([f"layout '{pad.name}' is no sole: the drill is done anywhere on it, and no place is scored"])
        document = replace(document, drill=document.drill.anywhere())
    document = None if document is None else learning.fitted(document, pad)
    return prepared(rig.link, pad, calibration, document, named=document is None)


def _keep_scores(run: Practice, folder: SessionFolder) -> None:
    """Keep the scores as soon as the drill is over, though a window may stay open for long after that."""
    if has_begun(run):
        folder.keep_scores([result for _, result in run.results()], run.losses)


def _keep_learned(learning: Practising, run: Practice, folder: SessionFolder, free: FreeSummary | None) -> None:
    """Keep what is known of the learner from now on."""
    try:
        learning.keep(run, folder.path, free)
    except RigError as error:
        folder.fail(NotKept(str(error)))


def _away(session: LiveSession, folder: SessionFolder, ended: Noted) -> LinkLost | None:
    """The rig that had not come back when the window was closed, as an error; a signal is told as what it is."""
    if not session.lost or ended.number is not None:
        return None
    return LinkLost(f"{session.lost} and was not back when the window was closed; what came before is in {folder.path}")


def _say_what_is_kept(
    run: Practice, folder: SessionFolder, error: Exception | None, ended: Noted, free: FreeSummary | None
) -> None:
    """Print the score, or what was done, then the first thing that went wrong, as an error, or what is where."""
    begun, lost = has_begun(run), list[OutputLost]()
    try:
        for drill, result in run.results() if begun else []:
            print_drill_score(console(), drill, result, packaged_drills(), run.pad.foot)
        if free is not None:
            print_free(console(), free)
        if begun:
            print_lost(console(), lost_part_of([result for _, result in run.results()], run.losses))
    except OutputLost as nobody_reads:
        lost.append(nobody_reads)
    if (wrong := error or folder.failure) is not None:
        raise wrong
    document = SCORE if run.drill is not None else FREE
    if begun and (gone := folder.gone(document)):
        raise NotKept(f"{folder.path}: {', '.join(gone)} was deleted or moved meanwhile; leave the folder alone")
    if ended.number is not None:
        return
    if lost:
        raise lost[0]
    if begun:
        typer.echo(f"Kept in {folder.path}: {RECORDING}, {document}, {PICTURE}")
