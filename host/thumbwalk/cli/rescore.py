"""Subcommand rescore: what was practised, scored again by today's rules."""

from __future__ import annotations

import os
from functools import partial
from typing import Annotated, Any

import typer

from thumbwalk import __version__
from thumbwalk.cli.dates import day_of
from thumbwalk.cli.keeping import caught_up_store
from thumbwalk.cli.options import DatabaseOption, JsonOption
from thumbwalk.cli.show import number, print_json, warn
from thumbwalk.coach.targets.caps import SCORE_VERSION
from thumbwalk.errors import OptionError
from thumbwalk.store.finding import Wanted
from thumbwalk.store.rescoring import due, keep
from thumbwalk.store.scoring_again import Rescored, scored_again
from thumbwalk.store.spreading import spread, spread_over

VERSION = 1
"""Of the document."""


def rescore(
    drill: Annotated[str | None, typer.Option("--drill", metavar="NAME", help="Only this drill.")] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DAY", help="Only from this day on, such as 2026-03-01, or 30d.")
    ] = None,
    processes: Annotated[
        int | None,
        typer.Option("--processes", min=1, max=256, metavar="NUMBER", help="At once; without it one a core."),
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option("--scheduler", metavar="ADDRESS", help="A Dask cluster that sees the same folders, to do it."),
    ] = None,
    database: DatabaseOption = None,
    json: JsonOption = False,
) -> None:
    """Score what was practised again by today's rules, beside the scores of its day; what has them already is left.

    It may be ended at any time: the next time it goes on with what is missing.
    """
    if scheduler is not None and processes is not None:
        raise OptionError("--processes is of this machine, and --scheduler of a cluster; leave one out")
    store = caught_up_store(database)
    wanted = Wanted(drill=drill, since=None if since is None else day_of(since, "--since"))
    pieces, had = due(store, wanted, SCORE_VERSION)
    work = partial(scored_again, version=SCORE_VERSION)
    found = (
        spread(work, pieces, processes or os.cpu_count() or 1)
        if scheduler is None or not pieces
        else spread_over(scheduler, work, pieces)
    )
    rows, failed = [], []
    for one, done in found:
        if why := _why_not(done):
            failed.append({"session": one.number, "reason": why})
            continue
        assert done is not None  # noqa: S101  there is a reason else
        keep(store, one, done, SCORE_VERSION)
        rows.append({"session": one.number, "score": done.score, "before": one.score})
    if json:
        print_json(
            {
                "version": VERSION,
                "score_version": SCORE_VERSION,
                "rescored": sorted(rows, key=lambda row: int(row["session"] or 0)),
                "failed": failed,
                "had": had,
            }
        )
    else:
        warn(f"session {row['session']}: {row['reason']}" for row in failed)
        if rows or not failed:
            _say(rows, had)
    if failed:
        raise typer.Exit(1)


def _why_not(done: Rescored | None) -> str:
    if done is None:
        return "what scored it died again and again; run `thumbwalk replay` on its recording to see why"
    if done.thumbwalk != __version__:
        return f"a worker has Thumbwalk {done.thumbwalk}, and this is {__version__}; put the same on all machines"
    return done.failed


def _say(rows: list[dict[str, Any]], had: int) -> None:
    if not rows:
        some = f"{had} have them" if had else "there is none with a drill"
        typer.echo(f"No session lacks scores by today's rules (version {SCORE_VERSION}): {some}.")
        return
    changed = [row for row in rows if _differs(row)]
    for row in sorted(changed, key=lambda one: int(one["session"])):
        typer.echo(
            f"Session {row['session']}: {number(row['before'], 1)} then, {number(row['score'], 1)} by today's rules"
        )
    typer.echo(
        f"Scored {len(rows)} again by today's rules (version {SCORE_VERSION}), {len(changed)} otherwise than then; "
        f"{had} had them already"
    )


def _differs(row: dict[str, Any]) -> bool:
    before, after = row["before"], row["score"]
    return (before is None) != (after is None) or (before is not None and abs(before - after) >= 0.05)
