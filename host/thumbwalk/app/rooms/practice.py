"""The practice room: the foot in the middle, the task on its left, the coaching on its right. It computes nothing."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QWidget

from thumbwalk.app.actions import Act, Actions
from thumbwalk.app.foot.mouse import FootMouse
from thumbwalk.app.foot.sole_view import SoleView
from thumbwalk.app.panes.bars import FooterBar, HeaderBar, ScoreBar
from thumbwalk.app.panes.force_strip import ForceStrip
from thumbwalk.app.panes.pane import Pane
from thumbwalk.app.panes.result_pane import AdvicePane, ScorePane
from thumbwalk.app.panes.status import CoachPane, PulsePane, TaskPane
from thumbwalk.app.theme import LIGHT, Theme
from thumbwalk.app.words import moment
from thumbwalk.app.words.result_card import result_card
from thumbwalk.coach.drill.drills_file import packaged_drills
from thumbwalk.pad import Foot, Pad
from thumbwalk.session.screen.snapshot import MouseHand, Snapshot


class PracticeRoom:
    """A drill, or free practice, while it is done, and its result when it is over.

    Parameters
    ----------
    pad : Pad
        The layout that is drawn.
    foot : "left" or "right"
        Which foot the drawing shows.
    hand : MouseHand or None
        The virtual rig's hand, for the mouse to move; None with a real rig.
    """

    name = "Practice"

    def __init__(self, pad: Pad, foot: Foot, hand: MouseHand | None = None) -> None:
        self.widget = QWidget()
        self._foot = foot
        # colours until the window gives its own
        theme = LIGHT
        self.header = HeaderBar(self.widget, theme)
        self.task = TaskPane(self.widget, theme)
        self.pulse = PulsePane(self.widget, theme)
        self.foot = SoleView(self.widget, theme, pad, foot)
        self.coach = CoachPane(self.widget, theme)
        self.score = ScoreBar(self.widget, theme)
        self.result_score = ScorePane(self.widget, theme)
        self.result_advice = AdvicePane(self.widget, theme)
        self.footer = FooterBar(self.widget, theme)
        # Last, so that it is painted last: its end is the end of a repaint.
        self.strip = ForceStrip(self.widget, theme)
        self.mouse = FootMouse(self.foot, hand, self._show_footer) if hand is not None else None
        self._actions = Actions()
        self._snapshot: Snapshot | None = None
        self._turn: tuple[object, ...] | None = None
        self._show_panes(result=False)

    def enter(self, actions: Actions) -> None:
        """Take over what can be asked for."""
        self._actions = actions
        self._turn = None
        self._show_footer()

    def leave(self) -> None:
        """Lift the mouse's hand."""
        if self.mouse is not None:
            self.mouse.lift()

    def taken_keys(self) -> Mapping[Qt.Key, Act]:
        """What can be asked for at this moment."""
        return {key: act for key, (act, _) in self._offers().items()}

    def restyle(self, theme: Theme, unit: float) -> None:
        """Take over colours and size, and place the panes."""
        for pane in self._panes():
            pane.restyle(theme, unit)
        self._arrange(unit)

    def show(self, snapshot: Snapshot) -> None:
        """Show what moves; texts follow at their own, slower pace, unless they have something new to say."""
        self._snapshot = snapshot
        self.foot.show_snapshot(snapshot)
        if snapshot.result is None:
            self.strip.show_snapshot(snapshot)
            self.pulse.show_text(moment.pulse_text(snapshot))
        turn = moment.turn(snapshot)
        if turn != self._turn:
            self._turn = turn
            self.show_words(snapshot)

    def show_words(self, snapshot: Snapshot) -> None:
        """Show the texts; the result takes the place of the task."""
        self.header.show_text(moment.header_text(snapshot))
        self._show_footer()
        if snapshot.result is not None and snapshot.drill is not None:
            card = result_card(snapshot.result, snapshot.drill.drill, drills=packaged_drills(), foot=self._foot)
            self.result_score.show_text(card)
            self.result_advice.show_text(card)
        else:
            self.task.show_text(moment.task_text(snapshot))
            self.coach.show_text(moment.coach_text(snapshot))
            self.score.show_score(None if snapshot.drill is None else snapshot.drill.running_score)
        self._show_panes(result=snapshot.result is not None)

    def _offers(self) -> dict[Qt.Key, tuple[Act, str]]:
        """Keys, what they do, and how the footer says it."""
        now, ask = self._snapshot, self._actions
        has_drill = now is not None and now.drill is not None
        is_over = now is not None and now.result is not None
        rows = (
            (Qt.Key.Key_Space, ask.start, "Space starts", not has_drill),
            (Qt.Key.Key_R, ask.repeat, "R again", is_over),
            (Qt.Key.Key_N, ask.next, "N next", is_over),
        )
        return {key: (act, said) for key, act, said, offered in rows if act is not None and offered}

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

    def _arrange(self, unit: float) -> None:
        wide, high = self.widget.width(), self.widget.height()
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

    def _show_panes(self, *, result: bool) -> None:
        for pane in (self.task, self.pulse, self.coach, self.score, self.strip):
            pane.setVisible(not result)
        self.result_score.setVisible(result)
        self.result_advice.setVisible(result)

    def _show_footer(self) -> None:
        mouse = f"Press and drag on the foot, wheel for force: {self.mouse.force_n:.0f} N" if self.mouse else ""
        keys = moment.keys_line(said for _, said in self._offers().values())
        self.footer.show_texts(moment.notices(self._snapshot), (mouse, keys))
