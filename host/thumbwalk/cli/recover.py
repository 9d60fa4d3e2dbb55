"""Subcommand recover: the store made anew of what is on the disk."""

from __future__ import annotations

import typer

from thumbwalk.cli.keeping import kept, store_address, sum_up
from thumbwalk.cli.options import DatabaseOption, JsonOption
from thumbwalk.cli.show import print_json, warn
from thumbwalk.places import home_dir
from thumbwalk.store.finding import sessions
from thumbwalk.store.listing import VERSION
from thumbwalk.store.recovering import recover as made_anew


def recover(database: DatabaseOption = None, json: JsonOption = False) -> None:
    """Make the store anew of the sessions' folders and the learners' documents, crashed sessions among them.

    Nothing on the disk is lost by that: a store is but an index. A damaged one is kept beside the new one.
    """
    store, done = made_anew(store_address(database), home_dir(), kept(), sum_up)
    warn(done.told)
    with store.reading() as db:
        there = len(sessions(db))
    cut = sorted(one.number for one in done.taken if one.was_cut)
    if json:
        print_json({"version": VERSION, "sessions": there, "cut": cut, "told": done.told})
        return
    typer.echo(f"The store has {there} sessions" + (f", {len(cut)} of them cut off" if cut else ""))
