"""Subcommand app: the window with all its rooms."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import AbstractContextManager, closing
from functools import partial
from typing import Annotated

import typer

from thumbwalk.app import platform
from thumbwalk.app.desk import Desk, Doors, Shelf
from thumbwalk.cli.keeping import keep_in_store, under_way
from thumbwalk.cli.learning import folder_of
from thumbwalk.cli.practising import Practising
from thumbwalk.coach.drill.drills_file import packaged_drills, read_drills
from thumbwalk.coach.free.summary import FreeSummary
from thumbwalk.coach.targets.targets_file import read_targets
from thumbwalk.errors import RigError
from thumbwalk.learner.folder import last_learner
from thumbwalk.learner.tried import Tried, tried
from thumbwalk.link.ports import PortInfo, list_all
from thumbwalk.pad import Foot
from thumbwalk.places import (
    calibration_path,
    drills_dir,
    drills_path,
    learners_dir,
    sessions_dir,
    settings_path,
    targets_path,
)
from thumbwalk.rig.opening import OpenRig, open_board, open_virtual
from thumbwalk.session.customs import Customs, Learning
from thumbwalk.session.kept import SessionFolder
from thumbwalk.session.practice import Practice
from thumbwalk.session.preferences import Preferences, keep_preferences, read_preferences
from thumbwalk.session.sitting import Sitting
from thumbwalk.virtual.foot import FootSpec

_NAMELESS = "me"
"""Whose practice it is until somebody says a name in the settings."""


def app(
    virtual: Annotated[
        bool, typer.Option("--virtual", help="Open with the virtual foot, even if a board is plugged in.")
    ] = False,
) -> None:
    """Open the window: what to practise next, all drills, free practice, the rig, settings and help.

    Without a board it opens with the virtual foot, on which your mouse presses.
    """
    if not platform.has_display():
        raise RigError("the window needs a display, and none answers; `thumbwalk practice` runs without one")
    preferences = read_preferences(settings_path())
    targets = read_targets(targets_path())
    drills = read_drills(drills_path(), targets, drills_dir())
    if not preferences.learner:
        preferences = preferences.with_value(learner=last_learner(learners_dir()) or _NAMELESS)

    def learning(is_virtual: bool) -> Learning:
        return _Learner(desk.preferences, storing, virtual=is_virtual)

    # nobody waits for the store: it is loaded when the first practice is over, which takes a second
    storing = ThreadPoolExecutor(1, thread_name_prefix="thumbwalk-store")
    sitting = Sitting(Customs(sessions_dir(), calibration_path, learning, targets, drills))
    desk = Desk(
        sitting,
        Doors(open_board, _virtual_foot, _boards),
        Shelf(drills, [name for name in drills if name not in packaged_drills()], _tried, _keeping()),
        preferences.with_value(rig="virtual") if virtual else preferences,
    )
    with storing, closing(sitting):
        # the rig is opened while Qt is loaded
        desk.begin()
        platform.prepare()
        from thumbwalk.app.front import run_app  # noqa: PLC0415

        run_app(desk)


class _Learner:
    """What is known of the learner, and kept of a practice, as `thumbwalk practice` does it."""

    def __init__(self, preferences: Preferences, storing: Executor, *, virtual: bool) -> None:
        self._storing = storing
        wished = preferences.help
        chosen = None if wished == "fades" else wished
        self._practising = Practising(preferences.learner, None, virtual=virtual, chosen=chosen)
        self.caps, self.helped = self._practising.caps, self._practising.helped
        self.fitted, self.watching = self._practising.fitted, self._practising.watching

    def holding(self, folder: SessionFolder, run: Practice) -> AbstractContextManager[None]:
        """Say in the folder whose practice it is, and hold that."""
        return under_way(folder, self._practising.about(run, None))

    def keep(self, run: Practice, folder: SessionFolder, free: FreeSummary | None) -> None:
        """Keep it with the learner and in the store."""
        self._practising.keep(run, folder.path, free)
        self._storing.submit(keep_in_store, None, {folder.path: run})


def _virtual_foot(foot: Foot) -> AbstractContextManager[OpenRig]:
    return open_virtual(FootSpec(foot=foot))


def _boards() -> list[PortInfo]:
    return [one for one in list_all() if one.may_be_rig]


def _tried(learner: str, is_virtual: bool) -> Mapping[str, Tried]:
    return tried(folder_of(learner).history(), virtual=is_virtual)


def _keeping() -> partial[None]:
    return partial(keep_preferences, settings_path())
