"""Subcommand score: a file against the targets of one technique, or against a drill."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

import typer

from thumbwalk.cli.options import FileArgument, JsonOption, LayoutOption
from thumbwalk.cli.show import console, print_drill_score, print_json, print_lost, print_score, print_words, warn
from thumbwalk.coach.drill.document import DrillDocument
from thumbwalk.coach.drill.drills_file import drill_named, read_drills
from thumbwalk.coach.score.task import Task
from thumbwalk.coach.targets.bands import Band, bands_in
from thumbwalk.coach.targets.caps import read_caps
from thumbwalk.coach.targets.points import point_named
from thumbwalk.coach.targets.targets_file import read_targets
from thumbwalk.errors import DrillError
from thumbwalk.link.losses import LostPart
from thumbwalk.pad import Pad
from thumbwalk.places import caps_path, drills_dir, drills_path, targets_path
from thumbwalk.session.against import scored_against, scored_as
from thumbwalk.session.outcome import lost_part_of, scores_document
from thumbwalk.session.replay import Touched, read_touch
from thumbwalk.technique.catalog import TECHNIQUES, technique_named
from thumbwalk.zones import ZONES

Window = tuple[float, float]


def score(
    file: FileArgument,
    technique: Annotated[
        str | None,
        typer.Option("--technique", metavar="T", help=f"What was to be done, one of {', '.join(TECHNIQUES)}."),
    ] = None,
    drill: Annotated[
        str | None, typer.Option("--drill", metavar="NAME", help="The drill that was to be done, set by set.")
    ] = None,
    start: Annotated[
        float | None, typer.Option("--start", metavar="S", help="With --drill: when it began, seconds of the file.")
    ] = None,
    point: Annotated[
        str | None, typer.Option("--point", metavar="NAME", help="With --technique: the point that was asked for.")
    ] = None,
    zone: Annotated[
        str | None,
        typer.Option("--zone", metavar="NAME", help=f"With --technique: the zone asked for, of {', '.join(ZONES)}."),
    ] = None,
    window: Annotated[
        Window | None,
        typer.Option("--window", metavar="FROM TO", help="With --technique: the set's time, seconds of the file."),
    ] = None,
    words: Annotated[
        bool, typer.Option("--words", help="With --drill: what the learner would have been told, and when.")
    ] = False,
    layout: LayoutOption = None,
    json: JsonOption = False,
) -> None:
    """Score a recording or pad table as one technique, against the targets, or against a drill."""
    _refuse_mixed(technique, drill, start, point, zone, window)
    if words and drill is None:
        raise DrillError("--words goes with --drill: what is told depends on what was asked for; name the drill")
    targets, caps = read_targets(targets_path()), read_caps(caps_path())
    if drill is not None:
        drills = read_drills(drills_path(), targets, drills_dir())
        document = DrillDocument.of(drill_named(drill, drills), targets, caps)
        touched = _touched(file, layout)
        found = scored_against(touched, document, start or 0.0, words=words)
        if json:
            told: dict[str, Any] = {"note": found.note} if found.note else {}
            told |= {"words": found.words()} if words else {}
            print_json(scores_document([found.score], touched.losses) | told)
        else:
            warn([found.note] if found.note else [])
            print_drill_score(console(), document.drill, found.score, drills, touched.pad.foot)
            print_lost(console(), lost_part_of([found.score], touched.losses))
            print_words(console(), found.told)
        return
    bands = bands_in(targets, technique_named(technique or "").name)
    touched = _touched(file, layout)
    task = replace(_task(touched.pad, technique or "", bands, point, zone, window), calibrated=touched.calibrated)
    one = scored_as(touched, technique or "", bands, caps, task)
    lost = LostPart(touched.losses, one.lost_share, believed=not one.reason)
    if json:
        print_json(one.to_json() | lost.to_json())
    else:
        print_score(console(), one)
        print_lost(console(), lost)


def _touched(file: FileArgument, layout: LayoutOption) -> Touched:
    touched = read_touch(file, layout)
    warn(touched.warnings)
    return touched


def _task(
    pad: Pad, technique: str, bands: dict[str, Band], point: str | None, zone: str | None, window: Window | None
) -> Task:
    """What was asked for; without a window it is not known for how long."""
    target_mm = point_named(point).place_mm(pad) if point is not None else None
    longest = bands["hold_s"].hi if "hold_s" in bands else None
    lasts_s = None if window is None or technique != "hold" else window[1] - window[0]
    hold_s = lasts_s if lasts_s is None or longest is None else min(lasts_s, longest)
    return Task(zone, target_mm, window, hold_s)


def _refuse_mixed(
    technique: str | None,
    drill: str | None,
    start: float | None,
    point: str | None,
    zone: str | None,
    window: Window | None,
) -> None:
    """Refuse what does not go together, before anything is read."""
    if (technique is None) == (drill is None):
        found = "neither" if technique is None else "both"
        raise DrillError(f"score needs --technique or --drill, and there is {found}; name what was to be done")
    others = {"--point": point, "--zone": zone, "--window": window}
    if drill is not None and (given := [name for name, value in others.items() if value is not None]):
        raise DrillError(f"{given[0]} goes with --technique; a drill has places and times of its own, leave it out")
    if technique is not None and start is not None:
        raise DrillError("--start goes with --drill; for a technique give --window FROM TO")
    if zone is not None and zone not in ZONES:
        raise DrillError(f"no zone '{zone}'; there are: {', '.join(ZONES)}")
    if window is not None and not 0.0 <= window[0] < window[1]:
        raise DrillError(f"--window {window[0]:g} {window[1]:g}: FROM must be 0 or more, and less than TO")
