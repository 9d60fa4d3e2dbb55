"""Subcommand report: a session, or all since a day, as one HTML page to read and print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from thumbwalk.cli.dates import day_of
from thumbwalk.cli.keeping import caught_up_store, wants_store
from thumbwalk.cli.options import DatabaseOption
from thumbwalk.cli.show import warn
from thumbwalk.coach.drill.drill import Drill
from thumbwalk.coach.drill.drills_file import read_drills
from thumbwalk.coach.targets.targets_file import read_targets
from thumbwalk.errors import NotKept, OptionError, RecordingError, RigError
from thumbwalk.places import drills_dir, drills_path, targets_path, write_whole
from thumbwalk.report.page import period_page, session_page
from thumbwalk.report.period import Done
from thumbwalk.report.told_session import told_session
from thumbwalk.session.about import ABOUT, About, read_about
from thumbwalk.session.free import free_practice
from thumbwalk.session.kept import RECORDING, REPORT

if TYPE_CHECKING:
    from thumbwalk.store.access import Store
    from thumbwalk.store.models import PastSession


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
    if since is not None:
        _write(out or Path(f"report-since-{since}.html"), _since(since, learner, database), renewed=False)
        return
    path, about = _found(session, learner, database)
    page = _page(path, about, _earlier(about, database))
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
    path = Path(name)
    if path.is_dir():
        path /= RECORDING
        if not path.exists():
            raise OptionError(f"{path.parent}: no practice is in it ({RECORDING}); name another folder, or a recording")
    elif not path.exists() and wants_store(database):
        path = _called(name, learner, database)
    elif not path.exists():
        raise OptionError(f"{name}: no such file; without a store a folder or a recording is to be named")
    try:
        return path, read_about(path.with_name(ABOUT)) if path.with_name(ABOUT).exists() else None
    except RecordingError as error:
        warn([str(error)])
        return path, None


def _called(name: str, learner: str | None, database: str | None) -> Path:
    from thumbwalk.store.finding import Wanted, session_named  # noqa: PLC0415  loading it takes time

    store = caught_up_store(database)
    with store.reading() as db:
        path = store.path_of(session_named(db, name, Wanted(learner=learner)).place)
    return path / RECORDING if path.is_dir() else path


def _page(path: Path, about: About | None, earlier: Sequence[Done]) -> str:
    told = told_session(path)
    warn(told.warnings)
    if about is not None:
        # what a hurried practice's recording leaves out
        told = replace(told, created=told.created or about.at.isoformat())
    drills = _drills()
    free = free_practice(path, read_targets(targets_path()), drills).summary if not told.drills else None
    scores: dict[str, list[tuple[str, float]]] = {}
    for one in earlier:
        if one.drill is not None and one.score is not None:
            scores.setdefault(one.drill, []).append((one.day_label, one.score))
    return session_page(
        told, learner=None if about is None else about.learner, earlier=scores, free=free, drills=drills
    )


def _earlier(about: About | None, database: str | None) -> list[Done]:
    """The learner's sessions before this one, on the same kind of rig; none where no store can be used."""
    if about is None or not wants_store(database):
        return []
    try:
        store = caught_up_store(database)
        whose = about.learner, about.virtual
        done = [one for one in _sessions(store, None) if one.at < about.at and (one.learner, one.virtual) == whose]
    except RigError as error:
        warn([f"{error} (the page does without what came before)"])
        return []
    return done


def _since(day: str, learner: str | None, database: str | None) -> str:
    since = day_of(day, "--since")
    done = [one for one in _sessions(caught_up_store(database), since) if learner in (None, one.learner)]
    if not done:
        raise OptionError(f"--since {day}: there is no session from then on; `thumbwalk history` lists what there is")
    return period_page(since, datetime.now().astimezone().date(), done, learner)


def _sessions(store: Store, since: date | None) -> list[Done]:
    from thumbwalk.store.finding import Wanted, sessions  # noqa: PLC0415  loading it takes time

    titles = {name: drill.title for name, drill in _drills().items()}
    with store.reading() as db:
        return [_done(one, titles) for one in sessions(db, Wanted(since=since))]


def _done(row: PastSession, titles: dict[str, str]) -> Done:
    return Done(
        number=row.number,
        at=row.at,
        learner=row.learner.name if row.learner is not None else None,
        virtual=row.virtual,
        kind=row.kind,
        drill=row.drill,
        title=titles.get(row.drill or "", row.drill or ("Free practice" if row.kind == "free" else "Recording")),
        duration_s=row.duration_s,
        score=row.score if row.complete else None,
        stars=row.stars,
        seconds=tuple((one.technique, one.duration_s) for one in row.sets),
    )


def _drills() -> dict[str, Drill]:
    return dict(read_drills(drills_path(), read_targets(targets_path()), drills_dir()))
