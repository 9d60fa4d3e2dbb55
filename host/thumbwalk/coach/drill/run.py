"""A drill followed through a stream: where it stands, how it goes, and in the end its score.

It knows the drill's own time only, which its clock tells from the stream's: a replay gives what the live session gave,
to the last digit, and a pause leaves no trace.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from thumbwalk.coach.drill.beat import Beat
from thumbwalk.coach.drill.clock import DrillClock
from thumbwalk.coach.drill.document import DrillDocument
from thumbwalk.coach.drill.drill import DrillSet, Phase
from thumbwalk.coach.drill.guide import Guide, guide_force
from thumbwalk.coach.drill.guide_shape import GuideShape
from thumbwalk.coach.drill.led_pace import LedPace
from thumbwalk.coach.drill.passing import scored_whole
from thumbwalk.coach.drill.set_task import SetTasks
from thumbwalk.coach.drill.waits import StepSet, Waits
from thumbwalk.coach.feedback.set_watch import SetWatch
from thumbwalk.coach.feedback.telling import Telling, Told
from thumbwalk.coach.feedback.verdict import NOTHING, Verdict
from thumbwalk.coach.score.drill_score import DrillScore
from thumbwalk.coach.score.enough import lost_share, not_enough
from thumbwalk.coach.score.failed_sensors import Failure, failed_under
from thumbwalk.coach.score.judge import score_technique
from thumbwalk.coach.score.rules import RULES
from thumbwalk.coach.score.score import Score
from thumbwalk.coach.score.task import Task
from thumbwalk.coach.targets.bands import Band
from thumbwalk.coach.targets.caps import CALIBRATION_COUNTS_FROM
from thumbwalk.coach.targets.timeline import Timeline
from thumbwalk.language import told
from thumbwalk.pad import Pad
from thumbwalk.technique.catalog import technique_named
from thumbwalk.technique.stroke import Stroke
from thumbwalk.technique.strokes import StrokeFinder
from thumbwalk.touch.touch_block import TouchBlock
from thumbwalk.zones import ZoneMap

_LAST_STROKES = 5
"""The pace is the middle of four intervals: one odd one does not show."""
_QUIET_S = 3.0
"""A hand that has not pressed for so long keeps no pace any more; the slowest that is asked for is a press in 2 s."""
_TOLD_AFTER_S = 5.0
"""So long after a drill's end a fault in its last seconds may become known, which takes four and a window."""
_DONE_WITHIN_S = 0.1
"""A set to whose end so little is missing is done: a stream ends with a sample, and a drill between two."""
NOT_SCORED = told("this drill is for the hands alone and is not scored")
"""Why a set of a drill that is not scored has no score."""


class DrillRun:
    """Follows one drill; feed it the stream's touch from any time before the drill's start on.

    Parameters
    ----------
    document : DrillDocument
        The drill with all that its score goes by.
    pad : Pad
    clock : DrillClock, optional
        Gets the marks of start, pause, resume and end, each before the touch behind it is fed; without it the drill
        starts with the stream.
    calibrated : bool
        Whether newtons are newtons; where they are a guess none are asked for or scored, in drills of today's score.
    tells : bool
        Whether somebody is to be told how it goes: words and a live score, which take their time.

    Attributes
    ----------
    now_s : float
        The drill's time at the newest sample; -inf before there is one.
    rules : Rules
        What its sets are judged by.
    guides, shapes : list of Guide, of GuideShape
        What each set asks for, and moment by moment.

    Raises
    ------
    DrillError, LayoutError
        When a set asks for a technique, point or zone that there is not, or not on this pad.
    """

    def __init__(
        self,
        document: DrillDocument,
        pad: Pad,
        clock: DrillClock | None = None,
        *,
        calibrated: bool = True,
        tells: bool = True,
    ) -> None:
        drill, caps = document.drill, document.caps
        self.document = document
        self.drill = drill
        self.pad = pad
        self.clock = clock if clock is not None else DrillClock(0)
        self.now_s = self._stream_s = -math.inf
        self._is_closed = False
        self.rules = RULES[document.score_version]
        for one in drill.sets:
            technique_named(one.technique)  # now, and not in the middle of a session
        self.calibrated = calibrated or document.score_version < CALIBRATION_COUNTS_FROM
        drill.refuse_other(pad.foot)
        drill.refuse_unknown_peak()
        self._zones = ZoneMap(pad)
        self._tasks = SetTasks(drill.sets, self._zones)
        guides = [Guide.of(one, self._zones, caps) for one in drill.sets]
        self.guides = guides if self.calibrated else [replace(one, band_n=None) for one in guides]
        self._set_phases = [phase for phase in drill.phases() if phase.kind == "set"]
        led = (
            (index, LedPace.of(one, *self._window(index), self._asked(index))) for index, one in enumerate(drill.sets)
        )
        self._led = {index: pace for index, pace in led if pace is not None}
        self.shapes = [GuideShape.of(one, pad, self._rate_line(index)) for index, one in enumerate(drill.sets)]
        steps = [StepSet(*self._window(i), self._asked(i)) for i, one in enumerate(drill.sets) if one.step]
        self._waits = Waits(steps, self.clock) if steps else None
        self._blocks: list[TouchBlock] = []
        self._scores: list[Score] = []
        self._lost_s = [0.0] * len(drill.sets)
        self._failures: Sequence[Failure] = ()
        self._judged: list[TouchBlock] = []  # what each score was made of
        self._telling = Telling(drill, self._watch) if tells else None
        self._finder: StrokeFinder | None = None
        self._strokes: deque[Stroke] = deque(maxlen=_LAST_STROKES)
        self._unstepped = TouchBlock.joined([])

    def feed(self, touch: TouchBlock) -> None:
        """Take the stream's next block, of any length."""
        if len(touch) == 0 or self._is_closed:
            return
        self._stream_s = float(touch.time_s[-1])
        if self._waits is not None:
            self._waits.take(touch)
        self.now_s = self.clock.drill_s(self._stream_s)
        played = self.clock.played(touch)
        if len(played):
            self._lead(self._find_strokes(played))
            if self._telling is not None:
                self._telling.feed(played)
        self._collect(played)
        if self.clock.ended_s is not None and self._stream_s >= self.clock.ended_s:
            self._judged.append(TouchBlock.joined(self._blocks))
            self._scores, self._blocks, self._is_closed = self._all_scores(), [], True

    def lose(self, start_s: float, end_s: float, lost_s: float | None = None) -> None:
        """Take that a stretch of the stream is missing, or ``lost_s`` of it; before the touch behind it is fed."""
        part = 1.0 if lost_s is None else lost_s / (end_s - start_s)
        start_s, end_s = self.clock.drill_s(start_s), self.clock.drill_s(end_s)
        for index in range(len(self._lost_s)):
            begins_s, ends_s = self._window(index)
            self._lost_s[index] += part * max(min(end_s, ends_s) - max(start_s, begins_s), 0.0)

    def know(self, failures: Sequence[Failure]) -> None:
        """Take which sensors have failed so far, at times of the stream; before touch without them is fed."""
        self._failures = failures

    def amend(self, touch: TouchBlock, known_s: float) -> None:
        """Take touch that was fed before as another one: without a sensor whose fault was found at ``known_s``.

        Sets that were judged by it are judged anew. What is found long after the drill's end changes nothing any more:
        its score has been told.
        """
        ends_s, played = self.clock.ends_s(self.drill.duration_s), self.clock.played(touch)
        if not len(played) or (ends_s is not None and known_s > ends_s + _TOLD_AFTER_S):
            return
        for index, judged in enumerate(self._judged[: len(self._set_phases)]):
            anew = judged.amended(played)
            if anew is not judged:
                self._judged[index], self._scores[index] = anew, self._set_score(index, [anew])
        self._blocks = [block.amended(played) for block in self._blocks]

    @property
    def phase(self) -> Phase:
        """The phase at the newest sample; its times are the drill's."""
        return self.drill.phases()[-1] if self._is_closed else self.drill.phase_at(self.now_s)

    @property
    def phase_left_s(self) -> float:
        """Seconds until the phase ends, at the newest sample; the whole count-in before the drill begins."""
        return max(self.phase.end_s - max(self.now_s, 0.0), 0.0)

    @property
    def finished(self) -> bool:
        """Whether the last set is over, or the drill was ended before."""
        return self._is_closed or self.now_s >= self.drill.duration_s

    def current_set(self) -> DrillSet | None:
        """The set that is under way, or that comes next; None once all are done."""
        index = self.phase.set_index
        return None if index is None else self.drill.sets[index]

    def guide(self) -> Guide | None:
        """What the set that is under way, or comes next, asks for; None once all are done."""
        index = self.phase.set_index
        return None if index is None else self.guides[index]

    def guide_force(self, ahead_s: float, behind_s: float = 0.0) -> NDArray[np.float64]:
        """The force to follow, and of just before, if nothing lay between: rows of (stream time_s, force_n), (k, 2)."""
        if not self.calibrated:
            return np.empty((0, 2))
        now_s = max(self.now_s, 0.0)
        since_s = max(now_s - behind_s, min(self.clock.went_on_s, now_s))
        rows = guide_force(self.drill, since_s, now_s + ahead_s, self.shapes)
        rows[:, 0] += self.clock.ahead_s(self._stream_s)
        return rows

    def guide_mm(self) -> tuple[float, float] | None:
        """Where the hand should be now, x and y in mm; before a set where it begins, None once all are done."""
        shape, time_s = self._shape_now()
        return None if shape is None else shape.place_at(time_s)

    def guide_second_mm(self) -> tuple[float, float] | None:
        """The same of the second thumb; None where there is one alone."""
        shape, time_s = self._shape_now()
        return None if shape is None else shape.other_at(time_s)

    def _shape_now(self) -> tuple[GuideShape | None, float]:
        """The guide of the set that is under way, or comes next, and the time of it."""
        phase = self.phase
        shape = None if phase.set_index is None else self.shapes[phase.set_index]
        return shape, max(self.now_s - phase.start_s, 0.0) if phase.kind == "set" else 0.0

    def judged(self) -> list[TouchBlock]:
        """What each set was judged by so far, in their order, at the drill's times; empty where nobody touched."""
        done, sets = self._judged[: len(self._set_phases)], len(self._set_phases)
        last = [TouchBlock.joined(self._blocks)] if len(done) < sets and self._has_ended(len(done)) else []
        return done + last

    def revealed_n(self) -> float | None:
        """The force of the set that is just over, if it was to be guessed; None else, and where newtons are a guess."""
        if self.phase.kind not in ("rest", "done") or not self._scores:
            return None
        last = len(self._scores) - 1
        done = self._scores[last].metric("peak_force_n") or self._scores[last].metric("force_n")
        return None if done is None or not self.drill.sets[last].guess else done.value

    @property
    def is_waiting(self) -> bool:
        """Whether the drill stands until a bite is right."""
        return self._waits is not None and self._waits.is_waiting

    def beat(self) -> Beat | None:
        """The beat that the set under way, or the next, is guided by; None without one, and once all are done."""
        index = self.phase.set_index
        return None if index is None else self.shapes[index].beat

    def cadence_per_min(self) -> float | None:
        """Strokes a minute, from the set's last onsets; None when there are too few, or none of late."""
        strokes = self._of_set()
        kept = Beat.of_onsets([stroke.onset_s for stroke in strokes])
        if kept is None or self.now_s - strokes[-1].end_s > _QUIET_S:
            return None
        return kept.rate_per_min

    def last_stroke(self) -> Stroke | None:
        """The set's last stroke, at the drill's times, where peaks are asked for; None before there is one."""
        strokes, index = self._of_set(), self.phase.set_index
        asked = self.phase.kind == "set" and index is not None and self.guides[index].peaks
        return strokes[-1] if strokes and asked else None

    def verdict(self) -> Verdict:
        """What the learner is told now; nothing outside of the drill, in a pause, and where nobody is told."""
        if self._telling is None or not self.clock.is_running or self.finished:
            return NOTHING
        return self._telling.now

    def told(self) -> list[Told]:
        """Each change of what the learner was told, at the drill's times, up to now."""
        return [] if self._telling is None else list(self._telling.told)

    def running_score(self) -> float | None:
        """Score of the set under way (its newest half minute), anew each half second; between sets, the last set's.

        None while there is nothing to judge, and in a set's first second and a half; and where the set's feedback
        comes at its end, or, blind, behind the drill, or its force is to be guessed, which the score would tell.
        """
        if (phase := self.phase).kind != "set" or phase.set_index is None:
            seen = self._scores and self.drill.sets[len(self._scores) - 1].feedback != "blind"
            return self._scores[-1].score if seen else None
        one = self.drill.sets[phase.set_index]
        hidden = one.feedback in ("after", "blind") or one.guess or not self.drill.scored
        live = None if hidden or self._telling is None else self._telling.score_of(phase.set_index)
        return None if live is None else live.score

    def result(self) -> DrillScore:
        """The drill's score; sets that the stream has not come to the end of are not done."""
        return scored_whole(self.drill, self._all_scores())

    def touch_of(self, index: int) -> TouchBlock:
        """What was played of a set so far, at the drill's times: what its score is made of."""
        if index < len(self._judged):
            return self._judged[index]
        return TouchBlock.joined(self._blocks if index == len(self._scores) else [])

    def _all_scores(self) -> list[Score]:
        under_way, known = len(self._scores), len(self.drill.sets)
        rest = [self._set_score(index, self._blocks if index == under_way else []) for index in range(under_way, known)]
        return self._scores + rest

    def _asked(self, index: int) -> dict[str, Band]:
        """A set's bands as it asks for them; of a guess at newtons none."""
        bands = self.drill.sets[index].asked(self._zones, self.document.caps)
        return bands if self.calibrated else bands | {"peak_force_n": Band()}

    def _rate_line(self, index: int, until_s: float = math.inf) -> Timeline | None:
        """A set's pace on its own time; one that is led as far as it was known by then."""
        led = self._led.get(index)
        return self.drill.sets[index].rate_line() if led is None else led.line(until_s).shifted(-self._window(index)[0])

    def _lead(self, strokes: list[Stroke]) -> None:
        """Let what was done lead the pace of a set that is led by results."""
        index = self.phase.set_index
        for number, led in self._led.items():
            led.take(strokes, self.now_s)
            if number == index:
                self.shapes[number] = GuideShape.of(self.drill.sets[number], self.pad, self._rate_line(number))

    def _find_strokes(self, played: TouchBlock) -> list[Stroke]:
        """The strokes that are now known; the last few of them are kept."""
        if self._finder is None:
            # To the microsecond, and from two samples only: the same however the first blocks are cut.
            played = TouchBlock.joined([self._unstepped, played])
            self._unstepped = played
            same = np.flatnonzero(np.diff(played.piece) == 0)
            if not len(same):
                return []
            self._finder = StrokeFinder(round(float(played.time_s[same[0] + 1] - played.time_s[same[0]]), 6))
        found = self._finder.feed(played)
        self._strokes.extend(found)
        return found

    def _collect(self, played: TouchBlock) -> None:
        """Keep what belongs to sets, and score each set once its end has come."""
        while len(self._scores) < len(self._set_phases):
            start_s, end_s = self._window(len(self._scores))
            part = played.between(start_s, end_s)
            if len(part):
                self._blocks.append(part)
            if self.now_s < end_s:
                return
            self._scores.append(self._set_score(len(self._scores), self._blocks))
            self._judged.append(TouchBlock.joined(self._blocks))
            self._blocks = []

    def _set_score(self, index: int, blocks: list[TouchBlock]) -> Score:
        one, touch = self.drill.sets[index], TouchBlock.joined(blocks)
        if not self.drill.scored:
            return Score.not_judged(one.technique, NOT_SCORED)
        if self.rules.finished_only and not self._has_ended(index):
            return Score.not_done(one.technique)
        lost_s = self._lost_s[index]
        if (none := not_enough(one.technique, lost_s, one.duration_s, self.rules)) is not None:
            return none
        failures = self._failures_in(index)
        if (none := failed_under(one.technique, touch, self.pad, failures, one.duration_s, self.rules)) is not None:
            return replace(none, lost_s=lost_s, lost_share=lost_share(lost_s, one.duration_s))
        asked = one.technique, one.targets, self.document.caps, self.task(index), self.rules
        score = score_technique(touch, self.pad, *asked)
        return replace(score, lost_s=lost_s, lost_share=lost_share(lost_s, one.duration_s))

    def _failures_in(self, index: int) -> list[Failure]:
        """Sensors that failed in the midst of a set, at the drill's times."""
        start_s, end_s = self._window(index)
        told = [
            (one, self.clock.drill_s(since_s), self.clock.drill_s(until_s)) for one, since_s, until_s in self._failures
        ]
        return [one for one in told if start_s < one[1] < end_s]

    def _has_ended(self, index: int) -> bool:
        """Whether the stream has come to a set's end."""
        return self.now_s >= self._window(index)[1] - _DONE_WITHIN_S

    def _watch(self, index: int) -> SetWatch:
        """A watch over a set for whoever is told of it."""
        asked = self.drill.sets[index], self._window(index)[0], lambda *span: self.task(index, span)
        return SetWatch(index, *asked, self._zones, self.document.caps, self.rules)

    def task(self, index: int, window_s: tuple[float, float] | None = None) -> Task:
        """What a set asks for, in a stretch of it or in all."""
        start_s, end_s = self._window(index)
        rate = self._rate_line(index, math.inf if window_s is None else window_s[1])
        task = self._tasks.of(index, start_s, None if rate is None else rate.shifted(start_s))
        return replace(task, window_s=window_s or (start_s, end_s), calibrated=self.calibrated)

    def _window(self, index: int) -> tuple[float, float]:
        phase = self._set_phases[index]
        return phase.start_s, phase.end_s

    def _of_set(self) -> list[Stroke]:
        """The last strokes that began in the phase that is under way."""
        since_s = self.phase.start_s
        return [stroke for stroke in self._strokes if stroke.start_s >= since_s]
