"""The window of a practice has the learner's best set of the same drill to be watched beside a new one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.cli.bytes_only import PRACTICE, rig

from thumbwalk.app.best_before import BestSets
from thumbwalk.cli.main import run
from thumbwalk.cli.practice_window import Bests
from thumbwalk.coach.drill.drills_file import read_drills
from thumbwalk.coach.targets.targets_file import packaged_targets
from thumbwalk.places import drills_path
from thumbwalk.rig.opening import OpenRig
from thumbwalk.session.live import LiveSession
from thumbwalk.session.practice import Practice


@contextmanager
def nobodys_hand(*_: object, **__: object) -> Iterator[OpenRig]:
    """The rig without its hand, which goes on by itself."""
    with rig() as one:
        yield replace(one, hand=None)


LIVE = [one for one in PRACTICE if one != "--fast"]


@pytest.fixture
def windowed(begun: Path, monkeypatch: pytest.MonkeyPatch) -> list[Bests | None]:
    """A home in which somebody practised once; what windows are shown with, each open for the length of its stream."""
    shutil.copytree(begun, Path(os.environ["THUMBWALK_HOME"]))
    asked: list[Bests | None] = []

    def show(session: LiveSession, _run: Practice, *others: Any) -> None:
        asked.append(others[-1])
        session.start()
        assert session.wait(60.0)

    monkeypatch.setattr("thumbwalk.cli.practice.opened", nobodys_hand)
    monkeypatch.setattr("thumbwalk.cli.practice.show_practice", show)
    monkeypatch.setattr("thumbwalk.app.platform.has_display", lambda: True)
    return asked


def found(bests: Bests | None, of: str) -> BestSets:
    assert bests is not None
    return bests.read(bests.wanted(read_drills(drills_path(), packaged_targets())[of]))


def test_the_best_before_is_read_from_the_store_and_is_not_what_is_just_done(windowed: list[Bests | None]) -> None:
    assert run(LIVE) == 0
    (bests,) = windowed
    best = found(bests, "short")
    assert list(best) == [0]
    assert best[0].review.technique == "hold"
    assert found(bests, "first-steps") == {}


def test_without_a_store_there_is_none_to_read(windowed: list[Bests | None]) -> None:
    assert run([*LIVE, "--database", "none"]) == 0
    assert windowed == [None]
