"""Every room of the window in the states that people meet, for the pictures and for whoever looks for cut texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from tests.app import pasts, scenes
from tests.app.asked_scenes import in_set
from tests.app.desks import BOARD, sitting_of, still_desk
from tests.app.people_scenes import PEOPLE_SCENES, Scene
from tests.app.plate_scenes import on_plate, plate_desk
from tests.app.weighed import weighed
from tests.rig.boards import played_trial

from thumbwalk.app.best_before import NONE_BEFORE, BestSets
from thumbwalk.app.desk import Desk
from thumbwalk.app.front import Front
from thumbwalk.app.learners_past import LookBack
from thumbwalk.app.rooms.drills import DrillsRoom
from thumbwalk.app.rooms.practice import PracticeRoom
from thumbwalk.app.rooms.progress import ProgressRoom
from thumbwalk.app.window import end
from thumbwalk.app.words.doors import (
    CALIBRATE,
    DEMO,
    DRILLS,
    FREE,
    HELP,
    PRACTICE,
    PROGRESS,
    RIG,
    SETTINGS,
    TODAY,
    TRIALS,
    TWO_WEIGHTS,
    WELCOME,
)
from thumbwalk.coach.plan.suggest import Suggestion
from thumbwalk.errors import RigError, StoreError
from thumbwalk.language import _, capital, told
from thumbwalk.session.guesses import Guess
from thumbwalk.session.load_ear import LoadMoment
from thumbwalk.session.screen.preview import nothing_open
from thumbwalk.session.screen.snapshot import Snapshot
from thumbwalk.session.sitting_state import SittingState
from thumbwalk.signal.load_cell import LoadComparison


def at(desk: Desk, name: str) -> Front:
    front = Front(desk)
    if name != TODAY:
        front.go(name)
    return front


def practising(moment: Callable[[], Snapshot], name: str = "first-steps") -> Scene:
    """The practice room at a moment of a drill."""

    def show() -> Front:
        now = moment()
        front = at(still_desk(now, SittingState("open", virtual=True, calibrated=True, practising=True)), PRACTICE)
        front.desk.chosen, sitting_of(front.desk).planned = front.desk.drills[name], None
        return front

    return show


def practising_on_plate() -> Front:
    """The practice room over a plate, while a drill runs."""
    front = at(plate_desk(on_plate(), SittingState("open", virtual=True, calibrated=True, practising=True)), PRACTICE)
    front.desk.chosen, sitting_of(front.desk).planned = front.desk.drills["first-steps"], None
    return front


def calibrating(
    answers: int, *, wrong: bool = False, quick: bool = False, done: bool = False, said: tuple[str, ...] = ()
) -> Scene:
    """The calibration after so many answers, as asked; then one on a ``wrong`` tile, and some that are ``said``."""

    def show() -> Front:
        desk = still_desk(replace(scenes.quiet(), drill=None))
        sitting_of(desk).work = weighed(answers, wrong=wrong, quick=quick, done=done, said=said)
        return at(desk, TWO_WEIGHTS if quick else CALIBRATE)

    return show


def with_key(key: Qt.Key, scene: Scene) -> Scene:
    """A scene behind a key."""

    def show() -> Front:
        front = scene()
        front.window.room.show_words(front.desk.sitting.snapshot())
        press(front, key)
        return front

    return show


def ready(name: str) -> Scene:
    def show() -> Front:
        desk = still_desk(scenes.quiet())
        front = at(desk, PRACTICE)
        desk.choose(name)
        return front

    return show


def searched(text: str) -> Scene:
    def show() -> Front:
        front = at(still_desk(scenes.quiet()), DRILLS)
        room = front.window.room
        assert isinstance(room, DrillsRoom)
        room.search.setText(text)
        return front

    return show


def no_rig() -> Desk:
    why = "no rig is plugged in; plug the board in, name its port with --port, or use --virtual"
    return still_desk(nothing_open(scenes.PAD, why), SittingState("failed", trouble=why))


def load_checked() -> Front:
    """A load cell that does not agree with the tiles."""
    desk = still_desk(scenes.in_drill(8.4), boards=(BOARD,))
    desk.sitting.load.moment = LoadMoment("done", found=LoadComparison(12, 14.2, 11.6, agrees=False))
    return at(desk, RIG)


def refused() -> Front:
    """A drill that could not begin: nothing can be kept."""
    folder = "/home/anna/thumbwalk/sessions/2026-03-01_1815_hold-1"
    why = told("{path}: can't make the folder: {why_not}", path=folder, why_not="Read-only file system")
    desk = still_desk(scenes.quiet(), SittingState("open", virtual=True, calibrated=True, trouble=why))
    front = at(desk, PRACTICE)
    desk.choose("hold-1")
    return front


def added(name: str) -> Scene:
    """The shelf behind a file that was added, or refused."""

    def show() -> Front:
        desk = still_desk(scenes.quiet())
        desk.take_file(Path("/home/anna") / name)
        return at(desk, DRILLS)

    return show


def tried_hard() -> Desk:
    """A virtual rig with a dead tile, and its cable out."""
    desk = still_desk(replace(scenes.silent_tile(), drill=None))
    sitting_of(desk).trial = played_trial()
    return desk


def unplugged() -> Front:
    """A drill whose virtual rig was unplugged on demand."""
    now = scenes.with_stream(scenes.in_drill(20.6), connected=False, message=scenes.PLUG_IN)
    desk = still_desk(now, SittingState("open", virtual=True, calibrated=True, practising=True))
    sitting_of(desk).trial = played_trial()
    front = at(desk, PRACTICE)
    desk.chosen, sitting_of(desk).planned = desk.drills["first-steps"], None
    return front


def free_done() -> Front:
    summary = scenes.free_summary()
    state = SittingState("open", virtual=True, calibrated=True, free=summary)
    return at(still_desk(scenes.quiet(), state), FREE)


def progress(title: str = "", past: LookBack | RigError | None = None) -> Scene:
    """The room Progress with a topic chosen, the first one without a title."""

    def show() -> Front:
        front = at(still_desk(scenes.quiet(), past=past or pasts.weeks()), PROGRESS)
        room = front.window.room
        assert isinstance(room, ProgressRoom)
        if title:
            said = {_(title), capital(_(title.lower()))}
            room._choose(next(row for row, one in enumerate(room.topics.rows) if one.title in said))
        return front

    return show


LOCKED = StoreError(
    told(
        "{where}: {why}",
        where="/home/anna/.local/share/thumbwalk/thumbwalk.sqlite3",
        why=told("is in use by another program; try again when that has ended"),
    )
)


def resting() -> Front:
    """A day on which the hands ask for rest."""
    pain = told("{pain} in the {site}", pain=told("pain"), site=told("thumb"))
    why = told("your hands asked for rest today ({pain}): no rig, go on tomorrow", pain=pain)
    return at(
        still_desk(scenes.quiet(), past=replace(pasts.weeks(), suggestions=(Suggestion("rest", None, why),))), TODAY
    )


def watched(moment: Callable[[], Snapshot] = scenes.finished, at_s: float = 4.3, best: BestSets = NONE_BEFORE) -> Scene:
    """A set behind a drill, in the middle of being watched, beside what was asked and the ``best`` ones."""

    def show() -> Front:
        front = practising(moment)()
        room = front.window.room
        assert isinstance(room, PracticeRoom)
        room.habits.best = lambda _drill: best
        room.show(moment())
        room.watch.put(at_s)
        return front

    return show


def demo() -> Front:
    """A scripted hand's show."""
    front = at(still_desk(scenes.in_drill(8.4)), WELCOME)
    front.go(DEMO)
    return front


def behind_guessed_set(*, asks: bool) -> Snapshot:
    """The rest behind a set whose force was to be guessed, before and behind the answer."""
    rest = scenes.with_drill(scenes.in_drill(12.2), revealed_n=8.13)
    return replace(rest, asks_guess=asks, guesses=() if asks else (Guess("Hold", 10.0, 8.13),))


def ten_sets() -> Snapshot:
    return scenes.many_sets()


SCENES: dict[str, Scene] = {
    "today": lambda: at(still_desk(scenes.quiet(), past=pasts.weeks()), TODAY),
    "today-rest": resting,
    "today-store-locked": lambda: at(still_desk(scenes.quiet(), past=LOCKED), TODAY),
    "today-first": lambda: at(still_desk(scenes.quiet(), tried={}), TODAY),
    "today-no-rig": lambda: at(no_rig(), TODAY),
    "drills": lambda: at(still_desk(scenes.quiet()), DRILLS),
    "drills-added": added("old-lee.twr"),
    "drills-refused": added("bad.csv"),
    "drills-search": searched("heel knead"),
    "drills-nothing-found": searched("xyzzy"),
    "free": lambda: at(still_desk(scenes.quiet()), FREE),
    "free-done": free_done,
    "practice-ready": ready("first-steps"),
    "practice-ready-long": ready("mix"),
    "practice-ready-half": with_key(Qt.Key.Key_H, ready("walk-1")),
    "practice-hold": practising(lambda: scenes.in_drill(8.4)),
    "practice-losses": practising(
        lambda: scenes.with_stream(scenes.in_drill(8.4), bad_frames=1, dropped=14445, overruns=12, restarts=1)
    ),
    "practice-rest": practising(lambda: scenes.in_drill(12.2)),
    "practice-knead": practising(lambda: scenes.in_drill(20.6)),
    "practice-off-point": practising(
        lambda: in_set("points-right", 0, 5.5, off_mm=(-28.0, 14.0), reason="place", force_n=9.4), "points-right"
    ),
    "practice-beside-point": practising(
        lambda: in_set("points-right", 0, 3.0, off_mm=(-9.0, 6.0), reason="", force_n=9.0), "points-right"
    ),
    "practice-circles": practising(
        lambda: in_set("circles-1", 0, 3.3, off_mm=(-3.0, 5.0), reason="too_slow"), "circles-1"
    ),
    "practice-walk": practising(lambda: in_set("walk-1", 1, 9.2, off_mm=(-7.0, 0.0)), "walk-1"),
    "practice-glide": practising(lambda: in_set("glide-1", 0, 2.4, off_mm=(-8.0, 0.0)), "glide-1"),
    "practice-friction": practising(lambda: in_set("friction-1", 0, 3.1), "friction-1"),
    "practice-two-hands": practising(lambda: in_set("two-walk", 0, 7.0), "two-walk"),
    "practice-near-limit": practising(
        lambda: in_set("knead-1", 0, 8.3, reason="too_hard", force_n=23.0, cap_n=25.0), "knead-1"
    ),
    "practice-map": with_key(
        Qt.Key.Key_O, practising(lambda: in_set("points-right", 5, 5.5, reason="good"), "points-right")
    ),
    "practice-too-light": practising(scenes.too_light),
    "practice-over-limit": practising(scenes.over_pressure),
    "practice-paused": practising(lambda: scenes.with_drill(scenes.in_drill(20.6), stand="paused")),
    "practice-rig-lost": practising(
        lambda: scenes.with_stream(scenes.in_drill(20.6), connected=False, message=scenes.PLUG_IN)
    ),
    "practice-refused": refused,
    "practice-guess": practising(lambda: behind_guessed_set(asks=True)),
    "practice-guessed": practising(lambda: behind_guessed_set(asks=False)),
    "practice-result": practising(scenes.finished),
    "practice-result-lost": practising(scenes.partly_lost),
    "practice-result-nothing": practising(scenes.all_lost),
    "practice-result-causes": with_key(Qt.Key.Key_Up, practising(scenes.many_causes, "walk-1")),
    "practice-result-guess": practising(lambda: replace(scenes.finished(), asks_guess=True)),
    "practice-result-guessed": practising(
        lambda: replace(scenes.finished(), guesses=(Guess("Hold", 11.0, 8.1), Guess("Hold", 12.2, 12.0)))
    ),
    "practice-result-limit": practising(scenes.over_once),
    "practice-result-ten": practising(ten_sets),
    "progress": progress(),
    "progress-hold": progress("Hold"),
    "progress-places": progress("Where it went"),
    "progress-minutes": progress("Minutes a week"),
    "progress-load": progress("Hand load"),
    "progress-strength": progress("Strength"),
    "progress-tired": progress("Tired hands"),
    "progress-words": progress("What they said"),
    "progress-empty": progress("", pasts.first_day()),
    "progress-store-locked": progress("", LOCKED),
    "practice-watched": watched(),
    "practice-watched-best": watched(best=scenes.best_of_first_steps()),
    "practice-watched-walk": watched(scenes.many_causes, 6.2),
    "rig": lambda: at(still_desk(scenes.in_drill(8.4), boards=(BOARD,)), RIG),
    "rig-silent-tile": lambda: at(still_desk(replace(scenes.silent_tile(), drill=None)), RIG),
    "rig-load-cell": load_checked,
    "rig-plate": lambda: at(plate_desk(on_plate(drill=False)), RIG),
    "rig-plate-silent-cell": lambda: at(plate_desk(on_plate(drill=False, silent=True)), RIG),
    "practice-plate": practising_on_plate,
    "faults": lambda: at(tried_hard(), TRIALS),
    "faults-none": lambda: at(still_desk(scenes.quiet()), TRIALS),
    "practice-unplugged": unplugged,
    "rig-none": lambda: at(no_rig(), RIG),
    "calibrate": calibrating(0),
    "calibrate-weights": calibrating(2 + 4),
    "calibrate-refused": calibrating(2 + 3, wrong=True),
    "calibrate-another-weight": calibrating(2, quick=True, said=("2000", "")),
    "calibrate-weight-refused": calibrating(2, quick=True, said=("2000", "", "")),
    "calibrate-done": calibrating(2 + 3, quick=True, done=True),
    "settings": lambda: at(still_desk(scenes.quiet()), SETTINGS),
    "settings-grams": lambda: at(
        still_desk(scenes.quiet(), unit="g", looks="dark", foot="left", level="narrow"), SETTINGS
    ),
    "help": lambda: at(still_desk(scenes.quiet()), HELP),
    "welcome": lambda: at(still_desk(scenes.quiet(), boards=(BOARD,)), WELCOME),
    "demo": demo,
    "welcome-virtual-alone": lambda: at(still_desk(scenes.quiet()), WELCOME),
    "welcome-no-rig": lambda: at(no_rig(), WELCOME),
    **PEOPLE_SCENES,
}


@contextmanager
def shown(name: str, wide: int, high: int, *, looks: str = "light") -> Iterator[Front]:
    """A scene in a window that nobody sees; what it shows has settled."""
    front = SCENES[name]()
    try:
        front.desk.change(looks=looks)
        front.window.resize(wide, high)
        front.window.show()
        front.window.start()
        resized(front, wide, high)
        yield front
    finally:
        front.desk.sitting.onsets.tell(None)
        end(front.window)


def resized(front: Front, wide: int, high: int) -> None:
    """Give the window another size; what it shows has settled."""
    front.window.resize(wide, high)
    front.window.room.show_words(front.desk.snapshot())
    QApplication.processEvents()
    # what is drawn behind the first frame is there with the next
    QApplication.processEvents()


def press(front: Front, key: Qt.Key) -> None:
    QTest.keyClick(front.window, key)
