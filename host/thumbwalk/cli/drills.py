"""Subcommand drills: what can be practised; and drills that are made, handed on, looked at, taken in and taken out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

import typer
from rich.box import SIMPLE
from rich.table import Table
from rich.text import Text

from thumbwalk.cli.make_drill import made_drill
from thumbwalk.cli.options import JsonOption, LayoutOption
from thumbwalk.cli.show import console, number, print_json, warn
from thumbwalk.cli.taken_drills import free_paths, take_in
from thumbwalk.coach.drill.course import Aim, Course
from thumbwalk.coach.drill.document import drill_to_json
from thumbwalk.coach.drill.drill import Drill, DrillSet
from thumbwalk.coach.drill.drill_texts import read_texts, texts_of
from thumbwalk.coach.drill.drills_file import added_drills, drill_named, packaged_drills, read_drills
from thumbwalk.coach.drill.guide_beside import guides_beside
from thumbwalk.coach.targets.bands import Band, Targets
from thumbwalk.coach.targets.caps import read_caps
from thumbwalk.coach.targets.targets_file import read_targets
from thumbwalk.errors import DrillError
from thumbwalk.link.plain_text import escaped
from thumbwalk.pad import builtin_pad
from thumbwalk.places import caps_path, drills_dir, drills_path, targets_path
from thumbwalk.zones import ZoneMap

Action = Literal["add", "remove", "show", "check", "make"]
_MOST_NAME = 60
"""Letters of a drill's name: it is typed behind --drill."""


def drills(
    action: Annotated[
        str | None,
        typer.Argument(metavar="ACTION", help=f"What to do: {', '.join(get_args(Action))}; without it all are listed."),
    ] = None,
    what: Annotated[
        str | None,
        typer.Argument(
            metavar="WHAT",
            help="A file of drills to add or check, the name of one to show or remove, or a recording (.twr) or pad "
            "table (CSV) of a master to make one of.",
        ),
    ] = None,
    name: Annotated[str | None, typer.Option("--name", metavar="N", help="With make: the new drill's name.")] = None,
    level: Annotated[
        int | None,
        typer.Option(
            "--level", min=1, max=3, help="With make: how narrow its bands are, from 1, wide, to 3; without it 2."
        ),
    ] = None,
    layout: LayoutOption = None,
    json: JsonOption = False,
) -> None:
    """List the drills that can be practised; add, remove, show or check one, or make one of what a master did."""
    targets = read_targets(targets_path())
    given = {"--name": name, "--level": level, "--layout": layout}
    if action != "make" and (stray := [option for option, value in given.items() if value is not None]):
        raise DrillError(f"{stray[0]} goes with `thumbwalk drills make`; leave it out")
    if action is None:
        _list(read_drills(drills_path(), targets, drills_dir()), json=json)
        return
    if action not in get_args(Action):
        raise DrillError(f"drills can't {action!r}; there are: {', '.join(get_args(Action))}")
    if what is None:
        needs = "the name of a drill" if action in ("show", "remove") else "a file"
        raise DrillError(f"drills {action} needs {needs} behind it")
    if action == "show":
        _show(drill_named(what, read_drills(drills_path(), targets, drills_dir())), json=json)
    elif action == "remove":
        _remove(what)
    elif action == "make":
        _make(Path(what), name, targets, level=level, layout=layout, json=json)
    else:
        _read(Path(what), targets, adds=action == "add")


def _read(file: Path, targets: Targets, *, adds: bool) -> None:
    """Look at a file of drills, and take them in."""
    found = read_texts(file, targets)
    if adds:
        texts = {name: text for name, (text, _) in found.items()}
        take_in(texts, read_drills(drills_path(), targets, drills_dir()))
    beside = {each: _beside(one, targets) for each, (_, one) in found.items()}
    for each, (_, one) in found.items():
        read = "fine" if not beside[each] else "read, but a guide lies outside of its band"
        sets = "1 set" if len(one.sets) == 1 else f"{len(one.sets)} sets"
        typer.echo(f"{each}: {'added' if adds else read}; {sets}, {_minutes(one.duration_s)} minutes")
    warn(f"{each}: {said}" for each, all_said in beside.items() for said in all_said)
    if not adds and any(beside.values()):
        raise typer.Exit(1)


def _beside(one: Drill, targets: Targets) -> list[str]:
    """Where a drill's guides lead out of what is scored, below the user's own caps."""
    pad = replace(builtin_pad(), foot=one.foot or "right")
    return guides_beside(one, targets, read_caps(caps_path()), ZoneMap(pad))


def _make(
    file: Path, name: str | None, targets: Targets, *, level: int | None, layout: Path | None, json: bool
) -> None:
    """Make a drill of what a master did, and take it in like one that was handed on."""
    if name is None or not name.strip():
        raise DrillError("drills make needs --name N, what the drill shall be called")
    if len(name) > _MOST_NAME or not name.isprintable():
        raise DrillError(f"--name {escaped(name)!r}: a drill's name is one line of up to {_MOST_NAME} letters")
    known = read_drills(drills_path(), targets, drills_dir())
    if name in packaged_drills():
        raise DrillError(f"a drill '{name}' comes with Thumbwalk; take another --name")
    free_paths([name], known)  # a name that is taken is refused before a long file is read
    one = made_drill(file, name, targets, read_caps(caps_path()), level=level, layout=layout)
    take_in(texts_of(one.text, str(file), targets), known)
    warn(one.touched.warnings)
    if json:
        print_json({"version": 1, "drill": _row(one.made.drill), **one.told()})
        return
    _show(one.made.drill, json=False)
    for row in one.lines():
        typer.echo(row)
    typer.echo(f"{name}: added; practise it with `thumbwalk practice --drill {name}`")


def _remove(name: str) -> None:
    """Take out a drill that was added; others stand in a file that is somebody's own."""
    targets = read_targets(targets_path())
    for path, added in added_drills(drills_dir(), targets).items():
        if name in added:
            path.unlink()
            typer.echo(f"{name}: removed")
            return
    known = read_drills(drills_path(), targets)
    drill_named(name, known)
    if known[name] is packaged_drills().get(name):
        raise DrillError(f"drill '{name}' comes with Thumbwalk and stays; one of yours of that name takes its place")
    raise DrillError(f"drill '{name}' stands in {drills_path()}, which is your own; take it out of there")


def _list(known: Mapping[str, Drill], *, json: bool) -> None:
    if json:
        print_json({"version": 1, "drills": [_row(one) for one in known.values()]})
        return
    table = Table(box=SIMPLE, pad_edge=False)
    table.add_column("drill", no_wrap=True)
    table.add_column("minutes", justify="right")
    table.add_column("what it is")
    stage = None
    for one in known.values():
        if one.stage != stage:
            table.add_section()
            stage = one.stage
        table.add_row(escaped(one.name), _minutes(one.duration_s), _about(one))
    console().print(table)


def _about(one: Drill) -> Text:
    """What a drill is, in a line or two: what it is for, what is done, on which foot."""
    parts = list(dict.fromkeys(part.technique for part in one.sets))
    parts += [f"level {one.level}"] if one.level else []
    parts += [f"{one.foot} foot"] if one.foot else []
    parts += [] if one.scored else ["not scored"]
    about = Text(f"{escaped(one.title)}. ", style="bold")
    return about.append(f"{escaped(one.description)}\n", style="not bold").append(
        ", ".join(parts), style="not bold dim"
    )


def _row(one: Drill) -> dict[str, Any]:
    """A drill's keys, and how long it takes."""
    return drill_to_json(one) | {"minutes": round(one.duration_s / 60.0, 2)}


def _show(one: Drill, *, json: bool) -> None:
    if json:
        print_json({"version": 1, "drill": _row(one)})
        return
    out = console()
    out.print(f"{one.title} ({one.name}): {_minutes(one.duration_s)} minutes, {one.foot or 'either'} foot")
    out.print(one.description)
    table = Table("set", "technique", "where", "seconds", "force", "pace", "level", "help")
    for part in one.sets:
        force, pace = _aim(part.force_n, "N"), _aim(part.rate_per_min, "/min")
        force = force or _aim(part.force_percent, "% of the own peak")
        if part.speed_mm_s is not None:
            pace = f"{part.speed_mm_s:g} mm/s"
        level = str(part.level or "")
        table.add_row(
            part.title, part.technique, _places(part), number(part.duration_s, 0), force, pace, level, part.feedback
        )
    out.print(table)
    if one.trains or one.targets:
        whole = [f"{name} {_band(band)}" for name, band in one.targets.items()]
        out.print(f"Passed with these in their bands: {', '.join((*one.trains, *whole))}")
    if not one.scored:
        out.print("Not scored: for the hands alone.")


def _places(one: DrillSet) -> str:
    """Where it is done, by two thumbs where there are two."""
    own = _where(one)
    return own if one.hands == 1 else f"{own} & {_where(one.of_second())}, {one.pattern}"


def _band(band: Band) -> str:
    return f"{band.lo:g} or more" if band.lo is not None else f"{band.hi:g} or less"


def _where(one: DrillSet) -> str:
    if one.line is not None:
        return f"line {one.line}" + (", from its end" if one.direction == "back" else "")
    if one.path:
        return "along " + " ".join(f"({u:.2f}, {w:.2f})" for u, w in one.path)
    if one.place is not None:
        return f"({one.place[0]:.2f}, {one.place[1]:.2f})"
    if one.x_mm is not None and one.y_mm is not None:
        return f"x {one.x_mm:g}, y {one.y_mm:g} mm"
    return one.point or one.zone or "anywhere"


def _aim(aim: Aim, unit: str) -> str:
    if aim is None:
        return ""
    if not isinstance(aim, Course):
        return f"{aim:g} {unit}"
    between = {"ladder": " > ", "ramp": " to ", "led": " up to "}[aim.kind]
    return f"{between.join(f'{value:g}' for value in aim.values)} {unit}"


def _minutes(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02d}"
