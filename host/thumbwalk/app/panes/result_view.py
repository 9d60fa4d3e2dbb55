"""The end of a drill, put together: score and ledger, the sets to look at, advice, and the chosen set's force."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from thumbwalk.app.best_before import NONE_BEFORE, BestSet, BestSets
from thumbwalk.app.panes.pane import Pane
from thumbwalk.app.panes.result_pane import AdvicePane, ScorePane
from thumbwalk.app.panes.review_strip import ReviewStrip
from thumbwalk.app.panes.row_list import RowList
from thumbwalk.app.theme import Theme
from thumbwalk.app.words.lanes import lanes_of
from thumbwalk.app.words.moment import guess_and_truth
from thumbwalk.app.words.result_card import ResultCard, result_card
from thumbwalk.coach.drill.drills_file import packaged_drills
from thumbwalk.coach.feedback.amounts import ForceUnit
from thumbwalk.coach.score.drill_score import DrillScore
from thumbwalk.language import _
from thumbwalk.pad import Foot
from thumbwalk.session.screen.review import SetReview
from thumbwalk.session.screen.snapshot import Snapshot

_ROW_PX, _REASON_PX = 40.0, 54.0
"""A set's row, and one where a set says why it has no score, design pixels."""
_BELOW_PX = 26.0
"""What is free between the ledger and the sets, design pixels."""
_PAGE_PX = 120.0
"""How far a page key scrolls, design pixels."""
_ADVICE = 0.42
"""At most so much of its column is the advice's: the rest is the trace's."""


class ResultView:
    """Holds which set is looked at: the weakest, until somebody points at another; ``on_choose`` hears of it."""

    def __init__(self, parent: QWidget, theme: Theme, on_choose: Callable[[SetReview | None], object]) -> None:
        self.score = ScorePane(parent, theme)
        self.sets = RowList(parent, theme, _("Sets"), self.choose, row_px=_ROW_PX)
        self.advice = AdvicePane(parent, theme)
        self.strip = ReviewStrip(parent, theme)
        self.index = 0
        self.best: BestSets = NONE_BEFORE
        self._tell = on_choose
        self._shown: DrillScore | None = None
        self._card: ResultCard | None = None
        self._reviews: dict[int, SetReview] = {}
        self._unit: ForceUnit = "N"
        self._areas = QRect(), QRect(), 1.0

    @property
    def panes(self) -> tuple[Pane, ...]:
        """All that it is made of."""
        return self.score, self.sets, self.advice, self.strip

    @property
    def beside(self) -> BestSet | None:
        """The learner's best of the set that is looked at, as far as it is known."""
        return self.best.get(self.index)

    @property
    def is_flawless(self) -> bool:
        """Whether the drill that is shown leaves nothing to be bettered."""
        return self._card is not None and self._card.is_flawless

    def show(self, snapshot: Snapshot, unit: ForceUnit, foot: Foot) -> None:
        """Show a drill's end; of the same one only what has changed."""
        result = snapshot.result
        if result is None or snapshot.drill is None or (result is self._shown and unit == self._unit):
            return
        is_new = result is not self._shown
        self._shown, self._unit = result, unit
        guessed = [guess_and_truth(one, unit) for one in snapshot.guesses[-1:]]
        drill, drills = snapshot.drill.drill, packaged_drills()
        self._card = result_card(result, drill, drills=drills, foot=foot, guesses=guessed, unit=unit)
        self._reviews = {one.index: one for one in snapshot.reviews}
        self.score.show_text(self._card)
        self.advice.show_text(self._card)
        if is_new:
            self.sets.row_px = _REASON_PX if any(one.why_none for one in self._card.sets) else _ROW_PX
            self.index = self._card.weakest
            self.arrange(*self._areas)
        self.choose(self.index)

    def forget(self) -> None:
        """Let go of the drill that was shown."""
        if self._shown is not None:
            self._shown = None
            self._tell(None)

    def move(self, by: int) -> None:
        """Look at the set before or behind."""
        if self._card is not None:
            self.choose(min(max(self.index + by, 0), len(self._card.sets) - 1))

    def scroll(self, way: float) -> bool:
        """Show what is further down of the ledger, or up; whether it is longer than there is room."""
        self.score.scroll(way * _PAGE_PX * self._areas[2])
        return self.score.whole_px > self.score.height()

    def choose(self, index: int) -> None:
        """Look at a set."""
        self.index = index
        if self._card is not None:
            self.sets.show_rows([one.row for one in self._card.sets], index)
        review = self._reviews.get(index)
        lanes = lanes_of(review, self._card.ledger) if review is not None and self._card is not None else ()
        self.strip.show_review(review, self._unit, lanes)
        self._tell(review)

    def arrange(self, left: QRect, right: QRect, unit: float) -> None:
        """Place the panes in the room's two columns."""
        self._areas = left, right, unit
        most = left.height() - round((self.sets.row_px + 16.0) * unit)
        self.score.setGeometry(left.left(), left.top(), left.width(), most)
        # what it does not need the sets have
        score = min(round(self.score.needed_px() + _BELOW_PX * unit), most)
        self.score.setGeometry(left.left(), left.top(), left.width(), score)
        self.sets.setGeometry(left.adjusted(-round(12 * unit), score + round(8 * unit), 0, 0))
        advice = round(self.advice.high(right.width(), _ADVICE * right.height()) + 8 * unit)
        self.advice.setGeometry(right.left(), right.top(), right.width(), advice)
        self.strip.setGeometry(right.adjusted(0, advice + round(6 * unit), 0, 0))
