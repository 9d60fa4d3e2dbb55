"""Subcommand app: the window with all its rooms."""

from __future__ import annotations

import json
from collections.abc import Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import AbstractContextManager, closing
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from thumbwalk.app import platform
from thumbwalk.app.best_before import BestBefore
from thumbwalk.app.desk import Desk, Doors, Papers, Shelf, Tongues
from thumbwalk.app.file_taken import FileTaken
from thumbwalk.app.learners_past import Past
from thumbwalk.app.tried_before import Known, TriedBefore
from thumbwalk.cli import speaking
from thumbwalk.cli.keeping import keep_in_store, under_way, wants_store
from thumbwalk.cli.learning import folder_of, now
from thumbwalk.cli.options import UNNAMED
from thumbwalk.cli.practising import Practising
from thumbwalk.cli.reading_back import read_back
from thumbwalk.cli.reading_best import read_best
from thumbwalk.cli.taken_drills import taken_file
from thumbwalk.coach.drill.document import DrillDocument, drill_to_json
from thumbwalk.coach.drill.drill import Drill
from thumbwalk.coach.drill.drills_file import packaged_drills, read_drills
from thumbwalk.coach.free.summary import FreeSummary
from thumbwalk.coach.targets.caps import packaged_caps, read_caps
from thumbwalk.coach.targets.targets_file import packaged_targets, read_targets
from thumbwalk.errors import RigError
from thumbwalk.learner.entry import Kind
from thumbwalk.learner.folder import last_learner
from thumbwalk.learner.tried import tried
from thumbwalk.link.ports import PortInfo, list_all
from thumbwalk.pad import Foot, rig_pad
from thumbwalk.places import (
    calibration_path,
    caps_path,
    drills_dir,
    drills_path,
    learners_dir,
    sessions_dir,
    settings_path,
    targets_path,
)
from thumbwalk.rig.opening import OpenRig, open_board, open_trial, open_virtual
from thumbwalk.session.customs import Customs, Learning
from thumbwalk.session.demo import Demo, DemoHand
from thumbwalk.session.kept import SessionFolder
from thumbwalk.session.practice import Practice
from thumbwalk.session.preferences import Preferences, keep_preferences, read_preferences
from thumbwalk.session.sitting import Sitting
from thumbwalk.sound.sounds import Sounds
from thumbwalk.sound.speaker import Speaker
from thumbwalk.store.sources import has_left_over
from thumbwalk.virtual.foot import FootSpec
from thumbwalk.virtual.hand import HandKind


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
    # nobody waits for the store, which takes a second to load: it is read and written on a thread of its own
    storing = ThreadPoolExecutor(1, thread_name_prefix="thumbwalk-store")
    desk = desk_of(preferences.with_value(rig="virtual") if virtual else preferences, storing)
    sounds = Sounds(Speaker, preferences.volume, preferences.sound_lead_ms)
    desk.best = BestBefore(read_best, storing)
    desk.why_silent = lambda: sounds.why_silent
    desk.tongues = Tongues(speaking.codes, speaking.named)
    desk.speak()
    with storing, closing(desk.sitting), closing(sounds):
        # the rig is opened while Qt is loaded
        desk.begin()
        if wants_store(None) and has_left_over(sessions_dir()):
            storing.submit(keep_in_store)
        platform.prepare()
        from thumbwalk.app.front import run_app  # noqa: PLC0415

        run_app(desk, sounds=sounds)


def desk_of(preferences: Preferences, storing: Executor) -> Desk:
    """What the window's rooms share, over the user's own folder; nothing is opened yet. Raises RigError."""
    targets = read_targets(targets_path())
    drills = read_drills(drills_path(), targets, drills_dir())
    if not preferences.learner:
        preferences = preferences.with_value(learner=last_learner(learners_dir()) or UNNAMED)

    def learning(is_virtual: bool) -> Learning:
        return _Learner(desk.preferences, keeping, virtual=is_virtual)

    past = Past(lambda wanted: read_back(wanted, drills), storing)
    keeping = _Keeping(storing, past)
    desk = Desk(
        Sitting(Customs(sessions_dir(), calibration_path, learning, targets, drills)),
        Doors(open_board, _virtual_foot, _boards, _demo),
        Shelf(drills, [name for name in drills if name not in packaged_drills()], targets, _keeping()),
        preferences,
        past,
        TriedBefore(_known, storing),
        FileTaken(taken_file, storing),
        Papers(keeping.add, lambda: read_caps(caps_path())),
    )
    return desk


class _Keeping:
    """Has the store take in what was kept, and then has the past read anew."""

    def __init__(self, storing: Executor, past: Past) -> None:
        self._storing, self._past = storing, past

    def take_in(self, fresh: Mapping[Path, Practice] | None = None) -> None:
        """Take in what is on the disk; ``fresh`` are practices that have just ended."""
        self._storing.submit(self._take_in, fresh)

    def add(self, learner: str, kind: Kind, facts: Mapping[str, Any]) -> None:
        """Keep one more thing of a learner. Raises RigError."""
        folder_of(learner).add(kind, now(), facts)
        self.take_in()

    def _take_in(self, fresh: Mapping[Path, Practice] | None) -> None:
        try:
            keep_in_store(None, fresh)
        finally:
            self._past.renew()


class _Learner:
    """What is known of the learner, and kept of a practice, as `thumbwalk practice` does it."""

    def __init__(self, preferences: Preferences, keeping: _Keeping, *, virtual: bool) -> None:
        self._keeping, self._side = keeping, preferences.hand or None
        wished = preferences.help
        chosen = None if wished == "fades" else wished
        self._practising = Practising(preferences.learner, None, virtual=virtual, chosen=chosen)
        self.caps, self.helped = self._practising.caps, self._practising.helped
        self.fitted, self.watching = self._practising.fitted, self._practising.watching

    def holding(self, folder: SessionFolder, run: Practice) -> AbstractContextManager[None]:
        """Say in the folder whose practice it is, and hold that."""
        return under_way(folder, self._practising.about(run, self._side))

    def keep(self, run: Practice, folder: SessionFolder, free: FreeSummary | None) -> None:
        """Keep it with the learner and in the store."""
        self._practising.keep(run, folder.path, free)
        self._keeping.take_in({folder.path: run})


def _virtual_foot(foot: Foot) -> AbstractContextManager[OpenRig]:
    return open_trial(FootSpec(foot=foot, load_cell_hz=10))


def _demo(drill: Drill, foot: Foot, hand: DemoHand) -> Demo:
    """Have a scripted hand show a drill on a virtual foot of its own."""
    kind: HandKind = "expert" if hand == "halfway" else hand
    asked = json.dumps(drill_to_json(drill.resolved(packaged_targets())))
    spec = FootSpec(foot=drill.foot or foot, drill=asked, hand=kind, skill=0.5 if hand == "halfway" else None)
    document = DrillDocument.of(drill, packaged_targets(), packaged_caps())
    return Demo(lambda: open_virtual(spec), document, foot, calibration_path, rig_pad())


def _boards() -> list[PortInfo]:
    return [one for one in list_all() if one.may_be_rig]


def _known(learner: str, is_virtual: bool) -> Known:
    history = folder_of(learner).history()
    return Known(tried(history, virtual=is_virtual), history)


def _keeping() -> partial[None]:
    return partial(keep_preferences, settings_path())
