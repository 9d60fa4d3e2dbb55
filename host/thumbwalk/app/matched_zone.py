"""A matching as it is done in the window: six presses of a zone, and what of them is kept. It needs no Qt."""

from __future__ import annotations

from thumbwalk.app.desk import Desk
from thumbwalk.app.words import giving_said as words
from thumbwalk.app.words.moment import TaskText
from thumbwalk.app.words.pieces import Page
from thumbwalk.app.words.rig_page import plain
from thumbwalk.coach.feedback.amounts import to_a_tenth
from thumbwalk.coach.person.matching import PATIENCE_S, MatchFound, Matching
from thumbwalk.errors import RigError
from thumbwalk.language import _
from thumbwalk.session.screen.snapshot import Snapshot
from thumbwalk.zones import ZoneMap


class MatchedZone:
    """One zone of one receiver, from the first press to what is kept.

    Attributes
    ----------
    found : MatchFound or None
        What was found, when all six presses are in.
    kept : str
        What was kept, in a sentence; "" until then.
    """

    def __init__(self, desk: Desk, zone: str, receiver: str) -> None:
        self.zone, self.receiver = zone, receiver
        self.found: MatchFound | None = None
        self.kept = ""
        self._desk, self._note = desk, ""
        self._matching = Matching(zone, ZoneMap(desk.sitting.pad))
        # a drill that waits shows nothing here
        desk.sitting.plan(None)
        desk.sitting.touches.tell(self._matching.feed)

    def end(self) -> None:
        """Listen no more; without all six presses nothing is kept."""
        self._desk.sitting.touches.tell(None)

    def look(self, snapshot: Snapshot) -> str:
        """See how far it is; gives why it can't go on, "" where it can."""
        if not snapshot.stream.connected:
            return _("The rig went away; nothing is kept. Match it again.")
        if self._matching.waited_s > PATIENCE_S:
            return _("Nobody pressed the rig for {n} s; nothing is kept.").format(n=f"{PATIENCE_S:g}")
        if self._matching.asked is None and self.found is None:
            self.end()
            try:
                self.found = self._matching.found(self._desk.papers.caps().cap_n[self.zone])
            except RigError as error:
                return plain(str(error))
            if not self.found.is_above or self._desk.sitting.state.virtual:
                self.keep(above=False)
        return ""

    def texts(self) -> tuple[TaskText, words.CueText]:
        """Give what is to be shown now."""
        if self._matching.notes:
            self._note = self._matching.notes[-1]
            self._matching.notes.clear()
        task = words.match_task(self._matching, self.zone, self.receiver)
        return task, words.match_cue(self._matching, self.zone, _(self._note))

    def page(self) -> Page:
        """What came of it."""
        return (
            ()
            if self.found is None
            else words.found_page(self.found, self.receiver, self.kept, self._desk.preferences.unit)
        )

    def keep(self, *, above: bool) -> None:
        """Keep what was found; ``above`` is the second yes to a cap above the default one."""
        if self.found is None:
            return
        facts = self.found.facts(self.receiver, above=above, virtual=self._desk.sitting.state.virtual)
        if self._desk.note("match", facts):
            unit = self._desk.preferences.unit
            target, cap = (to_a_tenth(facts[name], unit) for name in ("target_n", "cap_n"))
            self.kept = _("Kept: {target} is the target, {cap} the cap.").format(target=target, cap=cap)
        else:
            self.kept = plain(self._desk.trouble)
