"""The practice window: pulls snapshots and hands each pane its share. No signal is processed here."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from thumbwalk.app.foot.mouse import FootMouse
from thumbwalk.app.foot.sole_view import FootView
from thumbwalk.app.panes.bars import FooterBar, HeaderBar, ScoreBar
from thumbwalk.app.panes.force_strip import ForceStrip
from thumbwalk.app.panes.pane import Pane
from thumbwalk.app.panes.result_pane import AdvicePane, ScorePane
from thumbwalk.app.panes.status import CoachPane, PulsePane, TaskPane
from thumbwalk.app.theme import DARK, LIGHT, Theme, system_theme
from thumbwalk.app.words import moment as wording
from thumbwalk.app.words.result_card import result_card
from thumbwalk.coach.drill.drill import Drill
from thumbwalk.pad import Foot, Pad
from thumbwalk.session.screen.snapshot import MouseHand, Snapshot, SnapshotSource

FRAME_MS = 16
_TEXT_EVERY_MS = 100
_DESIGN = (1280, 800)


class PracticeWindow(QWidget):
    """The foot in the middle, the task on its left, the coaching on its right.

    Parameters
    ----------
    source : SnapshotSource
        Where the newest snapshot is pulled from, every 16 ms.
    pad : Pad
        The layout that is drawn.
    drill : Drill or None
        What is practised; None for free practice.
    foot : "left" or "right"
        Which foot the drawing shows.
    hand : MouseHand or None
        The virtual rig's hand, for the mouse to move; None with a real rig.
    on_close : callable or None
        Called once when the window closes, however it is closed.
    theme : Theme or None
        Colours; None for the desktop's choice.

    Attributes
    ----------
    painted : callable or None
        Called with the snapshot that a repaint showed, when that repaint is finished (for measurements).
    failure : Exception or None
        What ended the window, when the source failed; whoever ran the window raises it.
    """

    wake = Signal()
    """Emit it, from any thread, to have the newest snapshot shown at once rather than at the next tick."""

    def __init__(
        self,
        source: SnapshotSource,
        *,
        pad: Pad,
        drill: Drill | None,
        foot: Foot,
        hand: MouseHand | None = None,
        on_close: Callable[[], None] | None = None,
        theme: Theme | None = None,
    ) -> None:
        super().__init__()
        self.painted: Callable[[Snapshot], None] | None = None
        self.failure: Exception | None = None
        self.snapshot: Snapshot | None = None
        self.theme = theme or system_theme()
        self.zoom = 1.0
        self._source = source
        self._drill = drill
        self._on_close = on_close
        self._shown_result = False
        self._waiting: Snapshot | None = None
        self.header = HeaderBar(self, self.theme)
        self.task = TaskPane(self, self.theme)
        self.pulse = PulsePane(self, self.theme)
        self.foot = FootView(self, self.theme, pad, foot)
        self.coach = CoachPane(self, self.theme)
        self.score = ScoreBar(self, self.theme)
        self.result_score = ScorePane(self, self.theme)
        self.result_advice = AdvicePane(self, self.theme)
        self.footer = FooterBar(self, self.theme)
        # Last, so that it is painted last: its end is the end of a repaint.
        self.strip = ForceStrip(self, self.theme)
        self.mouse = FootMouse(self.foot, hand, self._show_footer) if hand is not None else None
        self.setWindowTitle("Thumbwalk")
        self.setMinimumSize(800, 520)
        self.resize(*_DESIGN)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._arrange()
        self._words = QTimer(self, interval=_TEXT_EVERY_MS)
        self._words.timeout.connect(self._show_words)
        self._frames = QTimer(self, interval=FRAME_MS)
        self._frames.setTimerType(Qt.TimerType.PreciseTimer)
        self._frames.timeout.connect(self.pull)
        self.wake.connect(self.pull)
        self.pull()
        self._show_words()
        self._frames.start()
        self._words.start()

    def pull(self) -> None:
        """Take the newest snapshot and show what moves; texts follow at their own, slower pace."""
        try:
            snapshot = self._source.snapshot()
        except Exception as error:  # noqa: BLE001 - an exception in a Qt slot would only be printed, again and again
            self.failure = error
            self.close()
            return
        last = self.snapshot
        if snapshot is last:
            return
        self.snapshot = snapshot
        self._waiting = snapshot
        self.foot.show_snapshot(snapshot)
        if not self._shown_result:
            self.strip.show_snapshot(snapshot)
            self._show_pulse(snapshot)
        if last is None or _turn(last) != _turn(snapshot):
            self._show_words()

    def use_theme(self, theme: Theme) -> None:
        """Change the colours."""
        self.theme = theme
        self._arrange()

    def event(self, event: QEvent) -> bool:
        """Tell the measuring hook when Qt has finished a repaint of the window."""
        done = super().event(event)
        if event.type() == QEvent.Type.UpdateRequest and self._waiting is not None:
            shown, self._waiting = self._waiting, None
            if self.painted is not None:
                self.painted(shown)
        return done

    def resizeEvent(self, _event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Place the panes again."""
        self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc or Q closes, + and - size the text, T changes the colours, F fills the screen."""
        key = event.key()
        if key in (Qt.Key.Key_Escape, Qt.Key.Key_Q):
            self.close()
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self._resize_text(1.1)
        elif key == Qt.Key.Key_Minus:
            self._resize_text(1 / 1.1)
        elif key == Qt.Key.Key_T:
            self.use_theme(LIGHT if self.theme.name == "dark" else DARK)
        elif key == Qt.Key.Key_F:
            self.showNormal() if self.isFullScreen() else self.showFullScreen()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Lift the mouse's hand, stop pulling, and tell whoever waits."""
        self._frames.stop()
        self._words.stop()
        if self.mouse is not None:
            self.mouse.lift()
        on_close, self._on_close = self._on_close, None
        if on_close is not None:
            on_close()
        super().closeEvent(event)

    def _panes(self) -> tuple[Pane, ...]:
        return (
            self.header,
            self.task,
            self.pulse,
            self.foot,
            self.coach,
            self.score,
            self.result_score,
            self.result_advice,
            self.footer,
            self.strip,
        )

    def _resize_text(self, factor: float) -> None:
        self.zoom = min(1.3, max(0.7, self.zoom * factor))
        self._arrange()

    def _arrange(self) -> None:
        wide, high = self.width(), self.height()
        unit = max(0.7, min(wide / _DESIGN[0], high / _DESIGN[1])) * self.zoom
        palette = self.palette()
        palette.setColor(self.backgroundRole(), self.theme.color("background"))
        self.setPalette(palette)
        for pane in self._panes():
            pane.restyle(self.theme, unit)
        header, footer = round(60 * unit), round(50 * unit)
        body = QRect(0, header, wide, high - header - footer).adjusted(0, round(20 * unit), 0, -round(8 * unit))
        edge, gap = round(32 * unit), round(20 * unit)
        foot_wide = min(round(0.52 * body.height() + 40 * unit), round(0.36 * wide))
        foot = QRect((wide - foot_wide) // 2, header + 2, foot_wide, high - header - footer - 2)
        left = QRect(edge, body.top(), foot.left() - edge - gap, body.height())
        right = QRect(foot.right() + gap, body.top(), wide - edge - foot.right() - gap, body.height())
        self.header.setGeometry(0, 0, wide, header)
        self.footer.setGeometry(0, high - footer, wide, footer)
        self.foot.setGeometry(foot)
        pulse, score = round(84 * unit), round(62 * unit)
        room = left.height() - pulse - score - round(46 * unit)
        task = min(round(TaskPane.HEIGHT * unit), room)
        self.task.setGeometry(left.left(), left.top(), left.width(), task)
        self.pulse.setGeometry(left.left(), left.top() + task + round(26 * unit), left.width(), pulse)
        self.score.setGeometry(left.left(), left.bottom() - score, left.width(), score)
        coach = round(CoachPane.HEIGHT * unit)
        self.coach.setGeometry(right.left(), right.top(), right.width(), coach)
        self.strip.setGeometry(right.adjusted(0, coach + round(8 * unit), 0, -round(6 * unit)))
        self.result_score.setGeometry(left)
        self.result_advice.setGeometry(right)
        self._show_panes()

    def _show_panes(self) -> None:
        for pane in (self.task, self.pulse, self.coach, self.score, self.strip):
            pane.setVisible(not self._shown_result)
        self.result_score.setVisible(self._shown_result)
        self.result_advice.setVisible(self._shown_result)

    def _show_words(self) -> None:
        snapshot = self.snapshot
        if snapshot is None:
            return
        self.header.show_text(wording.header_text(snapshot, self._drill))
        self._show_footer()
        if snapshot.finished and snapshot.result is not None:
            card = result_card(snapshot.result, self._drill)
            self.result_score.show_card(card)
            self.result_advice.show_card(card)
            if not self._shown_result:
                self._shown_result = True
                self._show_panes()
            return
        self.task.show_text(wording.task_text(snapshot, self._drill))
        self.coach.show_text(wording.coach_text(snapshot))
        self.score.show_score(snapshot.running_score)

    def _show_pulse(self, snapshot: Snapshot) -> None:
        phase, part = snapshot.phase, snapshot.set
        running = phase is not None and phase.kind == "set" and part is not None and snapshot.connected
        if not running or phase is None or part is None:
            self.pulse.show_pulse(None, 0.0, "", "plain")
            return
        elapsed_s = phase.end_s - phase.start_s - snapshot.phase_left_s
        self.pulse.show_pulse(part.rate_per_min, elapsed_s, *wording.cadence_text(snapshot))

    def _show_footer(self) -> None:
        part = self.snapshot.set if self.snapshot is not None else None
        notes = [wording.NOTICE, wording.MAP_NOTICE if part is not None and part.point is not None else ""]
        mouse = f"Press and drag on the foot, wheel for force: {self.mouse.force_n:.0f} N" if self.mouse else ""
        self.footer.show_texts(tuple(notes), (mouse, "Esc closes · + − text size · T light or dark"))


def _turn(snapshot: Snapshot) -> tuple[object, ...]:
    """What the words must follow at once, and not at their own pace."""
    return snapshot.word, snapshot.connected, snapshot.finished, snapshot.phase
