"""The sets in which a learner did a drill best, found in the store and followed once more."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from thumbwalk.app.best_before import BestSet, BestSets, BestWanted
from thumbwalk.cli.keeping import caught_up_store
from thumbwalk.errors import RigError
from thumbwalk.session.kept import RECORDING
from thumbwalk.session.recording import open_recording
from thumbwalk.session.replay import replayed
from thumbwalk.session.screen.review import SetReview, reviews_of

if TYPE_CHECKING:
    from thumbwalk.store.access import Store


def _caught_up() -> Store:
    return caught_up_store(None)


def read_best(wanted: BestWanted, opening: Callable[[], Store] = _caught_up) -> BestSets:
    """Follow the recordings in which the sets of a drill went best. Raises OptionError, StoreError.

    Parameters
    ----------
    wanted : BestWanted
    opening : callable
        Opens the store; without one it first takes in what it does not have yet.
    """
    from thumbwalk.store.best_sets import best_sets  # noqa: PLC0415  loading it takes time

    store = opening()
    found: dict[int, BestSet] = {}
    reviews: dict[Path, dict[int, SetReview]] = {}
    with store.reading() as db:
        but = None if wanted.but is None else store.place_of(wanted.but)
        asked = wanted.learner, wanted.drill
        best = best_sets(db, *asked, virtual=wanted.virtual, foot=wanted.foot, layout=wanted.layout, but=but)
        for index, sessions in best.items():
            for row, n, score in sessions:
                file = store.home / row.place / RECORDING
                if not store.has(row) or not file.exists():
                    continue
                if file not in reviews:
                    reviews[file] = _reviews(file)
                if n in reviews[file]:
                    found[index] = BestSet(score, row.at.date(), reviews[file][n])
                    break
    return found


def _reviews(file: Path) -> dict[int, SetReview]:
    """The sets of a recording to look back at; none of one that can't be read any more."""
    try:
        run = replayed(open_recording(file)).run
    except RigError:
        return {}
    return {} if run is None else {one.index: one for one in reviews_of(run)}
