"""Work spread over processes of this machine, or over a Dask cluster; whatever dies, nothing is given twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import Any, TypeVar

from thumbwalk.errors import OptionError
from thumbwalk.extras import extra
from thumbwalk.language import told

T = TypeVar("T")
R = TypeVar("R")
Work = Callable[[T], R]

_TRIES = 3
"""A piece of work whose process died so often is given up: it is what kills."""
PATIENCE_S = 300.0
"""So long nothing may come from a cluster before what is missing is given out anew."""


def spread(work: Work[T, R], pieces: Sequence[T], processes: int) -> Iterator[tuple[T, R | None]]:
    """Do all pieces, and give each with its result as it comes; None where its process died again and again.

    With one process it is done in this one. ``work`` and what it takes and gives go from process to process.
    """
    if processes <= 1 or len(pieces) <= 1:
        for piece in pieces:
            yield piece, work(piece)
        return
    left = list(range(len(pieces)))
    for _ in range(_TRIES):
        for index, result in _in_a_pool(work, pieces, left, processes):
            left.remove(index)
            yield pieces[index], result
        if not left:
            return
    for index in left:
        yield pieces[index], None


def _in_a_pool(
    work: Work[T, R], pieces: Sequence[T], indices: Sequence[int], processes: int
) -> Iterator[tuple[int, R]]:
    """What one pool gives before it has done all, or one of its processes dies."""
    # a fresh interpreter each: a fork of a process with threads may hang
    with ProcessPoolExecutor(min(processes, len(indices)), mp_context=get_context("spawn")) as pool:
        try:
            waiting: dict[Future[R], int] = {pool.submit(work, pieces[index]): index for index in indices}
            while waiting:
                done, _ = wait(waiting, return_when=FIRST_COMPLETED)
                for one in done:
                    yield waiting.pop(one), one.result()
        except BrokenProcessPool:
            return
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def spread_over(
    scheduler: str, work: Work[T, R], pieces: Sequence[T], *, patience_s: float = PATIENCE_S
) -> Iterator[tuple[T, R | None]]:
    """Do all pieces on a Dask cluster by its scheduler's address; else as `spread`.

    A worker that is killed leaves its work to others. Where nothing comes for ``patience_s`` what is missing is given
    out anew: after a kill a scheduler may wait for ever.

    Raises
    ------
    OptionError
        When the package is not installed, or there is no scheduler at that address.
    """
    distributed = extra("distributed", "--scheduler", "dask[distributed]")
    left = list(range(len(pieces)))
    for _ in range(_TRIES):
        try:
            client = distributed.Client(scheduler, timeout=10)
        except (OSError, ValueError, TypeError) as error:
            why = " ".join(str(error).split())
            raise OptionError(
                told(
                    "--scheduler {scheduler}: no Dask scheduler answers there: {why}; start one",
                    scheduler=scheduler,
                    why=why,
                )
            ) from error
        with client:
            for index, result in _from_cluster(distributed, client, work, pieces, left, patience_s):
                left.remove(index)
                yield pieces[index], result
        if not left:
            return
    for index in left:
        yield pieces[index], None


def _from_cluster(
    distributed: Any, client: Any, work: Work[T, R], pieces: Sequence[T], indices: Sequence[int], patience_s: float
) -> Iterator[tuple[int, R]]:
    """What a cluster gives before it has done all, or gives nothing more."""
    waiting = {client.submit(work, pieces[index], pure=False, retries=_TRIES): index for index in indices}
    try:
        while waiting:
            done = distributed.wait(list(waiting), timeout=patience_s, return_when="FIRST_COMPLETED").done
            for one in done:
                index = waiting.pop(one)
                if one.status == "finished":
                    yield index, one.result(timeout=patience_s)
    except (TimeoutError, distributed.TimeoutError):
        return
    finally:
        client.cancel(list(waiting))
