"""A sitting: one rig kept open, and on it one practice after the other, each kept in a folder of its own.

What takes its time (opening, ending, keeping) is done on a thread of its own, one thing after the other. Whoever draws
asks for things and comes back at once; what came of it shows in `state` and in the newest snapshot.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime

from thumbwalk.coach.drill.document import DrillDocument
from thumbwalk.coach.drill.drill import Drill
from thumbwalk.errors import CalibrationError, RigError
from thumbwalk.language import marked, told
from thumbwalk.pad import Foot, Pad, rig_pad
from thumbwalk.places import file_name
from thumbwalk.rig.calibrating import QUICK_WEIGHTS, quick_tiles, tared, tile_wizard
from thumbwalk.rig.trial_rig import TrialRig
from thumbwalk.session.begin import prepared, recorded
from thumbwalk.session.customs import Customs, Learning
from thumbwalk.session.guesses import Guess
from thumbwalk.session.held_rig import Door, HeldRig
from thumbwalk.session.kept import SessionFolder
from thumbwalk.session.listener import Listener, OnsetWatch, TouchEar
from thumbwalk.session.live import LiveSession
from thumbwalk.session.load_ear import LoadEar
from thumbwalk.session.newest_counts import NewestCounts
from thumbwalk.session.pad_remote import PadRemote
from thumbwalk.session.screen.preview import nothing_open, previewed
from thumbwalk.session.screen.snapshot import DrillState, MouseHand, Snapshot, StreamState
from thumbwalk.session.sitting_run import SittingRun
from thumbwalk.session.sitting_state import SittingState
from thumbwalk.session.tile_calibration import TileCalibration
from thumbwalk.signal.any_calibration import AnyCalibration
from thumbwalk.signal.calibration import Calibration
from thumbwalk.signal.wizard import ScaleUnit


class Sitting:
    """Opens rigs, begins and ends practices on them, and keeps these.

    Parameters
    ----------
    customs : Customs
    clock : callable
        The day's time, with its offset from UTC.

    Attributes
    ----------
    state : SittingState
        How things stand, whoever looks.
    onsets : OnsetWatch
        Hears every session; tell it whom to call when a touch begins.
    touches : TouchEar
        Hears the rig while no practice runs on it; tell it who takes the touch.
    counts : NewestCounts
        What the tiles' converters read, while no practice runs.
    remote : PadRemote
        What the foot is used for as a remote, while no practice runs.
    load : LoadEar
        The load cell beside the tiles, while no practice runs.
    pad : Pad
        The layout of the rig that is open or was last; the built-in one before.
    """

    def __init__(self, customs: Customs, clock: Callable[[], datetime] = lambda: datetime.now().astimezone()) -> None:
        self.state = SittingState()
        self.onsets, self.touches, self.counts = OnsetWatch(), TouchEar(), NewestCounts()
        self.pad = rig_pad()
        self.remote, self.load = PadRemote(self.pad), LoadEar()
        self._customs, self._clock = customs, clock
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="thumbwalk-sitting")
        self._rig: HeldRig | None = None
        self._run: SittingRun | None = None
        self._planned: Drill | None = None
        self._over: Snapshot | None = None
        self._preview: DrillState | None = None
        self._kept: SessionFolder | None = None
        self._unguessed: SittingRun | None = None
        self._stream: StreamState | None = None

    @property
    def hand(self) -> MouseHand | None:
        """The virtual rig's hand, for a mouse to move; None with a board, and without any rig."""
        return None if self._rig is None else self._rig.opened.hand

    @property
    def trial(self) -> TrialRig | None:
        """What can have things go wrong with the virtual rig; None with a board, and without any rig."""
        return None if self._rig is None else self._rig.opened.trial

    @property
    def board_id(self) -> str:
        """The open board's id; "" without one."""
        return "" if self._rig is None else self._rig.opened.hello.board_id

    def connect(self, door: Door, foot: Foot | None) -> Future[None]:
        """Open another rig in place of the one that is open, for this foot or the layout's."""
        self._set(stage="opening", trouble="", said="")
        return self._ask(lambda: self._connect(door, foot))

    def plan(self, drill: Drill | None) -> None:
        """Show a drill that waits for its start; None for no drill."""
        self._over, self._planned, self._preview = None, drill, None
        self._set(free=None, trouble="", said="")
        if self._unguessed is not None:
            self._ask(self._keep_guessed)
        if drill is not None:
            self._ask(self._look_ahead)

    def practise(self, drill: Drill | None) -> Future[None]:
        """Begin a drill, or free practice, and record it; one that runs is ended and kept."""
        self._set(busy="starting", trouble="", said="")
        return self._ask(lambda: self._practise(drill))

    def pause(self) -> None:
        """Let the drill stand still."""
        if (run := self._run) is not None:
            run.session.controls.pause()

    def resume(self) -> None:
        """Let the drill go on."""
        if (run := self._run) is not None:
            run.session.controls.resume()

    def guess(self, said_n: float | None) -> Guess | None:
        """Take the force that the learner thinks to have pressed in the set just over; None from who would be told.

        Gives None where it can't be taken.
        """
        run = self._unguessed or self._run
        guess = None if run is None else run.session.guess(said_n)
        if (late := self._unguessed) is not None:
            self._show_guessed(late)
        return guess

    def end(self) -> Future[None]:
        """End the practice that runs, and keep what there is of it."""
        return self._ask(self._end)

    def tare(self) -> Future[None]:
        """Take what the untouched foot reads as its zero, and keep it for the board."""
        self._set(busy="taring", trouble="", said="")
        made = marked("Tared: the untouched foot is zero.")
        return self._ask(lambda: self._recalibrate(lambda rig: tared(rig.link, rig.calibration, rig.pad), made))

    def weighing(self, unit: ScaleUnit, *, quick: bool) -> TileCalibration | None:
        """Begin to calibrate the open rig while its stream goes on; None without one. Raises CalibrationError."""
        rig, counts = self._rig, self.counts
        if rig is None:
            return None
        if not isinstance(rig.calibration, Calibration):
            raise CalibrationError(
                told("a plate is calibrated with one weight at five places: `thumbwalk calibrate`, in a terminal")
            )
        weights, tiles = (QUICK_WEIGHTS[unit], quick_tiles(rig.pad)) if quick else (None, None)
        asked = tile_wizard(rig.link, rig.pad, rig.calibration, unit=unit, weights=weights, tiles=tiles, counts=counts)
        return TileCalibration(asked, counts, rig.pad, unit, quick=quick, hand=rig.opened.hand)

    def check_load(self) -> None:
        """Check the tiles against the load cell from now on; nothing without one."""
        if (rig := self._rig) is not None and isinstance(rig.calibration, Calibration):
            self.load.begin(rig.calibration)

    def calibrate(self, found: AnyCalibration, said: str) -> Future[None]:
        """Have the open board calibrated so from now on, and keep it."""
        return self._ask(lambda: self._recalibrate(lambda _rig: found, said))

    def keep_picture(self, png: bytes) -> None:
        """Keep a picture beside the practice that was over last; of a count-in that was left early there is none."""
        run, kept = self._run, self._kept
        folder = kept if run is None or run.folder is None else run.folder
        if folder is not None and (folder is kept or (run is not None and run.has_counted)):
            self._ask(lambda: folder.keep_picture(png))

    def close(self) -> None:
        """End and keep whatever runs, close the rig, and wait for all of it."""
        self._ask(self._close).exception()
        self._worker.shutdown()

    def snapshot(self) -> Snapshot:
        """Give the newest moment: of the practice, of its end, or of a drill that waits for its start."""
        run, over = self._run, self._over
        if run is None:
            quiet = nothing_open(self.pad, self.state.trouble)
            # between two sessions the rig is as it was
            stream = self._stream if self.state.stage == "open" and self._stream is not None else quiet.stream
            return replace(quiet if over is None else over, stream=stream)
        now = run.session.snapshot()
        if run.folder is not None:
            return now
        if over is not None:
            return replace(
                now,
                drill=over.drill,
                result=over.result,
                reviews=over.reviews,
                guesses=over.guesses,
                asks_guess=over.asks_guess,
            )
        return now if self._preview is None else replace(now, drill=self._preview)

    def _look_ahead(self) -> None:
        """Work out what the planned drill asks for first, on this pad."""
        drill = self._planned
        if drill is not None:
            document = self._document(self._customs.learning(self.state.virtual), drill, self.pad)
            self._preview = previewed(document, self.pad, calibrated=self.state.calibrated)

    def _document(self, learning: Learning, drill: Drill, pad: Pad) -> DrillDocument:
        """A drill by the targets and caps in force, as this learner does it."""
        drill = learning.helped(drill)
        return learning.fitted(DrillDocument.of(drill, self._customs.targets, learning.caps()), pad)

    def _ask(self, act: Callable[[], None]) -> Future[None]:
        """Have something done behind what was asked before; what goes wrong is said."""

        def done() -> None:
            try:
                act()
            except RigError as error:
                self._set(trouble=str(error))
            finally:
                self._set(busy="")

        return self._worker.submit(done)

    def _set(self, **changes: object) -> None:
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]  # names of its own fields

    def _connect(self, door: Door, foot: Foot | None) -> None:
        self._close_all()
        self._set(stage="opening")
        try:
            self._rig = HeldRig.of(door, foot, self._customs.calibration_of)
        except RigError:
            self._set(stage="failed")
            raise
        self.pad = self._rig.pad
        self._set(stage="open", virtual=self._rig.is_virtual, calibrated=self._rig.calibrated)
        self._idle()
        self._look_ahead()

    def _practise(self, drill: Drill | None) -> None:
        rig = self._ready_rig()
        self._keep_guessed()
        try:
            self._begin(rig, drill)
        except RigError:
            if self._run is None:
                self._idle()
            raise

    def _begin(self, rig: HeldRig, drill: Drill | None) -> None:
        """Record what is done from now on. Raises RigError."""
        learning = self._customs.learning(rig.opened.hand is not None)
        if drill is not None:
            drill.refuse_other(rig.pad.foot)
        document = None if drill is None else self._document(learning, drill, rig.pad)
        practice = prepared(rig.link, rig.pad, rig.calibration, document, named=drill is None)
        now = self._clock()
        name = "free" if drill is None else file_name(drill.name)
        folder = SessionFolder.dated(self._customs.sessions, name, now)
        folder.make()
        heard: list[Listener] = [self.onsets, *learning.watching(practice)]
        with ExitStack() as held, ExitStack() as ending:
            held.enter_context(learning.holding(folder, practice))
            session = ending.enter_context(
                recorded(
                    rig.link,
                    practice,
                    folder.recording,
                    *heard,
                    created=now.isoformat(timespec="seconds"),
                    stays=drill is None,
                    way_back=rig.opened.way_back,
                    on_end=self._note_end,
                )
            )
            self._over = self._planned = self._preview = None
            self._run = SittingRun(session, practice, ending.pop_all(), held.pop_all(), folder, learning, drill)
        self._set(practising=True, folder=None, free=None, stage="open")
        session.start()

    def _note_end(self) -> None:
        """On the reader's thread, which can't wait for itself: have the practice ended."""
        run = self._run
        self._ask(lambda: self._end() if self._run is run else None)

    def _end(self) -> None:
        if (run := self._run) is not None and run.folder is not None:
            self._stop()
            self._idle()
            if run.asked is not None and not run.has_counted and self._planned is None and self._over is None:
                # whoever left the count-in has not done it yet
                self._planned = run.asked
                self._look_ahead()

    def _stop(self) -> None:
        """End the session that runs, and keep it if it is to be kept."""
        run = self._run
        if run is None:
            return
        last, failed = run.end()
        self._stream = last.stream
        if run.has_counted and self._planned is None:
            # whoever has chosen another drill meanwhile looks forward
            self._over = last if last.drill is not None else None
        if run.folder is not None:
            failed = self._keep(run, run.folder, last) or failed or run.folder.failure
        self._run = None
        self._set(practising=False, **({"trouble": str(failed)} if failed is not None else {}))
        if self._rig is not None and run.session.moved:
            # its link was the session's own
            self._rig.close()
            door, foot = self._rig.door, self._rig.pad.foot
            self._rig = None
            self._rig = HeldRig.of(door, foot, self._customs.calibration_of)

    def _keep(self, run: SittingRun, folder: SessionFolder, last: Snapshot) -> Exception | None:
        """Keep what a practice came to; what is known of the learner waits for a guess that is still asked for."""
        failed: Exception | None = None
        try:
            run.keep(folder, self._customs)
        except RigError as error:
            failed = error
        if run.has_counted:
            self._kept = folder
            self._set(folder=folder.path, free=run.free)
        if last.asks_guess and last is self._over:
            # whoever answers just now finds it waiting, or is seen here: no answer falls between the two
            self._unguessed = run
            self._show_guessed(run)
            return failed
        return run.keep_learned(whole=failed is None) or failed

    def _show_guessed(self, run: SittingRun) -> None:
        """Show an answered guess, and have what waited for it kept; nothing while it is asked for."""
        if not (now := run.session.snapshot()).asks_guess:
            self._over = None if self._over is None else now
            self._ask(self._keep_guessed)

    def _keep_guessed(self) -> None:
        """Keep a practice whose last guess was waited for, be it made or not."""
        run, self._unguessed = self._unguessed, None
        if run is not None and (failed := run.keep_learned()) is not None:
            self._set(trouble=str(failed))

    def _idle(self) -> None:
        """Listen to the rig without keeping anything, for whoever looks at its tiles."""
        rig = self._ready_rig()
        practice = prepared(rig.link, rig.pad, rig.calibration)
        self.counts.forget()
        self.remote.begin(rig.pad)
        self.load.forget()
        hear: list[Listener] = [self.onsets, self.touches, self.counts, self.remote, self.load]
        session = LiveSession(rig.link, practice, hear, stays=True, way_back=rig.opened.way_back)
        self._run = SittingRun(session, practice, ExitStack(), ExitStack())
        session.start()

    def _ready_rig(self) -> HeldRig:
        """The rig, with nothing running on it, greeted anew. Raises RigError when it is gone."""
        self._stop()
        rig = self._rig
        if rig is None:
            raise RigError(told("no rig is open; connect one in the room Rig"))
        try:
            rig.greet()
        except RigError:
            self._set(stage="failed")
            self._rig = None
            raise
        return rig

    def _recalibrate(self, made: Callable[[HeldRig], AnyCalibration], said: str) -> None:
        """Have another calibration in force, and keep it for the board. Raises RigError."""
        rig = self._ready_rig()
        try:
            rig.calibrate(made(rig), self._customs.calibration_of(self.board_id))
            self._set(said=said, calibrated=rig.calibrated)
        finally:
            self._idle()

    def _close(self) -> None:
        self._close_all()
        self._set(stage="none")

    def _close_all(self) -> None:
        self._stop()
        self._keep_guessed()
        rig, self._rig = self._rig, None
        if rig is not None:
            rig.close()
