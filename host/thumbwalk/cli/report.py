"""Subcommand report: a session, or all since a day, as one HTML page to read and print."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from thumbwalk.cli.called import file_called
from thumbwalk.cli.dates import day_of
from thumbwalk.cli.keeping import caught_up_store, wants_store
from thumbwalk.cli.options import DatabaseOption
from thumbwalk.cli.reported import done_since, progress_since, progress_up_to, soles_of
from thumbwalk.cli.show import warn
from thumbwalk.cli.speaking import speak_as_set
from thumbwalk.coach.drill.drill import Drill
from thumbwalk.coach.drill.drills_file import read_drills
from thumbwalk.coach.targets.targets_file import read_targets
from thumbwalk.errors import NotKept, OptionError, RecordingError, RigError
from thumbwalk.places import drills_dir, drills_path, targets_path, write_whole
from thumbwalk.report.page import period_page, session_page
from thumbwalk.report.period import Done
from thumbwalk.report.told_progress import ToldCurve
from thumbwalk.report.told_session import told_session
from thumbwalk.session.about import ABOUT, About, read_about
from thumbwalk.session.free import free_practice
from thumbwalk.session.kept import REPORT


def report(
    session: Annotated[
        str,
        typer.Argument(
            metavar="SESSION", help="A practice's folder or recording, or its number, its day, last, first or best."
        ),
    ] = "last",
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Page to write, not there yet; without it report.html beside it."),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(
            "--since", metavar="DAY", help="All sessions from this day on, such as 2026-03-01, or 30d, in place of one."
        ),
    ] = None,
    learner: Annotated[
        str | None, typer.Option("--learner", metavar="NAME", help="Whose sessions are meant; without it anybody's.")
    ] = None,
    database: DatabaseOption = None,
) -> None:
    """Write a page of a session to read and print: what was practised, where, how hard, what to try, how it goes on.

    The page is one HTML file that needs nothing else: no script, no picture, no network.
    """
    if out is not None and out.exists():
        raise OptionError(f"{out}: is there already; name another --out, or move it away")
    speak_as_set()
    if since is not None:
        _write(out or Path(f"report-since-{since}.html"), _since(since, learner, database), renewed=False)
        return
    path, about = _found(session, learner, database)
    page = _page(path, about, database)
    _write(out or path.with_name(REPORT), page, renewed=out is None)


def _write(out: Path, page: str, *, renewed: bool) -> None:
    if not renewed and out.exists():
        raise OptionError(f"{out}: is there already; name another --out, or move it away")
    try:
        write_whole(out, [page])
    except OSError as error:
        raise NotKept(f"{out}: can't be written: {error.strerror}; name another --out") from error
    typer.echo(f"Wrote the report: {out}; open it in a browser, which can print it, too")


def _found(name: str, learner: str | None, database: str | None) -> tuple[Path, About | None]:
    """The recording of what is called so, and what is known of it beside that."""
    path, _ = file_called(name, database, learner)
    try:
        return path, read_about(path.with_name(ABOUT)) if path.with_name(ABOUT).exists() else None
    except RecordingError as error:
        warn([str(error)])
        return path, None


def _page(path: Path, about: About | None, database: str | None) -> str:
    told = told_session(path)
    warn(told.warnings)
    if about is not None:
        # what a hurried practice's recording leaves out
        told = replace(told, created=told.created or about.at.isoformat())
    drills = _drills()
    free = free_practice(path, read_targets(targets_path()), drills).summary if not told.drills else None
    earlier, progress = _before(about, database, drills)
    scores: dict[str, list[tuple[str, float]]] = {}
    for one in earlier:
        if one.drill is not None and one.score is not None:
            scores.setdefault(one.drill, []).append((one.day_label, one.score))
    whose = None if about is None else about.learner
    return session_page(told, learner=whose, earlier=scores, progress=progress, free=free, drills=drills)


def _before(
    about: About | None, database: str | None, drills: Mapping[str, Drill]
) -> tuple[list[Done], list[ToldCurve]]:
    """The learner's sessions before this one on the same kind of rig, and progress; none where no store can be used."""
    if about is None or not wants_store(database):
        return [], []
    from thumbwalk.store.finding import Wanted  # noqa: PLC0415  loading it takes time

    try:
        store = caught_up_store(database)
        whose = about.learner, about.virtual
        done = done_since(store, Wanted(learner=about.learner, until=about.at.date()), _titles(drills))
        earlier = [one for one in done if one.at < about.at and (one.learner, one.virtual) == whose]
        return earlier, progress_up_to(store, about.learner, about.at, virtual=about.virtual)
    except RigError as error:
        warn([f"{error} (the page does without what came before)"])
        return [], []


def _since(day: str, learner: str | None, database: str | None) -> str:
    from thumbwalk.store.finding import Wanted  # noqa: PLC0415  loading it takes time

    since, store = day_of(day, "--since"), caught_up_store(database)
    done = done_since(store, Wanted(learner=learner, since=since), _titles(_drills()))
    if not done:
        raise OptionError(f"--since {day}: there is no session from then on; `thumbwalk history` lists what there is")
    return period_page(
        since,
        datetime.now().astimezone().date(),
        done,
        learner,
        progress=progress_since(store, since, done),
        soles=soles_of(store, done),
    )


def _titles(drills: Mapping[str, Drill]) -> dict[str, str]:
    return {name: drill.title for name, drill in drills.items()}


def _drills() -> dict[str, Drill]:
    return dict(read_drills(drills_path(), read_targets(targets_path()), drills_dir()))
