"""What the rooms at rest have in common: the sitting, the drills, what was tried, the settings. It needs no Qt.

It knows which drill is chosen and what comes after it, opens rigs by the doors that it is given, and keeps settings.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from thumbwalk.app.best_before import NONE_BEFORE, BestBefore, BestSets, BestWanted
from thumbwalk.app.file_taken import FileTaken
from thumbwalk.app.learners_past import Past, PastState, Wanted
from thumbwalk.app.noted import Noted
from thumbwalk.app.tried_before import NOTHING, Known, TriedBefore
from thumbwalk.app.words.demo_hands import hand_said
from thumbwalk.app.words.today import suggested
from thumbwalk.coach.drill.drill import Drill
from thumbwalk.coach.drill.variant import at_half_tempo, at_level, bite_by_bite, plain_name
from thumbwalk.coach.feedback.teacher import lesson
from thumbwalk.coach.plan.suggest import Suggestion
from thumbwalk.coach.targets.bands import Targets
from thumbwalk.coach.targets.caps import Caps
from thumbwalk.errors import RigError
from thumbwalk.language import ENGLISH, Language, speak, told
from thumbwalk.learner.entry import Entry, Kind
from thumbwalk.learner.history import History
from thumbwalk.learner.tried import Tried
from thumbwalk.link.ports import PortInfo
from thumbwalk.pad import Foot
from thumbwalk.rig.opening import OpenRig
from thumbwalk.rig.trial_rig import TRIALS
from thumbwalk.session.demo import DEMO_HANDS, Demo, DemoHand
from thumbwalk.session.preferences import Preferences, level_of
from thumbwalk.session.screen.snapshot import Snapshot
from thumbwalk.session.sitting import Sitting


@dataclass(frozen=True)
class Doors:
    """How rigs are opened: a board by its port, the virtual foot as a left or a right one; and which boards there are.

    ``show`` begins a scripted hand's show of a drill on a foot, by whose hand. Whoever makes them knows ports,
    paths and processes.
    """

    board: Callable[[str], AbstractContextManager[OpenRig]]
    virtual: Callable[[Foot], AbstractContextManager[OpenRig]]
    boards: Callable[[], Sequence[PortInfo]]
    show: Callable[[Drill, Foot, DemoHand], Demo]


@dataclass(frozen=True)
class Shelf:
    """What there is to practise, what the learner did of it, and where settings go.

    ``own`` are the names of drills that did not come with the package. ``targets`` are the user's.
    """

    drills: Mapping[str, Drill]
    own: Sequence[str]
    targets: Targets
    keep: Callable[[Preferences], None]


@dataclass(frozen=True)
class Papers:
    """A learner's documents and the user's caps, by whoever knows where they are; all may raise RigError.

    ``add`` keeps one more document, ``caps`` are in force where no receiver has others.
    """

    add: Callable[[str, Kind, Mapping[str, Any]], None]
    caps: Callable[[], Caps]


@dataclass(frozen=True)
class Tongues:
    """The languages that the window can speak: their codes, and how one is had, which may raise RigError."""

    codes: Callable[[], Sequence[str]] = lambda: (ENGLISH.code,)
    named: Callable[[str], Language] = lambda _code: ENGLISH


@dataclass
class Desk:
    """One for the whole window; rooms ask it and let it do things.

    Attributes
    ----------
    preferences : Preferences
        The settings in force.
    past : Past
        What the learner did so far.
    tried_before : TriedBefore
        What the learner tried of the drills.
    file_taken : FileTaken
        A file of drills that is taken onto the shelf.
    papers : Papers
        The learner's documents.
    chosen : Drill or None
        The drill that waits, runs or is over; None in free practice.
    show : Demo or None
        A scripted hand's show, while there is one.
    changed : list of callables
        Called after a setting was changed.
    trial : int
        Which fault of the virtual rig is played next.
    clock : callable
        The day's time, with its offset from UTC.
    trouble : str
        What of the desk's own went wrong last, in a line.
    best : BestBefore or None
        What reads the learner's best sets; None where nobody does.
    why_silent : callable
        Why nothing is heard though it should be; "" while there is no reason.
    tongues : Tongues
        The languages that there are.
    """

    sitting: Sitting
    doors: Doors
    shelf: Shelf
    preferences: Preferences
    past: Past
    tried_before: TriedBefore
    file_taken: FileTaken
    papers: Papers
    chosen: Drill | None = None
    show: Demo | None = None
    changed: list[Callable[[], object]] = field(default_factory=list)
    trouble: str = ""
    trial: int = TRIALS.index("unplug")
    clock: Callable[[], datetime] = lambda: datetime.now().astimezone()
    best: BestBefore | None = None
    why_silent: Callable[[], str] = lambda: ""
    tongues: Tongues = Tongues()
    _plain: Drill | None = None
    _begun: Drill | None = None
    _half: bool = False
    _bites: bool = False
    _noted: Noted = field(default_factory=Noted)
    _tile: int = 0
    _shown: Drill | None = None
    _hand: int = DEMO_HANDS.index("expert")
    _volume: float = Preferences.volume

    @property
    def drills(self) -> Mapping[str, Drill]:
        """All drills by name, in the ladder's order."""
        return self.shelf.drills

    def tried(self) -> Mapping[str, Tried]:
        """What the learner tried on this kind of rig, as far as it is read; nothing, and why, where it can't be."""
        return (self._known() or NOTHING).tried

    def _known(self) -> Known | None:
        """What the learner's documents say; None while they are not read yet."""
        state, whose, renewals = self.sitting.state, self.preferences.learner, self.past.renewals
        found = self.tried_before.of(whose, virtual=state.virtual, kept=state.folder, renewals=renewals)
        self.trouble = self.tried_before.trouble or self.trouble
        return found

    def take_file(self, file: Path) -> None:
        """Have a file of drills, or of a master, taken onto the shelf; `file_taken` says how far it is."""
        self.file_taken.ask(file)

    def shelve(self) -> str | None:
        """Put what was taken in onto the shelf; gives the first of its names, once, or None."""
        found = self.file_taken.state.drills
        if not found or all(self.shelf.drills.get(name) is one for name, one in found.items()):
            return None
        own = (*(name for name in self.shelf.own if name not in found), *found)
        self.shelf = replace(self.shelf, drills={**self.shelf.drills, **found}, own=own)
        return next(iter(found))

    def look_back(self) -> PastState:
        """What the learner did so far on the kind of rig that is open, as far as it is read."""
        state, now = self.sitting.state, self.preferences
        if state.stage in ("none", "opening"):
            return self.past.state
        return self.past.of(Wanted(now.learner, state.virtual, now.foot, self.sitting.pad.name, self.today()))

    def best_before(self, drill: Drill) -> BestSets:
        """The learner's best sets of a drill that is over, as far as they are read; not those just done."""
        state, now = self.sitting.state, self.preferences
        if self.best is None or state.folder is None:
            # until what was just done is kept, it is not known where
            return NONE_BEFORE
        rig = state.virtual, now.foot, self.sitting.pad.name
        return self.best.of(BestWanted(now.learner, *rig, drill, state.folder))

    def suggestions(self) -> tuple[Suggestion, ...]:
        """What to do next, the first first; none while it is not known yet what was done."""
        past = self.look_back()
        if past.found is not None:
            return past.found.suggestions
        known = self._known()
        if known is not None and (past.stage == "failed" or not known.tried):
            # the learner's documents alone know the bests, and who has none begins with the first rung
            return (suggested(self.drills, known.tried, self.preferences.foot),)
        return ()

    def today(self) -> date:
        """The learner's own day."""
        return self.clock().date()

    def history(self) -> History | None:
        """The learner's documents, with what was noted since they were read; None while they are not read yet.

        None are there, and it is said why, where they can't be read. Nothing is read here.
        """
        past, known = self.look_back(), self._known()
        if past.found is not None:
            return self._noted.upon(past.found.history, past.renewals)
        return None if known is None else self._noted.upon(known.history, known.renewals)

    def note(self, kind: Kind, facts: Mapping[str, Any]) -> bool:
        """Keep one more thing of the learner; gives whether it is kept, else why not is said."""
        try:
            self.papers.add(self.preferences.learner, kind, facts)
        except RigError as error:
            self.trouble = str(error)
            return False
        self.trouble = ""
        self.past.renew()
        self._noted.add(Entry(kind, self.clock(), facts), self.past.renewals)
        return True

    def snapshot(self) -> Snapshot:
        """Give the newest moment: of a show, while there is one, else of the sitting."""
        show = self.show
        return self.sitting.snapshot() if show is None else show.snapshot()

    def show_me(self, drill: Drill | None) -> None:
        """Begin a show of a drill, which is labelled as one, with whose hand it is."""
        self.end_show()
        self._shown = drill
        if drill is not None:
            hand = DEMO_HANDS[self._hand]
            title = told("DEMO · {hand} · {title}", hand=hand_said(hand), title=told(drill.title))
            self.show = self.doors.show(replace(drill, title=title), self.preferences.foot, hand)

    def turn_hand(self, by: int) -> None:
        """Have another hand show the same from the beginning."""
        self._hand = (self._hand + by) % len(DEMO_HANDS)
        self.show_me(self._shown)

    def end_show(self) -> None:
        """End a show, if there is one; what went wrong in it is said."""
        show, self.show = self.show, None
        if show is not None:
            show.close()
            self.trouble = show.trouble or self.trouble

    def begin(self) -> None:
        """Open what the settings say: the only board that is plugged in, or the virtual foot."""
        boards = self.doors.boards() if self.preferences.rig == "auto" else ()
        if len(boards) == 1:
            self.connect(boards[0].device)
        else:
            self.connect(None)

    def connect(self, port: str | None) -> None:
        """Open a board's port; None opens the virtual foot."""
        foot = self.preferences.foot
        door = partial(self.doors.virtual, foot) if port is None else partial(self.doors.board, port)
        self.sitting.connect(door, foot)

    def choose(self, name: str | None) -> None:
        """Have a drill wait for its start; None is free practice."""
        self.take(None if name is None else self.drills[name])

    def take(self, drill: Drill | None) -> None:
        """Have a drill wait that need not be on the shelf."""
        self._plain, self._begun, self._half, self._bites = drill, None, False, False
        self._vary()

    def turn_tempo(self) -> None:
        """Have the drill that waits wait at half its tempo, or at its own again."""
        self._half = not self._half
        self._vary()

    def turn_bites(self) -> None:
        """Have the drill that waits wait for each bite as well, or go on by the clock again."""
        self._bites = not self._bites
        self._vary()

    def _vary(self) -> None:
        """Have what is chosen wait in the way that is wished for."""
        drill, level = self._plain, level_of(self.preferences)
        if drill is not None:
            drill = drill if level is None else at_level(drill, level)
            drill = at_half_tempo(drill, self.shelf.targets) if self._half else drill
            drill = bite_by_bite(drill) if self._bites else drill
        self.chosen = drill
        self.sitting.plan(drill)

    def start(self) -> None:
        """Begin what is chosen, its sets in an order of their own each time where they are to be shuffled."""
        self._begun = None if self.chosen is None else self.chosen.shuffled(time.time_ns())
        self.sitting.practise(self._begun)

    def again(self) -> None:
        """Begin the same drill again."""
        self.start()

    def this_set(self, index: int) -> None:
        """Begin one of the chosen drill's sets, alone."""
        # in the order in which they were begun
        whole = self._begun if self._begun is not None else self.chosen
        if whole is not None and 0 <= index < len(whole.sets):
            self.chosen = whole.only(index) if len(whole.sets) > 1 else whole
            self.start()

    def after(self, snapshot: Snapshot) -> str:
        """The name of the drill to go on with: the one for what cost most, else the ladder's next."""
        names, chosen = list(self.drills), self.chosen
        now = "" if chosen is None else chosen.name
        now = now if now in names else plain_name(now)
        if chosen and now in names and len(chosen.sets) < len(self.drills[now].sets) and now not in self.tried():
            # one of its sets was done, as on the first run: the whole of it comes first
            return now
        if snapshot.result is not None and snapshot.drill is not None:
            wanted = lesson(snapshot.result, snapshot.drill.drill, self.drills, self.preferences.foot).next_drill
            if wanted in self.drills and wanted != now:
                return wanted or names[0]
        at = names.index(now) + 1 if now in names else 0
        return names[at % len(names)]

    def speak(self) -> None:
        """Speak the language of the settings; where that can't be had, say why, in English."""
        try:
            speak(self.tongues.named(self.preferences.language))
        except RigError as error:
            self.trouble = str(error)
            speak(ENGLISH)

    def choose_trial(self, index: int) -> None:
        """Have another fault of the virtual rig be the one that is played next."""
        self.trial = index % len(TRIALS)

    @property
    def trial_tile(self) -> str:
        """The tile that a fault would be of."""
        names = self.sitting.pad.names
        return names[self._tile % len(names)]

    def turn_tile(self, by: int) -> None:
        """Have a fault be another tile's."""
        self._tile += by

    def play_trial(self) -> None:
        """Have the chosen thing go wrong with the virtual rig now, or plug it in again; nothing with a board."""
        trial = self.sitting.trial
        if trial is None:
            return
        if trial.is_unplugged:
            trial.plug_in()
        else:
            trial.play(TRIALS[self.trial], self.trial_tile)

    def hush(self) -> None:
        """Turn the sound off, or on again as loud as it was."""
        if self.preferences.volume > 0.0:
            self._volume = self.preferences.volume
            self.change(volume=0.0)
        else:
            self.change(volume=self._volume)

    def change(self, **values: Any) -> None:
        """Change settings, keep them and tell whoever looks; what can't be kept still holds until the end."""
        before = self.preferences
        self.preferences = before.with_value(**values)
        if self.preferences == before:
            return
        try:
            self.shelf.keep(self.preferences)
            self.trouble = ""
        except OSError as error:
            self.trouble = told("The settings can't be kept: {why}. They hold until you close.", why=error.strerror)
        if self.preferences.language != before.language:
            self.speak()
        if self.preferences.foot != before.foot and self.sitting.state.virtual:
            self.connect(None)
        if self.chosen is not None and self.preferences.level != before.level:
            self._vary()
        elif self.chosen is not None and self.preferences.help != before.help:
            self.sitting.plan(self.chosen)
        for tell in self.changed:
            tell()
